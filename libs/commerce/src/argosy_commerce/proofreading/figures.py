"""Figures of a text with their units, as the market writes them, and whether one says what another says.

For holding a text against facts: 500 ml is 0.5 l is 16.9 fl oz, and none of them 500 l; 1,5 is one and a
half in Germany and no number in the United States.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from babel import Locale, UnknownLocaleError

from argosy_commerce.numerals import in_latin_digits
from argosy_commerce.proofreading.number_words import NumberWords, number_words
from argosy_commerce.proofreading.unit_words import PERCENT, unit_words
from argosy_commerce.proofreading.words import Span, script_of
from argosy_commerce.units import units

_NUMBER = re.compile(r"\d+(?:[.,:'\u2019\u066b\u066c\u00a0\u202f]\d+)*")
_NO_SPACE_GROUPS = frozenset({"en", "ar", "ko", "th", "ja", "zh"})
_SPACE_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)")
_GAP = re.compile(r"[ \u00a0\u202f]?[-\u2011]?[ \u00a0]?")
_LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_TOKEN_REST = re.compile(r"[A-Za-z0-9]*(?:\.\d[A-Za-z0-9]*)*")
_BETWEEN = r"[-\u2010-\u2015~\u301c\u00d7xX*/]"
_TIMES = re.compile(r"\s*[\u00d7xX*]\s*")
_MINUS = frozenset("-\u2212\u2013")
_SQUARES = frozenset("²³")
_SINGLE = frozenset({"unit.piece"})
"""Counters that count the things themselves: 3 pieces are 3."""
_IDLE_AFTER_ONE = frozenset(
    {"d", "s", "min", "unit.piece", "unit.pair", "unit.set", "unit.pack", "unit.box", "dozen"}
)
_OTHER_SYSTEM = frozenset(
    {"in", "ft", "yd", "oz", "lb", "fl_oz", "qt", "gal", "ft2", "fahrenheit", "hp", "psi", "pyeong"}
)
"""Units whose conversion is rounded in shops; all others are exact or wrong."""
_MOST_ROUNDING = Fraction(2, 100)
"""Of the value: 12 in for 30 cm (1.6 %) is how shops round, 4 in for 9 cm (13 %) is not."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written, with what it may mean."""

    text: str
    start: int
    end: int
    values: frozenset[Decimal]
    """Empty: it is no number as this market writes them (1,5 in English), or a token (4K, IP68)."""
    units: frozenset[str]
    """Unit ids it may be in, `percent`, or a counter that multiplies; empty: bare."""
    may_be_bare: bool = False
    """Its unit was taken from the end of a range or a row of sides, or is a word that may be another."""

    @property
    def is_bare(self) -> bool:
        """Whether it may count things."""
        return not self.units or self.may_be_bare or bool(self.units & _SINGLE)


def read_figures(text: str, locale: str, masked: Sequence[Span] = ()) -> list[Figure]:
    """All figures outside the masked spans (names that carry digits), digits of any script.

    `locale` is BCP 47 with the market's region: es-MX writes 1.5 where es-ES writes 1,5.
    """
    plain = in_latin_digits(text)
    language = locale.split("-", 1)[0]
    words = number_words(language)
    found = [*_in_digits(text, plain, locale, words), *_fractions(text)]
    found += _in_words(_blanked(text, found), text, language, words)
    found = [f for f in found if not any(a < f.end and f.start < b for a, b in masked)]
    return _with_shared_units(plain, sorted(found, key=lambda f: f.start), words)


def _in_digits(text: str, plain: str, locale: str, words: NumberWords) -> Iterator[Figure]:
    language = locale.split("-", 1)[0]
    position = 0
    while found := _NUMBER.search(plain, position):
        start, end = found.span()
        written = found[0]
        if language not in _NO_SPACE_GROUPS and (grouped := _SPACE_GROUPED.match(plain, start)):
            end, written = grouped.end(), grouped[0].replace(" ", "")
        if start and _is_latin(plain[start - 1]) and not _is_times(plain, start - 1):
            start, end = _token(plain, start, end)
            yield Figure(text[start:end], start, end, frozenset(), frozenset())
            position = end
            continue
        values = _readings(written, locale)
        if _is_negative(plain, start):
            values = frozenset(-value for value in values)
        position = end
        end, factor = _multiplier(plain, end, words)
        values = frozenset(value * factor for value in values)
        stop, ids = _unit(plain, end, language)
        if ids:
            # "2 in black": inches only if nothing else can follow.
            loose = language == "en" and plain[:stop].endswith("in") and plain[stop : stop + 2].strip() != ""
            loose = loose and plain[stop : stop + 1] in {" ", "-"}
            yield Figure(text[start:stop], start, stop, values, ids, may_be_bare=loose)
            position = max(position, stop)
            continue
        if start and plain[start - 1] in "%٪":
            yield Figure(text[start - 1 : end], start - 1, end, values, frozenset({PERCENT}))
            continue
        run = _LATIN_RUN.match(plain, end)
        is_suffix = run is not None and run[0].casefold() in words.suffixes
        if run and not is_suffix and not _is_times(plain, end):
            stop = _TOKEN_REST.match(plain, end).end()  # type: ignore[union-attr]  # matches the empty text too
            stop = max(stop, run.end())
            yield Figure(text[start:stop], start, stop, frozenset(), frozenset())
            position = stop
            continue
        yield Figure(text[start:end], start, end, values, frozenset())


