"""Where money goes and comes from, to the cent: nothing made or lost, and never more back than paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Final

from argosy_commerce.money import Money
from cs_agent.domain.tools.orders import Order, Payment, User, When
from cs_agent.domain.tools.rules import Where
from cs_agent.domain.tools.verdicts import HandOver, Movement, NeedsMore, Refused

ORIGINAL: Final = frozenset({"", "original"})
"""What a buyer's "as I paid" is."""
Moved = tuple[Movement, ...] | Refused | NeedsMore | HandOver


def added(amounts: Sequence[Money], currency: str) -> Money:
    """Their sum, nothing where there are none. Raises CurrencyMismatch."""
    return reduce(lambda one, other: one + other, amounts, Money.zero(currency))


def kept(order: Order) -> Money:
    """What the shop has of it and owes nobody."""
    currency = order.total.currency
    paid = added([payment.kept for payment in order.payments], currency)
    return paid - added([due.amount for due in order.due], currency)


def worth(order: Order, pieces: Mapping[str, int]) -> Money:
    """What was paid for pieces of an order (by SKU, all bought): prices less their share of the discount.

    All pieces are worth all that was paid for them, to the cent. Some and the rest may be worth up to one
    minor unit a line more: where two pieces cost three cents, one of them is worth two, whichever goes back.
    """
    lines = [(line, line.price * line.quantity) for line in order.lines]
    weights = [total.minor for _, total in lines]
    shares = (
        order.discount.share(weights)
        if order.discount and sum(weights) > 0
        else [Money.zero(order.total.currency)] * len(lines)
    )
    found = Money.zero(order.total.currency)
    for (line, total), share in zip(lines, shares, strict=True):
        wanted = pieces.get(line.sku, 0)
        if wanted:
            found += (total - share).share([wanted, line.quantity - wanted])[0]
    return found


def back_all(order: Order, fee_share: str) -> tuple[Movement, ...]:
    """All that is kept of an order, now, each payment its own; of it the shop keeps a share."""
    whole = kept(order)
    if not whole.minor > 0:
        return ()
    fee = (whole * Decimal(fee_share)).rounded()
    return _shared(order, order.payments, whole - fee, "now")


def refunded(order: Order, user: User, amount: Money, to: str, allowed: Sequence[Where], when: When) -> Moved:
    """An amount back to where the buyer wants it, if it may: as he paid, or a gift card of his own."""
    if not amount:
        return ()
    if amount > kept(order):
        return Refused("more_than_paid")
    card = user.gift_card(to)
    if card is not None and "gift_card" in allowed:
        return (Movement("refund", "gift_card", card.id, amount, when),)
    if to not in ORIGINAL | {payment.to for payment in order.payments} or "original" not in allowed:
        return Refused("refund_elsewhere")
    chosen = [payment for payment in order.payments if to in ORIGINAL or payment.to == to]
    if added([_free(order, payment) for payment in chosen], amount.currency) < amount:
        return Refused("more_than_paid")
    return _shared(order, chosen, amount, when)


def charged(  # noqa: PLR0911 — each way out is a rule of its own
    order: Order, user: User, amount: Money, to: str, allowed: Sequence[Where]
) -> Moved:
    """An amount from the card that paid, or from a gift card of the user's that holds it."""
    if not amount:
        return ()
    cards = [payment.to for payment in order.payments if payment.method == "card"]
    paid = {payment.to for payment in order.payments}
    if to in ORIGINAL and "original" in allowed:
        if cards:
            return (Movement("charge", "card", cards[0], amount),)
        to = next((payment.to for payment in order.payments), "")
    if to in cards and "original" in allowed:
        return (Movement("charge", "card", to, amount),)
    card = user.gift_card(to)
    if card is None or not ("gift_card" in allowed or (to in paid and "original" in allowed)):
        return Refused("charge_elsewhere")
    if card.balance.currency != amount.currency:
        return HandOver("currency")
    if card.balance < amount:
        slots = {"to": card.id, "balance": str(card.balance), "needed": str(amount)}
        return Refused("gift_card_balance", slots)
    return (Movement("charge", "gift_card", card.id, amount),)


def _free(order: Order, payment: Payment) -> Money:
    """What may still go back to a payment; what is due to it already is not."""
    due = added([one.amount for one in order.due if one.to == payment.to], payment.amount.currency)
    return payment.kept - due


def _shared(order: Order, payments: Sequence[Payment], amount: Money, when: When) -> tuple[Movement, ...]:
    """Over payments by what each still holds, so that none gets more than it gave."""
    held = [max(0, _free(order, one).minor) for one in payments]
    parts = amount.share(held)
    return tuple(
        Movement("refund", payment.method, payment.to, part, when)
        for payment, part in zip(payments, parts, strict=True)
        if part
    )
