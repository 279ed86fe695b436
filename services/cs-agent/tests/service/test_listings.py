"""What was published reaches the answer through the store, by its events alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from argosy_commerce.terms import TermBase
from argosy_eventing import DeadLetter
from argosy_ledger import PolicyLedger
from cs_agent.adapters.file_knowledge import FileKnowledge
from cs_agent.adapters.knowledge import EntryRepository, ProductRepository
from cs_agent.adapters.listings import ListingRepository
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.knowing import Knowledge

from .talking import AT, House, event

ROWS = [{"name": "产地", "value": "中国福建石狮"}, {"name": "适用场景", "value": "公路、跑步机"}]
SHOE = {"id": "p-1", "language": "zh-CN", "title": "跑步鞋", "attributes": ROWS}
GERMAN = {"产地": ("Herkunft", "Shishi, Fujian"), "适用场景": ("Einsatz", "Straße, Laufband")}


@pytest.fixture(scope="module")
def base() -> TermBase:
    return TermBase.load()


def told(type_: str, data: dict[str, Any], hour: int) -> Any:
    return event(type_, data, AT + timedelta(hours=hour), f"e-{type_}-{hour}")


def listed(hour: int, locale: str = "de-DE", **changes: Any) -> Any:
    rows = [
        {"name": name, "value": value, "source": row} for row in ROWS for name, value in [GERMAN[row["name"]]]
    ]
    data = {
        "product_id": "p-1",
        "market": locale[-2:],
        "locale": locale,
        "channel": "generic",
        "attributes": rows,
    }
    return told("listing.localized", {**data, **changes}, hour)


def reviewed(hour: int, verdict: str) -> Any:
    place = {"product_id": "p-1", "market": "DE", "channel": "generic"}
    return told("listing.reviewed", {**place, "verdict": verdict}, hour)


async def shelf_of(house: House, base: TermBase, language: str = "de-DE") -> Shelf:
    products, entries = ProductRepository(house.store), EntryRepository(house.store)
    listings, policies = ListingRepository(house.store), PolicyLedger(house.store)
    knowledge = Knowledge(base, products, listings, entries, policies)
    return await knowledge.shelf("m-1", "p-1", "DE", language, AT)


def said(shelf: Shelf, base: TermBase, language: str = "de") -> list[str]:
    saying = Saying(base, language, shelf.published)
    return [saying.said(row.fact).text for row in shelf.rows if row.fact.kind == "attribute"]


PUBLISHED = ["Herkunft: Shishi, Fujian.", "Einsatz: Straße, Laufband."]


async def test_a_published_row_is_said_to_buyers_of_its_language_and_to_no_others(base: TermBase) -> None:
    house = House()
    outcomes = await house.tell(told("product.created", {"product": SHOE}, 0), listed(1))
    assert [one.reason for one in outcomes] == ["kept", "kept"]
    assert said(await shelf_of(house, base), base) == PUBLISHED
    assert not (await shelf_of(house, base, "ar-SA")).published
    assert not (await shelf_of(house, base, "zh-CN")).published


async def test_neither_a_replay_nor_one_that_needs_review_takes_anything_away(base: TermBase) -> None:
    house, poor = House(), {"attributes": [], "needs_review": True}
    await house.tell(listed(2), told("product.created", {"product": SHOE}, 0))
    outcomes = await house.tell(listed(3, **poor), listed(1, attributes=[]), listed(2))
    assert [one.reason for one in outcomes] == ["needs_review", "kept", "kept"]
    assert said(await shelf_of(house, base), base) == PUBLISHED


async def test_what_a_person_rejects_is_said_no_more_until_it_is_published_anew(base: TermBase) -> None:
    house = House()
    await house.tell(told("product.created", {"product": SHOE}, 0), listed(1), reviewed(2, "APPROVED"))
    assert said(await shelf_of(house, base), base) == PUBLISHED
    # What listing-localizer publishes after a rejection needs review; the one before may come again.
    await house.tell(reviewed(3, "REJECTED"), listed(4, needs_review=True), listed(1))
    assert not (await shelf_of(house, base)).published
    await house.tell(listed(5))
    assert said(await shelf_of(house, base), base) == PUBLISHED


async def test_a_row_that_the_product_no_longer_has_is_said_in_the_shop_s_words(base: TermBase) -> None:
    house = House()
    now = {**SHOE, "attributes": [{"name": "产地", "value": "越南隆安"}, ROWS[1]]}
    await house.tell(
        told("product.updated", {"product": now}, 2), listed(1), told("product.created", {"product": SHOE}, 0)
    )
    first, second = said(await shelf_of(house, base), base)
    assert "越南隆安" in first
    assert second == PUBLISHED[1]


async def test_what_names_no_language_or_market_is_told_by_its_outcome() -> None:
    (outcome,) = await House().tell(listed(1, locale=""))
    assert isinstance(outcome, DeadLetter)
    review = {"product_id": "p-1", "market": "XX", "channel": "generic", "verdict": "REJECTED"}
    (outcome,) = await House().tell(told("listing.reviewed", review, 1))
    assert outcome.reason == "unknown_market"


async def test_a_question_costs_one_read_more(base: TermBase) -> None:
    house = House()
    await house.tell(told("product.created", {"product": SHOE}, 0), listed(1))
    counts = []
    for language in ("zh-CN", "de-DE"):
        before = house.store.operations
        await shelf_of(house, base, language)
        counts.append(house.store.operations - before)
    assert counts[1] == counts[0] + 1


async def test_files_of_events_tell_the_same(base: TermBase) -> None:
    created = told("product.created", {"product": SHOE}, 0)
    knows = FileKnowledge.of(base, [created, listed(1), listed(2, needs_review=True, attributes=[])])
    assert said(await knows.shelf("m-1", "p-1", "DE", "de-DE", AT), base) == PUBLISHED
    knows = FileKnowledge.of(base, [created, listed(1), reviewed(3, "REJECTED")])
    assert not (await knows.shelf("m-1", "p-1", "DE", "de-DE", AT)).published
