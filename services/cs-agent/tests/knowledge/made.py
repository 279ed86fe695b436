"""A product and policies to test with."""

from __future__ import annotations

from google.protobuf.json_format import ParseDict

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2


def shirt(**changes: object) -> product_pb2.Product:
    row: dict[str, object] = {
        "id": "s1",
        "language": "zh-CN",
        "title": "女士纯棉短袖T恤 圆领",
        "description": "透气舒适，可机洗。\n尺码 | 衣长cm | 建议净胸围cm\nS | 66 | 80-85\nM | 68 | 86-91",
        "brand": "Lumora",
        "attributes": [{"name": "材质", "value": "95%棉5%氨纶"}, {"name": "缩水率", "value": "约3%"}],
        "variants": [
            {
                "sku": "S1-WHT-M",
                "options": [{"name": "颜色", "value": "白色"}, {"name": "尺码", "value": "M"}],
                "price": {"amount": "24.90", "currency": "USD"},
            },
            {
                "sku": "S1-RED-M",
                "options": [{"name": "颜色", "value": "红色"}, {"name": "尺码", "value": "M"}],
                "price": {"amount": "26.90", "currency": "USD"},
            },
        ],
        "price": {"amount": "24.90", "currency": "USD"},
        "weight_g": 230,
    }
    return ParseDict(row | changes, product_pb2.Product())


def shipping(market: str, days: tuple[int, int]) -> fact_pb2.PolicyUpdated:
    row = {
        "merchant_id": "m-1",
        "kind": "SHIPPING",
        "market": market,
        "text": f"发货后{days[0]}-{days[1]}天送达，运费4.90美元。",
        "rules": {
            "days_from": days[0],
            "days_to": days[1],
            "price": {"amount": "4.90", "currency": "USD"},
            "sends_owls": True,
        },
        "effective_from": "2026-01-01T00:00:00Z",
    }
    return ParseDict(row, fact_pb2.PolicyUpdated())
