"""Goods that go back: what is told, what is due, and what another request for them gets meanwhile."""

from __future__ import annotations

import pytest

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Publish, Skip
from argosy_ledger import utc
from refund_agent.handlers import Deps

from .asking import ASKED, delivered, deps_of, desk_of, policy, reply, request, scan, tell


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
    assert "spätestens am 4. Dezember 2026; liegen uns bis dahin weder die Ware noch" in end.message.text


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
    assert "400,00\xa0€ wurden bereits erstattet" in decided(outcome).message.text


async def test_new_goods_and_then_the_money_for_the_first_are_for_a_person(deps) -> None:
    await tell(deps, policy(), *delivered(price="200.00"))
    *_, first = await tell(deps, request("wrong_item"), reply("accepts", 5, accepts=True))
    assert decision(decided(first)) == "EXCHANGE"
    (outcome,) = await tell(deps, request("damaged", hours=30, request_id="rr-2"))
    end = decided(outcome)
    assert decision(end) == "ESCALATE"
    assert "new goods were agreed for this in request rr-1" in end.review_reasons[0]


async def test_the_way_back_changes_nothing_of_when_the_goods_came(deps) -> None:
    await agreed(deps)
    await tell(deps, scan("delivered", 9, "R1", return_of="rr-1"))
    facts = await deps.desk.orders.of("m-1", "A-1")
    seen = await deps.desk.seen((await deps.desk.requests.get("m-1", "rr-1")).document, ASKED, ())
    assert len(facts.shipments) == 3
    assert any("delivered on 2026-11-16" in right.why for right in seen.matter.entitlement.rights)
