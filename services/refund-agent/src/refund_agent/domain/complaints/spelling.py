"""Texts of buyers as they are compared: one case, no accents, nothing hidden, sentence ends as lines."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from argosy_commerce.folding import fold_character

LONGEST: Final = 20_000
"""Characters read; nobody tells a shop more, and what floods it is cut and said so."""
_LONGEST_TAG: Final = 300
_CODE: Final = re.compile(r"<(script|style)\b[^<]{0,5000}</\1\s*>", re.IGNORECASE)
_TAG: Final = re.compile(rf"</?[A-Za-z!][^<>]{{0,{_LONGEST_TAG}}}>")
_END: Final = re.compile(r"[!?。！？؟\n…]+|\.(?!\d)(?<!\d\.)|\.(?=\s|$)")
_CLAUSE: Final = re.compile(r"[;:()\[\]、；：،؛–—\"“”«»„「」『』]|,(?!\d)|(?<!\d),|\s-+\s")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text cleaned of mark-up (``original``), its folded form, and where each folded character came from.

    In ``text`` a line is a sentence; ``clauses`` are the places at which a clause ends.
    """

    original: str
    text: str
    places: tuple[int, ...]
    clauses: tuple[int, ...]
    questions: tuple[tuple[int, int], ...]
    cut: bool = False

    def quote(self, start: int, end: int) -> str:
        """The buyer's own characters for a span of ``text``."""
        if start >= end:
            return ""
        return " ".join(self.original[self.places[start] : self.places[end - 1] + 1].split())

    def sentence(self, at: int) -> tuple[int, int]:
        """The span of the sentence around a place."""
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", at)
        return start, len(self.text) if end < 0 else end

    def asks(self, at: int) -> bool:
        """Whether the sentence around a place ends in a question mark."""
        return any(start <= at < end for start, end in self.questions)


def spelled(text: str, language: str, contrasts: re.Pattern[str] | None = None) -> Spelled:
    """Folds a text; ``contrasts`` finds words at which a clause ends ("but"). Linear in at most `LONGEST`."""
    cut = len(text) > LONGEST
    cleaned = unicodedata.normalize("NFC", _without_markup(text[:LONGEST]))
    pieces: list[str] = []
    places: list[int] = []
    for index, character in enumerate(cleaned):
        folded = fold_character(character, language)
        pieces.append(folded)
        places.extend([index] * len(folded))
    plain = "".join(pieces)
    lines = _END.sub(lambda found: "\n" * len(found[0]), plain)
    clauses = {found.start() for found in _CLAUSE.finditer(plain)}
    if contrasts is not None:
        clauses |= {found.start() for found in contrasts.finditer(lines)}
    return Spelled(
        cleaned, lines, tuple(places), tuple(sorted(clauses)), tuple(_questions(plain, lines)), cut
    )


def _without_markup(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("\n", _CODE.sub("\n", text))
    return html.unescape(text) if "&" in text else text


def _questions(plain: str, lines: str) -> Iterable[tuple[int, int]]:
    start = 0
    for found in re.finditer(r"\n+", lines):
        if any(mark in plain[found.start() : found.end()] for mark in "?؟"):
            yield start, found.end()
        start = found.end()
