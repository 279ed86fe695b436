"""Which size: the rows of the shop's chart held against what the buyer measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from argosy_commerce.phrasing.quantities import say_measure
from argosy_commerce.reading.items import Amount, AmountRange, ConceptMatch
from argosy_commerce.units import Quantity, units
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.row_charts import AT_MOST
from cs_agent.domain.understood import Measured

_BODY: Final[Mapping[str, tuple[str, ...]]] = {
    "measure.chest": ("measure.body_chest",),
    "measure.waist": ("measure.body_waist",),
    "measure.hip": ("measure.body_hip",),
    "measure.height": ("measure.height", "attribute.height_range"),
    "measure.body_weight": ("measure.body_weight", "attribute.weight_range"),
    "measure.foot_length": ("measure.foot_length",),
    "measure.head": ("measure.head",),
    "measure.neck": ("measure.body_neck",),
    "measure.wrist": ("measure.wrist",),
    "measure.ring_girth": ("measure.ring_girth",),
}
"""What a buyer measures, and the columns that speak of a body."""
_OF_GARMENT: Final = ("measure.waist", "measure.hip", "measure.neck")
"""Measures that a garment shares with the body it fits: of a chest it needs room that nobody states."""
_LIKELY: Final[Mapping[str, tuple[Decimal, Decimal, str]]] = {
    "measure.foot_length": (Decimal(7), Decimal(36), "cm"),
    "measure.height": (Decimal(40), Decimal(230), "cm"),
    "measure.body_weight": (Decimal(2), Decimal(250), "kg"),
}
_NEAR: Final = Decimal("0.08")
"""How far a garment's own figure may lie above the body's and still be the next size."""
_WORN: Final = ("measure.chest", *_OF_GARMENT, "measure.shoulder", "measure.garment_length")
"""What is told of a garment's measures, in this order, where nothing says which body they fit."""
_MOST_TOLD: Final = 2
_LETTERS: Final = re.compile(r"\d{0,2}x*[sml]")
_MOST_ROWS: Final = 12
_OF_RANGES: Final = ("measure.chest", *_OF_GARMENT)
"""Columns that speak of a body where every cell is a range: a garment has one measure, bodies many."""

_How = Literal["fits", "between", "garment", "outside"]


@dataclass(frozen=True, slots=True)
class _Points:
    """What one measurement points to: the first and last row that it may be, and how."""

    column: str
    first: int
    last: int
    how: _How


@dataclass(frozen=True, slots=True)
class Chosen:
    """The row that was chosen and the sentence that says it; ``row``: -1 where none was."""

    sentences: tuple[Sentence, ...]
    row: int = -1


def advised(charts: Sequence[Fact], measured: Sequence[Measured], saying: Saying) -> Chosen:
    """The size of a chart, its rows in the shop's order; asks for what the chart goes by if nothing fits."""
    rows = [_columns(fact) for fact in charts]
    measured = [one for one in measured if _is_likely(one)]
    points = [found for one in _once(measured) if (found := _pointed(one, rows)) is not None]
    inside = [one for one in points if one.how != "outside"]
    if not inside:
        told = _garments(charts, rows, measured, saying) if not points else None
        return Chosen(
            (told or (_outside(charts, points, saying) if points else _asked(charts, rows, saying)),)
        )
    first, last = max(one.first for one in inside), min(one.last for one in inside)
    if first > last:
        row, key = first, "size_mixed"
    elif all(one.how == "garment" for one in inside):
        row, key = last, "size_garment"
    else:
        is_between = last > first or any(one.how == "between" for one in inside)
        row, key = last, "size_between" if is_between else "size_fits"
    columns = _said_columns(rows[row], [one.column for one in inside], saying)
    slots = {"size": _named(charts[row]), "columns": columns}
    facts = tuple(charts[one] for one in sorted({row, first})) if key == "size_mixed" else (charts[row],)
    told = sentence("knowledge", key, saying.tag, "derived", facts, rule=f"size:{key}", slots=slots)
    return Chosen((told,), row)


def lone(charts: Sequence[Fact], measured: Sequence[Measured]) -> list[Measured]:
    """A figure of which it was not read what it measures, taken as the one thing that the chart goes by.

    "Measured heel to toe, 26.3 cm" says no foot. Only where one such figure was told, the chart goes by one
    measure of a body, and the figure lies within its rows or close by; else nothing.
    """
    told = [one for one in measured if not one.of]
    rows = [_columns(fact) for fact in charts]
    bodies = [of for of, columns in _BODY.items() if any(all(c in row for row in rows) for c in columns)]
    if len(told) != 1 or len(measured) != 1 or len(bodies) != 1:
        return []
    meant = replace(told[0], of=bodies[0])
    points = _pointed(meant, rows) if _is_likely(meant) else None
    return [meant] if points is not None and points.how != "outside" else []


