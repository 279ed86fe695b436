"""What a Chinese product says, as concepts, measures and names, each with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from argosy_catalogue.chart_grids import Grid, GridFinder
from argosy_catalogue.headings import Heading, read_heading
from argosy_catalogue.source import SourceAttribute, SourceProduct
from argosy_catalogue.values import DENIALS, answered, known_parts, stated_in, without_heading
from argosy_commerce.phrasing.soundness import told_in_prose
from argosy_commerce.reading.compounds import things_in
from argosy_commerce.reading.items import (
    Break,
    ConceptMatch,
    Dropped,
    Item,
    Reading,
    Unknown,
    Verbatim,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind

_SENTENCE = re.compile(r"[^。！？!?;；\n]+")
_ACCESSORIES = "part.accessories"
_HINT_SEPARATORS = re.compile(r"[>/|»›→,，]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words stand: kind is title, attribute, description or category_hint; ref names the attribute."""

    kind: str
    ref: str
    quote: str

    @property
    def field(self) -> str:
        """The field's name as `left_over` gives it."""
        return f"{self.kind}:{self.ref}" if self.kind == "attribute" else self.kind


@dataclass(frozen=True, slots=True)
class AttributeFact:
    """One attribute: its concept if its name is known, and its value as read."""

    source: SourceAttribute
    concept_id: str | None
    name: Reading
    value: Reading
    of: str | None = None
    """What the attribute is of, where its heading says so: the strap of 肩带宽."""
    known: tuple[Item, ...] = ()
    """The parts of the value that were read whole, with the breaks between them."""
    stated: tuple[ConceptMatch, ...] = ()
    """What the row says of the product itself; 里料：羊羔绒 does not make it a thing of sherpa fleece."""

    @property
    def origin(self) -> Origin:
        """Where it was read."""
        return Origin("attribute", self.source.name, self.source.value)

    @property
    def own_name(self) -> str:
        """What the merchant's glossary calls an attribute that no concept stands for; empty if nothing."""
        meant = [item for item in self.name.items if not isinstance(item, Break | Dropped)]
        said = [item.text for item in meant if isinstance(item, Verbatim)]
        return " ".join(said) if len(said) == len(meant) else ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the description, with its place in it."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """Everything read from one product."""

    source: SourceProduct
    category: str | None
    """Concept id of the head noun's category; None where the title and the hint name none that is known, or
    name two of which nobody knows which is sold."""
    title: Reading
    attributes: tuple[AttributeFact, ...]
    options: tuple[AttributeFact, ...]
    sentences: tuple[Sentence, ...]
    description: Reading
    told: tuple[ConceptMatch, ...]
    """What the description states."""
    grids: tuple[Grid, ...]
    """The size charts' cells, as found in description and attributes."""
    rivals: tuple[str, ...] = ()
    """The title's words for two things side by side, where nobody knows which of them is sold."""

    def concepts(self) -> Iterator[tuple[ConceptMatch, Origin]]:
        """Every concept that the product states, with its origin: the title's first, then the attributes'
        under headings that are known, then the description's in clauses that can be told whole.
        """
        for match in self.title.matches:
            yield match, Origin("title", "", match.source)
        for attribute in self.attributes:
            for match in attribute.stated:
                yield match, attribute.origin
        for match in self.told:
            yield match, Origin("description", "", match.source)


def read_facts(source: SourceProduct, base: TermBase) -> ProductFacts:
    """Read a product with the term base; the category settles words that mean several things."""
    keep = [source.brand] if source.brand else []
    # A name in the merchant's glossary hides no category.
    category, rivals = _product(source, base.plain)

    def attribute_fact(attribute: SourceAttribute) -> AttributeFact:
        name = base.read(attribute.name, category=category)
        heading = read_heading(name, attribute.value, base, category)
        value = base.read(attribute.value, category=category, attribute=heading.concept_id, keep=keep)
        if heading.concept_id is not None:
            value = answered(value, base, heading.concept_id)
        return fact_of(attribute, name, value, heading, known_parts(value), base)

    description = base.read(source.description, category=category, keep=keep)
    sentences = tuple(split_sentences(source.description))
    return ProductFacts(
        source=source,
        category=category,
        title=base.read(source.title, category=category, keep=keep),
        attributes=tuple(attribute_fact(a) for a in source.attributes if a.value),
        options=tuple(attribute_fact(a) for a in source.variant_options if a.value),
        sentences=sentences,
        description=description,
        told=tuple(_told(description, sentences, base)),
        grids=tuple(GridFinder(base, category).grids(source)),
        rivals=rivals,
    )


