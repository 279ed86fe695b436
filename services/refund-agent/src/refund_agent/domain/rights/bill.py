"""An order's bill shared out to its lines: goods after the discount, shipping, tax; to the minor unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Literal

from argosy.common.v1 import common_pb2
from argosy.fact.v1 import fact_pb2
from argosy_commerce.money import Money
from argosy_ledger.facts import money
from refund_agent.domain.entitlement import PaidLine

Tax = Literal["on top", "inside"]


@dataclass(frozen=True, slots=True)
class Bill:
    """What an order came to. The lines never add up to more than ``total``.

    ``tax`` is the lines' own where it came on top; prices that hold it leave it in ``goods``.
    """

    total: Money
    lines: tuple[PaidLine, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sums:
    """The order's figures in one currency; the discount is not below zero."""

    goods: Money
    shipping: Money
    tax: Money
    discount: Money

    def net(self, tax: Tax, discounted: bool) -> tuple[Money, Money, Money]:
        """Goods, shipping and tax after the discount, which takes from them in this order.

        ``discounted``: the prices are those after the discount already.
        """
        left = Money.zero(self.goods.currency) if discounted else self.discount
        found = []
        for part in (self.goods, self.shipping, self.tax if tax == "on top" else self.tax * 0):
            taken = min(part, left)
            found.append(part - taken)
            left = left - taken
        return found[0], found[1], found[2]


def read_bill(order: fact_pb2.Order) -> Bill | None:
    """The bill of an order; None where no total and no price can be read.

    The total counts as what was paid. Parts that do not add up to it are shared out as they stand where
    they come to less, and cut down to it where they come to more; both are doubts.
    """
    total = money(order.total) if order.HasField("total") else None
    currency = _currency_of(order) if total is None else total.currency
    if currency is None:
        return None
    doubts: list[str] = []
    worth = _worth(order, currency, doubts)
    sums = _sums(order, worth, currency, doubts)
    parts = _parts(sums, total.rounded() if total is not None else None, doubts)
    if total is None:
        doubts.append("the order names no total; its lines, shipping, tax and discount are added up instead")
        total = parts[0] + parts[1] + parts[2]
    if total.amount < 0:
        doubts.append(f"the order's total of {total} is below zero")
        total = Money.zero(currency)
    return Bill(total.rounded(), tuple(_shared(order, worth, parts)), tuple(doubts))


def _currency_of(order: fact_pb2.Order) -> str | None:
    return next((paid.currency for line in order.lines if (paid := money(line.price)) is not None), None)


def _worth(order: fact_pb2.Order, currency: str, doubts: list[str]) -> tuple[Decimal, ...]:
    """What each line weighs: price by quantity, before any discount.

    Prices that are all in one other currency still say how the lines compare; of mixed ones only those in
    the total's currency count.
    """
    prices = [money(line.price) for line in order.lines]
    named = {price.currency for price in prices if price is not None}
    counted = currency if currency in named or len(named) != 1 else next(iter(named))
    if named - {currency}:
        doubts.append(f"prices are in {', '.join(sorted(named))}, and the order's total is in {currency}")
    found = []
    for line, price in zip(order.lines, prices, strict=True):
        readable = price is not None and price.amount >= 0
        if not readable:
            doubts.append(f"the price of {line.sku or line.title!r} cannot be read; it counts as nothing")
        counts = price is not None and readable and price.currency == counted
        found.append(price.amount * line.quantity if price is not None and counts else Decimal(0))
    return tuple(found)


def _sums(order: fact_pb2.Order, worth: Sequence[Decimal], currency: str, doubts: list[str]) -> _Sums:
    def given(name: Literal["shipping", "tax", "discount"], told: common_pb2.Money) -> Money:
        amount = money(told) if order.HasField(name) else Money.zero(currency)
        if amount is None or amount.currency != currency:
            doubts.append(f"{name} is not an amount in {currency}; it counts as nothing")
            return Money.zero(currency)
        return amount.rounded() if amount.amount >= 0 or name == "discount" else Money.zero(currency)

    goods = Money(min(sum(worth, Decimal(0)), Decimal(10) ** 14), currency).rounded()
    discount = given("discount", order.discount)
    # Some platforms write a discount as a negative amount.
    discount = -discount if discount.amount < 0 else discount
    return _Sums(goods, given("shipping", order.shipping), given("tax", order.tax), discount)


def _parts(sums: _Sums, total: Money | None, doubts: list[str]) -> tuple[Money, Money, Money]:
    """Goods, shipping and tax as they add up to the total: tax on top or inside, discount taken or not."""
    taxes: tuple[Tax, ...] = ("on top", "inside")
    readings = [sums.net(tax, discounted) for discounted, tax in product((False, True), taxes)]
    if total is None:
        return readings[0]
    for parts in readings:
        if parts[0] + parts[1] + parts[2] == total:
            return parts
    goods, shipping, tax = readings[0]
    came_to = goods + shipping + tax
    doubts.append(f"lines, shipping, tax and discount come to {came_to}, and the order's total is {total}")
    if came_to <= total:
        return goods, shipping, tax
    if total.amount <= 0:
        zero = Money.zero(total.currency)
        return zero, zero, zero
    cut = total.share([goods.minor, shipping.minor, tax.minor])
    return cut[0], cut[1], cut[2]


def _shared(
    order: fact_pb2.Order, worth: Sequence[Decimal], parts: tuple[Money, Money, Money]
) -> Iterator[PaidLine]:
    shares = [_by_worth(part, worth, [line.quantity for line in order.lines]) for part in parts]
    for line, goods, shipping, tax in zip(order.lines, *shares, strict=True):
        yield PaidLine(line.sku, line.product_id, line.title, line.quantity, goods, shipping, tax)


def _by_worth(part: Money, worth: Sequence[Decimal], pieces: Sequence[int]) -> Sequence[Money]:
    """By what the lines are worth; where all were free, by pieces."""
    for weights in (worth, [Decimal(count) for count in pieces]):
        if any(weights):
            return part.share(weights)
    return [Money.zero(part.currency) for _ in pieces]
