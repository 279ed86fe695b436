"""Names of a language that parts words by spaces: as they stand, and by what their forms share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.stems import spelt_out, stem
from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.querying.cues import cues, droppable
from search_tagger.domain.querying.inner import is_category
from search_tagger.domain.querying.matches import COMPOUND, EXACT, HEAD_FIRST, STEM, Entry, Role
from search_tagger.domain.querying.surfaces import attribute_names, entries

_WORD: Final = re.compile(r"\d+[.,]\d+(?!\w)|[^\W_]+(?:['\u2019][^\W\d_]+)*")
_IN_ONE: Final = frozenset({"en", "de", "nl", "tr"})
"""Where an apostrophe stands inside a word; elsewhere it parts two (d'eau)."""
_GENDERED: Final = {"es": "ao", "pt": "ao", "it": "aoie"}
"""Last letters by which nouns are told apart (sandalia, sándalo) that adjectives change."""
_PLURAL_OF: Final = {"e": "a", "i": "o"}
_SHORT_STEMS: Final = frozenset({"en", "de", "nl"})
_LEAST_STEM: Final = 4
_LEAST_JOINED: Final = 5
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with what it is compared by. ``before``: the cue between it and the word before."""

    start: int
    end: int
    plain: str
    stem: str
    before: Role | None = None


class SpacedIndex:
    """One language's names, compiled. Immutable."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        """Linear in the names' total length."""
        self.language = language
        self._cues = cues(language)
        self._droppable = droppable(language)
        self._plain: dict[_Key, list[Entry]] = defaultdict(list)
        self._stems: dict[_Key, list[Entry]] = defaultdict(list)
        self._reordered: dict[_Key, list[Entry]] = defaultdict(list)
        self._joined: dict[str, list[Entry]] = defaultdict(list)
        self._firsts: dict[str, list[Entry]] = defaultdict(list)
        self._heads: dict[str, list[Entry]] = defaultdict(list)
        self._longest: dict[str, int] = defaultdict(int)
        headings = (self._keys(name)[1] for name in attribute_names(lexicon, language))
        self.attributes = {stems[0] for stems in headings if len(stems) == 1}
        for entry in entries(lexicon, language):
            self._add(entry)
        self.words = {word for key in self._plain for word in key}
        self.stems = {word for key in self._stems for word in key}

    def _add(self, entry: Entry) -> None:
        plain, stems = self._keys(entry.surface)
        if len("".join(plain)) < 2:
            return
        if entry.surface.endswith("-"):
            self._firsts["".join(plain)].append(entry)
            return
        self._plain[plain].append(entry)
        self._stems[stems].append(entry)
        self._longest[stems[0]] = max(self._longest[stems[0]], len(stems))
        if len(stems) > 1:
            self._joined["".join(plain)].append(entry)
        if len(stems) > 1 and is_category([entry]):
            self._heads[stems[0 if self.language in HEAD_FIRST else -1]].append(entry)
        if len(stems) == 2:
            self._reordered[(stems[1], stems[0])].append(entry)
            self._longest[stems[1]] = max(self._longest[stems[1]], 2)

    def _keys(self, surface: str) -> tuple[_Key, _Key]:
        words = [one for one in self.split(surface) if one.plain not in self._droppable]
        words = words or list(self.split(surface))
        return tuple(one.plain for one in words), tuple(one.stem for one in words)

    def split(self, text: str) -> Iterator[Word]:
        """The words of a text."""
        for match in _WORD.finditer(text):
            pieces = [(match.start(), match[0])]
            if self.language not in _IN_ONE:
                pieces = [(match.start() + p.start(), p[0]) for p in re.finditer(r"[^'\u2019]+", match[0])]
            for place, raw in pieces:
                plain, stemmed = _compared(raw, self.language)
                if plain:
                    yield Word(place, place + len(raw), plain, stemmed)

    def longest(self, word: Word) -> int:
        """Words of the longest name that may begin with a word."""
        return self._longest.get(word.stem, 1)

    def has(self, plain: str) -> bool:
        """Whether a word is a name by itself, as it stands."""
        return (plain,) in self._plain

    def has_form(self, plain: str) -> bool:
        """Whether a word is a name by itself, in some form."""
        return (plain,) in self._plain or (stem(plain, self.language),) in self._stems

    def is_first(self, plain: str) -> bool:
        """Whether compounds begin so."""
        return plain in self._firsts

    def exactly(self, words: Sequence[Word]) -> bool:
        """Whether the words as they stand are a name."""
        return tuple(one.plain for one in words) in self._plain

    def entries(self, words: Sequence[Word]) -> tuple[tuple[Entry, ...], float] | None:
        """Concepts that words in a row name, in whatever forms, and how well."""
        plain, stems = tuple(one.plain for one in words), tuple(one.stem for one in words)
        if found := self._plain.get(plain):
            return self.ranked(found, " ".join(plain)), EXACT
        if (found := self._stems.get(stems)) and (kept := self._formed(found, plain, stems)):
            return kept, STEM
        if (
            len(words) == 1
            and (found := self._plain.get(stems))
            and (kept := self._formed(found, plain, stems))
        ):
            return kept, STEM  # kabellose: what its ending leaves is a name of which less would be left
        if len(words) == 2 and (found := self._reordered.get(stems)):
            return self.ranked(found, " ".join(plain)), COMPOUND
        spelt = tuple(spelt_out(one, self.language) for one in plain)
        if spelt != plain:
            found = self._plain.get(spelt) or self._stems.get(tuple(stem(w, self.language) for w in spelt))
            return (self.ranked(found, " ".join(spelt)), STEM) if found else None
        return None

    def is_of_another(self, word: Word) -> bool:
        """Whether the only name by its stem is another word: sandalas is no sándalo."""
        found = self._stems.get((word.stem,))
        return found is not None and self.entries([word]) is None

    def headed(self, word: Word) -> tuple[Entry, ...]:
        """The thing whose name is of several words, by the one that says what it is: szampon (do włosów).

        None where several things end so: a box may be for rings or for pills.
        """
        found = self.ranked(self._heads.get(word.stem, ()), word.plain)
        return found if len(found) == 1 else ()

    def first(self, name: str) -> tuple[Entry, ...]:
        """Concepts of a compound's first part."""
        return self.ranked([*self._firsts.get(name, ()), *self._plain.get((name,), ())], name) or self.last(
            name
        )

    def last(self, name: str) -> tuple[Entry, ...]:
        """Concepts of a word that a compound ends in."""
        found = self._plain.get((name,)) or self._stems.get((stem(name, self.language),)) or ()
        return self.ranked(found, name)

    def joined(self, words: Sequence[Word]) -> tuple[Entry, ...]:
        """Concepts of names that are written in one word or in two: water proof, nonslip."""
        together = "".join(one.plain for one in words)
        if len(together) < _LEAST_JOINED:
            return ()
        if len(words) == 1:
            return self.ranked(self._joined.get(together, ()), together)
        found = self._plain.get((together,)) or self._stems.get((stem(together, self.language),)) or ()
        return self.ranked(found, together)

    def _formed(self, found: Iterable[Entry], plain: _Key, stems: _Key) -> tuple[Entry, ...]:
        kept = [one for one in found if self._may_be(one, plain)]
        if len(stems) == 1 and self.language in _SHORT_STEMS and len(stems[0]) < _LEAST_STEM:
            kept = [one for one in kept if one.bends or len(one.surface) >= len(plain[0])]
        return self.ranked(kept, " ".join(plain))

    def _may_be(self, entry: Entry, plain: _Key) -> bool:
        if entry.bends or self.language not in _GENDERED:
            return True
        named = self._keys(entry.surface)[0]
        noun = 1 if len(named) > 1 and named[0] in self._cues else 0
        one, other = (self._gender(words[min(noun, len(words) - 1)]) for words in (plain, named))
        return not (one and other) or one == other

    def _gender(self, word: str) -> str:
        last = word.removesuffix("s")[-1:]
        if last not in _GENDERED[self.language]:
            return ""
        return _PLURAL_OF.get(last, last) if self.language == "it" else last

    def ranked(self, found: Iterable[Entry], said: str) -> tuple[Entry, ...]:
        """The nearest writing first (niñas: niña before niño), then what a concept is called itself."""
        best: dict[str, tuple[tuple[int, int], Entry]] = {}
        for entry in found:
            own = folded(entry.surface.rstrip("-"), self.language)
            key = (-99 if own == said else -_shared(own, said), entry.rank)
            if entry.concept not in best or key < best[entry.concept][0]:
                best[entry.concept] = key, entry
        ordered = sorted(best.values(), key=lambda pair: (pair[0], pair[1].concept))
        return tuple(entry for _, entry in ordered)


@lru_cache(maxsize=65_536)
def _compared(raw: str, language: str) -> tuple[str, str]:
    """A word as it is compared: folded, and what its forms share."""
    plain = folded(raw, language).strip()
    return plain, stem(plain, language)


def _shared(one: str, other: str) -> int:
    shortest = min(len(one), len(other))
    return next((i for i in range(shortest) if one[i] != other[i]), shortest)
