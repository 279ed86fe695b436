"""Fits slot patterns (适合{season}穿) onto a text, filling slots with concepts and measures found there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from argosy_commerce.reading.compounds import Relation, relation
from argosy_commerce.reading.denials import denial_rows, denials
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    ConceptMatch,
    Count,
    Dimensions,
    Item,
    Number,
    Percent,
    Price,
    Series,
    Tolerance,
    Year,
)
from argosy_commerce.reading.measures import Spotted
from argosy_commerce.reading.numerals import ARABIC, CHINESE, read_chinese
from argosy_commerce.reading.spellings import Hit, SlotPattern
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.normalize import Normalized
from argosy_commerce.terms.patterns import DIMENSIONS, NUMERIC_SLOTS, Slot, slot_type
from argosy_commerce.units import unit

_NUMBER = re.compile(rf"\s?(?P<digits>{ARABIC})|(?P<chinese>{CHINESE})")
_NUMERALS = "零一二三四五六七八九十百两〇"
_NUMERAL_BEFORE = re.compile(rf"(?<![{_NUMERALS}\d.])[{_NUMERALS}]{{1,7}}$")
_MEASURE_KINDS: Mapping[str, tuple[type, ...]] = {
    "percent": (Percent,),
    "money": (Price,),
    "year": (Year,),
    "measure": (Amount, AmountRange, Dimensions, Series, Tolerance, Percent),
    "count": (Count,),
}
_JOINT = re.compile(r"\s?(?:和|与|及|以及|、|/|&)\s?")
_JOINT_BEFORE = re.compile(_JOINT.pattern + "$")
_SIDE_BY_SIDE = frozenset({"brand", "attribute.care_method"})
"""Slots whose fillers may stand without a joint: 适用华为苹果小米, 不可漂白烘干."""
_DENYING: Final = denials("list")
_PRESENT: Final = tuple(word for word in denials("own") if denial_rows()[word]["is"] == "presence")
_MOST_FILLERS = 6
_MAX_STEPS = 200
"""Tries per pattern and place; hostile texts end here, real ones take under ten."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A phrase found with all its slots filled."""

    start: int
    end: int
    match: ConceptMatch


