"""How a merchant's cases of one reason code ended, by the evidence they showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from argosy_store import DocumentRepository, document_id
from chargeback_agent.domain.case.outcomes import Mix, Outcomes, counted

MAX_ENDED = 5_000
"""Cases of one code that are remembered; more add nothing to the count's precision."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Ended cases of one code: the evidence shown, and whether it was won, by dispute."""

    network: str
    code: str
    ended: Mapping[str, tuple[Mix, bool]] = field(default_factory=dict)


class TallyRepository(DocumentRepository[Tally]):
    """Tallies by network and code, of one merchant alone."""

    collection: ClassVar[str] = "chargeback_tallies"

    async def keep(
        self, merchant: str, network: str, code: str, dispute: str, mix: Mix, *, won: bool
    ) -> None:
        """Count a case; told again it counts once, told otherwise it counts as told last."""

        def counted_too(known: Tally | None) -> Tally:
            ended = dict(known.ended) if known else {}
            ended.pop(dispute, None)
            ended[dispute] = (mix, won)
            newest = list(ended.items())[-MAX_ENDED:]
            return Tally(network, code, dict(newest))

        await self.change(merchant, document_id(network, code), counted_too)

    async def outcomes(self, merchant: str, network: str, code: str) -> Outcomes:
        """How this merchant's cases of the code ended."""
        found = await self.get(merchant, document_id(network, code))
        ended = found.document.ended.values() if found else ()
        return counted((network, code, mix, won) for mix, won in ended)

    def encode(self, document: Tally) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        rows = [
            {"dispute": dispute, "mix": list(mix), "won": won}
            for dispute, (mix, won) in document.ended.items()
        ]
        return {"network": document.network, "code": document.code, "ended": rows}

    def decode(self, fields: Mapping[str, Any]) -> Tally:
        """What `encode` wrote."""
        ended = {row["dispute"]: (tuple(row["mix"]), row["won"]) for row in fields["ended"]}
        return Tally(fields["network"], fields["code"], ended)
