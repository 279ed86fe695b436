"""What goods are called, found in texts: kinds of goods, colours, materials and the like, by their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.channels import function_words
from argosy_commerce.folding import folded
from argosy_commerce.stems import stem, thing_made_small
from argosy_commerce.terms.model import Kind
from refund_agent.domain.complaints.term_base import goods
from refund_agent.domain.complaints.tongues import tongue
from refund_agent.domain.complaints.wordings import UNSPACED

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 4
"""Words of a name."""
_COMPOUNDING: Final = frozenset({"de", "nl"})
_HEAD: Final = 4
"""Letters of a name at the end of a compound."""
_KATAKANA: Final = re.compile("[\u30a1-\u30fa\u30fc]")
_THAI_MARK: Final = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, and the concepts that it may mean."""

    start: int
    end: int
    concepts: frozenset[str]
    partly: bool = False
    """One word of a longer name: clock of wall clock."""


class Names:
    """One language's names, ready to be found in folded texts. Immutable, shared by threads."""

    def __init__(self, language: str, names: Iterable[tuple[str, str]]) -> None:
        """Compiles them; linear in their total length."""
        self.language = language
        self._spaced = language not in UNSPACED
        self._idle = function_words(language) | {folded(word, language) for word in tongue(language).words}
        found: defaultdict[str, set[str]] = defaultdict(set)
        exact: defaultdict[str, set[str]] = defaultdict(set)
        part: defaultdict[str, set[str]] = defaultdict(set)
        for concept, name in names:
            if self._spaced:
                words = _WORD.findall(name)
                found[" ".join(stem(word, language) for word in words)].add(concept)
                exact[name].add(concept)
                if len(words) > 1 and goods().things[concept].kind is Kind.CATEGORY:
                    for word in words:
                        if word not in self._idle and len(word) > 2:
                            part[stem(word, language)].add(concept)
            else:
                found[name].add(concept)
                found[name.replace(" ", "")].add(concept)
        found.pop("", None)
        once: dict[frozenset[str], frozenset[str]] = {}
        self._by_key = _shared(found, once)
        self._part = _shared(part, once)
        self._exact = {
            name: concepts
            for name, concepts in _shared(exact, once).items()
            if " " not in name and concepts != self._by_key.get(stem(name, language))
        }
        """Of names that share a stem with others': which is which."""
        self._automaton = None if self._spaced else _automaton(self._by_key)

    def find(self, text: str) -> tuple[Name, ...]:
        """Every name, the longest at a place, in the order of the text."""
        hits = self._in_words(text) if self._spaced else self._in_letters(text)
        taken: list[Name] = []
        owners: dict[int, tuple[int, int]] = {}
        for hit in sorted(hits, key=lambda one: (one.start - one.end, one.start, one.partly)):
            span = (hit.start, hit.end)
            if all(owners.get(place, span) == span for place in range(*span)):
                owners |= dict.fromkeys(range(*span), span)
                taken.append(hit)
        return tuple(sorted(taken, key=lambda one: (one.start, one.end, one.partly)))

    def _in_words(self, text: str) -> Iterator[Name]:
        words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(text)]
        keys = [stem(word, self.language) for _, _, word in words]
        for first, (start, end, word) in enumerate(words):
            if word not in self._idle:
                yield from self._alone(start, end, word, keys[first])
            for count in range(2, _LONGEST + 1):
                concepts = self._by_key.get(" ".join(keys[first : first + count]))
                if concepts and first + count <= len(words):
                    yield Name(start, words[first + count - 1][1], concepts)

    def _alone(self, start: int, end: int, word: str, key: str) -> Iterator[Name]:
        alone = self._exact.get(word) or self._by_key.get(key)
        if not alone and key not in self._part:
            alone = self._by_key.get(thing_made_small(word, self.language))
        if alone:
            yield Name(start, end, alone)
        if part := self._part.get(key, frozenset()) - (alone or frozenset()):
            yield Name(start, end, part, partly=True)
        if not alone and self.language in _COMPOUNDING:
            yield from self._in_compound(start, word)

    def _in_compound(self, start: int, word: str) -> Iterator[Name]:
        """The goods that a compound ends in (Kaffeetasse), and what describes them (Lederjacke)."""
        for place in range(3, len(word) - _HEAD + 1):
            concepts = self._goods(word[place:])
            if not concepts:
                continue
            yield Name(start + place, start + len(word), concepts)
            head = word[:place]
            told = self._by_key.get(stem(head, self.language), frozenset())
            described = frozenset(one for one in told if goods().things[one].kind is not Kind.CATEGORY)
            if described:
                yield Name(start, start + place, described)
            return

    def _goods(self, word: str) -> frozenset[str]:
        told = self._by_key.get(stem(word, self.language), frozenset())
        return frozenset(one for one in told if goods().things[one].kind is Kind.CATEGORY)

    def _in_letters(self, text: str) -> Iterator[Name]:
        if self._automaton is None:
            return
        for last, (length, concepts) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if self._stands(text, start, end):
                yield Name(start, end, concepts)

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether it may be a name: no half word in letters of the alphabet, no half syllable."""
        before, after = text[start - 1 : start], text[end : end + 1]
        if text[start].isascii() and before.isascii() and before.isalnum():
            return False
        if text[end - 1].isascii() and after.isascii() and after.isalnum():
            return False
        if self.language == "th":
            return end - start > 1 and not _THAI_MARK.match(after)
        if self.language == "ja" and _KATAKANA.match(text[end - 1]):
            return not _KATAKANA.match(after)
        if self.language == "ko" and end - start == 1:
            return not before.isalpha()
        return True


@cache
def names(language: str) -> Names:
    """The names in a language (the base of its tag), compiled once."""
    return Names(language, goods().names[language])


def _shared(
    found: Mapping[str, set[str]], once: dict[frozenset[str], frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Equal sets kept once: most names are one concept's."""
    sets = ((key, frozenset(concepts)) for key, concepts in found.items())
    return {key: once.setdefault(concepts, concepts) for key, concepts in sets}


def _automaton(by_name: Mapping[str, frozenset[str]]) -> Any:  # noqa: ANN401 — an untyped C module
    built = ahocorasick.Automaton()
    for name, concepts in by_name.items():
        built.add_word(name, (len(name), concepts))
    built.make_automaton()
    return built
