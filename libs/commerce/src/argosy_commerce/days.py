"""A day as a language writes it in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel.dates import format_date

_FIRST_OF_MONTH: Final[Mapping[str, str]] = {"fr": "1er", "it": "1º", "pt": "1º"}
"""How the first of a month is written where not as 1: CLDR's patterns of dates hold no ordinals."""
_PATTERNS: Final[Mapping[str, str]] = {"pl": "d MMMM y 'r.'", "ru": "d MMMM y 'года'"}
"""Dates that CLDR's long form writes without the word for year, or with one that ends in a full stop."""


def said_day(day: date, language: str) -> str:
    """``1er mars 2026`` for 2026-03-01 in "fr"; ``language`` is a BCP 47 tag ('_' or '-')."""
    base = language.replace("_", "-").partition("-")[0]
    written = format_date(day, _PATTERNS.get(base, "long"), locale=language.replace("-", "_"))
    first = _FIRST_OF_MONTH.get(base) if day.day == 1 else None
    return written.replace("1", first, 1) if first else written
