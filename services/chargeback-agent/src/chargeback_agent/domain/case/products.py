"""What kind of thing was sold, as far as an order's lines and parcels say (data/product_words.yaml)."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from argosy_commerce.spotting import any_of, plain
from argosy_ledger.facts import OrderFacts
from chargeback_agent.domain.case.reading import data
from chargeback_agent.domain.rules.model import Product, ReasonCode


def products_of(facts: OrderFacts) -> tuple[tuple[Product, ...], bool]:
    """The kinds of an order, in the model's order, and whether that is known rather than supposed.

    A line whose title names a service or a download is one; a parcel makes the rest physical; without
    both nothing is known, and physical is supposed, the kind that asks for most.
    """
    titles = [line.title for line in facts.order.data.lines] if facts.order else []
    found = {kind for title in titles if (kind := _named(title))}
    unnamed = any(_named(title) is None for title in titles)
    if facts.shipments:
        found.add("physical")
    elif unnamed and titles:
        return _ordered(found | {"physical"}), False
    if not found:
        return ("physical",), False
    return _ordered(found), True


def matters(rule: ReasonCode) -> bool:
    """Whether a rule weighs evidence differently by the kind of thing sold."""
    return any(weighed.products for weighed in rule.evidence)


def _named(title: str) -> Product | None:
    words = plain(title, 300)
    if _pattern("not_these").search(words):
        return "physical"
    kinds: tuple[Product, ...] = ("subscription", "digital", "service")
    return next((kind for kind in kinds if _pattern(kind).search(words)), None)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return any_of(data("product_words", "words")["words"][kind])


def _ordered(found: set[Product]) -> tuple[Product, ...]:
    return tuple(kind for kind in get_args(Product) if kind in found)
