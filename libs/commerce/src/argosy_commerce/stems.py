"""What the forms of a word have in common (data/stems.yaml): for finding names, never for writing.

Two words may be left alike (port, porte): a stem says what a text may name, and the words beside it, the
kind of thing or the nearer writing decide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import packaged, validated

_LEAST: Final = 3
"""Letters that stay where a rule tells no other number."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    endings: tuple[str, ...]
    times: int = 1
    heads: tuple[str, ...] = ()
    doubled: str = ""
    fleeting: str = ""
    consonants: str = ""
    last: Mapping[str, str] = {}
    small: tuple[str, ...] = ()
    spelt: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Rules:
    row: _Row
    heads: tuple[tuple[str, int], ...]
    endings: Mapping[str, tuple[str, int]]
    longest: int
    doubled: re.Pattern[str] | None
    small: tuple[str, ...]


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; what is not of letters alone, and other languages' words, are as they are.

    >>> stem("туфель", "ru") == stem("туфли", "ru")
    True
    """
    rules = _rules().get(language)
    if rules is None or not word.isalpha():
        return word.removesuffix("'s")
    for head, least in rules.heads:
        if word.startswith(head) and len(word) - len(head) >= least:
            word = word[len(head) :]
            break
    for _ in range(rules.row.times):
        shorter = _shorter(word, rules)
        if shorter == word:
            break
        word = shorter
    if rules.doubled:
        word = rules.doubled.sub(r"\1", word)
    word = word[:-1] + rules.row.last.get(word[-1], word[-1])
    hard = rules.row.consonants
    if len(word) > _LEAST and word[-2] in rules.row.fleeting and word[-1] in hard and word[-3] in hard:
        word = word[:-2] + word[-1]
    return word


def thing_made_small(word: str, language: str) -> str:
    """The stem of the thing that a folded word makes small (Kissen of Kisschen); "" where it makes none."""
    rules = _rules().get(language)
    ending = next((one for one in rules.small if word.endswith(one)), "") if rules else ""
    left = word[: -len(ending)] if ending else ""
    return stem(left, language) if len(left) > _LEAST else ""


def spelt_out(word: str, language: str) -> str:
    """The folded word with marks that were written out (guertel) folded too (gurtel)."""
    rules = _rules().get(language)
    for written, letter in rules.row.spelt.items() if rules else ():
        word = word.replace(written, letter)
    return word


def _shorter(word: str, rules: _Rules) -> str:
    for length in range(min(rules.longest, len(word) - 1), 0, -1):
        found = rules.endings.get(word[-length:])
        if found is not None and len(word) - length + len(found[0]) >= found[1]:
            return word[:-length] + found[0]
    return word


@cache
def _rules() -> Mapping[str, _Rules]:
    rows = packaged("argosy_commerce", "stems", "stems")["stems"]
    return {
        language: _compiled(validated(_Row, row, f"stems.yaml: {language}"), language)
        for language, row in rows.items()
    }


def _compiled(row: _Row, language: str) -> _Rules:
    endings = {}
    for written in row.endings:
        ending, instead, least = _read(written, language)
        endings[ending] = (instead, least)
    heads = [(head, least) for head, _, least in (_read(one, language) for one in row.heads)]
    return _Rules(
        row,
        tuple(sorted(heads, key=lambda one: -len(one[0]))),
        endings,
        max(map(len, endings)),
        re.compile(rf"([{row.doubled}])\1") if row.doubled else None,
        tuple(sorted((folded(one, language) for one in row.small), key=len, reverse=True)),
    )


def _read(written: str, language: str) -> tuple[str, str, int]:
    rule, _, least = written.partition(" ")
    ending, _, instead = rule.partition(">")
    return folded(ending, language), folded(instead, language), int(least) if least else _LEAST
