"""Russian in Latin letters: krossovki muzhskie belye."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_LETTERS: Final = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ch": "ч", "sh": "ш", "ts": "ц", "tz": "ц",
    "yu": "ю", "iu": "ю", "ju": "ю", "ya": "я", "ia": "я", "ja": "я",
    "yo": "е", "jo": "е", "ye": "е", "je": "е",
    "iy": "ий", "yy": "ый", "ij": "ий", "yj": "ый", "ay": "ай",
    "oy": "ой", "ey": "ей", "uy": "уй", "iye": "ие",
    "a": "а", "b": "б", "v": "в", "w": "в", "g": "г", "d": "д", "e": "е", "z": "з", "i": "и",
    "j": "й", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х", "x": "х",
    "c": "ц", "y": "ы", "'": "ь",
}  # fmt: skip
_PIECE: Final = re.compile("|".join(sorted(map(re.escape, _LETTERS), key=len, reverse=True)))
_SOUNDED_ALIKE: Final = str.maketrans(
    {"щ": "ш", "ы": "и", "й": "и", "э": "е", "ё": "е", "я": "а", "ю": "у", "ь": "", "ъ": ""}
)
_GLIDE: Final = re.compile("и+(?=[аеоуи])")


class Transliteration:
    """Russian words by how they sound when Latin letters write them. Immutable."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words``: all that are known, folded."""
        self._by_sound: Mapping[str, str] = {_sound(word): word for word in sorted(words, reverse=True)}

    def read(self, text: str) -> str:
        """The text with Latin words in Cyrillic: a known word where one sounds so, else letter by letter.

        Each word keeps its place among the others, not its length.
        """
        return re.sub(r"[a-z']+", lambda found: self._word(found[0]), text.lower())

    def _word(self, word: str) -> str:
        spelt = _PIECE.sub(lambda found: _LETTERS[found[0]], word)
        return self._by_sound.get(_sound(spelt), spelt)


def _sound(word: str) -> str:
    return _GLIDE.sub("", word.translate(_SOUNDED_ALIKE)).removesuffix("и") or word