def fact_of(
    source: SourceAttribute,
    name: Reading,
    value: Reading,
    heading: Heading,
    known: Sequence[Item],
    base: TermBase,
) -> AttributeFact:
    """The fact of a row whose name and value are read; ``known``: the value's parts that were read whole."""
    known = without_heading(known, heading.concept_id, name)
    of = None if any(match.concept_id == heading.of for match in value.matches) else heading.of
    stated = () if of else tuple(stated_in(known, heading.concept_id, base))
    return AttributeFact(source, heading.concept_id, name, value, of, known, stated)


def _told(description: Reading, sentences: Sequence[Sentence], base: TermBase) -> Iterator[ConceptMatch]:
    """What sentences state in clauses that can be told whole, but in none that loses a denial."""
    for sentence in sentences:
        place = range(sentence.start, sentence.start + len(sentence.text))
        items = [item for item in description.items if item.span[0] in place]
        # 不可微波炉加热 of which 不可微波炉 is unread: what is left would praise what is denied.
        if not any(isinstance(item, Unknown) and DENIALS & set(item.source) for item in items):
            yield from told_in_prose(items, base.lexicon)


def head_category(source: SourceProduct, base: TermBase) -> str | None:
    """The category the product is: one that the title names, preferring what the hint's last words name.

    Titles name several categories to be found by more searches; the merchant's hint tells which is meant.
    What another thing is for (the bicycle of 自行车打气筒) is none of them.
    """
    return _product(source, base)[0]


def _product(source: SourceProduct, base: TermBase) -> tuple[str | None, tuple[str, ...]]:
    """The category, and the words of two things of which nobody knows which is sold."""
    things = things_in(base.read(source.title).items, base.lexicon)
    if things and base.lexicon[things[0].match.concept_id].kind is not Kind.CATEGORY:
        return None, ()  # 无人机电池: a part that is sold by itself is of no category
    in_title = [thing.match.concept_id for thing in things]
    for reading in reversed(_hint_readings(source.category_hint, base)):
        if in_title and any(match.concept_id == _ACCESSORIES for match in reading.matches):
            continue  # 手机配件 keeps what belongs to telephones: no telephone
        hinted = _categories(reading, base)
        for candidate in hinted:
            below = [c for c in in_title if candidate in base.lexicon.ancestors(c)]
            if below:
                return below[0], ()
            if not in_title or any(c in base.lexicon.ancestors(candidate) for c in in_title):
                return candidate, ()
    # A title's first phrase carries the main category. A hint that names another thing is a shop's shelf
    # (卷/直发器 over a curling iron): the title knows what lies on it.
    if things and things[0].rival is not None:
        return None, (things[0].match.source, things[0].rival.source)
    return (in_title[0] if in_title else None), ()


def _hint_readings(hint: str, base: TermBase) -> list[Reading]:
    """The hint's parts, each read in the light of the one before: 女装 > 套装 is an outfit."""
    readings: list[Reading] = []
    category: str | None = None
    for part in filter(str.strip, _HINT_SEPARATORS.split(hint)):
        readings.append(base.read(part, category=category))
        category = next(iter(_categories(readings[-1], base)), category)
    return readings


def _categories(reading: Reading, base: TermBase) -> list[str]:
    return [m.concept_id for m in reading.matches if base.lexicon[m.concept_id].kind is Kind.CATEGORY]


def split_sentences(text: str) -> Iterator[Sentence]:
    """The description's sentences, each with its offset; at most 200."""
    for index, match in enumerate(_SENTENCE.finditer(text)):
        if index >= 200:
            return
        stripped = match.group().strip()
        if stripped:
            yield Sentence(stripped, match.start() + match.group().index(stripped[0]))
