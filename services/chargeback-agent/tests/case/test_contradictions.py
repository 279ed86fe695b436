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
    decided,
    euros,
    event,
    fact,
    known,
    notice,
    order,
    payment,
    refunded,
    scan,
)

from argosy_ledger import OrderFacts
from chargeback_agent.domain.case.records import OtherCase, Others


def found(result) -> dict[str, str]:
    return {one.id: one.effect for one in result.contradictions}


def test_a_clean_case_has_none() -> None:
    assert found(case()) == {}


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Paris, France", "delivered_elsewhere"),
        ("20095 Hamburg", "delivered_elsewhere"),
        ("10119 Berlin", "delivered_nearby"),
    ],
)
def test_a_delivery_elsewhere_is_seen(place: str, name: str) -> None:
    assert name in found(case(known(shipments=(*DELIVERED[:2], scan("Delivered", 4, place)))))


def test_a_hubs_name_is_not_held_against_the_shop() -> None:
    assert found(case(known(shipments=(*DELIVERED[:2], scan("Delivered", 4, "Grossbeeren"))))) == {}


def test_a_refund_is_seen_with_its_time_and_share() -> None:
    before = refunded(payment(), "120.00", at(10))
    after = refunded(payment(), "120.00", OPENED + timedelta(days=1))
    assert found(case(known(payment=before)))["already_refunded"] == "look"
    assert found(case(known(payment=after)))["refunded_after_dispute"] == "weakens"
    assert found(case(known(payment=refunded(payment(), "40.00", at(10)))))["partly_refunded"] == "look"
    assert "refund_other_currency" in found(case(known(payment=refunded(payment(), "120.00", at(10), "USD"))))


def test_a_refund_decided_and_not_made_ends_a_claim_for_credit() -> None:
    facts = known(refunds=(decided("120.00"),))
    assert found(case(facts))["refund_decided_not_made"] == "weakens"
    assert found(case(facts, event(code="13.6")))["refund_decided_not_made"] == "fatal"


def test_tracking_that_begins_or_ends_after_the_dispute_is_seen() -> None:
    late = known(shipments=(scan("Picked up from sender", 42), scan("Delivered", 45, "10115 Berlin")))
    assert {"shipped_after_dispute", "delivered_after_dispute"} <= set(found(case(late)))


def test_a_delivery_before_the_parcel_left_is_seen() -> None:
    assert "delivered_before_shipped" in found(
        case(known(shipments=(scan("Delivered", -3), scan("in transit", 1))))
    )


def test_more_or_other_money_than_was_paid_is_seen() -> None:
    assert "disputed_above_paid" in found(case(told=event(amount="150.00")))
    assert "currency_differs" in found(case(told=event(amount="130.00", currency="USD")))
    assert "total_differs" in found(case(known(order=order(total="121.00")), event(amount="121.00")))


def test_another_card_or_payment_is_seen() -> None:
    assert "other_card" in found(case(of=notice(card_last4="1111")))
    assert "other_arn" in found(case(of=notice(arn=ARN[:-1] + "9")))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We will refund you today.", "refund_promised"),
        ("We will refund you once it is back.", "refund_promised_if"),
        ("Sorry, it is our mistake.", "defect_admitted"),
        ("Your order has been cancelled.", "order_cancelled"),
    ],
)
def test_what_the_shop_wrote_is_seen_and_its_words_stay_out_of_the_event(text: str, name: str) -> None:
    result = case(said=(chat(("shop", 20, text)),))
    assert name in found(result)
    assert not any(text in one.text for one in result.contradictions)


def test_a_promise_that_was_kept_is_no_contradiction() -> None:
    facts = known(payment=refunded(payment(), "120.00", at(22)))
    assert "refund_promised" not in found(
        case(facts, said=(chat(("shop", 20, "We will refund you today.")),))
    )


