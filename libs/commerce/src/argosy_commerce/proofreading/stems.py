"""Words without their endings, so that a bent form meets the term it comes from.

Light stemmers for recognising terms, not for grammar: what two words of a language share when they
are forms of one. Offsets into the original text are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019](?=[^\W\d_]))?[^\W_]*")
_HARAKAT = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_ARABIC_FRONT = re.compile(r"^(?:[وف](?=.{3}))?(?:[بك]?ال|لل|[بلك](?=.{3}))?(?=.{2})")
_ARABIC_BACK = re.compile(r"(?<=..)(?:يه|ات|ان|ين|ون|ه|ي)$")
_ENGLISH_FAMILIES = (
    ("abilities", "abl"), ("ability", "abl"), ("ables", "abl"), ("able", "abl"), ("ably", "abl"),
    ("ibility", "ibl"), ("ible", "ibl"), ("resistance", "resist"), ("resistant", "resist"),
    ("proofing", "proof"), ("proofed", "proof"), ("proofness", "proof"),
)  # fmt: skip
_SPANISH_FAMILIES = (
    ("abilidad", "abl"), ("ables", "abl"), ("able", "abl"), ("ibilidad", "ibl"), ("ibles", "ibl"),
    ("ible", "ibl"), ("resistencia", "resistent"), ("eabilizado", "eabl"),
    ("eabilizada", "eabl"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word at its place."""

    start: int
    end: int
    word: str
    """Folded: case, marks over letters; what a compound is searched in."""
    stem: str


def tokens(text: str, language: str) -> Iterator[Token]:
    """The words of a text whose script parts them; hyphens part words too."""
    stem = _STEMMERS.get(language.split("-", 1)[0], _romance)
    for found in _TOKEN.finditer(text):
        word = folded(found[0])
        if word:
            yield Token(found.start(), found.end(), word, stem(word) if len(word) > 3 else word)


def folded(word: str) -> str:
    """Without case and accents (ñ stays a letter of its own); Arabic without vowel signs."""
    word = _HARAKAT.sub("", unicodedata.normalize("NFC", word)).casefold().translate(_ARABIC_LETTERS)
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.replace("ñ", "\0"))
    plain = "".join(c for c in parts if not ("\u0300" <= c <= "\u036f"))
    return unicodedata.normalize("NFC", plain).replace("\0", "ñ")


def _english(word: str) -> str:
    for suffix in ("'s", "\u2019s"):
        word = word.removesuffix(suffix)
    for ending, family in _ENGLISH_FAMILIES:
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending) + family
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _romance(word: str) -> str:
    for ending, family in _SPANISH_FAMILIES:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + family
    if word.endswith("ces") and len(word) > 4:
        return word[:-3] + "z"
    if word.endswith("es") and len(word) > 4 and word[-3] not in "aeiou":
        return word[:-2]
    word = word.removesuffix("s") if len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word[-1] in "aoe" else word


def _german(word: str) -> str:
    for ending in ("ern", "en", "em", "er", "es", "e", "n", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _arabic(word: str) -> str:
    core = _ARABIC_FRONT.sub("", word, count=1)
    return _ARABIC_BACK.sub("", core) or core


_STEMMERS: dict[str, Callable[[str], str]] = {
    "en": _english,
    "es": _romance,
    "de": _german,
    "nl": _german,
    "ar": _arabic,
}
