"""A Chinese product and a Spanish query meet in ids on the whole stack, and an update is told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


def product(type_: str, title: str) -> dict[str, Any]:
    told = {
        "id": "p-search",
        "language": "zh-CN",
        "title": title,
        "price": {"amount": "25.00", "currency": "EUR"},
    }
    data = {"product": told, "markets": ["ES"]}
    return {"type": type_, "merchant_id": "m-search", "platform": "demo", "data": data}


def query(query_id: str, text: str, **more: str) -> dict[str, Any]:
    data = {"query_id": query_id, "text": text, **more}
    return {"type": "search.queried", "merchant_id": "m-search", "platform": "demo", "data": data}


def of_type(results: list[dict[str, Any]], type_: str) -> list[dict[str, Any]]:
    return [event["data"] for event in results if event["type"] == type_]


def test_a_product_and_queries_of_three_languages_end_in_the_same_ids(shop: Shop, tmp_path: Path) -> None:
    texts = {
        "q-es": "pantalón negro con bolsillos",
        "q-ja": "黒 パンツ ポケット付き",
        "q-de": "schwarze Hose bis 30 euro",
    }
    results = shop.run(
        tmp_path,
        product("product.created", "女士西裤 黑色 带口袋 纯棉"),
        *(query(query_id, text) for query_id, text in texts.items()),
    )
    (tagged,) = of_type(results, "product.tagged")
    values = {tag["value"] for tag in tagged["tags"]}
    assert "colour.black" in values
    assert tagged["labels"]["es"]["colour.black"] == "negro"
    assert tagged["engine"]["profile"] == "embedded"
    queries = {data["query_id"]: data for data in of_type(results, "query.interpreted")}
    assert set(queries) == set(texts)
    for query_id, found in queries.items():
        assert found["language"] == query_id[2:]
        assert found["category"]["id"] in tagged["category"]["path"], found
        assert "colour.black" in {tag["value"] for tag in found["tags"]} & values
    assert queries["q-de"]["price"] == {"max": {"amount": "30.00", "currency": "EUR"}}


def test_an_update_is_told_only_where_a_tag_changes(shop: Shop, tmp_path: Path) -> None:
    shop.run(tmp_path / "1", product("product.updated", "女士西裤 黑色 带口袋 纯棉"))
    before = len(shop.published("product.tagged"))
    shop.run(tmp_path / "2", product("product.updated", "女士西裤 黑色 带口袋 纯棉"))
    assert len(shop.published("product.tagged")) == before
    (tagged,) = of_type(
        shop.run(tmp_path / "3", product("product.updated", "女士西裤 白色 纯棉")), "product.tagged"
    )
    assert "colour.white" in {tag["value"] for tag in tagged["tags"]}


def test_a_query_nobody_can_read_is_a_dead_letter(shop: Shop, tmp_path: Path) -> None:
    shop.run(tmp_path, query("q-bad", "x" * 2_001), exit_code=2)
