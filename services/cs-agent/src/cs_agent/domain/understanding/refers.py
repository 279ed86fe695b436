"""What "it" and "and in red?" mean: a message as read, filled up from what the conversation is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from argosy_commerce.folding import folded
from cs_agent.domain.conversation import Focus
from cs_agent.domain.knowledge.languages import small_words
from cs_agent.domain.retrieval.analysis import TOGETHER
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.vocabulary import vocabulary
from cs_agent.domain.understanding.asked_words import (
    OF_OPTIONS,
    asks_so,
    asks_what,
    begins_with_and,
    named_in,
    names_option,
)
from cs_agent.domain.understanding.bodies import measured_before, tells_a_body
from cs_agent.domain.understanding.notions import notions_in
from cs_agent.domain.understanding.option_words import option_words
from cs_agent.domain.understanding.pricing import asks_for_one
from cs_agent.domain.understanding.sending import SENDING
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understood import Identity, Intent, ReadIntent, Understood

_PART: Final = "part."
_OWN_WORDS: Final = 2
"""Everyday words from which on a message says itself what it asks."""
_BY_OPTION: Final[frozenset[Intent]] = frozenset({"price", "stock", "size_advice", "variants"})
"""What another colour or size may change the answer to."""
_MATTERS_OF_OPTIONS: Final = frozenset(
    {"colours", "shade_number", "models", "difference", "thickness", "dimensions", "capacity", "plug"}
)
"""What the name of an option may name: the thick one, the 28 inch one, the one with the EU plug."""
_SHORT: Final = 40
"""Characters of a message that may be no more than a new option for the question before."""
_BARE: Final = 60
"""Characters of one that names nothing to ask about, and so goes on with the question before."""
_FEW_LETTERS, _FEW_SIGNS = 25, 12
"""Length of a message that asks nothing of its own unless it names it; signs, where words are not parted."""
_READ_ALONE: Final = 0.75
"""How sure what a bare message asks is read, so that it is no going on."""
_MEASURES: Final[frozenset[Intent | None]] = frozenset({"weight", "dimensions"})
"""What is told with one figure, which answers no other question."""
_A_WORD: Final = 4
"""Letters of a word that says something."""
_SAYS_ITSELF: Final[frozenset[Intent]] = frozenset(
    {"yes", "no", "thanks", "goodbye", "greeting", "human", "abuse", "complaint_service", "manipulation"}
)
_KNOWN: Final[frozenset[Intent]] = frozenset(
    {"material", "care", "size_advice", "dimensions", "weight", "variants", "contents", "compatibility",
     "voltage", "specification", "features", "origin", "ingredients", "safety", "use", "warranty", "stock",
     "authenticity", "price", "discount", "delivery_time", "delivery_cost", "ships_to", "customs", "payment",
     "returns_policy", "recommend"}
)  # fmt: skip
"""What facts answer; what is asked of an order is asked on in its own words."""
_OF_THE_SHOP: Final[frozenset[Intent]] = SENDING | frozenset(
    {"customs", "payment", "returns_policy", "warranty", "discount"}
)
"""What the shop's terms answer, whatever is talked about."""
_TERMS_BY_KIND: Final[tuple[frozenset[Intent], ...]] = (
    SENDING | {"customs"},
    frozenset({"returns_policy"}),
    frozenset({"warranty"}),
    frozenset({"payment", "discount"}),
)
"""Terms of which one may be asked on behind another of its kind: how long, then what it costs."""
_ON_TERMS: Final = frozenset(
    {"free", "cost", "days", "who_pays", "may", "send_back", "if_not", "sent", "shipping", "exchange",
     "money_back", "unused", "pay", "arrive", "broken"}
)  # fmt: skip
"""Notions by which a question without a matter still is one about the shop's terms."""
_READ_AT_A_PLACE: Final = 0.5
_SURE: Final = 0.6
_BORROWED: Final = 0.6
"""How sure an intent is that was taken over from the question before."""


