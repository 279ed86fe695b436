from __future__ import annotations

from dataclasses import replace

import pytest
from case_facts import (
    DELIVERED,
    at,
    case,
    chat,
    earlier,
    event,
    fact,
    known,
    notice,
    order,
    payment,
    policy,
    refunded,
    scan,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.fact.v1 import fact_pb2
from chargeback_agent.domain.case.candidate import Candidate
from chargeback_agent.domain.case.evidence import ENOUGH, MOST, choose, rated, weighed_kinds
from chargeback_agent.domain.case.records import Others
from chargeback_agent.domain.case.sentences import LABELS, STATEMENTS
from chargeback_agent.domain.case.weights import weights
from chargeback_agent.domain.rules.loader import rule_book

BOOK = rule_book()
CODES = [
    (network, code)
    for network, rules in BOOK.networks.items()
    for code in rules.codes
]  # fmt: skip
STATUSES = st.sampled_from(
    ["Label created", "Picked up from sender", "in transit", "Delivered", "Return to sender", "lost", "?"]
)
LINES = st.sampled_from([
    ("buyer", "Where is my order?"), ("buyer", "It arrived, thank you"), ("buyer", "I want to return it"),
    ("buyer", "Please cancel my order"), ("shop", "We will refund you"),
    ("shop", "We can offer a replacement"), ("shop", "It was sent on Monday"),
    ("shop", "Your subscription will renew on Monday"),
])  # fmt: skip


@st.composite
def cases(draw: st.DrawFn):
    """Any code with any facts."""
    network, code = draw(st.sampled_from(CODES))
    scans = [
        scan(status, day, draw(st.sampled_from(["", "10115 Berlin", "Paris, France", "20095 Hamburg"])))
        for day, status in enumerate(draw(st.lists(STATUSES, max_size=5)))
    ]
    said = [(*line, float(day)) for day, line in enumerate(draw(st.lists(LINES, max_size=5)))]
    paid = draw(
        st.sampled_from(
            [
                None,
                payment(),
                payment(three_ds={"version": "2.2.0", "eci": "05", "outcome": "authenticated"}),
                payment(avs="N", cvv="N"),
            ]
        )
    )
    return case(
        known(shipments=tuple(scans), payment=paid),
        event(network if network != "generic" else "", code),
        said=[chat(*((side, day, text) for side, text, day in said))] if said else [],
        policies=draw(st.sampled_from([(), (policy("REFUND", window_days=30), policy("TERMS"))])),
        others=Others(orders=(earlier("o-2", 200), earlier("o-3", 300))) if draw(st.booleans()) else Others(),
        of=notice(claim=None),
    )


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_case_keeps_its_bounds_whatever_the_code_and_the_facts(found) -> None:
    labels = [one.label for one in found.exhibits]
    assert labels == list("ABCDE")[: len(labels)]
    assert len(found.exhibits) <= MOST
    rule = BOOK.networks[found.dispute.network].codes[found.dispute.code]
    weighed = weighed_kinds(rule, found.dispute.products)
    for exhibit in found.exhibits:
        assert weighed[exhibit.kind].weight != "useless"
        assert exhibit.weight != "useless"
        assert 0 < exhibit.strength <= 1
        assert exhibit.ref
        assert {row.label for row in exhibit.rows} <= set(LABELS)
    for statement in found.statements:
        assert statement.exhibits
        assert set(statement.exhibits) <= set(labels)
        assert set(statement.values) == set(STATEMENTS[statement.id])
    assert {label for one in found.statements for label in one.exhibits} == set(labels)
    assert {row.label for row in found.summary} <= set(LABELS)
    assert 0 < found.advice.win_likelihood < 1
    assert found.advice.expected_value is not None
    assert found.advice.expected_value <= found.dispute.amount
    assert found.evidence_mix == tuple(sorted(one.kind for one in found.exhibits))
    order = list(BOOK.evidence)
    led = [(one.weight != "required", order.index(one.kind)) for one in found.exhibits]
    assert led == sorted(led)


COMPLETE = st.floats(0.05, 1.0)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CODES), st.data())
def test_required_evidence_is_always_chosen_and_supporting_never_crowds_a_letter(named, data) -> None:
    rule = BOOK.networks[named[0]].codes[named[1]]
    weighed = weighed_kinds(rule, ["physical"])
    kinds = sorted(kind for kind, entry in weighed.items() if entry.weight != "useless")
    shown = data.draw(st.dictionaries(st.sampled_from(kinds), COMPLETE, max_size=10))
    found = rated(
        [Candidate(kind, "ref", share, (), ()) for kind, share in shown.items()], weighed, weights()
    )
    chosen = choose(found)
    assert {one.kind for one in found if one.weight == "required"} <= {one.kind for one in chosen} or len(
        chosen
    ) == MOST
    supporting = [one for one in chosen if one.weight == "supporting"]
    assert len(supporting) <= ENOUGH


