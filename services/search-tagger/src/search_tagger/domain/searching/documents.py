"""What is kept of a product to be found by."""

from __future__ import annotations

from dataclasses import dataclass

from argosy.product.v1 import product_pb2
from argosy_commerce.errors import CommerceError
from argosy_commerce.money import Money
from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.searching.tokens import tokens_of_value, words_of
from search_tagger.domain.tags import Tag, Tagged

NO_CATEGORY = "is:none"
_LONGEST_TITLE = 300
_CHOSEN = frozenset({"option", "variant"})


@dataclass(frozen=True, slots=True)
class Document:
    """A product that can be found. ``low`` and ``high``: its prices, of one currency; None: not told."""

    tagged: Tagged
    language: str
    title: str
    low: Money | None = None
    high: Money | None = None

    def values(self, attribute: str) -> tuple[str, ...]:
        """All values of an attribute."""
        return tuple(tag.value for tag in self.tagged.tags if tag.attribute == attribute)


@dataclass(frozen=True, slots=True)
class Keys:
    """What a document is found by. ``fixed``: those that no choice of a variant avoids."""

    tokens: tuple[str, ...]
    fixed: tuple[str, ...]
    words: tuple[str, ...]


def document_of(product: product_pb2.Product, tagged: Tagged) -> Document:
    """The document of a product and its tags."""
    prices: list[Money] = []
    for price in (product.price, *(variant.price for variant in product.variants)):
        try:
            prices.append(Money.from_strings(price.amount, price.currency))
        except CommerceError:
            continue  # no price, or none that can be read: the product is found without one
    prices = [price for price in prices if price.currency == prices[0].currency and price.amount > 0]
    title = " ".join("".join(c if c.isprintable() else " " for c in product.title[:_LONGEST_TITLE]).split())
    return Document(
        tagged,
        product.language,
        title,
        min(prices, key=lambda price: price.amount, default=None),
        max(prices, key=lambda price: price.amount, default=None),
    )


def keys_of(document: Document, lexicon: Lexicon) -> Keys:
    """By what the index finds it."""
    tagged = document.tagged
    category = tagged.category
    own = (f"is:{category.id}", *category.path, category.id) if category else (NO_CATEGORY,)
    tokens = dict.fromkeys(own)
    fixed = dict.fromkeys(own)
    for tag in tagged.tags:
        found = dict.fromkeys(tokens_of_value(tag.value, lexicon))
        tokens.update(found)
        if not _avoidable(tag, tagged):
            fixed.update(found)
    words = words_of(" ".join([document.title, *(tag.value for tag in tagged.tags if "." not in tag.value)]))
    return Keys(tuple(tokens), tuple(fixed), words)


def _avoidable(tag: Tag, tagged: Tagged) -> bool:
    """Whether a buyer who does not want it chooses another variant."""
    return any(evidence.kind in _CHOSEN for evidence in tag.evidence) and any(
        other.attribute == tag.attribute and other.value != tag.value for other in tagged.tags
    )
