"""What came of looking at a picture, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["LOOKED", "REFUSED", "NOT_LOOKED"]
Reason = Literal[
    "", "address", "missing", "too_large", "too_small", "no_picture", "broken", "not_measured",
    "host_silent", "store_down", "tier_down", "slow",
]  # fmt: skip
LATER: frozenset[Reason] = frozenset({"host_silent", "store_down", "tier_down", "slow"})
"""What may be otherwise tomorrow."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that an engine holds to be what the picture shows. ``score`` 0..1; ``share``: for colours that
    were measured, of the product's pixels; ``rests_on``: ``pixels``, ``texture`` or ``model``.
    """

    attribute: str
    value: str
    score: float
    rests_on: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What was measured of the product's outline: see `argosy_inference.ShapeFacts`."""

    aspect: float
    elongation: float
    parts: int
    covers: float
    is_cut_off: bool


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text on the picture. ``sure`` 0..1: that these are its letters."""

    text: str
    sure: float


@dataclass(frozen=True, slots=True)
class Engine:
    """Who looked."""

    name: str
    model: str
    revision: str
    profile: str


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One of a product's pictures.

    ``ref``: its id. ``reason``: why it was not looked at, or not in every way. ``certainty``: of the outline,
    0..1. ``shown``: the best first within each attribute; empty where the outline is not trusted. ``unseen``:
    what was asked and the engine cannot tell, as (attribute, value); without a value: nothing of it.
    """

    ref: str
    outcome: Outcome = "LOOKED"
    reason: Reason = ""
    certainty: float = 0.0
    shown: tuple[Shown, ...] = ()
    unseen: frozenset[tuple[str, str | None]] = frozenset()
    shape: Shape | None = None
    shows_person: bool = False
    lines: tuple[ReadLine, ...] = ()
    engines: tuple[Engine, ...] = ()

    def of(self, attribute: str) -> tuple[Shown, ...]:
        """What is shown of one attribute."""
        return tuple(one for one in self.shown if one.attribute == attribute)

    @property
    def blind_to(self) -> tuple[str, ...]:
        """Attributes of which the engine sees nothing."""
        return tuple(sorted(attribute for attribute, value in self.unseen if value is None))

    @property
    def may_tell_more(self) -> bool:
        """Whether another look may bring what this one did not."""
        return self.reason in LATER
