"""Kinds of goods that rules treat apart, as an order's titles tell them (data/kind_words.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict

from argosy.fact.v1 import fact_pb2
from argosy_commerce.spotting import any_of, plain
from argosy_commerce.terms.strict_yaml import packaged, validated
from refund_agent.domain.rights.model import Category

_LONGEST: Final = 300


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    not_these: tuple[str, ...] = ()


def kinds_of(order: fact_pb2.Order) -> tuple[dict[str, frozenset[Category]], tuple[str, ...]]:
    """Kinds by sku, and a doubt for each: a title is no proof of what the goods are."""
    found: dict[str, frozenset[Category]] = {}
    doubts = []
    for line in order.lines:
        kinds = kinds_in(line.title)
        if kinds:
            found[line.sku] = found.get(line.sku, frozenset()) | kinds
            named = ", ".join(sorted(kind.replace("_", " ") for kind in kinds))
            doubts.append(f"{line.sku!r} is taken for {named} by its title alone")
    return found, tuple(doubts)


def kinds_in(title: str) -> frozenset[Category]:
    """The kinds that a title's words name, those aside that stand in the name of another thing."""
    words = plain(title, _LONGEST)
    return frozenset(
        kind for kind, (these, others) in _patterns().items() if these.search(others.sub(" ", words))
    )


@cache
def _patterns() -> Mapping[Category, tuple[re.Pattern[str], re.Pattern[str]]]:
    rows = packaged("refund_agent", "kind_words", "kinds")["kinds"]
    found: dict[Category, tuple[re.Pattern[str], re.Pattern[str]]] = {}
    for kind in get_args(Category):
        if kind in rows:
            row = validated(_Words, rows[kind], f"kind_words.yaml: {kind}")
            found[kind] = any_of(row.words), any_of(row.not_these)
    return found
