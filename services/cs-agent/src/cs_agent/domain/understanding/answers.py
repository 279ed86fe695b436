"""A plain yes, a plain no, or neither (data/answers.yaml): only what leaves no doubt changes an order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.spelling import LANGUAGES, cleaned

Answer = Literal["yes", "no", "neither"]

_NAME: Final = "answers.yaml"
_LETTERS: Final = frozenset({"zh", "ja", "th", "ko"})
"""Read letter by letter: words are not parted there, or not reliably."""
_LONGEST: Final = 160
"""A longer message says more than yes."""
_MOST_WORDS_OF_A_NO: Final = 12
_ASKS: Final = re.compile(r"[?？؟…]|\.\.\.?|。。")
_GAPS: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_DIGIT: Final = re.compile(r"\d")


class Answers(BaseModel):
    """One language's row, as the file's head tells."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    assent: tuple[str, ...]
    go: tuple[str, ...]
    soft: tuple[str, ...]
    fill: tuple[str, ...]
    never: tuple[str, ...]
    dissent: tuple[str, ...]
    dissent_never: tuple[str, ...]
    turns: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    answers: Mapping[str, Answers]


@dataclass(frozen=True, slots=True)
class _Patterns:
    covers: re.Pattern[str]
    agrees: re.Pattern[str]
    never: re.Pattern[str]
    denies: re.Pattern[str]
    denies_never: re.Pattern[str]
    turns: re.Pattern[str]


@cache
def rows() -> Mapping[str, Answers]:
    """The file. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    return validated(
        _File, read_mapping(text, _NAME, holds="answers", may_hold=frozenset({"as_of"})), _NAME
    ).answers


def faults() -> tuple[str, ...]:
    """Languages without a row, and phrases that are a yes and a no at once, in words."""
    found = [f"{language}: no row in {_NAME}" for language in LANGUAGES if language not in rows()]
    for language, row in rows().items():
        both = {*map(_key(language), (*row.assent, *row.go))} & {*map(_key(language), row.dissent)}
        found += [f"{language}: {word!r} is yes and no" for word in sorted(both)]
    return tuple(found)


def answer_in(text: str, language: str) -> Answer:
    """What a message answers to a question that stands; whatever is doubtful is ``neither``."""
    plain = cleaned(text)
    if not plain or len(plain) > _LONGEST or _ASKS.search(plain):
        return "neither"
    line, patterns = _line(plain, language), _patterns(language)
    if _agrees(line, plain, patterns, unparted=language in _LETTERS):
        return "yes"
    denied = patterns.denies.match(line)
    if (
        denied
        and not _DIGIT.search(plain)
        and not patterns.denies_never.search(line)
        and not patterns.turns.search(line, denied.end() - 1)
        and len(line.split()) <= _MOST_WORDS_OF_A_NO
    ):
        return "no"
    return "neither"


def _agrees(line: str, plain: str, patterns: _Patterns, *, unparted: bool) -> bool:
    if _DIGIT.search(plain) or not patterns.agrees.search(line):
        return False
    # 没问题 holds 没, 間違いない holds ない: a hedge inside what agrees is none. 要是 is not inside 是.
    agreed = [found.span() for found in patterns.agrees.finditer(line)] if unparted else []
    if any(not _within(found.span(), agreed) for found in patterns.never.finditer(line)):
        return False
    return not patterns.covers.sub("", line).strip()


def _within(span: tuple[int, int], wider: list[tuple[int, int]]) -> bool:
    return any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in wider)


def _line(plain: str, language: str) -> str:
    spaced = _GAPS.sub(" ", folded(plain, language)).strip()
    return spaced.replace(" ", "") if language in _LETTERS else f" {spaced} "


@cache
def _patterns(language: str) -> _Patterns:
    row = rows()[language]
    agreeing = (*row.assent, *row.go)
    return _Patterns(
        _any(language, (*agreeing, *row.soft, *row.fill)),
        _any(language, agreeing),
        _any(language, row.never),
        _any(language, row.dissent),
        _any(language, row.dissent_never),
        _any(language, row.turns),
    )


def _any(language: str, phrases: Iterable[str]) -> re.Pattern[str]:
    keys = sorted({_key(language)(phrase) for phrase in phrases}, key=lambda key: (-len(key), key))
    body = "|".join(re.escape(key).replace(r"\*", r"\w*") for key in keys)
    return re.compile(f"(?:{body})" if language in _LETTERS else rf"\s+(?:{body})(?=\s)")


class _key:  # noqa: N801 — a function with its language bound
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, phrase: str) -> str:
        star = "*" if phrase.endswith("*") else ""
        spaced = _GAPS.sub(" ", folded(phrase.rstrip("*"), self.language)).strip()
        return (spaced.replace(" ", "") if self.language in _LETTERS else spaced) + star
