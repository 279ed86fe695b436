"""What answers an intent without anything more being named: data/intents.yaml, checked and read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.fact import Fact, FactKind
from cs_agent.domain.understood import Intent


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    concepts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    kinds: tuple[FactKind, ...] = ()
    matters: tuple[str, ...] = ()
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an intent looks for: headings, values (with groups, `material.`), kinds of facts, matters."""

    concepts: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    matters: frozenset[str] = frozenset()
    broad: bool = False
    """Whether its rows answer only what is named besides."""

    def heads(self, fact: Fact) -> bool:
        """Whether the fact's own concept answers the intent."""
        return fact.concept in self.concepts

    def is_about(self, heads: frozenset[str], all_of: frozenset[str], fact: Fact) -> bool:
        """Whether a matter of the intent heads the fact; what has no heading is about all that it says."""
        has_heading = fact.kind in {"attribute", "faq", "option"}
        return not self.matters.isdisjoint(heads if has_heading else all_of)

    def values_in(self, concepts: frozenset[str]) -> bool:
        """Whether one of a fact's values does."""
        return not self.values.isdisjoint(concepts) or any(
            c.startswith(self.groups) for c in concepts if self.groups
        )


@cache
def _rows() -> tuple[Mapping[str, Wanted], frozenset[str]]:
    data = document(files("cs_agent").joinpath("data/intents.yaml").read_text(encoding="utf-8"))
    rows = {}
    for intent, raw in data["intents"].items():
        row = _Row(**raw)
        rows[intent] = Wanted(
            frozenset(row.concepts),
            frozenset(value for value in row.values if not value.endswith(".*")),
            tuple(value[:-1] for value in row.values if value.endswith(".*")),
            frozenset(row.kinds),
            frozenset(row.matters),
            row.broad,
        )
    return rows, frozenset(data["none"])


def wanted(intent: Intent) -> Wanted | None:
    """What answers an intent; None where no fact of a shop does."""
    rows, none = _rows()
    return None if intent in none else rows[intent]


def faults(lexicon: Lexicon, matters: frozenset[str]) -> Iterator[str]:
    """What is wrong with data/intents.yaml; nothing where all is well."""
    rows, none = _rows()
    told = set(rows) | none
    yield from (f"no row for {intent}" for intent in get_args(Intent) if intent not in told)
    yield from (f"{intent} is no intent" for intent in told if intent not in get_args(Intent))
    for intent, row in rows.items():
        yield from (f"{intent}: no concept {one}" for one in row.concepts | row.values if one not in lexicon)
        yield from (f"{intent}: no matter {one}" for one in row.matters if one not in matters)
