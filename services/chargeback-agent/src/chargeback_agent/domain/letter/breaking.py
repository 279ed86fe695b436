"""Where a line may break in scripts that put no space between words; fpdf2 knows spaces only."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

_NO_START: Final = frozenset(
    "、。，．,.!?！？:：;；)）]】」』》〉’”％%…ー々ゃゅょっャュョッぁぃぅぇぉァィゥェォๆฯ"
)
"""Signs that start no line in Japanese (JIS X 4051), Chinese or Thai."""
_NO_END: Final = frozenset("（(［[【「『《〈‘“")
_IDEOGRAPH: Final = re.compile(r"[\u3001-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff65]")
_THAI: Final = re.compile(r"[\u0e00-\u0e7f]+")
_UNSPACED: Final = re.compile(f"{_IDEOGRAPH.pattern}|{_THAI.pattern}")


def broken(text: str, width: Callable[[str], float], first: float, full: float) -> str:
    """``text`` with line ends where its lines are full; unchanged where all its words have spaces between.

    Args:
        text: may have line ends of its own.
        width: of a text, in any unit.
        first: room on the first line, in that unit.
        full: room on every other.
    """
    if not _UNSPACED.search(text):
        return text
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used, room = "", 0.0, full if lines else first
        for piece in pieces_of(paragraph):
            wide = width(piece)
            if line and used + width(piece.rstrip()) > room:
                lines.append(line.rstrip())
                line, used, room = "", 0.0, full
            line, used = line + piece, used + wide
        lines.append(line)
    return "\n".join(lines)


def pieces_of(text: str) -> list[str]:
    """The pieces between which a line may break, spaces at their ends; together they are ``text``."""
    pieces: list[str] = []
    for piece in _parts(text):
        if pieces and not _may_break(pieces[-1][-1], piece[0]):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _parts(text: str) -> Iterator[str]:
    """Thai words, and every other character on its own."""
    done = 0
    for run in _THAI.finditer(text):
        yield from text[done : run.start()]
        yield from _thai_words()(run[0])
        done = run.end()
    yield from text[done:]


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or after in _NO_START or before in _NO_END:
        return False
    if before.isspace() or (_THAI.match(before) and _THAI.match(after)):
        return True
    # A figure stays with its counter: 2026年.
    return not before.isdecimal() and bool(_IDEOGRAPH.match(before) or _IDEOGRAPH.match(after))


@cache
def _thai_words() -> Callable[[str], list[str]]:
    # Its dictionary takes most of a second to load: only where Thai is written.
    # Otherwise it makes a folder for downloads in the user's home.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    from pythainlp.tokenize import newmm  # noqa: PLC0415 — loaded with the first Thai line

    # Safe mode cuts long runs up first: ambiguous ones take time and memory.
    return lambda run: [str(word) for word in newmm.segment(run, safe_mode=True)]
