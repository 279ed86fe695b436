"""A buyer's words, as orders and their things are met with them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """``text`` in ``language`` (a BCP 47 tag), and the concepts that it names."""

    text: str
    concepts: frozenset[str]
    language: str
