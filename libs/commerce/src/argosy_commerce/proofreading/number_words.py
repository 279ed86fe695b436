"""Numbers written as words, read back as values (data/number_words.yaml): five hundred, fünfhundert, 오백.

Listings write figures; a text that writes words instead would otherwise slip past whoever compares figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms.strict_yaml import document

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number in words at its place."""

    start: int
    end: int
    value: Decimal
    needs_unit: bool
    """It is a number only if a unit follows: `a`, `ein`, 이."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """One language's words."""

    adds: dict[str, Decimal]
    times: dict[str, Decimal]
    alone: dict[str, Decimal]
    joiners: frozenset[str]
    is_glued: bool
    needs_unit: bool
    suffixes: frozenset[str]
    multipliers: dict[str, Decimal]
    duals: dict[str, str]
    ranges: tuple[str, ...]
    _run: re.Pattern[str] | None

    def find(self, text: str) -> Iterator[NumberWord]:
        """Every number in words, in the order of the text. Blank out what is read already."""
        if self._run is not None and self.needs_unit:
            for found in self._run.finditer(text):
                parts = self._parts(found[0])
                yield NumberWord(found.start(), found.end(), _value(parts), needs_unit=True)
            return
        yield from self._in_words(text)

    def _in_words(self, text: str) -> Iterator[NumberWord]:
        run: list[tuple[int, int, list[tuple[Decimal, bool]]]] = []
        for found in _WORD.finditer(text):
            word = found[0].casefold()
            begun = bool(run) and re.fullmatch(r"[\s-]*", text[run[-1][1] : found.start()]) is not None
            if begun and word in self.joiners:
                run.append((found.start(), found.end(), []))
                continue
            parts = self._parts(word) or self._parts(_without_waw(word, self.joiners))
            if parts and run and not begun:
                yield self._number(run)
                run = []
            if parts:
                run.append((found.start(), found.end(), parts))
                continue
            if run:
                yield self._number(run)
                run = []
        if run:
            yield self._number(run)
        yield from self._alone(text)

    def _alone(self, text: str) -> Iterator[NumberWord]:
        """One and a half, before a unit: a litre, half a litre, ein halber Liter."""
        last: NumberWord | None = None
        for found in _WORD.finditer(text):
            value = self.alone.get(found[0].casefold())
            if value is None:
                if last is not None:
                    yield last
                last = None
                continue
            start = found.start()
            if last is not None and text[last.end : start].isspace():
                start, value = last.start, last.value * value
            last = NumberWord(start, found.end(), value, needs_unit=True)
        if last is not None:
            yield last

    @staticmethod
    def _number(run: Sequence[tuple[int, int, list[tuple[Decimal, bool]]]]) -> NumberWord:
        end = next(end for _, end, parts in reversed(run) if parts)  # not the `and` that follows
        parts = [part for _, _, found in run for part in found]
        return NumberWord(run[0][0], end, _value(parts), needs_unit=False)

    def _parts(self, word: str) -> list[tuple[Decimal, bool]]:
        """(value, multiplies) of each part of a word; [] where it is no number."""
        if word in self.adds:
            return [(self.adds[word], False)]
        if word in self.times:
            return [(self.times[word], True)]
        if not self.is_glued or not word or len(word) > _LONGEST_NUMBER:
            return []
        for length in range(len(word) - 1, 0, -1):
            head, rest = word[:length], word[length:]
            first = (
                [(self.adds[head], False)]
                if head in self.adds
                else [(self.times[head], True)]
                if head in self.times
                else [(self.alone[head], False)]
                if head in self.alone and length > 1
                else []
            )
            if not first:
                continue
            joiner = next((j for j in self.joiners if rest.startswith(j)), "")
            following = self._parts(rest) or (self._parts(rest[len(joiner) :]) if joiner else [])
            if following:
                return first + following
        return []


def _without_waw(word: str, joiners: frozenset[str]) -> str:
    return word[1:] if "و" in joiners and word.startswith("و") else ""


def _value(parts: Sequence[tuple[Decimal, bool]]) -> Decimal:
    total = current = Decimal(0)
    for value, multiplies in parts:
        if not multiplies:
            current += value
        elif value >= 1000:
            total += max(current, Decimal(1)) * value
            current = Decimal(0)
        elif current >= 1000 or current % 1000 == 0:
            current += value
        else:
            current = current - current % 100 + max(current % 100, Decimal(1)) * value
    return total + current


@cache
def number_words(language: str) -> NumberWords:
    """The words of a language (base tag); none where no file names them."""
    row = _rows().get(language, {})
    adds, times = _by_word(row.get("words")), _by_word(row.get("times"))
    before_unit = bool(row.get("before_unit"))
    run = None
    if before_unit:
        words = "|".join(sorted(map(re.escape, {*adds, *times}), key=len, reverse=True))
        border = r"(?<![가-힣])" if language == "ko" else ""
        run = re.compile(rf"{border}(?:{words})+")
    return NumberWords(
        adds=adds,
        times=times,
        alone=_by_word(row.get("alone")),
        joiners=frozenset(row.get("joiners", ())),
        is_glued=bool(row.get("glued")),
        needs_unit=before_unit,
        suffixes=frozenset(word.casefold() for word in row.get("suffixes", ())),
        multipliers=_by_word(row.get("multipliers")),
        duals={word: unit_id for unit_id, words in row.get("duals", {}).items() for word in words},
        ranges=tuple(row.get("ranges", ())),
        _run=run,
    )


def _by_word(rows: dict[object, list[str]] | None) -> dict[str, Decimal]:
    return {word.casefold(): Decimal(str(value)) for value, words in (rows or {}).items() for word in words}


@cache
def _rows() -> dict[str, dict[str, Any]]:
    text = files("argosy_commerce").joinpath("data/number_words.yaml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, Any]] = document(text)
    return rows
