"""What in the shop's own records speaks against its case, ends it, or deserves a look before it is sent.

The texts go into events and tables: they name facts by their addresses and hold no names, addresses or chat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final, Literal

from chargeback_agent.domain.case.asked import asked_in_time
from chargeback_agent.domain.case.chat import buyer_said, shop_said
from chargeback_agent.domain.case.conditions import other_cases
from chargeback_agent.domain.case.deadlines import Lapsed
from chargeback_agent.domain.case.kinds.bought import sum_of_lines
from chargeback_agent.domain.case.kinds.paid import twin_of
from chargeback_agent.domain.case.kinds.shipped import delivered_parcels, place_of
from chargeback_agent.domain.case.model import Contradiction
from chargeback_agent.domain.case.names import same_person
from chargeback_agent.domain.case.records import OtherCase, Records
from chargeback_agent.domain.case.refunds import refund_state

Effect = Literal["fatal", "weakens", "look"]
_NOT_RECEIVED: Final = frozenset({"not_received"})
_CREDIT: Final = frozenset({"credit_not_processed", "cancelled", "cancelled_recurring"})
_QUALITY: Final = frozenset({"not_as_described", "counterfeit", "misrepresented"})
_ADMITTED: Final = _QUALITY | {"duplicate", "paid_otherwise", "incorrect_amount", "processing_error"}
_MOMENTS: Final = timedelta(minutes=30)


def contradictions(records: Records, lapsed: Lapsed = "no") -> tuple[Contradiction, ...]:
    """All of them, those that end the case first."""
    found = [one for look in _LOOKS for one in look(records)]
    found += _late(records, lapsed)
    order = ("fatal", "weakens", "look")
    return tuple(sorted(found, key=lambda one: order.index(one.effect)))


def duplicate_of(records: Records) -> OtherCase | None:
    """An open case that this is told for again: same reference, or same order without its own.

    What was an inquiry and is a dispute now, or goes to its next round, has to be answered once more.
    """
    mine = records.dispute
    for case in records.others.cases:
        if case.dispute_id == mine.dispute_id or case.status != "open":
            continue
        if case.later or (case.stage and case.stage != mine.stage):
            continue  # of two that are one the first is answered, or each would point at the other
        if case.order_id and mine.order_id and case.order_id != mine.order_id:
            continue
        if case.case_ref and mine.case_ref:
            if case.case_ref == mine.case_ref:
                return case
            continue
        same_order = bool(mine.order_id) and case.order_id == mine.order_id
        same_arn = bool(mine.arn) and case.arn == mine.arn
        same_code = not case.code or case.code == mine.code
        same_amount = case.amount is None or mine.amount is None or case.amount == mine.amount
        if (same_order or same_arn) and same_code and same_amount:
            return case
    return None


def _late(records: Records, lapsed: Lapsed) -> list[Contradiction]:
    if lapsed == "no":
        return []
    effect: Effect = "fatal" if lapsed == "stated" else "look"
    text = f"The time to answer is over: {records.dispute.deadline.why}."
    return [Contradiction("out_of_time", text, effect)]


def _refund(records: Records) -> Iterator[Contradiction]:
    state = refund_state(records)
    refs = (f"payment/{records.facts.order_id}",)
    if records.repaid and not state.in_currency:
        text = "A refund was made in another currency than is disputed: compare the amounts."
        yield Contradiction("refund_other_currency", text, "look", refs)
    elif state.amount and state.full and not state.dated:
        text = f"{state.amount} was refunded, and when is not recorded: before the dispute or after it?"
        yield Contradiction("refund_undated", text, "look", refs)
    elif state.amount and state.full and not state.before:
        text = f"{state.amount} was refunded, not all of it before the dispute"
        text = f"{text}: tell the processor, or the buyer is paid twice."
        yield Contradiction("refunded_after_dispute", text, "weakens", refs)
    elif state.amount and state.full:
        yield Contradiction(
            "already_refunded", f"{state.amount} was refunded before the dispute.", "look", refs
        )
    elif state.amount:
        when = "before" if state.before else "after"
        text = f"{state.amount} of {records.dispute.amount or records.total} was refunded {when} the dispute."
        yield Contradiction("partly_refunded", text, "look", refs)
    if records.decided and not records.repaid:
        text = f"The shop decided on a refund of {records.decided[-1].amount}, and no refund is recorded."
        effect: Effect = "fatal" if records.dispute.claim in _CREDIT else "weakens"
        yield Contradiction("refund_decided_not_made", text, effect, (f"order/{records.facts.order_id}",))


def _delivery(records: Records) -> Iterator[Contradiction]:
    opened, claim = records.dispute.opened_at, records.dispute.claim
    for parcel, scan in delivered_parcels(records):
        place = place_of(records, scan)
        if place in {"other", "other_country"}:
            text = f"{parcel.ref} was delivered in another place than the order's address."
            yield Contradiction("delivered_elsewhere", text, "weakens", (parcel.ref,))
        elif place == "near":
            text = f"{parcel.ref} was delivered near the order's address but not in its postcode."
            yield Contradiction("delivered_nearby", text, "look", (parcel.ref,))
        if scan.at >= opened:
            text = (
                f"{parcel.ref} was delivered on {scan.at:%Y-%m-%d}, after the dispute of {opened:%Y-%m-%d}."
            )
            yield Contradiction("delivered_after_dispute", text, "weakens", (parcel.ref,))
        if (parcel.shipped and scan.at < parcel.shipped.at) or (
            records.placed_at and scan.at < records.placed_at
        ):
            text = f"{parcel.ref} was delivered before it was shipped or ordered: another order's number?"
            yield Contradiction("delivered_before_shipped", text, "weakens", (parcel.ref,))
    for parcel in records.replaced:
        text = f"{parcel.ref} is {parcel.state} by the carrier's records; another was sent in its place."
        yield Contradiction("parcel_replaced", text, "look", (parcel.ref,))
    for parcel in records.parcels:
        if parcel.shipped and parcel.shipped.at >= opened:
            text = f"{parcel.ref} set out on {parcel.shipped.at:%Y-%m-%d}, after the dispute."
            yield Contradiction("shipped_after_dispute", text, "weakens", (parcel.ref,))
        elif parcel.delivered is None and parcel.state in {"lost", "returned"}:
            text = f"{parcel.ref} is {parcel.state} by the carrier's records."
            effect: Effect = (
                "fatal" if claim in _NOT_RECEIVED | _CREDIT and len(records.parcels) == 1 else "weakens"
            )
            yield Contradiction(f"parcel_{parcel.state}", text, effect, (parcel.ref,))
        elif parcel.delivered is None and claim in _NOT_RECEIVED:
            text = f"{parcel.ref} is not delivered by the carrier's records ({parcel.state})."
            yield Contradiction("not_delivered", text, "weakens", (parcel.ref,))


def _signature(records: Records) -> Iterator[Contradiction]:
    buyer = records.order.buyer.name if records.order else ""
    for parcel, _ in delivered_parcels(records):
        if same_person(parcel.signature, buyer) is False:
            text = f"{parcel.ref} was signed for with another name than the buyer's."
            yield Contradiction("signed_by_another", text, "look", (parcel.ref,))


def _payment(records: Records) -> Iterator[Contradiction]:
    amount, total, payment = records.dispute.amount, records.total, records.payment
    order = (f"order/{records.facts.order_id}",)
    if amount and total and amount.currency != total.currency:
        text = f"{amount} is disputed, the order is in {total.currency}: converted, or another order?"
        yield Contradiction("currency_differs", text, "look", order)
    elif amount and total and amount > total:
        text = f"{amount} is disputed, the order came to {total}: the rest is not this order's."
        yield Contradiction("disputed_above_paid", text, "look", order)
    if payment and payment.card.last4 and records.dispute.card_last4 not in {"", payment.card.last4}:
        text = f"The dispute is about a card ending in {records.dispute.card_last4}, the order's ends in "
        yield Contradiction("other_card", f"{text}{payment.card.last4}: another order?", "weakens", order)
    if payment and payment.arn and records.dispute.arn not in {"", payment.arn}:
        text = f"The dispute's ARN is {records.dispute.arn}, the payment's {payment.arn}: another payment?"
        yield Contradiction("other_arn", text, "weakens", order)
    summed = sum_of_lines(records)
    if summed is not None and total is not None and summed.rounded() != total.rounded():
        text = f"The order's lines come to {summed.rounded()}, its total is {total}."
        yield Contradiction("total_differs", text, "look", order)
    if records.dispute.category == "fraud" and records.three_ds == "none":
        text = "3-D Secure did not authenticate the payment, so the shop bears fraud."
        yield Contradiction("not_authenticated", text, "look", (f"payment/{records.facts.order_id}",))


def _twice(records: Records) -> Iterator[Contradiction]:
    twin = twin_of(records)
    if twin is None or twin.order is None or records.order is None or records.placed_at is None:
        return
    same_lines = [(line.sku, line.quantity) for line in twin.order.data.lines] == [
        (line.sku, line.quantity) for line in records.order.lines
    ]
    moment = twin.order.data.placed_at.ToDatetime(tzinfo=records.placed_at.tzinfo)
    if same_lines and abs(moment - records.placed_at) <= _MOMENTS:
        text = f"Order {twin.order_id} is for the same things and amount within minutes: charged twice?"
        duplicate = records.dispute.claim in {"duplicate", "paid_otherwise"}
        unsent = bool(records.parcels) != bool(twin.shipments)
        effect: Effect = "fatal" if duplicate and unsent else "weakens" if duplicate else "look"
        yield Contradiction("captured_twice", text, effect, (f"order/{twin.order_id}",))


def _written(records: Records) -> Iterator[Contradiction]:
    claim, where = (
        records.dispute.claim,
        tuple(f"conversation/{one.conversation_id}" for one in records.conversations),
    )
    for told in shop_said("refund_promised", records.conversations)[:1]:
        if records.repaid:
            continue
        if told.conditional:
            text = f"On {told.said.time:%Y-%m-%d} the shop promised a refund on a condition: was it met?"
            yield Contradiction("refund_promised_if", text, "look", where)
        else:
            text = f"On {told.said.time:%Y-%m-%d} the shop promised a refund, and none is recorded."
            effect: Effect = "fatal" if claim in _CREDIT else "weakens"
            yield Contradiction("refund_promised", text, effect, where)
    for told in shop_said("defect_admitted", records.conversations)[:1]:
        text = f"On {told.said.time:%Y-%m-%d} the shop admitted a fault of its own or of the goods."
        yield Contradiction("defect_admitted", text, "weakens" if claim in _ADMITTED else "look", where)
    for told in shop_said("order_cancelled", records.conversations)[:1]:
        text = f"On {told.said.time:%Y-%m-%d} the shop wrote that the order was cancelled."
        shipped = any(parcel.shipped for parcel in records.parcels)
        effect = "look" if shipped or records.repaid else "fatal"
        yield Contradiction("order_cancelled", text, effect, where)


def _denied(records: Records) -> Iterator[Contradiction]:
    """What the buyer wrote to the shop that says what the cardholder says."""
    claim, talks = records.dispute.claim, records.conversations
    where = tuple(f"conversation/{one.conversation_id}" for one in talks)
    thanked = [one.said.time for one in buyer_said("acknowledged", talks)]
    if claim == "not_received":
        first = min((scan.at for _, scan in delivered_parcels(records)), default=None)
        for told in buyer_said("not_received_said", talks):
            if first and told.said.time > first and not any(time > told.said.time for time in thanked):
                day = f"{told.said.time:%Y-%m-%d}"
                text = f"On {day}, after the delivery, the buyer wrote that nothing had come."
                yield Contradiction("buyer_denied_delivery", text, "weakens", where)
                return
    if records.dispute.category == "fraud":
        for told in buyer_said("purchase_denied", talks)[:1]:
            text = f"On {told.said.time:%Y-%m-%d} the buyer wrote that the purchase was not theirs."
            yield Contradiction("buyer_denied_purchase", text, "weakens", where)


def _asked(records: Records) -> Iterator[Contradiction]:
    if records.dispute.claim not in _CREDIT or (asked := asked_in_time(records)) is None:
        return
    where = tuple(f"conversation/{one.conversation_id}" for one in records.conversations)
    if asked.what == "cancel":
        text = f"On {asked.at:%Y-%m-%d}, before anything was shipped, the buyer asked to cancel."
        yield Contradiction("cancelled_in_time", text, "weakens", where)
    elif asked.what == "refund":
        text = f"On {asked.at:%Y-%m-%d}, in time for a return, the buyer asked for the money back in vain."
        yield Contradiction("refund_asked_in_time", text, "weakens", where)
    else:
        text = f"On {asked.at:%Y-%m-%d}, in time, the buyer asked for a return or told of one in vain."
        # The shop's own policy gives the buyer the right; without stated days the law may.
        effect: Effect = "fatal" if asked.stated else "weakens"
        yield Contradiction("return_asked_in_time", text, effect, where)


def _checks(records: Records) -> Iterator[Contradiction]:
    """Checks of the payment that failed, where nobody else bears fraud."""
    if records.dispute.category != "fraud" or records.three_ds in {"full", "part"}:
        return
    where = (f"payment/{records.facts.order_id}",)
    if records.avs == "none":
        text = "The billing address did not match, and the order was sent all the same."
        yield Contradiction("avs_failed", text, "weakens", where)
    # Visa and Discover hold it against the issuer that it approved in spite of it.
    if records.cvv == "none" and records.network not in {"visa", "discover"}:
        yield Contradiction("cvv_failed", "The card's security code did not match.", "weakens", where)


def _cases(records: Records) -> Iterator[Contradiction]:
    if case := duplicate_of(records):
        text = f"This is the open case {case.dispute_id}, told again."
        yield Contradiction("duplicate_case", text, "fatal", (f"dispute/{case.dispute_id}",))
    elif other_cases(records):
        text = "Another case, with its own reference, is about the same order."
        yield Contradiction("disputed_before", text, "look", (f"order/{records.facts.order_id}",))


_LOOKS: Final[tuple[Callable[[Records], Iterator[Contradiction]], ...]] = (
    _refund,
    _delivery,
    _signature,
    _payment,
    _twice,
    _written,
    _denied,
    _asked,
    _checks,
    _cases,
)
