"""Words from outside (names, addresses, chats) made safe to print: what they say, nothing that acts."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BLANKS: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r"\n{3,}")
_JOINERS: Final = frozenset("\u200c\u200d")
"""Scripts need them: Persian, Hindi, emoji. Every other invisible character goes."""
_LONGEST: Final = 4_000


def printable(text: str, *, longest: int = _LONGEST, lines: bool = False) -> str:
    """``text`` in NFC without control, direction, private and unassigned characters, single blanks.

    Neither Word nor PDF reads fields, formulas or links out of plain text runs; a direction override could
    still make 100 look like 001, and a control character breaks the file. ``lines``: line ends stay.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text[: 2 * longest]):
        if character == "\n" or character in "\r\u2028\u2029\v\f":
            kept.append("\n" if lines else " ")
        elif character in _JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cn", "Cs"}:
            kept.append(character)
        elif character == "\t":
            kept.append(" ")
    said = _LINES.sub("\n\n", _BLANKS.sub(" ", "".join(kept))).strip()
    return said if len(said) <= longest else said[: longest - 1].rstrip() + "…"
