"""What is known of an order, a conversation and a shop's policies: frozen values.

A fact is the message of the event that told it, with the event's time and id. Facts arrive in any
order, twice, and corrected; merging them (``merging.py``) gives the same whatever the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, TypeVar

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from argosy.common.v1 import common_pb2
from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money

M = TypeVar("M", bound=Message)
Side = Literal["buyer", "shop"]


@dataclass(frozen=True, slots=True)
class Fact(Generic[M]):
    """One message, when its event says that it happened (aware UTC), and that event's id."""

    data: M
    time: datetime
    event_id: str

    @property
    def age(self) -> tuple[datetime, str]:
        """What orders facts of one thing: of two with one time the greater id counts, everywhere."""
        return self.time, self.event_id


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All that is known of one order. Any part may be missing: it may come later, or never."""

    order_id: str
    order: Fact[fact_pb2.Order] | None = None
    payment: Fact[fact_pb2.PaymentAuthorized] | None = None
    shipments: tuple[Fact[fact_pb2.ShipmentUpdated], ...] = ()
    """By the time of the scan, oldest first."""
    refunds: tuple[Fact[refund_pb2.RefundDecided], ...] = ()

    @property
    def known(self) -> Iterator[str]:
        """Names of the parts that are there."""
        for name in ("order", "payment", "shipments", "refunds"):
            if getattr(self, name):
                yield name


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation."""

    message_id: str
    side: Side
    text: str
    language: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a buyer and the shop wrote to each other, oldest first."""

    conversation_id: str
    order_id: str = ""
    product_id: str = ""
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyHistory:
    """All versions of one policy of a shop in one market ("" = every market), oldest first."""

    kind: str
    market: str
    versions: tuple[Fact[fact_pb2.PolicyUpdated], ...] = ()

    def on(self, moment: datetime) -> fact_pb2.PolicyUpdated | None:
        """The version in force at a moment; None before the first."""
        in_force = None
        for version in self.versions:
            if begins(version) <= moment:
                in_force = version.data
        return in_force


def begins(version: Fact[fact_pb2.PolicyUpdated]) -> datetime:
    """From when a policy's version holds: as it says, else from when it was told."""
    if version.data.HasField("effective_from"):
        return utc(version.data.effective_from)
    return version.time


def utc(stamp: Timestamp) -> datetime:
    """A protobuf timestamp as an aware UTC time."""
    return stamp.ToDatetime(tzinfo=UTC)


def money(told: common_pb2.Money) -> Money | None:
    """An event's money; None where it is none."""
    try:
        return Money.from_strings(told.amount, told.currency)
    except (UnknownCurrency, UnreadableAmount):
        return None