def _unit(text: str, end: int, language: str) -> tuple[int, frozenset[str]]:
    gap = _GAP.match(text, end)
    begin = gap.end() if gap else end
    stop, ids = unit_words(language).at(text, begin)
    hyphen = gap is not None and "-" in gap[0]
    if hyphen and ids & {"unit.pack", "unit.set", "unit.box"}:
        return stop, frozenset()  # a 2-pack is one pack of two
    return (stop, ids) if ids else (end, ids)


def _multiplier(text: str, end: int, words: NumberWords) -> tuple[int, Decimal]:
    for word, factor in words.multipliers.items():
        for gap in ("", " "):
            stop = end + len(gap) + len(word)
            written = text[end:stop] if len(word) == 1 else text[end:stop].casefold()  # 4K is no 4,000
            after = text[stop : stop + 1]
            goes_on = after.isalpha() and script_of(after) == script_of(word[-1]) != "HANGUL"
            if written == gap + word and (not goes_on or script_of(after) == "THAI"):
                return stop, factor
    return end, Decimal(1)


def _fractions(text: str) -> Iterator[Figure]:
    for at, character in enumerate(text):
        if character in _SQUARES or character.isdecimal() or character.isascii():
            continue
        if unicodedata.category(character) in {"No", "Nl"}:
            value = Decimal(str(unicodedata.numeric(character, 0)))
            yield Figure(character, at, at + 1, frozenset({value}), frozenset())


def _blanked(text: str, figures: Sequence[Figure]) -> str:
    """The text without what is read already: `95 por ciento` is no hundred."""
    for figure in figures:
        text = f"{text[: figure.start]}{'.' * (figure.end - figure.start)}{text[figure.end :]}"
    return text


def _in_words(rest: str, text: str, language: str, words: NumberWords) -> Iterator[Figure]:
    for number in words.find(rest):
        stop, ids = _unit(text, number.end, language)
        if words.needs_unit and stop - number.start == 2:
            continue  # 백팩 is a backpack, no hundred packs: two syllables are a word of their own
        if number.needs_unit and not words.needs_unit and ids & _IDLE_AFTER_ONE:
            continue  # a day, un par, ein Set: articles, and no figures
        if ids or not number.needs_unit:
            value = frozenset({number.value})
            yield Figure(text[number.start : stop], number.start, stop, value, ids, may_be_bare=not ids)
    for word, unit_id in words.duals.items():
        for found in re.finditer(rf"(?<!\w)[وب]?{word}(?!\w)", text):
            yield Figure(found[0], *found.span(), frozenset({Decimal(2)}), frozenset({unit_id}))


def _with_shared_units(text: str, figures: Sequence[Figure], words: NumberWords) -> list[Figure]:
    """30 × 40 × 10 cm: each side is in centimetres, and may as well be a number of things."""
    said = "|".join(re.escape(word) for word in words.ranges)
    between = re.compile(rf"\s*(?:{_BETWEEN}|\b(?:{said})\b|(?:{said}))\s*" if said else rf"\s*{_BETWEEN}\s*")
    shared = list(figures)
    for i in range(len(shared) - 2, -1, -1):
        this, following = shared[i], shared[i + 1]
        is_bare = this.values and not this.units and following.units and this.end <= following.start
        if is_bare and between.fullmatch(text, this.end, following.start):
            shared[i] = replace(this, units=following.units, may_be_bare=True)
    return shared


