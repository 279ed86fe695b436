"""Which unit stands behind a figure of a query, however its language writes, bends or shortens it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.proofreading.unit_words import unit_words
from argosy_commerce.reading.unit_spellings import physical_units, told_apart
from argosy_commerce.stems import stem
from argosy_commerce.terms.normalize import fold as fold_chinese
from argosy_commerce.units import units

YEARS: Final = frozenset({"year", "age_year"})
_SHORT: Final = 2
_LEAST_BENT: Final = 4
_TOGETHER: Final = frozenset({"zh", "ja", "ko", "th"})
_CARELESS: Final = {
    one.casefold(): one for one in ("V", "W", "kW", "Ah", "Wh", "Hz", "GB", "TB", "MB", "dB", "kPa")
}
"""Symbols that shoppers write in small letters behind a figure and that then mean nothing else."""
_WARMTH: Final = Decimal(1000)
"""From here on K is kelvin, not a thousand or a screen's sharpness."""
_MEASURE: Final = re.compile(r"\d[ -]?([^\W\d_]{4,})")
_LEAST_CHARGE: Final = 200
_ENGLISH_ONLY: Final = frozenset({"in"})


def unit_at(text: str, at: int, value: Decimal, language: str) -> tuple[int, str]:
    """(end, id) of the unit that begins at a place: a unit of units.yaml, a counter (``unit.pair``) or
    ``percent``; (at, "") where there is none. ``value``: the figure before it, which tells some apart.
    """
    start = at
    if text[at : at + 1] in {" ", "-"}:
        at += 1
    if language == "zh" and (found := _in_chinese(text, at, value)):
        return found
    for one in dict.fromkeys((language, "en")):
        end, ids = _at(text, at, one, foreign=one != language)
        if ids:
            return end, _chosen(ids, value)
    return _symbol(text, at, value) or (start, "")


@cache
def unit_names(language: str) -> frozenset[str]:
    """Words that units are called by, folded: they tell a language as names do."""
    return frozenset(word for word in _table(language)[1] if word.isalpha() and len(word) > _LEAST_BENT - 1)


def is_measured_in(text: str, language: str) -> bool:
    """Whether a word of this language for a unit stands behind a figure."""
    named = unit_names(language)
    return any(folded(found[1], language) in named for found in _MEASURE.finditer(text))


def _in_chinese(text: str, at: int, value: Decimal) -> tuple[int, str] | None:
    pattern, table = physical_units()
    plain = fold_chinese(text)
    found = pattern.match(plain if len(plain) == len(text) else text, at)
    if found is None:
        return None
    written = text[found.start("unit") : found.end("unit")]
    chosen = told_apart(table[found["unit"]], found["unit"], written, value, text)
    return (found.end(), chosen) if chosen else None


def _at(text: str, at: int, language: str, *, foreign: bool) -> tuple[int, frozenset[str]]:
    exact, plain, stems, longest = _table(language)
    chunk = text[at : at + longest]
    for length in range(len(chunk), 0, -1):
        surface = chunk[:length]
        if foreign and length <= _SHORT:
            break
        ids = exact.get(surface) or (plain.get(folded(surface, language)) if length > _SHORT else None)
        if ids and _ends(text, at + length, language):
            return at + length, ids
    end = at
    while end < len(text) and text[end].isalpha():
        end += 1
    if language not in _TOGETHER and end - at >= _LEAST_BENT:
        ids = stems.get(stem(folded(text[at:end], language), language))
        if ids:
            return end, ids
    return at, frozenset()


def _ends(text: str, end: int, language: str) -> bool:
    return language in _TOGETHER or not text[end - 1].isalpha() or not text[end : end + 1].isalpha()


def _symbol(text: str, at: int, value: Decimal) -> tuple[int, str] | None:
    end = at
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    name = text[at:end]
    if name.casefold() in _CARELESS:
        return end, _CARELESS[name.casefold()]
    return (end, "kelvin") if name.casefold() == "k" and value >= _WARMTH else None


def _chosen(ids: frozenset[str], value: Decimal) -> str:
    """A measure rather than a counter; years of age as years; many milliampere are a battery's hours."""
    if "mAh" in ids and value >= _LEAST_CHARGE:
        return "mAh"
    known = sorted(ids & units().keys())
    return next((one for one in known if one not in YEARS), known[0] if known else min(ids))


@cache
def _table(
    language: str,
) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]], Mapping[str, frozenset[str]], int]:
    """As written; folded; by what the forms of long words share; the longest."""
    exact: dict[str, frozenset[str]] = {}
    plain: defaultdict[str, set[str]] = defaultdict(set)
    stems: defaultdict[str, set[str]] = defaultdict(set)
    for surface, ids in _surfaces(language):
        exact[surface] = ids
        key = folded(surface, language)
        if len(key) > _SHORT:
            plain[key] |= ids
        if len(key) >= _LEAST_BENT and key.isalpha():
            stems[stem(key, language)] |= ids
    return (
        exact,
        {key: frozenset(ids) for key, ids in plain.items()},
        {key: frozenset(ids) for key, ids in stems.items() if len(key) > _SHORT},
        max(map(len, exact)),
    )


def _surfaces(language: str) -> Iterator[tuple[str, frozenset[str]]]:
    for surface, ids in unit_words(language).exact.items():
        if surface not in _ENGLISH_ONLY or language == "en":
            yield surface, ids
