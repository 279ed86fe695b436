"""What holds for one message: what is known, what was found, what the words name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from argosy_commerce.amounts import amount_in
from argosy_commerce.terms import TermBase
from cs_agent.domain.answering import verdicts
from cs_agent.domain.answering.choosing import (
    Choice,
    by_the_way,
    choosing_rules,
    chosen,
    question_in,
)
from cs_agent.domain.answering.offers import Offers
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.answering.verdict_rules import verdict_rules
from cs_agent.domain.conversation import State
from cs_agent.domain.fact import Fact, FactKind, Found
from cs_agent.domain.retrieval.analysis import codes_of
from cs_agent.domain.retrieval.finding import find, known_from, of_market
from cs_agent.domain.retrieval.indexed import Indexed, Shelf
from cs_agent.domain.retrieval.intents import wanted
from cs_agent.domain.understanding.makers import hyphenated
from cs_agent.domain.understanding.sending import SENDING
from cs_agent.domain.understood import Intent, ReadIntent, Understood

_SURE: Final = 0.7
"""From which confidence on an intent counts though no word of the message names it."""
_VERY_SURE: Final = 0.8
"""From which on it counts whatever else the words name: "what do I pay for shipping" names payment."""
UNSURE: Final = 0.5
"""Below it an intent is a guess."""
TELLING: Final[frozenset[FactKind]] = frozenset({"attribute", "description"})
"""Kinds of facts in which a product tells of itself; a title praises."""
OWN_MATTERS: Final[Mapping[Intent, frozenset[str]]] = {
    "delivery_time": frozenset({"delivery_time", "dispatch", "islands", "pick_up"}),
    "delivery_cost": frozenset({"delivery_cost", "large_item", "islands", "price"}),
    "ships_to": frozenset({"delivery_time", "delivery_cost", "islands", "pick_up", "large_item"}),
    "customs": frozenset({"customs"}),
    "payment": frozenset({"payment"}),
    "returns_policy": frozenset({"returns", "return_postage", "exchange", "damage"}),
    "warranty": frozenset({"warranty"}),
    "invoice": frozenset({"invoice"}),
    "stock": frozenset({"stock"}),
    "price": frozenset({"price"}),
}
"""What the words name where an intent is meant that a rule of the shop or an offer answers."""
_OF_SENDING: Final = OWN_MATTERS["delivery_time"] | OWN_MATTERS["delivery_cost"] | OWN_MATTERS["ships_to"]
_OF_TERMS: Final[frozenset[Intent]] = frozenset({"customs", "payment", "warranty", "invoice"})
_WAYS_TO_PAY: Final = frozenset({"cash_on_delivery", "instalments", "wallets", "gift_card"})
_OF_MATERIALS: Final = ("material", "composition")
"""How the names of rows end that tell of what something is."""
_PRICE: Final = frozenset({"price"})
_NO_NOUNS: Final = frozenset({"attribute.audience"})
"""Attributes whose names name nothing by themselves: "For"."""
_ASKED_FOR: Final = 0.6
_LEAST: Final = 0.04
_TOLD_IN_PROSE: Final = 0.55
_OF_THE_PART: Final = 0.95
_LIKE: Final = 0.3
"""From which share on of what the question's everyday words mean a fact is joined to it."""
_MAINS: Final = frozenset({"plug", "voltage"})
_OF_SIZES: Final = frozenset({"true_size", "wide_feet"})


