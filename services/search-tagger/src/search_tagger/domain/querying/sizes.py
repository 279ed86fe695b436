"""Sizes and measures that a query tells (data/query_sizes.yaml), in the market's system where it is sure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from argosy_commerce.markets import markets
from search_tagger.domain.querying.measured import Measured, measured, number
from search_tagger.domain.querying.sizes_data import any_of, sizes_data
from search_tagger.domain.tagging.values import plain

Span = tuple[int, int]
Kind = Literal["size", "bare", "age", "carats", "inches", "metres", "litres", "none"]
"""``bare``: a number whose system is not told; ``age``: years, a size of clothes alone; ``carats``,
``inches``, ``metres``, ``litres``: the thing tells what else it may be; ``none``: a count or a time.
"""
_NUMBER: Final = r"\d{1,3}(?:[.,]\d)?(?: ?½| 1/2(?!\d))?"
_RUN: Final = rf"(?P<low>{_NUMBER})(?: ?[-–~/] ?(?P<high>{_NUMBER}))?"
_SIDE: Final = r"\d{1,5}(?:[.,]\d{1,2})?"
_LENGTHS: Final = "cm|mm|m|in|inch|см|мм|м|سم|ซม|センチ|厘米"
_PRODUCT: Final = re.compile(
    rf"(?<![\w.,])({_SIDE}) ?(?:{_LENGTHS})?(?: ?[x×х*✕] ?| (?:by|por|auf|на) )({_SIDE})(?: ?(?:{_LENGTHS}))?"
    rf"(?: ?[x×х*✕] ?({_SIDE}))?(?![\d.,])",
    re.IGNORECASE,
)
_CUP: Final = r"(?:AA|A|B|CC|C|DDD|DD|D|EE|E|FF|F|GG|G|H)"
_BRA: Final = re.compile(
    rf"(?<![^\W_])(?:(?P<band>\d{{2,3}})-?(?P<cup>{_CUP})|(?P<first>{_CUP})(?P<last>\d{{2,3}}))(?![^\W_])",
    re.IGNORECASE,
)
_TODDLER: Final = re.compile(r"(?<![\w.,])(\d{1,2})t(?!\w)", re.IGNORECASE)
_JEANS: Final = re.compile(r"(?<!\w)w ?(\d{2}) ?[/x]? ?l ?(\d{2})(?!\w)", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?<![\w.,/-])(?P<low>\d{1,3}(?:[.,]\d{1,2})?(?: ?½)?)"
    r"(?: ?[-–~/] ?(?P<high>\d{1,3}(?:[.,]\d)?))?(?![\w.,/-])"
)
_FEET: Final = {"mm": (90, 330), "cm": (9, 33)}
_SHOES: Final = (Decimal(15), Decimal(50))
_INCHES_OF_SHOES: Final = 16
_LAST_MONTH: Final = 36
_LIKELY: Final = ((30, 60), (80, 188))
"""Sizes of shoes and clothes, heights of children: believed where the thing is not known."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size as told, at its place; ``low`` and ``high`` are its figures where its kind may change it."""

    start: int
    end: int
    value: str
    kind: Kind = "size"
    low: str = ""


def told(text: str, language: str) -> Iterator[Size]:
    """Sizes, counts and ages that their words, units or letters make sure; none overlap."""
    taken: list[Span] = []
    found = (
        *_products(text),
        *_of_jeans(text),
        *_labelled(text, language),
        *_toddlers(text),
        *_measures(text, language),
        *_counts(text),
        *_bras(text),
        *_letters(text, language),
    )
    for size in found:
        if not any(size.start < end and start < size.end for start, end in taken):
            taken.append((size.start, size.end))
            yield size


def bare(text: str, spans: Sequence[Span], thing: Collection[str]) -> Iterator[Size]:
    """Lone numbers among the places that nothing else explains, where the thing comes in sizes.

    ``thing``: the category with those above it. A fraction (ballpoint 0.7) is a size of anything; a small
    number before a word that is not known counts that word (2 ranuras).
    """
    free = {at for start, end in spans for at in range(start, end)}
    words = [(start, end) for start, end in spans if any(map(str.isalpha, text[start:end]))]
    for found in _BARE.finditer(text):
        ends = [found["low"], *filter(None, (found["high"],))]
        if not {found.start("low"), found.end() - 1} <= free:
            continue
        counts = any(text[found.end() : start].strip() == "" and start >= found.end() for start, _ in words)
        if _may_be_size([number(end) for end in ends], thing, counts=counts):
            yield Size(found.start(), found.end(), "-".join(plain(number(end)) for end in ends), "bare")


