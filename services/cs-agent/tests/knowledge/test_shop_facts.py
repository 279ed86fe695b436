from __future__ import annotations

from datetime import UTC, datetime

from google.protobuf.json_format import ParseDict

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy_ledger.facts import Fact, OrderFacts
from cs_agent.domain.knowledge.listings import facts_of_listing
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.knowledge.orders import facts_of_order

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def known() -> OrderFacts:
    order = ParseDict(
        {
            "id": "o-1",
            "buyer": {"name": "Marta Silva", "email": "marta@mail.example", "address": "Rua 1, Porto"},
            "lines": [{"sku": "S1-RED-M", "title": "Shirt", "quantity": 2}],
            "total": {"amount": "49.80", "currency": "USD"},
            "placed_at": "2026-11-10T08:00:00Z",
        },
        fact_pb2.Order(),
    )
    scans = [
        fact_pb2.ShipmentUpdated(order_id="o-1", carrier="DHL", tracking_number="T1", status=status)
        for status in ("in transit", "delivered")
    ]
    days = [NOW.replace(day=15), NOW.replace(day=18)]
    shipments = tuple(Fact(scan, day, f"e-{day}") for scan, day in zip(scans, days, strict=True))
    return OrderFacts("o-1", Fact(order, NOW, "e-1"), None, shipments)


def test_an_order_tells_what_was_bought_and_where_its_parcel_is_now() -> None:
    order, parcel = facts_of_order(known())
    assert (order.kind, order.quote) == ("order", "o-1: 2 x Shirt (2026-11-10)")
    assert (parcel.kind, parcel.quote) == ("shipment", "DHL T1: delivered 2026-11-18")


def test_no_personal_data_stands_in_a_fact() -> None:
    text = repr(facts_of_order(known()))
    assert not any(word in text for word in ("Marta", "marta@", "Rua"))


def test_of_an_order_that_nobody_told_nothing_is_known() -> None:
    assert facts_of_order(OrderFacts("o-2")) == ()


def test_a_country_s_mains_are_known_and_no_other_place_s() -> None:
    mains, plugs = facts_of_market("SA")
    assert mains.quote.startswith("230 V")
    assert "G" in plugs.quote
    assert facts_of_market("XX") == ()


def test_a_listing_is_a_source_only_when_nobody_need_look_at_it() -> None:
    listing = product_pb2.ListingLocalized(
        product_id="s1", market="DE", locale="de-DE", title="Damen T-Shirt", bullets=["Atmungsaktiv"]
    )
    facts = {fact.ref: fact for fact in facts_of_listing(listing).facts}
    assert facts["DE:bullet 1"].words == {"de": "Atmungsaktiv"}
    listing.needs_review = True
    assert not facts_of_listing(listing).facts
