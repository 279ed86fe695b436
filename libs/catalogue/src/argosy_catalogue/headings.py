"""What the heading of an attribute asks: an attribute, the measure of a part, or whether something is so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from argosy_catalogue.values import answer_in, heading_rules
from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    ConceptMatch,
    Count,
    Dropped,
    Item,
    Reading,
    Unknown,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind

CAN_HEAD = frozenset({Kind.PART, Kind.FEATURE, Kind.CATEGORY})
PACKAGING = "attribute.packaging"
CONTENTS = "attribute.package_contents"
_SEVERAL = 2
"""Counted things from which on a row lists what is packed."""
_NO_THING = frozenset({Kind.ATTRIBUTE, Kind.UNIT, Kind.BRAND})


@dataclass(frozen=True, slots=True)
class Heading:
    """``concept_id`` names the row, of which ``of`` is the thing it speaks of (the width of a strap).

    Both None where the heading is not known whole: 外箱尺寸 must not be said as the product's size.
    """

    concept_id: str | None = None
    of: str | None = None


def read_heading(name: Reading, value: str, base: TermBase, category: str | None) -> Heading:
    """The heading of one attribute; ``value``, as written, tells whether it can be a measure or an answer."""
    plain = _without_what_does_not_matter(name.text)
    readings = [name] if plain == name.text else [name, base.read(plain, category=category)]
    for reading in readings:
        found = (
            _question(reading.text, value, base, category)
            or _attribute(reading, base)
            or _measured(reading.text, value, base, category)
            or _thing(reading, base)
        )
        if found is not None:
            return _packed(_put_into(found, value), value, base, category)
    return Heading()


def _packed(heading: Heading, value: str, base: TermBase, category: str | None) -> Heading:
    """包装：背带1个，收纳袋1个 tells what lies in the box; 包装：彩盒 tells of the box."""
    if heading.concept_id != PACKAGING:
        return heading
    items = base.read(value, category=category).items
    counted = sum(
        isinstance(before, ConceptMatch) and isinstance(after, Count) and before.span[1] == after.span[0]
        for before, after in pairwise(items)
    )
    return Heading(CONTENTS) if counted >= _SEVERAL else heading


def heading_named(name: Reading, base: TermBase) -> Heading | None:
    """The attribute, part, feature or thing that all of a heading names, in whatever language it was read."""
    return _attribute(name, base) or _thing(name, base)


def stands_for(concept: str) -> str:
    """What a row means that is named by a machine only: whether it may go into the dishwasher."""
    return str(heading_rules()["put_into"]["things"].get(concept, concept))


def _put_into(heading: Heading, value: str) -> Heading:
    if heading.concept_id is None or value.strip() not in heading_rules()["put_into"]["values"]:
        return heading
    return replace(heading, concept_id=stands_for(heading.concept_id))


def asks_only(item: Item) -> bool:
    """Whether an item only makes a heading a question: 是否 of 是否防水. 是否需要 asks for more."""
    questions = heading_rules()["questions"]
    asking = isinstance(item, Unknown) and item.source in {*questions["before"], *questions["after"]}
    return asking and "需" not in item.source


def _without_what_does_not_matter(name: str) -> str:
    plain = name.strip()
    for word in heading_rules()["of_no_matter"]:
        if plain not in {word, ""}:
            plain = plain.removeprefix(word).removesuffix(word)
    return plain or name


def _question(name: str, value: str, base: TermBase, category: str | None) -> Heading | None:
    """是否可拆洗, 防水与否: the thing asked about, if the value answers and the thing is known whole."""
    if answer_in(value) is None:
        return None
    name = name.strip()
    rules = heading_rules()["questions"]
    for asking in rules["before"]:
        if name.startswith(asking):
            about = name.removeprefix(asking)
            # 是否可拆洗: 可拆洗 is the feature, 是否带盖: 带盖 or 盖 is the part.
            forms = (asking.removeprefix("是否") + about, "可" + about, about)
            return _first_known(forms, base, category)
    for asking in rules["after"]:
        if name.endswith(asking):
            return _first_known([name.removesuffix(asking)], base, category)
    return None


def _first_known(forms: Iterable[str], base: TermBase, category: str | None) -> Heading | None:
    for form in forms:
        if form and (concept := _whole(base.read(form, category=category), base)) is not None:
            return Heading(concept)
    return None


def _attribute(name: Reading, base: TermBase) -> Heading | None:
    """An attribute's name, alone or of one thing (玻璃厚度); nothing of it may be unread."""
    named = [m for m in name.matches if base.lexicon[m.concept_id].kind is Kind.ATTRIBUTE]
    if not named or any(isinstance(item, Unknown) and _has_words(item) for item in name.items):
        return None
    # 1.5m床尺寸: a phrase with a figure in it is no thing, and its term has a slot.
    things = [
        m.concept_id for m in name.matches if base.lexicon[m.concept_id].kind not in _NO_THING and not m.fills
    ]
    if len(named) == 2 and not things:
        return Heading(named[1].concept_id, named[0].concept_id)  # 主石重量: the weight of the main stone
    if len(things) > 1 or any(isinstance(item, MEASURES) for item in name.items):
        return Heading(named[0].concept_id)
    return Heading(named[0].concept_id, things[0] if things else None)


def _measured(name: str, value: str, base: TermBase, category: str | None) -> Heading | None:
    """肩带宽: the width of the strap. Only over a figure: 身长 may head words as well."""
    name = name.strip()
    dimension = heading_rules()["dimensions"].get(name[-1:])
    if dimension is None or dimension not in base.lexicon or not any(c.isdigit() for c in value):
        return None
    of = name[:-1]
    if of in heading_rules()["of_itself"]:
        return Heading(dimension)
    thing = _whole(base.read(of, category=category), base) if of else None
    return Heading(dimension, thing) if thing else None


def _thing(name: Reading, base: TermBase) -> Heading | None:
    """The part, feature or thing that all of a heading is: 鞋底, 防水."""
    concept = _whole(name, base)
    return Heading(concept) if concept and base.lexicon[concept].kind in CAN_HEAD else None


def _whole(reading: Reading, base: TermBase) -> str | None:
    """The one concept that a text is, without slots and said to buyers; None if it is more or other."""
    said: Sequence[Item] = [item for item in reading.items if not isinstance(item, Break | Dropped)]
    if len(said) != 1 or not isinstance(said[0], ConceptMatch) or said[0].fills:
        return None
    concept = base.lexicon[said[0].concept_id]
    return concept.id if concept.is_said_to_buyers else None


def _has_words(item: Item) -> bool:
    return any(character.isalpha() for character in item.source)
