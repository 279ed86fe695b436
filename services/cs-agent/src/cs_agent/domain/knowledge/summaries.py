"""What reading a message needs of a product."""

from __future__ import annotations

from argosy.product.v1 import product_pb2
from cs_agent.domain.understanding.named import ProductSummary, VariantOptions

_MOST = 300


def summary_of(product: product_pb2.Product) -> ProductSummary:
    """Its variants' options as the merchant writes them; the first 300 variants."""
    variants = tuple(
        VariantOptions(one.sku, {option.name: option.value for option in one.options})
        for one in product.variants[:_MOST]
    )
    language = product.language.split("-", maxsplit=1)[0].lower()
    return ProductSummary(product.id, variants, language or "zh", product.title)
