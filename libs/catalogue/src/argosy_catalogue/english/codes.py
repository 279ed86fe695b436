"""Names, codes and standards in an English row that every language writes alike: IPX7, iOS 13, USB-C."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from argosy_catalogue.english.phrases import Span
from argosy_catalogue.english.wording import alike, capitals, counters, signs
from argosy_commerce.reading.items import Count, Model

_CODE: Final = re.compile(
    r"(?<![\w.\-])(?:(?=[\w.\-]*[A-Z])[A-Z0-9][A-Z0-9.\-]*[A-Z0-9]|\d+p)(?![\w%°]|[.\-]\w|\s?%)"
)
_HAS_DIGIT: Final = re.compile(r"\d")
_FIGURE_IN_FRONT: Final = re.compile(r"\d[\d.,]*\s*$")


def names_alike(text: str) -> list[Model]:
    """Names of makers and systems, with the figures that belong to them."""
    return [Model(found.span(), found[0], found[0]) for found in _alike().finditer(text)]


def counts_of(text: str) -> list[Count]:
    """192 pages, 2-4 players: figures with a word that counts."""
    found: list[Count] = []
    for one in _counted().finditer(text):
        low, high = Decimal(one["low"]), Decimal(one["high"]) if one["high"] else None
        if high is None or low < high:
            found.append(Count(one.span(), one[0], low, counters()[one["unit"].casefold()], high))
    return found


def signed_figures(text: str) -> list[Model]:
    """28-210 Nm, 203 dpi: figures with a unit that every language writes by the same letters."""
    return [
        Model(
            one.span(),
            one[0],
            f"{one['low']}{'–' + one['high'] if one['high'] else ''} {signs()[one['unit']]}",
        )
        for one in _signed().finditer(text)
    ]


def codes_of(text: str, taken: Sequence[Span]) -> list[Model]:
    """The codes outside places that are taken; none in a text all of capitals, where every word looks so."""
    if text.upper() == text and " " in text.strip() and not _HAS_DIGIT.search(text):
        return []
    codes: list[Model] = []
    for found in _CODE.finditer(text):
        start, end = found.span()
        is_free = not any(a < end and start < b for a, b in taken)
        if is_free and found[0] not in capitals() and not _FIGURE_IN_FRONT.search(text[:start]):
            codes.append(Model((start, end), found[0], found[0]))
    return codes


@cache
def _alike() -> re.Pattern[str]:
    """A name of data/english_rows_said.yaml with the figures and letters that belong to it: iPhone 15 Pro."""
    names = "|".join(re.escape(name) for name in sorted(alike(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w\-])(?:{names})(?: (?:\d+(?:\.\d+)*[A-Z]?|Pro|Max|Plus|Mini|Ultra|SE))*(?![\w\-])"
    )


_FIGURES: Final = r"(?<![\w.,/\-±])(?P<low>\d+(?:\.\d+)?)(?:\s?[-–]\s?(?P<high>\d+(?:\.\d+)?))?[\s\-]?"


@cache
def _counted() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(counters(), key=len, reverse=True))
    return re.compile(rf"{_FIGURES}(?P<unit>{words})(?![\w\-])", re.IGNORECASE)


@cache
def _signed() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(signs(), key=len, reverse=True))
    return re.compile(rf"{_FIGURES}(?P<unit>{words})(?![\w\-])")
