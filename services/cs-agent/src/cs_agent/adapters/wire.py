"""A shop's users, orders and products as JSON: in the reference shop's file and the HTTP shop's answers.

What comes from outside is bounded here: lengths, numbers of rows, amounts in whole cents.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from argosy_commerce.errors import CurrencyMismatch, UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from cs_agent.domain.tools import orders
from cs_agent.domain.tools.moving import added
from cs_agent.domain.tools.orders import MOST_PIECES
from cs_agent.domain.tools.shop import ShopBad

Id = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(max_length=500)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Amount(_Row):
    """``{amount: "12.90", currency: "EUR"}``."""

    amount: Annotated[str, Field(max_length=24)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

    def money(self) -> Money:
        """In whole minor units. Raises UnreadableAmount, UnknownCurrency."""
        found = Money.from_strings(self.amount, self.currency)
        return Money.of_minor(found.minor, found.currency)


class GiftCardRow(_Row):
    """A gift card."""

    id: Id
    balance: Amount


class UserRow(_Row):
    """A user."""

    id: Id
    name: Text
    email: Text
    postcode: Text = ""
    address: Text = ""
    country: Text = ""
    language: Text = ""
    gift_cards: Annotated[list[GiftCardRow], Field(max_length=100)] = []

    def user(self) -> orders.User:
        """As the domain has it."""
        cards = tuple(orders.GiftCard(card.id, card.balance.money()) for card in self.gift_cards)
        return orders.User(**{**self.model_dump(exclude={"gift_cards"}), "gift_cards": cards})


class LineRow(_Row):
    """A line of an order."""

    sku: Id
    product_id: Id
    title: Text = ""
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)]
    price: Amount


class RefundRow(_Row):
    """Money that went back."""

    amount: Amount
    at: AwareDatetime


class PaymentRow(_Row):
    """A payment, and what of it went back."""

    method: Literal["card", "gift_card"]
    last4: Annotated[str, Field(max_length=8)] = ""
    gift_card_id: Annotated[str, Field(max_length=120)] = ""
    amount: Amount
    at: AwareDatetime
    refunds: Annotated[list[RefundRow], Field(max_length=200)] = []

    def payment(self) -> orders.Payment:
        """As the domain has it."""
        amount = self.amount.money()
        back = added([one.amount.money() for one in self.refunds], amount.currency)
        to = self.gift_card_id if self.method == "gift_card" else self.last4
        if not to:
            raise UnreadableAmount("a payment names neither its card's last digits nor its gift card")
        last = max((one.at for one in self.refunds), default=None)
        return orders.Payment(self.method, to, amount, self.at, back, last)


class EventRow(_Row):
    """A scan."""

    at: AwareDatetime
    status: Text
    location: Text = ""


class ShipmentRow(_Row):
    """A parcel."""

    carrier: Text = ""
    tracking_number: Text = ""
    events: Annotated[list[EventRow], Field(max_length=300)] = []

    def parcel(self) -> orders.Parcel:
        """As the domain has it."""
        events = sorted(self.events, key=lambda event: event.at)
        return orders.Parcel(
            self.carrier,
            self.tracking_number,
            tuple(orders.ParcelEvent(one.at, one.status, one.location) for one in events),
        )


class DueRow(_Row):
    """Money that goes back with the goods; ``at``: that it went to a gift card which had not paid."""

    to: Id
    amount: Amount
    lines: dict[str, int] = {}
    at: AwareDatetime | None = None

    def due(self) -> orders.Due:
        """As the domain has it."""
        return orders.Due(self.to, self.amount.money(), dict(self.lines), self.at is not None)


class OrderRow(_Row):
    """An order."""

    id: Id
    user_id: Id
    status: orders.Status
    placed_at: AwareDatetime
    country: Text = ""
    address: Text = ""
    lines: Annotated[list[LineRow], Field(min_length=1, max_length=200)]
    shipping: Amount
    discount: Amount
    total: Amount
    payments: Annotated[list[PaymentRow], Field(max_length=50)] = []
    shipments: Annotated[list[ShipmentRow], Field(max_length=50)] = []
    done: dict[str, int] = {}
    asked: Annotated[list[Id], Field(max_length=50)] = []
    due: Annotated[list[DueRow], Field(max_length=200)] = []

    def order(self) -> orders.Order:
        """As the domain has it; lines of one SKU are one. All money is in one currency."""
        lines: dict[str, orders.OrderLine] = {}
        for row in self.lines:
            before = lines.get(row.sku)
            price = row.price.money()
            if before is not None and before.price != price:
                raise UnreadableAmount(f"order {self.id}: {row.sku} stands there with two prices")
            quantity = row.quantity + (before.quantity if before else 0)
            lines[row.sku] = orders.OrderLine(row.sku, row.product_id, row.title, quantity, price)
        order = orders.Order(
            id=self.id,
            user_id=self.user_id,
            status=self.status,
            placed_at=self.placed_at.astimezone(UTC),
            lines=tuple(lines.values()),
            shipping=self.shipping.money(),
            discount=self.discount.money(),
            total=self.total.money(),
            payments=tuple(payment.payment() for payment in self.payments),
            country=self.country,
            address=self.address,
            parcels=tuple(shipment.parcel() for shipment in self.shipments),
            done=dict(self.done),
            asked=frozenset(self.asked),
            due=tuple(one.due() for one in self.due),
        )
        added([*(line.price for line in order.lines), order.shipping, order.discount], order.total.currency)
        added([payment.amount for payment in order.payments], order.total.currency)
        return order


class OptionRow(_Row):
    """An option of a variant."""

    name: Text
    value: Text


class VariantRow(_Row):
    """A variant."""

    sku: Id
    options: Annotated[list[OptionRow], Field(max_length=20)] = []
    price: Amount
    in_stock: bool | None = None


class ProductRow(_Row):
    """A product; without variants its SKU is its id in capitals."""

    id: Id
    title: Annotated[str, Field(max_length=2_000)] = ""
    category_hint: Text = ""
    price: Amount | None = None
    in_stock: bool | None = None
    variants: Annotated[list[VariantRow], Field(max_length=2_000)] = []

    def product(self) -> orders.Product:
        """As the domain has it."""
        variants = tuple(
            orders.Variant(
                one.sku, {row.name: row.value for row in one.options}, one.price.money(), one.in_stock
            )
            for one in self.variants
        )
        if not variants and self.price is not None:
            variants = (orders.Variant(self.id.upper(), {}, self.price.money(), self.in_stock),)
        return orders.Product(self.id, self.title, self.category_hint, variants)


def read_user(row: object) -> orders.User:
    """Raises ShopBad; its message names places, never values: they are personal."""
    try:
        return UserRow.model_validate(row).user()
    except _UNREADABLE as error:
        raise ShopBad(f"a user cannot be read: {_where(error)}") from None


def read_order(row: object) -> orders.Order:
    """Raises ShopBad; its message names places, never values."""
    try:
        return OrderRow.model_validate(row).order()
    except _UNREADABLE as error:
        raise ShopBad(f"an order cannot be read: {_where(error)}") from None


def read_product(row: object) -> orders.Product:
    """Raises ShopBad."""
    try:
        return ProductRow.model_validate(row).product()
    except _UNREADABLE as error:
        raise ShopBad(f"a product cannot be read: {_where(error)}") from None


def written(money: Money) -> dict[str, str]:
    """As JSON."""
    amount, currency = money.to_strings()
    return {"amount": amount, "currency": currency}


def written_at(at: datetime) -> str:
    """As JSON, in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def is_row(value: Any) -> bool:  # noqa: ANN401 — JSON of any kind
    """Whether it is a JSON object."""
    return isinstance(value, Mapping)


_UNREADABLE = (ValidationError, UnreadableAmount, UnknownCurrency, CurrencyMismatch, OverflowError)
"""OverflowError: a time that is none in UTC."""


def _where(error: Exception) -> str:
    if isinstance(error, ValidationError):
        rows = error.errors(include_url=False, include_input=False, include_context=False)[:3]
        return "; ".join(f"{'.'.join(str(part) for part in row['loc'])}: {row['type']}" for row in rows)
    return type(error).__name__
