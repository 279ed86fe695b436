"""Webhooks are read by their fields, each value with the words it stands in."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.money import Money
from chargeback_agent.domain.notices.model import Notice, Read
from chargeback_agent.domain.notices.parts import opened
from chargeback_agent.domain.notices.webhooks import read_webhook
from chargeback_agent.domain.rules.loader import rule_book


def read(node: Any, **how: Any) -> Notice:
    text = json.dumps(node, **how)
    notice = read_webhook(text, rule_book())
    assert notice is not None
    for field in fields(notice):
        value = getattr(notice, field.name)
        if isinstance(value, Read):
            assert value.quote in text, field.name
    return notice


def stripe(**changes: Any) -> dict[str, Any]:
    dispute = {
        "id": "du_1", "object": "dispute", "amount": 2500, "currency": "eur", "created": 1767225600,
        "reason": "product_unacceptable", "status": "needs_response",
        "metadata": {"note": "x", "order_id": "A-7"},
        "evidence_details": {"due_by": 1768003199},
        "payment_method_details": {"card": {"brand": "visa", "network_reason_code": "13.3"}},
        **changes,
    }  # fmt: skip
    return {"object": "event", "type": "charge.dispute.created", "data": {"object": dispute}}


def test_stripe() -> None:
    notice = read(stripe())
    assert (notice.kind.value, notice.sender, notice.language) == ("dispute", "stripe", "en")
    assert notice.network is not None
    assert notice.network.value == "visa"
    assert notice.reason_code is not None
    assert notice.reason_code.value == "13.3"
    assert notice.claim is not None
    assert notice.claim.value == "not_as_described"
    assert notice.amount is not None
    assert notice.amount.value == Money(Decimal("25.00"), "EUR")
    assert notice.disputed_on is not None
    assert notice.disputed_on.value == date(2026, 1, 1)
    assert notice.due_at is not None
    assert notice.due_at.value == datetime(2026, 1, 9, 23, 59, 59, tzinfo=UTC)
    assert notice.order_ref is not None
    assert notice.order_ref.value == "A-7"


def test_a_dispute_object_without_its_event_is_read_too() -> None:
    assert read(stripe()["data"]["object"]).case_ref == Read("du_1", '"id": "du_1"', "body", 0.99)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("warning_needs_response", "inquiry"), ("won", "won"), ("lost", "lost"), ("under_review", "dispute"),
        ("warning_closed", "reversed"),
    ],
)  # fmt: skip
def test_a_status_says_the_stage_and_whether_anything_is_asked(status: str, kind: str) -> None:
    notice = read(stripe(status=status))
    assert notice.kind.value == kind
    assert (notice.due_at is not None) == status.endswith("needs_response")


def test_a_status_that_is_not_known_is_a_doubt() -> None:
    notice = read(stripe(status="frozen"))
    assert notice.kind.confidence == 0.5
    assert notice.doubts


@pytest.mark.parametrize(
    ("make", "minor", "currency", "amount"),
    [
        ("stripe", 12800, "JPY", "12800"), ("stripe", 12800, "KWD", "12.800"),
        ("stripe", 12800, "ISK", "128"),
        ("stripe", 12800, "CLP", "12800"), ("adyen", 12800, "CLP", "128"), ("adyen", 12800, "IDR", "12800"),
        ("adyen", 12800, "IQD", "12.800"),
        ("checkout", 12800, "ISK", "12800"), ("checkout", 4900, "AED", "49"),
    ],
)  # fmt: skip
def test_minor_units_are_each_providers_own(make: str, minor: int, currency: str, amount: str) -> None:
    node = {
        "stripe": lambda: stripe(amount=minor, currency=currency.lower()),
        "adyen": lambda: adyen(amount={"value": minor, "currency": currency}),
        "checkout": lambda: checkout(amount=minor, currency=currency),
    }[make]()
    notice = read(node)
    assert notice.amount is not None
    assert notice.amount.value == Money(Decimal(amount), currency)


def adyen(code: str = "CHARGEBACK", **changes: Any) -> dict[str, Any]:
    item = {
        "eventCode": code, "pspReference": "PSP1", "merchantReference": "A-8", "reason": "Goods Not Received",
        "eventDate": "2026-05-01T10:00:00+02:00", "amount": {"value": 100, "currency": "EUR"},
        "paymentMethod": "visa",
        "additionalData": {
            "chargebackReasonCode": "13.1", "defensePeriodEndsAt": "2026-05-19T10:00:00+0200",
            "arn": "7" * 23,
        },
        **changes,
    }  # fmt: skip
    return {"live": "true", "notificationItems": [{"NotificationRequestItem": item}]}


def test_adyen() -> None:
    notice = read(adyen())
    assert notice.claim is not None
    assert notice.claim.value == "not_received"
    assert notice.arn is not None
    assert notice.due_at is not None
    assert notice.due_at.value.isoformat() == "2026-05-19T10:00:00+02:00"


def test_what_adyen_tells_later_has_no_day_of_dispute_and_no_term() -> None:
    notice = read(adyen("SECOND_CHARGEBACK"))
    assert (notice.kind.value, notice.disputed_on, notice.due_at) == ("lost", None, None)


def test_a_message_about_a_payment_is_no_dispute() -> None:
    assert read(adyen("AUTHORISATION")).kind.value == "not_a_dispute"
    payment = {
        "object": "event",
        "type": "payment_intent.succeeded",
        "data": {"object": {"object": "payment_intent"}},
    }
    assert read(payment).kind.value == "not_a_dispute"
    assert read(
        {"event_version": "1.0", "event_type": "PAYMENT.SALE.COMPLETED", "resource": {}}
    ).kind.value == ("not_a_dispute")


def paypal(**changes: Any) -> dict[str, Any]:
    return {"event_type": "CUSTOMER.DISPUTE.UPDATED", "resource_type": "dispute", "resource": {
        "dispute_id": "PP-1", "reason": "UNAUTHORISED", "status": "WAITING_FOR_SELLER_RESPONSE",
        "dispute_life_cycle_stage": "INQUIRY", "create_time": "2026-05-01T10:00:00.000Z",
        "dispute_amount": {"currency_code": "JPY", "value": "1200"},
        "seller_response_due_date": "2026-05-11T10:00:00.000Z", **changes,
    }}  # fmt: skip


def test_paypal() -> None:
    notice = read(paypal())
    assert notice.kind.value == "inquiry"
    assert notice.network is not None
    assert notice.network.value == "paypal"
    assert notice.amount is not None
    assert notice.amount.value == Money(Decimal(1200), "JPY")


def test_a_banks_chargeback_through_paypal_has_the_network_that_knows_its_code() -> None:
    notice = read(paypal(dispute_channel="EXTERNAL", external_reason_code="10.4"))
    assert notice.network is not None
    assert notice.network.value == "visa"
    assert read(paypal(dispute_channel="EXTERNAL", external_reason_code="??")).network is None


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [("RESOLVED_BUYER_FAVOUR", "lost"), ("RESOLVED_SELLER_FAVOUR", "won"), ("CANCELED_BY_BUYER", "reversed")],
)
def test_an_outcome_goes_before_the_stage(outcome: str, kind: str) -> None:
    notice = read(paypal(dispute_outcome={"outcome_code": outcome}))
    assert (notice.kind.value, notice.due_at) == (kind, None)


def checkout(**changes: Any) -> dict[str, Any]:
    return {"id": "evt_1", "type": "dispute_evidence_required", "data": {
        "id": "dsp_1", "category": "fraudulent", "amount": 100, "currency": "EUR", "reason_code": "4837",
        "payment_method": "MASTERCARD", "date": "2026-05-01T10:00:00.1234567+00:00", **changes,
    }}  # fmt: skip


def test_checkout() -> None:
    notice = read(checkout())
    assert (notice.kind.value, notice.sender) == ("dispute", "checkout")
    assert notice.disputed_on is not None
    assert notice.disputed_on.value == date(2026, 5, 1)


def test_shopify_and_square() -> None:
    shopify = {
        "id": 598735659, "order_id": 625362839, "type": "inquiry", "amount": "11.50", "currency": "USD",
        "reason": "fraudulent", "network_reason_code": "4837", "status": "needs_response",
        "evidence_due_by": "2026-05-12T19:00:00-05:00", "initiated_at": "2026-05-01T20:00:00-05:00",
    }  # fmt: skip
    notice = read(shopify)
    assert (notice.kind.value, notice.sender) == ("inquiry", "platform")
    assert notice.amount is not None
    assert notice.amount.value == Money(Decimal("11.50"), "USD")
    square = {"type": "dispute.created", "data": {"object": {"dispute": {
        "id": "sq1", "amount_money": {"amount": 250, "currency": "JPY"}, "reason": "NOT_RECEIVED",
        "state": "EVIDENCE_REQUIRED", "card_brand": "VISA", "due_at": "2026-05-12T00:00:00.000Z",
    }}}}  # fmt: skip
    notice = read(square)
    assert notice.amount is not None
    assert notice.amount.value == Money(Decimal(250), "JPY")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "[1]", '{"a": 1}', "{" * 100_000, '{"amount": NaN}', "Dear sir"]
)
def test_what_is_no_webhook_is_left_to_the_reader_of_mails(text: str) -> None:
    assert read_webhook(text, rule_book()) is None


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*stripe()["data"]["object"]]), inner)
    ),
    max_leaves=12,
)


@given(st.sampled_from([stripe, lambda **c: adyen("CHARGEBACK", **c), paypal, checkout]), st.data())
def test_values_of_any_kind_in_known_fields_are_borne(make: Any, data: st.DataObject) -> None:
    keys = ["amount", "currency", "reason", "status", "created", "metadata", "charge",
            "payment_method_details", "evidence_details", "additionalData", "eventDate", "dispute_amount",
            "disputed_transactions", "date"]  # fmt: skip
    changes = data.draw(st.dictionaries(st.sampled_from(keys), ANY, max_size=4))
    read(make(**changes), ensure_ascii=False)


def test_checkouts_newer_events_hold_the_payment_in_a_part_of_its_own() -> None:
    payment = {
        "amount": 4599, "currency": "GBP", "method": "VISA", "arn": "7" * 23, "reference": "BIKE/1",
        "processed_on": "2026-03-31T19:02:40Z",
    }  # fmt: skip
    event = checkout(payment=payment, received_on="2026-05-02T10:00:00Z")
    for key in ("date", "payment_method", "payment_arn", "payment_reference"):
        event["data"].pop(key, None)
    notice = read(event)
    said = (notice.network, notice.arn, notice.order_ref, notice.transaction_on, notice.disputed_on)
    assert [one.value if one else None for one in said] == [
        "visa", "7" * 23, "BIKE/1", date(2026, 3, 31), date(2026, 5, 2),
    ]  # fmt: skip


def test_the_head_of_a_request_above_the_event_is_read_over() -> None:
    body = 'X-Shopify-Topic: disputes/create\nX-Shopify-Shop-Domain: a.example\n\n{"id": 5, "reason": "x"}'
    parts = opened("disputes/create", "Shopify <a@shopify.com>", body).parts
    assert parts[-1].text.startswith('{"id": 5')
