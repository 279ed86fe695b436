"""Which fact answers, and whether it does: the order of facts by all signals, then one reader of the first.

Two stages, since the dictionary's signals tell well which of a shop's facts is nearest and badly whether any
answers. Data: ranking.yaml, learned by tests/quality/ranking_weights.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.retrieval.scoring import likeness, speaks
from cs_agent.domain.retrieval.weighing import Weights, is_weak, total

_MOST: Final = 8.0
"""A probability's logit beyond which it says no more."""
_NOTHING: Final = -99.0
OF_THE_FIRST: Final = (
    "meaning_says", "meaning_heads", "meaning_weight", "meaning_nowhere", "sign_says", "sign_heads",
    "sign_weight", "matter_says", "matter_missing", "matter_nowhere", "words", "nothing_named",
    "is_attribute", "is_faq", "of_shop",
)  # fmt: skip
"""Signals of the first fact that its reader sees besides what both ways of weighing say."""
SEEN: Final = ("best", "first", "order", "share", "same", *OF_THE_FIRST)
"""What the reader sees. ``best``, ``first``: the logit of the best fact and of the first in order, as
retrieval.yaml weighs them; ``order``, ``share``: how the order weighs the first, and its share among all
facts; ``same``: whether the two are one."""


class Ranking(BaseModel):
    """data/ranking.yaml: weights of the order, of the reader, and the reader's bias."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: str
    order: dict[str, float]
    bias: float
    reader: dict[str, float]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Facts of one question as both ways weigh them; by place among the rows, only those that may answer."""

    places: tuple[int, ...]
    """The first first."""
    order: Mapping[int, float]
    seen: tuple[float, ...]
    """As `SEEN` names it."""


def ordered(
    rows: Sequence[Mapping[str, float]], weights: Weights, order: Mapping[str, float]
) -> Ordered | None:
    """The order of what shares anything with the question; None where nothing does."""
    told = {
        place: _NOTHING if not speaks(found) else _bounded(found, weights)
        for place, found in enumerate(rows)
        if speaks(found) or likeness(found)
    }
    if not told:
        return None
    weighed = {
        place: sum(order.get(name, 0.0) * value for name, value in rows[place].items()) for place in told
    }
    places = sorted(told, key=lambda place: -weighed[place])  # of equals, the first told stands first
    first = places[0]
    best = max(told.values())
    share = 1 / sum(math.exp(weighed[place] - weighed[first]) for place in places)
    seen = (
        max(-_MOST, min(_MOST, best)),
        max(-_MOST, min(_MOST, told[first])),
        weighed[first],
        share,
        float(told[first] == best),
        *(rows[first].get(name, 0.0) for name in OF_THE_FIRST),
    )
    return Ordered(tuple(places), weighed, seen)


def scores(rows: Sequence[Mapping[str, float]], weights: Weights, ranking: Ranking) -> dict[int, float]:
    """By place, the first first: how likely it answers; the others by how far they stand behind it."""
    found = ordered(rows, weights, ranking.order)
    if found is None:
        return {}
    sure = ranking.bias + sum(
        ranking.reader[name] * value for name, value in zip(SEEN, found.seen, strict=True)
    )
    first = found.order[found.places[0]]
    return {place: _probable(sure + found.order[place] - first) for place in found.places}


def _bounded(found: Mapping[str, float], weights: Weights) -> float:
    """The logit that retrieval.yaml gives a fact; below the bar where only a few words join it."""
    weighed = total(found, weights)
    bar = math.log(weights.known / (1 - weights.known))
    return min(weighed, bar - 0.04) if is_weak(found) else weighed


def _probable(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def ranking() -> Ranking:
    """data/ranking.yaml, read once."""
    text = files("cs_agent").joinpath("data/ranking.yaml").read_text(encoding="utf-8")
    return Ranking(**document(text))
