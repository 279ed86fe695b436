"""Forms of one word brought together (data/query_inflection.yaml): for finding names, never for writing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from search_tagger.domain.querying.words_data import read

_LEAST: Final = 3
_PILED: Final = 4
"""Endings that may stand one behind the other."""
_DOUBLED: Final = re.compile(r"(.)\1")
_ARABIC_FRONT: Final = re.compile(r"^(?:[وف](?=.{4}))?(?:[بك]?ال|لل|[بل](?=.{3}))(?=.{2})")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    inflection: Mapping[str, tuple[str, ...]]
    twice: tuple[str, ...]
    doubled: tuple[str, ...]
    final: Mapping[str, Mapping[str, str]]
    spelt: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """What the forms of a folded word have in common; the word itself where nothing is known of it."""
    if language == "ar":
        word = _ARABIC_FRONT.sub("", word, count=1)
    for _ in range(_PILED if language in _data().twice else 1):
        word = _shorter(word, language)
    if language in _data().doubled:
        word = _DOUBLED.sub(r"\1", word)
    last = _data().final.get(language, {}).get(word[-1:])
    return word[:-1] + last if last else word


def _shorter(word: str, language: str) -> str:
    for ending, instead, least in _rules().get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word.removesuffix(ending) + instead
    return word


def spelt_out(word: str, language: str) -> str:
    """The folded word with marks that were written out (guertel) folded too (gurtel)."""
    for written, letter in _data().spelt.get(language, {}).items():
        word = word.replace(written, letter)
    return word


@cache
def _data() -> _File:
    return read(_File, "query_inflection.yaml", "inflection")


@cache
def _rules() -> Mapping[str, tuple[tuple[str, str, int], ...]]:
    return {
        language: tuple(_rule(written, language) for written in endings)
        for language, endings in _data().inflection.items()
    }


def _rule(written: str, language: str) -> tuple[str, str, int]:
    rule, _, least = written.partition(" ")
    ending, _, instead = rule.partition(">")
    return folded(ending, language), folded(instead, language), int(least) if least else _LEAST
