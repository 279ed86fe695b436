"""Which of the fifteen languages a buyer writes in."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.languages import spoken_base, writing_of
from refund_agent.domain.complaints.tongues import LANGUAGES, tongue

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MOST: Final = 4_000
_REPEATABLE: Final = 3
_CLEARLY: Final = 2.0
"""Another language than the tag's is believed where its words count so many times more, and to three."""


def language_of(text: str, tag: str) -> str:
    """The base of the language to read a text in: the tag's unless it is missing or the words differ."""
    told = spoken_base(tag)
    letters = Counter(map(writing_of, filter(str.isalpha, text[:_MOST])))
    latin = letters["latin"]
    for script in ("th", "ko", "ru", "ar"):
        if script in LANGUAGES and letters[script] > 2 and letters[script] * 3 > latin:
            return script
    if letters["ja"] > 1 and letters["ja"] * 8 > letters["han"] and letters["ja"] * 3 > latin:
        return "ja"
    if letters["han"] > 1 and letters["han"] * 3 > latin:
        return told if told in {"zh", "ja"} else "zh"
    counts = _spoken(text[:_MOST])
    if not counts:
        return told or "en"
    best = max(counts, key=lambda language: (counts[language], language == told))
    if told and (counts[best] < 3 or counts[best] < _CLEARLY * counts.get(told, 0.0)):
        return told
    return best


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for word in tongue(language).words:
            key = folded(word, "en")
            found[key] = (*found.get(key, ()), language)
    return found


def _spoken(text: str) -> dict[str, float]:
    counts: dict[str, float] = {}
    for word, count in Counter(_WORD.findall(folded(text, "en"))).items():
        speakers = _speakers().get(word, ())
        for language in speakers:
            counts[language] = counts.get(language, 0.0) + min(count, _REPEATABLE) / len(speakers)
    return counts
