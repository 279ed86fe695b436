"""Whole cases and bad days as they come: stages, other cases of the buyer, a store that refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import bson
import pytest

from argosy_eventing import Publish, Skip
from argosy_store import StoreUnavailable
from argosy_telemetry import TelemetrySettings, names, setup
from chargeback_agent import app
from chargeback_agent.casework import with_told
from chargeback_agent.drafting import Desk
from chargeback_agent.forgetting import forget
from chargeback_agent.handlers import (
    continue_dispute,
    keep_message,
    keep_payment,
    keep_policy,
    keep_refund,
    open_dispute,
)

from . import shop, test_handlers
from .test_handlers import Draft, draft, facts, usual

deps = test_handlers.deps
FRAUD = shop.NOTICE.replace("13.1 Merchandise/Services Not Received", "10.4 Other Fraud")


def later(days: float) -> datetime:
    return shop.DISPUTED + timedelta(days=days)


def choice(drafted: Draft) -> str:
    return Draft.Decision.Name(drafted.decision)


def said(drafted: Draft) -> str:
    return " ".join(one.text for one in drafted.statements)


PRE_ARBITRATION = "The issuer has opened pre-arbitration on case CB-998877. Please respond by {day}."


async def test_the_date_of_an_earlier_stage_does_not_end_a_later_one(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(due_at="2026-10-21T00:00:00Z"), deps))
    went_on = shop.update(PRE_ARBITRATION.format(day="2026-12-01"), later(50))
    drafted = draft(await continue_dispute(went_on, deps))
    assert choice(drafted) == "FIGHT"
    assert drafted.due_at.ToJsonString().startswith("2026-12-01")


async def test_a_reminder_without_a_date_keeps_the_date_of_its_stage(deps) -> None:
    await usual(deps)
    body = shop.NOTICE.replace("2026-10-21", "2026-10-14")
    draft(await open_dispute(shop.dispute(body), deps))
    reminder = shop.update(shop.NOTICE.replace("Please respond by 2026-10-21.", ""), later(5))
    assert await continue_dispute(reminder, deps) == Skip("nothing_new")


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("You have won the chargeback.", "won"),
        ("Dispute closed in your favor", "won"),
        ("Chargeback lost", "lost"),
        ("Der Kunde hat die Reklamation zurückgezogen.", "reversed"),
    ],
)
async def test_an_end_told_in_one_line_closes_the_case_that_the_event_names(deps, line, end) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    over = shop.update(line, later(40), order_id="A-10024")
    assert await continue_dispute(over, deps) == Skip("outcome_kept")
    record = (await deps.desk.cases.get("m-1", "d-31")).document
    assert (record.status, record.ended_at) == (end, later(40))
    assert await facts(deps, shop.scan("delivered", 21)) == [Skip("kept")]  # nothing is drafted any more


@pytest.mark.parametrize("line", ["You may still win the dispute.", "If you win, the money is returned."])
async def test_a_hope_of_an_end_told_in_one_line_closes_no_case(deps, line) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    assert await continue_dispute(shop.update(line, later(40), order_id="A-10024"), deps) != Skip(
        "outcome_kept"
    )
    assert (await deps.desk.cases.get("m-1", "d-31")).document.status == "open"


async def test_what_was_refunded_between_two_rounds_was_not_refunded_before_the_dispute(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    refunds = [{"amount": {"amount": "129.90", "currency": "EUR"}, "at": later(10).isoformat()}]
    paid = shop.payment(refunds=refunds)
    await keep_payment(replace(paid, id="again", time=later(10)), deps)
    went_on = shop.update(PRE_ARBITRATION.format(day="2026-12-15"), later(50))
    drafted = draft(await continue_dispute(went_on, deps))
    assert "in full before the dispute" not in said(drafted)
    assert "Everything was delivered before the dispute of 1 October 2026." in said(drafted)


async def test_a_second_round_is_not_a_dispute_filed_too_late(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    went_on = shop.update(PRE_ARBITRATION.format(day="2027-01-20"), later(90))
    drafted = draft(await continue_dispute(went_on, deps))
    assert not any("after the time limit" in reason for reason in drafted.reasons)


def ordered(order_id: str, days: int, arn: str) -> list:
    """An order of the same buyer, so many days before the usual one, and its payment."""
    placed = shop.order(order_id, -days)
    captured = placed.time.isoformat().replace("+00:00", "Z")
    paid = shop.payment(order_id, arn=arn, captured_at=captured)
    return [placed, replace(paid, time=placed.time)]


async def test_an_earlier_order_that_was_disputed_itself_is_no_undisputed_one(deps) -> None:
    await facts(deps, *ordered("A-900", 110, "74987654321098765432110"))
    await facts(deps, *ordered("A-901", 150, "74987654321098765432111"))
    await usual(deps)
    both = draft(await open_dispute(shop.dispute(FRAUD, dispute_id="d-30"), deps))
    assert "order A-900" in said(both)
    early = FRAUD.replace("A-10024", "A-900").replace("32109", "32110").replace("CB-998877", "CB-1")
    outcome = await open_dispute(shop.dispute(early, dispute_id="d-early"), deps)
    assert isinstance(outcome, Publish)
    answered = {one.data.dispute_id: one.data for one in outcome.outputs}
    assert "A-900" not in said(answered["d-30"])
    after = draft(await open_dispute(shop.dispute(FRAUD.replace("CB-998877", "CB-2")), deps))
    assert "A-900" not in said(after)
    assert not any("Compelling Evidence" in reason for reason in after.reasons)


@pytest.mark.parametrize("reference", ["CB-998877", "CB-998878"])
async def test_an_inquiry_that_became_a_dispute_of_another_id_is_answered(deps, reference) -> None:
    await usual(deps)
    asked = shop.NOTICE + "This is an inquiry. No funds have been debited."
    draft(await open_dispute(shop.dispute(asked, dispute_id="d-30"), deps))
    became = shop.dispute(shop.NOTICE.replace("CB-998877", reference), at=later(5))
    drafted = draft(await open_dispute(became, deps))
    assert choice(drafted) == "FIGHT"
    assert not any("already disputed" in reason for reason in drafted.reasons)


async def test_two_things_of_one_order_may_be_disputed_each_for_itself(deps) -> None:
    await usual(deps)
    body = shop.NOTICE.replace("129.90 EUR", "59.90 EUR")
    first = draft(await open_dispute(shop.dispute(body, dispute_id="d-30"), deps))
    other = shop.dispute(body.replace("59.90", "60.00").replace("CB-998877", "CB-998878"))
    second = draft(await open_dispute(other, deps))
    assert second.win_likelihood <= first.win_likelihood
    assert any("Another case" in reason for reason in second.review_reasons)
    whole = shop.dispute(shop.NOTICE.replace("CB-998877", "CB-998879"), dispute_id="d-32")
    third = draft(await open_dispute(whole, deps))
    assert any("already disputed" in reason for reason in third.reasons)


@pytest.mark.parametrize("lacking", ["Case number: CB-998877\n", "ARN: 74987654321098765432109\n"])
async def test_a_dispute_told_twice_is_seen_before_its_order_is_known(deps, lacking) -> None:
    body = shop.NOTICE.replace("Order number: A-10024\n", "").replace(lacking, "")
    draft(await open_dispute(shop.dispute(body), deps))
    again = draft(await open_dispute(shop.dispute(body, at=later(0.1), dispute_id="d-32"), deps))
    assert any("d-31, told again" in reason for reason in again.reasons)


async def test_of_two_cases_that_are_one_the_first_is_answered(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    again = shop.dispute(at=later(0.1), dispute_id="d-32")
    assert choice(draft(await open_dispute(again, deps))) == "ASK"
    thanked = {
        "conversation_id": "c1",
        "message_id": "1",
        "order_id": "A-10024",
        "text": "It arrived, thanks!",
    }
    outcome = await keep_message(shop.event("chat.message", thanked, later(1)), deps)
    assert isinstance(outcome, Publish)
    assert {one.data.dispute_id: choice(one.data) for one in outcome.outputs} == {
        "d-31": "FIGHT",
        "d-32": "ASK",
    }


async def test_a_number_that_stands_in_every_notice_makes_no_two_cases_one(deps) -> None:
    await usual(deps)
    await facts(deps, *ordered("A-900", 10, "74987654321098765432110"))
    other = shop.NOTICE.replace("A-10024", "A-900").replace("32109", "32110")
    draft(await open_dispute(shop.dispute(other, dispute_id="d-30"), deps))
    drafted = draft(await open_dispute(shop.dispute(at=later(1)), deps))
    assert choice(drafted) == "FIGHT"


@pytest.mark.parametrize("order_id", ["z" * 600, "A-1\x00"])
async def test_an_order_that_no_store_takes_is_one_dead_letter_and_ends_no_process(deps, order_id) -> None:
    with pytest.raises(app.BAD):
        await open_dispute(shop.dispute(order_id=order_id), deps)


async def test_a_case_told_of_by_many_large_mails_still_fits_the_store(deps) -> None:
    filling = "Lorem ipsum dolor sit amet. " * 35_000
    await open_dispute(shop.dispute(shop.NOTICE + filling), deps)
    record = (await deps.desk.cases.get("m-1", "d-31")).document
    for number in range(1, 19):
        told = replace(record.told[0], event_id=f"e{number}", time=later(number))
        record = with_told(record, told)
    size = len(bson.encode(dict(deps.desk.cases.encode(record))))
    assert size < 12_000_000
    assert [record.told[0].event_id, record.told[-1].event_id] == ["dispute-d-31", "e18"]


async def test_a_store_that_goes_at_any_moment_costs_a_try_and_no_answer(deps) -> None:
    await usual(deps)
    store = deps.desk.orders._store
    whole = draft(await open_dispute(shop.dispute(dispute_id="d-30"), deps))
    for broken in range(1, 12):
        event = shop.dispute(shop.NOTICE.replace("998877", f"99{broken:04}"), dispute_id=f"d-{broken}")
        store.breaks_at = broken
        try:
            outcome = await open_dispute(event, deps)
        except StoreUnavailable:
            outcome = await open_dispute(event, deps)
        drafted = draft(outcome)
        assert [one.kind for one in drafted.exhibits] == [one.kind for one in whole.exhibits]
        assert drafted.letter.pdf.url


async def test_a_policy_told_later_is_shown_in_the_cases_that_wanted_one(deps) -> None:
    await usual(deps)
    body = shop.NOTICE.replace(
        "13.1 Merchandise/Services Not Received", "13.7 Cancelled Merchandise/Services"
    )
    draft(await open_dispute(shop.dispute(body), deps))
    told = {
        "merchant_id": "m-1",
        "kind": "CANCELLATION",
        "text": "Orders may be cancelled until they are shipped.",
        "shown_at_checkout": True,
        "effective_from": "2026-01-01T00:00:00Z",
    }
    drafted = draft(await keep_policy(shop.event("policy.updated", told, later(1)), deps))
    assert "cancellation_policy" in [one.kind for one in drafted.exhibits]
    abroad = shop.event("policy.updated", {**told, "market": "BR"}, later(2))
    assert await keep_policy(abroad, deps) == Skip("kept")


async def test_a_buyer_who_wrote_in_many_conversations_is_taken_out_of_all_of_them(deps) -> None:
    await usual(deps)
    for number in range(130):
        text = {"conversation_id": f"c{number}", "message_id": "1", "order_id": "A-10024", "text": "Hello"}
        await keep_message(shop.event("chat.message", text, later(0), f"e{number}"), deps)
    desk = deps.desk
    mine = await desk.orders.of_buyer("m-1", "u-77", "")
    await forget("m-1", mine, desk.orders, desk.conversations, desk.cases, desk.blobs, dry_run=False)
    assert not [one async for one in desk.conversations.every("m-1")]


async def test_a_refund_that_the_shop_decided_on_is_known_in_a_dispute(deps) -> None:
    await usual(deps)
    assert choice(draft(await open_dispute(shop.dispute(), deps))) == "FIGHT"
    decided = {
        "request_id": "rr-1",
        "order_id": "A-10024",
        "decision": "REFUND",
        "refund": {"amount": "129.90", "currency": "EUR"},
        "message": {"language": "es", "text": "Le devolvemos 129,90 €."},
    }
    told = shop.event("refund.decided", decided, later(1))
    drafted = draft(await keep_refund(told, deps))
    reasons = [*drafted.reasons, *drafted.review_reasons]
    assert any(
        "The shop decided on a refund of 129.90 EUR, and no refund is recorded" in one for one in reasons
    )
    (kept,) = (await deps.desk.orders.of("m-1", "A-10024")).refunds
    assert not kept.data.HasField("message")
    nameless = shop.event("refund.decided", {**decided, "order_id": ""}, later(2), "nameless")
    assert await keep_refund(nameless, deps) == Skip("no_order")


async def test_what_a_carrier_wrote_of_a_person_or_a_place_stays_out_of_the_event(deps) -> None:
    await facts(deps, shop.order(), shop.payment())
    await facts(deps, shop.scan("picked up", 15), shop.scan("zzz Jane Roe qqq", 17))
    await facts(deps, shop.scan("delivered", 20, location="08001 Barcelona", signature="Luis Gil"))
    drafted = draft(await open_dispute(shop.dispute(), deps))
    assert any("another place" in reason for reason in drafted.review_reasons)
    assert any("could not be read" in reason for reason in drafted.review_reasons)
    event = drafted.SerializeToString()
    assert not [words for words in ("Jane", "Barcelona", "Luis") if words.encode() in event]


async def test_what_an_answer_took_and_what_was_answered_can_be_seen(deps) -> None:
    await usual(deps)
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        draft(await open_dispute(shop.dispute(), deps))
        spans = {span.name for span in telemetry.finished_spans()}
        drafts = telemetry.metric(names.METRIC_REBUTTAL_DRAFTS, {names.ATTR_DISPUTE_DECISION: "fight"})
    assert {names.SPAN_REBUTTAL_READ, names.SPAN_REBUTTAL_BUILD, names.SPAN_REBUTTAL_WRITE} <= spans
    assert drafts == 1


async def test_the_end_of_a_dispute_is_counted_once(deps) -> None:
    await usual(deps)
    won = "Case CB-998877: the dispute was decided in your favour. You have won the chargeback."
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        draft(await open_dispute(shop.dispute(), deps))
        assert telemetry.metric(names.METRIC_DISPUTES_ENDED) is None
        await continue_dispute(shop.update(won, later(30)), deps)
        ended = telemetry.metric(names.METRIC_DISPUTES_ENDED, {names.ATTR_DISPUTE_END: "won"})
    assert ended == 1


async def test_a_buyer_of_many_orders_costs_no_more_questions_to_the_store(deps) -> None:
    store = deps.desk.orders._store

    async def asked(dispute_id: str) -> int:
        body = FRAUD.replace("CB-998877", f"CB-{dispute_id}")
        before = store.operations
        draft(await open_dispute(shop.dispute(body, dispute_id=dispute_id), deps))
        return store.operations - before

    await usual(deps)
    few = await asked("d-1")
    for number in range(40):
        await facts(deps, *ordered(f"B-{number}", 60 + number, f"749876543210987654{number:05}"))
    assert await asked("d-2") <= few + 10


def fields_alone(type_: str, at: datetime, **fields) -> object:
    return shop.event(type_, {"dispute_id": "d-31", **fields}, at, f"{type_}-{at}")


async def test_an_event_that_shortens_the_time_without_a_notice_is_heard(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    shorter = fields_alone("dispute.updated", later(1), due_at="2026-10-12T00:00:00Z")
    drafted = draft(await continue_dispute(shorter, deps))
    assert drafted.due_at.ToJsonString().startswith("2026-10-12")
    assert drafted.reason_code == "13.1"


async def test_a_dispute_told_by_fields_alone_is_one(deps) -> None:
    await usual(deps)
    amount = {"amount": "129.90", "currency": "EUR"}
    told = fields_alone("dispute.opened", later(0), order_id="A-10024", amount=amount)
    drafted = draft(await open_dispute(told, deps))
    assert choice(drafted) == "ASK"
    assert not any("speaks of a dispute" in reason for reason in drafted.review_reasons)


async def test_fields_alone_open_no_case_that_is_over(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    won = "Case CB-998877: the dispute was decided in your favour. You have won the chargeback."
    await continue_dispute(shop.update(won, later(30)), deps)
    amount = {"amount": "129.90", "currency": "EUR"}
    late = fields_alone("dispute.updated", later(31), amount=amount)
    assert await continue_dispute(late, deps) == Skip("nothing_new")
    (case,) = await deps.desk.cases.about("m-1", "A-10024")
    assert case.status == "won"


async def test_a_fact_told_while_a_letter_is_written_is_in_what_is_published(deps, monkeypatch) -> None:
    """The case does not know its order yet, which only the notice names: the fact cannot find the case."""
    await facts(deps, shop.order(), shop.payment(), *shop.parcel()[:2])
    write, told = Desk.written, []

    async def slowly(self, *asked):
        if not told:
            told.extend(await facts(deps, shop.parcel()[2]))
        return await write(self, *asked)

    monkeypatch.setattr(Desk, "written", slowly)
    drafted = draft(await open_dispute(shop.dispute(), deps))
    assert [isinstance(one, Skip) for one in told] == [True]
    assert "delivery_confirmation" in [one.kind for one in drafted.exhibits]
