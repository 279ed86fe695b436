"""Whether what is written on evidence is of this order, and whether a receipt says what the ledger says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

from argosy.fact.v1 import fact_pb2
from argosy_commerce.addresses import compared
from argosy_commerce.money import Money
from argosy_commerce.spotting import any_of, plain
from argosy_commerce.terms.strict_yaml import packaged
from argosy_ledger.facts import OrderFacts, money, utc
from argosy_pictures.showing import Result
from refund_agent.domain.checks import Check, CheckName
from refund_agent.domain.evidence.files import EvidenceFile
from refund_agent.domain.evidence.writing import (
    amounts_in,
    blurred,
    codes_in,
    dates_in,
    shape_of,
    squeezed,
)

_SHORTEST: Final = 5
"""Signs of a number below which a scanner's slip is not forgiven."""
_SURE: Final = 0.6
_MOST_OTHERS: Final = 5
_NEAR: Final = timedelta(days=4)


def other_orders(file: EvidenceFile, facts: OrderFacts) -> tuple[str, ...]:
    """Numbers on it that look like this shop's order numbers and are not this order's, to be looked up."""
    ours = squeezed(facts.order_id)
    shape = shape_of(facts.order_id)
    found = [code for code in codes_in(file.text) if shape_of(code) == shape and squeezed(code) != ours]
    return tuple(found[:_MOST_OTHERS])


def about_this_order(  # noqa: PLR0911 — one return an outcome
    file: EvidenceFile, facts: OrderFacts, others: Collection[str] = ()
) -> Check:
    """A number, address or amount on it that is this order's, or a number that is another's.

    Args:
        others: those of `other_orders` that the shop knows as orders of other people or times.
    """
    if not file.text.strip():
        return _told(file, "about_this_order", "cannot_tell", "nothing on it names an order")
    ours = _ours(file, facts, others)
    theirs = [code for code in others if squeezed(code) != squeezed(facts.order_id)]
    if ours and not theirs:
        return _told(file, "about_this_order", "passed", f"it bears this order's {ours}")
    if ours and theirs:
        return _told(file, "about_this_order", "cannot_tell", "it bears this order's number and another's")
    if theirs:
        return _told(file, "about_this_order", "failed", "it bears the number of another order of this shop")
    told = list(_sums(file, facts))
    if len(told) >= 2:
        return _told(file, "about_this_order", "passed", f"it bears this order's {' and '.join(told[:3])}")
    if told:
        return _told(file, "about_this_order", "passed", f"it bears this order's {told[0]}", weak=True)
    return _told(file, "about_this_order", "cannot_tell", "nothing on it names this order")


def receipt_matches(  # noqa: PLR0911 — one return an outcome
    file: EvidenceFile, facts: OrderFacts, *, twice: bool = False
) -> Check:
    """A receipt's amounts, day and shop against the ledger's; ``twice``: two charges are claimed."""
    if facts.order is None or (total := money(facts.order.data.total)) is None:
        return _told(
            file, "receipt_matches", "cannot_tell", "the shop's records hold no total to compare with"
        )
    read = amounts_in(file.text, total.currency)
    if not read or file.sure < _SURE:
        return _told(file, "receipt_matches", "cannot_tell", "no amount on it can be read")
    times = read.count(total.amount)
    rest = [name for name in _sums(file, facts) if name != "total"]
    numbered = bool(_ours(file, facts, ()))
    if twice:
        if times >= 2 and (_shop_on(file, facts) or numbered):
            return _told(file, "receipt_matches", "passed", f"the order's total stands on it {times} times")
        return _told(file, "receipt_matches", "cannot_tell", "it does not show two charges of this order")
    if times and (rest or numbered):
        return _told(
            file, "receipt_matches", "passed", "total and " + (rest[0] if rest else "order number") + " agree"
        )
    if times:
        return _told(file, "receipt_matches", "passed", "the total agrees", weak=True)
    stated = list(_totals_stated(file, total))
    if numbered and stated and all(one != total.amount for one in stated):
        return _told(
            file, "receipt_matches", "failed", f"it bears this order's number and another total than {total}"
        )
    return _told(file, "receipt_matches", "cannot_tell", "the order's total does not stand on it")


def _ours(file: EvidenceFile, facts: OrderFacts, others: Collection[str]) -> str:
    """Which of this order's numbers stands on it; a scanner's slips are forgiven, others' numbers never."""
    codes = codes_in(file.text)
    whole = squeezed(file.text.replace("\n", " \n")) if file.text else ""
    for name, number in _numbers(facts):
        exact = squeezed(number)
        if len(exact) < 4:
            continue
        if any(squeezed(code) == exact for code in codes) or (len(exact) >= 10 and exact in whole):
            return name
        slipped = [code for code in codes if blurred(code) == blurred(number) and code not in others]
        if len(exact) >= _SHORTEST and slipped:
            return name
    return ""


def _numbers(facts: OrderFacts) -> Iterator[tuple[str, str]]:
    yield "order number", facts.order_id
    for number in dict.fromkeys(
        one.data.tracking_number for one in facts.shipments if one.data.tracking_number
    ):
        yield "tracking number", number
    if facts.payment and facts.payment.data.arn:
        yield "payment reference", facts.payment.data.arn


def _sums(file: EvidenceFile, facts: OrderFacts) -> Iterator[str]:
    """What else of this order stands on it: its total, its day, its address."""
    if facts.order is None:
        return
    order = facts.order.data
    if (
        (total := money(order.total))
        and _told_apart(total)
        and total.amount in amounts_in(file.text, total.currency)
    ):
        yield "total"
    if _dated(file, facts):
        yield "day"
    if any(
        compared(line, order.buyer.address) == "same" for line in file.text.split("\n")[:80] if len(line) > 6
    ):
        yield "postcode"


def _told_apart(total: Money) -> bool:
    """Whether an amount is unlikely to stand somewhere by chance."""
    return total.amount >= Decimal(10)


def _dated(file: EvidenceFile, facts: OrderFacts) -> bool:
    days = (
        {utc(facts.order.data.placed_at).date()}
        if facts.order and facts.order.data.HasField("placed_at")
        else set()
    )
    if facts.payment and facts.payment.data.HasField("captured_at"):
        days.add(utc(facts.payment.data.captured_at).date())
    read = dates_in(file.text)
    return any(abs(day - one) <= _NEAR / 4 for day in days for one in read)


def _shop_on(file: EvidenceFile, facts: OrderFacts) -> bool:
    """Whether the name that statements show for the shop stands on it."""
    payment: fact_pb2.PaymentAuthorized | None = facts.payment.data if facts.payment else None
    words = [
        word
        for word in plain(payment.descriptor if payment else "").replace("*", " ").split()
        if len(word) >= 4
    ]
    return bool(words) and any_of(words).search(plain(file.text, 12_000)) is not None


def _totals_stated(file: EvidenceFile, total: Money) -> Iterator[Decimal]:
    """Amounts on lines that say that they are the total."""
    rows = packaged("refund_agent", "evidence/receipt_words", "words")["words"]
    named = any_of(word for words in rows.values() for word in words)
    for line in file.text.split("\n")[:200]:
        if named.search(plain(line)):
            yield from amounts_in(line, total.currency)[-1:]


def _told(file: EvidenceFile, name: CheckName, result: Result, finding: str, *, weak: bool = False) -> Check:
    return Check(file.ref, name, result, finding, weak)
