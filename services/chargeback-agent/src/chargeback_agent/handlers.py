"""What this service does with an event: keep facts, answer disputes, learn how they ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2
from argosy.dispute.v1 import dispute_pb2
from argosy.fact.v1 import fact_pb2
from argosy_eventing import Event, Outcome, Output, dead_letter, publish, skip
from argosy_eventing.threads import in_thread
from argosy_ledger import Fact, OrderFacts, Said
from argosy_ledger.merging import (
    with_order,
    with_payment,
    with_policy,
    with_said,
    with_shipment,
)
from chargeback_agent.adapters.attachments import Attachments
from chargeback_agent.adapters.cases import CaseRecord, Told
from chargeback_agent.casework import ENDS, digest_of, event_of, with_told
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.letter.wording import wording
from chargeback_agent.drafting import Desk
from chargeback_agent.events import rebuttal_drafted
from chargeback_agent.settings import ChargebackSettings

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Deps:
    """What the handlers need from outside."""

    desk: Desk
    attachments: Attachments
    settings: ChargebackSettings


async def open_dispute(event: Event[dispute_pb2.DisputeOpened], deps: Deps) -> Outcome:
    """dispute.opened: answer it."""
    return await _told(event, event.data, deps)


async def continue_dispute(event: Event[dispute_pb2.DisputeUpdated], deps: Deps) -> Outcome:
    """dispute.updated: the next stage is answered, an end is remembered."""
    same = dispute_pb2.DisputeOpened.FromString(event.data.SerializeToString())
    return await _told(event, same, deps)


async def keep_order(event: Event[fact_pb2.OrderPlaced], deps: Deps) -> Outcome:
    """order.placed: kept; open cases about it are answered anew where it changes them."""
    return await _learnt(event, event.data.order.id, with_order, deps)


async def keep_payment(event: Event[fact_pb2.PaymentAuthorized], deps: Deps) -> Outcome:
    """payment.authorized: kept, of the card's number the last four digits alone."""
    return await _learnt(event, event.data.order_id, with_payment, deps)


async def keep_shipment(event: Event[fact_pb2.ShipmentUpdated], deps: Deps) -> Outcome:
    """shipment.updated: kept."""
    return await _learnt(event, event.data.order_id, with_shipment, deps)


async def keep_policy(event: Event[fact_pb2.PolicyUpdated], deps: Deps) -> Outcome:
    """policy.updated: kept with the versions before it."""
    data = event.data
    if data.kind == fact_pb2.PolicyUpdated.KIND_UNSPECIFIED:
        return dead_letter("no_kind", "a policy needs a kind: REFUND, CANCELLATION, SHIPPING or TERMS")
    kind = fact_pb2.PolicyUpdated.Kind.Name(data.kind)
    fact = _fact(event)
    merchant, market = event.merchant_id, data.market
    await deps.desk.policies.learn(merchant, kind, market, lambda known: with_policy(known, fact))
    return skip("kept")


async def keep_message(event: Event[conversation_pb2.ChatMessage], deps: Deps) -> Outcome:
    """chat.message: what the buyer wrote."""
    data = event.data
    return await _said(event, data, "buyer", data.order_id, data.product_id, deps)


async def keep_reply(event: Event[conversation_pb2.ChatReplied], deps: Deps) -> Outcome:
    """chat.replied: what the shop answered."""
    return await _said(event, event.data, "shop", "", "", deps)


