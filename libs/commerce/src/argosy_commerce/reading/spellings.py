"""Every Chinese spelling of a term base in one automaton, found in one pass over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.reading.denials import denials
from argosy_commerce.terms.model import Concept, Kind, Surface
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.patterns import Pattern, Slot, has_slots, parse_pattern

_NEGATIONS, _WARNINGS, _DENIALS = denials("feature"), denials("behind"), denials("phrase")
_WARNED = frozenset({Kind.AUDIENCE, Kind.OCCASION, Kind.SEASON})
_LONGEST_NEGATION = max(map(len, _NEGATIONS))
_LONGEST_DENIAL = max(map(len, _DENIALS))
_DENIABLE = frozenset({Kind.FEATURE, Kind.VALUE})


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write one concept, folded."""

    text: str
    concept: Concept
    surface: Surface
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotPattern:
    """A phrase's Chinese pattern; ``anchor`` is the index of its first literal."""

    concept: Concept
    parts: Pattern
    anchor: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A spelling at a place of the folded text."""

    start: int
    end: int
    spelling: Spelling


class Spellings:
    """The compiled Chinese side of a lexicon."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Compiles all spellings and patterns; linear in their total length."""
        by_text: dict[str, tuple[list[Spelling], list[SlotPattern]]] = defaultdict(lambda: ([], []))
        for concept in concepts:
            for surface in concept.zh:
                if has_slots(surface.text):
                    pattern = _pattern(concept, surface)
                    literal = pattern.parts[pattern.anchor]
                    by_text[str(literal)][1].append(pattern)
                elif _is_bare_counter(concept, surface):
                    continue
                elif text := fold(surface.text).strip():
                    by_text[text][0].append(_spelling(concept, surface, text))
        self._automaton = ahocorasick.Automaton()
        for text, (spellings, patterns) in by_text.items():
            self._automaton.add_word(text, (len(text), tuple(spellings), tuple(patterns)))
        self._automaton.make_automaton()
        self._empty = not by_text

    def concepts(self, text: str) -> tuple[Concept, ...]:
        """The concepts that a whole text is a spelling of."""
        _, spellings, _ = self._automaton.get(fold(text).strip(), (0, (), ()))
        return tuple(spelling.concept for spelling in spellings)

    def find(self, folded: str) -> tuple[list[Hit], list[tuple[int, int, SlotPattern]]]:
        """All spellings (overlapping ones too) and all first literals of patterns."""
        hits: list[Hit] = []
        anchors: list[tuple[int, int, SlotPattern]] = []
        if self._empty:
            return hits, anchors
        for last, (length, spellings, patterns) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            hits += (
                Hit(start, end, spelling)
                for spelling in spellings
                if _stands_free(folded, start, end) and _fits(folded, start, end, spelling)
            )
            anchors += ((start, end, pattern) for pattern in patterns)
        return hits, anchors


def counters(concepts: Iterable[Concept]) -> Mapping[str, str]:
    """Folded spelling -> unit concept, of all counted units."""
    return {
        fold(surface.text): concept.id
        for concept in concepts
        if concept.kind is Kind.UNIT
        for surface in concept.zh
    }


def _is_bare_counter(concept: Concept, surface: Surface) -> bool:
    """件, 粒, 个 mean something only after a number, where measures find them; so does 盒装, pack of {n}."""
    if concept.kind is not Kind.UNIT:
        return False
    return len(surface.text) == 1 or concept.counts_only


def negated(folded: str, hit: Hit) -> bool:
    """Whether a denial stands right before a feature: 不防水 must never be said as waterproof."""
    if hit.spelling.concept.kind is Kind.PHRASE:
        return denied_at(folded, hit.start)
    if hit.spelling.concept.kind not in _DENIABLE:
        return False
    return folded.endswith(_NEGATIONS, max(0, hit.start - _LONGEST_NEGATION), hit.start)


def denied_at(folded: str, place: int) -> bool:
    """Whether a denial stands right before a phrase: 不包邮, 不能当坐垫 promise nothing."""
    return folded.endswith(_DENIALS, max(0, place - _LONGEST_DENIAL), place)


def warned_of(folded: str, hit: Hit) -> bool:
    """Whether a warning follows whom or what a thing is for: 孕妇慎用 is no promise to pregnant women."""
    return hit.spelling.concept.kind in _WARNED and warns_at(folded, hit.end)


def warns_at(folded: str, place: int) -> bool:
    """Whether a warning stands at a place."""
    return folded.startswith(_WARNINGS, place)


def _pattern(concept: Concept, surface: Surface) -> SlotPattern:
    parts = tuple(part if isinstance(part, Slot) else fold(part) for part in parse_pattern(surface.text))
    anchor = next(index for index, part in enumerate(parts) if isinstance(part, str))
    return SlotPattern(concept, parts, anchor)


def _spelling(concept: Concept, surface: Surface, text: str) -> Spelling:
    return Spelling(
        text,
        concept,
        surface,
        tuple(fold(neighbour) for neighbour in surface.not_before),
        tuple(fold(neighbour) for neighbour in surface.not_after),
    )


def _fits(folded: str, start: int, end: int, spelling: Spelling) -> bool:
    if spelling.not_before and folded.startswith(spelling.not_before, end):
        return False
    return not (spelling.not_after and folded[:start].endswith(spelling.not_after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


_LONG_ENOUGH = 3
"""Letters of a Latin word before which a figure may follow at once: led12颗, abs3层, and no s20."""


def _stands_free(folded: str, start: int, end: int) -> bool:
    """A Latin spelling must not be cut out of a longer word: no ``t恤`` rule, but no ``usb`` in usbx."""
    if start and _is_latin(folded[start]) and _is_latin(folded[start - 1]):
        return False
    if end < len(folded) and folded[end].isdigit() and folded[start:end].isalpha():
        return end - start >= _LONG_ENOUGH or not _is_latin(folded[end - 1])
    return not (end < len(folded) and _is_latin(folded[end - 1]) and _is_latin(folded[end]))
