"""Finding a rule's words in what a merchant or buyer wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from argosy_commerce.spotting import bounded, plain


def names_all(text: str, words: Iterable[str]) -> bool:
    """Whether every word stands in the text, whole where the script has spaces."""
    said = plain(text.replace(">", " "), 400)
    return all(re.search(bounded(word), said) for word in words)


def names_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether any of the phrases stands in the text."""
    said = plain(text, 400)
    return any(re.search(bounded(phrase), said) for phrase in phrases)
