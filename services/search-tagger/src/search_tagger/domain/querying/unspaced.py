"""Names found in languages whose words are not parted by spaces, or not only (Korean)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.folding import fold_character
from argosy_commerce.slips import near_words
from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.querying.cues import cues
from search_tagger.domain.querying.inner import denied, is_category, said
from search_tagger.domain.querying.matches import EXACT, MISSPELT, Entry, Found, Match, Role
from search_tagger.domain.querying.surfaces import attribute_names, entries

_SKIPPED: Final = 1.0
"""What a letter costs that no name holds; a name costs less, so that few long ones cover the text."""
_NAME: Final = 0.5
_ONE_LETTER: Final = 0.8
_CUE: Final = 0.55
_ONE_LETTER_PEOPLE: Final = frozenset("女男童")
_KATAKANA: Final = re.compile(r"[\u30a1-\u30f4ー]+")
_LEAST_KATAKANA: Final = 4
_THAI_MARKS: Final = re.compile(r"[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")
_THAI_LEADING: Final = re.compile(r"[\u0e40-\u0e44]")


@dataclass(frozen=True, slots=True)
class _Name:
    letters: str
    role: Role
    entries: tuple[Entry, ...]
    inner: tuple[Entry, ...] = ()
    denied: tuple[str, ...] = ()
    without: tuple[Entry, ...] = ()


class UnspacedNames:
    """One language's names, compiled. Immutable, shared by threads."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        """Linear in the names' total length."""
        self.language = language
        named: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries(lexicon, language):
            plain = self._fold(entry.surface)
            for writing in dict.fromkeys((plain, plain.replace(" ", ""))):
                if writing:
                    named[writing].append(entry)
        self._not_before, self._not_after = _guards(lexicon) if language == "zh" else ({}, {})
        found: dict[str, _Name] = {
            name: _Name(name, "idle", ()) for name in map(self._fold, attribute_names(lexicon, language))
        }
        found |= {name: _Name(name, role, ()) for name, role in cues(language).items()}
        found |= {
            name: _Name(name, "thing", _ranked(kept))
            for name, kept in named.items()
            if name not in found or found[name].role == "idle"
        }
        found = {
            name: _with_inner(value, found, both=language in {"ko", "ja"})
            for name, value in found.items()
            if name
        }
        self._names = _automaton(found)
        self._katakana = {
            name: value for name, value in found.items() if value.entries and _KATAKANA.fullmatch(name)
        }

    def _fold(self, text: str) -> str:
        return "".join(fold_character(one, self.language) for one in unicodedata.normalize("NFC", text))

    def coverage(self, text: str) -> float:
        """Which part of a text's letters stands in names, 0..1."""
        total = sum(map(str.isalnum, text)) or 1
        return sum(match.end - match.start for match in self.find(text).matches) / total

    def find(self, text: str, start: int = 0, *, slips: bool = True) -> Found:
        """The names that cover most of a text that begins at ``start`` of the whole."""
        plain, places = self._plain(text)
        path = self._cheapest(plain)
        matches: list[Match] = []
        left: list[tuple[int, int]] = []
        chunk, at = 0, 0
        for begin, end, name in path:
            chunk += sum(map(str.isspace, plain[at:begin]))
            at = end
            a, b = places[begin], places[end - 1] + 1
            if name is None:
                left.append((start + a, start + b))
            else:
                matches.append(
                    Match(
                        start + a,
                        start + b,
                        text[a:b],
                        name.role,
                        name.entries,
                        EXACT,
                        None,
                        chunk,
                        name.inner,
                        name.denied,
                        name.without,
                    )
                )
        if self.language == "ko":
            matches, left = _whole_words(matches, left)
        if slips:
            matches, left = self._misspelt(text, start, matches, left)
        return Found(tuple(matches), tuple(left))

    def _plain(self, text: str) -> tuple[str, list[int]]:
        letters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(text):
            for one in fold_character(character, self.language):
                letters.append(one)
                places.append(place)
        return "".join(letters), places

    def _cheapest(self, text: str) -> list[tuple[int, int, _Name | None]]:
        ends: dict[int, list[tuple[int, _Name]]] = defaultdict(list)
        for last, name in self._names.iter(text):
            begin = last + 1 - len(name.letters)
            if self._stands(text, begin, last + 1, name):
                ends[last + 1].append((begin, name))
        cost = [0.0] * (len(text) + 1)
        came: list[tuple[int, _Name | None]] = [(0, None)] * (len(text) + 1)
        for end in range(1, len(text) + 1):
            free = not text[end - 1].isalnum() and not _THAI_MARKS.match(text[end - 1])
            cost[end], came[end] = cost[end - 1] + (0 if free else _SKIPPED), (end - 1, None)
            for begin, name in ends.get(end, ()):
                price = _CUE if not name.entries else _NAME if len(name.letters) > 1 else _ONE_LETTER
                if cost[begin] + price < cost[end]:
                    cost[end], came[end] = cost[begin] + price, (begin, name)
        return _path(text, came)

    def _stands(self, text: str, begin: int, end: int, name: _Name) -> bool:
        before, after = text[begin - 1 : begin], text[end : end + 1]
        first, last = text[begin], text[end - 1]
        if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
            return False
        if last.isascii() and last.isalnum() and after.isascii() and after.isalnum():
            return False
        if (begin and _THAI_LEADING.match(before)) or (after and _THAI_MARKS.match(after)):
            return False
        if self.language == "ko" and end - begin == 1 and (_is_hangul(before) or not name.entries):
            # A syllable begins a word (롱패딩), or ends it as a particle: else it is half of another.
            return not name.entries and not _is_hangul(after)
        if any(text.startswith(word, end) for word in self._not_before.get(name.letters, ())):
            return False
        return not any(text.endswith(word, 0, begin) for word in self._not_after.get(name.letters, ()))

    def _misspelt(
        self, text: str, start: int, matches: list[Match], left: list[tuple[int, int]]
    ) -> tuple[list[Match], list[tuple[int, int]]]:
        """Loan words in katakana: a run that no names cover wholly, one slip from a name."""
        for run in _KATAKANA.finditer(text):
            a, b = start + run.start(), start + run.end()
            if len(run[0]) < _LEAST_KATAKANA or not any(a <= c < b for c, _ in left):
                continue
            for name in near_words(run[0], self._katakana, least=_LEAST_KATAKANA)[:1]:
                matches = [one for one in matches if one.end <= a or b <= one.start]
                left = [one for one in left if one[1] <= a or b <= one[0]]
                matches.append(Match(a, b, run[0], "thing", self._katakana[name].entries, MISSPELT))
        return sorted(matches, key=lambda one: one.start), left


