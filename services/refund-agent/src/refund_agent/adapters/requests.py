"""Requests as they stand: what was asked, offered, answered and decided. Personal data sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from argosy.refund.v1 import refund_pb2
from argosy_ledger import Sealer
from argosy_store import DocumentRepository, Index, Store, document_id
from refund_agent.adapters.states import (
    check_fields,
    given_fields,
    option_fields,
    read_checks,
    read_given,
    read_options,
    read_state,
    state_fields,
)
from refund_agent.domain.checks import Check
from refund_agent.domain.negotiation.state import State
from refund_agent.domain.options import Option
from refund_agent.domain.rights.paid import Earlier

DUE: str = "due_at"


@dataclass(frozen=True, slots=True)
class Answered:
    """What an event led to: an output's type and bytes. The same event again gets the same."""

    event_id: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A request of a merchant.

    ``checks``: None as long as the evidence was not looked at; ``options``: of the last choice, the cheapest
    first; ``given``: what its decision gave, by sku; ``past``: what is to be learned from it, as a line that
    `argosy refunds simulate` reads; empty before there was an offer or a decision.
    """

    merchant_id: str
    request_id: str
    state: State
    platform: str = ""
    requested: refund_pb2.RefundRequested | None = None
    language: str = ""
    """Of the last message to the buyer."""
    waits_until: datetime | None = None
    """How long the request waits for its order's facts."""
    checks: tuple[Check, ...] | None = None
    options: tuple[Option, ...] = ()
    given: tuple[Earlier, ...] = ()
    answered: tuple[Answered, ...] = ()
    past: str = ""
    forgotten: bool = False
    """The buyer was taken out of it: nothing can be judged from it any more."""

    @property
    def order_id(self) -> str:
        """The order that it is about; "" as long as it is not known."""
        return self.requested.order_id if self.requested else ""

    @property
    def due_at(self) -> datetime | None:
        """When the clock goes on with it."""
        match self.state.phase:
            case "waiting":
                return self.waits_until
            case "open":
                return self.state.rounds[-1].until
        return None

    @property
    def skus(self) -> frozenset[str]:
        """The lines that it names; none: all of them, or those that its words name."""
        return frozenset(line.sku for line in self.requested.lines) if self.requested else frozenset()

    @property
    def returning(self) -> bool:
        """Whether money is promised for goods that have not come back."""
        verdict = self.state.verdict
        return bool(verdict and verdict.refund and verdict.returns and self.state.back_at is None)

    @property
    def files(self) -> tuple[str, ...]:
        """Addresses of the files that came as evidence."""
        evidence = self.requested.evidence if self.requested else ()
        return tuple(dict.fromkeys(one.url for one in evidence if one.url))

    def outputs_of(self, event_id: str) -> tuple[Answered, ...]:
        """What an event has led to before."""
        return tuple(one for one in self.answered if one.event_id == event_id)


class RequestRepository(DocumentRepository[RequestRecord]):
    """Requests by their id, found again by order and, of all merchants, by when they are due."""

    collection: ClassVar[str] = "refund_requests"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("order_id",)), Index((DUE,), every_merchant=True))

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    async def about(self, merchant_id: str, order_id: str) -> list[RequestRecord]:
        """Requests about an order, whatever became of them."""
        found = await self.find(merchant_id, {"order_id": order_id}, limit=500) if order_id else ()
        return [one.document for one in found]

    def encode(self, document: RequestRecord) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        about = document_id(document.merchant_id, document.request_id)
        asked, due, waits = document.requested, document.due_at, document.waits_until
        return {
            "merchant_id": document.merchant_id,
            "request_id": document.request_id,
            "order_id": document.order_id,
            DUE: due,
            "state": state_fields(document.state),
            "platform": document.platform,
            "requested": asked and self._sealer.seal(asked.SerializeToString(deterministic=True), about),
            "language": document.language,
            "waits_until": waits,
            "checks": None if document.checks is None else check_fields(document.checks),
            "options": option_fields(document.options),
            "given": given_fields(document.given),
            "answered": [
                {
                    "event_id": one.event_id,
                    "type": one.type,
                    "data": self._sealer.seal(one.data, about),
                }
                for one in document.answered
            ],
            "past": document.past,
            "forgotten": document.forgotten,
        }

    def decode(self, fields: Mapping[str, Any]) -> RequestRecord:
        """What `encode` wrote."""
        about = document_id(fields["merchant_id"], fields["request_id"])
        requested = None
        if fields["requested"]:
            requested = refund_pb2.RefundRequested()
            requested.ParseFromString(self._sealer.open(fields["requested"], about))
        return RequestRecord(
            fields["merchant_id"],
            fields["request_id"],
            read_state(fields["request_id"], fields["state"]),
            fields["platform"],
            requested,
            fields["language"],
            _aware(fields["waits_until"]),
            None if fields["checks"] is None else read_checks(fields["checks"]),
            read_options(fields["options"]),
            read_given(fields["given"]),
            tuple(
                Answered(row["event_id"], row["type"], self._sealer.open(row["data"], about))
                for row in fields["answered"]
            ),
            fields["past"],
            fields["forgotten"],
        )


def _aware(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
