"""What is kept of the term base: its spellings, file by file, since all of it would take 130 MB."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.proofreading.naming import surfaces
from argosy_commerce.terms.loader import builtin_files
from argosy_commerce.terms.model import Kind
from refund_agent.domain.complaints.tongues import LANGUAGES

_TOLD: Final = frozenset({
    Kind.CATEGORY, Kind.VALUE, Kind.FEATURE, Kind.PART, Kind.AUDIENCE, Kind.BRAND, Kind.OCCASION, Kind.SEASON,
})  # fmt: skip
_NOT_TOLD: Final = ("answer.", "craft.", "origin.")
"""Values that are ordinary words of a complaint: yes, ripped."""


_CALLED: Final = frozenset({"category.shoes", "category.bags", "category.jewellery", "category.clothing"})


@dataclass(frozen=True, slots=True)
class Thing:
    """A concept: its kind, the attribute that it is a value of, and the kinds of goods above it."""

    kind: Kind
    attribute: str
    kin: frozenset[str]


@dataclass(frozen=True, slots=True)
class Goods:
    """Concepts by id; per language their names, (id, name)."""

    things: Mapping[str, Thing]
    names: Mapping[str, tuple[tuple[str, str], ...]]


@cache
def goods() -> Goods:
    """The spellings of the term base, read once."""
    things: dict[str, Thing] = {}
    parents: dict[str, str | None] = {}
    found: dict[str, list[tuple[str, str]]] = {language: [] for language in LANGUAGES}
    for _, concepts in builtin_files():
        parents |= {one.id: one.parent for one in concepts}
        for one in concepts:
            if one.kind not in _TOLD or one.group is not None or one.id.startswith(_NOT_TOLD):
                continue
            things[one.id] = Thing(one.kind, one.attribute or "", frozenset())
            for language in LANGUAGES:
                found[language] += [(one.id, folded(name, language)) for name in surfaces(one, language)]
    return Goods(
        {id_: replace(thing, kin=_kin(id_, parents)) for id_, thing in things.items()},
        {language: tuple(sorted(pairs)) for language, pairs in found.items()},
    )


def _kin(id_: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    """The kinds of goods above it; of the departments of a shop those that a thing is called by (shoes)."""
    found: set[str] = set()
    parent = parents[id_]
    while parent and parent not in found and (parents.get(parent) or parent in _CALLED):
        found.add(parent)
        parent = parents.get(parent)
    return frozenset(found)
