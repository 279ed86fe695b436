"""How old somebody is, as a message tells it (data/ages.yaml): in months, from and to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.spelling import UNSPACED

_NAME: Final = "ages.yaml"
_LONGEST: Final = 600
_ANYWHERE: Final = UNSPACED | {"ko"}
_FIGURE: Final = r"(?<![\d.,])(?P<value>\d{1,3}(?:[.,]5)?)(?![\d]|[.,]\d)"
_IN_CHINESE: Final = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_AND: Final = "and|und|et|y|e|en|i|и|ve"
"""What goes on behind a bare age: he turned 3 and weighs 16 kg."""
_OLDEST: Final = 110
_MOST_MONTHS: Final = 60


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    words: Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Age:
    """Months that somebody has lived: seven years are 84 to 95. ``is_unsure``: nearly that, or above it."""

    least: Decimal
    most: Decimal
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    years: re.Pattern[str]
    months: re.Pattern[str]
    bare: re.Pattern[str]
    person: re.Pattern[str]
    nearly: re.Pattern[str]


def age_in(text: str, language: str) -> Age | None:
    """The age that a cleaned text tells of a person; None where it tells none, or several."""
    patterns = _patterns(language)
    line = folded(text[:_LONGEST], language).replace("\n", " ")
    if language == "zh":
        line = re.sub(r"[一二两三四五六七八九十](?=周?岁|个月)", lambda one: str(_IN_CHINESE[one[0]]), line)
    if not patterns.person.search(line):
        return None
    found = {
        *(_months(one["value"], 12) for one in patterns.years.finditer(line)),
        *(_months(one["value"], 1) for one in patterns.months.finditer(line)),
    }
    if not found:
        found = {_months(one["value"], 12) for one in patterns.bare.finditer(line)}
    if len(found) != 1 or None in found:
        return None
    least, most = found.pop() or (Decimal(0), Decimal(0))
    return Age(least, most, patterns.nearly.search(line) is not None)


def _months(value: str, each: int) -> tuple[Decimal, Decimal] | None:
    number = Decimal(value.replace(",", "."))
    if number > (_OLDEST if each > 1 else _MOST_MONTHS):
        return None
    least = number * each
    # Who is seven may be a day short of eight; of two and a half half a year is open.
    whole = number == number.to_integral_value()
    return least, least + ((each if whole else each // 2) - 1 if each > 1 else 0)


@cache
def _patterns(language: str) -> _Patterns:
    row = _rows()[language]
    years, months = (
        rf"{_FIGURE}[\s-]*{_any(row[one], language, is_behind=True)}" for one in ("years", "months")
    )
    ends = rf"(?=\s*[,.?!;،؟]|\s*$|\s+(?:oldu|исполнил|geworden|{_AND})\b)"
    if language in _ANYWHERE:
        ends = rf"(?!\s*{_any((*row['years'], *row['months']), language)})"
    leads = [*row["is"], *(row["person"] if language == "ru" else ())]
    gap = r"\s*" if language in _ANYWHERE else r"\s+"
    bare = rf"{_any(leads, language)}{gap}{_FIGURE}{ends}" if row["is"] else "(?!)"
    return _Patterns(
        re.compile(years),
        re.compile(months),
        re.compile(bare),
        re.compile(_any(row["person"], language)),
        re.compile(_any(row["nearly"], language)),
    )


def _any(words: Iterable[str], language: str, *, is_behind: bool = False) -> str:
    keys = sorted({folded(one, language) for one in words}, key=lambda one: (-len(one), one))
    body = "|".join(re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+") for one in keys)
    if language in _ANYWHERE:
        return f"(?:{body})"
    return rf"(?:{body})(?!\w)" if is_behind else rf"(?<!\w)(?:{body})(?!\w)"


@cache
def _rows() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The file's rows. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    return validated(
        _File, read_mapping(text, _NAME, holds="words", may_hold=frozenset({"as_of"})), _NAME
    ).words