def _whole_words(
    matches: list[Match], left: list[tuple[int, int]]
) -> tuple[list[Match], list[tuple[int, int]]]:
    """Without names of one syllable that begin a word of which the rest is not known."""
    begins = dict(left)
    half = {one for one in matches if one.end - one.start == 1 and one.end in begins}
    for one in half:
        begins[one.start] = begins.pop(one.end)
    return [one for one in matches if one not in half], sorted(begins.items())


def _path(text: str, came: list[tuple[int, _Name | None]]) -> list[tuple[int, int, _Name | None]]:
    steps: list[tuple[int, int, _Name | None]] = []
    end = len(text)
    while end:
        begin, name = came[end]
        steps.append((begin, end, name))
        end = begin
    return list(_runs(text, reversed(steps)))


def _runs(
    text: str, steps: Iterator[tuple[int, int, _Name | None]]
) -> Iterator[tuple[int, int, _Name | None]]:
    """Letters that no name holds, put together to words."""
    run: tuple[int, int] | None = None
    for begin, end, name in steps:
        loose = name is None and (
            text[begin].isalnum() or _THAI_MARKS.match(text[begin]) is not None or _in_figure(text, begin)
        )
        if run and (not loose or _kind(text[run[0]]) != _kind(text[begin])):
            yield (*run, None)
            run = None
        if name is not None:
            yield begin, end, name
        elif loose:
            run = (run[0] if run else begin, end)
    if run:
        yield (*run, None)


def _in_figure(text: str, place: int) -> bool:
    """Whether a point stands between two digits: 24.5."""
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return text[place] in ".," and len(around) == 2 and around.isdecimal()


def _kind(letter: str) -> str:
    return "latin" if letter.isascii() else "other"


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def _ranked(found: list[Entry]) -> tuple[Entry, ...]:
    best: dict[str, Entry] = {}
    for entry in sorted(found, key=lambda one: (one.rank, one.concept)):
        best.setdefault(entry.concept, entry)
    return tuple(best.values())


def _with_inner(name: _Name, names: dict[str, _Name], *, both: bool) -> _Name:
    """With what the name's beginning or end says by itself, and what it says is not there."""
    letters = name.letters
    inside: list[Entry] = []
    if is_category(name.entries):
        inside = _inside(letters, names, both=both)
    without: tuple[Entry, ...] = ()
    for cut in range(1, len(letters)):
        first, last = names.get(letters[:cut]), names.get(letters[cut:])
        if first and last and first.role == "not" and last.entries:
            without = last.entries
        elif first and last and last.role == "not_after" and first.entries:
            without = first.entries
    return replace(name, inner=tuple(dict.fromkeys(inside)), denied=denied(without), without=without)


def _inside(letters: str, names: dict[str, _Name], *, both: bool) -> list[Entry]:
    """What the beginning and the end of a thing's name say, and those of a thing that it begins or ends with.

    ``both``: only where both are names; else a name may be half a syllable of a loan word (드[로즈]).
    """
    found: list[Entry] = []
    for cut in range(1, len(letters)):
        if both and not (letters[:cut] in names and letters[cut:] in names):
            continue
        for part in (letters[:cut], letters[cut:]):
            if part not in names or not (len(part) > 1 or part in _ONE_LETTER_PEOPLE):
                continue
            found += said(names[part].entries)
            if len(part) > 3 and is_category(names[part].entries):
                found += _inside(part, names, both=both)
    return found


def _guards(lexicon: Lexicon) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What must not follow or precede a Chinese spelling, where all concepts that it spells agree."""
    before: dict[str, tuple[str, ...]] = {}
    after: dict[str, tuple[str, ...]] = {}
    for concept in lexicon:
        for surface in concept.zh:
            if surface.not_before:
                before.setdefault(surface.text, surface.not_before)
            if surface.not_after:
                after.setdefault(surface.text, surface.not_after)
    return before, after


def _automaton(names: dict[str, _Name]) -> Any:  # noqa: ANN401 — untyped C module
    built = ahocorasick.Automaton()
    built.add_word("\0", _Name("\0", "idle", ()))  # an automaton without words cannot search
    for name, value in names.items():
        built.add_word(name, value)
    built.make_automaton()
    return built
