"""A case from a notice, its event and the ledger's facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from argosy_ledger.facts import Conversation, OrderFacts, PolicyHistory
from chargeback_agent.domain.case import prior
from chargeback_agent.domain.case.advice import advise
from chargeback_agent.domain.case.beginnings import Began
from chargeback_agent.domain.case.conditions import holding
from chargeback_agent.domain.case.contradictions import contradictions
from chargeback_agent.domain.case.disputes import Event, network_called, understand
from chargeback_agent.domain.case.evidence import candidates, choose, exhibits_of, missing
from chargeback_agent.domain.case.kinds import QUOTING
from chargeback_agent.domain.case.model import Case, Contradiction, Row
from chargeback_agent.domain.case.odds import Judged
from chargeback_agent.domain.case.records import Others, Records
from chargeback_agent.domain.case.weights import Weights, weights
from chargeback_agent.domain.notices.model import Notice
from chargeback_agent.domain.rules.loader import RuleBook


def build_case(
    notice: Notice | None,
    event: Event,
    facts: OrderFacts,
    conversations: Iterable[Conversation],
    policies: Iterable[PolicyHistory],
    others: Others,
    rules: RuleBook,
    now: datetime,
    *,
    country: str = "",
    began: Began | None = None,
    figures: Weights | None = None,
) -> Case:
    """All of a case.

    Args:
        notice: what the notice says; None where there is only the event.
        event: `dispute.opened` or `dispute.updated`; its own fields go before the notice.
        facts: what is known of the order, possibly nothing.
        conversations: about this order; those that name another are left out.
        policies: of the merchant, of the order's market and of all markets.
        others: the buyer's other orders, other cases, outcomes.
        rules: networks, evidence, processors.
        now: aware; what is "past" and "left" is counted from it.
        country: the merchant's, ISO 3166-1, where it is known.
        began: when dispute and stage were first told of; None: both with this notice.
        figures: weights of the advice; ours if None.
    """
    figures = figures or weights()
    understood = understand(notice, event, facts, rules, now, country=country, began=began)
    dispute = understood.dispute
    rule = rules.networks[dispute.network].codes[dispute.code]
    records = Records.of(dispute, rule, facts, tuple(conversations), tuple(policies), others, now)
    found = candidates(records, figures)
    chosen = choose(found)
    exhibits, statements = exhibits_of(chosen, rules.evidence, figures)
    against = contradictions(records, understood.lapsed)
    answered = tuple(one.kind for one in found if one.candidate.answers)
    judged = Judged(records, chosen, holding(records), against, answered)
    return Case(
        dispute,
        exhibits,
        statements,
        against,
        missing(records, found, rules.evidence),
        advise(judged, rules.evidence, figures),
        tuple(_summary(records)),
        (*understood.doubts, *_doubts(records, against, chosen_kinds=judged.mix)),
        judged.mix,
    )


def _summary(records: Records) -> Iterator[Row]:
    """The transaction at the head of the letter; what is not known is left out."""
    dispute, payment = records.dispute, records.payment
    network = network_called(payment.card.network) if payment else ""
    rows = (
        ("case_ref", dispute.case_ref),
        ("dispute_number", "" if dispute.case_ref else dispute.dispute_id),
        ("order_number", dispute.order_id),
        ("ordered_at", records.placed_at),
        ("buyer", records.order.buyer.name if records.order else ""),
        ("transaction_on", records.paid_on),
        ("disputed_amount", dispute.amount),
        ("total", records.total if records.total != dispute.amount else None),
        ("card_network", network),
        ("card_last4", dispute.card_last4),
        ("arn", dispute.arn),
        ("disputed_on", dispute.opened_at.date()),
    )
    for label, value in rows:
        if value is not None and value != "":
            yield Row(label, value)


def _doubts(
    records: Records, against: Iterable[Contradiction], chosen_kinds: tuple[str, ...]
) -> Iterator[str]:
    for one in against:
        if one.effect != "fatal":
            yield one.text
    if records.order is None:
        yield "The order is not known: it may come later, or the number is another's."
    if records.order is not None and records.payment is None:
        yield "The order's payment is not known."
    if "prior_transactions" in chosen_kinds and prior.earlier_payments(records).qualifies:
        yield (
            "Compelling Evidence 3.0: of cards only network, last four digits and country are kept; ask the "
            "processor to confirm that the earlier payments were made with the same card."
        )
    if "refund_made" in chosen_kinds:
        yield "A bank looks for the refund's own reference number (ARN): ask the processor and add it."
    if "payment_authorization" in chosen_kinds and records.dispute.category == "authorization":
        yield "What decides is the authorization code, which is not kept: ask the processor and add it."
    if QUOTING & set(chosen_kinds):
        yield "Messages are quoted as they were written: read them before the letter is sent."
    if "not_recurring" in chosen_kinds:
        yield "That the charge is none of a series is read from the order's titles: is it so?"
    # Not the words themselves: carriers write who took a parcel into them, and this goes into the event.
    unread = [parcel.ref for parcel in records.parcels if any(one.step == "unknown" for one in parcel.scans)]
    if unread:
        yield f"Words of the carrier could not be read: {', '.join(unread[:3])}."
