"""A Chinese product's mentions: read by the catalogue's facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from argosy_catalogue.facts import AttributeFact, ProductFacts
from argosy_catalogue.values import DENIALS
from argosy_commerce.reading.compounds import things_in
from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    BreakKind,
    ConceptMatch,
    Count,
    Item,
    Model,
    Number,
    Unknown,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from search_tagger.domain.attributes import attribute_of
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.mentions import (
    LEFT_OUT,
    CategoryMention,
    Mention,
    Read,
    following,
    is_tag,
    mention,
    starts_with,
)
from search_tagger.domain.tagging.phrases import figures_in_phrase, words_in_phrase
from search_tagger.domain.tagging.sizes import runs_told
from search_tagger.domain.tagging.values import MODEL, MODEL_LETTERS, MODELS, SIZE, values_of
from search_tagger.domain.tags import Evidence, SourceKind

_DENYING = re.compile(r"(?:不含|不带|不是|不支持|没有|并非|[非无未免勿禁假])$")
_DENIES = re.compile(r"不含|不带|不是|没有|并非|非|无")
_FOR_ANOTHER = re.compile(r"(?:适用于?|适合|通用|专用于|用于|配|附|送|赠|带)$")
_COLOUR = "attribute.colour"
_OF_A_NAME = 0.8
"""How surely the first words of a name mean what they mean alone."""
_ANSWERS = {"answer.yes": True, "answer.no": False}


class ChineseMentions:
    """What the facts of one product mention."""

    def __init__(self, facts: ProductFacts, base: TermBase) -> None:
        self._facts = facts
        self._base = base
        self._lexicon = base.lexicon
        self._said: list[Mention] = []
        self._denied: list[Mention] = []
        self._silent: list[str] = []

    def read(self) -> Read:
        """Title, rows, options and description, in this order."""
        facts = self._facts
        self._text("title", facts.title.text, facts.title.items)
        for fact in facts.attributes:
            self._row("attribute", fact)
        for fact in facts.options:
            self._row("option", fact)
        for match in facts.told:
            self._concept(match, None, Evidence("description", "", match.source))
        for item in facts.description.measures:
            self._values(item, None, Evidence("description", "", item.source))
        readings = [facts.title, *(fact.value for fact in facts.attributes)]
        unread = [u.source.strip() for r in readings for u in r.unknown if any(map(str.isalnum, u.source))]
        return Read(tuple(self._said), tuple(self._denied), tuple(dict.fromkeys([*unread, *self._silent])))

    def categories(self) -> Iterator[CategoryMention]:
        """Those of title and rows about the kind of thing; the hint is read apart."""
        yield from self._categories("title", "", self._facts.title.text, self._facts.title.items)
        for fact in self._facts.attributes:
            if fact.concept_id == "attribute.product_type":
                yield from self._categories("attribute", fact.source.name, fact.value.text, fact.value.items)

    def _categories(
        self, kind: SourceKind, ref: str, text: str, items: Sequence[Item]
    ) -> Iterator[CategoryMention]:
        place = 0
        things = {id(thing.match) for thing in things_in(items, self._lexicon)}
        for item in items:
            if not isinstance(item, ConceptMatch):
                continue
            if self._lexicon[item.concept_id].kind is not Kind.CATEGORY:
                continue
            joined = id(item) not in things
            before = text[: item.span[0]].rstrip()
            of_another = _FOR_ANOTHER.search(before) is not None
            yield CategoryMention(
                item.concept_id, Evidence(kind, ref, item.source), place, joined, of_another
            )
            place += 1

    def _text(self, kind: SourceKind, text: str, items: Sequence[Item]) -> None:
        """Concepts with what stands before them; measures under the heading that stands before them."""
        covered = {place for item in items if isinstance(item, ConceptMatch) for place in range(*item.span)}
        heading: str | None = None
        model_ends = 0
        for at, item in enumerate(items):
            if item.span[0] < model_ends:
                continue
            evidence = Evidence(kind, "", item.source.strip())
            if isinstance(item, ConceptMatch):
                before = len(self._said) + len(self._denied)
                if self._is_denied(item, items[at - 1] if at else None, text, covered):
                    self._deny(item, evidence)
                else:
                    self._concept(item, None, evidence)
                if len(self._said) + len(self._denied) == before and self._is_lost(item.concept_id):
                    self._silent.append(evidence.quote)
                is_heading = self._lexicon[item.concept_id].kind is Kind.ATTRIBUTE
                heading = item.concept_id if is_heading else None
                model_ends = self._model(item, text, kind) if heading in MODELS else 0
            elif isinstance(item, (*MEASURES, Model)):
                self._values(item, heading, evidence)
                if isinstance(item, Number) and heading is None and kind == "title":
                    self._run(text, item, evidence)
                heading = None
            elif isinstance(item, Unknown):
                self._colour(item, items, at, evidence)
                heading = None
            elif not (isinstance(item, Break) and item.kind in {BreakKind.COLON, BreakKind.SPACE}):
                heading = None

    @staticmethod
    def _is_denied(item: ConceptMatch, before: Item | None, text: str, covered: set[int]) -> bool:
        """不含 or 非 stands before it, perhaps with words between that are not read: 不含玻璃内胆."""
        start = item.span[0]
        if isinstance(before, Unknown) and before.span[1] == start and _DENIES.search(before.source):
            return True
        return _DENYING.search(text[max(0, start - 4) : start]) is not None and start - 1 not in covered

    def _model(self, item: ConceptMatch, text: str, kind: SourceKind) -> int:
        """型号X30: the letters of a model after its heading; gives back where they end."""
        found = MODEL_LETTERS.match(text, item.span[1])
        if found is None:
            return 0
        self._said.append(Mention(MODEL, found["model"], Evidence(kind, "", found[0].strip())))
        return found.end()

    def _run(self, text: str, item: Number, evidence: Evidence) -> None:
        """35-40, 110-160: sizes without a word, of things that are sold by size."""
        above = self._lexicon.ancestors(self._facts.category or "")
        if not any(SIZE in self._lexicon[one].attributes for one in above):
            return
        for told in runs_told(text):
            if told.start <= item.span[0] < told.end:
                self._said.append(Mention(SIZE, told.value, evidence))

    def _colour(self, item: Unknown, items: Sequence[Item], at: int, evidence: Evidence) -> None:
        """肤色 or 棕 in a row of colours is one of them; alone it may be skin, or palm."""
        beside = (self._beside(items, at, -1), self._beside(items, at, 1))
        if not any(b is not None and attribute_of(b, self._lexicon) == _COLOUR for b in beside):
            return
        read = self._base.read(item.source, category=self._facts.category, attribute=_COLOUR)
        matches = [m for m in read.matches if attribute_of(m.concept_id, self._lexicon) == _COLOUR]
        if len(matches) == 1 and not read.unknown:
            self._concept(matches[0], None, evidence, _OF_A_NAME)

    def _is_lost(self, concept_id: str) -> bool:
        """Whether a concept that tells nothing is neither what is sold nor left out by a rule."""
        concept, category = self._lexicon[concept_id], self._facts.category or ""
        above = self._lexicon.ancestors
        is_sold = bool(category) and (category in above(concept_id) or concept_id in above(category))
        asks = concept.kind in {Kind.ATTRIBUTE, Kind.UNIT}
        return not (is_sold or asks or concept.group in LEFT_OUT)

    def _beside(self, items: Sequence[Item], at: int, step: int) -> str | None:
        at += step
        while 0 <= at < len(items) and isinstance(items[at], Break):
            at += step
        item = items[at] if 0 <= at < len(items) else None
        return item.concept_id if isinstance(item, ConceptMatch) else None

    def _row(self, kind: SourceKind, fact: AttributeFact) -> None:
        evidence = Evidence(kind, fact.source.name, fact.source.value)
        heading = fact.concept_id
        answer = next((m.concept_id for m in fact.value.matches if m.concept_id in _ANSWERS), None)
        if answer is not None and heading is not None:
            if is_tag(heading, self._lexicon):
                said = mention(
                    heading, None, Evidence(kind, fact.source.name, fact.source.value), self._lexicon
                )
                (self._said if _ANSWERS[answer] else self._denied).append(said)
            if not _ANSWERS[answer]:
                return
        sure = 1.0 if heading is not None else float(rules("tags")["unknown_heading"])
        items = fact.known if heading is not None else fact.value.items
        # What stands in a row of materials without its denial is not made of it.
        text = fact.value.text
        for item in items:
            if isinstance(item, ConceptMatch):
                if _DENYING.search(text[: item.span[0]]):
                    self._deny(item, evidence)
                else:
                    self._concept(item, heading, evidence, sure)
            elif isinstance(item, (*MEASURES, Model)):
                self._values(item, heading if fact.of is None else None, evidence, sure)

    def _concept(
        self, item: ConceptMatch, heading: str | None, evidence: Evidence, sure: float = 1.0
    ) -> None:
        measured = any(isinstance(fill, MEASURES) for _, fill in item.fills)
        for concept_id in (item.concept_id, *item.implied):
            if is_tag(concept_id, self._lexicon) and not measured:
                self._said.append(mention(concept_id, heading, evidence, self._lexicon, sure))
            self._said += following(concept_id, evidence, self._lexicon, sure)
        kind = self._lexicon[item.concept_id].kind
        if evidence.kind == "title" and kind is Kind.CATEGORY:
            self._made_of(item, evidence)
        elif evidence.kind == "title" and kind is Kind.PHRASE and not is_tag(item.concept_id, self._lexicon):
            self._in_phrase(item, evidence)
        self._values(item, heading, evidence, sure)
        denies = bool(DENIALS & set(item.source)) or starts_with(
            item.concept_id, rules("tags")["not_of_itself"]
        )
        for _, fill in item.fills:
            if isinstance(fill, ConceptMatch):
                (self._deny if denies else self._plain)(fill, evidence)

    def _in_phrase(self, item: ConceptMatch, evidence: Evidence) -> None:
        """What a slogan's words say by themselves: 高清夜视, 20000毫安大容量, the levels of 三档调光."""
        if self._lexicon[item.concept_id].group in LEFT_OUT:
            return
        for concept_id in words_in_phrase(item, self._base):
            self._said.append(mention(concept_id, None, evidence, self._lexicon, _OF_A_NAME))
        for figure in figures_in_phrase(item, self._base):
            self._values(figure, None, evidence)

    def _made_of(self, item: ConceptMatch, evidence: Evidence) -> None:
        """What the name of a kind of thing tells besides: 针织帽 is knitted, 婴儿推车 for babies."""
        sold = item.concept_id in self._lexicon.ancestors(self._facts.category or "")
        told = tuple(rules("tags")["told_by_a_name" if sold else "told_by_another"])
        for end in range(len(item.source) - 1, 1, -1):
            spelled = [c for c in self._base.concepts_spelled(item.source[:end]) if is_tag(c, self._lexicon)]
            if len(spelled) == 1 and spelled[0].startswith(told):
                self._said.append(mention(spelled[0], None, evidence, self._lexicon, _OF_A_NAME))
                return
        first = self._base.concepts_spelled(item.source[:1])
        audiences = [c for c in first if self._lexicon[c].kind is Kind.AUDIENCE]
        if len(audiences) == 1:
            self._said.append(mention(audiences[0], None, evidence, self._lexicon, _OF_A_NAME))

    def _plain(self, item: ConceptMatch, evidence: Evidence) -> None:
        self._concept(item, None, evidence)

    def _deny(self, item: ConceptMatch, evidence: Evidence) -> None:
        if is_tag(item.concept_id, self._lexicon):
            self._denied.append(mention(item.concept_id, None, evidence, self._lexicon))

    def _values(self, item: Item, heading: str | None, evidence: Evidence, sure: float = 1.0) -> None:
        if isinstance(item, Count) and item.unit_id is not None:
            self._said += following(item.unit_id, evidence, self._lexicon, sure)
        for attribute, value in values_of(item, heading, self._facts.category, self._lexicon):
            self._said.append(Mention(attribute, value, evidence, sure))
            self._said += following(attribute, evidence, self._lexicon, sure)
            if value.partition(" % ")[2]:
                material = value.partition(" % ")[2]
                self._said.append(mention(material, attribute, evidence, self._lexicon, sure))
