"""What a request rests on, from what is kept: order, policy, words, evidence, in this order and no other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from argosy_eventing import Event
from argosy_eventing.threads import in_thread
from argosy_ledger import OrderFacts, OrderLedger, PolicyLedger, utc
from refund_agent.adapters.requests import RequestRecord, RequestRepository
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, Wish
from refund_agent.domain.matters import Ground, Matter, matter_of
from refund_agent.domain.negotiation.state import Meaning
from refund_agent.domain.options import Offer
from refund_agent.domain.rights.market import market_of
from refund_agent.learning import Experience
from refund_agent.past_requests import beside
from refund_agent.settings import RefundSettings

_LOOK_AGAIN_S: Final = 0.1
_WISHES: Final[dict[int, Wish]] = {
    refund_pb2.RefundRequested.REFUND: "refund",
    refund_pb2.RefundRequested.RETURN: "return",
    refund_pb2.RefundRequested.EXCHANGE: "exchange",
}


class Heard(Protocol):
    """A buyer's answer as read."""

    @property
    def language(self) -> str: ...
    @property
    def meaning(self) -> Meaning: ...
    @property
    def counter(self) -> Money | None: ...
    @property
    def counter_share(self) -> float | None: ...
    @property
    def wants_person(self) -> bool: ...
    @property
    def sends_back(self) -> bool: ...
    @property
    def doubts(self) -> tuple[str, ...]: ...


Reads = Callable[[str, str, Sequence[fact_pb2.OrderLine], Wish | None, Sequence[str], str], Complaint]
"""Text, its language's tag, lines, what was chosen in a form, further words, the order's currency."""
Hears = Callable[[refund_pb2.RefundReplied, Offer | None, str], Heard]
"""The reply, the offer that it answers, the language of the conversation."""
Verifies = Callable[[Event[refund_pb2.RefundRequested], OrderFacts, Complaint], Awaitable[tuple[Check, ...]]]
"""The request as it came, the order's facts, the complaint. Raises what means a busy tier or store."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request judged, and the checks of its evidence; no matter as long as the order is not on record."""

    matter: Matter | None
    checks: tuple[Check, ...] | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where requests are judged: the ledger, the requests, the readers and the figures."""

    orders: OrderLedger
    policies: PolicyLedger
    requests: RequestRepository
    reads: Reads
    hears: Hears
    verifies: Verifies
    experience: Experience
    settings: RefundSettings
    clock: Callable[[], datetime]

    async def seen(
        self, record: RequestRecord, at: datetime, checks: tuple[Check, ...] | None, wait_s: float = 0.0
    ) -> Seen:
        """The request judged as the facts stand now, asked at ``at``; waits for its order up to ``wait_s``.

        ``checks``: of its evidence, if it was looked at before. Raises CannotTellPaid.
        """
        requested = record.requested
        if requested is None or not requested.order_id:
            return Seen(None, checks)
        facts = await self._facts(record.merchant_id, requested.order_id, wait_s)
        if facts.order is None:
            return Seen(None, checks)
        complaint = await in_thread(self._read, requested, facts.order.data)
        market, policy, doubts = await self._market(record, facts, complaint.language)
        others, params, found = await asyncio.gather(
            self.requests.about(record.merchant_id, requested.order_id),
            self.experience.params(record.merchant_id),
            self._checks(record, requested, at, facts, complaint, checks),
        )
        others = [one for one in others if one.request_id != record.request_id]
        earlier = [given for one in others for given in one.given]
        ground = Ground(
            requested, facts, complaint, found, tuple(earlier), market, doubts, record.platform, policy, at,
            self.clock(), self.settings.refund_country, params,
            tuple(given for one in others if one.returning for given in one.given),
            () if record.state.rounds else tuple(beside(one, facts) for one in others),
        )  # fmt: skip
        return Seen(await in_thread(matter_of, ground), found)

    def _read(self, requested: refund_pb2.RefundRequested, order: fact_pb2.Order) -> Complaint:
        texts = [one.text for one in requested.evidence if one.kind == refund_pb2.RefundEvidence.TEXT]
        currency = order.total.currency or next((line.price.currency for line in order.lines), "")
        wish = _WISHES.get(requested.wants)
        return self.reads(requested.reason_text, requested.language, order.lines, wish, texts, currency)

    async def _checks(
        self,
        record: RequestRecord,
        requested: refund_pb2.RefundRequested,
        at: datetime,
        facts: OrderFacts,
        complaint: Complaint,
        before: tuple[Check, ...] | None,
    ) -> tuple[Check, ...]:
        if before is not None:
            return before
        event = Event.new(
            "refund.requested",
            requested,
            merchant_id=record.merchant_id,
            platform=record.platform,
            source="argosy/refund-agent",
            id_=record.request_id,
            time=at,
        )
        return await self.verifies(event, facts, complaint)

    async def _market(
        self, record: RequestRecord, facts: OrderFacts, language: str
    ) -> tuple[str, fact_pb2.PolicyUpdated | None, tuple[str, ...]]:
        """The market whose law counts, the policy in force there when it was ordered, and doubts."""
        merchant = record.merchant_id
        market, doubts = market_of(facts, "", "")
        if not market:
            kept = [one.document for one in await self.policies.find(merchant, limit=200)]
            named = {one.market for one in kept if one.kind == "REFUND" and one.market}
            market, doubts = market_of(facts, named.pop() if len(named) == 1 else "", language)
        placed = facts.order
        if placed is None:
            return market, None, doubts
        moment = utc(placed.data.placed_at) if placed.data.HasField("placed_at") else placed.time
        return market, await self.policies.on(merchant, "REFUND", market, moment), doubts

    async def _facts(self, merchant: str, order_id: str, wait_s: float) -> OrderFacts:
        until = asyncio.get_running_loop().time() + wait_s
        pause = _LOOK_AGAIN_S
        while True:
            facts = await self.orders.of(merchant, order_id)
            left = until - asyncio.get_running_loop().time()
            if left <= 0 or facts.order is not None:
                return facts
            await asyncio.sleep(min(pause, left))
            pause *= 1.6
