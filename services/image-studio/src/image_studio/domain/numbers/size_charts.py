"""Size charts among a picture's tables, and what becomes of their cells in a market.

A chart is converted whole or not at all: inches under a note that says centimetres would be a wrong
fact. What the seller meant is told by `argosy_commerce.charts`; where it cannot be told, or was not
read surely, the figures stay and the reason is given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from argosy_commerce.charts.heads import (
    concept_of,
    is_length_of_thing,
    measure_words,
    name_in,
    spelled_out,
    unit_id,
    unit_in_head,
    unit_said,
    with_unit_note,
)
from argosy_commerce.charts.reading import Column, read_chart
from argosy_commerce.customary import is_customary, sign_of
from argosy_commerce.markets import Market
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.normalize import fold
from argosy_commerce.units import Quantity, write_number
from image_studio.domain.blocks.block import Block
from image_studio.domain.blocks.tables import Table
from image_studio.domain.lettering import is_number
from image_studio.domain.numbers.figures import SURE_FIGURE, figure_texts

_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")
_FEWEST_KNOWN: Final = 2  # heads that name a size or a measure make a table a chart
_METRIC_LENGTHS: Final = ("cm", "mm")
_INCHES: Final = "in"
_JIN: Final = "jin"
_IN_JIN: Final = re.compile(r"(?P<figures>\d+(?:\.\d+)?(?:\s?[-~–—]\s?\d+(?:\.\d+)?)?)\s?市?斤")
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class ChartColumn:
    """A column as read, with the blocks it was read from."""

    head: int | None
    cells: tuple[int | None, ...]
    read: Column

    @property
    def is_weight(self) -> bool:
        return self.read.concept in measure_words()["weights"]

    @property
    def is_length(self) -> bool:
        """Whether it holds lengths, in whatever unit."""
        figures = any(cell.low is not None for cell in self.read.cells)
        return figures and not self.is_weight and (bool(self.read.unit) or bool(self.read.doubt))

    def unsure(self, blocks: Sequence[Block]) -> str:
        """Why its figures cannot be relied on; empty if they can."""
        if self.read.doubt:
            return self.read.doubt
        for index, cell in zip(self.cells, self.read.cells, strict=True):
            if index is None:
                continue
            if cell.is_lost:
                return f"“{cell.source[:20]}” is no figure"
            if blocks[index].confidence < SURE_FIGURE:
                return f"“{cell.source[:20]}” was read with a confidence of {blocks[index].confidence:.2f}"
        return ""


@dataclass(frozen=True)
class SizeChart:
    """A chart of a picture. ``notes`` are the blocks that give its unit."""

    table: Table
    columns: tuple[ChartColumn, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True)
class CellChange:
    """What a block of a chart becomes: ``words`` are to be translated and ``beside`` set behind them as
    it is, or ``figures`` are written as they are, the best first. ``why`` is for the person who looks."""

    words: str = ""
    beside: str = ""
    figures: tuple[str, ...] = ()
    why: str = ""


def find_charts(blocks: Sequence[Block], tables: Sequence[Table], base: TermBase) -> tuple[SizeChart, ...]:
    """The size charts among a picture's tables."""
    cells = frozenset(i for table in tables for i in table.members)
    notes = [i for i, block in enumerate(blocks) if i not in cells and unit_said(fold(block.text))]
    found = []
    for table in tables:
        sides = max((table.cells, _turned(table.cells)), key=lambda grid: _known(grid, blocks, base))
        if _known(sides, blocks, base) < _FEWEST_KNOWN:
            continue
        own = tuple(i for i in notes if _nearest(i, tables, blocks) is table)
        found.append(_chart(table, sides, own, blocks, base))
    return tuple(found)


def chart_changes(
    charts: Sequence[SizeChart], blocks: Sequence[Block], market: Market
) -> dict[int, CellChange]:
    """What becomes of the blocks of the charts that are not simply translated or kept."""
    changes: dict[int, CellChange] = {}
    for chart in charts:
        changes |= _Deciding(chart, blocks, market).changes()
    return changes


def _turned(
    cells: Sequence[Sequence[int | None]],
) -> tuple[tuple[int | None, ...], ...]:
    return tuple(zip(*cells, strict=True))


def _known(cells: Sequence[Sequence[int | None]], blocks: Sequence[Block], base: TermBase) -> int:
    heads = [blocks[i].text for i in cells[0] if i is not None]
    return sum(
        concept_of(head, base) is not None or is_length_of_thing(head, base)
        for head in heads
        if not is_number(head)
    )


def _nearest(note: int, tables: Sequence[Table], blocks: Sequence[Block]) -> Table:
    y = blocks[note].core.center[1]
    return min(tables, key=lambda table: min(abs(y - table.rows[0][0]), abs(y - table.rows[-1][1])))


def _chart(
    table: Table,
    cells: Sequence[Sequence[int | None]],
    notes: tuple[int, ...],
    blocks: Sequence[Block],
    base: TermBase,
) -> SizeChart:
    texts = [["" if i is None else blocks[i].text for i in row] for row in cells]
    unit = next((unit_said(fold(blocks[i].text)) for i in notes), "")
    read = read_chart(texts[0], texts[1:], unit, lambda head: concept_of(head, base))
    others = [c for c in range(len(texts[0])) if c != read.first]
    columns = []
    for c, column in zip(others, read.columns, strict=True):
        if column.concept is None and is_length_of_thing(column.head, base):
            column = _side(column, unit_id(unit))  # noqa: PLW2901 — the same column, its unit told
        columns.append(ChartColumn(cells[0][c], tuple(row[c] for row in cells[1:]), column))
    return SizeChart(table, tuple(columns), notes)


