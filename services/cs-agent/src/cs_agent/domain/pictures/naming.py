"""A product's name in the buyer's language: its title said whole, else its kind and the title as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from argosy.product.v1 import product_pb2
from argosy_commerce.numerals import in_latin_digits
from argosy_commerce.phrasing import Register
from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.orders_values import name_of, printable
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.products import facts_of_product

_FIGURE: Final = re.compile(r"\d+")
"""Figures that a title only implies (pure cotton: 100 %) do not stand in it, and name nothing."""


@dataclass(frozen=True, slots=True)
class Named:
    """``text``: as it stands within a sentence; ``fact``: the title that it rests on."""

    product_id: str
    text: str
    fact: Fact


def named(product: product_pb2.Product, base: TermBase, tag: str) -> Named | None:
    """None where the product has no title that may be told."""
    titles = (one for one in facts_of_product(product, base).facts if one.kind == "title")
    title = next(titles, None)
    if title is None or not printable(title.quote):
        return None
    saying = Saying(base, tag)
    words = printable(title.quote)
    if saying.language in title.words:
        return Named(product.id, words, title)
    said = saying.whole(title.items, Register.SENTENCE) if title.items else ""
    if said and set(_FIGURE.findall(said)) <= set(_FIGURE.findall(in_latin_digits(words))):
        return Named(product.id, saying.grammar.sentence(said), title)
    kind = name_of(title.quote, product.category_hint, saying.language)
    return Named(product.id, f"{kind} «{words}»".strip(), title)
