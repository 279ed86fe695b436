"""Evidence of the payment: checks, authentication, refunds, and that it is one of its own."""

from __future__ import annotations

from datetime import timedelta

from argosy_ledger.facts import OrderFacts, utc
from argosy_ledger.parcels import parcels_of
from chargeback_agent.domain.case import prior
from chargeback_agent.domain.case.candidate import Candidate, Fact
from chargeback_agent.domain.case.disputes import network_called
from chargeback_agent.domain.case.model import Row, Value
from chargeback_agent.domain.case.records import Records
from chargeback_agent.domain.case.refunds import refund_state

_PROMPT = timedelta(days=5)
"""Days from order to capture within which no network's presentment limit is in question."""
_TWINS = timedelta(days=30)


def payment_authorization(records: Records) -> Candidate | None:
    """The payment as captured. The ledger holds no authorization code, so it is not complete."""
    payment, captured = records.payment, records.captured_at
    if payment is None or captured is None:
        return None
    rows = _card(records)
    facts: list[Fact] = [("captured", {"date": captured.date(), "last4": payment.card.last4})]
    if not payment.card.last4:
        facts = [("captured_on", {"date": captured.date()})]
    if payment.arn:
        facts.append(("arn_is", {"arn": payment.arn}))
    completeness = 0.5 + 0.2 * bool(payment.arn) + 0.1 * bool(payment.card.last4)
    return Candidate("payment_authorization", _ref(records), completeness, rows, tuple(facts))


def avs_match(records: Records) -> Candidate | None:
    """The address check, where it matched in full or in part."""
    grade = records.avs
    if records.payment is None or grade not in {"full", "part"}:
        return None
    result: Value = records.payment.avs
    sentence = "avs_matched" if grade == "full" else "avs_matched_in_part"
    rows = (*_card(records), Row("avs", result))
    return Candidate(
        "avs_match", _ref(records), 1.0 if grade == "full" else 0.45, rows, ((sentence, {"result": result}),)
    )


def cvv_match(records: Records) -> Candidate | None:
    """The security code, where it matched."""
    if records.payment is None or records.cvv != "full":
        return None
    result: Value = records.payment.cvv
    return Candidate(
        "cvv_match",
        _ref(records),
        1.0,
        (*_card(records), Row("cvv", result)),
        (("cvv_matched", {"result": result}),),
    )


def three_ds(records: Records) -> Candidate | None:
    """3-D Secure, authenticated or attempted."""
    grade = records.three_ds
    if records.payment is None or grade not in {"full", "part"}:
        return None
    told = records.payment.three_ds
    labelled = (("three_ds_version", told.version), ("eci", told.eci), ("three_ds_outcome", told.outcome))
    rows = (*_card(records), *(Row(label, value) for label, value in labelled if value))
    sentence = "authenticated" if grade == "full" else "authentication_attempted"
    facts: list[Fact] = (
        [(sentence, {"version": told.version})] if told.version else [(f"{sentence}_plainly", {})]
    )
    if told.eci:
        facts.append(("eci_is", {"eci": told.eci}))
    completeness = (0.9 if grade == "full" else 0.6) + 0.1 * bool(told.eci)
    return Candidate("three_ds", _ref(records), completeness, rows, tuple(facts))


def descriptor(records: Records) -> Candidate | None:
    """What the cardholder's statement shows."""
    payment = records.payment
    if payment is None or not payment.descriptor:
        return None
    rows = (*_card(records), Row("descriptor", payment.descriptor))
    return Candidate(
        "descriptor", _ref(records), 0.6, rows, (("descriptor_is", {"descriptor": payment.descriptor}),)
    )


