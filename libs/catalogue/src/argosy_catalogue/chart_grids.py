"""Finds size charts: tables, lines under a line of heads, lines like "M：胸围96 衣长65"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_catalogue.pages import ListOf, Page, Paragraph, Table, texts_of_block
from argosy_catalogue.source import SourceProduct
from argosy_commerce.charts.heads import SIZE, UNIT, VALUE, concept_of, is_head, measure_words, unit_said
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.strict_yaml import document

MAX_CHARTS = 8
MAX_ROWS = 60
MAX_COLUMNS = 16
MAX_LINES = 600
_MAX_LINE = 600

_SIZE_WORD = (
    r"(?:x{1,5}s|x{0,6}l|\d{1,2}xl|[sm]|均码|f码|大码|加大|特大"
    r"|\d{2,3}\s?/\s?\d{2,3}\s?[abc]?|\d{2,3}(?:\.5)?(?=码|号|cm))"
)
_LABEL = re.compile(
    rf"(?<![a-z0-9\u4e00-\u9fff])(?:尺码)?\s?(?P<size>{_SIZE_WORD})(?![a-z0-9.])\s?(?:码|号)?"
)
_PAIR = re.compile(
    rf"(?P<head>[\u4e00-\u9fff]{{0,8}})\s?(?:[:=约]|为|在)?\s?(?P<value>{VALUE})\s?(?P<unit>{UNIT})?"
)
_SIZE_FIGURE = re.compile(
    rf"(?P<size>x{{1,5}}s|x{{0,6}}l|\d{{1,2}}xl|[sm])码?\s?[:=]?\s?(?P<value>{VALUE})\s?(?P<unit>{UNIT})?"
)
_SEPARATORS = re.compile(r"[\s|,、;，；]+")


@dataclass(frozen=True, slots=True)
class Grid:
    """A chart in the merchant's words: heads, rows as long as the heads, and what stands about the unit.

    A head may be a concept id, where no word of its own stands over the column. ``sources`` are the
    rows as written, ``origin`` the field they stand in, as `left_over` names fields.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[tuple[str, ...], ...]
    unit: str
    origin: str
    uneven: int = 0
    """Rows left out: with more or fewer cells than the chart has columns, or beyond MAX_ROWS."""


