"""Which of the fifteen languages a message is written in.

Scripts tell most; languages in Latin letters are told apart by the words of the examples. What says little (a
name, a size, "ok") keeps the conversation's language.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.languages import language_for, spoken_base, writing_of
from cs_agent.domain.understanding.examples import written

_LATIN: Final = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "tr")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_WORDS: Final = re.compile(r"[!-~]*[@/\d][!-~]*")
"""Addresses of mail and pages, order numbers: of no language."""
_ADDRESS: Final = re.compile(
    r"(?=[^\n]*[,\n])(?=.*(?<!\d)\d{4,6}(?!\d))(?=.*(?<!\d)\d{1,3}(?!\d))", re.DOTALL
)
_MOST_WORDS_OF_AN_ADDRESS: Final = 7
_MOST: Final = 1_500
_SMOOTH: Final = 0.05
_SWITCH: Final = 2.5
"""By how much (logarithm of likelihoods) another language must lead the conversation's: twelve times."""
_SWITCH_BY_ONE: Final = 5.0
"""The same where a single word is known: "ok" is said everywhere, "gracias" is not."""
_LETTERS_SMOOTH: Final = 0.5


def language_of(text: str, tag: str, conversation: str = "") -> str:
    """The base of a cleaned text's language; ``tag`` came with it, ``conversation`` is the last answer's."""
    held = spoken_base(conversation) or spoken_base(tag)
    words = _NO_WORDS.sub(" ", text[:_MOST])
    letters = Counter(map(writing_of, filter(_tells, words)))
    latin = letters["latin"]
    for script in ("th", "ko", "ru", "ar"):
        if letters[script] > 1 and letters[script] * 3 > latin:
            return script
    if letters["ja"] and letters["ja"] * 8 > letters["han"] and letters["ja"] * 3 > latin:
        return "ja"
    if letters["han"] and (letters["han"] * 4 > latin or held in {"zh", "ja"}):
        return held if held in {"zh", "ja"} else "zh"
    return _by_words(words, held, text[:_MOST]) if latin else held or "en"


def tag_of(base: str) -> str:
    """The tag to answer with: pt-BR for pt."""
    return language_for(base).tag


def _by_words(text: str, held: str, whole: str) -> str:
    spoken, sizes = _spoken()
    words = _WORD.findall(folded(text, "fr"))
    known = [word for word in words if word in spoken]
    if held and len(words) <= _MOST_WORDS_OF_AN_ADDRESS and _ADDRESS.match(whole):
        # Unter den Linden says nothing of the language that who lives there reads.
        return held
    scores = dict.fromkeys(_LATIN, 0.0)
    for word in known:
        counts = spoken[word]
        for language in _LATIN:
            scores[language] += math.log((counts.get(language, 0) + _SMOOTH) / sizes[language])
    if held not in _LATIN:
        if held and not known:
            # A name and a postcode say nothing of the language that their writer reads.
            return held
        for language, likely in _by_letters(words).items():
            scores[language] += likely
        return max(_LATIN, key=lambda language: scores[language]) if words else held or "en"
    best = max(_LATIN, key=lambda language: (scores[language], language == held))
    enough = _SWITCH if len(known) > 1 else _SWITCH_BY_ONE
    return best if scores[best] - scores[held] > enough else held


@cache
def _spoken() -> tuple[Mapping[str, Counter[str]], Mapping[str, int]]:
    """How often each word stands in the examples of each language; words met twice or more."""
    found: dict[str, Counter[str]] = {}
    sizes = dict.fromkeys(_LATIN, 0)
    for language in _LATIN:
        for row in written(language):
            words = _WORD.findall(folded(row.text, "fr"))
            sizes[language] += len(words)
            for word in words:
                found.setdefault(word, Counter())[language] += 1
    return {word: counts for word, counts in found.items() if counts.total() > 1}, sizes


def _by_letters(words: list[str]) -> dict[str, float]:
    scores = {}
    for language, (counts, size) in _runs().items():
        found = (run for word in words[:40] for run in _threes(word))
        scores[language] = sum(math.log((counts[run] + _LETTERS_SMOOTH) / size) for run in found) / 2
    return scores


@cache
def _runs() -> Mapping[str, tuple[Counter[str], float]]:
    found = {}
    for language in _LATIN:
        texts = (folded(row.text, "fr") for row in written(language))
        counts = Counter(run for text in texts for word in _WORD.findall(text) for run in _threes(word))
        found[language] = counts, counts.total() + _LETTERS_SMOOTH * 20_000
    return found


def _threes(word: str) -> list[str]:
    framed = f"^{word[:24]}$"
    return [framed[place : place + 3] for place in range(len(framed) - 2)]


def _tells(character: str) -> bool:
    """Letters, and Thai's vowel and tone marks, which stand for as much there."""
    return character.isalpha() or "\u0e30" <= character <= "\u0e4f"