def test_a_delivery_in_another_country_is_not_shown_as_evidence() -> None:
    found = case(known(shipments=(*DELIVERED[:2], scan("Delivered", 4, "Paris, France"))))
    assert "delivery_confirmation" not in found.evidence_mix
    assert any(one.id == "delivered_elsewhere" for one in found.contradictions)


def test_the_address_counts_against_fraud_only_as_far_as_avs_knew_it() -> None:
    checked = case(told=event(code="10.4"))
    unchecked = case(known(payment=payment(avs="N")), event(code="10.4"))
    assert {one.kind: one.weight for one in checked.exhibits}["delivery_address"] == "required"
    assert {one.kind: one.weight for one in unchecked.exhibits}["delivery_address"] == "compelling"


def test_a_policy_that_was_not_shown_is_no_exhibit() -> None:
    told = event(code="13.7")
    assert "cancellation_policy" in case(told=told, policies=(policy("CANCELLATION"),)).evidence_mix
    assert (
        "cancellation_policy"
        not in case(told=told, policies=(policy("CANCELLATION", shown=False),)).evidence_mix
    )


def test_a_conversation_with_a_promise_in_it_is_not_put_before_the_bank() -> None:
    said = (chat(("buyer", 20, "Where is it?"), ("shop", 21, "We will refund you.")),)
    assert "buyer_contact" not in case(said=said).evidence_mix


def test_messages_about_another_order_are_left_out() -> None:
    other = replace(chat(("buyer", 20, "It arrived, thank you")), order_id="o-77")
    assert "buyer_acknowledged" not in case(said=(other,)).evidence_mix


def test_a_buyer_who_took_it_back_did_not_acknowledge() -> None:
    said = (chat(("buyer", 5, "It arrived"), ("buyer", 6, "Sorry, I have not received it, wrong parcel")),)
    assert "buyer_acknowledged" not in case(said=said).evidence_mix


def test_what_is_missing_says_why_and_how_to_get_it() -> None:
    found = case(known(shipments=()))
    first = found.missing[0]
    assert first.weight == "required"
    assert first.how_to_get == BOOK.evidence[first.kind].get
    assert all(one.why and one.how_to_get for one in found.missing)


def test_two_earlier_payments_in_the_window_meet_compelling_evidence_3() -> None:
    good = case(told=event(code="10.4"), others=Others(orders=(earlier("o-2", 130), earlier("o-3", 300))))
    assert "prior_transactions" in good.evidence_mix
    assert any(
        "Compelling Evidence 3.0" in reason.text and reason.log_odds > 0 for reason in good.advice.reasons
    )
    late = case(told=event(code="10.4"), others=Others(orders=(earlier("o-2", 60), earlier("o-3", 300))))
    assert not any("meet Visa Compelling" in reason.text for reason in late.advice.reasons)


def test_what_answers_the_code_is_exhibit_a() -> None:
    found = case(told=event(code="10.4"), others=Others(orders=(earlier("o-2", 130), earlier("o-3", 300))))
    assert (found.exhibits[0].label, found.exhibits[0].weight) == ("A", "required")
    assert found.statements[0].exhibits[0] == "A"


