from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_ledger import Conversation, Fact, OrderFacts, PolicyHistory, Said
from argosy_ledger.merging import (
    MAX_SAID,
    MAX_SCAN,
    with_order,
    with_payment,
    with_policy,
    with_refund,
    with_said,
    with_shipment,
)

START = datetime(2026, 8, 1, 9, tzinfo=UTC)


def told(data, hours=0, event_id="e"):
    return Fact(data, START + timedelta(hours=hours), event_id)


def order(total, hours=0, event_id="e"):
    return told(
        fact_pb2.OrderPlaced(order={"id": "o", "total": {"amount": total, "currency": "EUR"}}),
        hours,
        event_id,
    )


def scan(status, at_hour, hours=0, event_id="e", number="T1"):
    data = fact_pb2.ShipmentUpdated(order_id="o", carrier="dhl", tracking_number=number, status=status)
    data.at.FromDatetime(START + timedelta(hours=at_hour))
    return told(data, hours, event_id)


def refunded(*amounts):
    data = fact_pb2.PaymentAuthorized(order_id="o", arn="1" * 23)
    for amount in amounts:
        refund = data.refunds.add(amount={"amount": amount, "currency": "EUR"})
        refund.at.FromDatetime(START + timedelta(days=float(amount)))
    return data


EVENTS = [
    (with_order, order("10.00", 0, "a")),
    (with_order, order("12.00", 2, "b")),
    (with_order, order("11.00", 2, "a")),
    (with_payment, told(refunded(), 1, "c")),
    (with_payment, told(refunded("1.00"), 3, "d")),
    (with_payment, told(refunded("1.00", "2.00"), 2, "d2")),
    (with_shipment, scan("in transit", 10, 1, "f")),
    (with_shipment, scan("delivered", 30, 2, "g")),
    (with_shipment, scan("returned", 30, 5, "h")),
    (with_shipment, scan("delivered", 20, 5, "i", "T2")),
    (with_refund, told(refund_pb2.RefundDecided(request_id="r", decision="REJECT"), 1, "j")),
    (with_refund, told(refund_pb2.RefundDecided(request_id="r", decision="REFUND"), 4, "k")),
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_facts_may_come_in_any_order_and_any_number_of_times(more) -> None:
    known = OrderFacts("o")
    for merge, fact in [*more, *EVENTS]:
        known = merge(known, fact)
    assert known.order is not None
    assert known.order.data.total.amount == "12.00"
    assert known.payment is not None
    assert known.payment.event_id == "d"
    assert [one.amount.amount for one in known.payment.data.refunds] == ["1.00", "2.00"]
    assert [(one.data.tracking_number, one.data.status) for one in known.shipments] == [
        ("T1", "in transit"),
        ("T2", "delivered"),
        ("T1", "returned"),
    ]
    assert [one.data.decision for one in known.refunds] == [refund_pb2.RefundDecided.REFUND]
    assert list(known.known) == ["order", "payment", "shipments", "refunds"]


def test_of_a_card_number_only_the_last_four_digits_are_kept() -> None:
    data = fact_pb2.PaymentAuthorized(order_id="o", card={"network": "visa", "last4": "4111111111111111"})
    known = with_payment(OrderFacts("o"), told(data))
    assert known.payment is not None
    assert known.payment.data.card.last4 == "1111"
    data.card.last4 = "none"
    again = with_payment(OrderFacts("o"), told(data))
    assert again.payment is not None
    assert again.payment.data.card.last4 == ""


def said(number, side, text, hours):
    return Said(f"m{number}", side, text, "en", START + timedelta(hours=hours))


def test_a_conversation_is_in_order_of_time_whatever_comes_first() -> None:
    messages = [
        said(1, "buyer", "where is it?", 0),
        said(1, "shop", "on its way", 1),
        said(2, "buyer", "ok", 2),
    ]
    found = set()
    for order_of in itertools.permutations(messages):
        known = Conversation("c")
        for one in order_of:
            known = with_said(known, one, "o" if one.side == "buyer" else "")
        found.add(known)
    assert found == {Conversation("c", "o", "", tuple(messages))}


def test_card_numbers_in_messages_are_masked_and_long_conversations_keep_their_end() -> None:
    known = with_said(Conversation("c"), said(0, "buyer", "my card is 4111 1111 1111 1111, order 123456", 0))
    assert known.said[0].text == "my card is [card], order 123456"
    for number in range(1, MAX_SAID + 5):
        known = with_said(known, said(number, "buyer", "x", number))
    assert (len(known.said), known.said[0].message_id) == (MAX_SAID, "m5")


def policy(text, from_day, hours, event_id):
    data = fact_pb2.PolicyUpdated(merchant_id="m", kind="REFUND", text=text)
    data.effective_from.FromDatetime(START + timedelta(days=from_day))
    return told(data, hours, event_id)


def test_the_policy_in_force_is_the_last_that_has_begun() -> None:
    versions = [policy("30 days", 0, 0, "a"), policy("14 days", 10, 1, "b"), policy("20 days", 10, 2, "c")]
    for order_of in itertools.permutations(versions):
        known = PolicyHistory("REFUND", "")
        for version in order_of:
            known = with_policy(known, version)

        def text(day, history=known):
            found = history.on(START + timedelta(days=day))
            return found and found.text

        assert [text(-1), text(0), text(9), text(10)] == [None, "30 days", "30 days", "20 days"]


def test_a_long_policy_told_many_times_and_a_carriers_endless_words_still_fit_the_store() -> None:
    known = PolicyHistory("TERMS", "")
    for day in range(60):
        version = fact_pb2.PolicyUpdated(text="t" * 300_000)
        version.effective_from.FromDatetime(START + timedelta(days=day))
        known = with_policy(known, told(version, event_id=f"e{day}"))
    assert sum(one.data.ByteSize() for one in known.versions) < 9_000_000
    assert known.on(START + timedelta(days=60)) == version
    parcel = with_shipment(OrderFacts("o"), scan("delivered " * 100_000, 1))
    assert len(parcel.shipments[0].data.status) == MAX_SCAN
