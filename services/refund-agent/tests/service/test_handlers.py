from __future__ import annotations

import asyncio
import base64
import dataclasses
import json
from datetime import timedelta

import pytest

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Publish, Skip
from argosy_ledger import Sealer
from argosy_store import DocumentConflict, DocumentRejected
from argosy_testing.store import MemoryStore
from refund_agent.adapters.requests import RequestRepository
from refund_agent.domain.checks import Check
from refund_agent.domain.costs.case import Params
from refund_agent.domain.costs.past import PastRequest, read_past
from refund_agent.domain.costs.recorded import outcome_of, recorded
from refund_agent.handlers import Deps
from refund_agent.lapsing import Lapsing, lapsed
from refund_agent.past_requests import past_line

from .asking import (
    ASKED,
    SETTINGS,
    delivered,
    deps_of,
    desk_of,
    event,
    money,
    order,
    payment,
    policy,
    reads,
    reply,
    request,
    scan,
    tell,
)


@pytest.fixture
def deps() -> Deps:
    return deps_of(desk_of())


def only(outcome):
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    return output


def offered(outcome):
    output = only(outcome)
    assert output.type == "refund.offered", output.data
    return output.data


def decided(outcome):
    output = only(outcome)
    assert output.type == "refund.decided", output.data
    return output.data


def decision(data) -> str:
    return type(data).Decision.Name(data.decision)


def decision_of_offer(data) -> str:
    return refund_pb2.RefundDecided.Decision.Name(data.offer.decision)


async def kept(deps, request_id="rr-1"):
    return (await deps.desk.requests.get("m-1", request_id)).document


async def test_a_damaged_lamp_is_negotiated_in_german_and_paid_in_part(deps) -> None:
    await tell(deps, *delivered())
    (first,) = await tell(deps, request("damaged"))
    offer = offered(first)
    assert (offer.request_id, offer.order_id, offer.round) == ("rr-1", "A-1", 1)
    assert offer.offer.keep_item
    assert "Sie haben uns mitgeteilt, dass die Ware beschädigt angekommen ist." in offer.message.text
    assert offer.message.language == "de"
    assert "zurücksenden" in offer.message.text
    assert offer.expires_at.ToDatetime() > (ASKED + timedelta(days=1)).replace(tzinfo=None)
    (second,) = await tell(deps, reply("refuses", 5))
    better = offered(second)
    assert better.round == 2
    assert float(better.offer.refund.amount) > float(offer.offer.refund.amount)
    (third,) = await tell(deps, reply("accepts", 9, accepts=True))
    end = decided(third)
    assert (decision(end), end.refund, end.rounds) == ("PARTIAL_KEEP", better.offer.refund, 2)
    assert end.dispute_reason.code == "damaged"
    assert {rule.source for rule in end.policy} >= {"Directive (EU) 2019/771, art. 10, 11, 13-16"}
    assert end.alternatives
    assert end.merchant_cost.currency == "EUR"
    facts = await deps.desk.orders.of("m-1", "A-1")
    assert [one.data.refund for one in facts.refunds] == [end.refund]


async def test_what_did_not_come_in_time_is_paid_back_at_once(deps) -> None:
    await tell(deps, order(days=-60), payment(-60), scan("picked up", -58))
    end = decided((await tell(deps, request("not_received")))[0])
    assert (decision(end), end.refund.amount, end.rounds) == ("REFUND", "40.00", 0)
    assert "behalten" not in end.message.text
    assert not end.needs_review, end.review_reasons


async def test_goods_that_are_not_wanted_after_every_window_are_not_paid_back_and_the_rule_is_named(
    deps,
) -> None:
    came = (scan("picked up", -58), scan("delivered", -50))
    await tell(deps, policy(), order(days=-60), payment(-60), *came)
    end = decided((await tell(deps, request("changed_mind")))[0])
    assert (decision(end), end.rounds) == ("REJECT", 0)
    assert "Die Frist dafür endete am 15. Oktober 2026 (Directive 2011/83/EU" in end.message.text
    assert "bitten Sie darum, dass jemand aus unserem Team es prüft" in end.message.text
    assert any("the time ended on 2026-10-15" in rule.rule for rule in end.policy)


async def test_an_order_that_is_cancelled_before_it_is_sent_is_paid_back_at_once(deps) -> None:
    await tell(deps, order(days=-1), payment(-1))
    end = decided((await tell(deps, request("cancelled")))[0])
    assert (decision(end), end.refund.amount) == ("REFUND", "40.00")


