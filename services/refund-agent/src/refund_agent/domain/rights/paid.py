"""What was paid for the lines in question, and how much of it may still go back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Final

from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from argosy_ledger.facts import OrderFacts, money, utc
from refund_agent.domain.entitlement import Paid, PaidLine
from refund_agent.domain.rights.bill import Bill, read_bill

Asked = Sequence[tuple[str, int]]
"""(sku, pieces); 0 pieces: all of them. Empty: the whole order."""

_BEFORE: Final = timedelta(hours=1)
"""A processor's clock may be this much behind the shop's."""
_PROMISED: Final = frozenset({"REFUND", "PARTIAL_KEEP", "RETURN_THEN_REFUND"})


class CannotTellPaid(ValueError):
    """The order is not known, or says of no amount what it is: nothing can be decided on."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier request gave for one sku: pieces that went back or were paid in full, and the money.

    A part paid for goods that the buyer keeps has no pieces.
    """

    sku: str
    pieces: int
    amount: Money


def paid_for(
    facts: OrderFacts, asked: Asked = (), earlier: Sequence[Earlier] = (), request_id: str = ""
) -> Paid:
    """What was paid for the lines asked for, less what went back.

    ``request_id``: the request in question, whose own decision is not an earlier one. Refunds that the
    processor tells and those that were decided are matched by amount, so that none counts twice; a
    decided one that the processor has not told yet counts as given.

    Raises CannotTellPaid.
    """
    bill = read_bill(facts.order.data) if facts.order else None
    if bill is None:
        known = "names no amount" if facts.order else "is not on record"
        raise CannotTellPaid(f"order {facts.order_id!r} {known}: nothing can be refunded for it yet")
    doubts = list(bill.doubts)
    if facts.payment is None:
        doubts.append("no payment is on record; the order's total is taken as paid")
    already = _given_back(facts, bill.total.currency, request_id, doubts)
    given = _by_sku(earlier, bill, doubts)
    chosen = list(_chosen(bill, asked, given, doubts))
    taken = {id(line): _taken(line, first, count) for line, first, count in chosen if count}
    lines = tuple(taken[id(line)] for line in bill.lines if id(line) in taken)
    whole = sum(line.quantity for line in lines) == sum(line.quantity for line in bill.lines)
    left = bill.total - already
    if left.amount < 0:
        doubts.append(f"{already} went back already, more than the {bill.total} paid")
    if already and not whole and not given:
        doubts.append(f"{already} went back already, and it is not known for which lines")
    bounds = [_sum((line.total for line in lines), left.currency), _left_of(bill, lines, given), left]
    refundable = max(min(bounds), Money.zero(left.currency))
    return Paid(lines, bill.total, already, refundable, whole and bool(lines), tuple(doubts))


def _given_back(facts: OrderFacts, currency: str, request_id: str, doubts: list[str]) -> Money:
    """All that went back or was promised."""
    told = []
    for refund in facts.payment.data.refunds if facts.payment else ():
        amount = money(refund.amount)
        if amount is None or amount.currency != currency or amount.amount < 0:
            doubts.append(f"an earlier refund is not an amount in {currency}; it is not counted")
        else:
            told.append((amount.rounded(), utc(refund.at) if refund.HasField("at") else None))
    total = _sum((amount for amount, _ in told), currency)
    for fact in facts.refunds:
        decision = refund_pb2.RefundDecided.Decision.Name(fact.data.decision)
        if decision not in _PROMISED or (request_id and fact.data.request_id == request_id):
            continue
        amount = money(fact.data.refund)
        if amount is None or amount.currency != currency or amount.amount < 0:
            doubts.append(f"an earlier decision is not on an amount in {currency}; it is not counted")
            continue
        same = (pair for pair in told if pair[0] == amount.rounded())
        paid = next((pair for pair in same if pair[1] is None or pair[1] >= fact.time - _BEFORE), None)
        if paid:
            told.remove(paid)
        elif amount:
            doubts.append(
                f"{amount} was decided on {fact.time.date()} and is not told by the processor yet; it counts"
            )
            total = total + amount.rounded()
    return total


def _by_sku(earlier: Sequence[Earlier], bill: Bill, doubts: list[str]) -> dict[str, Earlier]:
    found: dict[str, Earlier] = {}
    for one in earlier:
        if one.amount.currency != bill.total.currency:
            doubts.append(f"an earlier refund of {one.sku!r} is in {one.amount.currency}; it is not counted")
            continue
        before = found.get(one.sku)
        found[one.sku] = (
            replace(one, pieces=one.pieces + before.pieces, amount=one.amount + before.amount)
            if before
            else one
        )
    return found


def _chosen(
    bill: Bill, asked: Asked, given: Mapping[str, Earlier], doubts: list[str]
) -> Iterator[tuple[PaidLine, int, int]]:
    """(line, pieces that went back before, pieces in question).

    Of lines of one sku at different prices, where only some of its pieces are meant, the dearest.
    """
    known = {line.sku for line in bill.lines}
    everything = {sku for sku, pieces in asked if not pieces} if asked else known
    wanted: dict[str, int] = {}
    for sku, pieces in asked:
        if sku not in known:
            doubts.append(f"the order has no {sku[:64]!r}; it is left out")
        elif sku not in everything:
            wanted[sku] = wanted.get(sku, 0) + pieces
    gone = {sku: one.pieces for sku, one in given.items()}
    for line in sorted(bill.lines, key=_each, reverse=True):
        if line.sku not in wanted and line.sku not in everything:
            continue
        before = min(gone.get(line.sku, 0), line.quantity)
        gone[line.sku] = gone.get(line.sku, 0) - before
        free = line.quantity - before
        count = min(free, wanted.get(line.sku, free))
        if line.sku in wanted:
            wanted[line.sku] -= count
            if count and _each(line) > _least(bill, line.sku):
                doubts.append(f"{line.sku!r} was bought at several prices; the dearest is taken")
        yield line, before, count
    for sku, over in wanted.items():
        if over:
            doubts.append(f"{over} more of {sku!r} asked for than were ordered and not yet refunded")


def _each(line: PaidLine) -> Fraction:
    """What one piece cost, in minor units."""
    return Fraction(line.total.minor, line.quantity) if line.quantity else Fraction(0)


def _least(bill: Bill, sku: str) -> Fraction:
    return min(_each(line) for line in bill.lines if line.sku == sku)


def _taken(line: PaidLine, first: int, count: int) -> PaidLine:
    """The line's amounts for ``count`` pieces after the first ones: pieces one by one make the whole."""

    def part(whole: Money) -> Money:
        return _up_to(whole, first + count, line.quantity) - _up_to(whole, first, line.quantity)

    goods, shipping, tax = part(line.goods), part(line.shipping), part(line.tax)
    return PaidLine(line.sku, line.product_id, line.title, count, goods, shipping, tax)


def _up_to(whole: Money, pieces: int, of: int) -> Money:
    """What the first pieces cost: equal shares, odd minor units to the first (largest remainder)."""
    each, odd = divmod(whole.minor, of)
    return Money.of_minor(pieces * each + min(pieces, odd), whole.currency)


def _left_of(bill: Bill, lines: Sequence[PaidLine], given: Mapping[str, Earlier]) -> Money:
    """What is left of all that was paid for the skus in question."""
    left = Money.zero(bill.total.currency)
    for sku in {line.sku for line in lines}:
        paid = _sum((line.total for line in bill.lines if line.sku == sku), left.currency)
        rest = paid - given[sku].amount if sku in given else paid
        left = left + max(rest, Money.zero(left.currency))
    return left


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    total = Money.zero(currency)
    for amount in amounts:
        total = total + amount
    return total
