"""Rows of size charts as facts: one a size, with what its columns measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from argosy_catalogue.chart_grids import Grid, GridFinder
from argosy_commerce.charts.heads import SIZE
from argosy_commerce.charts.reading import Cell, Chart, Column, read_chart
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.reading.items import Amount, AmountRange, ConceptMatch, Item, Number, Size
from argosy_commerce.terms import TermBase
from argosy_commerce.units import Quantity, units
from cs_agent.domain.fact import Fact

_SIZE_ADVICE = frozenset({"size_advice"})
_UNIT = re.compile(r"\(\s*(?P<unit>cm|mm|in|kg|lb)\s*\)|\b(?P<bare>cm|mm|kg)$")
_MOST_ROWS = 60
_LONGEST_CELL = 40
_BARS = re.compile(r"[|｜]")
_OF_THE_WEARER = re.compile(r"\b(?:wearer|body|your|his|her)\b", re.IGNORECASE)


def is_chart_line(line: str) -> bool:
    """Whether a line is a row of a table and no sentence: bars between short cells."""
    cells = _BARS.split(line.strip().strip("|"))
    return len(cells) > 1 and all(len(cell) <= _LONGEST_CELL for cell in cells)


def chart_facts(grids: Sequence[Grid], of: str, base: TermBase) -> Iterator[Fact]:
    """Rows of the charts that were found in Chinese."""
    finder = GridFinder(base, None)
    for grid in grids:
        chart = read_chart(grid.heads, grid.rows, grid.unit, finder.concept_of)
        yield from _rows(chart, grid.sources, of, "zh")


def table_facts(text: str, of: str, language: str, base: TermBase) -> Iterator[Fact]:
    """Rows of the first table written with bars whose heads name a size, in any language but Chinese."""
    lines = [_cells(line) for line in text.split("\n") if is_chart_line(line)]
    if len(lines) < 2:
        return
    heads, rows = lines[0], [row for row in lines[1 : _MOST_ROWS + 1] if len(row) == len(lines[0])]
    naming = Naming.of(base, language)

    def concept_of(head: str) -> str | None:
        named = naming.concepts(_UNIT.sub("", head))
        measures = sorted(c for c in named if c.startswith(("measure.", SIZE)))
        found = next(iter(measures), None)
        body = (found or "").replace("measure.", "measure.body_")
        return body if _OF_THE_WEARER.search(head) and body in base.lexicon else found

    plain = [_UNIT.sub(r"\g<unit>\g<bare>", head).strip() for head in heads]
    if concept_of(heads[0]) is None and "size" not in heads[0].casefold():
        return
    chart = read_chart([SIZE, *plain[1:]], rows, "", concept_of)
    yield from _rows(chart, rows, of, language)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _BARS.split(line.strip().strip("|"))]


def _rows(chart: Chart, sources: Sequence[Sequence[str]], of: str, language: str) -> Iterator[Fact]:
    for index, size in enumerate(chart.sizes):
        items: list[Item] = [Size((0, len(size)), size, size)]
        said = [size]
        for column in chart.columns:
            cell = column.cells[index]
            said.append(f"{column.head} {cell.source}")
            items += _measured(column, cell)
        quote = " | ".join(said)
        yield Fact(
            "chart", size, quote, SIZE, tuple(items), {language: " | ".join(sources[index])}, of, _SIZE_ADVICE
        )


def _measured(column: Column, cell: Cell) -> Iterator[Item]:
    """What a cell says: the column's concept, then its figure in the column's unit."""
    if cell.low is None or cell.high is None:
        return
    span = (0, len(cell.source))
    unit = cell.unit or column.unit
    if column.concept:
        yield ConceptMatch(span, column.head, column.concept)
    if unit not in units():
        yield Number(span, cell.source, cell.source)
    elif cell.low == cell.high:
        yield Amount(span, cell.source, Quantity(cell.low, unit))
    else:
        yield AmountRange(span, cell.source, Quantity(cell.low, unit), Quantity(cell.high, unit))
