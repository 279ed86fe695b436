"""Fingerprints of all shops' pictures are found again where they are near, and name nobody."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.product.v1 import product_pb2
from argosy_ledger import Sealer
from argosy_testing.store import MemoryStore
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.listings import ListingRepository
from refund_agent.domain.evidence.reuse import (
    Fingerprint,
    Match,
    copied_from,
    fingerprint,
    pieces_asked,
    pieces_kept,
)

from .drawn_goods import products
from .evidence_cases import ASKED, product
from .photographed import photograph, reused

HOUR = timedelta(hours=1)
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
        await prints.keep("demo", "m-1", f"o-{at}", one, ASKED)
    again = fingerprint(reused(PICTURES[1], "recompressed"))
    (match,) = await prints.earlier("demo", "m-1", "o-9", again, ASKED + HOUR)
    assert match.same_shop
    (match,) = await prints.earlier("demo", "m-2", "o-1", again, ASKED + HOUR)
    assert not match.same_shop
    assert await prints.earlier("other", "m-1", "o-9", again, ASKED + HOUR) == ()


async def test_the_same_order_a_later_picture_and_a_repeated_event_are_no_reuse(
    prints: FingerprintRepository,
) -> None:
    await prints.keep("demo", "m-1", "o-1", PRINTS[0], ASKED)
    await prints.keep("demo", "m-1", "o-1", PRINTS[0], ASKED + HOUR)
    assert await prints.earlier("demo", "m-1", "o-1", PRINTS[0], ASKED + 9 * HOUR) == ()
    assert await prints.earlier("demo", "m-1", "o-2", PRINTS[0], ASKED) == ()
    (match,) = await prints.earlier("demo", "m-1", "o-2", PRINTS[0], ASKED + HOUR / 2)
    assert match == Match(0, True, ASKED)


async def test_what_is_kept_names_no_shop_order_or_buyer(prints: FingerprintRepository) -> None:
    await prints.keep("demo", "merchant-7", "order-7", PRINTS[0], ASKED)
    ((_, row),) = prints._collection._documents.items()
    assert "merchant-7" not in str(row)
    assert "order-7" not in str(row)
    assert set(row["document"]) == {"hashes", "pieces", "shop", "order", "at"}
    other = FingerprintRepository(MemoryStore(), Sealer(pepper=b"q" * 32))
    await other.keep("demo", "merchant-7", "order-7", PRINTS[0], ASKED)
    ((_, another),) = other._collection._documents.items()
    assert row["document"]["order"] != another["document"]["order"]


async def test_an_orders_pictures_can_be_taken_out(prints: FingerprintRepository) -> None:
    await prints.keep("demo", "m-1", "o-1", PRINTS[0], ASKED)
    await prints.keep("demo", "m-1", "o-2", PRINTS[1], ASKED)
    assert await prints.forget("demo", "m-1", "o-1") == 1
    assert await prints.earlier("demo", "m-1", "o-9", PRINTS[0], ASKED + HOUR) == ()
    assert len(await prints.earlier("demo", "m-1", "o-9", PRINTS[1], ASKED + HOUR)) == 1


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
