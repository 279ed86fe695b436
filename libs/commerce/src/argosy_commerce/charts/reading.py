"""Reads a chart's figures: what each column measures, in which unit, and where that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from argosy_commerce.charts.heads import (
    SIZE,
    UNIT,
    VALUE,
    is_head,
    measure_words,
    system_of,
    unit_id,
    unit_in_head,
)
from argosy_commerce.terms.normalize import fold

_CELL = re.compile(
    rf"(?P<before>约)?\s?(?P<value>{VALUE})\s?(?P<unit>{UNIT})?\s?(?P<after>左右|上下|(?:±|\+/-|\+-)\s?[\d.]+\s?(?:cm)?)?"
)
_CHI = re.compile(r"(?P<chi>\d)\s?尺\s?(?P<cun>\d(?:\.\d)?)?\s?寸?")
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_NOTHING = frozenset({"", "-", "--", "/", "—", "无", "\\"})
_LENGTHS = ("cm", "mm", "in")
_PER_CM = {"cm": Decimal(1), "mm": Decimal("0.1"), "in": Decimal("2.54")}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure or range; both None where the cell is empty or no figure. ``unit`` where the cell names it."""

    source: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    about: bool = False
    """Whether the seller gives it as approximate, or with a tolerance."""

    @property
    def is_lost(self) -> bool:
        """Whether there was something that is no figure."""
        return self.low is None and fold(self.source).strip() not in _NOTHING


@dataclass(frozen=True, slots=True)
class Column:
    """What a column measures: a concept id, and the unit of its figures (a unit id; empty: not told).

    ``system`` is the country of sizes that the seller put in; ``doubt`` says what cannot be told.
    """

    head: str
    concept: str | None
    cells: tuple[Cell, ...]
    unit: str = ""
    system: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as read: the sizes' names, and the columns beside them."""

    system: str
    """Whose sizes they are: CN, or the country that the head names."""
    sizes: tuple[str, ...]
    columns: tuple[Column, ...]
    first: int
    """Which column of the grid has the sizes' names; ``columns`` are the others, in their order."""

    def column(self, concept: str) -> Column | None:
        """The first column that measures this."""
        return next((column for column in self.columns if column.concept == concept), None)


def read_cell(text: str) -> Cell:
    """'96', '90-100斤', '2尺1' (as 21/30 m: in cm); anything else is no figure."""
    folded = fold(text).strip()
    if chi := _CHI.fullmatch(folded):
        value = (Decimal(chi["chi"]) * 10 + Decimal(chi["cun"] or 0)) * 10 / 3
        value = value.quantize(Decimal(1) if value == value.to_integral_value() else Decimal("0.1"))
        return Cell(text, value, value, "cm")
    found = _CELL.fullmatch(folded)
    if found is None:
        return Cell(text)
    low, *more = (Decimal(figure) for figure in _FIGURE.findall(found["value"]))
    high = more[0] if more else low
    unit = found["unit"] or ""
    about = bool(found["before"] or found["after"])
    return Cell(text, low, high, unit_id(unit), about) if low <= high else Cell(text)


def read_chart(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    unit: str,
    concept_of: Callable[[str], str | None],
) -> Chart:
    """A chart from its heads and rows, all of one length.

    Args:
        heads: as written, or concept ids.
        rows: the cells' texts.
        unit: the one that is given for the whole chart, as written; empty if none.
        concept_of: what a head names.
    """
    concepts = [head if is_head(head) else concept_of(head) for head in heads]
    first = next(
        (i for i, concept in enumerate(concepts) if concept == SIZE and not system_of(heads[i])), None
    )
    if first is None:
        first = next((i for i, concept in enumerate(concepts) if concept in {None, SIZE}), 0)
    columns = [
        _column(head, concepts[index], [row[index] for row in rows], unit)
        for index, head in enumerate(heads)
        if index != first
    ]
    sizes = tuple(row[first] for row in rows)
    return Chart(system_of(heads[first]) or "CN", sizes, tuple(_settled(columns)), first)


def _column(head: str, concept: str | None, texts: Sequence[str], chart_unit: str) -> Column:
    cells = tuple(map(read_cell, texts))
    if concept == SIZE or concept is None or concept == "measure.label_size":
        return Column(head, concept, cells, system=system_of(head))
    own = {cell.unit for cell in cells if cell.unit}
    unit = unit_in_head(head) or (own.pop() if len(own) == 1 else "")
    if own and own - {unit}:
        return Column(head, concept, cells, doubt="its figures have several units")
    if concept in measure_words()["weights"]:
        unit = unit if unit in {"jin", "kg", "lb"} else ""
        doubt = "" if unit else "no unit of weight is given: jin (500 g) or kg"
        return Column(head, concept, cells, unit, doubt=doubt)
    if not unit and concept not in {"measure.height", "attribute.height_range"}:
        unit = unit_id(chart_unit)
    return Column(head, concept, cells, unit if unit in _LENGTHS else "")


def _settled(columns: Sequence[Column]) -> Iterator[Column]:
    """Units that are told by what a body can be; one column that can only be cm settles its neighbours."""
    fitting = {id(column): _fitting(column) for column in columns if _is_length(column)}
    told = {units[0] for units in fitting.values() if len(units) == 1 and units[0] == "cm"}
    told |= {column.unit for column in columns if column.unit in {"cm", "in"} and _is_length(column)}
    shared = told.pop() if len(told) == 1 else ""
    for column in columns:
        units = fitting.get(id(column))
        if units is None or column.doubt or all(cell.low is None for cell in column.cells):
            yield column
        elif column.unit:
            yield _with(column, column.unit, "" if column.unit in units else _implausible(column.unit))
        elif len(units) == 1 and units[0] != "in":
            yield _with(column, units[0], "")
        elif shared and shared in units:
            yield _with(column, shared, "")
        elif shared:
            yield _with(column, shared, _implausible(shared))
        else:
            yield _with(column, "", "its unit is not given and may be cm or inches, or a width laid flat")


def _is_length(column: Column) -> bool:
    return column.concept in measure_words()["plausible"]


def _fitting(column: Column) -> list[str]:
    """Units in which every figure of a column lies where its measure can be."""
    low, high = map(Decimal, measure_words()["plausible"][column.concept])
    units = [u for u in _LENGTHS if u != "mm" or column.concept in measure_words()["in_millimetres"]]
    ends = [end for cell in column.cells if cell.low is not None for end in (cell.low, cell.high or cell.low)]
    return [unit for unit in units if ends and all(low <= end * _PER_CM[unit] <= high for end in ends)]


def _implausible(unit: str) -> str:
    return f"its figures are not what is measured around or along in {unit}: perhaps laid flat"


def _with(column: Column, unit: str, doubt: str) -> Column:
    return Column(column.head, column.concept, column.cells, unit, column.system, doubt)
