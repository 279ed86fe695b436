"""Fingerprints of all shops' pictures are found again where they are near, and name nobody."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.product.v1 import product_pb2
from argosy_ledger import Sealer
from argosy_pictures.fingerprints import Fingerprint, copied_from, fingerprint, pieces_asked, pieces_kept
from argosy_testing.drawn_goods import products
from argosy_testing.photographed import photograph, reused
from argosy_testing.store import MemoryStore
from refund_agent.adapters.fingerprints import FingerprintRepository, Sender
from refund_agent.adapters.listings import ListingRepository
from refund_agent.domain.evidence.reuse import Match

from .evidence_cases import ASKED, product

HOUR = timedelta(hours=1)


def sender(platform: str, merchant: str, order: str, account: str = "", **more: Any) -> Sender:
    """Each order somebody else's, unless it is said whose."""
    return Sender(platform, merchant, order, account or f"u-{order}", **more)


PICTURES = [photograph(one, at) for at, one in enumerate(products(4))]
PRINTS = [fingerprint(one) for one in PICTURES]


@pytest.fixture
async def prints() -> FingerprintRepository:
    made = FingerprintRepository(MemoryStore(), Sealer(pepper=b"p" * 32))
    await made.prepare()
    return made


@given(st.integers(0, 2**256 - 1), st.integers(0, 2**32))
def test_whatever_is_near_shares_a_piece_and_is_found(bits: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 — a test's dice
    near = bits
    for at in dice.sample(range(256), dice.randint(0, 31)):
        near ^= 1 << at
    kept, asked = Fingerprint((bits,), (bits,), 100), Fingerprint((near,), (near,), 100)
    assert set(pieces_kept(kept)) & set(pieces_asked(asked))


async def test_a_picture_of_another_order_is_found_within_the_shop_and_across_shops(
    prints: FingerprintRepository,
) -> None:
    for at, one in enumerate(PRINTS):
        await prints.keep(sender("demo", "m-1", f"o-{at}"), one, ASKED)
    again = fingerprint(reused(PICTURES[1], "recompressed"))
    (match,) = await prints.earlier(sender("demo", "m-1", "o-9"), again, ASKED + HOUR)
    assert match.same_shop
    (match,) = await prints.earlier(sender("demo", "m-2", "o-1"), again, ASKED + HOUR)
    assert not match.same_shop
    assert await prints.earlier(sender("other", "m-1", "o-9"), again, ASKED + HOUR) == ()


async def test_the_same_order_a_later_picture_and_a_repeated_event_are_no_reuse(
    prints: FingerprintRepository,
) -> None:
    await prints.keep(sender("demo", "m-1", "o-1"), PRINTS[0], ASKED)
    await prints.keep(sender("demo", "m-1", "o-1"), PRINTS[0], ASKED + HOUR)
    assert await prints.earlier(sender("demo", "m-1", "o-1"), PRINTS[0], ASKED + 9 * HOUR) == ()
    assert await prints.earlier(sender("demo", "m-1", "o-2"), PRINTS[0], ASKED) == ()
    (match,) = await prints.earlier(sender("demo", "m-1", "o-2"), PRINTS[0], ASKED + HOUR / 2)
    assert match == Match(0, True, "other", ASKED)


@pytest.mark.parametrize(
    ("first", "second", "buyer"),
    [
        (("m-1", "u-1", ""), ("m-1", "U-1 ", ""), "same"),
        (("m-1", "u-1", ""), ("m-1", "u-2", ""), "other"),
        (("m-1", "u-1", "a@x.example"), ("m-1", "u-2", "A@x.example"), "same"),
        (("m-1", "u-1", "a@x.example"), ("m-1", "u-1", "b@x.example"), "same"),
        (("m-1", "", ""), ("m-1", "u-1", "a@x.example"), "unknown"),
        (("m-1", "", ""), ("m-1", "", ""), "unknown"),
        (("m-1", "u-1", ""), ("m-2", "u-1", ""), "unknown"),
        (("m-1", "u-1", "a@x.example"), ("m-2", "u-9", "a@x.example"), "same"),
        (("m-1", "u-1", "a@x.example"), ("m-2", "u-1", "b@x.example"), "other"),
    ],
)
async def test_whether_it_is_the_same_buyer_is_told_by_account_or_address(
    prints: FingerprintRepository, first: tuple[str, str, str], second: tuple[str, str, str], buyer: str
) -> None:
    await prints.keep(Sender("demo", first[0], "o-1", *first[1:]), PRINTS[0], ASKED)
    again = Sender("demo", second[0], "o-2", *second[1:])
    (match,) = await prints.earlier(again, PRINTS[0], ASKED + HOUR)
    assert match.buyer == buyer


async def test_a_marketplaces_accounts_are_the_same_in_all_its_shops(prints: FingerprintRepository) -> None:
    await prints.keep(Sender("temu", "m-1", "o-1", "u-1", shared=True), PRINTS[0], ASKED)
    found = [
        await prints.earlier(Sender("temu", "m-2", "o-2", account, shared=True), PRINTS[0], ASKED + HOUR)
        for account in ("u-1", "u-2")
    ]
    assert [one.buyer for (one,) in found] == ["same", "other"]


async def test_what_is_kept_names_no_shop_order_or_buyer(prints: FingerprintRepository) -> None:
    whose = sender("demo", "merchant-7", "order-7", "Marta-7", email="marta@mail.example")
    await prints.keep(whose, PRINTS[0], ASKED)
    assert "marta" not in repr(whose).casefold()
    ((_, row),) = prints._collection._documents.items()
    assert "merchant-7" not in str(row)
    assert "order-7" not in str(row)
    assert "marta" not in str(row).casefold()
    assert set(row["document"]) == {"hashes", "pieces", "shop", "order", "account", "email", "at"}
    other = FingerprintRepository(MemoryStore(), Sealer(pepper=b"q" * 32))
    await other.keep(sender("demo", "merchant-7", "order-7"), PRINTS[0], ASKED)
    ((_, another),) = other._collection._documents.items()
    assert row["document"]["order"] != another["document"]["order"]


async def test_an_orders_pictures_can_be_taken_out(prints: FingerprintRepository) -> None:
    await prints.keep(sender("demo", "m-1", "o-1"), PRINTS[0], ASKED)
    await prints.keep(sender("demo", "m-1", "o-2"), PRINTS[1], ASKED)
    assert await prints.forget("demo", "m-1", "o-1") == 1
    assert await prints.earlier(sender("demo", "m-1", "o-9"), PRINTS[0], ASKED + HOUR) == ()
    assert len(await prints.earlier(sender("demo", "m-1", "o-9"), PRINTS[1], ASKED + HOUR)) == 1


def test_a_copy_of_the_listings_picture_is_known() -> None:
    assert copied_from(fingerprint(reused(PICTURES[0], "resized")), PRINTS)
    assert not copied_from(fingerprint(photograph(products(9)[8], 77)), PRINTS)


async def test_the_later_event_tells_a_listing_and_an_order_without_a_product_finds_it_by_sku() -> None:
    listings = ListingRepository(MemoryStore())
    variant = product_pb2.Variant(sku="MUG-1", options=[product_pb2.NamedValue(name="颜色", value="红色")])
    chart = product_pb2.ProductImage(url="chart", role=product_pb2.ProductImage.SIZE_CHART)
    told = product("old")
    new = product("a", "b", brand="Nordvik", variants=[variant])
    new.images.insert(0, product_pb2.ProductImage(url="detail", role=product_pb2.ProductImage.DETAIL))
    new.images.insert(0, chart)
    await listings.learn("m-1", new, ASKED, "e-2")
    await listings.learn("m-1", told, ASKED - HOUR, "e-1")
    found = await listings.of("m-1", "", "MUG-1")
    assert found == await listings.of("m-1", "p-1", "")
    assert found.pictures == ("a", "b", "detail")
    assert found.variants == {"MUG-1": (("颜色", "红色"),)}
    assert await listings.of("m-2", "p-1", "MUG-1") is None
