"""Whether a device runs on a market's mains: volts and plug, from what the merchant wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from argosy_catalogue.facts import ProductFacts
from argosy_commerce.markets import Market
from argosy_commerce.reading.items import Amount, AmountRange, Item, Series
from argosy_commerce.terms.strict_yaml import document

_LOWEST, _HIGHEST = Decimal(100), Decimal(250)
"""Volts between which a figure speaks of households' mains: 12 V is an adapter, 380 V is industry."""


@dataclass(frozen=True, slots=True)
class MainsFinding:
    """One thing the mains of a market say about a device.

    ``concept`` is what it is about; ``fits`` whether it can be used there as it is; ``why`` says it in words.
    """

    of: Literal["volts", "plug"]
    concept: str
    fits: bool
    why: str


def mains_findings(facts: ProductFacts, market: Market) -> tuple[MainsFinding, ...]:
    """What volts and plugs of the source mean in a market; empty where it names none.

    Of several (a choice of variants) one that fits is enough.
    """
    found = [*_volts(facts, market), *_plugs(facts, market)]
    fitting = {finding.of for finding in found if finding.fits}
    return tuple(finding for finding in found if finding.fits or finding.of not in fitting)


def _volts(facts: ProductFacts, market: Market) -> Iterator[MainsFinding]:
    for item in _items(facts):
        for low, high in mains_volts(item):
            fits = market.serves(int(low), int(high))
            means = "runs on" if fits else "does not run on"
            why = f"{item.source.strip()} {means} the {market.voltage} V of {market.code}"
            note = f" ({market.note})" if market.note and not fits else ""
            yield MainsFinding("volts", "attribute.voltage", fits, why + note)


def mains_volts(item: Item) -> Iterator[tuple[Decimal, Decimal]]:
    """Lowest and highest volts that speak of households' mains; 110V/220V are two."""
    match item:
        case Amount(quantity=quantity) if quantity.unit == "V":
            found = [(quantity.value, quantity.value)]
        case AmountRange(low=low, high=high) if low.unit == high.unit == "V":
            found = [(low.value, high.value)]
        case Series(values=values) if values[0].unit == "V":
            found = [(value.value, value.value) for value in values]
        case _:
            return
    yield from ((low, high) for low, high in found if _LOWEST <= low <= high <= _HIGHEST)


def _plugs(facts: ProductFacts, market: Market) -> Iterator[MainsFinding]:
    there = ", ".join(market.plugs)
    named = [match for match, _ in facts.concepts()]
    named += [match for option in facts.options for match in option.value.matches]
    for concept in dict.fromkeys(match.concept_id for match in named):
        types = _sockets().get(concept)
        if types is not None:
            fits = bool(types & set(market.plugs))
            means = "fits" if fits else "needs an adapter for"
            why = f"the plug {means} the sockets of {market.code} (type {there})"
            yield MainsFinding("plug", concept, fits, why)


def _items(facts: ProductFacts) -> Iterator[Item]:
    yield from facts.title.items
    for fact in (*facts.attributes, *facts.options):
        yield from fact.value.items


@cache
def _sockets() -> dict[str, frozenset[str]]:
    text = files("argosy_catalogue").joinpath("data/plugs.yaml").read_text(encoding="utf-8")
    return {concept: frozenset(types) for concept, types in document(text).items()}
