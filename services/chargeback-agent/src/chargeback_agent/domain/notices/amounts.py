"""Amounts of money as notices write them, and which of several each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Final

from argosy_commerce.money import Money, minor_digits
from chargeback_agent.domain.notices.figures import (
    cents_pattern,
    currency_data,
    money_of,
    numbers,
    with_minor,
)
from chargeback_agent.domain.notices.page import Found, Page, Tie, tie
from chargeback_agent.domain.notices.view import folded

FAMILY: Final = (
    "amount_disputed", "amount_fee", "amount_other", "amount_transaction", "amount_sale", "amount",
)  # fmt: skip
_BARE: Final = re.compile(r"\d[\d.,' ]*[.,]\d{2}")
_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Amount:
    """Money with its label."""

    found: Found[Money]
    tie: Tie | None


@cache
def _signs() -> tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str]]:
    """Sign -> currency, and where one stands before and after a number; signs are folded."""
    named = {
        folded(sign): code for code, signs in currency_data()["currencies"].items() for sign in [code, *signs]
    }
    for shared in currency_data()["shared"]:
        named.setdefault(shared, "")
    anyone = "|".join(re.escape(sign) for sign in sorted(named, key=len, reverse=True))
    # in tables the currency has a column of its own, so many blanks may part it from the number
    wide = "|".join(re.escape(sign) for sign in named if re.fullmatch(r"[a-z]{3}|[^\w.]|[a-z]{1,3}\$", sign))
    before = re.compile(
        rf"(?:(?<=[^a-z])|^|(?<=[0-9]))(?:({anyone})[ \u3000.:]{{0,3}}|({wide})[ \t\u3000]{{1,18}})$"
    )
    joined = "|".join(
        re.escape(sign) for sign in named if re.fullmatch(r"[\u0e00-\u0e7f\u3000-\ud7ff]+", sign)
    )
    after = re.compile(
        rf"[ \u3000\-]{{0,2}}(?:({anyone})(?:(?=[ ,.]{{1,2}}{cents_pattern()})|(?![a-zа-я]| ?\d))"
        rf"|({joined})(?!\d))"
    )
    return named, before, after


def amounts(
    page: Page,
    country: str,
    language: str,
    dates: Iterable[tuple[int, int]] = (),
    spoken: AbstractSet[str] = frozenset(),
    unknown: list[str] | None = None,
) -> list[Amount]:
    """Every amount that names its currency, and bare ones after a label where one is known.

    ``spoken``: currencies that other parts name without doubt. ``unknown`` gets the words of amounts whose
    sign could be of several.
    """
    taken = sorted(dates)
    low, flat = page.view.low, page.view.flat
    named: list[Found[Money]] = []
    bare: list[tuple[int, int]] = []
    spoken = spoken | codes_in(page)
    for start, end, number in numbers(flat)[: 5 * _MOST]:
        if any(first < end and start < last for first, last in taken):
            continue
        beside = _beside(low, start, end, named[-1].end if named else 0)
        if beside is None:
            if _BARE.fullmatch(number) or (number.isdigit() and len(number) < 9):
                bare.append((start, end))
            continue
        sign, first, last = beside
        currency = _signs()[0][sign]
        sure = 1.0
        if not currency or sign in currency_data()["shared"]:
            currency, sure = _meant(sign, spoken, country, language)
        if not currency and unknown is not None:
            unknown.append(page.view.quote(first, last))
        money = money_of(number, currency)
        if money is not None:
            money, cents_end = with_minor(low, money, number, last)
            named.append(Found(money, first, max(last, cents_end), sure))
    spans = [(found.start, found.end) for found in named]
    result = [
        Amount(found, tie(page, found.start, found.end, FAMILY, spans, taken)) for found in named[:_MOST]
    ]
    result += _bare(page, bare, sorted([*spans, *taken]), spoken)
    return result


def _beside(low: str, start: int, end: int, used: int) -> tuple[str, int, int] | None:
    """The currency beside a number, and the places of both; a code goes before a sign that several share.

    ``used``: where the amount before ends; its sign is not this one's.
    """
    _, before, after = _signs()
    left = before.search(low, max(used, start - 24), start)
    sign, first = (left[1] or left[2], left.start(1 if left[1] else 2)) if left else ("", start)
    right = after.match(low, end)
    behind = (right[1] or right[3]) if right else ""
    shared = currency_data()["shared"]
    if right and not (left and (sign not in shared or behind in shared)):
        return behind, first if left else start, right.end()
    if left:
        same = right and (sign in shared or _signs()[0][behind] == _signs()[0][sign])
        return sign, first, right.end() if right and same else end
    return None


def codes_in(page: Page) -> set[str]:
    """Currencies that the part names without doubt: by code, or by a name of several words."""
    found = set(re.findall(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", page.view.flat))
    named = {code for name, code in _long_names().items() if name in page.view.low}
    return (found & set(currency_data()["currencies"])) | named


@cache
def _long_names() -> Mapping[str, str]:
    """``US dollars``, ``pesos mexicanos``: names that are of one currency wherever they stand."""
    return {
        folded(name): code
        for code, names in currency_data()["currencies"].items()
        for name in names
        if re.fullmatch(r"[^\W\d_.]+[ \-.][^\W\d_. ]{4,}", name)
    }


def _meant(sign: str, spoken: AbstractSet[str], country: str, language: str) -> tuple[str, float]:
    could = currency_data()["shared"][sign]
    here = spoken & set(could.values())
    if len(here) == 1:
        return next(iter(here)), 0.95
    for key in (country, language, language.partition("-")[0]):
        if key and key in could:
            return could[key], 0.9
    return could[""], 0.75


def _bare(
    page: Page, bare: Sequence[tuple[int, int]], among: Sequence[tuple[int, int]], spoken: AbstractSet[str]
) -> Iterable[Amount]:
    """Numbers without a currency beside them, right after their label."""
    flat = page.view.flat
    for start, end in bare[:_MOST]:
        found = tie(page, start, end, FAMILY, among)
        if found is None or found.strength < 0.9 or found.meaning == "amount_other":
            continue
        currency = _in_row(page, start) or (next(iter(spoken)) if len(spoken) == 1 else "")
        money = money_of(flat[start:end], currency) if currency else None
        if money is not None and (_BARE.fullmatch(flat[start:end]) or minor_digits(currency) == 0):
            yield Amount(
                Found(money, start, end, 0.9), Tie(found.meaning, found.strength - 0.02, found.label)
            )


def _in_row(page: Page, start: int) -> str:
    """The currency in the next cell, or in the line below or above under a label of currencies."""
    number = page.view.line_at(start)
    lines = page.view.lines
    near = [cell for cell in lines[number].cells if start < cell[0] < start + 40]
    for other in (number + 1, number - 1):
        if 0 <= other < len(lines) and any(
            lines[other].start <= label.start < lines[other].end and "currency" in label.meanings
            for label in page.labels
        ):
            near += lines[other].cells[1:]
    for first, last in near:
        text = page.view.flat[first:last].strip()
        if text in currency_data()["currencies"]:
            return text
    return ""
