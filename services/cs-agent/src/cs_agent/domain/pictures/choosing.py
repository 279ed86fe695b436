"""Which of the products that were offered a buyer means: a yes to the only one, its place, or what it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from argosy_commerce.spotting import any_of, plain
from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.ordering.things import concepts_of
from cs_agent.domain.pictures.naming import Named
from cs_agent.domain.understood import Understood

_LONGEST: Final = 120
"""Characters; who writes more says something else."""
_FIGURES: Final = ("1", "2", "3")


def chosen(read: Understood, offered: Sequence[Named]) -> str:
    """The product, "" where the words do not tell."""
    if not offered or len(read.text) > _LONGEST:
        return ""
    if len(offered) == 1:
        return offered[0].product_id if read.intent == "yes" else ""
    if read.text.strip(" .)。") in _FIGURES[: len(offered)]:
        return offered[int(read.text.strip(" .)。")) - 1].product_id
    said = plain(read.text)
    places = [at for at, words in enumerate(_ordinals(read.language)) if any_of(words).search(said)]
    if len(places) == 1 and places[0] < len(offered):
        return offered[places[0]].product_id
    wanted = set(read.concepts)
    fits = [len(wanted & set(concepts_of(one.fact.quote))) for one in offered]
    best = max(fits)
    return offered[fits.index(best)].product_id if best and fits.count(best) == 1 else ""


@cache
def _ordinals(language: str) -> tuple[tuple[str, ...], ...]:
    """Words for the first, the second, the third of a list."""
    text = files("cs_agent").joinpath("data/ordinals.yaml").read_text("utf-8")
    rows = document(text)["words"][language.partition("-")[0]]
    return tuple(tuple(map(plain, row)) for row in rows)
