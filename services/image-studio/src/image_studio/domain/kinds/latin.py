"""What lettering in Latin letters says in a Chinese picture: a maker's mark, or words and technical terms.

Merchants set English words beside Chinese ones to look international, and name what a thing can do by
its standard: neither is anybody's mark. The words are data/latin_words.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final

from argosy_commerce.terms.strict_yaml import document

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'\-]*")


def is_technical(text: str) -> bool:
    """Whether it names a standard, a connector or a material, with or without figures."""
    terms = _listed("terms")
    words = unicodedata.normalize("NFKC", text).casefold().replace("/", " ").split()
    return any(w in terms for w in words) and all(w in terms or any(c.isdigit() for c in w) for w in words)


def is_wording(text: str) -> bool:
    """Whether at least half of its words are English words of every day: a slogan, a product's name."""
    known = _listed("words")
    words = [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", text))]
    said = sum(word in known or word.removesuffix("s") in known for word in words)
    return bool(words) and 2 * said >= len(words)


def is_masked_name(text: str) -> bool:
    """Whether it is a buyer's name as shops show it: "m**7"."""
    return "**" in text


@lru_cache(maxsize=2)
def _listed(which: str) -> frozenset[str]:
    text = files("image_studio").joinpath("data/latin_words.yaml").read_text(encoding="utf-8")
    return frozenset(document(text)[which].casefold().split())
