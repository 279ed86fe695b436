"""What words say of an order's matters (data/order_words.yaml): why, in what condition, paid how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.tools.rules import Condition
from cs_agent.domain.understanding.spelling import LANGUAGES, UNSPACED, cleaned

_NAME: Final = "order_words.yaml"
_ANYWHERE: Final = UNSPACED | {"ko"}
_LONGEST: Final = 1_200
Matter = Literal[
    "no_longer_needed", "by_mistake", "unused", "opened", "used", "gift_card", "original", "elsewhere",
    "last", "one", "all", "part",
]  # fmt: skip
Means = Literal["gift_card", "original", "elsewhere"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    no_longer_needed: tuple[str, ...]
    by_mistake: tuple[str, ...]
    unused: tuple[str, ...]
    opened: tuple[str, ...]
    used: tuple[str, ...]
    gift_card: tuple[str, ...]
    original: tuple[str, ...]
    elsewhere: tuple[str, ...]
    last: tuple[str, ...]
    one: tuple[str, ...]
    all: tuple[str, ...]
    part: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    words: Mapping[str, _Row]


@cache
def rows() -> Mapping[str, _Row]:
    """The file. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    return validated(
        _File, read_mapping(text, _NAME, holds="words", may_hold=frozenset({"as_of"})), _NAME
    ).words


def faults() -> tuple[str, ...]:
    """Languages without a row, in words; patterns that do not compile raise."""
    for language in rows():
        for matter in _Row.model_fields:
            _pattern(language, matter)
    return tuple(f"{language}: no row in {_NAME}" for language in LANGUAGES if language not in rows())


def says(text: str, language: str, matter: Matter) -> bool:
    """Whether the words say it. ``language``: a BCP 47 tag of the fifteen."""
    return _pattern(_base(language), matter).search(_line(text, language)) is not None


def reason_in(text: str, language: str) -> str:
    """Why an order is cancelled: ``ordered_by_mistake``, ``no_longer_needed``, "" where no word says so."""
    if says(text, language, "by_mistake"):
        return "ordered_by_mistake"
    return "no_longer_needed" if says(text, language, "no_longer_needed") else ""


def condition_in(text: str, language: str) -> Condition | None:
    """In what condition goods are. Where several are told the worst counts: "unopened, but used once"."""
    line, base = _line(text, language), _base(language)
    unused = _pattern(base, "unused")
    rest = unused.sub(" ", line)
    if _pattern(base, "used").search(rest):
        return "used"
    if _pattern(base, "opened").search(rest):
        return "opened"
    return "unused" if unused.search(line) else None


def means_in(text: str, language: str) -> Means | None:
    """Where money is to go or to come from. A gift card "rather than the bank card" is the gift card."""
    for means in ("elsewhere", "gift_card", "original"):
        if says(text, language, means):
            return means
    return None


def count_in(text: str, language: str, most: int) -> int | None:
    """How many of ``most`` pieces are meant: a figure, a word for one or for all; None where none is."""
    figures = [int(one) for one in re.findall(r"(?<![\d.,-])\d{1,3}(?![\d.,]|-\d)", _line(text, language))]
    fit = [one for one in figures if 0 < one <= most]
    if fit:
        return min(fit)
    if says(text, language, "all"):
        return most
    return 1 if says(text, language, "one") else None


def _line(text: str, language: str) -> str:
    return folded(cleaned(text[:_LONGEST]), _base(language))


def _base(language: str) -> str:
    base = language.partition("-")[0]
    return base if base in rows() else "en"


@cache
def _pattern(language: str, matter: str) -> re.Pattern[str]:
    return re.compile(_any(getattr(rows()[language], matter), language))


def _any(words: Iterable[str], language: str) -> str:
    keys = sorted({folded(word, language) for word in words}, key=lambda word: (-len(word), word))
    body = "|".join(_spelled(key) for key in keys)
    if language in _ANYWHERE:
        return f"(?:{body})"
    front = "[وبل]?" if language == "ar" else ""
    return rf"(?<!\w){front}(?:{body})(?!\w)"


def _spelled(key: str) -> str:
    """`` * `` between words: up to two others; ``*`` at the end of a word: it may go on."""
    plain = re.escape(key).replace(r"\ \*\ ", r"\W+(?:\w+\W+){0,2}").replace(r"\*", r"\w*")
    return plain.replace(r"\ ", r"[\s'’-]+")
