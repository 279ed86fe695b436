"""Buyers' messages cleaned, and cut into parts."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from argosy_commerce.folding import BREAKS, HIDDEN

LONGEST: Final = 4_000
"""Characters read; what is longer is cut, and a doubt says so."""
LANGUAGES: Final = ("en", "zh", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
"""Bases of the languages that buyers are understood in."""
UNSPACED: Final = frozenset({"zh", "ja", "th"})
_MOST_PARTS: Final = 24
_END: Final = re.compile(r"(?<=[!?。！？؟…\n])(?![!?。！？؟…\n])|(?<=\.)(?=\s)|(?<=\S)(?=\s+[-–—]\s)")
_CLAUSE: Final = re.compile(r"(?<=[;；،؛，、])|(?<=,)(?!\d)|(?<=:)(?=\s)")
_GAP: Final = re.compile(
    r"(?<=[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff])\s+(?=[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff])"
)
"""A gap where words are not parted: there it stands for a comma."""
_WORDS: Final = re.compile(r"\w")


def cleaned(text: str) -> str:
    """The first `LONGEST` characters in NFC without what shows nothing; digits of every script as 0-9."""
    kept = []
    for character in unicodedata.normalize("NFC", text[:LONGEST])[:LONGEST]:
        if character in BREAKS:
            kept.append("\n")
        elif character == "\t" or (category := unicodedata.category(character)) == "Zs":
            kept.append(" ")
        elif category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category not in HIDDEN:
            kept.append(_narrow(character))
    return "".join(kept).strip()


def _narrow(character: str) -> str:
    """Full-width Latin letters and signs as plain ones; their sentence marks stay."""
    if "\uff01" <= character <= "\uff5e" and character not in "！？，；":
        return unicodedata.normalize("NFKC", character)
    return character


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a cleaned text that hold a letter or a digit, at most two dozen."""
    return _parts(_END.split(text))


def clauses(sentence: str, joins: re.Pattern[str]) -> tuple[str, ...]:
    """What commas, gaps in unparted writing, and the places that ``joins`` finds part in a sentence."""
    found = [sentence]
    for cut in (_CLAUSE, _GAP, joins):
        found = [part for one in found for part in cut.split(one)]
    return _parts(found)


def _parts(found: list[str]) -> tuple[str, ...]:
    return tuple(part for one in found if _WORDS.search(part := one.strip()))[:_MOST_PARTS]
