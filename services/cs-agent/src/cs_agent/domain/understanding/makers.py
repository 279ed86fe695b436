"""Names of makers that are no words of the trade: Lush, Oral-B."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from babel import Locale

from argosy_commerce.folding import folded
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.examples import pieces, vocabulary
from cs_agent.domain.understanding.language import tag_of
from cs_agent.domain.understanding.named import concepts_in, covering
from cs_agent.domain.understanding.places import country_in

OTHER_SCRIPTS: Final = frozenset({"zh", "ja", "ko", "th", "ar"})
"""Where words are written in another script, a Latin one is a name however it is written."""
_JOINING: Final = frozenset({"de", "nl"})
_LEAST: Final = 3
"""Letters of a name: XL and A4 are none."""
_HYPHENATED: Final = re.compile(r"(?<![\w-])[A-Z][A-Za-z]*(?:[-&][A-Z][A-Za-z]*)+(?![A-Za-z0-9-])")
_CAPITALS: Final = 2
_LETTERS: Final = re.compile(r"[A-Za-z]+")


def is_name(word: str, language: str) -> bool:
    """Whether a word is known as a maker or as nothing: no thing, colour, place, day, word of buyers."""
    if concepts := concepts_in(word, language):
        return all(one.startswith("brand.") for one in concepts)
    plain = folded(word, language)
    if len(word) < _LEAST or country_in(word, language) or matters().named(word, language):
        return False
    return (
        plain not in vocabulary(language) and plain not in _days(language) and bool(pieces(plain, language))
    )


def hyphenated(text: str, language: str) -> frozenset[str]:
    """Makers' names of several parts in a cleaned text: Oral-B, Black-Decker; no T-Shirt, no USB-C.

    German and Dutch join words of their own so: there a last part that is a word makes it none, and a first
    one that is more than a colour.
    """
    found = set()
    for one in _HYPHENATED.findall(text):
        parts = _LETTERS.findall(one)
        is_code = all(part.isupper() and len(part) >= _CAPITALS for part in parts)
        is_joined = language in _JOINING and len(parts[-1]) >= _LEAST and _is_of_words(parts, language)
        if not is_code and not is_joined and not _is_word(one, language):
            found.add(one)
    return frozenset(found)


def _is_word(word: str, language: str) -> bool:
    """Whether it is known as it stands; its parts alone say nothing: black, of Black-Decker."""
    whole = covering(word, language) or matters().named(word, language)
    return bool(whole) or folded(word, language) in vocabulary(language)


def _is_of_words(parts: Sequence[str], language: str) -> bool:
    """Whether the last part of a joined word is known, or the first as more than a colour."""
    first = concepts_in(parts[0], language)
    is_colour = bool(first) and all(one.startswith("colour.") for one in first)
    return not is_name(parts[-1], language) or not (is_colour or is_name(parts[0], language))


@cache
def _days(language: str) -> frozenset[str]:
    locale = Locale.parse(tag_of(language), sep="-")
    names = (*locale.days["format"]["wide"].values(), *locale.months["format"]["wide"].values())
    return frozenset(folded(name, language) for name in names)
