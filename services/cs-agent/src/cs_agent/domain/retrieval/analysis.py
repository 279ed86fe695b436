"""Words of a text as they are compared: folded and cut, or pairs of letters where words are not parted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from argosy_commerce.proofreading.word_forms import folded, tokens
from cs_agent.domain.knowledge.languages import small_words

TOGETHER = frozenset({"zh", "ja", "th", "ko"})
"""Languages that are compared by pairs of neighbouring letters."""
_LONGEST = 8_000
_RUN = re.compile(r"[\u0e01-\u0e4e\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3々ー]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+]*|\d+[A-Za-z][A-Za-z0-9+]*")
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9+.\-]{0,40}\d)[A-Za-z][A-Za-z0-9+.\-]{0,40}[A-Za-z0-9+]"
    r"|(?<![A-Za-z])[A-Z]{2,}[A-Za-z]*|(?<![A-Za-z])[a-z]+[A-Z][A-Za-z]*"
)
_CAPITAL = re.compile(r"(?<=[^.?!:] )[A-Z][a-z]{2,}\b")
_CUT = {"tr": 5, "pl": 5, "ru": 5, "ar": 5}
"""Letters that are compared: endings are many there. Truncation to five letters does in Turkish what a
stemmer does (Can et al., JASIST 59(3), 2008); six elsewhere keeps more words apart."""
_USUAL = 6


def words_of(text: str, language: str) -> Counter[str]:
    """What a text is compared by, each with how often it stands there. Linear; at most 8,000 characters."""
    text = text[:_LONGEST]
    base = language.split("-", 1)[0]
    if base in TOGETHER:
        return Counter(_pairs(text.casefold()))
    idle = _idle(base)
    cut = _CUT.get(base, _USUAL)
    found = (token.key for token in tokens(text, base))
    return Counter(word[:cut] for word in found if len(word) > 1 and word not in idle)


def codes_of(text: str) -> frozenset[str]:
    """Names that are the same in every language: LDAC, USB-C, S8+, aptX; figures alone are none."""
    return frozenset(found.casefold().strip(".-") for found in _CODE.findall(text[:_LONGEST]))


def names_of(text: str) -> frozenset[str]:
    """Every word in Latin letters, of a text in another script: brands and codes."""
    return frozenset(found.casefold() for found in _LATIN.findall(text[:_LONGEST]) if len(found) > 1)


@cache
def _idle(language: str) -> frozenset[str]:
    return frozenset(folded(word) for word in small_words(language))


def brands_of(text: str, language: str) -> frozenset[str]:
    """Names of makers and models in a title or question: Latin words in another script, or capitals.

    German writes every noun so: there none is told.
    """
    if language == "de":
        return frozenset()
    if language in TOGETHER | {"ru", "ar"}:
        return names_of(text)
    return frozenset(found.casefold() for found in _CAPITAL.findall(text[:_LONGEST]))


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        if len(run) == 1:
            yield run
        for first, second in pairwise(run):
            yield first + second
    for word in _LATIN.findall(text):
        yield word.casefold()
