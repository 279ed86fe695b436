"""Many words in one text, in one pass: the longest win, none is cut out of a Latin word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.terms.normalize import Normalized, fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place(Generic[T]):
    """A word at a place of the folded text."""

    start: int
    end: int
    what: T


class Finder(Generic[T]):
    """Words compiled once. Of words that fold to the same the longest as written counts, then the first."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        """Linear in the words' total length."""
        self._automaton = ahocorasick.Automaton()
        ranked = sorted(words, key=lambda word: -len(word[0]))
        for rank, (word, what) in enumerate(ranked):
            needle = fold(word).strip()
            if needle and needle not in self._automaton:
                self._automaton.add_word(needle, (rank, len(needle), what))
        self._empty = len(self._automaton) == 0
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, text: Normalized, counts: Callable[[T], bool] | None = None) -> list[Place[T]]:
        """Places that do not overlap, longer words first, so that 'Acme' is not cut out of 'Acme Pro'.

        Words for which ``counts`` is false are as if they were not there. Linear in the text and in
        what is found in it.
        """
        if self._empty:
            return []
        hits: list[tuple[int, int, int, T]] = []
        reached: dict[int, int] = {}
        for last, (rank, length, what) in self._automaton.iter(text.text):
            start, end = last + 1 - length, last + 1
            if start < reached.get(rank, 0):
                continue
            reached[rank] = end
            if _whole(text.text, start, end) and (counts is None or counts(what)):
                hits.append((rank, start, end, what))
        hits.sort(key=lambda hit: hit[:2])
        taken = bytearray(len(text.text))
        found: list[Place[T]] = []
        for _, start, end, what in hits:
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(Place(start, end, what))
        return found


def _whole(folded: str, start: int, end: int) -> bool:
    cut_before = start > 0 and _latin(folded[start]) and _latin(folded[start - 1])
    cut_after = end < len(folded) and _latin(folded[end - 1]) and _latin(folded[end])
    return not (cut_before or cut_after)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