class Scene:
    """One message among all that is known. `question` and `found` are those of the intent in hand."""

    def __init__(self, read: Understood, state: State, shelf: Shelf, now: datetime, base: TermBase) -> None:
        self.read = read
        self.focus = state.focus
        self.base = base
        self.saying = Saying(base, read.language, shelf.published)
        self.country = read.country or state.focus.country
        self.product = state.focus.product_id
        self.everything = [row.fact for row in shelf.rows]
        self.rows = {row.fact.place: row for row in of_market(shelf.rows, self.country)}
        self.facts = [row.fact for row in self.rows.values()]
        self.own = [fact for fact in self.facts if fact.of == self.product]
        own = (self.rows[fact.place].names for fact in self.own)
        self._own_names = frozenset[str]().union(*own)
        self.offers = Offers(self.facts, self.product, self.saying)
        self.intents = [one.intent for one in read.intents]
        self._shelf, self._now = shelf, now
        self.whole = find(read, state.focus, shelf, now, base=base)
        asked = read.text if "size_advice" in self.intents else question_in(read.text, read.language)
        self._all_asked = verdicts.Question.of(asked, read.language, self.intents, base, read.about)
        self.found, self.question = self.whole, self._all_asked
        self.named = verdicts.Question.of(read.text, read.language, (), base).matters
        titles = (self.rows[fact.place].values for fact in self.own if fact.kind == "title")
        named = frozenset[str]().union(*titles)
        self._categories = {one for id_ in named for one in (id_, *base.lexicon.ancestors(id_))}

    def look_for(self, read: ReadIntent) -> None:
        """From here on what this intent's words ask, where they are not all of the message."""
        if len(self.intents) == 1:
            return
        words = read.words or self.read.text
        asked = words if read.intent == "size_advice" else question_in(words, self.read.language)
        before = self.read.about
        self.question = verdicts.Question.of(asked, self.read.language, [read.intent], self.base, before)
        self.found = self.whole
        if len(words) < len(self.read.text.strip()):
            alone = replace(self.read, text=words, intents=(read,))
            found = find(alone, self.focus, self._shelf, self._now, base=self.base)
            self.found = found if found and found[0].score >= known_from() else self.whole

    def look_at_all(self) -> None:
        """From here on the whole message again."""
        self.found, self.question = self.whole, self._all_asked

    def heads(self, fact: Fact) -> frozenset[str]:
        """What was asked about that a fact is headed by."""
        return self.question.matters & self.rows[fact.place].head_matters

    def is_headed(self, fact: Fact) -> bool:
        """Whether a row or an entry is headed by what was asked about; an entry by any sentence of it."""
        heads = self.rows[fact.place].head_matters - _PRICE
        return bool(self.heads(fact)) or (fact.kind == "faq" and bool(heads) and heads <= self.named)

    def choice(self) -> Choice:
        """The facts that answer the question in hand."""
        joined = [self._lifted(one) for one in (*self.found, *self._by_code()) if self.is_joined(one.fact)]
        # Of a thing in the box the row of the box says whether it is there, not one on what it is for.
        joined = [one for one in joined if self._holds_the_thing(one.fact)] or joined
        joined.sort(key=lambda one: -one.score)
        return chosen(joined, self.rows, self.question, known_from(), self.base)

    def _by_code(self) -> list[Found]:
        """Entries that hold a code which the buyer writes: WELCOME5."""
        codes = frozenset(one for one in codes_of(self.question.text) if any(map(str.isdigit, one)))
        there = {one.fact.place for one in self.found}
        return [
            Found(row.fact, _ASKED_FOR, "rule")
            for row in self.rows.values()
            if row.fact.kind == "faq" and codes & row.codes and row.fact.place not in there
        ]

    def _lifted(self, found: Found) -> Found:
        """What is about nothing but what is asked is an answer, however it is worded.

        An entry of the shop's by its question, the message's other sentences counted; a row of the product
        by its name, but for names that are asked about by the way (how long, which models); a sentence of its
        description by what is always asked in its own right.
        """
        fact, row = found.fact, self.rows[found.fact.place]
        if fact.kind == "faq":
            is_asked = self._asks_entry(row) and row.brands <= self._own_names
        else:
            heads = row.head_matters & self.question.matters
            is_row = fact.kind == "attribute" and found.score > _LEAST
            is_asked = is_row and (bool(heads - by_the_way()) or self._says_the_material(fact))
            if fact.kind == "attribute" and self._is_of_the_part(fact):
                return replace(found, score=max(found.score, _OF_THE_PART))
            own = choosing_rules().decisive | verdict_rules().may_settle
            is_own = fact.kind in TELLING and fact.of == self.product and found.score > _LEAST
            if not is_asked and is_own and own & self.question.matters & row.matters:
                return replace(found, score=max(found.score, _TOLD_IN_PROSE))
        return replace(found, score=max(found.score, _ASKED_FOR)) if is_asked else found

    def _holds_the_thing(self, fact: Fact) -> bool:
        """Whether a row of what comes with it holds the thing that is asked for: a brush, of accessories."""
        is_of_the_box = fact.kind == "attribute" and "in_the_box" in self.rows[fact.place].head_matters
        if "contents" not in self.intents or not is_of_the_box:
            return False
        asked = frozenset[str]().union(*self.question.concepts)
        return bool(_things(asked) & _things(verdicts.concepts_said(fact)))

    def _is_of_the_part(self, fact: Fact) -> bool:
        """Whether a row is about a part or a thing that is named: the seat, and not the hood, comes off."""
        asked = frozenset[str]().union(*self.question.concepts)
        else_asked = self.question.matters - by_the_way() - self.rows[fact.place].matters
        return fact.concept in _things(asked) and not else_asked  # "how many screws on one battery"

    def _says_the_material(self, fact: Fact) -> bool:
        """Whether a row of materials holds the one that is asked about."""
        asked = frozenset[str]().union(*self.question.concepts)
        materials = {one for one in asked if one.startswith("material.")}
        return fact.concept.endswith(_OF_MATERIALS) and bool(materials & verdicts.concepts_said(fact))

    def is_joined(self, fact: Fact, *, by_intent: bool = True) -> bool:
        """Whether more than a likeness joins a fact to the question: what it is about, or its own words.

        An entry answers what its question is about; a few shared words are no answer in another language.
        What the question's everyday words mean joins in every language. ``by_intent``: it is enough that an
        intent looks for rows of this heading, whatever the words name.
        """
        row, about = self.rows[fact.place], self.question.matters
        is_readable = self.saying.language in fact.words
        has_code = bool(codes_of(self.question.text) & row.codes)
        says_the_same = self._likeness(fact) >= _LIKE
        if fact.kind == "faq" and not has_code:
            if self._asks_entry(row):
                return True
            speaks = (row.head_matters | row.matters - by_the_way()) - _PRICE
            is_about = is_readable or bool(about & speaks) or says_the_same
            return is_about and not self._is_of_another(fact)
        if is_readable or has_code or says_the_same or self._names_a_value(fact):
            return True
        wants = [want for intent in self.intents if (want := wanted(intent)) is not None]
        return (
            bool(about & row.matters)
            or not fact.topics.isdisjoint(self.intents)
            or any(
                (by_intent and want.heads(fact) and not want.broad)
                or fact.kind in want.kinds
                or want.is_about(row.head_matters, row.matters, fact)
                for want in wants
            )
        )

    def _names_a_value(self, fact: Fact) -> bool:
        """Whether a value of the row's kind is named: a colour, of a row of colours."""
        lexicon = self.base.lexicon
        ids = frozenset[str]().union(*self.question.concepts)
        is_of_material = fact.concept.endswith(_OF_MATERIALS) and any(
            one.startswith("material.") for one in ids
        )
        return is_of_material or (
            bool(fact.concept) and any(lexicon[one].attribute == fact.concept for one in ids)
        )

    def _likeness(self, fact: Fact) -> float:
        """How much of the question's everyday words a fact says, of the message or of the intent in hand."""
        several = (one.likeness for one in (*self.found, *self.whole) if one.fact.place == fact.place)
        return max(several, default=0.0)

    def _asks_entry(self, row: Indexed) -> bool:
        """Whether the message names all that an entry's question is about, and not only by the way."""
        heads = row.head_matters - _PRICE
        return bool(heads - by_the_way()) and heads <= self.named

    def tells_a_price(self, entry: Fact) -> bool:
        """Whether an entry says what something costs, and is about this product or about none."""
        if not self.rows[entry.place].brands <= self._own_names:
            return False
        return any(amount_in(text) is not None for text in entry.words.values())

    def _is_of_another(self, fact: Fact) -> bool:
        """Whether an entry's question names things of which the product is none: plush toys, of boots."""
        if "zh" not in fact.words:
            return False
        named = {match.concept_id for match in self.base.read(fact.question).matches}
        things = {one for one in named if one.startswith("category.")}
        return bool(things) and not things & self._categories

    def means(self, intent: Intent) -> bool:
        """Whether a further intent is meant and not only resembled: a size named asks for no advice."""
        if intent == "size_advice":
            return any(one.of for one in self.read.measured) or bool(self.question.matters & _OF_SIZES)
        is_of_sending = bool({*SENDING, "price"} & {self.intents[0]}) and "customs" not in self.intents
        if intent in SENDING and self.read.country and is_of_sending:
            return True  # "how long to Seoul": where a place is named, no word of sending needs to be
        own = _MAINS if intent == "voltage" else OWN_MATTERS.get(intent)
        return own is None or bool(own & self.question.matters)

    def names_a_way_to_pay(self) -> bool:
        """Whether the words name payment for its own sake: by card, on delivery, in parts."""
        return bool(_WAYS_TO_PAY & self.named)

    def named_instead(self, intent: Intent) -> Intent:
        """The one of the shop's terms that the words name, where another was read: a tax, of a sending."""
        own, about = OWN_MATTERS.get(intent), self.question.matters
        if own is None or own & about:
            return intent
        named = [one for one, matters in OWN_MATTERS.items() if matters & about and one in _OF_TERMS]
        return named[0] if len(named) == 1 else intent

    def is_misread(self, read: ReadIntent) -> bool:
        """Whether the words name other things than the intent's own: then what they name is looked up."""
        own = OWN_MATTERS.get(read.intent)
        about = self.question.matters
        if own is None or own & about or self.read.refers:
            return False
        if not about:
            return read.confidence < UNSURE
        if read.intent in SENDING and self.read.country and about <= _OF_SENDING:
            return False  # "the postage and days to Japan", of which one was read
        if read.confidence < _SURE:
            return True
        return read.confidence < _VERY_SURE and any(self.heads(fact) for fact in self.choice().facts)

    def is_nowhere(self) -> bool:
        """Whether what decides the question is named by nothing that is known."""
        asked = self.question.matters
        asked -= {one for one, of in choosing_rules().of.items() if asked & of}
        return self._lacks(asked & choosing_rules().decisive) or bool(self._unknown_names())

    def is_beside(self, choice: Choice) -> bool:
        """Whether what was asked about is named by nothing known: what was found is related at best."""
        decisive = choosing_rules().decisive
        if "ingredients" in self.intents:
            decisive |= {"ingredients"}
        # A row that is headed by one of them is about what was asked; what else is named is named besides.
        is_headed = any(self.heads(fact) & decisive for fact in choice.facts)
        if not is_headed and self._lacks(choice.missing & decisive):
            return True
        names = self._unknown_names()
        if not names:
            return False
        codes = codes_of(self.question.text)
        # A row that holds one of several codes speaks of what was asked: an iPhone with iOS 16.
        names |= codes if names <= codes else frozenset()
        said = [self.rows[fact.place] for fact in choice.facts]
        return not any(names & (row.codes | row.names) for row in said)

    def _lacks(self, matters: frozenset[str]) -> bool:
        return bool(matters) and not any(matters & row.matters for row in self._telling())

    def _telling(self) -> list[Indexed]:
        """What the product says of itself, and all that was found to be known."""
        own = [self.rows[fact.place] for fact in self.own if fact.kind in TELLING]
        return [*own, *(self.rows[one.fact.place] for one in self.found if one.score >= known_from())]

    def _unknown_names(self) -> frozenset[str]:
        """Names that the question holds and nothing of the product does: of makers, or in capitals: LDAC."""
        text = self.question.text
        said = frozenset[str]().union(*(self.rows[fact.place].values for fact in self.own))
        makers = {
            min(one)
            for one in self.question.concepts
            if all(id_.startswith("brand.") for id_ in one) and not one & said
        }
        own = [self.rows[fact.place] for fact in self.own]
        there = frozenset[str]().union(*(row.codes | row.names for row in own))
        makers |= {
            name.casefold()
            for name in hyphenated(text, self.question.language)
            if not set(re.findall(r"\w{2,}", name.casefold())) <= there
        }
        if makers:
            return frozenset(makers)
        if sum(map(str.isupper, text)) * 2 > sum(map(str.isalpha, text)):
            return frozenset()
        found = {one for one in codes_of(text) if one.isalpha() and len(one) > 2}
        return frozenset(found - there - choosing_rules().no_names)

    def thing(self) -> str:
        """The one feature or attribute that the question names and nothing known speaks of, said; else ""."""
        named = [one for one in self.question.concepts if len(one) == 1]
        ids = {min(one) for one in named if min(one).startswith(("feature.", "attribute."))}
        ids -= _NO_NOUNS
        is_alone = len(ids) == 1 and len(named) == 1 and len(self.question.matters) < 2
        if not is_alone or self._unknown_names() or not self._lacks(self.question.matters):
            return ""
        return self.saying.name_of(ids.pop())

    def skus(self) -> list[str]:
        """The variants meant: those named in the colour in talk, of several those that fit the words best."""
        named = list(self.read.skus) or ([self.focus.sku] if self.focus.sku else [])
        colours = {c for c in (*self.read.concepts, *self.focus.concepts) if c.startswith("colour.")}
        variants = self.offers.variants
        own = [s for s in named if s in variants and colours & verdicts.concepts_said(variants[s])]
        named = own if len(named) > 1 and own else named
        # The best first, so that of a variant and its price the better one counts.
        scores: dict[str, float] = {}
        for one in self.found:
            if one.fact.kind in {"price", "variant"} and one.fact.ref in named:
                scores.setdefault(one.fact.ref, one.score)
        if len(named) < 2 or len(scores) < 2:
            return named
        best = max(scores.values())
        first = [sku for sku, score in scores.items() if score >= best - 0.005]
        return first if len(first) < len(named) else named


def _things(concepts: frozenset[str]) -> frozenset[str]:
    """Those that are things which may lie in a box."""
    return frozenset(one for one in concepts if one.startswith(("category.", "part.", "item.")))
