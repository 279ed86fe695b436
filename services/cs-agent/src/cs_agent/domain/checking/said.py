"""What a text says that can be held against facts: figures, days, currencies, orders' numbers, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from argosy_commerce.languages import language_for
from argosy_commerce.numerals import in_latin_digits
from argosy_commerce.proofreading.figures import Figure, compact, read_figures
from argosy_commerce.proofreading.words import SCRIPT_NAMES, Span, script_of
from cs_agent.domain.checking.dates import Day, days_in, times_in
from cs_agent.domain.checking.words import base_of

CODE: Final = re.compile(
    r"(?<![\w-])(?:[A-Za-z]{1,4}-\d{3,}(?:-\w+)*|[A-Za-z]{1,4}\d{1,6}(?:-[A-Za-z0-9]+)+|[A-Z]{2}-\d{3,}|"
    r"(?=[A-Z0-9]{0,24}\d)(?=[A-Z0-9]{0,24}[A-Z])[A-Z0-9]{8,24}|[A-Z]{1,4}\d{3,}[A-Z]{0,3})(?![\w-])",
    re.ASCII,
)
"""Numbers of orders and parcels, SKUs, codes."""
QUOTED: Final = re.compile(
    r"«[^»]{0,400}»|“[^”]{0,400}”|„[^“”]{0,400}[“”]|「[^」]{0,400}」|『[^』]{0,400}』|\"[^\"]{0,400}\""
)
_LATIN: Final = re.compile(r"(?<![A-Za-z\u00c0-\u024f\d])[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’&-]*")
_CAPITAL: Final = re.compile(r"(?<![\w'’])[^\W\d_][\w'’&-]*")
_STOPS: Final = frozenset('.!?…:;«“„"(–—\n·•-')
_SIGNS: Final = {
    "€": "EUR", "£": "GBP", "₩": "KRW", "฿": "THB", "₽": "RUB", "₺": "TRY", "zł": "PLN", "R$": "BRL",
    "$": "USD", "¥": "JPY", "元": "CNY", "円": "JPY", "원": "KRW", "บาท": "THB", "美元": "USD", "欧元": "EUR",
    "달러": "USD", "ドル": "USD", "ユーロ": "EUR", "유로": "EUR",
}  # fmt: skip
_SIGN: Final = re.compile(
    "|".join(
        re.escape(sign) if not sign.isalpha() else rf"(?<=\d)\s?{re.escape(sign)}"
        for sign in sorted(_SIGNS, key=len, reverse=True)
    )
)
"""Signs that are words count behind a figure only."""
_SHARED: Final = {
    "USD": frozenset({"USD", "CAD", "AUD", "MXN", "SGD", "HKD", "TWD"}),
    "JPY": frozenset({"JPY", "CNY"}),
    "CNY": frozenset({"JPY", "CNY"}),
}
"""Currencies that share a sign."""
_CASED: Final = frozenset({"en", "es", "pt", "fr", "it", "nl", "pl", "tr", "ru"})
"""Languages in which a capital within a sentence tells a name; German writes all nouns so."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says. ``rest``: the text with codes, days and times blanked; figures' places are its."""

    text: str
    """As it was given."""
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    times: frozenset[str]
    currencies: frozenset[str]
    codes: frozenset[str]
    quotes: tuple[str, ...]
    rest: str


@lru_cache(maxsize=512)
def said_in(text: str, tag: str) -> Said:
    """Read as the language of the tag writes."""
    language = base_of(tag)
    rest = _parted(text)
    codes = list(CODE.finditer(rest))
    rest = _blank(rest, [one.span() for one in codes])
    days = days_in(rest, language)
    rest = _blank(rest, [one.span for one in days])
    times = times_in(rest)
    rest = _blank(rest, [span for _, span in times])
    # The stop of a sentence is none of its unit: 365 г.
    rest = _END.sub(lambda found: " " * len(found[0]), rest)
    return Said(
        text,
        tuple(read_figures(rest, tag)),
        days,
        frozenset(time for time, _ in times),
        _currencies(text),
        frozenset(compact(one[0]) for one in codes),
        tuple(one[0] for one in QUOTED.finditer(text)),
        rest,
    )


def names_in(text: str, language: str) -> Iterator[str]:
    """Words written like names: Latin letters within another script, a capital within a sentence."""
    base = base_of(language)
    plain = QUOTED.sub(lambda quote: " " * len(quote[0]), text)
    if script_of_language(base) != "Latn":
        yield from (one[0] for one in _LATIN.finditer(plain) if len(one[0]) > 1)
    if base not in _CASED:
        return
    for one in _CAPITAL.finditer(plain):
        before = plain[: one.start()].rstrip()
        if before and before[-1] not in _STOPS and len(one[0]) > 1 and one[0][0].isupper():
            yield one[0]


def foreign_letters(text: str, language: str) -> str:
    """Letters of a script that the language does not use, quotes left out; Latin ones are names' affair."""
    base = base_of(language)
    own = SCRIPT_NAMES[script_of_language(base)] | {"LATIN"}
    plain = (c for c in QUOTED.sub(" ", text) if c.isalpha() and c not in "ªº")
    return "".join(c for c in plain if script_of(c) not in own or (base == "ja" and _is_chinese(c)))[:20]


def _is_chinese(letter: str) -> bool:
    """A Chinese character that Japanese is not written with: of none of its character sets."""
    try:
        letter.encode("cp932")
    except UnicodeEncodeError:
        return script_of(letter) == "CJK"
    return False


def own_share(text: str, language: str) -> tuple[int, int]:
    """Letters in the language's own script, and all letters, quotes left out."""
    own = SCRIPT_NAMES[script_of_language(base_of(language))]
    letters = [c for c in QUOTED.sub(" ", text) if c.isalpha()]
    return sum(script_of(c) in own for c in letters), len(letters)


@cache
def script_of_language(base: str) -> str:
    """ISO 15924."""
    return language_for(base).script


def same_currency(one: str, other: str) -> bool:
    """Whether two codes may be meant by one sign."""
    return one == other or other in _SHARED.get(one, ())


def _blank(text: str, spans: list[Span]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


_END: Final = re.compile(r"(?<=\D)\.\s*$")
_SPACED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?=,\d)")


def _parted(text: str) -> str:
    """USD12.90 and 12.90USD with a blank between; 1 299,00 as one number."""
    text = text.replace("\uff5e", "\u301c")  # both are the wave between the ends of a range
    text = _SPACED.sub(lambda found: found[0].replace(" ", "\u202f"), text)
    codes = "|".join(sorted(_codes()))
    return re.sub(rf"(?<![A-Za-z])((?:{codes})|R\$|zł)(?=\d)|(?<=\d)(?=(?:{codes}|zł)(?!\w))", r"\1 ", text)


def _currencies(text: str) -> frozenset[str]:
    found = {code for code in re.findall(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", text) if code in _codes()}
    found |= {_SIGNS[one[0].strip()] for one in _SIGN.finditer(in_latin_digits(text))}
    return frozenset(found)


def is_currency(word: str) -> bool:
    """Whether it is the code of a currency that shops here take."""
    return word in _codes()


@cache
def _codes() -> frozenset[str]:
    common = (
        "USD EUR GBP CNY JPY KRW THB RUB TRY PLN BRL SAR AED MXN CAD AUD CHF NOK SEK DKK SGD HKD TWD INR KWD"
    )
    return frozenset(common.split()) & frozenset(Locale("en").currencies)
