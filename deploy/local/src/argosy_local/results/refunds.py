"""A run's refund requests as a person looks at them: offers in order, the decision, and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from google.protobuf.message import Message

from argosy.refund.v1 import refund_pb2
from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.languages import read_tag
from argosy_contracts import Event

_Decision = refund_pb2.RefundDecided.Decision


@dataclass(slots=True)
class RefundView:
    """One request with its offers by round, as said last, and its decision, as said last."""

    request_id: str
    offers: dict[int, refund_pb2.RefundOffered] = field(default_factory=dict)
    decided: refund_pb2.RefundDecided | None = None

    @property
    def order_id(self) -> str:
        """The order that it is about."""
        told = self.decided or next(iter(self.offers.values()))
        return told.order_id

    @property
    def needs_review(self) -> bool:
        """Whether a person should look at the last of it."""
        told = self.decided or self.offers[max(self.offers)]
        return told.needs_review

    @property
    def outcome(self) -> str:
        """The decision and its amount; what is offered as long as there is none."""
        if self.decided is not None:
            return said(self.decided.decision, self.decided.refund)
        last = self.offers[max(self.offers)]
        return f"offered: {offer_said(last)}"

    @property
    def review_reasons(self) -> list[str]:
        """Of the offers and the decision, each once."""
        told = [reason for offer in self.offers.values() for reason in offer.review_reasons]
        told += self.decided.review_reasons if self.decided else ()
        return list(dict.fromkeys(told))


def refunds_of(results: Sequence[Event[Message]]) -> list[RefundView]:
    """The run's requests, in the order in which they were first answered."""
    found: dict[tuple[str, str], RefundView] = {}
    for event in sorted(results, key=lambda event: event.time):
        data = event.data
        if isinstance(data, refund_pb2.RefundOffered | refund_pb2.RefundDecided):
            view = found.setdefault((event.merchant_id, data.request_id), RefundView(data.request_id))
            if isinstance(data, refund_pb2.RefundOffered):
                view.offers[data.round] = data
            else:
                view.decided = data
    return list(found.values())


def said(decision: int, refund: Message | None) -> str:
    """A decision in words, with its amount where there is one."""
    words = _Decision.Name(decision).replace("_", " ").lower()
    amount = getattr(refund, "amount", "")
    return f"{words}, {amount} {getattr(refund, 'currency', '')}" if amount else words


def offer_said(offered: refund_pb2.RefundOffered) -> str:
    """An offer in words."""
    offer = offered.offer
    parts = [said(offer.decision, offer.refund)]
    if offer.return_label:
        parts.append("the shop pays the return")
    return ", ".join(parts)


def direction(language: str) -> str:
    """Of a message's text."""
    try:
        return read_tag(language).direction
    except UnknownLanguage:
        return "ltr"
