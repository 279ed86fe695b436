"""A row that gives one measure for each size, as a chart: 头围 S码48-52cm，M码52-56cm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from argosy_commerce.charts.heads import SIZE
from argosy_commerce.reading.items import Amount, AmountRange, Break, ConceptMatch, Item, Model, Size
from argosy_commerce.units import units
from cs_agent.domain.fact import Fact

AT_MOST: Final = "qualified.at_most"
_COLUMNS: Final[Mapping[str, str]] = {
    "attribute.load_capacity": "measure.body_weight",
    "attribute.weight_range": "measure.body_weight",
    "attribute.height_range": "measure.height",
}
"""What a row is headed by, where its name tells no measure of a body by itself."""
_OF_BODIES: Final = frozenset(
    {"measure.head", "measure.height", "measure.body_weight", "measure.foot_length", "measure.wrist"}
)
_DIMENSIONS: Final[Mapping[str, str]] = {"measure.body_weight": "mass"}
_SIZE_ADVICE: Final = frozenset({"size_advice"})


def weighs_the_thing(row: Fact) -> bool:
    """Whether a row says what the thing weighs: that is no weight of who uses it."""
    return row.concept in {"attribute.weight", "attribute.gross_weight"}


def charts_of_rows(rows: Sequence[Fact], of: str) -> Iterator[Fact]:
    """One fact a size, of rows in which every size has a figure of the same measure of a body."""
    found: dict[str, tuple[list[str], list[Item]]] = {}
    for row in rows:
        column = _COLUMNS.get(row.concept, row.concept)
        if row.kind != "attribute" or column not in _OF_BODIES:
            continue
        for size, figure in _by_size(row, column):
            said, items = found.setdefault(size, ([size], []))
            said.append(f"{row.ref} {figure.source}")
            items += [ConceptMatch(figure.span, row.ref, column), figure]
    whole = max((len(said) for said, _ in found.values()), default=0)
    for size, (said, items) in found.items():
        if len(said) < whole:
            continue  # a size that one row leaves out
        head: Item = Size((0, len(size)), size, size)
        quote = " | ".join(said)
        yield Fact("chart", size, quote, SIZE, (head, *items), {"zh": quote}, of, _SIZE_ADVICE)


def _by_size(row: Fact, column: str) -> list[tuple[str, Item]]:
    """Each size with its figure; nothing where anything else stands in the row."""
    found: list[tuple[str, Item]] = []
    size = ""
    for item in row.items:
        if isinstance(item, Size) and item.high is None and not size:
            size = item.low
        elif isinstance(item, Model) and item.text.isalpha() and len(item.text) < 5 and not size:
            size = item.text
        elif size and _measures(item, column):
            found.append((size, item))
            size = ""
        elif not isinstance(item, Break):
            return []
    sizes = [one for one, _ in found]
    return found if len(found) > 1 and not size and len(set(sizes)) == len(sizes) else []


def _measures(item: Item, column: str) -> bool:
    """Whether it is a figure, a range of figures or a figure at most, of the measure."""
    if isinstance(item, ConceptMatch) and item.concept_id == AT_MOST and len(item.fills) == 1:
        item = item.fills[0][1]
    unit = (
        item.quantity.unit
        if isinstance(item, Amount)
        else item.low.unit
        if isinstance(item, AmountRange)
        else ""
    )
    return unit in units() and units()[unit].dimension == _DIMENSIONS.get(column, "length")