def with_focus(read: Understood, focus: Focus) -> Understood:
    """The message with what it leaves out: the intent of a bare "and in red?", the country, what it is about.

    Concepts of the question before are taken over only where the intent is, options only where none is named.
    """
    read = tells_a_body(read, focus)
    before = bool(focus.country) and not read.country
    read = replace(read, country=read.country or focus.country, country_before=before)
    alone = measured_before(read, focus)
    if focus.intent is None or read.options is not None:
        return alone
    choice = _asks_for_a_choice(read, focus)
    if choice or _asks_of_the_shop(read, focus) or _is_of_the_thing(read, focus):
        asked = (ReadIntent("variants", _BORROWED, read.text[:160]),) if choice else alone.intents
        itself = replace(alone, intents=asked, refers=False)  # what was talked about before is no part of it
        goes_on = not choice and begins_with_and(read) and focus.intent in _KNOWN
        # "And what is not covered?": where nothing answers it by itself, it goes on.
        gone_on = measured_before(_going_on(read, focus, focus.intent), focus) if goes_on else None
        return replace(itself, otherwise=gone_on)
    if _goes_on(read, focus):
        if focus.intent == "size_advice" and _asks_for_a_colour(read):
            return replace(alone, intents=(ReadIntent("variants", _BORROWED, read.text[:160]),), refers=False)
        gone_on = measured_before(_going_on(read, focus, focus.intent), focus)
        says_more = bool(gone_on.about) and _says_more(read, focus)
        return replace(gone_on, otherwise=alone) if says_more or _leaves_the_shop(read, focus) else gone_on
    if _may_go_on(read, focus):
        return replace(alone, otherwise=measured_before(_going_on(read, focus, focus.intent), focus))
    return alone


def _asks_of_the_shop(read: Understood, focus: Focus) -> bool:
    """Whether the shop's terms are asked about, and were not before: "寄西班牙多久" behind a hood."""
    main = read.intents[0]
    if any({focus.intent, main.intent} <= kind for kind in _TERMS_BY_KIND):
        return False
    here = bool(read.country) and not read.country_before
    sends = any(one.intent in SENDING and one.confidence >= _READ_AT_A_PLACE for one in read.intents)
    return (here and sends) or (main.intent in _OF_THE_SHOP and main.confidence >= _SURE)


def _asks_for_a_choice(read: Understood, focus: Focus) -> bool:
    """Whether "have you got it in lilac with 8 mm?" asks for the thing itself, behind how it is washed."""
    main = read.intents[0]
    if focus.intent in _BY_OPTION or not (read.skus or _asks_for_a_colour(read)):
        return False
    is_other = main.intent not in {"variants", "unclear"} and main.confidence >= _SURE
    is_other = is_other or main.intent in _SAYS_ITSELF or bool(named_in(read) - _MATTERS_OF_OPTIONS)
    return not is_other and asks_for_one(read.text, read.language)


def _asks_for_a_colour(read: Understood) -> bool:
    """Whether a colour is what is new: "and do you have that in red?" behind a size asks for no size."""
    return any(one.startswith("colour.") for one in read.concepts) and not read.measured


def _leaves_the_shop(read: Understood, focus: Focus) -> bool:
    """Whether a question of the thing may stand behind one of the terms: "will it shed?", after returns."""
    asks_itself = read.intents[0].intent in _KNOWN - _OF_THE_SHOP and not (
        read.country and not read.country_before
    )
    return focus.intent in _OF_THE_SHOP and asks_itself and not read.skus


def _is_of_the_thing(read: Understood, focus: Focus) -> bool:
    """Whether a yes or no is asked of the thing behind one of the shop's terms: "will it come flat?"."""
    if not _leaves_the_shop(read, focus) or not asks_so(read):
        return False
    return not notions_in(read.text, read.language.partition("-")[0]) & _ON_TERMS


def _going_on(read: Understood, focus: Focus, intent: Intent) -> Understood:
    """The message with the intent, the matters and the concepts of the question before."""
    about = () if named_in(read) - _MATTERS_OF_OPTIONS else focus.matters
    options = {one for one in read.concepts if one.startswith(OF_OPTIONS)}
    # "Is the lid steel? And the bottom?": another part stands in the place of the one before.
    parts = {one for one in read.concepts if one.startswith(_PART)}
    left = {one for one in focus.concepts if parts and one.startswith(_PART) and one not in parts}
    about = tuple(one for one in about if not any(one in matters().by_concept.get(p, ()) for p in left))
    kept = tuple(
        one
        for one in focus.concepts
        if one not in left and not ((options or read.skus) and one.startswith(OF_OPTIONS))
    )
    concepts = tuple(dict.fromkeys((*read.concepts, *kept)))
    return replace(
        read, intents=_gone_on(read, intent), concepts=concepts, about=about, refers=True, gone_on=True
    )


def _says_more(read: Understood, focus: Focus) -> bool:
    """Whether another part or everyday words say what is asked, though no matter knows them.

    Not where a price or a stock was asked for, or a place is named: "and with gloves?", "and to Brazil?".
    """
    if read.skus or focus.intent in _BY_OPTION or (read.country and not read.country_before):
        return False
    parts = {one for one in read.concepts if one.startswith(_PART)} - set(focus.concepts)
    return bool(parts) or len(vocabulary().meanings(read.text, read.language)) >= _OWN_WORDS


