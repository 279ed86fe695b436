"""A merchant's product to what is said of it and found by: one way for events and for catalogues."""

from __future__ import annotations

from collections.abc import Sequence

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import UnusableProductError, bounded_source
from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.languages import language_for
from argosy_commerce.terms import TermBase
from search_tagger.domain.joining.joined import joined
from search_tagger.domain.joining.looked import LookedAt
from search_tagger.domain.joining.words import claims_on
from search_tagger.domain.searching.documents import Document, document_of
from search_tagger.domain.tagging.product import tags_of_product


def tagged_document(product: product_pb2.Product, base: TermBase) -> Document:
    """The product in ids by its words, with what it can be found by.

    Raises:
        UnusableProductError: it has no words, or a language that is none of the fifteen.
    """
    if product.language:
        try:
            language_for(product.language)
        except UnknownLanguage as error:
            raise UnusableProductError("bad_language", f"product.language: {error}") from None
    source = bounded_source(product)
    return document_of(product, tags_of_product(source, product.language, base))


def with_pictures(
    product: product_pb2.Product, by_words: Document, pictures: Sequence[LookedAt], base: TermBase
) -> Document:
    """The same joined with what came of looking at the product's pictures."""
    tagged = by_words.tagged
    category = tagged.category.id if tagged.category else None
    claims = claims_on(pictures, product.language, category, base)
    if claims.said or claims.denied:
        tagged = tags_of_product(bounded_source(product), product.language, base, claims)
    return document_of(product, joined(tagged, pictures))
