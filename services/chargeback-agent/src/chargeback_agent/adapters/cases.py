"""Cases as they stand: what came, what was answered, how it ended. Personal data sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Literal

from argosy.dispute.v1 import dispute_pb2
from argosy_ledger import OrderFacts, Sealer
from argosy_store import DocumentRepository, Index, Store, document_id
from chargeback_agent.domain.notices.model import Part

_MOST_CASES: Final = 200
"""Of one buyer: more say nothing else."""
Status = Literal["open", "won", "lost", "reversed", "accepted"]


@dataclass(frozen=True, slots=True)
class Told:
    """One event about a case: its message, the readable parts of its notice, its time and id."""

    opened: dispute_pb2.DisputeOpened
    parts: tuple[Part, ...]
    time: datetime
    event_id: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case of a merchant. ``drafted`` is the digest of what was last published for it."""

    merchant_id: str
    dispute_id: str
    order_id: str = ""
    status: Status = "open"
    told: tuple[Told, ...] = ()
    """The notice that opened it, and later stages, oldest first."""
    network: str = ""
    code: str = ""
    evidence_mix: tuple[str, ...] = ()
    win_likelihood: float = 0.0
    amount: str = ""
    currency: str = ""
    arn: str = ""
    case_ref: str = ""
    stage: str = ""
    """As it was last answered; "" before that, and in records older than this field."""
    drafted: str = ""
    """Digest of the case that was last answered."""
    drafted_by: str = ""
    """The event that had it answered: the same event again gets the same answer."""
    letters: tuple[str, ...] = ()
    """Addresses of every letter written for it."""
    ended_at: datetime | None = None
    missing: tuple[str, ...] = ()
    """Kinds of evidence that would count and were not there, for the report."""


class CaseRepository(DocumentRepository[CaseRecord]):
    """Cases by their dispute, found again by order and by how they stand."""

    collection: ClassVar[str] = "chargeback_cases"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index(("order_id",)),
        Index(("arn",)),
        Index(("case_ref",)),
        Index(("status",)),
    )

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    async def about(
        self, merchant_id: str, order_id: str, arn: str = "", case_ref: str = ""
    ) -> list[CaseRecord]:
        """Cases about an order or its payment, or of that reference, whatever became of them."""
        found: dict[str, CaseRecord] = {}
        for name, value in (("order_id", order_id), ("arn", arn), ("case_ref", case_ref)):
            for one in await self.find(merchant_id, {name: value}) if value else ():
                found[one.key] = one.document
        return list(found.values())

    async def about_orders(self, merchant_id: str, orders: Collection[OrderFacts]) -> list[CaseRecord]:
        """Cases about any of these orders or their payments, whatever became of them, the newest first."""
        arns = {one.payment.data.arn for one in orders if one.payment}
        found: dict[str, CaseRecord] = {}
        for field, values in (("order_id", {one.order_id for one in orders}), ("arn", arns)):
            if known := values - {""}:
                for one in await self.find_any(merchant_id, field, sorted(known), limit=_MOST_CASES):
                    found[one.key] = one.document
        return list(found.values())

    async def resting_on(self, merchant_id: str, kinds: Collection[str]) -> list[CaseRecord]:
        """The newest open cases that show evidence of these kinds or lack it, a hundred at most."""
        found = await self.find(merchant_id, {"status": "open"}, newest_first=True)
        return [
            one.document for one in found if set(kinds) & {*one.document.evidence_mix, *one.document.missing}
        ]

    def encode(self, document: CaseRecord) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        about = document_id(document.merchant_id, document.dispute_id)
        return {
            "merchant_id": document.merchant_id,
            "dispute_id": document.dispute_id,
            "order_id": document.order_id,
            "status": document.status,
            "told": [self._told(one, about) for one in document.told],
            "network": document.network,
            "code": document.code,
            "evidence_mix": list(document.evidence_mix),
            "win_likelihood": document.win_likelihood,
            "amount": document.amount,
            "currency": document.currency,
            "arn": document.arn,
            "case_ref": document.case_ref,
            "stage": document.stage,
            "drafted": document.drafted,
            "drafted_by": document.drafted_by,
            "letters": list(document.letters),
            "ended_at": document.ended_at,
            "missing": list(document.missing),
        }

    def decode(self, fields: Mapping[str, Any]) -> CaseRecord:
        """What `encode` wrote."""
        about = document_id(fields["merchant_id"], fields["dispute_id"])
        ended = fields["ended_at"]
        return CaseRecord(
            merchant_id=fields["merchant_id"],
            dispute_id=fields["dispute_id"],
            order_id=fields["order_id"],
            status=fields["status"],
            told=tuple(self._read_told(row, about) for row in fields["told"]),
            network=fields["network"],
            code=fields["code"],
            evidence_mix=tuple(fields["evidence_mix"]),
            win_likelihood=fields["win_likelihood"],
            amount=fields["amount"],
            currency=fields["currency"],
            arn=fields["arn"],
            case_ref=fields["case_ref"],
            stage=fields.get("stage", ""),
            drafted=fields["drafted"],
            drafted_by=fields["drafted_by"],
            letters=tuple(fields["letters"]),
            ended_at=ended if ended is None or ended.tzinfo else ended.replace(tzinfo=UTC),
            missing=tuple(fields["missing"]),
        )

    def _told(self, one: Told, about: str) -> dict[str, object]:
        return {
            "opened": self._sealer.seal(one.opened.SerializeToString(deterministic=True), about),
            "parts": [
                {"where": part.where, "text": self._sealer.seal(part.text.encode(), about), "sure": part.sure}
                for part in one.parts
            ],
            "time": one.time.astimezone(UTC).isoformat(),
            "event_id": one.event_id,
        }

    def _read_told(self, row: Mapping[str, Any], about: str) -> Told:
        opened = dispute_pb2.DisputeOpened()
        opened.ParseFromString(self._sealer.open(row["opened"], about))
        parts = tuple(
            Part(part["where"], self._sealer.open(part["text"], about).decode(), part["sure"])
            for part in row["parts"]
        )
        return Told(opened, parts, datetime.fromisoformat(row["time"]), row["event_id"])