def _may_be_size(ends: Sequence[Decimal], thing: Collection[str], *, counts: bool) -> bool:
    if any(end != end.to_integral_value() for end in ends):
        return True
    if counts and ends[-1] < _INCHES_OF_SHOES:
        return False
    if thing:
        return not sizes_data().sized.isdisjoint(thing)
    return not counts and any(low <= end <= high for low, high in _LIKELY for end in ends)


def beds(text: str, spans: Sequence[Span]) -> Iterator[Size]:
    """What beds are called by size, among the words that no concept stands for."""
    for start, end in spans:
        if text[start:end].casefold() in sizes_data().beds:
            yield Size(start, end, text[start:end])


def settled(size: Size, market: str, language: str, thing: Collection[str]) -> str:
    """The size as it is wanted of a thing, with the market's system where there is one for such things (38 of
    shoes in Spain is EU 38); "" where it is none. ``thing``: what is wanted: category ids, audiences.
    """
    data = sizes_data()
    sized = not data.sized.isdisjoint(thing)
    value = size.value
    match size.kind:
        case "age" if not sized:
            value = ""
        case "carats" if data.in_carats.isdisjoint(thing):
            value = ""
        case "metres" if not data.babies.isdisjoint(thing) and sized:
            value = value.removesuffix("m") + "months"
        case "litres" if sized and language == "ja":
            value = f"{size.low}L"
        case "inches" if sized:
            value = _in_market(size.low, market, thing)
        case "bare":
            value = _in_market(value, market, thing)
    return value


def _in_market(value: str, market: str, thing: Collection[str]) -> str:
    if market not in markets() or not value.replace(".", "").replace("-", "").isdecimal():
        return value
    own, low = markets()[market], Decimal(value.split("-", maxsplit=1)[0])
    if "category.shoes" in thing:
        system = own.shoe_sizes
        if system in {"mm", "cm"}:
            least, most = _FEET[system]
            return f"{value} {system}" if least <= low <= most else value
        fits = _SHOES[0] <= low <= _SHOES[1] if system == "EU" else low <= _SHOES[1]
        return f"{system} {value}" if fits else value
    if "category.clothing" in thing and own.clothing_sizes != "INT":
        return f"{own.clothing_sizes} {value}"
    return value


def _products(text: str) -> Iterator[Size]:
    for match in _PRODUCT.finditer(text):
        yield Size(
            match.start(), match.end(), "x".join(plain(number(part)) for part in match.groups() if part)
        )


def _of_jeans(text: str) -> Iterator[Size]:
    for match in _JEANS.finditer(text):
        yield Size(match.start(), match.end(), f"W{match[1]} L{match[2]}")


def _toddlers(text: str) -> Iterator[Size]:
    for match in _TODDLER.finditer(text):
        yield Size(match.start(), match.end(), f"{match[1]}T")


def _measures(text: str, language: str) -> Iterator[Size]:
    for found in measured(text, language):
        low = plain(found.low)
        if found.unit == "month":
            yield Size(found.start, found.end, found.written())
        elif found.is_age:
            yield Size(found.start, found.end, found.written(), "age")
        elif not found.is_size:
            yield Size(found.start, found.end, "", "none")
        else:
            yield Size(found.start, found.end, found.written(), _kind(found, text), low)


def _kind(found: Measured, text: str) -> Kind:
    last = found.high or found.low
    if found.unit == "ct":
        return "carats"
    if found.unit == "m" and last <= _LAST_MONTH:
        return "metres"
    if found.unit == "l" and text[found.end - 1] == "L":
        return "litres"
    loose = found.unit == "in" and text[: found.end].endswith(" in") and found.end < len(text)
    return "inches" if loose and last < _INCHES_OF_SHOES else "size"


def _labelled(text: str, language: str) -> Iterator[Size]:
    for match in _system().finditer(text):
        written = match["a"] or match["b"]
        if written.upper() in sizes_data().loud_systems and not written.isupper():
            continue
        low, high = (match["low"], match["high"]) if match["a"] else (match["low2"], match["high2"])
        ends = "-".join(plain(number(end)) for end in (low, high) if end)
        yield Size(match.start(), match.end(), f"{_system_name(written)} {ends}")
    letters = sizes_data().letters_in(language)
    for match in _said(language).finditer(text):
        value = next(filter(None, match.groups()))
        parts = re.split(r" ?[-–~/] ?", value.replace(" 1/2", "½"))
        if all(part.casefold() in letters for part in parts):
            yield Size(match.start(), match.end(), "-".join(letters[part.casefold()] for part in parts))
        elif all(part[:1].isdigit() for part in parts):
            told = (part.upper() if part[-1].isalpha() else plain(number(part)) for part in parts)
            yield Size(match.start(), match.end(), "-".join(told), "bare")