async def test_what_is_dangerous_goes_to_a_person(deps) -> None:
    await tell(deps, *delivered())
    end = decided((await tell(deps, request("unsafe")))[0])
    assert (decision(end), end.needs_review) == ("ESCALATE", True)
    assert not end.HasField("refund")
    assert "Jemand aus unserem Team sieht sich Ihre Anfrage an" in end.message.text


async def test_evidence_is_looked_at_once_and_told(deps) -> None:
    await tell(deps, *delivered())
    deps.desk.verifies.checks = (Check("blob://1", "damage_visible", "passed", "a dent", weak=True),)
    offered((await tell(deps, request("damaged")))[0])
    end = decided((await tell(deps, reply("accepts", 2, accepts=True)))[0])
    (check,) = end.evidence_checks
    assert (check.ref, check.passed, check.finding) == ("blob://1", True, "a dent")
    assert deps.desk.verifies.looked == 1


async def test_the_same_event_gets_the_same_answer_and_changes_nothing(deps) -> None:
    await tell(deps, *delivered())
    events = [request("damaged"), reply("refuses", 5), reply("accepts", 9, accepts=True)]
    before = await tell(deps, *events)
    record = await kept(deps)
    again = await tell(deps, *reversed(events), *events, events[1])
    assert await kept(deps) == record
    assert {str(only(one).data) for one in again} == {str(only(one).data) for one in before}


async def test_events_of_two_types_may_have_one_id(deps) -> None:
    await tell(deps, *delivered())
    asked = request("damaged")
    offered((await tell(deps, asked))[0])
    taken = dataclasses.replace(reply("accepts", 3, accepts=True), id=asked.id)
    assert decision(decided((await tell(deps, taken))[0])) == "PARTIAL_KEEP"


@pytest.mark.parametrize("order_id", ["z" * 600, "A-1\x00"])
async def test_an_order_that_no_store_takes_is_one_dead_letter(deps, order_id) -> None:
    with pytest.raises(DocumentRejected):
        await tell(deps, request("damaged", order_id=order_id))


async def test_an_order_in_a_currency_without_a_rate_goes_to_a_person(deps) -> None:
    price = money("40.00", "MWK")
    lines = [{"sku": "LAMP-1", "title": "Desk lamp", "quantity": 1, "price": price}]
    await tell(deps, order(lines=lines, total=price), payment(), scan("delivered", -4))
    end = decided((await tell(deps, request("damaged")))[0])
    assert decision(end) == "ESCALATE"


async def test_events_name_no_buyer_and_the_store_does_not_show_what_he_wrote(tmp_path) -> None:
    store = MemoryStore()
    key = base64.b64encode(b"k" * 32).decode()
    sealer = Sealer.from_text(f"a:{key}", key)
    deps = deps_of(desk_of(store, requests=RequestRepository(store, sealer)))
    await tell(deps, *delivered())
    outcomes = await tell(deps, request("damaged says Marta of Hauptstr."), reply("refuses", 3))
    for outcome in outcomes:
        said = str(only(outcome).data)
        assert not any(words in said for words in ("Marta", "Hauptstr", "marta@", "u-77"))
    rows = str(store.collection("refund_requests")._documents)
    assert "Marta" not in rows
    assert (await kept(deps)).requested.reason_text.startswith("damaged says Marta")


async def test_merchants_do_not_see_each_others_orders_or_requests(deps) -> None:
    await tell(deps, *delivered())
    data = {"request_id": "rr-1", "order_id": "A-1", "reason_text": "damaged", "language": "de"}
    other = event("refund.requested", data, ASKED, merchant="m-2")
    assert await tell(deps, other) == [Skip("nothing_new")]
    offered((await tell(deps, request("damaged")))[0])
    assert (await deps.desk.requests.get("m-2", "rr-1")).document.state.phase == "waiting"


async def test_a_request_waits_for_its_order_and_is_answered_when_it_comes(deps) -> None:
    assert await tell(deps, request("damaged")) == [Skip("nothing_new")]
    assert (await kept(deps)).due_at == ASKED + timedelta(seconds=SETTINGS.refund_patience_s)
    placed = order()
    outcome = (await tell(deps, placed))[0]
    assert offered(outcome).round == 1
    assert str((await tell(deps, placed))[0]) == str(outcome)
    assert (await kept(deps)).state.phase == "open"


