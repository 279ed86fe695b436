"""Listings as listing-localizer publishes them."""

from __future__ import annotations

from collections.abc import Sequence

from google.protobuf.json_format import ParseDict

from argosy.product.v1 import product_pb2

Row = tuple[tuple[str, str], tuple[str, str]]
"""Source name and value, said name and value."""


def listing(
    *rows: Row,
    locale: str = "de-DE",
    channel: str = "generic",
    product: str = "p1",
    sentences: Sequence[tuple[str, str]] = (),
    engine: str = "term-driven",
    **changes: object,
) -> product_pb2.ListingLocalized:
    """``sentences``: each in the source's words and in the listing's; ``changes``: its other fields."""
    made: dict[str, object] = {
        "product_id": product,
        "market": locale.rpartition("-")[2],
        "locale": locale,
        "channel": channel,
        "title": "Damen-Hemd",
        "description": " ".join(said for _, said in sentences),
        "attributes": [
            {"name": name, "value": value, "source": {"name": source[0], "value": source[1]}}
            for source, (name, value) in rows
        ],
        "claims": [
            {"text": said, "evidence": {"kind": "description", "quote": source}} for source, said in sentences
        ],
        "engine": {"name": engine},
    }
    return ParseDict(made | changes, product_pb2.ListingLocalized())
