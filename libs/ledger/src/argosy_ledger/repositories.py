"""The ledger in the document store. Services share it: what one has written, the others find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, TypeVar

from google.protobuf.message import Message

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_ledger.facts import Conversation, Fact, OrderFacts, PolicyHistory, Said
from argosy_ledger.sealing import Sealer
from argosy_store import DocumentRepository, Index, Store, document_id

M = TypeVar("M", bound=Message)
_KINDS: Final = tuple(name for name, number in fact_pb2.PolicyUpdated.Kind.items() if number)
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document of a merchant's ledger: what is known, and whose it is."""

    merchant_id: str
    known: OrderFacts


class OrderLedger(DocumentRepository[Kept]):
    """Orders by their id, found again by buyer and by card."""

    collection: ClassVar[str] = "ledger_orders"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index(("buyer",)),
        Index(("email",)),
        Index(("card",)),
        Index(("arn",)),
    )

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    async def of(self, merchant_id: str, order_id: str) -> OrderFacts:
        """What is known of an order; nothing but its id where nothing is."""
        found = await self.get(merchant_id, order_id)
        return found.document.known if found else OrderFacts(order_id)

    async def learn(
        self, merchant_id: str, order_id: str, how: Callable[[OrderFacts], OrderFacts]
    ) -> OrderFacts:
        """Merge something into an order's facts; returns what is known now."""

        def merged(kept: Kept | None) -> Kept:
            return Kept(merchant_id, how(kept.known if kept else OrderFacts(order_id)))

        return (await self.change(merchant_id, order_id, merged)).document.known

    async def of_buyer(
        self, merchant_id: str, buyer_id: str, email: str, limit: int = 100
    ) -> list[OrderFacts]:
        """Orders of one buyer, by account or by e-mail address, each once."""
        found: dict[str, OrderFacts] = {}
        for name, value in (("buyer", buyer_id), ("email", email)):
            if handle := self._sealer.handle(merchant_id, name, value):
                for one in await self.find(merchant_id, {name: handle}, newest_first=True, limit=limit):
                    found[one.key] = one.document.known
        return list(found.values())

    async def of_card(
        self, merchant_id: str, card: fact_pb2.PaymentAuthorized.Card, limit: int = 100
    ) -> list[OrderFacts]:
        """Orders paid with a card of that network, last four digits and country."""
        handle = self._card(merchant_id, card)
        found = (
            await self.find(merchant_id, {"card": handle}, newest_first=True, limit=limit) if handle else ()
        )
        return [one.document.known for one in found]

    async def of_arn(self, merchant_id: str, arn: str) -> list[OrderFacts]:
        """Orders whose payment has that acquirer reference number: one, if the acquirer is right."""
        found = await self.find(merchant_id, {"arn": arn}, newest_first=True, limit=5) if arn else ()
        return [one.document.known for one in found]

    def encode(self, document: Kept) -> Mapping[str, object]:
        """Fields as MongoDB keeps them; messages sealed."""
        merchant, known = document.merchant_id, document.known
        buyer = known.order.data.buyer if known.order else fact_pb2.Order.Buyer()
        about = document_id(merchant, known.order_id)
        return {
            "merchant_id": merchant,
            "order_id": known.order_id,
            "buyer": self._sealer.handle(merchant, "buyer", buyer.id),
            "email": self._sealer.handle(merchant, "email", buyer.email),
            "card": self._card(merchant, known.payment.data.card) if known.payment else "",
            "arn": known.payment.data.arn if known.payment else "",
            "order": _written(known.order, self._sealer, about),
            "payment": _written(known.payment, self._sealer, about),
            "shipments": [_written(one, self._sealer, about) for one in known.shipments],
            "refunds": [_written(one, self._sealer, about) for one in known.refunds],
        }

    def decode(self, fields: Fields) -> Kept:
        """What `encode` wrote."""
        about = document_id(fields["merchant_id"], fields["order_id"])

        def read(row: Fields, kind: type[M]) -> Fact[M]:
            return _read(row, kind, self._sealer, about)

        known = OrderFacts(
            fields["order_id"],
            read(fields["order"], fact_pb2.Order) if fields["order"] else None,
            read(fields["payment"], fact_pb2.PaymentAuthorized) if fields["payment"] else None,
            tuple(read(row, fact_pb2.ShipmentUpdated) for row in fields["shipments"]),
            tuple(read(row, refund_pb2.RefundDecided) for row in fields["refunds"]),
        )
        return Kept(fields["merchant_id"], known)

    def _card(self, merchant_id: str, card: fact_pb2.PaymentAuthorized.Card) -> str:
        if not card.last4:
            return ""
        value = f"{card.network}/{card.last4}/{card.bin_country}"
        return self._sealer.handle(merchant_id, "card", value)