async def test_an_order_that_never_comes_or_names_no_amount_is_for_a_person(deps) -> None:
    await tell(deps, request("damaged"))
    deps.desk.clock.now = ASKED + timedelta(seconds=SETTINGS.refund_patience_s)
    told = []
    lapsing = Lapsing(deps.desk.requests, _into(told), deps.desk.clock)
    assert await lapsing.sweep() == 1
    end = decided((await tell(deps, *told))[0])
    assert (decision(end), end.order_id) == ("ESCALATE", "A-1")
    assert await lapsing.sweep() == 0
    bare = event("order.placed", {"order": {"id": "A-2", "lines": [{"sku": "x", "quantity": 1}]}}, ASKED)
    await tell(deps, bare)
    end = decided((await tell(deps, request("damaged", request_id="rr-2", order_id="A-2")))[0])
    assert decision(end) == "ESCALATE"
    assert any("names no amount" in reason for reason in end.review_reasons)
    end = decided((await tell(deps, request("damaged", request_id="rr-3", order_id="")))[0])
    assert decision(end) == "ESCALATE"


def _into(told):
    async def publishes(events):
        told.extend(events)

    return publishes


async def test_silence_ends_a_round_at_its_deadline_and_not_before(deps) -> None:
    await tell(deps, *delivered())
    offer = offered((await tell(deps, request("damaged")))[0])
    told = []
    lapsing = Lapsing(deps.desk.requests, _into(told), deps.desk.clock)
    deps.desk.clock.now = (await kept(deps)).due_at - timedelta(seconds=1)
    assert await lapsing.sweep() == 0
    early = lapsed(await kept(deps), deps.desk.clock.now)
    assert await tell(deps, early) == [Skip("nothing_new")]
    deps.desk.clock.now += timedelta(seconds=1)
    assert await lapsing.sweep() == 1
    assert await lapsing.sweep() == 1
    assert told[0].id == told[1].id
    first, again = await tell(deps, *told)
    end = decided(first)
    assert end.refund == offer.offer.refund
    assert str(first) == str(again)
    assert await lapsing.sweep() == 0


async def test_a_question_is_for_a_person_and_the_offer_stays(deps) -> None:
    await tell(deps, *delivered())
    offer = offered((await tell(deps, request("damaged")))[0])
    again = offered((await tell(deps, reply("asks", 3)))[0])
    assert (again.round, again.offer, again.needs_review) == (1, offer.offer, True)
    assert "Ihre Frage wird jemand aus unserem Team beantworten" in again.message.text


async def test_a_counter_in_another_currency_is_not_compared(deps) -> None:
    await tell(deps, *delivered())
    await tell(deps, request("damaged"))
    again = offered((await tell(deps, reply("", 3, counter=money("9.00", "USD"))))[0])
    assert (again.round, again.needs_review) == (1, True)


async def test_a_counter_that_costs_no_more_is_met_and_a_share_is_of_what_was_paid(deps) -> None:
    await tell(deps, *delivered())
    offer = offered((await tell(deps, request("damaged")))[0])
    share = float(offer.offer.refund.amount) / 40 + 0.01
    outcome = (await tell(deps, reply(f"counters {share}", 3)))[0]
    end = decided(outcome)
    assert decision(end) == "PARTIAL_KEEP"
    assert float(end.refund.amount) == pytest.approx(40 * share, abs=0.01)


async def test_who_names_an_amount_instead_of_new_goods_is_offered_money(deps) -> None:
    await tell(deps, *delivered(price="200.00"))
    offer = offered((await tell(deps, request("wrong_item")))[0])
    assert decision_of_offer(offer) == "EXCHANGE"
    better = offered((await tell(deps, reply("", 3, counter=money("190.00"))))[0])
    assert (better.round, decision_of_offer(better)) == (2, "PARTIAL_KEEP")
    assert "190,00" in better.message.text


async def test_requests_of_one_order_never_give_back_more_than_was_paid(deps) -> None:
    await tell(deps, *delivered(pieces=2, price="20.00"))
    names = [f"rr-{number}" for number in range(6)]
    await asyncio.gather(*(tell(deps, request("damaged", request_id=name)) for name in names))
    await asyncio.gather(*(tell(deps, reply("accepts", 9, name, accepts=True)) for name in names))
    records = [await kept(deps, name) for name in names]
    given = sum(float(one.state.verdict.refund.amount) for one in records if one.state.verdict.refund)
    assert 30 < given <= 40
    assert any(one.state.verdict.decision == "ESCALATE" for one in records)
    facts = await deps.desk.orders.of("m-1", "A-1")
    told = {one.data.request_id: float(one.data.refund.amount) for one in facts.refunds}
    assert sum(told.values()) == pytest.approx(given)