class SlotFitter:
    """The concepts and measures of one text, indexed by where they start and end."""

    def __init__(
        self,
        text: Normalized,
        hits: Iterable[Hit],
        measures: Iterable[Spotted],
        lexicon: Lexicon,
        denied: Iterable[Hit] = (),
    ) -> None:
        """Indexes what may fill slots. ``denied``: what stands right behind a denial, and fills a slot only
        of a phrase that says the denial itself (不含{ingredients}).
        """
        self._text = text
        self._lexicon = lexicon
        self._starting: dict[int, list[tuple[int, Hit]]] = defaultdict(list)
        self._ending: dict[int, list[tuple[int, Hit]]] = defaultdict(list)
        self._measures: dict[int, list[Spotted]] = defaultdict(list)
        self._measures_ending: dict[int, list[Spotted]] = defaultdict(list)
        # 支架 is a phone's stand among phones alone; what a phrase takes must hold for any product.
        hits = list(hits)
        general = {(hit.start, hit.end) for hit in hits if not hit.spelling.surface.only_in}
        hits = [hit for hit in hits if not (hit.spelling.surface.only_in and (hit.start, hit.end) in general)]
        for hit in hits:
            self._starting[hit.start].append((hit.end, hit))
            self._ending[hit.end].append((hit.start, hit))
        self._denied: dict[int, list[tuple[int, Hit]]] = defaultdict(list)
        for hit in denied:
            self._denied[hit.start].append((hit.end, hit))
        for spotted in measures:
            self._measures[spotted.start].append(spotted)
            self._measures_ending[spotted.end].append(spotted)
        self._steps = 0
        self._denies = False

    def fit(self, anchor_start: int, anchor_end: int, pattern: SlotPattern) -> Fitted | None:
        """The pattern around one occurrence of its first literal, or None."""
        self._steps = 0
        self._denies = str(pattern.parts[pattern.anchor]).startswith(_DENYING)
        before = pattern.parts[: pattern.anchor]
        after = pattern.parts[pattern.anchor + 1 :]
        if len(before) > 1:
            return None  # two slots side by side before any literal: nothing to tell them apart
        slots = pattern.concept.slots
        for start, first in self._leading(before, anchor_start, slots):
            rest = self._following(after, anchor_end, slots)
            if rest is not None:
                end, fills = rest
                match = ConceptMatch(
                    self._text.span(start, end),
                    self._text.source(start, end),
                    pattern.concept.id,
                    fills=(*first, *fills),
                )
                return Fitted(start, end, match)
        return None

    def _stands_apart(self, start: int) -> bool:
        """短鼻的狗狗不能用: of what a 的 narrows down, the rest says too much (not for dogs)."""
        return not self._text.text.startswith("的", max(0, start - 1))

    def _leading(
        self, parts: Sequence[str | Slot], end: int, slots: Mapping[str, str]
    ) -> Iterator[tuple[int, tuple[tuple[str, Item], ...]]]:
        if not parts:
            yield end, ()
            return
        slot = parts[0]
        if isinstance(slot, str):
            return
        type_ = slot_type(slot.name, slots)
        if type_ == "number":
            for start, number in self._numbers_before(end):
                yield start, ((slot.name, number),)
            return
        if type_ in NUMERIC_SLOTS:
            for spotted in sorted(self._measures_ending[end], key=lambda s: s.start):
                if fits_slot(spotted.measure, type_):
                    yield spotted.start, ((slot.name, spotted.measure),)
            return
        for start, hit in sorted(self._ending[end], key=lambda pair: pair[0]):
            if _of_type(hit, type_):
                if not self._stands_apart(start):
                    return
                for first, fills in _shrinking(self._chain_before(type_, start, self._match(hit))):
                    yield first, tuple((slot.name, fill) for fill in reversed(fills))

    def _following(
        self, parts: Sequence[str | Slot], position: int, slots: Mapping[str, str]
    ) -> tuple[int, tuple[tuple[str, Item], ...]] | None:
        self._steps += 1
        if self._steps > _MAX_STEPS:
            return None
        if not parts:
            return position, ()
        part = parts[0]
        if isinstance(part, str):
            if not self._text.text.startswith(part, position):
                return None
            return self._following(parts[1:], position + len(part), slots)
        type_ = slot_type(part.name, slots)
        for first_end, item in (*self._fillers(type_, position), *self._denied_fillers(type_, position)):
            chain = [(first_end, item)] if type_ in NUMERIC_SLOTS else self._chain(type_, first_end, item)
            for end, fills in _shrinking(chain):
                rest = self._following(parts[1:], end, slots)
                if rest is not None:
                    return rest[0], (*((part.name, fill) for fill in fills), *rest[1])
        return None

    def _chain(self, type_: str, end: int, item: Item) -> list[tuple[int, Item]]:
        """适合旅行和通勤: further fillers of one slot, joined by 和, 与, 及, 、 or /."""
        chain = [(end, item)]
        while len(chain) < _MOST_FILLERS:
            joint = _JOINT.match(self._text.text, chain[-1][0])
            at = joint.end() if joint else chain[-1][0] if type_ in _SIDE_BY_SIDE else None
            following = next(self._fillers(type_, at), None) if at is not None else None
            if following is None or (self._denies and self._says_it_is_there(following[1])):
                break
            chain.append(following)
        return chain

    def _says_it_is_there(self, item: Item) -> bool:
        """不含电池、带盖: the lid is there; 有机棉 is a material, whatever it begins with."""
        named = isinstance(item, ConceptMatch) and not item.concept_id.startswith("material.")
        return named and item.source.startswith(_PRESENT)

    def _chain_before(self, type_: str, start: int, item: Item) -> list[tuple[int, Item]]:
        """孕妇和儿童禁用: further fillers before a slot that stands first, the nearest first."""
        chain = [(start, item)]
        while len(chain) < _MOST_FILLERS:
            joint = _JOINT_BEFORE.search(self._text.text, max(0, chain[-1][0] - 4), chain[-1][0])
            joined = self._ending[joint.start()] if joint else []
            before = min((pair for pair in joined if _of_type(pair[1], type_)), default=None, key=_start)
            if before is None:
                break
            chain.append((before[0], self._match(before[1])))
        return chain

    def _fillers(self, type_: str, position: int) -> Iterator[tuple[int, Item]]:
        if type_ == "number":
            yield from self._number(position)
        elif type_ in NUMERIC_SLOTS:
            for spotted in sorted(self._measures[position], key=lambda s: -s.end):
                if fits_slot(spotted.measure, type_):
                    yield spotted.end, spotted.measure
        else:
            for end, hit in sorted(self._starting[position], key=lambda pair: -pair[0]):
                if _of_type(hit, type_):
                    yield from self._heads_behind(end, hit)
                    yield end, self._match(hit)

    def _heads_behind(self, end: int, hit: Hit) -> Iterator[tuple[int, Item]]:
        """送自行车打气筒: a pump comes with it, not a bicycle."""
        if hit.spelling.concept.kind is not Kind.CATEGORY:
            return
        for last, other in sorted(self._starting[end], key=lambda pair: -pair[0]):
            if other.spelling.concept.kind is Kind.CATEGORY and last - end > 1:
                how = relation(hit.spelling.concept.id, other.spelling.concept.id, self._lexicon)
                if how in {Relation.MADE_FOR, Relation.NARROWED}:
                    yield last, self._match(other)

    def _denied_fillers(self, type_: str, position: int) -> Iterator[tuple[int, Item]]:
        """What the words right before deny; only such words stand there that the phrase says itself."""
        for end, hit in sorted(self._denied[position], key=lambda pair: -pair[0]):
            if _of_type(hit, type_):
                yield end, self._match(hit)

    def _number(self, position: int) -> Iterator[tuple[int, Item]]:
        match = _NUMBER.match(self._text.text, position)
        if match is None:
            return
        source = self._text.source(match.start(), match.end())
        written = match["digits"] or _as_digits(match["chinese"])
        if written is not None:
            span = self._text.span(match.start(), match.end())
            yield match.end(), Number(span, source, written)

    def _numbers_before(self, end: int) -> Iterator[tuple[int, Number]]:
        """4大优势, and 四大优势: no scanner takes a Chinese numeral without its unit for a number."""
        for spotted in sorted(self._measures_ending[end], key=lambda s: s.start):
            if isinstance(spotted.measure, Number):
                yield spotted.start, spotted.measure
        match = _NUMERAL_BEFORE.search(self._text.text, max(0, end - 7), end)
        written = _as_digits(match[0]) if match else None
        if match is not None and written is not None:
            start = match.start()
            yield start, Number(self._text.span(start, end), self._text.source(start, end), written)

    def _match(self, hit: Hit) -> ConceptMatch:
        return ConceptMatch(
            self._text.span(hit.start, hit.end),
            self._text.source(hit.start, hit.end),
            hit.spelling.concept.id,
        )


def _start(pair: tuple[int, Hit]) -> int:
    return pair[0]


def _shrinking(chain: list[tuple[int, Item]]) -> Iterator[tuple[int, list[Item]]]:
    """All of a chain, then less and less of it."""
    for length in range(len(chain), 0, -1):
        yield chain[length - 1][0], [item for _, item in chain[:length]]


def fits_slot(measure: Item, type_: str) -> bool:
    """Whether a measure is of a slot's type, or of the dimension that the type names."""
    if type_ not in DIMENSIONS:
        return isinstance(measure, _MEASURE_KINDS[type_])
    if isinstance(measure, Amount):
        return unit(measure.quantity.unit).dimension == type_
    if isinstance(measure, Series):
        return unit(measure.values[-1].unit).dimension == type_
    return isinstance(measure, AmountRange) and unit(measure.high.unit).dimension == type_


def _of_type(hit: Hit, type_: str) -> bool:
    concept = hit.spelling.concept
    return type_ in (concept.kind.value, concept.attribute)


def _as_digits(chinese: str) -> str | None:
    number = read_chinese(chinese)
    return None if number is None else format(number, "f")
