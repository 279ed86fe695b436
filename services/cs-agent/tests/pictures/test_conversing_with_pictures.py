"""A message with pictures through the handlers: heard at once, kept sealed, never dead, forgotten whole."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest
from shown_goods import BAG, GOODS, NOW, PLATE, SHIRT, Shop, told
from talking import House, event, message, replied

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Event
from argosy_ledger import PolicyLedger, Sealer
from argosy_testing.drawn_goods import listing
from argosy_testing.photographed import jpeg
from cs_agent.adapters.bus import RefundRequestsByBus
from cs_agent.adapters.conversations import ConversationRepository
from cs_agent.adapters.knowledge import EntryRepository, ProductRepository
from cs_agent.adapters.listings import ListingRepository
from cs_agent.domain.tools.shop import RefundAsk
from cs_agent.forgetting import forget_conversations
from cs_agent.knowing import Knowledge
from cs_agent.skills import Own

PRICES = {"shirt": "24.90", "bag": "31.50"}


@pytest.fixture
async def house() -> House:
    shop = Shop()
    made = House(store=shop.store, skills=Own(), eyes=shop.eyes, base=shop.base, gallery=shop.gallery)
    made.shop = shop  # type: ignore[attr-defined]
    kept = (one(shop.store) for one in (ProductRepository, ListingRepository, EntryRepository, PolicyLedger))
    made.knows = Knowledge(shop.base, *kept)
    for name in ("shirt", "bag"):
        await made.tell(_listed(shop, name))
    assert await shop.gallery.sweep() == 2
    return made


def _listed(shop: Shop, name: str) -> Event[Any]:
    url = shop.folder.put(f"{name}.jpg", jpeg(listing(GOODS[name]), camera=False))
    product = told(name, url)
    data = {
        "product": {
            "id": product.id, "language": "zh-CN", "title": product.title,
            "images": [{"id": "1", "url": url, "role": "MAIN"}],
            "attributes": [{"name": "材质", "value": "95%棉5%氨纶"}],
            "price": {"amount": PRICES[name], "currency": "USD"},
        },
        "markets": ["DE"],
    }  # fmt: skip
    return event("product.created", data, NOW, f"p-{name}")


async def test_the_first_words_come_before_the_picture_is_opened(house: House) -> None:
    shop: Shop = house.shop  # type: ignore[attr-defined]
    said_before: list[int] = []
    fine = shop.gallery.bytes

    async def watched(merchant_id: str, url: str) -> bytes:
        said_before.append(len(house.deltas))
        return await fine(merchant_id, url)

    shop.gallery.bytes = watched  # type: ignore[method-assign]
    answer = replied((await house.tell(message("How much is this?", images=[shop.sent(SHIRT)])))[0])
    assert said_before == [1]
    assert "".join(one.data.text for one in house.deltas) == answer.text
    assert "24.90" in answer.text
    (shown,) = [one for one in answer.sentences if one.evidence.kind == "title"]
    assert "男士纯棉T恤" in shown.evidence.quote


async def test_facts_are_those_of_the_product_shown_not_of_the_one_in_talk_before(house: House) -> None:
    shop: Shop = house.shop  # type: ignore[attr-defined]
    sent = message("How much is this?", images=[shop.sent(BAG, 3)], product_id="shirt-1")
    answer = replied((await house.tell(sent))[0])
    assert "31.50" in answer.text
    assert "24.90" not in answer.text


async def test_no_picture_costs_no_time(house: House) -> None:
    house.eyes.look = None  # nobody may be asked
    await house.tell(message("How much is it?", product_id="shirt-1"))
    began = time.monotonic()
    answer = replied((await house.tell(message("How much is it?", 2, product_id="shirt-1")))[0])
    assert "24.90" in answer.text
    assert time.monotonic() - began < 0.5


async def test_a_store_of_pictures_that_hangs_is_told_and_the_rest_is_answered(house: House) -> None:
    shop: Shop = house.shop  # type: ignore[attr-defined]

    async def hangs(*_: Any) -> bytes:
        await asyncio.sleep(60)
        return b""

    shop.gallery.bytes, shop.eyes._seconds = hangs, 0.2  # type: ignore[method-assign]
    data = message("What material is it?", images=[shop.sent(PLATE)], product_id="shirt-1")
    answer = replied((await house.tell(data))[0])
    assert "could not be looked at just now" in answer.text
    assert "95% cotton" in answer.text


async def test_an_address_of_a_picture_is_in_no_event_no_log_and_nowhere_in_clear(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    shop: Shop = house.shop  # type: ignore[attr-defined]
    url = shop.sent(SHIRT, 3, damage="tear")
    text = "It arrived torn. I am marta@mail.example and want my money back"
    answer = replied((await house.tell(message(text, images=[url])))[0])
    assert url not in str(answer)
    assert url not in "".join(capfd.readouterr())
    kept = shop.store.collection("cs_conversations")._documents
    assert url not in str(kept)
    conversations = ConversationRepository(shop.store, Sealer())
    gone = await forget_conversations(
        "m-1", (), conversations, buyer="u-1", email="marta@mail.example", dry_run=False
    )
    assert gone == ("c-1",)
    assert not shop.store.collection("cs_conversations")._documents
    others = {name: one._documents for name, one in shop.store._collections.items()}
    assert url not in str(others)


async def test_a_request_for_money_back_carries_the_pictures_as_evidence() -> None:
    sent: list[Event[Any]] = []

    async def publishes(one: Event[Any]) -> None:
        sent.append(one)

    ask = RefundAsk("r-1", "o-1", (), "broken", "it is torn", "en")
    by_bus = RefundRequestsByBus(publishes, "m-1", "own_shop")
    await by_bus.publish(replace(ask, pictures=("https://x.example/1.jpg",)))
    await by_bus.publish(ask)
    (one,) = sent[0].data.evidence
    assert (one.kind, one.url) == (refund_pb2.RefundEvidence.IMAGE, "https://x.example/1.jpg")
    assert not sent[1].data.evidence
