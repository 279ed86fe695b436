"""What buyers call the shades of the term base: a navy mug is "the blue one" (data/hues.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from argosy_commerce.terms.strict_yaml import packaged


def hues_of(concepts: Iterable[str]) -> frozenset[str]:
    """The hues (``blue``) of colours (``colour.navy``); other concepts have none."""
    return frozenset(hue for one in concepts for hue in _by_shade().get(one, ()))


@cache
def _by_shade() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for hue, shades in packaged("argosy_commerce", "hues", "hues")["hues"].items():
        for shade in shades:
            found[f"colour.{shade}"] = (*found.get(f"colour.{shade}", ()), hue)
    return found


@cache
def shades_of(concept: str) -> tuple[str, ...]:
    """Other colours that a shopper who says this one takes too: ``colour.blue`` has ``colour.navy``."""
    hues = packaged("argosy_commerce", "hues", "hues")["hues"]
    shades = hues.get(concept.removeprefix("colour."), ()) if concept.startswith("colour.") else ()
    return tuple(f"colour.{shade}" for shade in shades if f"colour.{shade}" != concept)
