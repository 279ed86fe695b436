"""The names of a term base in each language, compiled when first asked for."""

from __future__ import annotations

import re
from typing import ClassVar, Final
from weakref import WeakKeyDictionary

from argosy_commerce.folding import folded
from argosy_commerce.language_finding import IN_LATIN
from argosy_commerce.terms.base import TermBase
from search_tagger.domain.querying.spaced import SpacedNames
from search_tagger.domain.querying.transliterated import Transliteration
from search_tagger.domain.querying.unspaced import UnspacedNames

LANGUAGES: Final = ("zh", "en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "ko", "ja", "th")
_WORD: Final = re.compile(r"[^\W\d_]+")
UNSPACED: Final = frozenset({"zh", "ja", "th", "ko"})


class Names:
    """All names of one term base. Shared by threads: what two make at once is the same."""

    _made: ClassVar[WeakKeyDictionary[TermBase, Names]] = WeakKeyDictionary()

    def __init__(self, base: TermBase) -> None:
        """Compiles nothing yet."""
        self._lexicon = base.lexicon
        self._spaced: dict[str, SpacedNames] = {}
        self._unspaced: dict[str, UnspacedNames] = {}
        self._russian: Transliteration | None = None
        self._languages: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, base: TermBase) -> Names:
        """The one of a term base."""
        found = cls._made.get(base)
        if found is None:
            found = cls._made[base] = cls(base)
        return found

    def warm_up(self) -> None:
        """Compiles every language now: some seconds, which no query should wait for."""
        for language in LANGUAGES:
            _ = self.unspaced(language) if language in UNSPACED else self.spaced(language)
        self.russian_in_latin()
        self.familiar("")

    def spaced(self, language: str) -> SpacedNames:
        """Names of a language whose words are parted."""
        if language not in self._spaced:
            self._spaced[language] = SpacedNames(self._lexicon, language)
        return self._spaced[language]

    def unspaced(self, language: str) -> UnspacedNames:
        """Names of one of UNSPACED."""
        if language not in self._unspaced:
            self._unspaced[language] = UnspacedNames(self._lexicon, language)
        return self._unspaced[language]

    def russian_in_latin(self) -> Transliteration:
        """What Russian's names sound like."""
        if self._russian is None:
            self._russian = Transliteration(self.spaced("ru").index.words)
        return self._russian

    def familiar(self, text: str) -> dict[str, int]:
        """By language in Latin letters, how many of a text's letters are of words that it has names of."""
        if not self._languages:
            found: dict[str, tuple[str, ...]] = {}
            for language in IN_LATIN:
                for word in self.spaced(language).words:
                    found[word] = (*found.get(word, ()), language)
            self._languages = found
        letters = dict.fromkeys(IN_LATIN, 0)
        for word in _WORD.findall(folded(text, "fr")):
            for language in self._languages.get(word, ()):
                letters[language] += len(word)
        return letters
