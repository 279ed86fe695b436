"""Which of the fifteen languages a text is written in.

Scripts tell most; languages in Latin letters are told apart by the words, and the runs of three letters, of
texts in each. What says little (a name, a size, "ok") keeps the language that is held already.

    names = LanguageFinder.of_names(base)
    names.find("pantalón recto negro")           # "es"
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import ClassVar, Final
from weakref import WeakKeyDictionary

from argosy_commerce.channels import function_words
from argosy_commerce.folding import folded
from argosy_commerce.languages import spoken_base, writing_of
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.patterns import has_slots

IN_LATIN: Final = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "tr")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_WORDS: Final = re.compile(r"[!-~]*[@/\d][!-~]*|\b[A-Za-z]+-[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ](?![\w-])")
"""Addresses of mail and pages, order numbers, codes of plugs (usb-c): of no language."""
_ADDRESS: Final = re.compile(
    r"(?=[^\n]*[,\n])(?=.*(?<!\d)\d{4,6}(?!\d))(?=.*(?<!\d)\d{1,3}(?!\d))", re.DOTALL
)
_MOST_WORDS_OF_AN_ADDRESS: Final = 7
_CAPITAL: Final = re.compile(r"[^\w]*[A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻĞİŞŒ]")
_MOST: Final = 1_500
_SMOOTH: Final = 0.05
_SWITCH: Final = 2.5
"""By how much (logarithm of likelihoods) another language must lead the one that is held: twelve times."""
_SWITCH_BY_ONE: Final = 5.0
"""The same where a single word is known: "ok" is said everywhere, "gracias" is not."""
_LETTERS_SMOOTH: Final = 0.5
_OWN: Final[Mapping[str, str]] = {
    "es": "ñ¿¡", "pt": "ãõ", "fr": "œêë", "de": "ß", "pl": "ąćęłńśźż", "tr": "ığş",
}  # fmt: skip
"""Letters and marks that one of IN_LATIN writes and no other does, but for "ë", which Dutch writes too."""
_OF_OWN: Final = 6.0
"""What a word with one of them says for its language; a name (São Paulo, Łódź) says nothing."""
_OF_LETTERS: Final = 0.5
"""What runs of letters count beside words."""
_OF_FUNCTION_WORDS: Final = 20
"""How often a function word counts beside names, which hold few: every third word of a query with one."""


class LanguageFinder:
    """Finds languages by texts in those of Latin letters. Shared by threads."""

    _made: ClassVar[WeakKeyDictionary[TermBase, LanguageFinder]] = WeakKeyDictionary()

    def __init__(self, texts: Mapping[str, Iterable[str]], *, least: int = 2) -> None:
        """``texts`` by language, those of IN_LATIN; words met less than ``least`` times tell nothing."""
        self._texts = {
            language: Counter(
                word for text in texts.get(language, ()) for word in _WORD.findall(folded(text, "fr"))
            )
            for language in IN_LATIN
        }
        self._least = least

    @classmethod
    def of_names(cls, base: TermBase) -> LanguageFinder:
        """By what the term base calls things, with each language's function words; made once for each."""
        if base not in cls._made:
            names = {language: list(_names(base, language)) for language in IN_LATIN}
            cls._made[base] = cls(names, least=1)
        return cls._made[base]

    def find(self, text: str, held: str = "") -> str:
        """The base of a text's language; ``held`` is the base that is kept where the text tells little."""
        held = spoken_base(held)
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
        if letters[held] and held not in IN_LATIN:
            return held  # "на iPhone 16?", "а L?": names and sizes are Latin in every script
        return self._by_words(words, held, text[:_MOST]) if latin else held or "en"

    def _by_words(self, text: str, held: str, whole: str) -> str:
        spoken, sizes = self._spoken
        words = _WORD.findall(folded(text, "fr"))
        known = [word for word in words if word in spoken]
        if held and len(words) <= _MOST_WORDS_OF_AN_ADDRESS and _ADDRESS.match(whole):
            # Unter den Linden says nothing of the language that who lives there reads.
            return held
        scores = dict.fromkeys(IN_LATIN, 0.0)
        for word in known:
            counts = spoken[word]
            for language in IN_LATIN:
                scores[language] += math.log((counts.get(language, 0) + _SMOOTH) / sizes[language])
        for language, likely in _by_marks(whole).items():
            scores[language] += likely
        if held not in IN_LATIN:
            if held and not known:
                # A name and a postcode say nothing of the language that their writer reads.
                return held
            for language, likely in self._by_letters(words).items():
                scores[language] += likely
            return max(IN_LATIN, key=lambda language: scores[language]) if words else held or "en"
        plain = [word for word in _WORD.findall(text) if word.islower() and len(word) > 1]  # no names
        if not plain and not any(len(word) > 1 for word in known) and not any(mark in whole for mark in "¿¡"):
            return held  # "XL", "e o M?", a name
        for language, likely in self._by_letters([folded(word, "fr") for word in plain]).items():
            scores[language] += likely
        best = max(IN_LATIN, key=lambda language: (scores[language], language == held))
        enough = _SWITCH if sum(len(word) > 1 for word in known) > 1 else _SWITCH_BY_ONE
        return best if scores[best] - scores[held] > enough else held

    @cached_property
    def _spoken(self) -> tuple[Mapping[str, Counter[str]], Mapping[str, int]]:
        found: dict[str, Counter[str]] = {}
        for language, words in self._texts.items():
            for word, count in words.items():
                found.setdefault(word, Counter())[language] += count
        sizes = {language: words.total() or 1 for language, words in self._texts.items()}
        return {word: counts for word, counts in found.items() if counts.total() >= self._least}, sizes

    def _by_letters(self, words: list[str]) -> dict[str, float]:
        scores = {}
        for language, (counts, size) in self._runs.items():
            found = (run for word in words[:40] if len(word) > 2 for run in _threes(word))
            scores[language] = (
                sum(math.log((counts[run] + _LETTERS_SMOOTH) / size) for run in found) * _OF_LETTERS
            )
        return scores

    @cached_property
    def _runs(self) -> Mapping[str, tuple[Counter[str], float]]:
        runs = {}
        for language, words in self._texts.items():
            counts: Counter[str] = Counter()
            for word, count in words.items():
                for run in _threes(word):
                    counts[run] += count
            runs[language] = counts, counts.total() + _LETTERS_SMOOTH * 20_000
        return runs


def _names(base: TermBase, language: str) -> Iterable[str]:
    for concept in base.lexicon:
        term = concept.term(language)
        if term is None or concept.kind in {Kind.PHRASE, Kind.BRAND} or has_slots(term.preferred):
            continue
        yield from dict.fromkeys(
            filter(None, (term.preferred, *term.alternatives, term.modifier, term.plural))
        )
    for word in function_words(language):
        yield " ".join([word] * _OF_FUNCTION_WORDS)


def _by_marks(text: str) -> dict[str, float]:
    """What letters and marks say that only one language writes; each word once, no names."""
    words = [word for word in re.split(r"\s+", text) if word[:1] in "¿¡" or not _CAPITAL.match(word)]
    return {
        language: _OF_OWN * sum(any(mark in word for mark in marks) for word in words[:40])
        for language, marks in _OWN.items()
    }


def _threes(word: str) -> list[str]:
    framed = f"^{word[:24]}$"
    return [framed[place : place + 3] for place in range(len(framed) - 2)]


def _tells(character: str) -> bool:
    """Letters, and Thai's vowel and tone marks, which stand for as much there."""
    return character.isalpha() or "\u0e30" <= character <= "\u0e4f"
