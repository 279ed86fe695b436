"""Lines of text of both directions: broken to a width, each with its pieces as they stand from left to right.

fpdf2 finds the levels (UAX #9), but orders only two of them and sets a paragraph in one look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Protocol

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

from chargeback_agent.domain.letter.breaking import pieces_of
from chargeback_agent.domain.letter.direction import ISOLATES, Direction
from chargeback_agent.domain.letter.document import Run

_BASE: Final[dict[Direction, TextDirection]] = {"ltr": TextDirection.LTR, "rtl": TextDirection.RTL}
_WHOLE: Final = 1 / 3
"""Of the width: a bold run below it, as "(Exhibit A)", is not cut."""
_UNCUT: Final = "\u00a0\u202f"
_LONGEST: Final = 100
"""Characters of a piece that is measured at once: fpdf2 goes one call deeper for each sign in a row."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one direction and look."""

    text: str
    bold: bool
    direction: Direction


Line = tuple[Piece, ...]


class Measures(Protocol):
    """The width of a text."""

    def __call__(self, text: str, *, bold: bool) -> float: ...


@dataclass(frozen=True, slots=True)
class _Sign:
    character: str
    bold: bool
    level: int


def laid(runs: Sequence[Run], width: float, direction: Direction, measure: Measures) -> list[Line]:
    """The lines of paragraphs (line ends part them) in a direction; ``width`` in the unit of ``measure``."""
    lines: list[Line] = []
    paragraph: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        paragraph.append(Run(first, run.bold))
        for text in rest:
            lines += _lines(paragraph, width, direction, measure)
            paragraph = [Run(text, run.bold)]
    return [*lines, *_lines(paragraph, width, direction, measure)]


def _lines(runs: Sequence[Run], width: float, direction: Direction, measure: Measures) -> Iterator[Line]:
    line: list[_Sign] = []
    used = 0.0
    for word in _words(runs, width, direction, measure):
        for part in _cut(word, width, measure):
            if line and used + _wide(_trimmed(part), measure) > width:
                yield _ordered(line)
                line, used = [], 0.0
            line += part
            used += _wide(part, measure)
    yield _ordered(line)


def _words(
    runs: Sequence[Run], width: float, direction: Direction, measure: Measures
) -> Iterator[list[_Sign]]:
    """What stands between two places where a line may end, blanks at its end."""
    text = "".join(run.text for run in runs)
    levels = iter(_levels(text, direction))
    kept: set[int] = set()
    signs: list[_Sign | None] = []
    for run in runs:
        begun = len(signs)
        for character in run.text:
            level = next(levels)
            signs.append(None if character in ISOLATES else _Sign(character, run.bold, level))
        if run.bold and measure(run.text, bold=True) < width * _WHOLE:
            kept.update(range(begun + 1, len(signs)))
    at, word = 0, list[_Sign]()
    for piece in pieces_of(text):
        word += [sign for sign in signs[at : at + len(piece)] if sign is not None]
        at += len(piece)
        if at not in kept and piece[-1] not in _UNCUT:
            yield word
            word = []


def _levels(text: str, direction: Direction) -> list[int]:
    try:
        paragraph = BidiParagraph(text, _BASE[direction], preserve_bn_chars=True)
    except RecursionError:
        # As _LONGEST: a thousand dashes in a row.
        return [int(direction == "rtl")] * len(text)
    return [character.embedding_level for character in paragraph.characters]


def _cut(word: list[_Sign], width: float, measure: Measures) -> Iterator[list[_Sign]]:
    """A word longer than a line, in parts that are not."""
    while len(word) > _LONGEST or (len(word) > 1 and _wide(_trimmed(word), measure) > width):
        most = min(len(word) - 1, _LONGEST)
        fits = next(n for n in range(most, 0, -1) if n == 1 or _wide(word[:n], measure) <= width)
        yield word[:fits]
        word = word[fits:]
    yield word


def _wide(signs: Sequence[_Sign], measure: Measures) -> float:
    found = groupby(signs, key=lambda sign: sign.bold)
    return sum(measure("".join(sign.character for sign in same), bold=bold) for bold, same in found)


def _trimmed(signs: Sequence[_Sign]) -> Sequence[_Sign]:
    """Without the blanks at the end."""
    last = next((at for at in range(len(signs), 0, -1) if signs[at - 1].character != " "), 0)
    return signs[:last]


def _ordered(signs: Sequence[_Sign]) -> Line:
    """Rules L1 and L2: blanks that end a line are left out, and each level turns round what lies above it."""
    found = groupby(_trimmed(signs), key=lambda sign: (sign.level, sign.bold))
    pieces = [(level, bold, "".join(sign.character for sign in same)) for (level, bold), same in found]
    for least in range(max((level for level, _, _ in pieces), default=0), 0, -1):
        pieces = [piece for part in _parts(pieces, least) for piece in part]
    return tuple(Piece(text, bold, "rtl" if level % 2 else "ltr") for level, bold, text in pieces)


def _parts(pieces: list[tuple[int, bool, str]], least: int) -> Iterator[list[tuple[int, bool, str]]]:
    """Pieces of a level and above turned round, others as they are."""
    for above, same in groupby(pieces, key=lambda piece: piece[0] >= least):
        part = list(same)
        yield part[::-1] if above else part
