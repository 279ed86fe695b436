from __future__ import annotations

from collections.abc import Callable

import pytest

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import bounded_source
from argosy_commerce.terms import TermBase
from search_tagger.domain.tagging.product import tags_of_product
from search_tagger.domain.tags import Tagged

Tagging = Callable[..., Tagged]


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()


@pytest.fixture(scope="session")
def tagged(base: TermBase) -> Tagging:
    """A title with rows, as tagged; ``language`` empty: found."""

    def tag(title: str, language: str = "", hint: str = "", brand: str = "", **rows: str) -> Tagged:
        product = product_pb2.Product(
            id="p-1", title=title, category_hint=hint, brand=brand, language=language
        )
        for name, value in rows.items():
            product.attributes.add(name=name, value=value)
        return tags_of_product(bounded_source(product), language, base)

    return tag