def rows(text: str, figures: Sequence[Figure]) -> list[tuple[Figure, ...]]:
    """Figures joined by times signs: 30 × 40 × 10 cm, 2 × 500 ml. They are true together or not at all."""
    plain = in_latin_digits(text)
    found: list[list[Figure]] = []
    for figure in figures:
        last = found[-1][-1] if found else None
        if last is not None and _TIMES.fullmatch(plain, last.end, figure.start):
            found[-1].append(figure)
        else:
            found.append([figure])
    return [tuple(row) for row in found if len(row) > 1]


def same_row(said: Sequence[Figure], known: Sequence[Figure]) -> bool:
    """Whether two rows have the same members, in any order."""
    left = list(known)
    for figure in said:
        match = next((other for other in left if agrees(figure, other)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def agrees(said: Figure, known: Figure) -> bool:
    """Whether `said` says what `known` says, perhaps in another unit."""
    if not said.values or not known.values:
        return compact(said.text) == compact(known.text)
    if said.is_bare and known.is_bare and said.values & known.values:
        return True
    if said.values & known.values and said.units & known.units:
        return True
    return any(
        _same_quantity(value, unit_id, other, known_id, _places(said.text))
        for unit_id in said.units
        for known_id in known.units
        for value in said.values
        for other in known.values
    )


def compact(text: str) -> str:
    """Letters and digits alone, to compare tokens however they are spaced: USB 3.0, usb-3.0."""
    return re.sub(r"[\s\-\u2010-\u2015_]", "", unicodedata.normalize("NFKC", text)).casefold()


def _same_quantity(said: Decimal, unit_id: str, known: Decimal, known_id: str, places: int) -> bool:
    table = units()
    if unit_id == known_id or unit_id not in table or known_id not in table:
        return unit_id == known_id and said == known
    goal, origin = table[unit_id], table[known_id]
    if goal.dimension != origin.dimension:
        return False
    exact = (Fraction(known) + origin.offset) * origin.scale / goal.scale - goal.offset
    off = abs(Fraction(said) - exact)
    if not {unit_id, known_id} & _OTHER_SYSTEM:
        return off == 0
    return off <= Fraction(1, 2) / 10**places and off <= abs(exact) * _MOST_ROUNDING


def _places(written: str) -> int:
    """Decimal places as written: 11,8 in has one."""
    tail = re.search(r"[.,\u066b](\d+)\D*$", in_latin_digits(written))
    return len(tail[1]) if tail and len(tail[1]) < 3 else 0


def _readings(written: str, locale: str) -> frozenset[Decimal]:
    """The value by the market's signs, else by the language's; none where neither reads it so."""
    for tag in dict.fromkeys((locale, locale.split("-", 1)[0])):
        value = _by_signs(written, *_signs(tag))
        if value is not None:
            return frozenset({value})
    return frozenset()


def _by_signs(written: str, decimal: str, group: str) -> Decimal | None:
    if re.fullmatch(r"\d+", written):
        return Decimal(written)
    decimals, groups = re.escape(decimal) + "\u066b", re.escape(group) + "\u066c'\u2019\u00a0\u202f"
    if not re.fullmatch(rf"(?:\d+|\d{{1,3}}(?:[{groups}]\d{{3}})+)(?:[{decimals}]\d+)?", written):
        return None
    return Decimal(re.sub(rf"[{decimals}]", ".", re.sub(rf"[{groups}]", "", written)))


@cache
def _signs(tag: str) -> tuple[str, str]:
    """Decimal and group sign of CLDR, with Latin digits."""
    try:
        symbols = Locale.parse(tag, sep="-").number_symbols["latn"]
    except (UnknownLocaleError, ValueError, KeyError):
        return (".", ",")
    return symbols["decimal"], symbols["group"]


def _is_negative(text: str, start: int) -> bool:
    if not start or text[start - 1] not in _MINUS:
        return False
    return start == 1 or text[start - 2].isspace() or text[start - 2] in "(:\u202a\u200e"


def _token(text: str, start: int, end: int) -> tuple[int, int]:
    while start and (_is_latin(text[start - 1]) or text[start - 1].isdecimal()):
        start -= 1
    rest = _TOKEN_REST.match(text, end)
    return start, rest.end() if rest else end


def _is_latin(character: str) -> bool:
    return character.isalpha() and character.isascii()


def _is_times(text: str, at: int) -> bool:
    """Whether the x at this place multiplies: 2x500 ml."""
    if text[at] not in "xX" or at + 1 >= len(text):
        return False
    return text[:at].rstrip()[-1:].isdecimal() and text[at + 1 :].lstrip()[:1].isdecimal()
