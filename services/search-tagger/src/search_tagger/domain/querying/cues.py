"""Words that say how others are meant, by language (data/query_cues.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import get_args

from pydantic import BaseModel, ConfigDict

from argosy_commerce.channels import function_words
from argosy_commerce.folding import folded
from search_tagger.domain.querying.matches import Role
from search_tagger.domain.querying.words_data import read


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    cues: Mapping[str, Mapping[Role, tuple[str, ...]]]
    part_of_names: Mapping[str, frozenset[str]]
    suffix_not: Mapping[str, tuple[str, ...]]


@cache
def cues(language: str) -> Mapping[str, Role]:
    """Folded words to what they do; where one does two things, the first of Role's order counts."""
    found: dict[str, Role] = {folded(word, language): "idle" for word in function_words(language)}
    own = _data().cues.get(language, {})
    for role in reversed(get_args(Role)):
        found |= {folded(word, language): role for word in own.get(role, ())}
    return found


@cache
def droppable(language: str) -> frozenset[str]:
    """Function words that stand between the words of a name and are not told apart from none."""
    idle = {folded(word, language) for word in function_words(language)}
    idle |= {word for word, role in cues(language).items() if role in {"with", "of"} and " " not in word}
    kept = frozenset(word for word in idle if cues(language).get(word) not in {"not", "not_after"})
    return kept - _data().part_of_names.get(language, frozenset())


@cache
def negating_endings(language: str) -> tuple[str, ...]:
    """Endings that make a word say that its thing is not there: topuksuz has no topuk."""
    return _data().suffix_not.get(language, ())


@cache
def _data() -> _File:
    return read(_File, "query_cues.yaml", "cues")
