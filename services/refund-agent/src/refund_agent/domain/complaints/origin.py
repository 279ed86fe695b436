"""Which of the fifteen languages a buyer writes in."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.folding import folded
from argosy_commerce.languages import read_tag
from refund_agent.domain.complaints.tongues import LANGUAGES, tongue

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MOST: Final = 4_000
_REPEATABLE: Final = 3
_CLEARLY: Final = 2.0
"""Another language than the tag's is believed where its words count so many times more, and to three."""
_SCRIPTS: Final = (
    (0x41, 0x250, "latin"), (0x400, 0x530, "ru"), (0x600, 0x780, "ar"), (0xFB50, 0xFE00, "ar"),
    (0xE00, 0xE80, "th"), (0x3040, 0x3100, "ja"), (0xAC00, 0xD7B0, "ko"), (0x1100, 0x1200, "ko"),
    (0x3130, 0x3190, "ko"),
    (0x3400, 0xA000, "han"),
)  # fmt: skip


def language_of(text: str, tag: str) -> str:
    """The base of the language to read a text in: the tag's unless it is missing or the words differ."""
    told = base_of(tag)
    letters = Counter(_script(character) for character in text[:_MOST])
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


def base_of(tag: str) -> str:
    """The base of a tag if it is one of the fifteen, else ""."""
    try:
        base = read_tag(tag).language if tag else ""
    except UnknownLanguage:
        return ""
    return base if base in LANGUAGES else ""


def _script(character: str) -> str:
    code = ord(character)
    if not character.isalpha():
        return "other"
    return next((script for first, last, script in _SCRIPTS if first <= code < last), "other")


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
