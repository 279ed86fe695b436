"""Makes merchants' Chinese comparable, character by character, so that every finding keeps its place.

NFKC folds full-width forms, OpenCC's character table folds traditional to simplified, and
control, zero-width and emoji characters become nothing (or a break). Each character of the result knows the
span of the original it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import opencc

MAX_CHARACTERS = 50_000
"""Longer texts are cut here and the reading says so: no product text is a tenth of this."""

_BREAK = "\n"
_KEPT_NUMBERS = frozenset("²³½⅓⅔¼¾")
_LONGEST_EXPANSION = 4
"""Units (㎜) and ligatures need up to this; a few presentation forms write 18 characters."""


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional -> simplified, single characters, from OpenCC's TSCharacters (first choice)."""
    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    mapping: dict[int, str] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ", 1)[0].strip()
        if len(traditional) == 1 and len(first) == 1:
            mapping[ord(traditional)] = first
    # OpenCC leaves 著 to its phrase table; in shop text it is 着 or part of 著名, which we keep.
    mapping.pop(ord("著"), None)
    return mapping


@lru_cache(maxsize=16_384)
def _fold_character(character: str) -> str:  # noqa: PLR0911 — one per kind of character
    """What one original character becomes: mostly one, none where it carries no meaning."""
    if character in "\r\n\u2028\u2029\x0b\x0c\x85":
        return _BREAK
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}:
        return ""
    if category == "So" and character not in "°℃℉№㎜㎝㎏㎡㎖㎎㏄Ⓡ®©™":
        return _BREAK  # emoji, stars, boxes: merchants use them as separators
    if category == "No" and not character.isdecimal():
        # ½ must not become 1 and 2, nor 10² 102; ① is a bullet.
        return character if character in _KEPT_NUMBERS else _BREAK
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) > _LONGEST_EXPANSION:
        return character.lower()
    return folded.translate(_simplified()).lower()


@dataclass(frozen=True, slots=True)
class Normalized:
    """Folded text, and for each of its characters the original span it came from."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    truncated: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of ``text[start:end]`` (not empty)."""
        return self.starts[start], self.ends[end - 1]

    def source(self, start: int, end: int) -> str:
        """The original characters of ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]


def normalize(text: str, *, limit: int = MAX_CHARACTERS) -> Normalized:
    """Folds a text for matching, keeping places. Linear; reads ``limit`` characters at most."""
    truncated = len(text) > limit
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text[:limit]):
        folded = _fold_character(character)
        pieces.append(folded)
        for _ in folded:
            starts.append(index)
            ends.append(index + 1)
    return Normalized(text, "".join(pieces), tuple(starts), tuple(ends), truncated)


def fold(text: str) -> str:
    """The folded form alone, as spellings of the term base are compared by."""
    return "".join(_fold_character(character) for character in text)
