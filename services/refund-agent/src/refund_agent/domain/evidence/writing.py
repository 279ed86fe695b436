"""Numbers, amounts and dates in the text of a receipt, a label or a screen, as a scanner may misread them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from argosy_commerce.money import minor_digits

_MOST: Final = 12_000
_CODE: Final = re.compile(r"[A-Za-z0-9#][A-Za-z0-9\-_/.#]{3,40}")
# Letters and digits that scanners take for each other.
_SLIPS: Final = str.maketrans("OQDILSBZG|", "000115826" + "1")
_AMOUNT: Final = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+|\d{1,9})(?:[.,]\d{1,3})?(?![\d]|[.,]\d)"
)
_DATES: Final = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>20\d\d)(?!\d)"),
)


def codes_in(text: str) -> tuple[str, ...]:
    """Words that may be an order's or a parcel's number: at least four signs, two of them digits."""
    plain = unicodedata.normalize("NFKC", text[:_MOST])
    found = dict.fromkeys(match.group().strip("-_/.#") for match in _CODE.finditer(plain))
    return tuple(code for code in found if len(code) >= 4 and sum(sign.isdigit() for sign in code) >= 2)


def squeezed(code: str) -> str:
    """A number without what people leave out: case, dashes, blanks."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", code).upper())


def blurred(code: str) -> str:
    """A number as a scanner may have read it: letters and digits of one look are one."""
    return squeezed(code).translate(_SLIPS)


def shape_of(code: str) -> str:
    """A number's pattern: ``AA-0000``."""
    return re.sub(r"\d", "0", re.sub(r"[A-Za-z]", "A", code.strip("#")))


def amounts_in(text: str, currency: str) -> tuple[Decimal, ...]:
    """Amounts in the order of the text, by both ways of writing decimals; each as often as it stands."""
    digits = minor_digits(currency)
    written = _AMOUNT.finditer(unicodedata.normalize("NFKC", text[:_MOST]))
    read = (_amount(match.group(), digits) for match in written)
    return tuple(one for one in read if one is not None)


def _amount(written: str, digits: int) -> Decimal | None:
    bare = re.sub(r"[ '\u00a0\u202f]", "", written)
    tail = re.search(r"[.,](\d+)$", bare)
    if tail and digits and len(tail[1]) == digits:
        return Decimal(re.sub(r"[.,]", "", bare[: tail.start()]) + "." + tail[1])
    if tail and len(tail[1]) != 3:
        return None
    return Decimal(re.sub(r"[.,]", "", bare))


def dates_in(text: str) -> frozenset[date]:
    """Every day that a date in figures may be: day and month in both orders where both are possible."""
    found = set()
    for pattern in _DATES:
        for match in pattern.finditer(unicodedata.normalize("NFKC", text[:_MOST])):
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
            for m, d in {(month, day), (day, month)} if pattern is _DATES[1] else {(month, day)}:
                if 1 <= m <= 12 and 1 <= d <= 31:
                    try:
                        found.add(date(year, m, d))
                    except ValueError:
                        continue
    return frozenset(found)