def test_a_part_delivered_is_not_called_the_whole() -> None:
    found = case(known(shipments=(*DELIVERED, scan("in transit", 3, number="T2"))))
    assert "delivered" in {one.id for one in found.statements}
    assert "delivered_before_dispute" not in {one.id for one in found.statements}
    assert "It is missing for shipment/T2." in found.missing[0].how_to_get


@pytest.mark.parametrize("scans", [
    (*DELIVERED[:2], scan("Delivered", 4, "Paris, France")),
    (*DELIVERED[:2], scan("Lost", 9)),
    (*DELIVERED[:2], scan("Return to sender", 9)),
])  # fmt: skip
def test_a_history_that_ends_elsewhere_is_not_put_before_the_bank(scans) -> None:
    assert "tracking_history" not in case(known(shipments=scans)).evidence_mix


def test_a_refund_already_made_is_not_blurred_by_terms_of_refund() -> None:
    paid = refunded(payment(), "120.00", at(12))
    found = case(known(payment=paid), event(code="13.6"), policies=(policy("REFUND", window_days=30),))
    assert found.exhibits[0].kind == "refund_made"
    assert "refund_policy" not in found.evidence_mix
    assert "arn" not in {row.label for row in found.exhibits[0].rows}
    assert any("the refund's own reference number" in doubt for doubt in found.doubts)
    assert not {one.kind for one in found.missing} & {"refund_policy", "buyer_contact", "return_inspected"}


@pytest.mark.parametrize(("language", "denial"), [
    ("en", "I never ordered this, my card was stolen."), ("es", "Yo no compré esto."),
    ("de", "Das habe ich nicht bestellt!"), ("fr", "Je n'ai rien commandé."),
    ("zh", "这不是我买的，我的卡被盗刷了"),
    ("pl", "Nic nie zamawiałem, to nie ja."), ("ja", "注文した覚えがありません"), ("ar", "لم أطلب هذا"),
])  # fmt: skip
def test_a_buyer_who_denies_the_purchase_is_not_quoted_against_fraud(language: str, denial: str) -> None:
    said = (chat(("buyer", 20, denial), ("shop", 21, "Let us look."), language=language),)
    bare = known(order=order(ip="", device_id=""), payment=payment(avs="", cvv=""), shipments=())
    found = case(bare, event(code="10.4"), said=said)
    assert "buyer_contact" not in found.evidence_mix
    assert "buyer_denied_purchase" in {one.id for one in found.contradictions}
    assert not any(one.quotes for one in found.exhibits)


def test_a_buyer_who_thanks_is_quoted_against_fraud() -> None:
    said = (chat(("buyer", 5, "It arrived, thank you!"), ("shop", 6, "You are welcome.")),)
    bare = known(order=order(ip="", device_id=""), payment=payment(avs="", cvv=""), shipments=())
    assert "buyer_contact" in case(bare, event(code="10.4"), said=said).evidence_mix


def test_messages_without_a_request_are_shown_and_not_only_counted() -> None:
    said = (chat(("shop", -5, "Your subscription renews on 1 August."), ("buyer", -4, "ok, thanks")),)
    found = case(told=event(code="13.2"), said=said, policies=(policy("TERMS"),))
    (shown,) = [one for one in found.exhibits if one.kind == "no_cancellation"]
    assert [quote.text for quote in shown.quotes] == ["ok, thanks"]


def test_more_lines_than_are_listed_are_counted() -> None:
    long = fact_pb2.Order()
    long.CopyFrom(order().data)
    for _ in range(24):
        long.lines.add().CopyFrom(long.lines[0])
    found = case(known(order=fact(long)), event(code="12.5"))
    rows = [row for one in found.exhibits for row in one.rows if row.label == "more_items"]
    assert rows
    assert all(row.value == 5 for row in rows)