class ConversationLedger(DocumentRepository[Conversation]):
    """Conversations by their id, found again by order."""

    collection: ClassVar[str] = "ledger_conversations"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("order_id",)),)

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    async def learn(
        self, merchant_id: str, conversation_id: str, how: Callable[[Conversation], Conversation]
    ) -> Conversation:
        """Merge a message into a conversation; returns all of it."""
        kept = await self.change(
            merchant_id, conversation_id, lambda known: how(known or Conversation(conversation_id))
        )
        return kept.document

    async def of_order(self, merchant_id: str, order_id: str) -> Sequence[Conversation]:
        """What was written about an order: of many conversations the hundred that were last written in."""
        found = await self.find(merchant_id, {"order_id": order_id}, newest_first=True) if order_id else ()
        # When a conversation was last written in says nothing of the case: their order must not change it.
        return sorted((one.document for one in found), key=lambda one: one.conversation_id)

    def encode(self, document: Conversation) -> Mapping[str, object]:
        """Fields as MongoDB keeps them; texts sealed."""
        return {
            "conversation_id": document.conversation_id,
            "order_id": document.order_id,
            "product_id": document.product_id,
            "said": [
                {
                    "message_id": one.message_id,
                    "side": one.side,
                    "text": self._sealer.seal(one.text.encode(), document.conversation_id),
                    "language": one.language,
                    "time": one.time,
                }
                for one in document.said
            ],
        }

    def decode(self, fields: Fields) -> Conversation:
        """What `encode` wrote."""
        about = fields["conversation_id"]
        said = (
            Said(
                row["message_id"],
                row["side"],
                self._sealer.open(row["text"], about).decode(),
                row["language"],
                _aware(row["time"]),
            )
            for row in fields["said"]
        )
        return Conversation(about, fields["order_id"], fields["product_id"], tuple(said))


class PolicyLedger(DocumentRepository[PolicyHistory]):
    """A shop's policies by kind and market. They are public words and are not sealed."""

    collection: ClassVar[str] = "ledger_policies"

    async def learn(
        self, merchant_id: str, kind: str, market: str, how: Callable[[PolicyHistory], PolicyHistory]
    ) -> PolicyHistory:
        """Merge a version into a policy's history."""
        key = document_id(kind, market or "*")
        kept = await self.change(merchant_id, key, lambda known: how(known or PolicyHistory(kind, market)))
        return kept.document

    async def of_markets(self, merchant_id: str, *markets: str) -> list[PolicyHistory]:
        """A merchant's policies of every kind in these markets, each once; "" is every market's own.

        By their keys: a merchant may have hundreds of markets, each with a hundred long versions.
        """
        keys = [document_id(kind, market or "*") for market in dict.fromkeys(markets) for kind in _KINDS]
        return [one.document for one in await self.get_all(merchant_id, keys)]

    async def on(
        self, merchant_id: str, kind: str, market: str, moment: datetime
    ) -> fact_pb2.PolicyUpdated | None:
        """The policy in force in a market at a moment: the market's own, else that of all markets."""
        for place in dict.fromkeys((market, "")):
            found = await self.get(merchant_id, document_id(kind, place or "*"))
            if found and (policy := found.document.on(moment)):
                return policy
        return None

    def encode(self, document: PolicyHistory) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        versions = [_written(one, Sealer(), "") for one in document.versions]
        return {"kind": document.kind, "market": document.market, "versions": versions}

    def decode(self, fields: Fields) -> PolicyHistory:
        """What `encode` wrote."""
        versions = (_read(row, fact_pb2.PolicyUpdated, Sealer(), "") for row in fields["versions"])
        return PolicyHistory(fields["kind"], fields["market"], tuple(versions))


def _written(fact: Fact[M] | None, sealer: Sealer, about: str) -> dict[str, object]:
    if fact is None:
        return {}
    content = sealer.seal(fact.data.SerializeToString(deterministic=True), about)
    # Microseconds tell which of two facts is newer, and BSON would cut them off.
    return {"time": fact.time.astimezone(UTC).isoformat(), "event_id": fact.event_id, "data": content}


def _read(row: Fields, kind: type[M], sealer: Sealer, about: str) -> Fact[M]:
    message = kind()
    message.ParseFromString(sealer.open(row["data"], about))
    return Fact(message, datetime.fromisoformat(row["time"]), row["event_id"])


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
