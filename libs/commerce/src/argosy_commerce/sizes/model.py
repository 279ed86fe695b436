"""What a conversion is asked for and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms.strict_yaml import document


class SizeKind(StrEnum):
    """What carries the size; tops are all clothes cut by the bust or chest, dresses too."""

    SHOES = "shoes"
    TOPS = "tops"
    BOTTOMS = "bottoms"
    RING = "ring"
    BRA = "bra"
    BED = "bed"
    QUILT = "quilt"


class Audience(StrEnum):
    """For whom; ADULTS are women and men both, UNKNOWN is not told."""

    WOMEN = "women"
    MEN = "men"
    ADULTS = "adults"
    CHILDREN = "children"
    UNKNOWN = "unknown"


class KeptReason(StrEnum):
    """Why a size stays as the seller wrote it."""

    LETTERS = "letters"
    ONE_SIZE = "one_size"
    AUDIENCE = "audience"
    OUT_OF_RANGE = "out_of_range"
    NO_TABLE = "no_table"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"


_CLEAR = frozenset({KeptReason.LETTERS, KeptReason.ONE_SIZE, KeptReason.NO_TABLE})


@dataclass(frozen=True, slots=True)
class Converted:
    """A size in a market's system. ``value`` may be a range ('36–41'); ``about``: rounded to the nearest
    label or paired by usage, so brands may differ by half a size; ``rule`` and ``source`` say by what.
    """

    value: str
    system: str
    rule: str
    source: str
    about: bool = False

    @property
    def label(self) -> str:
        """As written beside a product: 'US 7', '240 mm', '4-5Y', 'W28'."""
        if self.system in {"mm", "cm"}:
            return f"{self.value} {self.system}"
        if self.system == "W":
            return f"W{self.value}"
        return f"{self.system} {self.value}" if self.system else self.value


@dataclass(frozen=True, slots=True)
class Kept:
    """A size nobody may convert. ``size`` is the seller's; ``why`` says it in a sentence's words."""

    size: str
    reason: KeptReason
    why: str

    @property
    def is_doubt(self) -> bool:
        """Whether a person could settle it; letters and one size stay by rule."""
        return self.reason not in _CLEAR


Answer = Converted | Kept


@cache
def table(name: str) -> dict[str, Any]:
    """A file of data/sizes, read once."""
    text = files("argosy_commerce").joinpath(f"data/sizes/{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = document(text)
    return loaded


def written(low: str, high: str) -> str:
    """A range with an en dash; one value where both ends are the same."""
    return low if low == high else f"{low}–{high}"