@cache
def chart_words() -> Mapping[str, Any]:
    """data/size_charts.yaml, read once."""
    text = files("argosy_catalogue").joinpath("data/size_charts.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = document(text)
    return words


class GridFinder:
    """Finds the charts of one product; ``category`` tells ambiguous heads apart."""

    def __init__(self, base: TermBase, category: str | None) -> None:
        self._base = base
        self._category = category

    def grids(self, source: SourceProduct) -> Iterator[Grid]:
        """Every chart in description and attributes, at most MAX_CHARTS of them."""
        found = self._all(source)
        for _, grid in zip(range(MAX_CHARTS), found, strict=False):
            yield grid

    def _all(self, source: SourceProduct) -> Iterator[Grid]:
        yield from self._of_page(source.page)
        for attribute in source.attributes:
            lines = re.split(r"[\n;；]", attribute.value)
            unit = unit_said(fold(f"{attribute.name} {attribute.value}"))
            yield from self._of_lines(lines, unit, f"attribute:{attribute.name}")

    def _of_page(self, page: Page) -> Iterator[Grid]:
        said = {unit for unit in map(unit_said, map(fold, page.units())) if unit}
        unit = said.pop() if len(said) == 1 else ""
        lines: list[str] = []
        for block in page.blocks:
            if isinstance(block, Paragraph | ListOf):
                lines += texts_of_block(block)
            elif isinstance(block, Table):
                yield from self._of_lines(lines, unit, "description")
                lines = []
                yield from self._of_table(block, unit)
        yield from self._of_lines(lines, unit, "description")

    def concept_of(self, head: str) -> str | None:
        """What a head names: a measure, the size itself, or None."""
        return concept_of(head, self._base, self._category)

    def _of_table(self, table: Table, unit: str) -> Iterator[Grid]:
        rows = [row for row in table.rows if sum(map(bool, row)) > 1][: MAX_ROWS + 3]
        if len(rows) < 2:
            return
        across = max(range(min(3, len(rows))), key=lambda index: self._known(rows[index]))
        down = [row[0] for row in rows]
        if self._known(down) > self._known(rows[across]):
            width = min(map(len, rows))
            rows, across = [tuple(row[index] for row in rows) for index in range(width)], 0
        if self._known(rows[across]) >= 2:
            yield from _grid(rows[across], rows[across + 1 :], unit, "description")

    def _known(self, heads: Sequence[str]) -> int:
        return sum(self.concept_of(head) is not None for head in heads[:MAX_COLUMNS])

    def _of_lines(self, lines: Sequence[str], unit: str, origin: str) -> Iterator[Grid]:
        texts = [part for line in lines[:MAX_LINES] for part in _slashed(line)][:MAX_LINES]
        index = 0
        while index < len(texts):
            if turned := self._turned(texts[index:]):
                yield from _grid(*turned.sides, unit, origin)
                index += turned.lines
                continue
            heads = self._heads(texts[index])
            if heads:
                end = index + 1
                rows: list[tuple[str, ...]] = []
                while end < len(texts) and (row := _cells(texts[end], len(heads))):
                    rows.append(row)
                    end += 1
                if any(len(row) == len(heads) for row in rows):
                    yield from _grid(heads, rows, unit, origin)
                    index = end
                    continue
            labelled: list[_Labelled] = []
            while index < len(texts) and (found := self._labelled(texts[index])):
                labelled += found
                index += 1
            end = index
            while end < len(texts) and (measured := self._measured(texts[end])):
                labelled += measured
                end += 1
            if labelled:
                yield from _of_labelled(labelled, unit, origin)
            index = max(end, index + (not labelled))

    def _heads(self, line: str) -> list[str]:
        """The heads of a chart that a line names; empty if it is no such line."""
        if not 2 < len(line) < _MAX_LINE or re.search(r"\d", line) or _LABEL.match(fold(line)):
            return []
        words = [word for word in _SEPARATORS.split(line) if word and not unit_said(word)]
        known = [self.concept_of(word) for word in words]
        if len(words) >= 2 and sum(map(bool, known)) >= 2:
            return words
        reading = self._base.read(line, category=self._category)
        glued = [match.source for match in reading.matches if is_head(match.concept_id)]
        return glued if len(glued) > 2 and not reading.unknown else []

    def _labelled(self, text: str) -> list[_Labelled]:
        """Each size in a line with what is said of it; empty if the line is none of these."""
        if len(text) > _MAX_LINE:
            return []
        line = fold(text)
        labels = list(_LABEL.finditer(line))
        if not labels or labels[0].start() > 3:
            return []
        found = []
        for label, after in zip(labels, [*labels[1:], None], strict=True):
            rest = line[label.end() : after.start() if after else len(line)]
            pairs = self._pairs(rest)
            if not any(is_head(head) for head in pairs):
                return []
            found.append(_Labelled(label["size"], pairs, text))
        return found

    def _turned(self, texts: Sequence[str]) -> _Turned | None:
        """Lines of which the first names the sizes, and each other begins with what it measures."""
        sizes = _SEPARATORS.split(texts[0].strip())
        if len(sizes) < 2 or not all(map(is_size, sizes[1:])) or self.concept_of(sizes[0]) != SIZE:
            return None
        rows = []
        for text in texts[1:]:
            cells = _SEPARATORS.split(text.strip())
            if len(cells) != len(sizes) or self.concept_of(cells[0]) in {None, SIZE}:
                break
            rows.append(cells)
        if not rows:
            return None
        columns = list(zip(sizes, *rows, strict=True))
        return _Turned((columns[0], columns[1:]), len(rows) + 1)

    def _measured(self, text: str) -> list[_Labelled]:
        """胸围：S86cm M90cm: a measure and each size's figure; empty if the line is none of these."""
        line = fold(text)[:_MAX_LINE]
        head, colon, rest = line.partition(":")
        if not colon or len(head) > 12 or _SEPARATORS.sub("", _SIZE_FIGURE.sub("", rest)):
            return []
        concept = self.concept_of(head)
        if concept in {None, SIZE}:
            return []
        pairs = _SIZE_FIGURE.finditer(rest)
        return [_Labelled(m["size"], {str(concept): m["value"] + (m["unit"] or "")}, text) for m in pairs]

    def _pairs(self, text: str) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for match in _PAIR.finditer(text):
            unit, head = match["unit"] or "", match["head"]
            concept = self._pair_concept(head, unit)
            if (key := concept or head) and head not in chart_words()["idle"]:
                pairs.setdefault(key, match["value"] + unit)
        return pairs

    def _pair_concept(self, head: str, unit: str) -> str | None:
        weighs = bool(re.match(r"市?斤|公斤|千克|kg|lb|磅", unit))
        concept = self.concept_of(head) or chart_words()["shorthand"].get(head)
        if weighs:
            return "measure.body_weight"
        if concept in measure_words()["weights"]:
            return None if concept == "measure.body_weight" and unit else concept
        return str(concept) if concept is not None else None


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A size, and what a line says of it: head (a concept id, or else the word) -> figure with unit."""

    size: str
    pairs: dict[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class _Turned:
    """Heads and rows of a chart that stood on its side, and how many lines it took."""

    sides: tuple[Sequence[str], Sequence[Sequence[str]]]
    lines: int


def is_size(word: str) -> bool:
    """Whether a word alone is a size: M, XL码, 160/84A, 38."""
    return re.fullmatch(rf"{_SIZE_WORD}(?:码|号)?|\d{{2,3}}", fold(word)) is not None


def _slashed(line: str) -> list[str]:
    """Merchants write the rows of a chart into one line, with slashes between them."""
    parts = [part.strip() for part in re.split(r"\s/\s|\s?\n\s?", line[: _MAX_LINE * 4])]
    return [part for part in parts if part]


def _cells(line: str, count: int) -> tuple[str, ...]:
    """The cells of a chart's row; fewer or more than there are heads if it begins with a size. Else none."""
    cells = tuple(cell for cell in _SEPARATORS.split(line.replace("\uff5c", "|")) if cell)
    if not re.search(r"\d", line):
        return ()
    is_short_row = len(cells) > 1 and len(line) < 80 and _LABEL.match(fold(line)) is not None
    return cells if len(cells) == count or is_short_row else ()


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]], unit: str, origin: str) -> Iterator[Grid]:
    width = len(heads)
    even = [tuple(row) for row in rows if len(row) == width and any(row)]
    if even and width <= MAX_COLUMNS:
        kept = tuple(even[:MAX_ROWS])
        yield Grid(tuple(heads), kept, kept, unit, origin, len(rows) - len(kept))


def _of_labelled(found: Sequence[_Labelled], unit: str, origin: str) -> Iterator[Grid]:
    """Of a size that several lines speak of one row; its source is all of them."""
    heads = list(dict.fromkeys(head for one in found for head in one.pairs))[: MAX_COLUMNS - 1]
    merged: dict[str, _Labelled] = {}
    for one in found:
        known = merged.get(one.size)
        if known is None or set(known.pairs) & set(one.pairs):
            key = one.size if known is None else f"{one.size} {len(merged)}"
            merged[key] = one
        else:
            merged[one.size] = _Labelled(
                one.size, {**known.pairs, **one.pairs}, f"{known.source}\n{one.source}"
            )
    kept = list(merged.values())[:MAX_ROWS]
    rows = tuple((one.size, *(one.pairs.get(head, "") for head in heads)) for one in kept)
    yield Grid(
        (SIZE, *heads), rows, tuple((one.source,) for one in kept), unit, origin, len(merged) - len(kept)
    )