@pytest.mark.parametrize(
    ("signature", "seen"),
    [
        ("Peter Mueller", True),
        ("A. Example", False),
        ("Front Door", False),
        ("EXAMPLE", False),
        ("李明", False),
        ("Müller", False),
    ],
)
def test_only_a_name_that_is_clearly_anothers_deserves_a_look(signature: str, seen: bool) -> None:
    result = case(
        known(shipments=(*DELIVERED[:2], scan("Delivered", 4, "10115 Berlin", signature=signature)))
    )
    assert ("signed_by_another" in found(result)) is seen


def test_a_dispute_told_twice_is_one_case_and_two_references_are_two() -> None:
    open_case = OtherCase("d-0", "o-1", code="13.1", amount=euros("120.00"))
    assert found(case(others=Others(cases=(open_case,))))["duplicate_case"] == "fatal"
    with_own = OtherCase("d-0", "o-1", code="13.1", case_ref="CB-1")
    result = case(of=notice(case_ref="CB-2"), others=Others(cases=(with_own,)))
    assert found(result) == {"disputed_before": "look"}


def test_the_same_case_is_no_duplicate_of_itself_nor_of_a_closed_one() -> None:
    mine, closed = OtherCase("d-1", "o-1"), OtherCase("d-0", "o-1", status="won")
    assert "duplicate_case" not in found(case(others=Others(cases=(mine, closed))))


def test_the_same_things_bought_twice_within_minutes_look_like_one_charge_too_many() -> None:
    twin = OrderFacts("o-2", order("o-2", ORDERED + timedelta(minutes=2)), payment("o-2", arn=ARN[:-1] + "3"))
    result = case(told=event(code="12.6.1"), others=Others(orders=(twin,)))
    assert found(result)["captured_twice"] == "fatal"
    assert found(case(others=Others(orders=(twin,))))["captured_twice"] == "look"


def test_a_lost_parcel_ends_a_claim_that_nothing_came() -> None:
    result = case(known(shipments=(scan("in transit", 1), scan("Lost", 9))))
    assert found(result)["parcel_lost"] == "fatal"
    assert result.advice.choice == "ACCEPT"


def test_a_failed_authentication_is_seen_in_a_fraud_case() -> None:
    paid = payment(three_ds={"version": "2.2.0", "eci": "07", "outcome": "failed"})
    assert "not_authenticated" in found(case(known(payment=paid), event(code="10.4")))
    assert fact(paid).data


def test_a_buyer_who_wrote_after_the_delivery_that_nothing_came_is_heard() -> None:
    late = (chat(("buyer", 9, "I have not received my bag, that is not my signature!")),)
    early = (chat(("buyer", 2, "I have not received my bag yet")),)
    thanked = (chat(("buyer", 9, "I have not received it"), ("buyer", 10, "Sorry, it has arrived!")),)
    assert "buyer_denied_delivery" in found(case(said=late))
    assert "buyer_denied_delivery" not in found(case(said=early))
    assert "buyer_denied_delivery" not in found(case(said=thanked))
    assert case(said=late).advice.win_likelihood < case().advice.win_likelihood


def test_a_return_that_the_shop_offered_is_not_held_against_it() -> None:
    told = event(code="13.7")
    said = (chat(("buyer", 9, "I want to return it"), ("shop", 10, "Here is a return label.")),)
    assert "return_asked_in_time" not in found(case(told=told, said=said))
    late = (chat(("buyer", 38, "I want to return it")),)
    assert "return_asked_in_time" not in found(case(told=told, said=late))


def test_failed_checks_count_where_the_shop_bears_fraud() -> None:
    bad = payment(avs="N", cvv="N")
    assert set(found(case(known(payment=bad), event("amex", "F29")))) >= {"avs_failed", "cvv_failed"}
    assert "cvv_failed" not in found(case(known(payment=bad), event(code="10.4")))
    secure = payment(avs="N", three_ds={"version": "2.2.0", "eci": "05", "outcome": "authenticated"})
    assert "avs_failed" not in found(case(known(payment=secure), event(code="10.4")))
    assert "avs_failed" not in found(case(known(payment=bad)))