async def test_a_later_request_of_the_order_counts_what_was_given(deps) -> None:
    await tell(deps, order(days=-60), payment(-60), scan("picked up", -58))
    decided((await tell(deps, request("not_received")))[0])
    end = decided((await tell(deps, request("not_received", 5, "rr-2")))[0])
    assert decision(end) in {"REJECT", "ESCALATE"}
    assert "40,00" in end.message.text


async def test_a_person_after_the_decision_is_told_and_nothing_is_decided_anew(deps) -> None:
    await tell(deps, order(days=-60), payment(-60), scan("picked up", -58))
    end = decided((await tell(deps, request("not_received")))[0])
    again = decided((await tell(deps, reply("person", 5)))[0])
    assert (again.decision, again.refund, again.needs_review) == (end.decision, end.refund, True)
    assert await tell(deps, reply("person", 6)) == [Skip("nothing_new")]


async def test_a_merchants_limit_sends_higher_refunds_to_a_person(deps) -> None:
    await tell(deps, policy(most_without_person=money("5.00")), *delivered())
    end = decided((await tell(deps, request("damaged")))[0])
    assert decision(end) == "ESCALATE"
    assert any("most without a person" in one for one in end.review_reasons)


async def test_two_events_at_once_are_decided_one_after_the_other(deps) -> None:
    await tell(deps, *delivered())
    await tell(deps, request("damaged"))
    record = await kept(deps)
    end = lapsed(record, record.due_at)
    outcomes = await asyncio.gather(
        tell(deps, reply("accepts", 5, accepts=True)), tell(deps, end), tell(deps, reply("refuses", 6))
    )
    told = [one for (one,) in outcomes if isinstance(one, Publish)]
    ends = [only(one) for one in told if only(one).type == "refund.decided"]
    record = await kept(deps)
    # A refusal that comes after the decision has a person look at it, and changes nothing of it.
    assert len({(one.data.decision, str(one.data.refund)) for one in ends}) <= 1
    facts = await deps.desk.orders.of("m-1", "A-1")
    given = [one.data.refund.amount for one in facts.refunds]
    verdict = record.state.verdict
    assert given == ([str(verdict.refund.amount)] if verdict and verdict.refund else [])


async def test_who_decides_second_leaves_the_order_with_the_first_decision(deps, monkeypatch) -> None:
    await tell(deps, *delivered())
    offer = offered((await tell(deps, request("damaged")))[0])
    record = await kept(deps)
    replace, first = deps.desk.requests.replace, []

    async def overtaken(*args, **kwargs):
        if not first:
            first.append(True)
            first.extend(await tell(deps, lapsed(record, record.due_at)))
        return await replace(*args, **kwargs)

    monkeypatch.setattr(deps.desk.requests, "replace", overtaken)
    again = decided((await tell(deps, reply("returns", 5)))[0])
    assert again.refund == decided(first[1]).refund == offer.offer.refund
    assert "the buyer wants to send the goods back after the decision" in again.review_reasons
    (fact,) = (await deps.desk.orders.of("m-1", "A-1")).refunds
    assert fact.data.refund == offer.offer.refund


async def test_a_request_that_others_keep_changing_is_tried_again_later(deps, monkeypatch) -> None:
    await tell(deps, *delivered())

    async def never(*args, **kwargs):
        raise DocumentConflict("moved on")

    monkeypatch.setattr(deps.desk.requests, "insert", never)
    with pytest.raises(DocumentConflict):
        await tell(deps, request("damaged"))


async def test_a_language_without_messages_is_answered_in_english_and_looked_at(deps) -> None:
    await tell(deps, *delivered())
    offer = offered((await tell(deps, request("damaged", language="sv")))[0])
    assert offer.message.language == "en"
    assert any("'sv'" in reason for reason in offer.review_reasons)


async def test_decided_requests_are_lines_to_simulate_and_learn_from(deps) -> None:
    await tell(deps, *delivered())
    await tell(deps, request("damaged"), reply("refuses", 5))
    assert past_line(await kept(deps)) == ""
    await tell(deps, reply("accepts", 9, accepts=True))
    line = past_line(await kept(deps))
    (past,) = read_past([line], Params())
    assert isinstance(past, PastRequest), past
    assert [one.answer for one in past.offers] == ["REFUSED", "ACCEPTED"]
    outcome = outcome_of(past)
    assert outcome.agreed > outcome.refused
    assert "Marta" not in line