def goes_by(charts: Sequence[Fact], measured: Sequence[Measured]) -> bool:
    """Whether the chart has a column for what was measured, and a row for it or one close by."""
    if not charts or not measured:
        return False
    rows = [_columns(fact) for fact in charts]
    points = [_pointed(one, rows) for one in measured if _is_likely(one)]
    return bool(lone(charts, measured)) or any(one is not None and one.how != "outside" for one in points)


def one_up(charts: Sequence[Fact], row: int, advice: Fact, saying: Saying) -> Sentence | None:
    """The next larger size, where the shop advises one."""
    if not 0 <= row < len(charts) - 1:
        return None
    larger = charts[row + 1]
    slots = {"size": _named(larger)}
    rule = "size:one_up"
    return sentence(
        "knowledge", "size_one_up", saying.tag, "derived", (larger, advice), rule=rule, slots=slots
    )


def _is_likely(one: Measured) -> bool:
    """Whether a body may measure so; a figure in a unit that was misread measures nothing."""
    least, most, unit = _LIKELY.get(one.of, (Decimal(1), Decimal(400), "cm"))
    value = _in_unit(one, unit)
    return value is not None and least <= value <= most


def _once(measured: Sequence[Measured]) -> list[Measured]:
    """The first of each kind: a second height is a size that was named."""
    found: dict[str, Measured] = {}
    for one in measured:
        found.setdefault(one.of, one)
    return list(found.values())


def _columns(fact: Fact) -> dict[str, Amount | AmountRange]:
    """A row's figures by what they measure."""
    found: dict[str, Amount | AmountRange] = {}
    head = ""
    for item in fact.items:
        if isinstance(item, ConceptMatch) and item.concept_id == AT_MOST and head:
            found.setdefault(head, _up_to(item))
            head = ""
        elif isinstance(item, ConceptMatch):
            head = item.concept_id
        elif isinstance(item, Amount | AmountRange) and head:
            found.setdefault(head, item)
            head = ""
        else:
            head = ""
    return found


def _up_to(item: ConceptMatch) -> AmountRange:
    """A figure at most, as a range from nothing on."""
    (most,) = (fill for _, fill in item.fills if isinstance(fill, Amount))
    return AmountRange(item.span, item.source, replace(most.quantity, value=Decimal(0)), most.quantity)


def _pointed(one: Measured, rows: Sequence[Mapping[str, Amount | AmountRange]]) -> _Points | None:
    """The rows that a measurement points to; None where the chart has no column for it."""
    for column in _BODY.get(one.of, ()):
        if all(column in row for row in rows):
            return _by_body(one, column, [row[column] for row in rows])
    if _of_bodies(one.of, rows):
        return _by_body(one, one.of, [row[one.of] for row in rows])
    if one.of in _OF_GARMENT and all(isinstance(row.get(one.of), Amount) for row in rows):
        return _by_garment(one, [row[one.of] for row in rows])
    return None


def _of_bodies(column: str, rows: Sequence[Mapping[str, Amount | AmountRange]]) -> bool:
    return column in _OF_RANGES and all(isinstance(row.get(column), AmountRange) for row in rows)


def _by_body(one: Measured, column: str, cells: Sequence[Amount | AmountRange]) -> _Points | None:
    ends = [_ends(cell) for cell in cells]
    value = _in_unit(one, ends[0][0].unit)
    if value is None:
        return None
    holding = [place for place, (low, high) in enumerate(ends) if low.value <= value <= high.value]
    if holding:
        # Where each bears so much at most, the smallest that does.
        last = 0 if all(low.value == 0 for low, _ in ends) else -1
        return _Points(column, holding[0], holding[last], "fits")
    above = [place for place, (low, _) in enumerate(ends) if low.value > value]
    if not above:
        return _Points(column, -1, -1, "outside")
    if above[0] == 0 and isinstance(cells[0], AmountRange):
        return _Points(column, -1, -1, "outside")
    if above[0] == 0 and (ends[0][0].value - value) / value > _NEAR:
        return _Points(column, -1, -1, "outside")
    return _Points(column, above[0], above[0], "between")


