"""Bullets, sentences, replies and banners: each clause of the source said in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from argosy_commerce.phrasing.counting import counts_after, with_counts_after
from argosy_commerce.phrasing.lettering import judged_on_pictures
from argosy_commerce.phrasing.part_by_part import parts_of_materials
from argosy_commerce.phrasing.plan import (
    Head,
    Modifier,
    NounPhrase,
    Place,
    place_of,
    plan,
    role_of,
)
from argosy_commerce.phrasing.quantities import is_bare_count
from argosy_commerce.phrasing.register import Register
from argosy_commerce.phrasing.soundness import clauses_of, judged
from argosy_commerce.phrasing.voice import Voice
from argosy_commerce.reading.compounds import things_in
from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    BreakKind,
    Composition,
    ConceptMatch,
    Count,
    Dropped,
    DropReason,
    Item,
    Model,
    Unknown,
    Verbatim,
)
from argosy_commerce.terms.model import Concept, Kind

_LONGEST_PARTICLE = 1
"""透气的面料: a particle may stand between."""
_NOUNLIKE = {Kind.ATTRIBUTE, Kind.PART}
_SAYABLE = (ConceptMatch, Model, Verbatim, *MEASURES)


class ClauseWriter:
    """Writes one text clause by clause."""

    def __init__(self, voice: Voice) -> None:
        """Says with this voice."""
        self._voice = voice
        self._grammar = voice.grammar
        self._product = _head_of(voice)
        # Clauses that follow go on about the noun before: camisa de algodón, suave y ligera.
        self._subject: Head | None = self._product
        self._said: set[str] = set()

    def write(self, items: Sequence[Item], max_chars: int | None) -> str:
        """The text; clauses that have no room are left out and recorded."""
        by_part = self._by_part(items) if self._voice.register is Register.BULLET else ""
        if by_part and (max_chars is None or len(by_part) <= max_chars):
            return by_part
        lines: list[str] = []
        sentences: list[str] = []
        clauses: list[str] = []
        # Room for the full stop of the last sentence; those between are in the two of each clause.
        spent = len(self._grammar.full_stop) if self._is_prose() else 0
        for whole, ending, may_be_said in self._judged(items):
            clause = with_counts_after(
                [i for i in whole if not isinstance(i, Unknown | Dropped)], self._voice
            )
            text = self._clause(clause) if may_be_said else self._refused(clause)
            if text and max_chars is not None and spent + len(text) > max_chars:
                for item in clause:
                    if isinstance(item, _SAYABLE):
                        self._voice.omit(item, DropReason.TOO_LONG)
                text = ""
            if text and text not in clauses:
                clauses.append(text)
                spent += len(text) + 2
            if ending is None or ending.kind is not BreakKind.COMMA:
                self._close(clauses, sentences, ending)
                clauses = []
                self._subject = self._product
                self._said = set()
            if ending is None or ending.kind is BreakKind.LINE:
                lines.append(self._line(sentences))
                sentences = []
        return "\n".join(lines).strip("\n") if len(lines) > 1 else "".join(lines)

    def _by_part(self, items: Sequence[Item]) -> str:
        """`Housing: aluminum alloy; burr: stainless steel`; "" where it is no row of parts with names."""
        made = parts_of_materials(items, self._voice.lexicon)
        names = [self._concept(one.part) if one.part is not None else None for one in made]
        terms = [concept.term(self._grammar.language) if concept is not None else None for concept in names]
        if not made or any(
            one.part is not None and term is None for one, term in zip(made, terms, strict=True)
        ):
            return ""
        said = []
        for one, term in zip(made, terms, strict=True):
            self._subject, self._said = None, set()
            text = self._clause(one.items)
            if one.part is not None and term is not None:
                self._voice.use(one.part.concept_id, term)
                text = self._grammar.spec(term.preferred, text)
            said.append(text)
        return self._grammar.sentence(self._grammar.semicolon.join(said))

    def _judged(self, items: Sequence[Item]) -> list[tuple[list[Item], Break | None, bool]]:
        """Prose and lettering are said where they keep their sense; of values everything known is."""
        if self._voice.register is Register.SENTENCE:
            return judged(items, self._voice.lexicon)
        if self._voice.register is Register.BANNER:
            return judged_on_pictures(items, self._voice.lexicon)
        return [(clause, ending, True) for clause, ending in clauses_of(items)]

    def _refused(self, clause: Sequence[Item]) -> str:
        for item in clause:
            if isinstance(item, _SAYABLE):
                self._voice.omit(item, None)
        return ""

    def _close(self, clauses: list[str], sentences: list[str], ending: Break | None) -> None:
        if not clauses:
            return
        text = self._grammar.sentence(self._grammar.together(clauses))
        if self._is_prose() and ending is not None and ending.kind is BreakKind.STOP:
            text = self._grammar.stopped(text)
        sentences.append(text)

    def _is_prose(self) -> bool:
        return self._voice.register in {Register.SENTENCE, Register.REPLY}

    def _line(self, sentences: list[str]) -> str:
        if self._is_prose():
            return self._grammar.between_sentences.join(sentences)
        return self._grammar.together(sentences)

    def _clause(self, items: Sequence[Item]) -> str:
        chunks = [text for group in self._groups(items) for text in self._group(group)]
        return self._grammar.together(_once(chunks))

    def _groups(self, items: Sequence[Item]) -> list[list[Item]]:
        """A clause cut after each head noun and before each attribute that is followed by a colon."""
        groups: list[list[Item]] = [[]]
        counts = any(isinstance(item, Count) for item in items)
        nouns = any(self._is_kind(item, Kind.CATEGORY) for item in items)
        belonging = [of for thing in things_in(items, self._voice.lexicon) for of in thing.made_for]
        for index, item in enumerate(items):
            joins = isinstance(item, Break) and item.kind is BreakKind.JOIN
            apart = joins and (counts or item.source.strip() == "+" or (nouns and item.source.strip() == "/"))
            if apart or self._is_labelled(items, index):
                groups.append([])  # 铅笔2支+直尺15cm: what is said of one thing says nothing of the next
            groups[-1].append(item)
            following = items[index + 1] if index + 1 < len(items) else None
            ends = self._is_kind(item, Kind.CATEGORY) and not is_bare_count(following)
            ends = ends and not any(item is of for of in belonging)  # 自行车打气筒 is one thing
            ends = ends or (
                is_bare_count(item) and index > 0 and self._is_kind(items[index - 1], Kind.CATEGORY)
            )
            if ends and self._another_head(items[index + 1 :]):
                groups.append([])
        return [group for group in groups if group]

    def _another_head(self, items: Sequence[Item]) -> bool:
        return any(self._is_kind(item, Kind.CATEGORY) for item in items)

    def _is_labelled(self, items: Sequence[Item], index: int) -> bool:
        if not self._is_kind(items[index], Kind.ATTRIBUTE):
            return False
        following = items[index + 1] if index + 1 < len(items) else None
        if isinstance(following, Break) and following.kind is BreakKind.COLON:
            return True
        after = [i for i in items[index + 1 :] if not isinstance(i, Break)]
        if not after:
            return False
        if isinstance(after[0], MEASURES):
            return True
        if isinstance(after[0], ConceptMatch) and after[0].fills:
            return after[0] is following  # 可爱造型 宝宝喜欢: across a gap it says nothing of the shape
        concept = self._concept(after[0])
        attribute = self._concept(items[index])
        return concept is not None and attribute is not None and concept.attribute == attribute.id

    def _group(self, items: Sequence[Item]) -> list[str]:
        if items and self._is_labelled(items, 0):
            return self._labelled(items)
        if self._has_head(items):
            return self._about_noun(items)
        return self._listed(items)

    def _labelled(self, items: Sequence[Item]) -> list[str]:
        attribute = self._concept(items[0])
        term = attribute.term(self._grammar.language) if attribute else None
        if attribute is None or term is None:
            self._voice.omit(items[0], None)
            return self._listed(items[1:])
        values = self._about_noun(items[1:]) if self._has_head(items[1:]) else self._listed(items[1:])
        if not values:
            self._voice.omit(items[0], DropReason.ATTRIBUTE_NAME)
            return []
        self._voice.use(attribute.id, term)
        return [self._grammar.spec(self._grammar.sentence(term.preferred), self._grammar.together(values))]

    def _has_head(self, items: Sequence[Item]) -> bool:
        if any(self._is_kind(item, Kind.CATEGORY) for item in items):
            return True
        return any(self._describe_each_other(before, item, items) for before, item in pairwise(items))

    def _describe_each_other(self, before: Item, after: Item, items: Sequence[Item]) -> bool:
        """透气面料, 面料柔软: an attribute's name or a part is a noun if what stands right beside it
        describes it. Across a gap (加厚钢材 稳固承重) the two have nothing to do with each other.
        """
        one, other = self._concept(before), self._concept(after)
        if one is None or other is None or after.span[0] - before.span[1] > _LONGEST_PARTICLE:
            return False
        if other.kind in _NOUNLIKE and _describes(one, other):
            return not self._tells(items, after)
        return one.kind in _NOUNLIKE and other.kind is Kind.FEATURE and not self._tells(items, before)

    def _about_noun(self, items: Sequence[Item]) -> list[str]:
        phrase, left = plan(items, self._voice.lexicon, self._grammar.language)
        for item, reason in left:
            self._voice.omit(item, reason)
        self._record_gaps(items)
        phrase = self._with_lesser_head(phrase)
        if phrase.head is None:
            return self._listed(items)
        self._subject = phrase.head
        attached, trailing = self._grammar.split(phrase)
        names = [name.text for name in phrase.names]
        noun = self._grammar.noun_phrase(phrase.head, attached, names)
        self._voice.use_all(phrase.head, [*attached, *trailing])
        chunks = [noun]
        if (made_for := self._voice.made_for(phrase)) is not None:
            chunks.append(made_for[0])
        chunks += (self._grammar.alone(modifier, phrase.head) for modifier in trailing)
        for match in phrase.phrases:
            if text := self._voice.phrase(match):
                chunks.append(" ".join([text, *self._counts_after(match, items)]))
        counted = {id(count) for match in phrase.phrases for count in counts_after(match, items)}
        for measure in phrase.measures:
            if not is_bare_count(measure):
                chunks.append(self._voice.measure(measure))
            elif id(measure) not in counted:
                chunks[0] += f" {self._voice.measure(measure)}"
        return chunks

    def _counts_after(self, match: ConceptMatch, items: Sequence[Item]) -> list[str]:
        return [self._voice.measure(count) for count in counts_after(match, items)]

    def _with_lesser_head(self, phrase: NounPhrase) -> NounPhrase:
        """Without a category, the last part or attribute name is the noun."""
        if phrase.head is not None:
            for attribute in phrase.attributes:
                self._voice.omit(attribute, DropReason.ATTRIBUTE_NAME)
            return phrase
        parts = [m for m in phrase.modifiers if m.concept.kind is Kind.PART]
        if parts:
            head = Head(parts[-1].concept, parts[-1].term, parts[-1].items)
            rest = tuple(m for m in phrase.modifiers if m is not parts[-1])
            return replace(phrase, head=head, modifiers=rest)
        for attribute in phrase.attributes:
            concept = self._voice.lexicon[attribute.concept_id]
            term = concept.term(self._grammar.language)
            if term is not None:
                return replace(phrase, head=Head(concept, term, (attribute,)))
        return phrase

    def _listed(self, items: Sequence[Item]) -> list[str]:
        """Things without a noun, in their order; two or three plain features become one list."""
        chunks: list[str] = []
        features: dict[str, Modifier] = {}
        for index, item in enumerate(items):
            counted = index + 1 < len(items) and is_bare_count(items[index + 1])
            said = self._one(item, told=self._tells(items, item), counted=counted)
            if isinstance(said, Modifier):
                features.setdefault(said.concept.id, said)
            elif said is not None:
                said = self._described(said, items, index, features)
                chunks += self._joined(list(features.values()))
                features = {}
                self._append(chunks, said, item)
        return [*chunks, *self._joined(list(features.values()))]

    def _described(self, said: str, items: Sequence[Item], index: int, features: dict[str, Modifier]) -> str:
        """A material with the quality right before it (加厚牛津布), which is then no longer the product's."""
        item, before = items[index], items[index - 1] if index else None
        concept = self._concept(item)
        if not (self._grammar.describes_materials and isinstance(item, ConceptMatch) and concept and before):
            return said
        term = concept.term(self._grammar.language)
        is_material = concept.attribute == "attribute.material" and not item.purity and term is not None
        if not (is_material and isinstance(before, ConceptMatch) and before.span[1] == item.span[0]):
            return said
        quality = features.pop(before.concept_id, None)
        if term is None or quality is None:
            return said
        return self._grammar.noun_phrase(Head(concept, term, (item,)), [quality])

    def _append(self, chunks: list[str], said: str, item: Item) -> None:
        """A chunk more; how many (充电线*1) goes on the thing it counts, and says nothing without it."""
        if not is_bare_count(item):
            chunks.append(said)
        elif chunks:
            chunks[-1] += f" {said}"
        else:
            self._voice.omit(item, None)

    def _joined(self, features: list[Modifier]) -> list[str]:
        if 2 <= len(features) <= 3:
            return [self._grammar.features(features, self._subject)]
        return [self._grammar.alone(feature, self._subject) for feature in features]

    def _tells(self, items: Sequence[Item], attribute: Item) -> bool:
        """Whether a value of the attribute stands beside its name, so that the name says no more."""
        named = self._concept(attribute)
        if named is None:
            return False
        told = [concept.attribute for item in items if (concept := self._concept(item)) is not None]
        told += (
            self._voice.lexicon[material].attribute
            for item in items
            if isinstance(item, Composition)
            for _, material in item.parts
        )
        return named.id in told

    def _one(  # noqa: PLR0911 — one per kind of item
        self, item: Item, *, told: bool, counted: bool = False
    ) -> str | Modifier | None:
        """What one item says by itself; a feature is handed back to be joined with its neighbours.

        ``counted``: how many of it there are follows, so that a part is a thing: lid × 2, not with lid × 2.
        """
        if isinstance(item, MEASURES):
            return self._voice.measure(item)
        if isinstance(item, Model | Verbatim):
            return item.text
        if not isinstance(item, ConceptMatch):
            return None
        concept = self._voice.lexicon[item.concept_id]
        if concept.kind is Kind.PHRASE:
            return self._voice.phrase(item)
        if concept.kind is Kind.ATTRIBUTE and told:
            self._voice.omit(item, DropReason.ATTRIBUTE_NAME)
            return None
        term = concept.term(self._grammar.language)
        if term is None:
            self._voice.omit(item, None)
            return None
        if concept.id in self._said:
            self._voice.omit(item, DropReason.DUPLICATE)
            return None
        self._said.add(concept.id)
        self._voice.use(concept.id, term)
        modifier = Modifier(concept, term, place_of(concept), role_of(concept, term), item.purity)
        if modifier.place is Place.FEATURE:
            return modifier
        is_thing = counted and concept.kind is Kind.PART
        return self._grammar.alone(modifier, None if is_thing else self._subject)

    def _record_gaps(self, items: Sequence[Item]) -> None:
        for item in items:
            concept = self._concept(item)
            if concept is not None and concept.term(self._grammar.language) is None:
                self._voice.omit(item, None)

    def _concept(self, item: Item) -> Concept | None:
        if isinstance(item, ConceptMatch):
            return self._voice.lexicon[item.concept_id]
        return None

    def _is_kind(self, item: Item, kind: Kind) -> bool:
        concept = self._concept(item)
        return concept is not None and concept.kind is kind


def _head_of(voice: Voice) -> Head | None:
    if voice.subject is None or not voice.grammar.alone_agrees or voice.subject not in voice.lexicon:
        return None
    concept = voice.lexicon[voice.subject]
    term = concept.term(voice.grammar.language)
    return None if term is None else Head(concept, term)


def _describes(concept: Concept, noun: Concept) -> bool:
    """Whether one concept can describe another as its noun; cotton does not describe 'material'."""
    if concept.kind is Kind.VALUE:
        return concept.attribute != noun.id
    return concept.kind is Kind.FEATURE


def _once(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))
