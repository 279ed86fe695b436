"""What this service does with an event: keep facts, answer disputes, learn how they ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2
from argosy.dispute.v1 import dispute_pb2
from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_eventing import Event, Outcome, Output, dead_letter, publish, skip
from argosy_eventing.threads import in_thread
from argosy_ledger import OrderFacts, Said, keeping
from argosy_ledger.merging import with_said
from argosy_store import DocumentConflict
from argosy_telemetry import counter, names
from chargeback_agent.adapters.attachments import Attachments
from chargeback_agent.adapters.cases import CaseRecord, Told
from chargeback_agent.casework import ENDS, digest_of, event_of, names_what_is_disputed, with_told
from chargeback_agent.domain.case.kinds import POLICIES
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.letter.wording import wording
from chargeback_agent.drafting import Desk
from chargeback_agent.events import rebuttal_drafted
from chargeback_agent.settings import ChargebackSettings

M = TypeVar("M", bound=Message)
_DRAFTS = counter(names.METRIC_REBUTTAL_DRAFTS)
_ENDED = counter(names.METRIC_DISPUTES_ENDED)
_ROUNDS = 8
"""How often a case is answered anew because other events changed it meanwhile: facts come many at once."""


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
    return await _learnt(event, await keeping.keep_order(deps.desk.orders, event), deps)


async def keep_payment(event: Event[fact_pb2.PaymentAuthorized], deps: Deps) -> Outcome:
    """payment.authorized: kept, as above."""
    return await _learnt(event, await keeping.keep_payment(deps.desk.orders, event), deps)


async def keep_shipment(event: Event[fact_pb2.ShipmentUpdated], deps: Deps) -> Outcome:
    """shipment.updated: kept, as above."""
    return await _learnt(event, await keeping.keep_shipment(deps.desk.orders, event), deps)


async def keep_refund(event: Event[refund_pb2.RefundDecided], deps: Deps) -> Outcome:
    """refund.decided: what the shop gave back or promised, kept as above."""
    known = await keeping.keep_refund(deps.desk.orders, event)
    return skip("no_order") if known is None else await _learnt(event, known, deps)


async def keep_policy(event: Event[fact_pb2.PolicyUpdated], deps: Deps) -> Outcome:
    """policy.updated: kept with the versions before it; open cases that want a policy are answered anew."""
    try:
        await keeping.keep_policy(deps.desk.policies, event)
    except keeping.NoKind as error:
        return dead_letter(error.reason, str(error))
    return await _answered_anew(event, await deps.desk.cases.resting_on(event.merchant_id, POLICIES), deps)


async def keep_message(event: Event[conversation_pb2.ChatMessage], deps: Deps) -> Outcome:
    """chat.message: what the buyer wrote; an open case is answered anew where it changes it."""
    data = event.data
    return await _said(event, data, "buyer", data.order_id, data.product_id, deps)


async def keep_reply(event: Event[conversation_pb2.ChatReplied], deps: Deps) -> Outcome:
    """chat.replied: what the shop answered, as above."""
    return await _said(event, event.data, "shop", "", "", deps)


async def _told(event: Event[M], data: dispute_pb2.DisputeOpened, deps: Deps) -> Outcome:
    desk, merchant = deps.desk, event.merchant_id
    parts = await deps.attachments.parts(merchant, data.notice)
    told = Told(data, parts, event.time, event.id)
    (alone,) = await in_thread(desk.reads, CaseRecord(merchant, data.dispute_id, told=(told,)))
    known = data.network or data.reason_code
    if (alone.kind.value == "phishing" and not known) or (
        alone.kind.value == "not_a_dispute" and not names_what_is_disputed(data)
    ):
        return dead_letter(alone.kind.value, "; ".join(alone.doubts) or "the notice opens no dispute")
    ended = ENDS.get(alone.kind.value)
    new = CaseRecord(merchant, data.dispute_id)
    kept = await desk.cases.change(
        merchant, data.dispute_id, lambda known: with_told(known or new, told, ended)
    )
    record = kept.document
    if ended and record.told[-1].event_id == event.id:
        _ENDED.add(1, {names.ATTR_DISPUTE_NETWORK: record.network, names.ATTR_DISPUTE_END: ended})
        if record.code:
            await desk.tallies.keep(
                merchant,
                record.network,
                record.code,
                record.dispute_id,
                record.evidence_mix,
                won=ended != "lost",
            )
        return skip("outcome_kept")
    if record.status != "open":
        return skip("nothing_new")
    output = await _answer(record, event.id, event.time, deps, deps.settings.facts_wait_s)
    outputs = [output] if output else []
    if len(record.told) == 1:
        # Letters about other orders may name this one as undisputed, which it is no more.
        others = await desk.naming_orders_of_its_buyer(merchant, data.dispute_id)
        outputs += await _anew(event, others, deps)
    return publish(*outputs) if outputs else skip("nothing_new")


async def _learnt(event: Event[M], known: OrderFacts, deps: Deps) -> Outcome:
    arn = known.payment.data.arn if known.payment else ""
    about = await deps.desk.cases.about(event.merchant_id, known.order_id, arn)
    return await _answered_anew(event, about, deps)


async def _said(
    event: Event[M],
    data: conversation_pb2.ChatMessage | conversation_pb2.ChatReplied,
    side: str,
    order_id: str,
    product_id: str,
    deps: Deps,
) -> Outcome:
    said = Said(data.message_id, "buyer" if side == "buyer" else "shop", data.text, data.language, event.time)
    known = await deps.desk.conversations.learn(
        event.merchant_id,
        data.conversation_id,
        lambda known: with_said(known, said, order_id, product_id),
    )
    return await _answered_anew(event, await deps.desk.cases.about(event.merchant_id, known.order_id), deps)


async def _answered_anew(event: Event[M], cases: Iterable[CaseRecord], deps: Deps) -> Outcome:
    outputs = await _anew(event, cases, deps)
    return publish(*outputs) if outputs else skip("kept")


async def _anew(event: Event[M], cases: Iterable[CaseRecord], deps: Deps) -> list[Output]:
    """The open ones of these cases, where what was just kept changes them."""
    return [
        output
        for record in cases
        if record.status == "open"
        and (output := await _answer(record, event.id, event.time, deps)) is not None
    ]


async def _answer(
    record: CaseRecord, event_id: str, now: datetime, deps: Deps, wait_s: float = 0.0
) -> Output | None:
    """What is to be published of a case; None where nothing has changed since the last answer.

    Raises DocumentConflict: other events kept changing it meanwhile.
    """
    desk = deps.desk
    for _ in range(_ROUNDS):
        # A fact may be older than the dispute that waited for it; no letter is older than its notice.
        at = max(now, record.told[-1].time)
        built = await desk.built(record, at, wait_s)
        case = built.case
        digest = digest_of(case)
        if digest == record.drafted and record.drafted_by != event_id:
            return None
        letter, look = await desk.written(record.merchant_id, built, at)
        answered = partial(_answered, record, case, digest, event_id, letter.urls if letter else ())
        kept = await desk.cases.change(record.merchant_id, record.dispute_id, answered)
        mine = (kept.document.drafted, kept.document.drafted_by) == (digest, event_id)
        # Before its order was known no fact could find the case; what came meanwhile had nobody to tell.
        found = kept.document.order_id if not record.order_id else ""
        if mine and (not found or await desk.stands(record.merchant_id, built)):
            await desk.hold(record.merchant_id, kept.document.order_id)
            message = rebuttal_drafted(case, desk.rules, wording("en"), letter, (*_review(case), *look))
            _DRAFTS.add(
                1,
                {
                    names.ATTR_DISPUTE_NETWORK: case.dispute.network,
                    names.ATTR_DISPUTE_DECISION: case.advice.choice.lower(),
                    names.ATTR_NEEDS_REVIEW: message.needs_review,
                },
            )
            return Output("rebuttal.drafted", message, discriminator=record.dispute_id)
        record, wait_s = kept.document, 0.0
    raise DocumentConflict(f"case {record.dispute_id!r} changed {_ROUNDS} times while it was answered")


def _answered(
    seen: CaseRecord,
    case: Case,
    digest: str,
    event_id: str,
    letters: tuple[str, ...],
    known: CaseRecord | None,
) -> CaseRecord:
    """The case as answered; one that changed since it was ``seen`` keeps the letters alone, to be deleted."""
    record = known or seen
    record = replace(record, letters=tuple(dict.fromkeys((*record.letters, *letters))))
    if (record.drafted, record.drafted_by, record.told) != (seen.drafted, seen.drafted_by, seen.told):
        return record
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
        stage=case.dispute.stage,
        drafted=digest,
        drafted_by=event_id,
        missing=tuple(one.kind for one in case.missing),
    )


def _review(case: Case) -> tuple[str, ...]:
    fatal = (one.text for one in case.contradictions if one.effect == "fatal")
    return tuple(dict.fromkeys((*fatal, *case.doubts)))
