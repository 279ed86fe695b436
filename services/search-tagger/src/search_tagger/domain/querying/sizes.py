"""Sizes and measures that a query tells (data/query_sizes.yaml), in the market's system where it is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.markets import markets
from argosy_commerce.proofreading.unit_words import unit_words
from search_tagger.domain.querying.words_data import read

Span = tuple[int, int]
_NUMBER: Final = r"\d{1,5}(?:[.,]\d{1,2})?"
_PRODUCT: Final = re.compile(
    rf"(?<![\w.,])({_NUMBER}) ?(?:cm|см)? ?[x×х*] ?({_NUMBER})(?: ?[x×х*] ?({_NUMBER}))?(?![\d.,])",
    re.IGNORECASE,
)
_BRA: Final = re.compile(r"(?<![^\W_])(\d{2,3})([a-h]{1,2})(?![^\W_])", re.IGNORECASE)
_BARE: Final = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[.,]\d)?(?![\w.,/-])")
_NO_SIZE: Final = "-"
_NO_SIZES: Final = frozenset(
    {
        "year",
        "age_year",
        "day",
        "week",
        "h",
        "min",
        "s",
        "unit.piece",
        "unit.pair",
        "unit.set",
        "unit.pack",
        "unit.box",
        "dozen",
    }
)
"""Units of ages, times and counts."""
_FEET: Final = {"mm": (90, 330), "cm": (9, 33)}
_SHOES: Final = (Decimal(15), Decimal(50))


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    before: tuple[str, ...]
    after: tuple[str, ...]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    written: tuple[str, ...]
    unit: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    said: _Said
    letters: Mapping[str, str]
    beds: tuple[str, ...]
    counts: tuple[str, ...]
    counters: tuple[str, ...]
    loud_systems: tuple[str, ...]
    systems: tuple[str, ...]
    units: Mapping[str, str]
    extra_units: Mapping[str, _Written]


@dataclass(frozen=True, slots=True)
class Size:
    """A size as told, at its place. ``is_bare``: a number whose system is not told; ``value`` "" for counts,
    ages and the like, which are no sizes.
    """

    start: int
    end: int
    value: str
    is_bare: bool = False


def told(text: str, language: str) -> Iterator[Size]:
    """Sizes that their words, units or letters make sure, in a cleaned text; none overlap."""
    taken: list[Span] = []
    found = (
        *_products(text),
        *_labelled(text),
        *_measures(text, language),
        *_counts(text),
        *_bras(text),
        *_letters(text),
    )
    for size in found:
        if not any(size.start < end and start < size.end for start, end in taken):
            taken.append((size.start, size.end))
            yield size


def bare(text: str, spans: tuple[Span, ...]) -> Iterator[Size]:
    """Lone numbers among the places that nothing else explains: not counted things (5 pack, 3足)."""
    for start, end in spans:
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        if _BARE.fullmatch(text[start:end]) and not re.search(r"\w", around):
            yield Size(start, end, text[start:end].replace(",", "."), is_bare=True)


def beds(text: str, spans: tuple[Span, ...]) -> Iterator[Size]:
    """What beds are called by size, among the words that no concept stands for."""
    for start, end in spans:
        if text[start:end].casefold() in _data().beds:
            yield Size(start, end, text[start:end])


def in_market(size: Size, market: str, category_path: tuple[str, ...]) -> str:
    """The size with its system, where the market has one for such things: 38 of shoes in Spain is EU 38."""
    if not size.is_bare or market not in markets():
        return size.value
    own = markets()[market]
    if "category.shoes" in category_path:
        system = own.shoe_sizes
        if system in {"mm", "cm"}:
            low, high = _FEET[system]
            return f"{size.value} {system}" if low <= Decimal(size.value) <= high else size.value
        fits = (
            _SHOES[0] <= Decimal(size.value) <= _SHOES[1]
            if system == "EU"
            else Decimal(size.value) <= _SHOES[1]
        )
        return f"{system} {size.value}" if fits else size.value
    if "category.clothing" in category_path and own.clothing_sizes != "INT":
        return f"{own.clothing_sizes} {size.value}"
    return size.value


def _products(text: str) -> Iterator[Size]:
    for match in _PRODUCT.finditer(text):
        yield Size(match.start(), match.end(), "x".join(_plain(part) for part in match.groups() if part))


def _measures(text: str, language: str) -> Iterator[Size]:
    for match in re.finditer(rf"(?<![\w.,])({_NUMBER})(?: ?[-–~] ?({_NUMBER}))? ?", text):
        end, unit = _unit(text, match.end(), language)
        if unit == _NO_SIZE:
            yield Size(match.start(), end, "")
        elif unit:
            yield Size(
                match.start(), end, f"{'-'.join(_plain(part) for part in match.groups() if part)} {unit}"
            )


def _unit(text: str, at: int, language: str) -> tuple[int, str]:
    if match := _extra().match(text, at):
        return match.end(), _extra_units()[match[0].casefold()]
    for one in dict.fromkeys((language, "en")):
        end, ids = unit_words(one).at(text, at)
        for unit in sorted(ids):
            if unit in _data().units:
                return end, _data().units[unit]
        if ids and ids <= _NO_SIZES:
            return end, _NO_SIZE
    return at, ""


def _labelled(text: str) -> Iterator[Size]:
    for match in _system().finditer(text):
        if match[1].upper() in _data().loud_systems and not match[1].isupper():
            continue
        yield Size(match.start(), match.end(), f"{_system_name(match[1])} {_plain(match[2])}")
    for match in _said().finditer(text):
        value = match["a"] or match["b"]
        letters = _data().letters.get(value.casefold())
        yield Size(match.start(), match.end(), letters or _plain(value).upper(), is_bare=not letters)


def _counts(text: str) -> Iterator[Size]:
    """Kit 10, 5er pack: how many there are."""
    for match in _count().finditer(text):
        yield Size(match.start(), match.end(), "")


def _bras(text: str) -> Iterator[Size]:
    for match in _BRA.finditer(text):
        if 60 <= int(match[1]) <= 120 or 28 <= int(match[1]) <= 52:
            yield Size(match.start(), match.end(), match[0].upper())


def _letters(text: str) -> Iterator[Size]:
    for match in _letter().finditer(text):
        written = match[0]
        if len(written) > 1 or written.isupper() or not text[match.end() :].strip():
            yield Size(match.start(), match.end(), _data().letters[written.casefold()])


def _plain(number: str) -> str:
    return number.replace(",", ".")


def _system_name(written: str) -> str:
    return {"EUR": "EU", "USA": "US"}.get(written.upper(), written.upper())


@cache
def _data() -> _File:
    return read(_File, "query_sizes.yaml", "letters")


@cache
def _extra_units() -> Mapping[str, str]:
    return {word.casefold(): one.unit for one in _data().extra_units.values() for word in one.written}


@cache
def _extra() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(_extra_units())})(?![a-zа-я\u0621-\u064a])", re.IGNORECASE)


@cache
def _system() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])({_any(_data().systems)}) ?(\d{{1,2}}(?:[.,]5)?)(?![\w.,])", re.IGNORECASE
    )


@cache
def _said() -> re.Pattern[str]:
    size = rf"(?:\d{{1,3}}(?:[.,]5)?|{_any(_data().letters)})"
    before, after = _any(_data().said.before), _any(_data().said.after)
    return re.compile(
        rf"(?<![^\W\d_])(?:{before})[ :]*(?P<a>{size})(?:码|碼|号)?(?![^\W_])"
        rf"|(?<![\w.,])(?P<b>{size}) ?(?:{after})(?![a-z])",
        re.IGNORECASE,
    )


@cache
def _count() -> re.Pattern[str]:
    words = _any(_data().counts)
    return re.compile(
        rf"(?<![^\W\d_])(?:{words}) \d{{1,3}}(?![\w.,])"
        rf"|(?<![\w.,])\d{{1,3}}(?:er|'?l[ıiuü])?[ -]?(?:{words})(?![^\W_])"
        rf"|(?<![\w.,])\d{{1,3}}'?l[ıiuü](?![^\W_])"
        rf"|(?<![\w.,])\d{{1,4}} ?(?:{_any(_data().counters)})(?![a-zа-я\u0621-\u064a])",
        re.IGNORECASE,
    )


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’.-])(?:{_any(_data().letters)})(?![\w'’.-])", re.IGNORECASE)


def _any(words: Mapping[str, object] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
