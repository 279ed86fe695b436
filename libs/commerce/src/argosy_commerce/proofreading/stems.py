"""What is left of a folded word without its endings, on both sides of a comparison.

For languages in which a name has too many forms to write all out (Polish, Russian, Turkish), or few that
are regular (French, Italian, Portuguese, Dutch). Two words may be left alike (port, porte): the stem is
for finding what a text may name, where the words beside it and the kind of thing decide. Three letters or
more stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

_RUSSIAN: Final = re.compile(
    r"(?<=...)(?:иями|ями|ами|ыми|ими|ого|его|ому|ему|иях|ах|ях|ых|их|ам|ям|ым|им|ом|ем|ов|ев|"
    r"ая|яя|ое|ее|ые|ие|ыи|ии|ои|еи|ую|юю|ою|ею|ия|ию|ья|ье|ьи|а|я|о|е|ы|и|у|ю|ь)$"
)
_POLISH: Final = re.compile(
    r"(?<=...)(?:iego|iemu|owie|ego|emu|ymi|imi|ami|ach|iem|iej|ich|ych|owi|om|ow|em|ej|ym|im|ie|ia|io|iu|"
    r"y|i|a|e|o|u)$"
)
_FLEETING: Final = re.compile(r"(?<=..)(?P<vowel>[еоeo])(?=[кk]$)")
"""кошек, кошка; bluzek, bluzka."""
_TURKISH: Final = re.compile(
    r"(?<=....)(?:lar|ler|nın|nin|nun|sı|si|su|yi|yı|yu|da|de|dan|den|ın|in|un|ı|i|u)$"
)
_DOUBLE_VOWEL: Final = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou]+$)")
_LONGEST_TURKISH: Final = 3
"""Endings that a Turkish word may pile up: ayakkabı-lar-ı."""


def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in languages that are not stemmed."""
    make = _STEMS.get(language)
    return make(word) if make is not None and word.isalpha() else word


def is_stemmed(language: str) -> bool:
    """Whether the words of a language (its base) are compared by their stems."""
    return language in _STEMS


def _russian(word: str) -> str:
    left = _RUSSIAN.sub("", word)
    left = left.removesuffix("н") if left.endswith("нн") else left
    return _FLEETING.sub("", left)


def _polish(word: str) -> str:
    return _FLEETING.sub("", _POLISH.sub("", word))


def _turkish(word: str) -> str:
    for _ in range(_LONGEST_TURKISH):
        shorter = _TURKISH.sub("", word)
        if shorter == word:
            break
        word = shorter
    return word


def _french(word: str) -> str:
    if len(word) > 4 and word.endswith("aux"):
        return word[:-3] + "al"
    word = word.removesuffix("s") if len(word) > 3 else word
    word = word.removesuffix("x") if len(word) > 4 else word
    for ending, other in _FEMININE:
        if word.endswith(ending) and len(word) - len(ending) + len(other) > 2:
            return word.removesuffix(ending) + other
    word = word[:-1] if len(word) > 4 and word.endswith("e") else word
    return word.removesuffix("s") if len(word) > 3 else word


_FEMININE: Final = (
    ("euse", "eu"), ("ive", "if"), ("che", "c"), ("gue", "g"), ("ere", "er"), ("elle", "el"), ("ette", "et"),
    ("enne", "en"), ("onne", "on"), ("ouce", "ou"),
)  # fmt: skip


def _italian(word: str) -> str:
    return re.sub(r"(?<=..[cg])h[ei]$|(?<=...)(?:i[aeo]|ii|[aeio])$", "", word)


def _portuguese(word: str) -> str:
    for ending, other in (
        ("oes", "ao"),
        ("aos", "ao"),
        ("aes", "ao"),
        ("ns", "m"),
        ("res", "r"),
        ("zes", "z"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + other
    if len(word) > 4 and word.endswith("is") and word[-3] in "aeou":
        return word[:-2] + "l"
    word = word.removesuffix("s") if len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word[-1] in "oa" and not word.endswith("ao") else word


def _dutch(word: str) -> str:
    left = re.sub(r"(?<=...)(?:en|e|s)$", "", word)
    left = re.sub(r"([bdfgklmnprst])\1$", r"\1", left)
    left = _DOUBLE_VOWEL.sub(lambda found: found[0][0], left)
    return left[:-1] + {"v": "f", "z": "s"}.get(left[-1], left[-1])


_STEMS: Final[Mapping[str, Callable[[str], str]]] = {
    "ru": _russian, "pl": _polish, "tr": _turkish,
    "fr": _french, "it": _italian, "pt": _portuguese, "nl": _dutch,
}  # fmt: skip
