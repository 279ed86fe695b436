"""Buyers' messages as they are compared: one case, no accents, nothing hidden; and cut into parts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from argosy_commerce.terms.normalize import fold as fold_chinese

LONGEST: Final = 4_000
"""Characters read; what is longer is cut, and a doubt says so."""
LANGUAGES: Final = ("en", "zh", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
"""Bases of the languages that buyers are understood in."""
UNSPACED: Final = frozenset({"zh", "ja", "th"})
_MOST_PARTS: Final = 24
_LETTERS: Final = {
    "ß": "ss", "ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ё": "е",
    "’": "'", "‘": "'", "`": "'", "´": "'",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي",
}  # fmt: skip
_JOINED: Final = frozenset({"en", "de", "nl", "tr"})
"""Languages in which an apostrophe stands inside a word that many write without it (dont, gehts)."""
_DROPPED: Final = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\u0640]")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BREAKS: Final = frozenset("\r\n\u2028\u2029\x0b\x0c\x85")
_END: Final = re.compile(r"(?<=[!?。！？؟…\n])(?![!?。！？؟…\n])|(?<=\.)(?=\s)|(?<=\S)(?=\s+[-–—]\s)")
_CLAUSE: Final = re.compile(r"(?<=[;；،؛，、])|(?<=,)(?!\d)|(?<=:)(?=\s)")
_WORDS: Final = re.compile(r"\w")


def cleaned(text: str) -> str:
    """The first `LONGEST` characters in NFC without what shows nothing; digits of every script as 0-9."""
    kept = []
    for character in unicodedata.normalize("NFC", text[:LONGEST])[:LONGEST]:
        if character in _BREAKS:
            kept.append("\n")
        elif character == "\t" or (category := unicodedata.category(character)) == "Zs":
            kept.append(" ")
        elif category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category not in _HIDDEN:
            kept.append(_narrow(character))
    return "".join(kept).strip()


def _narrow(character: str) -> str:
    """Full-width Latin letters and signs as plain ones; their sentence marks stay."""
    if "\uff01" <= character <= "\uff5e" and character not in "！？，；":
        return unicodedata.normalize("NFKC", character)
    return character


def folded(text: str, language: str) -> str:
    """As texts of a language are compared: case, accents and apostrophes inside words gone."""
    chinese, joined = language == "zh", language in _JOINED
    plain = "".join(_fold(character, chinese=chinese) for character in unicodedata.normalize("NFC", text))
    return plain.replace("'", "") if joined else plain


@lru_cache(maxsize=32_768)
def _fold(character: str, *, chinese: bool) -> str:  # noqa: PLR0911 — one kind a line
    category = unicodedata.category(character)
    if character in _BREAKS or character == "\t" or category in {"Zs", "So"}:
        return " "
    if category in _HIDDEN:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if chinese:
        return fold_chinese(character)
    if own := _LETTERS.get(character.lower()):
        return own
    wide = unicodedata.normalize("NFKC", character).casefold()
    if len(wide) > 4:
        return character.lower()
    if "\u3040" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7af" or character >= "\uff00":
        return wide
    plain = _DROPPED.sub("", unicodedata.normalize("NFD", wide))
    return "".join(_LETTERS.get(part, part) for part in plain)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a cleaned text that hold a letter or a digit, at most two dozen."""
    return _parts(_END.split(text))


def clauses(sentence: str) -> tuple[str, ...]:
    """What commas part in a sentence."""
    return _parts(_CLAUSE.split(sentence))


def _parts(found: list[str]) -> tuple[str, ...]:
    return tuple(part for one in found if _WORDS.search(part := one.strip()))[:_MOST_PARTS]
