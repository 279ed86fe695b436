"""Tagged products made by hand, for what finds them."""

from __future__ import annotations

from argosy_commerce.money import Money
from argosy_commerce.terms import TermBase
from search_tagger.domain.searching.documents import Document
from search_tagger.domain.tags import (
    Category,
    Evidence,
    Interpreted,
    PriceRange,
    SourceKind,
    Tag,
    Tagged,
    Wanted,
)


def category(base: TermBase, concept_id: str, confidence: float = 0.9) -> Category:
    path = tuple(reversed(base.lexicon.ancestors(concept_id)))
    return Category(concept_id, path, confidence)


def tag(attribute: str, value: str, *, kind: SourceKind = "title", quote: str = "…") -> Tag:
    return Tag(f"attribute.{attribute}", value, 0.9, "TEXT", (Evidence(kind, "", quote),))


def document(
    base: TermBase, product_id: str, what: str | None, *tags: Tag, title: str = "", price: str = ""
) -> Document:
    tagged = Tagged(product_id, category(base, what) if what else None, tags)
    money = Money.from_strings(*price.split()) if price else None
    return Document(tagged, "zh-CN", title or product_id, money, money)


def query(
    base: TermBase,
    what: str | None = None,
    *wanted: str,
    price: PriceRange | None = None,
    sizes: tuple[str, ...] = (),
    negated: tuple[str, ...] = (),
    unmatched: tuple[str, ...] = (),
) -> Interpreted:
    """``wanted``: concept ids; their words are the ids."""
    wants = tuple(Wanted("attribute.any", one, 1.0, one) for one in wanted)
    return Interpreted(
        "en", category(base, what) if what else None, wants, price, sizes, negated, {}, unmatched
    )
