"""How a merchant's requests of one reason ended, for the figures to learn from. They name no buyer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from argosy_store import DocumentRepository
from refund_agent.domain.costs.learning import Outcome

MAX_ENDED = 2_000
"""Requests of one reason that are remembered; more add little to what they say together."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Outcomes by request, oldest first."""

    reason: str
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


class OutcomeRepository(DocumentRepository[Ended]):
    """Outcomes by reason, of one merchant alone."""

    collection: ClassVar[str] = "refund_outcomes"

    async def keep(self, merchant_id: str, request_id: str, outcome: Outcome) -> None:
        """Count a request's end; told again it counts once."""

        def counted_too(known: Ended | None) -> Ended:
            ended = dict(known.outcomes) if known else {}
            ended[request_id] = outcome
            return Ended(outcome.reason, dict(list(ended.items())[-MAX_ENDED:]))

        await self.change(merchant_id, outcome.reason, counted_too)

    async def all_of(self, merchant_id: str) -> list[Outcome]:
        """Every outcome that is remembered of a merchant."""
        found = await self.find(merchant_id, limit=50)
        return [outcome for one in found for outcome in one.document.outcomes.values()]

    def encode(self, document: Ended) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        rows = [{"request": name, **asdict(outcome)} for name, outcome in document.outcomes.items()]
        return {"reason": document.reason, "ended": rows}

    def decode(self, fields: Mapping[str, Any]) -> Ended:
        """What `encode` wrote."""
        rows = [dict(row) for row in fields["ended"]]
        return Ended(fields["reason"], {row.pop("request"): Outcome(**row) for row in rows})
