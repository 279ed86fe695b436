"""Goods that go back: what is told, what is due, and what another request for them gets meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Publish, Skip
from argosy_ledger import utc
from refund_agent.handlers import Deps
from refund_agent.lapsing import lapsed

from .asking import ASKED, delivered, deps_of, desk_of, event, policy, reply, request, scan, tell


@pytest.fixture
def deps() -> Deps:
    return deps_of(desk_of())


def decided(outcome) -> refund_pb2.RefundDecided:
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    assert output.type == "refund.decided"
    return output.data


def decision(data) -> str:
    return refund_pb2.RefundDecided.Decision.Name(data.decision)


async def agreed(deps, hours: float = 5) -> refund_pb2.RefundDecided:
    """A lamp of 400 EUR that is not wanted goes back."""
    await tell(deps, policy(), *delivered(price="400.00"))
    *_, end = await tell(deps, request("changed_mind"), reply("returns", hours))
    return decided(end)


async def test_a_return_says_by_when_the_money_comes(deps) -> None:
    end = await agreed(deps)
    assert (decision(end), end.refund.amount) == ("RETURN_THEN_REFUND", "400.00")
    assert utc(end.pay_by).date().isoformat() == "2026-12-04"
    assert end.pay_days == 0
    assert "spätestens am 4. Dezember 2026" in end.message.text
    assert "Liegt uns bis dahin weder die Ware noch" in end.message.text


async def test_the_money_is_due_once_the_goods_are_back_and_it_is_told_once(deps) -> None:
    first = await agreed(deps)
    on_its_way = scan("picked up", 3, "R1", return_of="rr-1")
    there = scan("delivered", 20, "R1", return_of="rr-1")
    skipped, outcome, again = await tell(deps, on_its_way, there, there)
    assert isinstance(skipped, Skip)
    end = decided(outcome)
    assert (decision(end), end.refund) == (decision(first), first.refund)
    assert utc(end.goods_back_at).date().isoformat() == "2026-12-10"
    assert utc(end.pay_by).date().isoformat() == "2026-12-10"
    assert "ist wieder bei uns" in end.message.text
    assert "spätestens am 10. Dezember 2026" in end.message.text
    assert decided(again) == end
    later = scan("delivered", 21, "R1", return_of="rr-1")
    (nothing,) = await tell(deps, later)
    assert isinstance(nothing, Skip)
    facts = await deps.desk.orders.of("m-1", "A-1")
    assert [one.data.refund.amount for one in facts.refunds] == ["400.00"]


async def test_goods_that_are_back_early_leave_the_shop_the_time_of_the_law(deps) -> None:
    await agreed(deps)
    (outcome,) = await tell(deps, scan("delivered", 4, "R1", return_of="rr-1"))
    assert utc(decided(outcome).pay_by).date().isoformat() == "2026-12-04"


async def test_goods_lost_on_their_way_back_are_for_a_person_once(deps) -> None:
    await agreed(deps)
    outcome, again = await tell(
        deps, scan("lost", 9, "R1", return_of="rr-1"), scan("lost in transit", 10, "R1", return_of="rr-1")
    )
    end = decided(outcome)
    assert end.needs_review
    assert "the carrier lost the goods on their way back" in end.review_reasons
    assert isinstance(again, Skip)


async def test_a_parcel_back_for_an_unknown_request_or_another_order_changes_nothing(deps) -> None:
    await agreed(deps)
    for return_of, order in (("rr-9", "A-1"), ("rr-1", "A-2")):
        (outcome,) = await tell(deps, scan("delivered", 9, "R1", return_of=return_of, order_id=order))
        assert isinstance(outcome, Skip)
    assert await deps.desk.requests.get("m-1", "rr-9") is None


async def test_what_is_to_come_back_is_not_paid_to_another_request(deps) -> None:
    await agreed(deps)
    (outcome,) = await tell(deps, request("damaged", hours=30, request_id="rr-2"))
    end = decided(outcome)
    assert (decision(end), end.refund.amount) == ("REJECT", "0.00")
    assert "Hierfür ist bereits eine Rücksendung vereinbart: Wir erstatten Ihnen 400,00" in end.message.text
    back = scan("delivered", 6, "R1", return_of="rr-1")
    _, outcome = await tell(deps, back, request("damaged", hours=24 * 7, request_id="rr-3"))
    assert "400,00\xa0€ wurde bereits erstattet" in decided(outcome).message.text


async def test_new_goods_and_then_the_money_for_the_first_are_for_a_person(deps) -> None:
    await tell(deps, policy(), *delivered(price="200.00"))
    *_, first = await tell(deps, request("wrong_item"), reply("accepts", 5, accepts=True))
    assert decision(decided(first)) == "EXCHANGE"
    (outcome,) = await tell(deps, request("damaged", hours=30, request_id="rr-2"))
    end = decided(outcome)
    assert decision(end) == "ESCALATE"
    assert "new goods were agreed for this in request rr-1: which are meant?" in end.review_reasons[0]


async def test_the_way_back_changes_nothing_of_when_the_goods_came(deps) -> None:
    await agreed(deps)
    await tell(deps, scan("delivered", 9, "R1", return_of="rr-1"))
    facts = await deps.desk.orders.of("m-1", "A-1")
    seen = await deps.desk.seen((await deps.desk.requests.get("m-1", "rr-1")).document, ASKED, ())
    assert len(facts.shipments) == 3
    assert any("delivered on 2026-11-16" in right.why for right in seen.matter.entitlement.rights)


async def test_who_asks_to_return_and_then_is_silent_has_returned(deps) -> None:
    await tell(deps, policy(), *delivered(price="400.00"))
    (first,) = await tell(deps, request("changed_mind", wants="RETURN"))
    offer = first.outputs[0].data
    assert offer.offer.keep_item
    assert "bleibt es bei Ihrem Wunsch, die Ware zurückzusenden" in offer.message.text
    record = (await deps.desk.requests.get("m-1", "rr-1")).document
    deps.desk.clock.now = record.due_at
    (outcome,) = await tell(deps, lapsed(record, record.due_at))
    end = decided(outcome)
    assert (decision(end), end.refund.amount) == ("RETURN_THEN_REFUND", "400.00")
    # Fourteen days from when the shop was told, not from when it decided.
    assert utc(end.pay_by) == ASKED + timedelta(days=14)


async def test_the_same_goods_are_not_negotiated_over_twice_at_once(deps) -> None:
    await tell(deps, policy(), *delivered())
    _, second, taken = await tell(
        deps, request("damaged"), request("defective", 1, "rr-2"), reply("accepts", 2, accepts=True)
    )
    assert decision(decided(second)) == "ESCALATE"
    assert "request rr-1 about the same is open" in decided(second).review_reasons
    assert decision(decided(taken)) == "PARTIAL_KEEP"


async def test_what_was_settled_is_not_settled_again_and_another_fault_is(deps) -> None:
    await tell(deps, policy(), *delivered())
    *_, again, other = await tell(
        deps,
        request("damaged"),
        reply("accepts", 2, accepts=True),
        request("damaged", 5, "rr-2"),
        request("defective", 6, "rr-3"),
    )
    assert "a part was agreed for the same goods in request rr-1" in decided(again).review_reasons
    assert decision(decided(other)) == "ESCALATE"  # a person looks at rr-2
    assert "a person decides on the same in request rr-2" in decided(other).review_reasons


async def test_other_lines_and_what_a_person_has_decided_are_no_hindrance(deps) -> None:
    lines = [
        {"sku": sku, "title": sku, "quantity": 1, "price": {"amount": "40.00", "currency": "EUR"}}
        for sku in ("LAMP-1", "LAMP-2")
    ]
    total = {"amount": "80.00", "currency": "EUR"}
    await tell(deps, policy(), *delivered(lines=lines, total=total))
    first = request("damaged", lines=[{"sku": "LAMP-1", "quantity": 1}])
    other = request("damaged", 1, "rr-2", lines=[{"sku": "LAMP-2", "quantity": 1}])
    *_, outcome = await tell(deps, first, other)
    assert outcome.outputs[0].type == "refund.offered"
    person = request("damaged person", 2, "rr-3", lines=[{"sku": "LAMP-1", "quantity": 1}])
    staff = {"request_id": "rr-3", "order_id": "A-1", "decision": "REJECT"}
    told = event("refund.decided", staff, ASKED + timedelta(hours=3))
    last = request("late", 4, "rr-4", lines=[{"sku": "LAMP-2", "quantity": 1}])
    *_, outcome = await tell(deps, person, told, last)
    assert decided(outcome).review_reasons[0] == "request rr-2 about the same is open"