async def _told(event: Event[M], data: dispute_pb2.DisputeOpened, deps: Deps) -> Outcome:
    desk, merchant = deps.desk, event.merchant_id
    parts = await deps.attachments.parts(merchant, data.notice)
    told = Told(data, parts, event.time, event.id)
    (alone,) = await in_thread(desk.reads, CaseRecord(merchant, data.dispute_id, told=(told,)))
    if alone.kind.value in {"phishing", "not_a_dispute"} and not (data.network or data.reason_code):
        return dead_letter(alone.kind.value, "; ".join(alone.doubts) or "the notice opens no dispute")
    new = CaseRecord(merchant, data.dispute_id)
    kept = await desk.cases.change(merchant, data.dispute_id, lambda known: with_told(known or new, told))
    record = kept.document
    if (status := ENDS.get(alone.kind.value)) and record.told[-1].event_id == event.id:
        await desk.cases.change(
            merchant,
            data.dispute_id,
            lambda known: replace(known or record, status=status, ended_at=event.time),
        )
        if record.code:
            await desk.tallies.keep(
                merchant,
                record.network,
                record.code,
                record.dispute_id,
                record.evidence_mix,
                won=status != "lost",
            )
        return skip("outcome_kept")
    output = await _answer(record, event.id, event.time, deps, deps.settings.facts_wait_s)
    return publish(output) if output else skip("nothing_new")


async def _learnt(
    event: Event[M], order_id: str, merge: Callable[[OrderFacts, Fact[M]], OrderFacts], deps: Deps
) -> Outcome:
    fact = _fact(event)
    known = await deps.desk.orders.learn(event.merchant_id, order_id, lambda before: merge(before, fact))
    arn = known.payment.data.arn if known.payment else ""
    outputs = [
        output
        for record in await deps.desk.cases.about(event.merchant_id, order_id, arn)
        if record.status == "open"
        and (output := await _answer(record, event.id, event.time, deps)) is not None
    ]
    return publish(*outputs) if outputs else skip("kept")


async def _said(
    event: Event[M],
    data: conversation_pb2.ChatMessage | conversation_pb2.ChatReplied,
    side: str,
    order_id: str,
    product_id: str,
    deps: Deps,
) -> Outcome:
    said = Said(data.message_id, "buyer" if side == "buyer" else "shop", data.text, data.language, event.time)
    await deps.desk.conversations.learn(
        event.merchant_id,
        data.conversation_id,
        lambda known: with_said(known, said, order_id, product_id),
    )
    return skip("kept")


async def _answer(
    record: CaseRecord, event_id: str, now: datetime, deps: Deps, wait_s: float = 0.0
) -> Output | None:
    """What is to be published of a case; None where nothing has changed since the last answer."""
    desk = deps.desk
    built = await desk.built(record, now, wait_s)
    case = built.case
    digest = digest_of(case)
    if digest == record.drafted and record.drafted_by != event_id:
        return None
    letter, look = await desk.written(record.merchant_id, built, now)
    message = rebuttal_drafted(case, desk.rules, wording("en"), letter, (*_review(case), *look))
    letters = letter.urls if letter else ()
    kept = await desk.cases.change(
        record.merchant_id,
        record.dispute_id,
        lambda known: _answered(known or record, case, digest, event_id, letters),
    )
    await desk.hold(record.merchant_id, kept.document.order_id)
    return Output("rebuttal.drafted", message, discriminator=record.dispute_id)


def _answered(
    record: CaseRecord, case: Case, digest: str, event_id: str, letters: tuple[str, ...]
) -> CaseRecord:
    amount, currency = case.dispute.amount.to_strings() if case.dispute.amount else ("", "")
    return replace(
        record,
        order_id=case.dispute.order_id or event_of(record).order_id,
        network=case.dispute.network,
        code=case.dispute.code,
        evidence_mix=case.evidence_mix,
        win_likelihood=case.advice.win_likelihood,
        amount=amount,
        currency=currency,
        arn=case.dispute.arn,
        case_ref=case.dispute.case_ref,
        drafted=digest,
        drafted_by=event_id,
        letters=tuple(dict.fromkeys((*record.letters, *letters))),
        missing=tuple(one.kind for one in case.missing),
    )


def _review(case: Case) -> tuple[str, ...]:
    fatal = (one.text for one in case.contradictions if one.effect == "fatal")
    return tuple(dict.fromkeys((*fatal, *case.doubts)))


def _fact(event: Event[M]) -> Fact[M]:
    return Fact(event.data, event.time, event.id)
