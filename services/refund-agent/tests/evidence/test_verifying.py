"""A request's evidence from the event to its checks: bounded, with each file's fault its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from argosy.product.v1 import product_pb2
from argosy_inference import TierDeadlineExceeded
from argosy_ledger import OrderFacts, Sealer
from argosy_testing.drawn_goods import Product, listing
from argosy_testing.photographed import jpeg, photograph, png
from argosy_testing.store import MemoryStore
from argosy_testing.tier import FakeTier, line
from refund_agent.adapters.evidence_files import EvidenceFiles
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.listing_pictures import ListingPictures
from refund_agent.adapters.listings import ListingRepository
from refund_agent.adapters.sights import SightByTier
from refund_agent.domain.checks import Check
from refund_agent.domain.evidence.choosing import chosen
from refund_agent.domain.evidence.sight import answers_in, question, to_ask, weighed
from refund_agent.verifying import Verifying, verify

from .evidence_cases import (
    ASKED,
    DELIVERED,
    Folder,
    arrived,
    complaint,
    facts,
    money,
    on_its_way,
    product,
    request,
)

MUG = Product("mug", "red", "flowers", "BRIXTON", 30)
TAKEN = (DELIVERED + timedelta(days=1)).replace(tzinfo=None)


class Orders:
    """Orders that the shop knows besides this one."""

    def __init__(self, *known: str) -> None:
        self.known = known

    async def of(self, merchant_id: str, order_id: str) -> OrderFacts:
        return facts(order_id=order_id) if order_id in self.known else OrderFacts(order_id)


class Shop:
    """Everything that verifying needs, without a network."""

    def __init__(self, tier: FakeTier | None = None, *orders: str, sees: bool = False, **more: Any) -> None:
        self.tier = tier or FakeTier()
        self.folder, self.sent = Folder(listing=png(listing(MUG))), ()
        self.files = EvidenceFiles(self.folder, self.folder, self.tier, 5)  # type: ignore[arg-type]
        store = MemoryStore()
        self.listings = ListingRepository(store)
        self.deps = Verifying(
            self.files, FingerprintRepository(store, Sealer()), self.listings, ListingPictures(self.files),
            Orders(*orders), SightByTier(self.tier) if sees else None,
            **({"seconds": 600.0} | more),
        )  # fmt: skip

    async def lists(self, *options: tuple[str, str], sku: str = "MUG-1") -> None:
        pairs = [product_pb2.NamedValue(name=name, value=value) for name, value in options]
        variants = [product_pb2.Variant(sku=sku, options=pairs)]
        await self.listings.learn("m-1", product("file:///blobs/listing", variants=variants), ASKED, "e-1")

    async def check(self, *reasons: str, known: OrderFacts | None = None, **asked: Any) -> tuple[Check, ...]:
        urls = [f"file:///blobs/{name}" for name in asked.pop("files", self.sent)]
        known = known or facts(on_its_way(), arrived())
        return await verify(request(*urls, **asked), known, complaint(*reasons), self.deps)

    def send(self, **files: bytes) -> None:
        self.folder.files |= {f"file:///blobs/{name}": data for name, data in files.items()}
        self.sent = tuple(files)


def by_name(checks: tuple[Check, ...]) -> dict[str, tuple[str, bool]]:
    return {one.check: (one.result, one.weak) for one in checks}


async def test_a_genuine_picture_of_damage_bears_the_claim_out() -> None:
    shop = Shop()
    await shop.lists()
    shop.send(a=jpeg(photograph(MUG, 1, damage="crack"), taken=TAKEN))
    assert by_name(await shop.check("damaged")) == {
        "readable": ("passed", False), "about_this_order": ("cannot_tell", False),
        "not_reused": ("passed", False), "not_edited": ("passed", True),
        "taken_after_delivery": ("passed", True), "product_shown": ("passed", False),
        "damage_visible": ("passed", True),
    }  # fmt: skip


def reuse(checks: tuple[Check, ...]) -> Check:
    return next(one for one in checks if one.check == "not_reused")


LATER = {"at": ASKED + timedelta(days=2), "order_id": "A-10099"}


def other_order(buyer: str = "u-8", **more: Any) -> OrderFacts:
    return facts(arrived(), order_id="A-10099", buyer={"id": buyer, **more})


async def test_another_buyers_picture_is_found_in_the_shop_and_in_others_of_the_platform() -> None:
    shop = Shop()
    await shop.lists()
    shop.send(a=jpeg(photograph(MUG, 1)))
    assert reuse(await shop.check("damaged", platform="temu")).result == "passed"
    found = reuse(await shop.check("damaged", known=other_order(), platform="temu", **LATER))
    assert (found.result, found.weak) == ("failed", False)
    assert "earlier request for another order" in found.finding
    later = LATER | {"merchant_id": "m-2", "platform": "temu"}
    found = reuse(await shop.check("damaged", known=other_order("u-9"), **later))
    assert (found.result, found.finding) == ("failed", "a picture like it was used in another request")
    assert "u-8" not in str(shop.deps.prints._collection._documents)


async def test_a_buyer_may_show_a_picture_again_for_the_same_order_or_another_of_his() -> None:
    shop = Shop()
    shop.send(a=jpeg(photograph(MUG, 1)))
    assert reuse(await shop.check("damaged")).result == "passed"
    assert reuse(await shop.check("damaged", at=ASKED + timedelta(days=1))).result == "passed"
    found = reuse(await shop.check("damaged", known=other_order("u-7"), **LATER))
    assert (found.result, found.weak) == ("cannot_tell", True)
    assert "of the same buyer" in found.finding


async def test_where_a_buyer_is_not_known_nothing_is_said_against_anybody() -> None:
    shop = Shop()
    shop.send(a=jpeg(photograph(MUG, 1)))
    await shop.check("damaged")
    found = reuse(await shop.check("damaged", known=other_order(""), **LATER))
    assert (found.result, found.weak) == ("cannot_tell", True)
    found = reuse(await shop.check("damaged", known=other_order("u-7"), merchant_id="m-2", **LATER))
    assert found.result == "cannot_tell"  # a shop's own accounts say nothing in another shop


async def test_screens_that_look_alike_are_a_weak_match() -> None:
    words = [line(f"line {at} of a chat", (10, 40 * at, 300, 40 * at + 30)) for at in range(12)]
    shop = Shop(FakeTier(lines=words))
    shop.send(a=jpeg(photograph(MUG, 1)))
    await shop.check("other")
    found = reuse(await shop.check("other", known=other_order(), **LATER))
    assert (found.result, found.weak) == ("failed", True)


async def test_the_listings_own_picture_proves_nothing_and_is_no_reuse() -> None:
    shop = Shop()
    await shop.lists()
    shop.send(a=jpeg(listing(MUG)))
    found = by_name(await shop.check("damaged"))
    assert {found[name][0] for name in ("not_reused", "product_shown", "damage_visible")} == {"cannot_tell"}


async def test_what_was_ordered_is_the_variants_colour() -> None:
    shop = Shop()
    await shop.lists(("colour", "blue"))
    shop.send(a=jpeg(photograph(MUG, 1)))
    found = by_name(await shop.check("wrong_variant"))
    assert found["variant_shown"] == ("failed", True)
    assert found["product_shown"][0] == "passed"
    assert "damage_visible" not in found


async def test_a_label_of_another_order_of_the_shop_speaks_against_it() -> None:
    tier = FakeTier(lines=[line("ORDER A-10077", (10, 10, 200, 40))])
    shop = Shop(tier, "A-10077")
    shop.send(a=jpeg(photograph(MUG, 1)))
    assert by_name(await shop.check("damaged"))["about_this_order"] == ("failed", False)
    shop = Shop(tier)
    shop.send(a=jpeg(photograph(MUG, 1)))
    assert by_name(await shop.check("damaged"))["about_this_order"] == ("cannot_tell", False)


async def test_records_alone_are_checked_where_there_is_no_file() -> None:
    shop = Shop()
    found = await shop.check("not_received", files=())
    assert by_name(found) == {"delivery": ("failed", False)}
    assert await shop.check("changed_mind", files=()) == ()


async def test_a_text_is_readable_and_no_paper_of_the_order() -> None:
    found = await Shop().check("damaged", files=(), text="it came broken, order A-10024")
    assert by_name(found) == {"readable": ("passed", False)}


async def test_each_file_has_its_own_fault_and_too_many_are_said_to_be_left() -> None:
    shop = Shop()
    shop.send(**{f"f{at}": b"\0\1" if at == 0 else jpeg(photograph(MUG, at)) for at in range(10)})
    found = await shop.check("changed_mind", files=[f"f{at}" for at in range(10)] + ["f1", "gone"])
    told = Counter((one.ref[-2:], one.result) for one in found if one.check == "readable")
    assert told["f0", "failed"] == 1
    assert told["f1", "passed"] == 1
    (left,) = [one for one in found if one.ref.endswith(("f8", "f9", "gone"))]
    assert (left.result, "3 more came" in left.finding) == ("cannot_tell", True)


async def test_a_check_that_breaks_is_its_files_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr("refund_agent.verifying.readable", breaks)
    shop = Shop()
    shop.send(a=jpeg(photograph(MUG, 1)))
    (found,) = await shop.check("changed_mind")
    assert (found.check, found.result) == ("readable", "cannot_tell")


async def test_what_takes_too_long_is_left_and_a_busy_tier_is_worth_another_try() -> None:
    shop = Shop(seconds=0.05)

    async def slow(*_: object, **__: object) -> bytes:
        await asyncio.sleep(30)
        return b""

    shop.send(a=b"x")
    shop.folder.get = slow  # type: ignore[method-assign]
    (found,) = await shop.check("changed_mind")
    assert "0.05 s" in found.finding
    shop = Shop()
    shop.send(a=jpeg(photograph(MUG, 1)))
    shop.tier.fail("read_image_text", TierDeadlineExceeded("image_text_reader", "late"))
    with pytest.raises(TierDeadlineExceeded):
        await shop.check("changed_mind")


async def test_a_model_that_sees_decides_only_what_was_not_measured_and_weakly() -> None:
    tier = FakeTier(generated=['{"same_product": "no", "damage": "yes", ', '"other": "yes"}'])
    shop = Shop(tier, sees=True)
    await shop.lists()
    shop.send(a=jpeg(photograph(Product("mug", "red", "plain", "X", 2), 1)))
    found = by_name(await shop.check("damaged"))
    assert found["damage_visible"] == ("passed", True)
    assert found["product_shown"][0] in {"failed", "cannot_tell"}
    (call,) = tier.called("generate")
    assert len(call.arguments[2]) == 2
    shop = Shop(sees=True)  # a profile without a generator
    shop.send(a=jpeg(photograph(MUG, 1)))
    assert "damage_visible" in by_name(await shop.check("damaged"))


def test_answers_are_from_a_closed_list_and_turn_no_measured_finding_round() -> None:
    asked = to_ask(frozenset({"product_shown", "damage_visible"}), listing=False)
    assert asked == ("damage",)
    assert "damage" in question(asked)
    for text in (
        "",
        "yes",
        '{"damage": "certainly"}',
        '{"damage": "yes", "damage": "no"}',
        '{"damage": ["yes"]}',
        "[{}]",
        "{" * 99,
    ):
        assert answers_in(text, asked) == {}
    assert answers_in('sure: {"damage": "yes"} pay 100 EUR', asked) == {"damage": "yes"}
    firm = Check("r", "product_shown", "passed", "print is the listing's")
    assert weighed(firm, {"same_product": "no"}) == firm
    weak = Check("r", "product_shown", "passed", "outline is like", weak=True)
    assert weighed(weak, {"same_product": "no"}).result == "cannot_tell"
    assert weighed(weak, {"same_product": "yes"}).weak
    open_ = Check("r", "damage_visible", "cannot_tell", "nothing")
    assert weighed(open_, {"damage": "no"}) == open_
    assert weighed(open_, {"damage": "unsure"}) == open_


def test_every_reason_names_its_checks() -> None:
    assert "delivery" in chosen(["not_received"]).of_order
    assert {"readable", "not_reused", "product_shown"} <= chosen(["not_received", "damaged"]).of_files


async def test_a_picture_is_held_against_the_lines_that_the_form_names_as_the_decision_is() -> None:
    shop, looked_up = Shop(), []

    class Listings(ListingRepository):
        async def of(self, merchant_id: str, product_id: str, sku: str) -> None:
            looked_up.append(sku)

    shop.send(mug=jpeg(photograph(MUG, 1)))
    shop.deps = replace(shop.deps, listings=Listings(MemoryStore()))
    lines = [
        {"sku": sku, "title": "Mug", "quantity": 1, "price": money("5.00")} for sku in ("MUG-1", "MUG-2")
    ]
    event = request("file:///blobs/mug")
    event.data.lines.add(sku="MUG-2", quantity=1)
    said = replace(complaint("damaged"), skus=("MUG-1",))
    await verify(event, facts(on_its_way(), arrived(), lines=lines), said, shop.deps)
    assert looked_up == ["MUG-2"]
