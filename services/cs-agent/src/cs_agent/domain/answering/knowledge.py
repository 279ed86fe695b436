"""What the shop's facts answer of a message: sentences in the buyer's language with their facts, and gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence, Unanswered
from cs_agent.domain.answering.composing import Composing
from cs_agent.domain.answering.saying import QUOTED
from cs_agent.domain.answering.scene import UNSURE
from cs_agent.domain.answering.sizes import goes_by
from cs_agent.domain.answering.stating import AGAINST
from cs_agent.domain.conversation import State
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.manipulating import manipulates
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understanding.spelling import sentences as sentences_of
from cs_agent.domain.understood import Intent, ReadIntent, Understood

KNOWN_BY_FACTS: Final[frozenset[Intent]] = frozenset(
    {"material", "care", "size_advice", "dimensions", "weight", "variants", "contents", "compatibility",
     "voltage", "specification", "features", "origin", "ingredients", "safety", "use", "warranty",
     "authenticity", "stock", "price", "discount", "delivery_time", "delivery_cost", "ships_to", "customs",
     "payment", "returns_policy", "recommend", "picture", "invoice"}
)  # fmt: skip
"""Intents that the shop's facts answer; orders and the conversation itself are answered elsewhere."""
_ASIDE: Final = 0.4
_ASKS: Final = re.compile(r"[?？؟]")
_NEVER: Final[frozenset[Intent]] = frozenset({"medical", "legal", "competitor", "manipulation", "abuse"})
"""What is not looked up once it is more than a hint."""
_HINTED: Final = 0.3
_OF_A_BODY: Final[frozenset[Intent]] = frozenset({"dimensions", "weight", "features"})
"""What a figure of a body that is told looks as if it asked for."""
_FOR_A_PERSON: Final[frozenset[Intent]] = frozenset({"medical", "competitor"})
"""What no fact of the shop answers, whatever else the message names."""


def known(
    understood: Understood,
    state: State,
    shelf: Shelf,
    product: ProductSummary | None,
    now: datetime,
    base: TermBase,
) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]:
    """What is known of all that the message asks and facts answer; at most five sentences.

    Every sentence carries its facts; the rule of one that stands in the shop's own language begins with
    ``quoted``, and `doubts` tells what a person should look at. Nothing at all where no intent of the message
    is answered by facts and nothing is found. Pure; ``now`` aware.
    """
    del product  # the variants are facts on the shelf
    if understood.otherwise is not None:
        return _of_two_readings(understood, understood.otherwise, state, shelf, now, base)
    read = asked_of_facts(understood)
    if read is None:
        return (), ()
    answering = Composing(_of_what_is_measured(read, state, shelf), state, shelf, now, base)
    sentences, gaps = answering.answered()
    if _is_only_an_instruction(understood):
        sentences, gaps = tuple(one for one in sentences if one.kind not in {"unknown", "asks"}), ()
    if not any(one.intent in KNOWN_BY_FACTS for one in understood.intents) and not _tells(sentences):
        return (), ()
    return sentences, gaps


def _of_two_readings(
    read: Understood, otherwise: Understood, state: State, shelf: Shelf, now: datetime, base: TermBase
) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]:
    """By its own words first; where they find nothing, going on with the question before."""
    read = replace(read, otherwise=None)
    alone, gone_on = (otherwise, read) if read.gone_on else (read, otherwise)
    by_itself = known(replace(alone, refers=False), state, shelf, None, now, base)
    if _is_answered(by_itself[0]) and not _is_a_price(by_itself[0]):
        return by_itself
    if read.gone_on and not (alone.refers or alone.skus):
        return by_itself  # nothing in it points back: the answer before once more is none to it
    before = known(gone_on, state, shelf, None, now, base)
    return before if _is_answered(before[0]) or read is gone_on else by_itself


def _is_answered(sentences: Sequence[Sentence]) -> bool:
    return _tells(sentences) and not any(one.kind in {"unknown", "asks"} for one in sentences)


def _is_a_price(sentences: Sequence[Sentence]) -> bool:
    """Whether a price is all there is: what a bare "how much" gets by itself, whatever was asked before."""
    return all(any(fact.kind == "price" for fact in one.facts) for one in sentences)


def _of_what_is_measured(read: Understood, state: State, shelf: Shelf) -> Understood:
    """What was read as asking for a size is about the thing's own measures where it comes in no sizes."""
    own = [row.fact for row in shelf.rows if row.fact.of == state.focus.product_id]
    has_sizes = any(
        fact.kind == "chart" or (fact.kind == "option" and fact.concept == "attribute.size") for fact in own
    )
    intents = {one.intent for one in read.intents}
    if "size_advice" not in intents and _may_be_of_a_body(read):
        charts = [fact for fact in own if fact.kind == "chart"]
        if goes_by(charts, read.measured):  # "my dog is 32 kg, which one": the size
            advice = ReadIntent("size_advice", read.intents[0].confidence, read.text[:160])
            return replace(read, intents=(advice, *read.intents[1:]))
    if has_sizes or not own or "size_advice" not in intents:
        return read
    kept = (replace(one, intent="dimensions") if one.intent == "size_advice" else one for one in read.intents)
    return replace(read, intents=tuple({one.intent: one for one in reversed([*kept])}.values())[::-1])


def _may_be_of_a_body(read: Understood) -> bool:
    return read.intent == "recommend" or (read.intent in _OF_A_BODY and not read.asks_whether)


def _is_only_an_instruction(understood: Understood) -> bool:
    """Whether what is refused is all that was said: that nothing is found of it is one line too many."""
    if all(one.intent != "manipulation" for one in understood.intents):
        return False
    language = understood.language
    others = (one for one in sentences_of(understood.text) if not manipulates(one))
    return not any(_ASKS.search(one) and matters().named(one, language) for one in others)


def doubts(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """What a person should look at before or after the answer went out, one line each; empty: nothing."""
    found = []
    for one in sentences:
        if QUOTED in one.rule.split(":"):
            found.append(f"said in the shop's own language: {one.facts[0].place}")
        if AGAINST in one.rule.split(":"):
            entry = one.rule.rpartition(":")[2]
            found.append(
                f"the shop's entry {entry} says otherwise than {one.facts[0].place} and was left out"
            )
    return tuple(dict.fromkeys(found))


def _tells(sentences: Sequence[Sentence]) -> bool:
    return any(one.kind in {"fact", "derived"} for one in sentences)


def asked_of_facts(understood: Understood) -> Understood | None:
    """The message with the intents that facts answer; one hardly understood is looked up all the same."""
    if any(one.intent in _FOR_A_PERSON and one.confidence >= UNSURE for one in understood.intents):
        return None  # a fact of the product beside such a question reads as an answer to it
    mine = tuple(
        one
        for place, one in enumerate(understood.intents)
        if one.intent in KNOWN_BY_FACTS and (place == 0 or one.confidence >= _ASIDE)
    )
    if mine:
        return replace(understood, intents=mine)
    main = understood.intents[0]
    if main.intent == "unclear" or (
        main.confidence < UNSURE and not (main.intent in _NEVER and main.confidence > _HINTED)
    ):
        supposed = ReadIntent("features", 0.3, understood.text[:160])
        return replace(understood, intents=(supposed,))
    return None
