"""Whether anything is known: signals weighed as a probability, by data/retrieval.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.strict_yaml import document

_STRONG = frozenset({
    "topic", "intent_heads", "intent_kind", "intent_matter", "matter_heads", "matter_says", "codes", "chart",
    "sku", "option_named",
})  # fmt: skip
_FEW_WORDS = 0.3


class Weights(BaseModel):
    """data/retrieval.yaml: each signal's weight, the bias, and from which score on a fact is an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: str
    bias: float
    known: float
    weights: dict[str, float]


def total(found: Mapping[str, float], weights: Weights) -> float:
    """Signals weighed, as the logit of a probability that the fact answers; -30 to 30."""
    told = weights.bias + sum(weights.weights.get(name, 0.0) * value for name, value in found.items())
    return max(-30.0, min(30.0, told))


def is_weak(found: Mapping[str, float]) -> bool:
    """Whether all that joins a fact to the question is a few shared words: beside the point.

    The questions that the weights were learned from name what they ask about; a buyer's small talk does not.
    """
    words = found.get("words", 0.0) + found.get("concept_says", 0.0) + found.get("concept_heads", 0.0)
    return _STRONG.isdisjoint(found) and words < _FEW_WORDS


def decided(found: Mapping[str, float], weights: Weights) -> str:
    """Which way of looking gave most: `concept`, `bm25`, `rule`."""
    ways = {
        "concept": ("matter_heads", "matter_says", "concept_heads", "concept_says", "option_named"),
        "bm25": ("words", "codes"),
        "rule": (
            "topic",
            "intent_heads",
            "intent_says",
            "intent_kind",
            "intent_matter",
            "chart",
            "sku",
            "figures",
        ),
    }
    gave = {
        way: sum(weights.weights.get(name, 0.0) * found.get(name, 0.0) for name in names)
        for way, names in ways.items()
    }
    return max(gave, key=lambda way: gave[way])


@cache
def weights() -> Weights:
    """data/retrieval.yaml, read once."""
    text = files("cs_agent").joinpath("data/retrieval.yaml").read_text(encoding="utf-8")
    return Weights(**document(text))
