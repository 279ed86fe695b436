"""What an honest analyst would not say, not send, and not ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from case_facts import (
    ARN,
    DELIVERED,
    OPENED,
    ORDERED,
    at,
    case,
    chat,
    earlier,
    event,
    known,
    notice,
    order,
    payment,
    policy,
    refunded,
    scan,
)

from argosy_ledger import OrderFacts
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.case.records import Others

FAILED = {"version": "2.2.0", "eci": "07", "outcome": "failed"}


def lacking(found: Case) -> set[str]:
    return {one.kind for one in found.missing}


def seen(found: Case) -> set[str]:
    return {one.id for one in found.contradictions}


def test_a_subscription_charged_after_its_cancellation_is_not_hoped_for() -> None:
    plan = order()
    plan.data.lines[0].title = "Coffee monthly subscription"
    told = chat(("buyer", -10, "Please cancel my subscription."))
    found = case(known(order=plan, shipments=()), event(code="13.2"), said=(told,))
    assert found.advice.choice == "ACCEPT"
    assert "charged all the same" in found.advice.reasons[0].text


def test_all_that_is_required_is_hoped_for_together() -> None:
    found = case(known(shipments=()), event("mastercard", "4853.cancelled_recurring"))
    assert len({one.kind for one in found.missing if one.weight == "required"}) > 1
    assert found.advice.choice == "ASK"


def test_checks_that_failed_are_not_asked_for() -> None:
    paid = payment(avs="N", cvv="N", three_ds=FAILED)
    found = case(known(payment=paid, shipments=()), event("mastercard", "4837"))
    assert not {"three_ds", "avs_match", "cvv_match"} & lacking(found)
    assert found.missing


def test_no_proof_of_delivery_is_asked_for_a_lost_parcel() -> None:
    found = case(known(shipments=(scan("in transit", 1), scan("Lost", 9))))
    assert not {"delivery_confirmation", "delivery_photo", "delivery_signature"} & lacking(found)


@pytest.mark.parametrize(
    ("said", "is_twin"),
    [
        ({}, True),
        ({"name": "Luis Gil", "email": "luis@example.com"}, False),
        ({"email": "anna@work.example"}, True),
    ],
)
def test_another_guest_of_the_shop_is_not_the_same_buyer(said: dict[str, str], is_twin: bool) -> None:
    mine = order(id="guest")
    when = ORDERED + timedelta(hours=5)
    other = OrderFacts("o-2", order("o-2", when, id="guest", **said), payment("o-2", when, ARN[:-1] + "3"))
    found = case(known(order=mine), event(code="12.6.1"), others=Others(orders=(other,)))
    assert ("separate_transactions" in found.evidence_mix) is is_twin


def test_a_refund_without_a_date_is_asked_about_and_not_dated() -> None:
    paid = refunded(payment(), "120.00", at(10))
    paid.data.refunds[0].ClearField("at")
    found = case(known(payment=paid), event(code="13.6"))
    assert found.advice.choice == "ASK"
    assert "refund_undated" in seen(found)
    assert "refunded_after_dispute" not in seen(found)


@pytest.mark.parametrize(("named", "asked"), [("o-1", False), ("#1", False), ("A-77777", True)])
def test_a_notice_about_another_order_is_told(named: str, asked: bool) -> None:
    found = case(of=notice(order_ref=named))
    assert any("is it one order?" in doubt for doubt in found.doubts) is asked


def test_a_delivery_shortly_before_an_undated_dispute_deserves_a_look() -> None:
    came = at(8)
    near = case(told=event(received=came), of=notice(disputed_on=None), now=came)
    assert any("does not date the dispute" in doubt for doubt in near.doubts)
    assert not any("does not date" in doubt for doubt in case(of=notice(disputed_on=None)).doubts)


def test_what_decides_about_an_authorization_is_asked_for() -> None:
    found = case(told=event(code="11.3"))
    assert any("authorization code" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(("carrier", "number"), [("", "T1"), ("", ""), ("DHL", "")])
def test_a_parcel_without_carrier_or_number_is_told_of_in_whole_sentences(carrier: str, number: str) -> None:
    scans = tuple(
        scan(status, days, "10115 Berlin", number=number, carrier=carrier)
        for status, days in (("Picked up", 1), ("in transit", 2), ("Zugestellt", 4))
    )
    found = case(known(shipments=scans), event("generic", "not_received"))
    assert "delivery_confirmation" in found.evidence_mix
    values = [value for one in found.statements for value in one.values.values()]
    assert "-" not in values
    assert "" not in values


def test_a_buyer_who_asked_for_the_money_in_time_is_not_quoted_against_the_shop() -> None:
    told = chat(("buyer", 10, "I want my money back"), ("shop", 11, "Please read our return policy."))
    terms = (policy("REFUND", return_days=30),)
    found = case(told=event(code="13.6"), said=(told,), policies=terms)
    assert "refund_asked_in_time" in seen(found)
    assert not any("money back" in quote.text for one in found.exhibits for quote in one.quotes)
    silent = case(told=event(code="13.6"), said=(chat(("shop", 11, "Hello")),), policies=terms)
    assert found.advice.win_likelihood < silent.advice.win_likelihood
    assert OPENED > at(11) > DELIVERED[-1].time


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("la lámpara está rota, quiero devolverla", "es"),
        ("can I swap it for another one?", "en"),
        ("Kan jag skicka tillbaka den?", "sv"),
        ("ich schicke sie euch zurueck, ist zurück unterwegs", "de"),
    ],
)
def test_that_nobody_asked_for_a_return_is_said_only_where_no_word_hints_at_one(
    text: str, language: str
) -> None:
    told = chat(("buyer", 9, text), language=language)
    assert "no_return_attempt" not in case(told=event(code="13.3"), said=(told,)).evidence_mix
    thanked = chat(("buyer", 9, "It is nice"), language="en")
    assert "no_return_attempt" in case(told=event(code="13.3"), said=(thanked,)).evidence_mix


def test_that_no_refund_was_promised_is_said_only_where_no_word_hints_at_one() -> None:
    told = chat(("buyer", 8, "Hello"), ("shop", 9, "The amount gets reimbursed on Monday."))
    assert "no_refund_due" not in case(told=event(code="13.6"), said=(told,)).evidence_mix
    plainly = chat(("buyer", 8, "Hello"), ("shop", 9, "Hello, how can we help?"))
    assert "no_refund_due" in case(told=event(code="13.6"), said=(plainly,)).evidence_mix


def test_what_the_buyer_orders_again_and_again_is_not_called_a_single_order() -> None:
    lone = case(told=event(code="13.2"))
    assert "not_recurring" in lone.evidence_mix
    assert any("none of a series" in doubt for doubt in lone.doubts)
    again = case(told=event(code="13.2"), others=Others(orders=(earlier("o-7", 70),)))
    assert "not_recurring" not in again.evidence_mix


LOST = (scan("in transit", 1), scan("Lost", 5))


def test_a_parcel_sent_in_place_of_a_lost_one_answers_that_nothing_came() -> None:
    again = (
        scan("Picked up", 6, number="T2"),
        scan("Zugestellt", 9, "10115 Berlin", number="T2", signature="A. Example"),
    )
    found = case(known(shipments=(*LOST, *again)))
    assert found.advice.choice == "FIGHT"
    assert seen(found) == {"parcel_replaced"}
    several = order()
    several.data.lines[0].quantity = 2
    assert "parcel_lost" in seen(case(known(order=several, shipments=(*LOST, *again))))


def test_of_two_orders_taken_for_one_both_deliveries_are_shown() -> None:
    when = ORDERED + timedelta(days=2)
    parcel = (scan("Picked up", 3, number="T2"), scan("Zugestellt", 6, "10115 Berlin", number="T2"))
    twin = OrderFacts("o-2", order("o-2", when), payment("o-2", when, ARN[:-1] + "3"), parcel)
    found = case(told=event(code="12.6.1"), others=Others(orders=(twin,)))
    shown = {one.values["order_id"] for one in found.statements if one.id == "delivered_too"}
    assert shown == {"o-1", "o-2"}


@pytest.mark.parametrize(
    ("code", "asked", "answered"),
    [
        ("12.5", "The price was 99, you took 120!", "Yes, the wrong price was charged."),
        ("12.5", "The price was 99, you took 120!", "Hm. Let me see what I can do, that looks odd."),
        ("12.6.1", "You charged me twice!", "That was a double charge, sorry."),
    ],
)
def test_a_talk_that_does_not_help_is_not_put_before_the_bank(code: str, asked: str, answered: str) -> None:
    found = case(told=event(code=code), said=(chat(("buyer", 8, asked), ("shop", 9, answered)),))
    assert "buyer_contact" not in found.evidence_mix
    assert not [quote for one in found.exhibits for quote in one.quotes]


def test_messages_that_are_quoted_are_to_be_read_first() -> None:
    talk = chat(("buyer", 8, "It arrived, thank you!"), ("shop", 9, "Glad to hear."))
    found = case(told=event(code="13.6"), said=(talk,))
    assert "buyer_contact" in found.evidence_mix
    assert any("read them before" in doubt for doubt in found.doubts)


def test_a_buyer_who_got_an_empty_box_is_heard() -> None:
    told = chat(("buyer", 9, "I received an empty box! Where is the bag?"))
    found = case(said=(told,))
    assert "buyer_denied_delivery" in seen(found)
    assert "buyer_acknowledged" not in found.evidence_mix