def _by_garment(one: Measured, cells: Sequence[Amount | AmountRange]) -> _Points | None:
    figures = [_ends(cell)[0] for cell in cells]
    value = _in_unit(one, figures[0].unit)
    if value is None or value <= 0:
        return None
    above = [place for place, figure in enumerate(figures) if figure.value >= value]
    if not above or (figures[above[0]].value - value) / value > _NEAR:
        return _Points(one.of, -1, -1, "outside")
    return _Points(one.of, above[0], above[0], "garment")


def _ends(cell: Amount | AmountRange) -> tuple[Quantity, Quantity]:
    return (cell.quantity, cell.quantity) if isinstance(cell, Amount) else (cell.low, cell.high)


def _in_unit(one: Measured, unit: str) -> Decimal | None:
    """A buyer's figure in the chart's unit; None where they measure different things."""
    if one.unit not in units() or units()[one.unit].dimension != units()[unit].dimension:
        return None
    return Quantity(one.value, one.unit).to(unit).value


def _outside(charts: Sequence[Fact], points: Sequence[_Points], saying: Saying) -> Sentence:
    del points
    slots = {"smallest": _named(charts[0]), "largest": _named(charts[-1])}
    ends = (charts[0], charts[-1])
    return sentence(
        "knowledge", "size_outside", saying.tag, "derived", ends, rule="size:outside", slots=slots
    )


def _garments(
    charts: Sequence[Fact],
    rows: Sequence[Mapping[str, Amount | AmountRange]],
    measured: Sequence[Measured],
    saying: Saying,
) -> Sentence | None:
    """What a garment measures in each size, of a chart that speaks of no body; None where it does."""
    if any(one in columns for columns in _BODY.values() for one in rows[0]) or len(charts) > _MOST_ROWS:
        return None
    there = [one for one in _WORN if all(isinstance(row.get(one), Amount) for row in rows)]
    if not measured and any(one in _OF_GARMENT for one in there):
        return None  # what a body shares with it can be asked for
    meant = [one for one in there if any(one == by.of for by in measured)]
    named = [(one, name) for one in meant or there[:_MOST_TOLD] if (name := saying.name_of(one))]
    if not named:
        return None
    grammar, lexicon = saying.grammar, saying.base.lexicon
    told = [
        grammar.spec(
            name,
            grammar.comma.join(
                f"{_named(fact)} {say_measure(row[one], grammar, lexicon)}"
                for fact, row in zip(charts, rows, strict=True)
            ),
        )
        for one, name in named
    ]
    slots = {"rows": "; ".join(told)}
    return sentence(
        "knowledge",
        "size_garments",
        saying.tag,
        "fact",
        tuple(charts),
        rule="size:size_garments",
        slots=slots,
    )


def _asked(
    charts: Sequence[Fact], rows: Sequence[Mapping[str, Amount | AmountRange]], saying: Saying
) -> Sentence:
    """Asks for what the chart goes by: the body's columns, else those that a garment shares with it."""
    body = {column for columns in _BODY.values() for column in columns}
    there = [one for one in rows[0] if one in body or _of_bodies(one, rows)]
    there = there or [one for one in rows[0] if one in _OF_GARMENT]
    names = [name for one in there if (name := saying.name_of(one))]
    if not names:
        return sentence("knowledge", "not_stated", saying.tag, "unknown")
    slots = {"measures": saying.grammar.comma.join(names)}
    return sentence("knowledge", "size_ask", saying.tag, "asks", tuple(charts[:1]), slots=slots)


def _said_columns(row: Mapping[str, Amount | AmountRange], wanted: Sequence[str], saying: Saying) -> str:
    said = [
        saying.grammar.spec(name, _said(row[one], saying))
        for one in dict.fromkeys(wanted)
        if one in row and (name := saying.name_of(one))
    ]
    return saying.grammar.comma.join(said)


def _said(cell: Amount | AmountRange, saying: Saying) -> str:
    if isinstance(cell, AmountRange) and cell.low.value == 0:
        most = Amount(cell.span, cell.source, cell.high)
        return saying.items([ConceptMatch(cell.span, cell.source, AT_MOST, fills=(("m", most),))])
    return say_measure(cell, saying.grammar, saying.base.lexicon)


def _named(chart: Fact) -> str:
    """A size as it is written: xl of a chart is XL."""
    name = chart.ref.partition("#")[0]
    return name.upper() if _LETTERS.fullmatch(name) else name