def separate_transactions(records: Records) -> Candidate | None:
    """This payment and the one that it is taken for, each with an order and a reference of its own."""
    twin = twin_of(records)
    mine, amount = records.placed_at, records.total
    if twin is None or mine is None or amount is None or twin.payment is None or records.payment is None:
        return None
    theirs, other = prior.placed(twin), prior.total(twin)
    if theirs is None or other is None:
        return None
    rows = []
    for number, moment, total, arn, order in (
        (records.facts.order_id, mine, amount, records.payment.arn, records.order),
        (twin.order_id, theirs, other, twin.payment.data.arn, twin.order.data if twin.order else None),
    ):
        rows += [Row("order_number", number), Row("ordered_at", moment), Row("total", total)]
        titles = "; ".join(line.title for line in order.lines[:3] if line.title) if order else ""
        rows += [Row("item", titles)] if titles else []
        rows += [Row("arn", arn)] if arn else []
    facts: list[Fact] = [
        ("ordered", {"order_id": records.facts.order_id, "date": mine.date(), "amount": amount}),
        ("ordered_too", {"order_id": twin.order_id, "date": theirs.date(), "amount": other}),
    ]
    apart = (
        bool(records.payment.arn and twin.payment.data.arn) and records.payment.arn != twin.payment.data.arn
    )
    if apart:
        facts.append(("two_references", {"arn": records.payment.arn, "other_arn": twin.payment.data.arn}))
    for number, parcels in (
        (records.facts.order_id, records.parcels),
        (twin.order_id, parcels_of(twin.shipments)),
    ):
        sent = next((parcel for parcel in parcels if parcel.delivered and parcel.tracking_number), None)
        if sent and sent.delivered:
            rows += [Row("order_number", number), Row("tracking_number", sent.tracking_number)]
            rows.append(Row("delivered_at", sent.delivered.at))
            told: dict[str, Value] = {
                "order_id": number,
                "number": sent.tracking_number,
                "date": sent.delivered.at.date(),
            }
            facts.append(("delivered_too", told))
    ref = f"{_ref(records)}; payment/{twin.order_id}"
    return Candidate("separate_transactions", ref, 1.0 if apart else 0.6, tuple(rows), tuple(facts))


def presented_in_time(records: Records) -> Candidate | None:
    """Captured within days of the order."""
    placed, captured = records.placed_at, records.captured_at
    if placed is None or captured is None or not timedelta(0) <= captured - placed <= _PROMPT:
        return None
    rows = (Row("ordered_at", placed), *_card(records))
    fact: Fact = ("captured_after_order", {"ordered": placed.date(), "captured": captured.date()})
    return Candidate("presented_in_time", _ref(records), 0.8, rows, (fact,))


def card_data_correct(records: Records) -> Candidate | None:
    """The payment's card is the one that the dispute names, as far as its last four digits say."""
    payment = records.payment
    if payment is None or not payment.card.last4 or payment.card.last4 != records.dispute.card_last4:
        return None
    fact: Fact = ("card_is", {"last4": payment.card.last4})
    return Candidate("card_data_correct", _ref(records), 0.4, _card(records), (fact,))


def refund_made(records: Records) -> Candidate | None:
    """Money already given back: all or part of what is disputed, before the dispute or after it."""
    state = refund_state(records)
    if not records.repaid:
        return None
    rows = []
    facts: list[Fact] = []
    for one in records.repaid:
        rows.append(Row("refunded", one.amount))
        rows += [Row("refunded_at", one.at)] if one.at else []
        if one.at:
            facts.append(("refunded", {"amount": one.amount, "date": one.at.date()}))
    if records.payment and records.payment.arn:
        # The refund has a number of its own, which the ledger does not know.
        rows.append(Row("arn_of_payment", records.payment.arn))
    if state.full and state.before:
        facts.append(("refunded_before_dispute", {"date": records.dispute.opened_at.date()}))
    completeness = 1.0 if state.full and state.before else 0.6 if state.full else 0.4 * state.share
    return Candidate("refund_made", _ref(records), completeness, tuple(rows), tuple(facts[:4]))


def twin_of(records: Records) -> OrderFacts | None:
    """Another paid order of the buyer for the same amount, the nearest in time within a month."""
    mine, amount = records.placed_at, records.total
    if mine is None or amount is None:
        return None
    found = [
        (abs(moment - mine), one.order_id, one)
        for one in records.others.orders
        if one.order_id != records.facts.order_id
        and one.payment
        and prior.of_the_same_buyer(one, records)
        and (moment := prior.placed(one))
        and prior.total(one) == amount
        and abs(moment - mine) <= _TWINS
    ]
    return min(found, key=lambda row: row[:2])[2] if found else None


def _card(records: Records) -> tuple[Row, ...]:
    payment = records.payment
    if payment is None:
        return ()
    rows = [Row("card_network", network_called(payment.card.network))] if payment.card.network else []
    rows += [Row("card_last4", payment.card.last4)] if payment.card.last4 else []
    rows += [Row("captured_at", utc(payment.captured_at))] if payment.HasField("captured_at") else []
    rows += [Row("arn", payment.arn)] if payment.arn else []
    return tuple(rows)


def _ref(records: Records) -> str:
    return f"payment/{records.facts.order_id}"
