"""A shop's users, orders and products as its tools tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from argosy_commerce.money import Money

Status = Literal[
    "pending", "processed", "shipped", "delivered", "cancelled", "return_requested", "exchange_requested"
]
Method = Literal["card", "gift_card"]
When = Literal["now", "returned"]
"""``returned``: once the goods are back."""

MOST_PIECES: Final = 1_000
"""Of one line; more is no order of a buyer."""


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A gift card of a user's, and what is on it."""

    id: str
    balance: Money


@dataclass(frozen=True, slots=True)
class User:
    """A buyer's account. Personal: never logged."""

    id: str
    name: str
    email: str
    postcode: str
    address: str = ""
    country: str = ""
    language: str = ""
    gift_cards: tuple[GiftCard, ...] = ()

    def gift_card(self, id_: str) -> GiftCard | None:
        """One of his, by its id."""
        return next((card for card in self.gift_cards if card.id == id_), None)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """``price``: of one piece, as bought."""

    sku: str
    product_id: str
    title: str
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class Payment:
    """``to``: the card's last four digits, or the gift card's id. ``refunded``: what went back already;
    ``refunded_at``: when the last of it did.
    """

    method: Method
    to: str
    amount: Money
    at: datetime
    refunded: Money
    refunded_at: datetime | None = None

    @property
    def kept(self) -> Money:
        """What of it the shop still has."""
        return self.amount - self.refunded


@dataclass(frozen=True, slots=True)
class ParcelEvent:
    """A scan."""

    at: datetime
    status: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shipment; events in order of time."""

    carrier: str
    tracking_number: str
    events: tuple[ParcelEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Money that goes back once the goods are here, or (``paid``) went to a gift card that had not paid."""

    to: str
    amount: Money
    lines: Mapping[str, int] = field(default_factory=dict)
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """``address``: where it goes, "" where that is the user's own. ``done``: how often a tool changed it.
    ``asked``: reasons for which a refund was asked. ``due``: what goes back besides what payments tell.
    """

    id: str
    user_id: str
    status: Status
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    shipping: Money
    discount: Money
    total: Money
    payments: tuple[Payment, ...]
    country: str = ""
    address: str = ""
    parcels: tuple[Parcel, ...] = ()
    done: Mapping[str, int] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    due: tuple[Due, ...] = ()

    def line(self, sku: str) -> OrderLine | None:
        """The line of a SKU."""
        return next((line for line in self.lines if line.sku == sku), None)

    @property
    def delivered_at(self) -> datetime | None:
        """When the last of it came; None where no scan says so."""
        scans = [
            event.at for parcel in self.parcels for event in parcel.events if event.status == "delivered"
        ]
        return max(scans, default=None)


@dataclass(frozen=True, slots=True)
class Variant:
    """What one SKU is. ``in_stock``: None where the shop does not tell."""

    sku: str
    options: Mapping[str, str]
    price: Money
    in_stock: bool | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """``category``: the merchant's own words. A product without variants has one, with no options."""

    id: str
    title: str
    category: str
    variants: tuple[Variant, ...]

    def variant(self, sku: str) -> Variant | None:
        """One of its variants, by SKU."""
        return next((one for one in self.variants if one.sku == sku), None)
