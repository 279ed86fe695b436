"""A part made comparable without moving anything: every view has the part's own length and places.

Values are looked for in `flat` and `low` and quoted from the part itself, so a quote always stands there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from chargeback_agent.domain.notices.model import Part

_WRAPPED_AT: Final = 44
"""Columns from which on a line's end may be a fold of prose rather than an end; ideographs are two wide."""

_SAME: Final = {"’": "'", "‘": "'", "´": "'", "＇": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-",
                "‐": "-", "‑": "-", "―": "-", "〜": "~", "～": "~", "•": "*", "●": "*", "∙": "*", "·": "*",
                "٫": ".", "٬": ",", "／": "/", "：": ":", "〔": "[", "〕": "]", "℮": "e",
                "؛": ";", "،": ","}  # fmt: skip
_LOWER: Final = {"İ": "i", "ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "ё": "е", "Ё": "е", "أ": "ا",
                 "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}  # fmt: skip
_CELL: Final = re.compile(r"\t+|[ \u3000]*\|[ \u3000]*|[ ]{2,}|\u3000+|[ ]*(?:\.{3,}|_{3,})(?=[ :])[ ]*")
_SENTENCE_END: Final = re.compile(r"[。！？；](?=.)|[.!?](?=\s+[^\s\d\W]|\s*$)|\n", re.MULTILINE)
_MONTH: Final = re.compile(r" ?(?:Jan|Jän|Feb|Mär|Mae|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
"""Of German, whose days are ordinals."""
_BEGINS: Final = re.compile(r"\s+[^\W\d_a-zà-ÿ](?:[a-zà-ÿ]|\s)")
_ORDINARY: Final = frozenset(
    [
        "ab", "add", "all", "am", "an", "as", "ask", "at", "auf", "aus", "be", "bei", "bir", "by",
        "can", "chi", "dag", "dan", "das", "day", "dia", "did", "dni", "dnia", "do", "dos", "due", "día",
        "ein", "end", "est", "eux", "fee", "fin", "geen", "get", "giù", "go", "got", "gün", "hat", "he",
        "her", "him", "how", "ici", "ihm", "ihr", "iki", "ile", "in", "is", "ise", "ist", "it", "już",
        "las", "let", "los", "mai", "may", "me", "mit", "my", "new", "nie", "no", "nog", "non", "not",
        "now", "nur", "off", "old", "on", "one", "or", "oui", "our", "out", "paid", "pas", "pay", "più",
        "put", "qui", "say", "see", "set", "seu", "si", "sie", "so", "sua", "sum", "suo", "sus", "sí",
        "sąd", "tag", "tak", "them", "to", "too", "two", "uit", "um", "uma", "uns", "up", "us", "use",
        "var", "vez", "via", "von", "war", "was", "way", "we", "wel", "who", "why", "wij", "ya", "yet",
        "yok", "you", "zu",
    ]
)  # fmt: skip
"""Short words that end sentences, and shorten nothing."""
_ABBREVIATED: Final = re.compile(r"(?:^|[\s(/.])[^\W\d_]{1,3}$")


@lru_cache(maxsize=8192)
def _flat(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if char == "\u3000":
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Zs":
        return " "
    folded = unicodedata.normalize("NFKC", char)
    return _SAME.get(folded, folded) if len(folded) == 1 else char


@lru_cache(maxsize=8192)
def _low(char: str) -> str:
    if char in _LOWER:
        return _LOWER[char]
    lowered = char.lower()
    if len(lowered) != 1:
        return char
    if lowered.isalpha() and ord(lowered) < 0x530:  # Latin, Greek, Cyrillic: accents get lost on the way
        return unicodedata.normalize("NFD", lowered)[0]
    return lowered


def is_skipped(char: str) -> bool:
    """What words are compared without: spaces, Arabic vowel marks, invisible marks."""
    return char in {" ", "\u3000"} or "\u064b" <= char <= "\u0652" or char == "\u0640" or _invisible(char)


@lru_cache(maxsize=8192)
def _invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


LETTER: Final = r"[a-z\u00df-\u052f\u0620-\u064a\u066e-\u06d3]"
"""A letter of a script that parts its words, as `low` has it: no word ends right before one."""
ALPHABETIC: Final = r"[a-z\u00df-\u052f]"
"""The same without Arabic, whose words begin behind prefixes."""


def folded(text: str) -> str:
    """A text as `low` has it: for words of our own data."""
    return "".join(_low(_flat(char)) for char in text)


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its places, and the cells of it."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class View:
    """One part, seen. ``squeezed`` has no spaces; ``places[i]`` is where its i-th character stands."""

    part: Part
    flat: str
    low: str
    squeezed: str
    places: tuple[int, ...]
    lines: tuple[Line, ...]
    ends: tuple[int, ...]
    """Places after which a new sentence begins."""
    starts: tuple[int, ...]
    """The lines' first places."""

    def quote(self, start: int, end: int) -> str:
        """The words as they stand in the part."""
        return self.part.text[start:end]

    def line_at(self, place: int) -> int:
        """Which line a place is in."""
        return bisect_right(self.starts, place) - 1

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence around a place."""
        at = bisect_right(self.ends, place)
        start = self.ends[at - 1] if at else 0
        return start, self.ends[at] if at < len(self.ends) else len(self.flat)

    def same_sentence(self, first: int, second: int) -> bool:
        """Whether nothing ends between two places."""
        return bisect_right(self.ends, first) == bisect_right(self.ends, second)


def view(part: Part) -> View:
    """The views of a part. Linear in its text."""
    flat = _unwrapped("".join(map(_flat, part.text)))
    low = "".join(map(_low, flat))
    kept = [i for i, char in enumerate(low) if not is_skipped(char)]
    lines = []
    start = 0
    for text in flat.split("\n"):
        lines.append(Line(start, start + len(text), tuple(_cells(text, start))))
        start += len(text) + 1
    ends = tuple(end.end() for end in _SENTENCE_END.finditer(flat) if not _abbreviates(flat, end.start()))
    return View(
        part, flat, low, "".join(low[i] for i in kept), tuple(kept), tuple(lines), ends,
        tuple(line.start for line in lines),
    )  # fmt: skip


def _abbreviates(flat: str, dot: int) -> bool:
    """``Nr. 4711``, ``p.m. ET``: no sentence ends there."""
    if flat[dot] == "." and flat[dot - 1 : dot].isdigit() and _MONTH.match(flat, dot + 1):
        return True  # "4. September"
    word = _ABBREVIATED.search(flat[max(0, dot - 5) : dot]) if flat[dot] == "." else None
    if word is None or re.search(r"[A-Z]{3}$", word[0]):  # "5 pm PDT. After that"
        return False
    plain = word[0].lstrip(" \t\n(/.").lower()
    if len(plain) == 1 or word[0][0] == "." or not _BEGINS.match(flat, dot + 1):
        return True
    return plain not in _ORDINARY


def _cells(text: str, start: int) -> list[tuple[int, int]]:
    cells = []
    at = 0
    for gap in _CELL.finditer(text):
        if text[at : gap.start()].strip():
            cells.append((start + at, start + gap.start()))
        at = gap.end()
    if text[at:].strip():
        cells.append((start + at, start + len(text)))
    return cells


def _unwrapped(flat: str) -> str:
    """Line ends that only fold prose become spaces."""
    lines = flat.split("\n")
    joined = []
    for line, following in pairwise(lines):
        joined += [line, " " if _folds(line, following) else "\n"]
    return "".join([*joined, lines[-1]])


def _folds(line: str, following: str) -> bool:
    after = following.strip()
    if not after or following[:1] in {" ", "\t", "\u3000"} or "\t" in line or "\t" in following:
        return False
    width = len(line) + sum(1 for char in line if ord(char) > 0x2E80)
    if width < _WRAPPED_AT or line.rstrip()[-1:] in {":", ".", "。", "!", "?", "|", ";", "-"}:
        return False
    if re.match(r"[^:(]*:(?!(?<=\d:)\d\d)", after[:28]):  # a label; "3:14 pm" is none
        return False
    if after[0] in "*-|>#[(■・◆※" or re.match(r"\d{1,2}[.)、] ", after):
        return False
    return "  " not in after
