"""What was found in a query, before anything is chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Role = Literal["thing", "not", "not_after", "and", "but", "with", "with_after", "of", "idle"]
HEAD_FIRST: Final = frozenset({"es", "pt", "fr", "it", "ar", "th", "pl", "ru"})
"""Where the thing comes before what it is like: bolso de cuero; elsewhere after: leather bag."""
EXACT: Final = 0.95
STEM: Final = 0.9
COMPOUND: Final = 0.85
FOREIGN: Final = 0.85
MISSPELT: Final = 0.7
PART: Final = 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept that a name stands for. ``rank``: 0 what it is called, 1 what else, 2 as it describes."""

    concept: str
    surface: str
    rank: int
    implies: tuple[str, ...] = ()
    only_in: tuple[str, ...] = ()
    bends: bool = False
    """Whether it takes the gender of what it describes, as adjectives do."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words at a place of the text, the best reading first. ``joined``: by which cue to what stands before.

    ``chunk``: counts the gaps before it, where words are written without gaps.
    """

    start: int
    end: int
    words: str
    role: Role
    entries: tuple[Entry, ...] = ()
    quality: float = EXACT
    joined: Role | None = None
    chunk: int = 0
    inner: tuple[Entry, ...] = ()
    """What a part of the name says: the leather of Ledergürtel, the cats of "cat litter"."""
    denied: tuple[str, ...] = ()
    """What the name says is not there: the alcohol of "alcohol-free"."""
    without: tuple[Entry, ...] = ()
    """What the name is called without: the mangas of "sin mangas"."""


@dataclass(frozen=True, slots=True)
class Found:
    """Matches in the order of the text, and the words that no name stands for, as (start, end)."""

    matches: tuple[Match, ...] = ()
    left: tuple[tuple[int, int], ...] = field(default=())
