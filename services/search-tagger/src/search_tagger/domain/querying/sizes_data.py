"""Words and signs of sizes (data/query_sizes.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from search_tagger.domain.querying.words_data import read


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class SizesData(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    said: _Said
    only: Mapping[str, _Said]
    letters: Mapping[str, str]
    letters_of: Mapping[str, Mapping[str, str]]
    beds: tuple[str, ...]
    counts: tuple[str, ...]
    sets: tuple[str, ...]
    counters: tuple[str, ...]
    loud_systems: tuple[str, ...]
    systems: tuple[str, ...]
    system_words: Mapping[str, str]
    between_system: tuple[str, ...]
    to: tuple[str, ...]
    sized: frozenset[str]
    in_carats: frozenset[str]
    babies: frozenset[str]
    aside: frozenset[str]
    duals: Mapping[str, str]

    def before(self, language: str) -> tuple[str, ...]:
        """Words in front of a size."""
        own = self.only.get(language)
        return (*self.said.before, *(own.before if own else ()))

    def after(self, language: str) -> tuple[str, ...]:
        """Words behind a size."""
        own = self.only.get(language)
        return (*self.said.after, *(own.after if own else ()))

    def letters_in(self, language: str) -> Mapping[str, str]:
        """How letters are written, to what they say."""
        return {**self.letters, **self.letters_of.get(language, {})}


@cache
def sizes_data() -> SizesData:
    """Read once."""
    return read(SizesData, "query_sizes.yaml", "letters")


def any_of(words: Iterable[str]) -> str:
    """One of the words, the longest first, as a pattern."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