def _may_go_on(read: Understood, focus: Focus) -> bool:
    """Whether a short message that points back may be about what the one before was about."""
    main = read.intents[0]
    is_other = main.intent in _SAYS_ITSELF or any(one.intent == "manipulation" for one in read.intents)
    is_told = not (asks_so(read) or asks_what(read))
    is_other = is_other or (
        is_told and main.intent not in _KNOWN | {"unclear"} and main.confidence >= _SURE
    )  # "can I change it myself?" may be asked of the battery, "it came broken" may not
    if is_other or len(read.text) > _BARE or read.identity != Identity() or not read.refers:
        return False
    if _is_past_a_measure(read, focus):
        return False
    if focus.intent == "size_advice" and _asks_no_size(read):
        return False
    return focus.intent in _KNOWN and bool(focus.matters)


def _gone_on(read: Understood, intent: Intent) -> tuple[ReadIntent, ...]:
    """The question before with another option; whether there is one at all, where that was asked."""
    borrowed = ReadIntent(intent, _BORROWED, read.text[:160])
    main = read.intents[0]
    rest = tuple(
        one
        for one in read.intents
        if one.intent not in {intent, "unclear", "variants"} and one.confidence >= _SURE
    )
    whether = intent in {"stock", "price"} and main.intent == "variants" and read.asks_whether
    return (borrowed, main, *rest) if whether else (borrowed, *rest)


def _goes_on(read: Understood, focus: Focus) -> bool:
    """Whether a message only changes a detail of the question before."""
    says_itself = read.intent in _SAYS_ITSELF or any(one.intent == "manipulation" for one in read.intents)
    if (
        len(read.text) > _BARE
        or says_itself
        or read.identity != Identity()
        or _is_past_a_measure(read, focus)
    ):
        return False
    points = bool(read.refers or read.skus or read.figures or names_option(read))
    points = points or (bool(read.country) and not read.country_before)
    if focus.intent == "size_advice" and _asks_no_size(read):
        return False  # the size once more answers nothing
    if not named_in(read) - _MATTERS_OF_OPTIONS and focus.matters and focus.intent in _KNOWN:
        return _names_nothing(read, points=points)
    return points and len(read.text) <= _SHORT and _changes_an_option(read, focus)


def _is_past_a_measure(read: Understood, focus: Focus) -> bool:
    """Whether words of its own stand behind a weight or a length: "will it fade" asks for no weight."""
    changes = read.skus or read.figures or names_option(read) or (read.country and not read.country_before)
    if focus.intent not in _MEASURES or changes or begins_with_and(read):
        return False
    language = read.language.partition("-")[0]
    if language in TOGETHER:
        return len(vocabulary().meanings(read.text, language)) >= _OWN_WORDS
    rest, slots, small = folded(read.text, language), slot_patterns(language), small_words(language)
    for pattern in (slots.whether, slots.open, slots.refers, option_words(language).around):
        rest = pattern.sub(" ", rest)
    words = ("".join(filter(str.isalpha, one)) for one in rest.split())
    return any(len(one) >= _A_WORD and one not in small for one in words)


def _asks_no_size(read: Understood) -> bool:
    """Whether nothing new is told, behind a size, that could make it another, and no size is asked for."""
    tells = bool(read.measured or read.figures) or names_option(read)
    return not tells and read.intents[0].intent not in {"size_advice", "recommend", "unclear"}


def _names_nothing(read: Understood, *, points: bool) -> bool:
    """Whether the question before stands, where nothing is named to ask about, whatever it looks like."""
    main = read.intents[0]
    if not points and (asks_so(read) or asks_what(read)):
        return (
            False  # "is there a brush with it": another question, of a thing that nothing here has a name for
        )
    if len(read.text) <= (_FEW_SIGNS if read.language[:2] in TOGETHER else _FEW_LETTERS):
        return main.intent not in _BY_OPTION or main.confidence < _READ_ALONE
    return points and main.intent not in {"price", "stock"} and main.confidence < _READ_ALONE


def _changes_an_option(read: Understood, focus: Focus) -> bool:
    main = read.intents[0]
    if main.intent in {"unclear", "identify"}:
        return main.intent == "unclear"
    if main.intent == "variants":
        return names_option(read) or bool(read.figures)
    # What is read of a price or a stock is asked itself; an option names which.
    by_option = main.intent in _BY_OPTION and focus.intent not in _BY_OPTION
    return main.confidence < _SURE and bool(read.skus) and not by_option
