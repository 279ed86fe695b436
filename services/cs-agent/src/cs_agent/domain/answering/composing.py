"""One message's answer in the making: each intent by its own way, no fact twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from argosy_commerce.reading.items import Amount
from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence, Unanswered
from cs_agent.domain.answering import mains, sizes, verdicts
from cs_agent.domain.answering.choosing import Choice, choosing_rules, chosen, question_in
from cs_agent.domain.answering.offers import Offers
from cs_agent.domain.answering.phrases import phrase, sentence
from cs_agent.domain.answering.rules import Rules, countries_of
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.conversation import State
from cs_agent.domain.fact import Fact, FactKind
from cs_agent.domain.retrieval.analysis import codes_of
from cs_agent.domain.retrieval.finding import find, known_from, of_market
from cs_agent.domain.retrieval.indexed import Indexed, Shelf
from cs_agent.domain.retrieval.intents import wanted
from cs_agent.domain.understood import Intent, ReadIntent, Understood

MOST_SENTENCES: Final = 5
AGAINST: Final = "against"
"""The rule of a sentence whose fact prevailed over an entry, whose id follows it."""
_RULES: Final[dict[Intent, tuple[str, ...]]] = {
    "delivery_time": ("SHIPPING:delivery_time",),
    "delivery_cost": ("SHIPPING:delivery_cost", "SHIPPING:large_items"),
    "ships_to": ("SHIPPING:delivery_time", "SHIPPING:delivery_cost", "SHIPPING:large_items"),
    "customs": ("TERMS:duties",),
    "payment": ("TERMS:payment",),
    "returns_policy": ("REFUND:returns", "REFUND:return_shipping"),
    "warranty": ("TERMS:warranty",),
    "invoice": ("TERMS:invoice",),
}
"""Rules that answer an intent, as KIND:RULE, in the order they are said."""
_MATTERS: Final = {
    "pick_up": ("SHIPPING:pick_up",),
    "exchange": ("REFUND:exchange",),
    "damage": ("REFUND:damage",),
}
"""Rules that a matter asks for besides."""
UNSURE: Final = 0.5
_TELLING: Final[frozenset[FactKind]] = frozenset({"attribute", "description", "listing"})
_OWN_MATTERS: Final[Mapping[Intent, frozenset[str]]] = {
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
_COMPLETES: Final = 0.6
"""From which score on a fact is said of what a message names besides its intents."""
_OF_SIZES: Final = frozenset({"true_size", "wide_feet"})
_MAINS: Final = frozenset({"plug", "voltage"})


class Composing:
    """One message's answer in the making."""

    def __init__(self, read: Understood, state: State, shelf: Shelf, now: datetime, base: TermBase) -> None:
        self._read = read
        self._state = state
        self._base = base
        self._saying = Saying(base, read.language)
        self._country = read.country or state.focus.country
        rows = [*of_market(shelf.rows, self._country)]
        self._rows = {row.fact.place: row for row in rows}
        self._facts = [row.fact for row in rows]
        self._product = state.focus.product_id
        self._own = [fact for fact in self._facts if fact.of == self._product]
        self._all = [row.fact for row in shelf.rows]
        self._shelf, self._now = shelf, now
        self._whole = self._found = find(read, state.focus, shelf, now, base=base)
        self._intents = [one.intent for one in read.intents]
        asked = read.text if "size_advice" in self._intents else question_in(read.text, read.language)
        self._question = verdicts.Question.of(asked, read.language, self._intents, base)
        self._offers = Offers(self._facts, self._product, self._saying)
        self._said: list[Sentence] = []
        self._places: set[str] = set()
        self._gaps: list[Unanswered] = []

    def answered(self) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]:
        """The sentences in the order of the intents, no fact twice."""
        whole = self._question
        for read in self._read.intents:
            before = len(self._said)
            if len(self._read.intents) > 1:
                self._look_for(read)
            if not before or self._names_its_own(read.intent) or self._is_misread(read):
                self._answer(read)
            if len(self._said) == before and not before:
                self._unknown(read)
        self._question, self._found = whole, self._whole
        self._complete()
        if {"price", "difference"} <= whole.matters and "price" not in self._intents:
            self._add(self._offers.price(self._skus()))
        return tuple(self._said[:MOST_SENTENCES]), tuple(self._gaps)

    def _complete(self) -> None:
        """What else the message names and a row or an entry is headed by, where nothing said speaks of it."""
        if not self._said or any(one.kind in {"unknown", "asks"} for one in self._said):
            return
        facts = [fact for one in self._said for fact in one.facts if fact.place in self._rows]
        covered = frozenset[str]().union(*(self._rows[fact.place].matters for fact in facts))
        for one in self._whole:
            row = self._rows[one.fact.place]
            open_ = (self._question.matters & row.head_matters) - covered
            if open_ and one.score >= _COMPLETES and one.fact.kind in {"attribute", "faq"}:
                self._add([self._saying.sentence(one.fact)])
                covered |= row.matters

    def _look_for(self, read: ReadIntent) -> None:
        """Only what these words ask, where they are not all of the message."""
        words = read.words or self._read.text
        asked = words if read.intent == "size_advice" else question_in(words, self._read.language)
        self._question = verdicts.Question.of(asked, self._read.language, [read.intent], self._base)
        if len(words) < len(self._read.text.strip()):
            alone = replace(self._read, text=words, intents=(read,))
            found = find(alone, self._state.focus, self._shelf, self._now, base=self._base)
            self._found = found if found and found[0].score >= known_from() else self._whole
        else:
            self._found = self._whole

    def _names_its_own(self, intent: Intent) -> bool:
        """Whether a further intent is meant by the words and not only like them: a size named is no question."""
        own = _OWN_MATTERS.get(intent)
        if intent == "size_advice":
            return any(one.of for one in self._read.measured) or bool(self._question.matters & _OF_SIZES)
        return own is None or bool(own & self._question.matters)

    def _is_misread(self, read: ReadIntent) -> bool:
        """Whether the words name other things than the intent's own: then what they name is looked up."""
        own = _OWN_MATTERS.get(read.intent)
        about = self._question.matters
        if own is None or not about or own & about:
            return False
        return any(about & self._rows[fact.place].head_matters for fact in self._choice().facts)

    def _is_nowhere(self) -> bool:
        """Whether what decides the question is named by nothing that is known."""
        decisive = self._question.matters & choosing_rules().decisive
        return bool(decisive) and not any(decisive & row.matters for row in self._telling())

    def _answer(self, read: ReadIntent) -> None:
        intent = read.intent
        if intent in _OWN_MATTERS and (self._is_misread(read) or self._is_nowhere()):
            self._found_facts(intent)
            return
        match intent:
            case "size_advice" if read.confidence < UNSURE and not self._read.measured:
                self._found_facts(intent) or self._size()
            case "size_advice":
                self._size() or self._found_facts(intent)
            case "price":
                self._prices()
            case "stock" | "variants":
                self._stock(intent)
            case _ if intent in _RULES:
                self._ruled(intent)
            case _ if self._mains_asked(intent):
                self._mains() or self._found_facts(intent)
            case _:
                self._found_facts(intent)

    def _add(self, sentences: Iterable[Sentence]) -> bool:
        """Says what is new; whether anything was."""
        added = False
        for one in sentences:
            places = {fact.place for fact in one.facts}
            texts = {said.text for said in self._said}
            if one.text not in texts and (not places or not places <= self._places or one.rule):
                self._said.append(one)
                added = True
            self._places |= places if one.kind != "unknown" else set()
        return added

    # Sizes.

    def _size(self) -> bool:
        """The size by the chart; where nothing was measured, what is said of the fit, or what to measure."""
        charts = [fact for fact in self._own if fact.kind == "chart"]
        usual = {one.of for one in self._read.measured} == {"measure.size_worn"}
        measured = [one for one in self._read.measured if one.of and one.of != "measure.size_worn"]
        if not charts:
            if self._found_facts("size_advice"):
                return True
            text = sentence("knowledge", "size_no_chart", self._saying.tag, "unknown")
            self._gaps.append(Unanswered("size_advice", self._read.text, "no size chart"))
            return self._add([text])
        told = self._choice()
        if not measured and (usual or "true_size" in self._question.matters) and told.facts:
            return self._say_facts(told)
        added = False if measured else self._add(self._saying.sentence(fact) for fact in self._fit()[:2])
        advised = sizes.advised(charts, measured, self._saying)
        added |= self._add(advised.sentences)
        for fact in told.facts:
            row = self._rows[fact.place]
            if "wide_feet" in self._question.matters and "wide_feet" in row.matters and advised.row >= 0:
                added |= self._add([self._saying.sentence(fact)])
                if "advice.size_up_wide_feet" in verdicts.concepts_said(fact):
                    larger = sizes.one_up(charts, advised.row, fact, self._saying)
                    added |= self._add([larger] if larger else [])
        if advised.row >= 0 and any(one.rule == "size:size_garment" for one in advised.sentences):
            added |= self._add(
                self._saying.sentence(fact)
                for fact in self._own
                if fact.kind == "description" and verdicts.speaks_of_sizes(fact)
            )
        return added

    def _fit(self) -> list[Fact]:
        """What the product says of how it fits: runs small, size up."""
        rows = (row for row in self._rows.values() if row.fact.of == self._product)
        return [row.fact for row in rows if row.fact.kind in _TELLING and "true_size" in row.matters]

    # Prices, stock, choices.

    def _prices(self) -> None:
        told = self._choice()
        entries = [fact for fact in told.facts if fact.kind == "faq"]
        other = self._question.matters - {"price"}
        if entries and other & self._rows[entries[0].place].head_matters:
            self._say_facts(Choice(tuple(entries[:1])))
            return
        scores = {one.fact.kind: one.score for one in reversed(self._found)}
        rows = [fact for fact in told.facts if other & self._rows[fact.place].head_matters]
        is_alone = not self._said and "difference" not in self._question.matters
        if rows and is_alone and scores.get("attribute", 0.0) > scores.get("price", 0.0) + 0.1:
            self._say_facts(Choice(tuple(rows)))  # how much does it weigh, not cost
            return
        self._add(self._offers.price(self._skus()))

    def _skus(self) -> list[str]:
        """The variants meant: those named, of several the one that retrieval puts first by its options."""
        named = list(self._read.skus) or ([self._state.focus.sku] if self._state.focus.sku else [])
        colours = {
            one for one in (*self._read.concepts, *self._state.focus.concepts) if one.startswith("colour.")
        }
        own = [
            sku
            for sku in named
            if (fact := self._offers.variants.get(sku)) and colours & verdicts.concepts_said(fact)
        ]
        if len(named) > 1 and own:
            named = own
        scores = {
            one.fact.ref: one.score
            for one in self._found
            if one.fact.kind in {"price", "variant"} and one.fact.ref in named
        }
        if len(named) > 1 and len(scores) > 1:
            best = max(scores.values())
            first = [sku for sku, score in scores.items() if score >= best - 0.005]
            return first if len(first) < len(named) else named
        return named

    def _stock(self, intent: Intent) -> None:
        if intent == "stock":
            if self._add(self._offers.stock(self._skus(), self._product)):
                return
        elif self._read.asks_whether and self._add(self._offers.has_choice(self._read.concepts)):
            return
        gone = [sku for sku in self._skus() if sku in self._offers.gone]
        if gone and self._add(self._offers.stock(gone, self._product)):
            return
        if (
            not self._found_facts(intent)
            and intent == "variants"
            and not self._question.matters - {"colours"}
        ):
            self._add(self._offers.choices())

    # The shop's rules.

    def _ruled(self, intent: Intent) -> None:
        """Rules of the country; what the product itself and the shop's own words say of it."""
        rules = Rules(self._saying, self._country, self._grams())
        wanted = [*_RULES[intent]]
        for matter, more in _MATTERS.items():
            if matter in self._question.matters:
                wanted = [*more, *wanted]
        told = self._choice()
        special = [fact for fact in told.facts if fact.kind in {"faq", "attribute"}]
        heads = self._question.matters
        special = [fact for fact in special if heads & self._rows[fact.place].head_matters]
        entry = [fact for fact in special if fact.kind == "faq"]
        if special:
            self._say_facts(Choice(tuple(special[:2])))
        if entry and intent in {"delivery_time", "payment", "invoice", "customs"}:
            return
        if intent == "ships_to" and (place := self._ships()) is not None:
            self._add([place])
        for name in wanted:
            for fact in self._of_rule(name):
                self._add(rules.sentences(fact))
        needs_country = intent in {"delivery_time", "delivery_cost", "ships_to"}
        if needs_country and not self._country and countries_of(self._all):
            self._add([sentence("knowledge", "ask_country_ship", self._saying.tag, "asks")])
        if not self._said:
            self._found_facts(intent)

    def _of_rule(self, name: str) -> list[Fact]:
        kind, _, rule = name.partition(":")
        return [
            fact
            for fact in self._facts
            if fact.kind == "policy" and fact.ref.split(":")[0] == kind and fact.ref.split(":", 2)[2] == rule
        ]

    def _ships(self) -> Sentence | None:
        """That goods go there: the shop has a delivery rule for the country, or one for all others."""
        rules = self._of_rule("SHIPPING:delivery_time") or self._of_rule("SHIPPING:delivery_cost")
        if not rules or not self._country:
            return None
        slots = {"country": Rules(self._saying, self._country).country}
        rule = "verdict:yes:ships"
        return sentence(
            "knowledge", "ships_yes", self._saying.tag, "derived", tuple(rules[:1]), rule=rule, slots=slots
        )

    def _grams(self) -> Decimal | None:
        weights = [fact for fact in self._own if fact.kind == "weight"]
        found = (i.quantity for fact in weights for i in fact.items if isinstance(i, Amount))
        return next((one.to("g").value for one in found), None)

    # Mains.

    def _mains_asked(self, intent: Intent) -> bool:
        """Whether it is asked if the thing works in a country, or of its voltage there."""
        if not self._country or mains.market_of(self._country) is None:
            return False
        if intent == "voltage":
            return True
        if not self._read.country:
            return False
        if _MAINS & self._question.matters or intent == "compatibility":
            return True
        about = self._question.matters
        heads = any(about & self._rows[fact.place].head_matters for fact in self._choice().facts)
        return self._read.asks_whether and not heads and not self._is_nowhere()

    def _mains(self) -> bool:
        if {"in_the_box"} & self._question.matters and self._read.asks_whether:
            return False  # whether an adapter comes with it
        told = mains.on_mains(self._own, self._facts, self._country, self._saying)
        return self._add(told)

    # Everything else.

    def _choice(self) -> Choice:
        joined = [one for one in self._found if self._is_joined(one.fact)]
        return chosen(joined, self._rows, self._question, known_from(), self._base)

    def _is_joined(self, fact: Fact) -> bool:
        """Whether more than a likeness joins a fact to the question: what it is about, or its own words.

        An entry answers what its question is about; a few shared words are no answer in another language.
        """
        row, about = self._rows[fact.place], self._question.matters
        if fact.kind == "faq":
            return (
                bool(about & row.head_matters)
                or self._saying.language in fact.words
                or self._shares_code(row)
            )
        if about & row.matters or self._saying.language in fact.words or self._shares_code(row):
            return True
        wants = [want for intent in self._intents if (want := wanted(intent)) is not None]
        return any(
            (want.heads(fact) and not want.broad)
            or fact.kind in want.kinds
            or not want.matters.isdisjoint(row.matters)
            for want in wants
        ) or not fact.topics.isdisjoint(self._intents)

    def _shares_code(self, row: Indexed) -> bool:
        return bool(codes_of(self._question.text) & row.codes)

    def _found_facts(self, intent: Intent) -> bool:
        del intent
        model = verdicts.by_models(self._question.text, self._own) if self._read.asks_whether else None
        if model is not None and model[1]:
            return self._add([self._with_verdict(model[0], model[1])])
        choice = self._choice()
        if self._said and not any(
            self._question.matters & self._rows[fact.place].head_matters for fact in choice.facts
        ):
            return False  # a second intent adds what it asks for, nothing beside it
        added = self._say_facts(choice)
        told = frozenset[str]().union(*(self._rows[fact.place].head_matters for fact in choice.facts))
        if added and told & {"discount", "discount_code"} and self._read.skus:
            self._add(self._offers.price(self._skus()))
        return added

    def _say_facts(self, choice: Choice) -> bool:
        if not choice.facts:
            return False
        settled: tuple[Fact, verdicts.Verdict] | None = None
        if self._read.asks_whether:
            told = [
                (fact, verdicts.verdict(self._question, self._rows[fact.place], self._base))
                for fact in choice.facts
            ]
            said = [one for one in told if one[1]]
            if said and len({one[1] for one in said}) == 1:
                settled = said[0]
        if settled is None and self._is_beside(choice):
            self._unknown(self._read.intents[0])
            return self._add([self._related(choice.facts[0])]) or True
        against = {row.place: entry.ref for row, entry in choice.against}
        sentences: list[Sentence] = []
        for fact in choice.facts:
            if settled is not None and fact is settled[0]:
                one = self._with_verdict(fact, settled[1])
                sentences.insert(0, one)
            else:
                one = self._saying.sentence(fact)
                sentences.append(one)
            if fact.place in against:
                rule = f"{one.rule}:{AGAINST}:{against[fact.place]}".lstrip(":")
                sentences[sentences.index(one)] = replace(one, rule=rule)
        return self._add(sentences)

    def _is_beside(self, choice: Choice) -> bool:
        """Whether what was asked about is named nowhere in what is found: related at best."""
        decisive = choosing_rules().decisive
        if "ingredients" in self._intents:
            decisive |= {"ingredients"}
        missing = choice.missing & decisive
        if missing and not any(missing & row.matters for row in self._telling()):
            return True
        said = [self._rows[fact.place] for fact in choice.facts]
        names = self._unknown_names()
        return bool(names) and not any(names & (row.codes | row.names) for row in said)

    def _telling(self) -> list[Indexed]:
        """What the product says of itself, and all that was found to be known."""
        own = [row for row in self._rows.values() if row.fact.of == self._product]
        told = [row for row in own if row.fact.kind in _TELLING]
        return [*told, *(self._rows[one.fact.place] for one in self._found if one.score >= known_from())]

    def _unknown_names(self) -> frozenset[str]:
        """Names in capitals that the question holds and nothing of the product does: LDAC, PPS."""
        text = self._question.text
        if sum(map(str.isupper, text)) * 2 > sum(map(str.isalpha, text)):
            return frozenset()
        own = [row for row in self._rows.values() if row.fact.of == self._product]
        there = frozenset[str]().union(*(row.codes | row.names for row in own))
        found = {one for one in codes_of(text) if one.isalpha() and len(one) > 2}
        return frozenset(found - there - choosing_rules().no_names)

    def _with_verdict(self, fact: Fact, verdict: verdicts.Verdict) -> Sentence:
        said = self._saying.said(fact)
        text = phrase("knowledge", verdict, self._saying.tag, said=said.text)
        rule = f"verdict:{verdict}:fact" + (f":{said.rule}" if said.rule else "")
        return Sentence(text, "derived", (fact,), rule)

    def _related(self, fact: Fact) -> Sentence:
        said = self._saying.said(fact)
        text = said.text if said.rule else phrase("knowledge", "related", self._saying.tag, said=said.text)
        return Sentence(text, "fact", (fact,), said.rule)

    def _unknown(self, read: ReadIntent) -> None:
        """One sentence that it is not stated, naming what was asked where that is certain; and the gap."""
        if any(one.kind in {"unknown", "asks"} for one in self._said):
            return
        tag = self._saying.tag
        thing = self._thing()
        if read.intent == "picture":
            told = sentence("knowledge", "picture", tag, "unknown")
        elif read.intent == "voltage" and not self._country:
            told = sentence("knowledge", "ask_country_use", tag, "asks")
        elif thing:
            told = sentence("knowledge", "not_stated_of", tag, "unknown", slots={"thing": thing})
        else:
            told = sentence("knowledge", "not_stated", tag, "unknown")
        self._said.append(told)
        self._gaps.append(Unanswered(read.intent, self._read.text, "no fact answers"))

    def _thing(self) -> str:
        """The one feature or attribute that the question names; "" where it names several."""
        named = [one for one in self._question.concepts if len(one) == 1]
        ids = {min(one) for one in named if min(one).startswith(("feature.", "attribute."))}
        if len(ids) != 1 or len(named) != 1:
            return ""
        return self._saying.name_of(ids.pop())
