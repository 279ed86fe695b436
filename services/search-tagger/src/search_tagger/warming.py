"""What is compiled at the first product and the first query is compiled before either comes."""

from __future__ import annotations

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import bounded_source
from argosy_commerce.languages import languages
from argosy_commerce.terms import TermBase
from search_tagger.domain.querying.interpreting import interpret
from search_tagger.domain.tagging.product import tags_of_product

_PRODUCT = product_pb2.Product(id="warm-up", language="zh-CN", title="纯棉T恤 黑色 500ml")


def warm_up(base: TermBase) -> None:
    """Read one product and one query in each language."""
    base.warm_up()
    tags_of_product(bounded_source(_PRODUCT), _PRODUCT.language, base)
    for language in languages().values():
        interpret("black 38", language.base, "", base)
