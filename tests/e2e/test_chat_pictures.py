"""A buyer sends pictures: of a product, of damage, of what cannot be opened; on the whole stack."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from argosy_testing.drawn_goods import Product, listing
from argosy_testing.photographed import jpeg, photograph
from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

GOODS = {
    "shirt-9": ("男士纯棉T恤 短袖", "24.90", Product("shirt", "blue", "flowers", "LUMORA", 3)),
    "bag-9": ("女士帆布手提包", "31.50", Product("bag", "green", "flowers", "HOSHI", 21)),
}


def event(type_: str, data: dict[str, Any], id_: str) -> dict[str, Any]:
    return {
        "type": type_, "merchant_id": "m-pictures", "platform": "own_shop", "id": id_,
        "time": "2026-11-20T09:00:00Z", "data": data,
    }  # fmt: skip


def wrote(conversation: str, text: str, *images: str, **more: Any) -> dict[str, Any]:
    data = {
        "conversation_id": conversation,
        "message_id": f"{conversation}-1",
        "text": text,
        "images": images,
    }
    return event("chat.message", {**data, **more}, f"e2e-{conversation}")


@pytest.fixture(scope="module")
def answers(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """By conversation; the deltas of each as one text under ``NAME.deltas``."""
    folder: Path = tmp_path_factory.mktemp("pictures")
    told = []
    for name, (title, price, drawn) in GOODS.items():
        (folder / "0").mkdir(exist_ok=True)
        Image.fromarray(listing(drawn)).save(folder / "0" / f"{name}.png")
        product = {
            "id": name, "language": "zh-CN", "title": title, "price": {"amount": price, "currency": "USD"},
            "attributes": [{"name": "材质", "value": "95%棉5%氨纶"}],
            "images": [{"id": "1", "url": f"{name}.png", "role": "MAIN"}],
        }  # fmt: skip
        told.append(event("product.created", {"product": product, "markets": ["DE"]}, f"e2e-{name}"))
    shop.run(folder / "0", *told)
    time.sleep(4)  # product pictures are looked at beside the events, at once when they are told
    sent = folder / "1"
    sent.mkdir()
    (sent / "bag.jpg").write_bytes(jpeg(photograph(GOODS["bag-9"][2], 3)))
    (sent / "torn.jpg").write_bytes(jpeg(photograph(GOODS["shirt-9"][2], 3, damage="tear")))
    found = shop.run(
        sent,
        wrote("c-which", "How much is this?", "bag.jpg", product_id="shirt-9"),
        wrote("c-hostile", "How much is it?", "http://169.254.169.254/x.jpg", product_id="shirt-9"),
    )
    person = "It arrived torn, look. Please let a real person look at it"
    found += shop.run(folder / "2", wrote("c-torn", person, str(sent / "torn.jpg")))
    replies = {one["data"]["conversation_id"]: one for one in found if one["type"] == "chat.replied"}
    deltas = [one["data"] for one in found if one["type"] == "chat.delta"]
    for name in list(replies):
        own = sorted(
            (one for one in deltas if one["conversation_id"] == name), key=lambda one: one.get("sequence", 0)
        )
        replies[f"{name}.deltas"] = {"text": "".join(one["text"] for one in own)}
    return replies


def test_the_product_on_the_picture_is_told_and_answered_about(answers: dict[str, dict[str, Any]]) -> None:
    text = answers["c-which"]["data"]["text"]
    assert "handbag" in text
    assert "31.50" in text
    assert "24.90" not in text
    assert answers["c-which.deltas"]["text"] == text


def test_damage_is_told_carefully_and_people_read_what_was_seen(answers: dict[str, dict[str, Any]]) -> None:
    data = answers["c-torn"]["data"]
    assert "your picture shows" in data["text"]
    (call,) = [one for one in data["actions"] if one["tool"] == "hand_over"]
    assert "图片1：识别为商品 shirt-9" in call["arguments"]["summary"]
    assert "blobs" not in str(data)


def test_a_hostile_address_costs_a_sentence(answers: dict[str, dict[str, Any]], shop: Shop) -> None:
    data = answers["c-hostile"]["data"]
    assert "could not be opened" in data["text"]
    assert "24.90" in data["text"]
    assert "169.254" not in (shop.home / "logs" / "cs-agent.log").read_text(encoding="utf-8")