async def test_who_wants_a_faulty_thing_anew_by_right_is_not_offered_another_part_of_the_money(deps) -> None:
    await tell(deps, *delivered())
    first = offered((await tell(deps, request("defective")))[0])
    assert first.offer.decision == refund_pb2.RefundDecided.PARTIAL_KEEP
    (outcome,) = await tell(deps, reply("exchanges", 5))
    decision = only(outcome).data.decision
    assert decision in {refund_pb2.RefundDecided.EXCHANGE, refund_pb2.RefundDecided.REFUND}


@pytest.mark.parametrize("meaning", ["asks", "refuses", "exchanges", "counters 0.9"])
async def test_what_a_buyer_writes_after_the_decision_has_a_person_look_once(deps, meaning) -> None:
    await tell(deps, *delivered(), request("damaged"))
    (taken,) = await tell(deps, reply("accepts", 2, accepts=True))
    (again, silent) = await tell(deps, reply(meaning, 9), reply(meaning, 10))
    assert only(again).data.needs_review
    assert "decision" in only(again).data.review_reasons[-1]
    assert only(again).data.decision == only(taken).data.decision
    assert only(again).data.refund == only(taken).data.refund
    assert "wird sich" in only(again).data.message.text or "antwort" in only(again).data.message.text
    assert "erstatten" not in only(again).data.message.text  # it would read as money once more
    assert isinstance(silent, Skip)


async def test_a_reply_that_tells_another_story_is_seen_by_a_person() -> None:
    def read(text, language, *more):
        return reads("not_received" if "never came" in text else "damaged", language, *more)

    deps = deps_of(desk_of(reads=read))
    await tell(deps, *delivered(), request("broken"))
    (same, other) = await tell(deps, reply("refuses: it is broken", 2), reply("refuses: it never came", 5))
    told = "the buyer now speaks of not_received; damaged was read in the request"
    assert told not in only(same).data.review_reasons
    assert told in only(other).data.review_reasons


async def test_who_names_all_of_the_money_and_sends_the_goods_back_returns(deps) -> None:
    await tell(deps, policy(), *delivered(), request("damaged"))
    (outcome,) = await tell(deps, reply("counters 1.0 back", 2))
    assert "replied" in [entry.what for entry in (await kept(deps)).state.trail]
    assert (await kept(deps)).state.trail[-2].why[0] == "returns"
    assert only(outcome).type == "refund.decided"


async def test_a_person_who_decides_is_told_of_threats_and_nobody_else_is() -> None:
    def read(text, language, *more):
        return dataclasses.replace(reads(text, language, *more), threats=("chargeback",))

    deps = deps_of(desk_of(reads=read))
    await tell(deps, *delivered())
    offer, end = await tell(deps, request("damaged"), request("unsafe", 1, "rr-2"))
    said = "the buyer speaks of: chargeback"
    assert said not in only(offer).data.review_reasons
    assert said in only(end).data.review_reasons


async def test_who_withdraws_from_what_is_under_way_is_neither_rejected_nor_haggled_with(deps) -> None:
    await tell(deps, order(), payment(), scan("picked up", -11))
    (outcome,) = await tell(deps, request("cancelled"))
    assert decision(decided(outcome)) == "ESCALATE"
    assert any("under way" in why for why in decided(outcome).review_reasons)


@pytest.mark.parametrize(("terms", "expected"), [(False, "ESCALATE"), (True, "REJECT")])
async def test_nothing_is_refused_by_terms_that_are_not_on_record(deps, terms, expected) -> None:
    buyer = {"id": "u-1", "address": "12 Elm St, Austin, TX 78701, USA"}
    await tell(deps, *delivered(buyer=buyer))
    if terms:
        await tell(deps, policy(window_days=1))
    (outcome,) = await tell(deps, request("changed_mind"))
    assert decision(decided(outcome)) == expected


async def test_a_line_of_a_request_tells_what_was_decided_and_not_only_what_was_offered(deps) -> None:
    await tell(deps, policy(), *delivered(), request("damaged"), reply("returns", 2))
    row = json.loads(past_line(await kept(deps)))
    last = row["offers"][-1]
    assert (last["decision"], last["answer"]) == ((await kept(deps)).state.verdict.decision, "ACCEPTED")
    (past,) = read_past([json.dumps(row)], Params())
    assert recorded(past) is not None


async def test_what_a_person_decides_is_no_recorded_cost(deps) -> None:
    await tell(deps, policy(), *delivered(), request("damaged"), reply("refuses person", 2))
    (past,) = read_past([past_line(await kept(deps))], Params())
    assert past.outcome.person
    assert recorded(past) is None
