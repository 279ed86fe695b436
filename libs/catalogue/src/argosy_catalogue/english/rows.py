"""Attribute rows of a product whose merchant writes English: the term base read backwards.

What the term base has no name for stays words: an `Unknown` item, in no `known` and no `stated`. Words that
merely claim a concept (`water-resistant` of waterproof) are not its name and are not read as it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_catalogue.english.figures import measures_of
from argosy_catalogue.english.senses import ANSWERS, MATERIAL, Senses
from argosy_catalogue.facts import AttributeFact, fact_of
from argosy_catalogue.headings import Heading, heading_named
from argosy_catalogue.source import SourceAttribute
from argosy_catalogue.speaking import weight
from argosy_commerce.proofreading.figures import Figure, read_figures
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.reading.items import (
    Break,
    BreakKind,
    Composition,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Number,
    Percent,
    Reading,
    Unknown,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import document

_LOCALE = "en-US"
_PIECES = re.compile(
    r"(?P<part>[,;/|\n，；、])|(?P<colon>[:：])|(?P<word>[^\W_]+(?:['’.\-][^\W_]+)*|[&+])"
    r"|(?P<rest>[^\w,;/|\n，；、:：&+]+|_)"
)
_PLAIN = re.compile(r"[^\w'’]+")
_BESIDE = re.compile(r"\s*(?:[,;/+&:]|of|and)?\s*(?:and)?\s*", re.IGNORECASE)
_MEASURED = frozenset({Kind.PART, Kind.VALUE})
"""What a row may speak of beside the product itself: the width of a strap, the thickness of glass."""


def read_english_rows(rows: Iterable[SourceAttribute], base: TermBase) -> tuple[AttributeFact, ...]:
    """One fact for each row with a value, as `read_facts` gives them; rows bounded as by `bounded_source`."""
    reader = _Reader(base)
    return tuple(reader.fact(row) for row in rows if row.value)


class _Reader:
    def __init__(self, base: TermBase) -> None:
        self._base = base
        self._naming = Naming.of(base, "en", claims=False)
        self._senses = Senses(base)

    def fact(self, row: SourceAttribute) -> AttributeFact:
        name = self._name(row.name)
        heading = self._heading(row.name, name)
        value = self._value(row.value, heading.concept_id)
        known = _read_whole(value.items)
        answers = tuple(item for item in value.matches if item.concept_id in ANSWERS)
        if answers or any(map(_denies, value.unknown)):
            known = answers  # what stands after a yes or no is a remark: No (batteries not included)
        return fact_of(row, name, value, heading, known, self._base)

    def _heading(self, text: str, name: Reading) -> Heading:
        own = _rules()["names"].get(" ".join(text.split()).casefold())
        heading = Heading(own) if own else heading_named(name, self._base) or Heading()
        is_of_no_thing = heading.of is not None and self._base.lexicon[heading.of].kind not in _MEASURED
        return Heading() if is_of_no_thing else heading

    def _name(self, text: str) -> Reading:
        found = [
            ConceptMatch((named.start, named.end), named.text, concept)
            for named in self._naming.find(text)
            if (concept := self._senses.of_name(named)) is not None
        ]
        reading = _reading(text, found)
        return replace(reading, items=tuple(map(_without_what_does_not_matter, reading.items)))

    def _value(self, text: str, heading: str | None) -> Reading:
        figures = self._figures(text)
        found = list(measures_of(text, figures, heading))
        for named in self._naming.find(text, [(figure.start, figure.end) for figure in figures]):
            concept = self._senses.of_value(named, text, heading)
            if concept is not None:
                found.append(ConceptMatch((named.start, named.end), named.text, concept))
        found = _without_compounds(text, sorted(found, key=lambda item: item.span))
        return _reading(text, composed(text, found, self._base))

    def _figures(self, text: str) -> list[Figure]:
        """Figures but those inside a longer name: `316 stainless steel`, `one size`."""
        names = [(named.start, named.end) for named in self._naming.find(text)]

        def is_of_a_name(figure: Figure) -> bool:
            width = figure.end - figure.start
            return any(a <= figure.start and figure.end <= b and b - a > width for a, b in names)

        return [figure for figure in read_figures(text, _LOCALE) if not is_of_a_name(figure)]


def _without_compounds(text: str, found: Sequence[Item]) -> list[Item]:
    """Without names that a hyphen makes one word of: double-wall is neither double nor a wall."""
    pairs = itertools.pairwise(found)
    joined = [pair for pair in pairs if text[pair[0].span[1] : pair[1].span[0]] == "-"]
    return [item for item in found if not any(item in pair for pair in joined)]


def composed(text: str, found: Sequence[Item], base: TermBase) -> list[Item]:
    """95% cotton, 5% spandex: shares and materials as one composition, if they pair up throughout."""
    shares = [item for item in found if isinstance(item, Percent)]
    for before in (True, False):
        pairs = [_material(text, found, share, base, before=before) for share in shares]
        parts = [(share.number, pair.concept_id) for share, pair in zip(shares, pairs, strict=True) if pair]
        if not parts or len(parts) < len(shares) or sum(number for number, _ in parts) > 100:
            continue
        members = sorted([*shares, *(pair for pair in pairs if pair)], key=lambda item: item.span)
        start, end = members[0].span[0], members[-1].span[1]
        between = [text[a.span[1] : b.span[0]] for a, b in itertools.pairwise(members)]
        within = [item for item in found if start <= item.span[0] < end]
        if len(within) == len(members) and all(_BESIDE.fullmatch(gap) for gap in between):
            composition = Composition((start, end), text[start:end], tuple(parts))
            return sorted([*(i for i in found if i not in within), composition], key=lambda item: item.span)
    return list(found)


def _material(
    text: str, found: Sequence[Item], share: Percent, base: TermBase, *, before: bool
) -> ConceptMatch | None:
    """The material right after its share (95% cotton), or right before it (cotton 95%)."""
    at = found.index(share) + (1 if before else -1)
    other = found[at] if 0 <= at < len(found) else None
    if not isinstance(other, ConceptMatch) or base.lexicon[other.concept_id].attribute != MATERIAL:
        return None
    first, last = (share, other) if before else (other, share)
    gap = text[first.span[1] : last.span[0]]
    return other if gap.strip(" :").casefold() in {"", "of"} else None


def _reading(text: str, found: Sequence[Item]) -> Reading:
    """The items found and what stands between them, so that nothing of the text is in no item."""
    items: list[Item] = []
    place = 0
    for item in found:
        items += [*_between(text, place, item.span[0]), item]
        place = item.span[1]
    items += _between(text, place, len(text))
    settled = tuple(item for part in _parts(items) for item in _settled(part))
    whole, unread = weight(settled), weight(item for item in settled if isinstance(item, Unknown))
    return Reading(text, settled, coverage=1.0 if whole == 0 else 1 - unread / whole)


def _between(text: str, start: int, end: int) -> Iterator[Item]:
    for piece in _PIECES.finditer(text, start, end):
        span, words = piece.span(), piece.group()
        if piece["part"]:
            yield Break(span, words, BreakKind.COMMA)
        elif piece["colon"]:
            yield Break(span, words, BreakKind.COLON)
        elif piece["word"]:
            yield Unknown(span, words)
        else:
            yield Dropped(span, words, DropReason.FUNCTION_WORD)


def _parts(items: Iterable[Item]) -> list[list[Item]]:
    """What stands between breaks, and the breaks between them."""
    parts: list[list[Item]] = [[]]
    for item in items:
        if isinstance(item, Break) and item.kind is not BreakKind.COLON:
            parts += [[item], []]
        else:
            parts[-1].append(item)
    return parts


def _settled(part: Sequence[Item]) -> Iterator[Item]:
    """A part with its joints told from unread words, and lone numbers from those of something else."""
    meant = [item for item in part if not isinstance(item, Break | Dropped)]
    unread = [item for item in meant if isinstance(item, Unknown)]
    joints = [item for item in unread if item in meant[1:-1] and item.source.casefold() in _rules()["joints"]]
    is_read = len(joints) == len(unread)
    said = len(meant) - len(unread)
    for item in part:
        if is_read and item in joints:
            yield Break(item.span, item.source, BreakKind.JOIN)
        elif said > 1 and (isinstance(item, Number | Percent) or _is_denial(item)):
            # 5.3 beside Bluetooth: a figure of what? Power bank not included: there is none.
            yield Unknown(item.span, item.source)
        else:
            yield item


def _read_whole(items: Sequence[Item]) -> tuple[Item, ...]:
    """The parts of which nothing is unread: Merino wool and silk is neither."""
    return tuple(i for part in _parts(items) if not any(isinstance(i, Unknown) for i in part) for i in part)


def _without_what_does_not_matter(item: Item) -> Item:
    idle = isinstance(item, Unknown) and item.source.casefold() in _rules()["of_no_matter"]
    return Dropped(item.span, item.source, DropReason.FUNCTION_WORD) if idle else item


def _is_denial(item: Item) -> bool:
    """Whether a name that was read denies what stands beside it: `not included`, but not `non-slip`."""
    if not isinstance(item, ConceptMatch) or item.concept_id in ANSWERS:
        return False
    return not set(_rules()["denials"]).isdisjoint(item.source.casefold().split())


def _denies(item: Unknown) -> bool:
    return not set(_rules()["denials"]).isdisjoint(_PLAIN.split(item.source.casefold()))


@cache
def _rules() -> Mapping[str, Any]:
    """data/english_rows.yaml, read once."""
    text = files("argosy_catalogue").joinpath("data/english_rows.yaml").read_text(encoding="utf-8")
    rules: Mapping[str, Any] = document(text)
    return rules
