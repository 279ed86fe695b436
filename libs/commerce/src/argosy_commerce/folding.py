"""What buyers write, as it is compared: one case, no accents, nothing hidden; in any of fifteen languages.

Merchants' Chinese is folded by `argosy_commerce.terms.normalize`, which keeps more of it apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from argosy_commerce.terms.normalize import fold as fold_chinese

_LETTERS: Final = {
    "ß": "ss", "ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ё": "е",
    "’": "'", "‘": "'", "`": "'", "´": "'",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي",
}  # fmt: skip
_JOINED: Final = frozenset({"en", "de", "nl", "tr"})
"""Languages in which an apostrophe stands inside a word that many write without it (dont, gehts)."""
_DROPPED: Final = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\u0640]")
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories of what shows nothing."""
BREAKS: Final = frozenset("\r\n\u2028\u2029\x0b\x0c\x85")
"""What ends a line; an emoji does too."""


def folded(text: str, language: str) -> str:
    """As texts of a language (its base: "pt") are compared; marks stay, what ends a line becomes "\\n"."""
    return "".join(fold_character(character, language) for character in unicodedata.normalize("NFC", text))


def fold_character(character: str, language: str) -> str:
    """What one character of an NFC text is compared as: mostly one, "" for those that show nothing."""
    plain = _folded(character, chinese=language == "zh")
    return "" if plain == "'" and language in _JOINED else plain


@lru_cache(maxsize=32_768)
def _folded(character: str, *, chinese: bool) -> str:  # noqa: PLR0911 — one kind a line
    if character in BREAKS:
        return "\n"
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category in HIDDEN:
        return ""
    if category == "So":
        return "\n"
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if chinese:
        return fold_chinese(character)
    own = _LETTERS.get(character.lower())
    if own is not None:
        return own
    wide = unicodedata.normalize("NFKC", character).casefold()
    if len(wide) > 4:
        return character.lower()
    if "\u3040" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7af" or character >= "\uff00":
        return wide
    decomposed = _DROPPED.sub("", unicodedata.normalize("NFD", wide))
    return "".join(_LETTERS.get(part, part) for part in decomposed)
