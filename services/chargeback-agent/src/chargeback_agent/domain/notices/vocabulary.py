"""The words notices are read by: data/notices/words/*.yaml in one automaton, all languages at once.

A phrase is compared without spaces, case and accents. ``…`` in it stands for other words of its sentence,
``*`` at its end for any ending. A mail often mixes languages (an English reason under a Thai letter), so no
language is chosen first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping
from chargeback_agent.domain.notices.view import View, folded, is_skipped

LANGUAGES: Final = ("en", "zh", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
GROUPS: Final = (
    "labels",
    "events",
    "due",
    "stages",
    "claims",
    "trust",
    "months",
    "times",
    "numbers",
    "units",
)
_GAP: Final = 48
"""Characters that ``…`` may stand for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase at a place of a view. ``whole`` are the places of its last piece, where ``…`` came before."""

    meaning: str
    start: int
    end: int
    last: int
    """Where its last piece begins; the start but for phrases with ``…``."""


@dataclass(frozen=True, slots=True)
class _Piece:
    phrase: int
    index: int
    length: int
    open_end: bool


class Vocabulary:
    """Phrases by meaning, found in one pass."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """``words``: meaning -> phrases."""
        self._phrases: list[tuple[str, int]] = []
        pieces: dict[str, list[_Piece]] = {}
        for meaning, phrases in words.items():
            for phrase in phrases:
                parts = [part.strip() for part in phrase.split("…")]
                for index, part in enumerate(parts):
                    needle = "".join(char for char in folded(part.rstrip("*")) if not is_skipped(char))
                    piece = _Piece(len(self._phrases), index, len(needle), part.endswith("*"))
                    pieces.setdefault(needle, []).append(piece)
                self._phrases.append((meaning, len(parts)))
        self._automaton = ahocorasick.Automaton()
        for needle, bearers in pieces.items():
            self._automaton.add_word(needle, bearers)
        self._automaton.make_automaton()

    def find(self, view: View) -> dict[str, list[Hit]]:
        """Hits by meaning, in order; overlapping ones too."""
        places, low = view.places, view.low
        found: dict[str, list[Hit]] = {}
        chains: dict[int, list[list[tuple[int, int]]]] = {}
        for last, bearers in self._automaton.iter(view.squeezed):
            for piece in bearers:
                start, end = places[last + 1 - piece.length], places[last] + 1
                if not _whole(low, start, end, open_end=piece.open_end):
                    continue
                meaning, count = self._phrases[piece.phrase]
                if count == 1:
                    found.setdefault(meaning, []).append(Hit(meaning, start, end, start))
                else:
                    chain = chains.setdefault(piece.phrase, [[] for _ in range(count)])
                    chain[piece.index].append((start, end))
        for phrase, spots in chains.items():
            if all(spots):
                meaning = self._phrases[phrase][0]
                found.setdefault(meaning, []).extend(_chained(view, meaning, spots))
        for hits in found.values():
            hits.sort(key=lambda hit: (hit.start, hit.start - hit.end))
        return found


def _chained(view: View, meaning: str, spots: list[list[tuple[int, int]]]) -> list[Hit]:
    hits = []
    for first_start, first_end in spots[0][:200]:
        end, last = first_end, first_start
        for later in spots[1:]:
            following = next((spot for spot in later if end <= spot[0] <= end + _GAP), None)
            if following is None or not view.same_sentence(first_start, following[0]):
                break
            last, end = following
        else:
            hits.append(Hit(meaning, first_start, end, last))
    return hits


def _whole(low: str, start: int, end: int, *, open_end: bool) -> bool:
    """Words of alphabets are not cut out of longer ones; Arabic has prefixes, others no borders at all."""
    if start and _bordered(low[start]) and (_bordered(low[start - 1]) or low[start - 1].isdigit()):
        return False
    if open_end or end >= len(low):
        return True
    after = low[end]
    if _arabic(low[end - 1]):
        return not _arabic(after)
    if low[end - 1].isdigit():
        return not after.isdigit()
    return not (_bordered(low[end - 1]) and _bordered(after))


def _bordered(char: str) -> bool:
    return char.isalpha() and ord(char) < 0x530


def _arabic(char: str) -> bool:
    return char.isalpha() and 0x600 <= ord(char) < 0x700 and char != "\u0640"  # a stroke that only stretches


@cache
def word_file(language: str) -> Mapping[str, Any]:
    """One language's words as they are written."""
    name = f"{language}.yaml"
    text = (files("chargeback_agent") / "data" / "notices" / "words" / name).read_text(encoding="utf-8")
    return read_mapping(text, f"notices/words/{name}", holds="labels", may_hold=frozenset(GROUPS))


@cache
def vocabulary() -> Vocabulary:
    """All languages' words; meanings are written ``group.name``."""
    words: dict[str, list[str]] = {}
    known: set[str] = set()
    for language in LANGUAGES:
        for group, entries in word_file(language).items():
            if group in {"months", "times", "numbers"}:
                continue
            for name, phrases in entries.items():
                meaning = f"{group}.{name}"
                if language == "en":
                    known.add(meaning)
                elif meaning not in known:
                    raise TermDataError(f"notices/words/{language}.yaml: {meaning}: English lacks it")
                words.setdefault(meaning, []).extend(str(phrase) for phrase in phrases)
    return Vocabulary({meaning: dict.fromkeys(phrases) for meaning, phrases in words.items()})
