"""Which way words run: of a language, of a text, and marks around a value that would turn a line round.

The marks are Unicode's isolates (UAX #9, 2.5). Only letters in a language that runs from right to left hold
any: `outside.printable` takes them out of whatever comes in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, TypeAlias

from babel import Locale

Direction: TypeAlias = Literal["ltr", "rtl"]
ISOLATES: Final = frozenset("\u2066\u2067\u2068\u2069")
_ISOLATE: Final = re.compile("\u2066|\u2067|\u2068|\u2069")
_FIRST_STRONG: Final = "\u2068"
_END: Final = "\u2069"
_MARK: Final[dict[Direction, str]] = {"ltr": "\u200e", "rtl": "\u200f"}
_STRONG: Final[dict[str, Direction]] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_TURNING: Final = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Where Unicode has, and keeps free, scripts from right to left (DerivedBidiClass.txt), and its marks."""
_AT_HOME: Final = frozenset({"R", "AL", "NSM", "WS"})
"""Bidirectional classes that a right-to-left line carries as they stand."""
_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z./:-]*[0-9])[A-Za-z0-9]+(?:[./:-][A-Za-z0-9]+)+")
"""A number of several parts, as a tracking number; behind Arabic letters its parts would change places."""


@cache
def right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    return Locale.parse(language, sep="-").text_direction == "rtl"


def direction_of(text: str, otherwise: Direction) -> Direction:
    """That of the first letter outside of isolates; ``otherwise`` where there is none."""
    depth = 0
    for character in text:
        if character in ISOLATES:
            depth += -1 if character == _END else 1
        elif depth == 0 and (found := _STRONG.get(unicodedata.bidirectional(character))):
            return found
    return otherwise


def may_turn(text: str) -> bool:
    """Whether a left-to-right text may hold a piece that runs the other way."""
    return bool(_TURNING.search(text))


def isolated(text: str) -> str:
    """A value as one piece of a right-to-left line, read in the direction of its own first letter."""
    if all(unicodedata.bidirectional(character) in _AT_HOME for character in text):
        return text
    said = numbers_isolated(text) if direction_of(text, "ltr") == "rtl" else text
    return f"{_FIRST_STRONG}{said}{_END}"


def numbers_isolated(text: str) -> str:
    """A text of its own, in which numbers of several parts keep their order."""
    return _NUMBER.sub(lambda found: f"{_FIRST_STRONG}{found[0]}{_END}", text)


def bare(text: str) -> str:
    """The text without isolates, for places where no line is set."""
    return _ISOLATE.sub("", text)


def stretches(text: str, outer: Direction) -> Iterator[tuple[str, Direction]]:
    """What stands between isolates and in them, each with its direction, for writers that know none.

    A stretch that runs against ``outer`` has marks of its direction at both ends, so that its figures and
    signs stay on their side.
    """
    depth, begun = 0, 0
    for found in _ISOLATE.finditer(text):
        opens = found[0] != _END
        if opens and depth == 0:
            yield from _outside(text[begun : found.start()], outer)
            begun = found.end()
        elif not opens and depth == 1:
            yield from _inner(text[begun : found.start()], outer)
            begun = found.end()
        depth = max(0, depth + (1 if opens else -1))
    yield from (_inner if depth else _outside)(text[begun:], outer)


def _outside(text: str, outer: Direction) -> Iterator[tuple[str, Direction]]:
    if said := bare(text):
        yield said, outer


def _inner(text: str, outer: Direction) -> Iterator[tuple[str, Direction]]:
    inner = direction_of(text, "ltr")
    if inner == outer:
        yield from stretches(text, inner)
    elif said := bare(text):
        yield f"{_MARK[inner]}{said}{_MARK[inner]}", inner
