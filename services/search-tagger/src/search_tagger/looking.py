"""A product tagged by its words, and by its pictures where they are looked at."""

from __future__ import annotations

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from argosy_eventing.threads import in_thread
from search_tagger.adapters.eyes import Eyes
from search_tagger.domain.joining.asked import asked_of
from search_tagger.domain.searching.documents import Document
from search_tagger.tagging import tagged_document, with_pictures


async def looked_at(
    product: product_pb2.Product, merchant_id: str, base: TermBase, eyes: Eyes | None
) -> Document:
    """The product in ids; ``eyes``: None where pictures are not looked at. Raises UnusableProductError."""
    by_words = await in_thread(tagged_document, product, base)
    if eyes is None or not product.images:
        return by_words
    asked = await in_thread(asked_of, by_words.tagged, base.lexicon)
    pictures = await eyes.look(merchant_id, product, asked)
    return await in_thread(with_pictures, product, by_words, pictures, base)