def _counts(text: str) -> Iterator[Size]:
    """Kit 10, 5er pack: how many there are; the word of a set is left to be read."""
    for pattern in _count():
        for match in pattern.finditer(text):
            yield Size(match.start("count"), match.end("count"), "", "none")


def _bras(text: str) -> Iterator[Size]:
    for match in _BRA.finditer(text):
        band, cup = (match["band"], match["cup"]) if match["band"] else (match["last"], match["first"])
        if 60 <= int(band) <= 120 or (28 <= int(band) <= 52 and match["band"]):
            yield Size(match.start(), match.end(), f"{band}{cup.upper()}")


def _letters(text: str, language: str) -> Iterator[Size]:
    letters = sizes_data().letters_in(language)
    for match in _letter(language).finditer(text):
        low, high = match["low"], match["high"]
        loud = match[0].isupper() or not text[match.end() :].strip() or high is not None
        if max(map(len, (low, high or ""))) > 1 or loud:
            ends = (letters[end.casefold()] for end in (low, high) if end)
            yield Size(match.start(), match.end(), "-".join(ends))


def _system_name(written: str) -> str:
    named = {"EUR": "EU", "USA": "US"}.get(written.upper(), written.upper())
    return sizes_data().system_words.get(written.casefold(), named)


@cache
def _system() -> re.Pattern[str]:
    data = sizes_data()
    systems = rf"{any_of((*data.systems, *data.system_words))}"
    apart = rf"(?: ?(?:{any_of(data.between_system)}))?[ :-]?"
    low2 = _RUN.replace("low", "low2").replace("high", "high2")
    return re.compile(
        rf"(?<![^\W_])(?P<a>{systems}){apart}{_RUN}(?:码|碼|号)?(?![\w.,])"
        rf"|(?<![\w.,]){low2} ?(?P<b>{systems})(?![^\W_])",
        re.IGNORECASE,
    )


@cache
def _said(language: str) -> re.Pattern[str]:
    data = sizes_data()
    figure = rf"{_NUMBER}(?:(?:{_CUP}|t)(?![^\W_]))?"
    one = rf"(?:{figure}|{any_of(data.letters_in(language))})"
    size = rf"{one}(?: ?[-–~/] ?{one})?"
    before, after = any_of(data.before(language)), any_of(data.after(language))
    return re.compile(
        rf"(?<![^\W\d_])(?:{before})[ :]*({size})(?:码|碼|号|サイズ|사이즈)?(?![^\W_])"
        rf"|(?<![\w.,])({size})[ -]?(?:{after})(?!{any_of(data.said.not_after)})(?![a-zа-я])",
        re.IGNORECASE,
    )


@cache
def _count() -> tuple[re.Pattern[str], ...]:
    data = sizes_data()
    counts, sets, figure = any_of(data.counts), any_of(data.sets), r"\d{1,4}"
    return (
        re.compile(rf"(?<![^\W\d_])(?P<count>(?:{counts}) {figure})(?![\w.,])", re.IGNORECASE),
        re.compile(
            rf"(?<![\w.,])(?P<count>{figure}(?:er|'?l[ıiuü])?[ -]?(?:{counts}))(?![^\W_])", re.IGNORECASE
        ),
        re.compile(rf"(?<![\w.,])(?P<count>{figure}'?l[ıiuü])(?![^\W_])", re.IGNORECASE),
        re.compile(
            rf"(?<![\w.,])(?P<count>{figure} ?(?:{any_of(data.counters)}))(?![a-zа-я\u0621-\u064a])",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<![\w.,])(?P<count>{figure}(?:er)?)[ -]?(?:{sets})", re.IGNORECASE),
        re.compile(
            rf"(?<![^\W\d_])(?:{sets})(?: de| of| da| aus| из)? (?P<count>{figure})(?![\w.,])", re.IGNORECASE
        ),
    )


@cache
def _letter(language: str) -> re.Pattern[str]:
    one = any_of(sizes_data().letters_in(language))
    to = any_of(sizes_data().to)
    return re.compile(
        rf"(?<![\w'’.-])(?P<low>{one})(?:(?: ?[-–~/] ?| (?:{to}) )(?P<high>{one}))?(?![\w'’.-])(?!['’])",
        re.IGNORECASE,
    )