def _side(column: Column, chart_unit: str) -> Column:
    """A side of a thing: only what is written tells its unit."""
    own = {cell.unit for cell in column.cells if cell.unit}
    unit = unit_in_head(column.head) or (own.pop() if len(own) == 1 else "") or chart_unit
    return replace(column, unit=unit) if unit in {*_METRIC_LENGTHS, _INCHES} else column


class _Deciding:
    """One chart in one market."""

    def __init__(self, chart: SizeChart, blocks: Sequence[Block], market: Market) -> None:
        self._chart = chart
        self._blocks = blocks
        self._market = market
        lengths = [column for column in chart.columns if column.is_length]
        metric = [column for column in lengths if column.read.unit in _METRIC_LENGTHS]
        self._inches = market.units == "us" and bool(metric)
        self._why = ""
        if self._inches:
            unsure = [column for column in lengths if column.unsure(blocks)]
            self._inches = not unsure
            if unsure:
                first = unsure[0]
                self._why = (
                    f"the size chart stays in {metric[0].read.unit}: {first.read.head[:20]}: "
                    f"{first.unsure(blocks)}"
                )

    def changes(self) -> dict[int, CellChange]:
        changes: dict[int, CellChange] = {}
        for column in self._chart.columns:
            target, why = self._target(column)
            if target is not None:
                changes |= dict(self._cells(column, target))
            if column.head is not None:
                head = self._head(column, target, why)
                if head is not None:
                    changes[column.head] = head
        for i in self._chart.notes:
            said = with_unit_note(self._blocks[i].text, self._note_unit(i))
            if said != self._blocks[i].text:
                changes[i] = CellChange(words=said)
        return changes

    def _target(self, column: ChartColumn) -> tuple[str | None, str]:
        """The unit in which a column's figures are written, None where they stay, and why they must."""
        unit, unsure = column.read.unit, column.unsure(self._blocks)
        if column.is_weight:
            if unsure or not unit:
                return None, f"the column {column.read.head[:20]} of the size chart stays: {unsure}"
            metric = "kg" if unit == _JIN else unit
            return ("lb" if self._market.units == "us" else metric), ""
        if not column.is_length:
            return None, ""
        if self._inches and unit in _METRIC_LENGTHS:
            return _INCHES, ""
        why, self._why = self._why, ""  # said once for the chart
        return (None if unsure else unit), why

    def _cells(self, column: ChartColumn, target: str) -> Iterator[tuple[int, CellChange]]:
        for index, cell in zip(column.cells, column.read.cells, strict=True):
            if index is None or cell.low is None:
                continue
            source = unicodedata.normalize("NFKC", self._blocks[index].text)
            jin = _IN_JIN.fullmatch(source) if column.is_weight and cell.unit == _JIN else None
            if jin is None and not is_number(self._blocks[index].text):
                continue
            if jin is not None:  # their head says the new unit
                figures: tuple[str, ...] = (self._figures(jin["figures"], _JIN, target),)
            elif cell.unit:
                texts = figure_texts(source, self._market)
                # Under a head there is no room for two units.
                figures = texts[1:] if len(texts) > 1 else texts
            else:
                figures = (self._figures(source, column.read.unit, target),)
            yield index, CellChange(figures=() if figures in {(), (source,)} else figures)

    def _figures(self, source: str, unit: str, target: str) -> str:
        def said(found: re.Match[str]) -> str:
            value = Decimal(found.group())
            if unit != target:
                value = Quantity(value, unit).to(target).value
                if target == _INCHES:
                    value = value.quantize(_TENTH)  # a column of tenths, not 40 under 39.4
            return write_number(value, self._market.locale)

        return _FIGURE.sub(said, source)

    def _head(self, column: ChartColumn, target: str | None, why: str) -> CellChange | None:
        """A head's name, with its unit in brackets if it had one, or if no note says the new one."""
        if column.read.system:
            return CellChange(figures=(column.read.system,))  # 欧码 is EU in every language
        written = unit_in_head(column.read.head)
        unit = target or written
        converted = target is not None and target != column.read.unit
        says_unit = bool(written) or (converted and (column.is_weight or not self._chart.notes))
        name = spelled_out(name_in(column.read.head))
        if not says_unit and not why and name == column.read.head:
            return None
        beside = f"({unit_written(unit, self._market)})" if says_unit and unit else ""
        return CellChange(words=name, beside=beside, why=why)

    def _note_unit(self, note: int) -> str:
        return _INCHES if self._inches else unit_id(unit_said(fold(self._blocks[note].text)))


def unit_written(unit: str, market: Market) -> str:
    """A unit alone, as the market writes it: in, cm, سم."""
    if unit == _JIN:
        return "jin"
    if is_customary(unit, market.units):
        return sign_of(unit, market.units)
    return Quantity(Decimal(100), unit).formatted(market.locale).replace("100", "").strip()


def heads_with_units(
    tables: Sequence[Table], blocks: Sequence[Block], market: Market
) -> Mapping[int, CellChange]:
    """Cells of any table whose name carries its unit ("重量(kg)"): a translator would drop it or take
    it for a word."""
    found = {}
    for table in tables:
        for i in table.members:
            text = blocks[i].text
            unit = unit_in_head(text)
            if unit and text != name_in(text) and not any(c.isdigit() for c in text) and text[-1] in ")）":
                found[i] = CellChange(words=name_in(text), beside=f"({unit_written(unit, market)})")
    return found
