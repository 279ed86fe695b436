"""Which lines of an order a complaint is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from refund_agent.domain.complaints.spelling import Spelled, folded


class Line(Protocol):
    """A line of the order: `argosy.fact.v1.OrderLine`, or anything like it."""

    @property
    def sku(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def quantity(self) -> int: ...


def named(read: Spelled, lines: Sequence[Line]) -> tuple[str, ...]:
    """The lines whose number the words give."""
    return tuple(line.sku for line in lines if len(line.sku) > 2 and folded(line.sku, "fr") in read.text)
