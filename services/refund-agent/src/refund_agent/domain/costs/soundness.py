"""What is wrong with figures that each read well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, get_args

from refund_agent.domain.complaint import Reason, Severity
from refund_agent.domain.costs.figures import STRENGTHS, CostBook, Group, State, Worth
from refund_agent.domain.rights.model import Category

_JUDGEMENT: Final = "judgement"


def faults(book: CostBook) -> list[str]:
    """What is wrong with figures that each read well: gaps, sources that nothing names, dates missing."""
    return [*_gaps(book), *_unnamed(book)]


def _gaps(book: CostBook) -> Iterator[str]:
    wanted: dict[str, tuple[set[str], set[str]]] = {
        "reasons": (set(get_args(Reason)), set(book.reasons)),
        "lost": (set(get_args(Severity)), set(book.lost)),
        "acceptance": (set(get_args(Group)), set(book.acceptances.acceptance)),
        "felt": (set(get_args(Severity)), set(book.acceptances.felt)),
        "least": (set(get_args(Group)), set(book.acceptances.least)),
        "worth": (set(get_args(Worth)), set(book.acceptances.worth)),
        "resale": (set(get_args(State)), set(book.figures.resale)),
        "categories": (set(get_args(Category)), set(book.figures.categories)),
        "won": (set(STRENGTHS), set(book.figures.chargeback.won)),
    }
    wanted |= {
        f"acceptance {group}": (set(STRENGTHS), set(curves))
        for group, curves in book.acceptances.acceptance.items()
    }
    for name, (needed, there) in wanted.items():
        for missing in sorted(needed - there):
            yield f"{name}: nothing for {missing}"
    for name, day in book.as_of.items():
        if day == date.min:
            yield f"{name}.yaml: no as_of"
    yield from book.lanes.faults()
    if book.per_euro.get("EUR") != 1:
        yield "currencies: one euro is one euro"


def _unnamed(book: CostBook) -> Iterator[str]:
    for where, source in _sourced(book):
        if source != _JUDGEMENT and source not in book.sources:
            yield f"{where}: no source {source!r}"


def _sourced(book: CostBook) -> Iterator[tuple[str, str]]:
    parts = (book.figures, book.acceptances, book.lanes, *book.reasons.values(), *book.lost.values())
    for part in parts:
        yield from _walk(type(part).__name__, part.model_dump())


def _walk(where: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "source" in value:
            yield where, str(value["source"])
        for key, inner in value.items():
            yield from _walk(f"{where}.{key}", inner)
