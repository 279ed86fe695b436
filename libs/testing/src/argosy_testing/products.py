"""Products for the tests, as merchants write them."""

from __future__ import annotations

from typing import Any

from google.protobuf.json_format import ParseDict

from argosy.product.v1 import product_pb2
from argosy_contracts import Event, from_json

SHIRT: dict[str, Any] = {
    "id": "p-1",
    "language": "zh-CN",
    "title": "夏季男士纯棉短袖T恤 圆领宽松 透气 跨境爆款",
    "description": "面料柔软，透气舒适。不起球，可机洗。",
    "category_hint": "男装 > T恤",
    "brand": "Lumora",
    "attributes": [{"name": "材质", "value": "100%棉"}, {"name": "颜色", "value": "黑色"}],
    "price": {"amount": "59.90", "currency": "CNY"},
}


def product_event(
    markets: list[str] | None = None,
    channels: list[str] | None = None,
    *,
    event: str = "product.created",
    event_id: str = "e-1",
    merchant: str = "m-1",
    **changes: object,
) -> Event[Any]:
    """A product.created (or updated) with some fields changed."""
    return from_json(
        {
            "type": event,
            "id": event_id,
            "merchant_id": merchant,
            "platform": "demo",
            "data": {
                "product": {**SHIRT, **changes},
                "markets": markets if markets is not None else ["ES"],
                "channels": channels or [],
            },
        },
        source="tests",
    )


def review_event(event_id: str = "r-1", *, merchant: str = "m-1", **changes: object) -> Event[Any]:
    """A person's decision about the shirt's listing for Spain."""
    place = {"product_id": SHIRT["id"], "market": "ES", "channel": "generic"}
    data = {"type": "listing.reviewed", "id": event_id, "merchant_id": merchant, "platform": "demo"}
    return from_json({**data, "data": {**place, **changes}}, source="tests")


def product(**changes: object) -> product_pb2.Product:
    """The shirt with some fields changed."""
    return ParseDict({**SHIRT, **changes}, product_pb2.Product())
