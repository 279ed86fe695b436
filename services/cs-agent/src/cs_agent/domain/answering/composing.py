"""One message's answer in the making: each intent by its own way, no fact twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence, Unanswered
from cs_agent.domain.answering import verdicts
from cs_agent.domain.answering.advising import mains_asked, mains_told, size_told
from cs_agent.domain.answering.choices import choices_told, sizes_there_are
from cs_agent.domain.answering.choosing import Choice, by_the_way, choosing_rules
from cs_agent.domain.answering.limits import limits_told
from cs_agent.domain.answering.options_told import options_told
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.answering.prices import prices_told
from cs_agent.domain.answering.scene import OWN_MATTERS, UNSURE, Scene
from cs_agent.domain.answering.shop_terms import RULES, terms_told
from cs_agent.domain.answering.stating import not_stated, related, stated, with_verdict
from cs_agent.domain.conversation import State
from cs_agent.domain.fact import Fact
from cs_agent.domain.retrieval.analysis import codes_of
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.intents import wanted
from cs_agent.domain.understanding.sending import SENDING, priced_apart
from cs_agent.domain.understanding.spelling import sentences as sentences_of
from cs_agent.domain.understood import Intent, ReadIntent, Understood

MOST_SENTENCES: Final = 5
_SURE_OF_A_PICTURE: Final = 0.7
"""Below it "any in this?" may point to anything."""
_COMPLETES: Final = 0.6
"""From which score on a fact is said of what a message names besides its intents."""
_HAVE_NEAREST: Final[frozenset[Intent]] = frozenset(
    {"care", "safety", "compatibility", "contents", "material"}
)
"""Intents of which what is stated besides may serve who asked for what is not."""
_OF_RETURNS: Final = frozenset({"returns", "return_postage"})
_MADE_TO_FIT: Final = frozenset({"adjustable"})
_DISCOUNTS: Final = frozenset({"discount", "discount_code"})


_ASK: Final = frozenset("?？؟")


class Composing:
    """Gathers the sentences of one answer."""

    def __init__(self, read: Understood, state: State, shelf: Shelf, now: datetime, base: TermBase) -> None:
        self._scene = Scene(read, state, shelf, now, base)
        self._read = read
        self._said: list[Sentence] = []
        self._places: set[str] = set()
        self._gaps: list[Unanswered] = []
        self._intents_said: set[Intent] = set()

    def answered(self) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]:
        """The sentences in the order of the intents; at most five."""
        scene = self._scene
        # "is there any in this?" is no question about a picture where something else is asked as well.
        intents = tuple(sorted(self._read.intents, key=lambda one: one.intent == "picture"))
        if limits := limits_told(scene):
            self._add(limits, self._read.intent)
            sized = "size_advice" if self._read.measured else ""
            intents = tuple(one for one in intents if one.intent in RULES or one.intent == sized)
        for place, read in enumerate(intents):
            is_first = not self._said
            is_last = place == len(intents) - 1
            scene.look_for(read)
            if read.intent == "size_advice" and not is_last and not scene.means(read.intent):
                continue
            if read.intent == "price" and SENDING & set(scene.intents) and not self._is_of_the_thing():
                continue  # "do you ship there and what does it cost": the sending
            if read.intent == "variants" and self._intents_said & {"stock"}:
                continue  # "is it there in red": whether it can be had
            if self._is_of_a_return(read):
                continue
            if read.intent == "payment" and "customs" in scene.intents and not scene.names_a_way_to_pay():
                continue  # "do I have to pay customs": the duties
            if is_first or scene.means(read.intent) or scene.is_misread(read):
                self._tell(read, is_first=is_first)
            if is_first and not self._said and not self._only_tells(read):
                self._add([self._unknown(read)], read.intent)
            if is_first and all(one.kind == "unknown" and not one.facts for one in self._said):
                self._add(self._nearest(read.intent), read.intent)
        scene.look_at_all()
        if intents and not self._said:
            self._add([self._unknown(intents[0])], intents[0].intent)
        self._complete()
        differs = {"price", "difference"} <= scene.question.matters and "price" not in scene.intents
        if differs or self._asks_what_both_cost():
            self._add(scene.offers.price(scene.skus()), "price")
        return tuple(self._said[:MOST_SENTENCES]), tuple(self._gaps)

    def _tell(self, read: ReadIntent, *, is_first: bool) -> None:
        """What answers one intent; that nothing does only where it is asked, and no guess."""
        told = self._told(read)
        if self._only_tells(read) or (not is_first and read.confidence < UNSURE):
            told = [one for one in told if one.kind != "unknown"]
        self._add(told, read.intent)

    def _only_tells(self, read: ReadIntent) -> bool:
        """Whether what was read is told beside a question: "is there latex in it? I am allergic"."""
        asking = [one for one in sentences_of(self._read.text) if one.rstrip()[-1:] in _ASK]
        is_part = len(self._read.intents) > 1 and len(read.words) < len(self._read.text.strip())
        apart = bool(asking) and is_part
        return apart and not any(read.words.strip() in one for one in asking)

    def _asks_what_both_cost(self) -> bool:
        """Whether a variant's price is asked for with its sending: "how much is the red one, shipped?"."""
        read, scene = self._read, self._scene
        few = 0 < len(read.skus) < len(scene.offers.variants)
        return few and "delivery_cost" in self._intents_said and "price" in scene.named

    def _is_of_the_thing(self) -> bool:
        return priced_apart(self._read.intents, self._read.text)

    def _told(self, read: ReadIntent) -> list[Sentence]:  # noqa: PLR0911 — one per way
        """What is said to one intent."""
        asked = self._read.options
        if asked is not None and read.intent == asked.intent and (told := options_told(self._scene, asked)):
            return told
        scene, intent = self._scene, self._scene.named_instead(read.intent)
        if sizes := sizes_there_are(scene, intent):
            return sizes
        if intent in OWN_MATTERS and scene.is_nowhere() and not OWN_MATTERS[intent] & scene.question.matters:
            return self._found_told()
        if intent in OWN_MATTERS and scene.is_misread(read):
            told = self._found_told()
            if told or read.confidence < UNSURE:
                return told
        if intent in RULES and (row := self._row_of_a_code()) is not None:
            return stated(scene, Choice((row,)))
        match intent:
            case "size_advice" if read.confidence < UNSURE and not self._read.measured:
                return self._found_told()
            case "size_advice":
                return self._of_its_sizing() or size_told(scene)
            case "price":
                return prices_told(scene, read, self._said)
            case "stock" | "variants":
                return self._choices(intent)
            case _ if intent in RULES:
                return terms_told(scene, intent)
            case _ if mains_asked(scene, intent):
                return mains_told(scene) or self._found_told()
        return self._found_told()

    def _of_its_sizing(self) -> list[Sentence]:
        """How it is made to fit, where no measure is told now: "can it be adjusted"."""
        scene = self._scene
        if scene.read.figures or not any(_MADE_TO_FIT & scene.heads(fact) for fact in scene.choice().facts):
            return []
        return self._found_told()

    def _row_of_a_code(self) -> Fact | None:
        """The product's row whose name is a code that is asked about: "can I pay by NFC", of a watch."""
        codes = codes_of(self._scene.question.text)
        rows = (fact for fact in self._scene.own if fact.kind == "attribute")
        return next((fact for fact in rows if codes & codes_of(fact.ref.partition("#")[0])), None)

    def _add(self, sentences: Iterable[Sentence], intent: Intent) -> None:
        """Says what is new; notes what could not be answered."""
        for one in sentences:
            places = {fact.place for fact in one.facts}
            is_said = any(one.text == said.text for said in self._said)
            if is_said or (places and places <= self._places and not one.rule):
                continue
            self._intents_said.add(intent)
            if one.kind == "unknown":
                if any(said.kind in {"unknown", "asks"} for said in self._said):
                    continue
                self._gaps.append(Unanswered(intent, self._read.text, "no fact answers"))
            else:
                self._places |= places
            self._said.append(one)

    def _found_told(self) -> list[Sentence]:
        """What was found, said; a further intent adds only what is headed by what it asks about."""
        scene = self._scene
        if self._read.asks_whether and not self._names_another_row():
            model = verdicts.by_models(scene.question.text, scene.own)
            if model is not None and model[1]:
                return [with_verdict(scene, *model)]
        choice = scene.choice()
        heads = [fact for fact in choice.facts if scene.heads(fact)]
        if self._said and not heads:
            return []
        told = stated(scene, choice)
        about = frozenset[str]().union(*(scene.rows[fact.place].head_matters for fact in choice.facts))
        if told and about & _DISCOUNTS and self._read.skus:
            told += scene.offers.price(scene.skus())
        return told

    def _names_another_row(self) -> bool:
        """Whether the question is about something of the product besides which models it fits."""
        about = self._scene.question.matters - {"models"}
        return any(about & self._scene.rows[fact.place].head_matters for fact in self._scene.own)

    def _complete(self) -> None:
        """What else the message names and a row or an entry is headed by, where nothing said speaks of it."""
        scene = self._scene
        if self._read.options is not None:
            return  # a row beside a price or a yes was not asked for
        settled = any(one.rule.startswith("verdict:") for one in self._said)
        if not self._said or settled or any(one.kind in {"unknown", "asks"} for one in self._said):
            return
        facts = [fact for one in self._said for fact in one.facts if fact.place in scene.rows]
        covered = frozenset[str]().union(*(scene.rows[fact.place].matters for fact in facts))
        for one in scene.whole:
            is_open = scene.heads(one.fact) - covered - by_the_way()
            is_answer = one.score >= _COMPLETES and one.fact.kind in {"attribute", "faq"}
            if is_open and is_answer and scene.is_joined(one.fact):
                self._add([scene.saying.sentence(one.fact)], self._read.intents[0].intent)
                covered |= scene.rows[one.fact.place].matters

    def _is_of_a_return(self, read: ReadIntent) -> bool:
        """Whether it is of a return: "who pays the postage", "what does sending it back cost"."""
        if read.intent == "price":
            about = self._scene.question.matters
            return "returns_policy" in self._intents_said and bool(_OF_RETURNS & about)
        return read.intent in SENDING and "returns_policy" in self._scene.intents

    def _choices(self, intent: Intent) -> list[Sentence]:
        """What can be had, which variants there are; where neither is asked, what was found."""
        return choices_told(self._scene, intent, self._found_told, is_first=not self._said)

    def _nearest(self, intent: Intent) -> list[Sentence]:
        """What is stated of the same kind, where of the very thing nothing is: washing, of a tumble dryer."""
        near = choosing_rules().near
        beside = frozenset[str]().union(*(near.get(one, ()) for one in self._scene.question.matters))
        if rows := [fact for fact in self._scene.own if self._is_headed_by(fact, beside)]:
            return [related(self._scene, fact) for fact in rows[:1]]
        want = wanted(intent)
        if want is None or want.broad or intent not in _HAVE_NEAREST:
            return []
        own = [fact for fact in self._scene.own if fact.kind == "attribute" and want.heads(fact)]
        return [related(self._scene, fact) for fact in own[:2]]

    def _is_headed_by(self, fact: Fact, matters: frozenset[str]) -> bool:
        return fact.kind == "attribute" and bool(matters & self._scene.rows[fact.place].head_matters)

    def _unknown(self, read: ReadIntent) -> Sentence:
        scene = self._scene
        if read.intent == "picture" and read.confidence >= _SURE_OF_A_PICTURE:
            return sentence("knowledge", "picture", scene.saying.tag, "unknown")
        if read.intent == "voltage" and not scene.country:
            return sentence("knowledge", "ask_country_use", scene.saying.tag, "asks")
        return not_stated(scene)
