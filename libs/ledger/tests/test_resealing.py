"""After a change of keys everything can be sealed with the new one, and nothing lives longer for it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from argosy.fact.v1 import fact_pb2
from argosy_ledger import Fact, OrderFacts, OrderLedger, Sealer, documents_by_key, reseal
from argosy_store import StoreFailed
from argosy_testing.store import MemoryStore

OLD, NEW, LOOKUP = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
BEFORE = Sealer.from_text(f"old:{OLD}", LOOKUP)
BETWEEN = Sealer.from_text(f"new:{NEW},old:{OLD}", LOOKUP)
AFTER = Sealer.from_text(f"new:{NEW}", LOOKUP)
THEN = datetime(2026, 8, 1, tzinfo=UTC)


async def _learn(store: MemoryStore, sealer: Sealer, order_id: str) -> None:
    order = Fact(fact_pb2.Order(id=order_id, buyer={"name": "Marta"}), THEN, f"e-{order_id}")
    ledger = OrderLedger(store, sealer, clock=lambda: THEN)
    await ledger.learn("m-1", order_id, lambda _: OrderFacts(order_id, order))


async def test_what_old_keys_sealed_is_sealed_with_the_first_and_then_opens_without_them() -> None:
    store = MemoryStore()
    await _learn(store, Sealer(), "o-1")
    await _learn(store, BEFORE, "o-2")
    await _learn(store, BETWEEN, "o-3")
    counted = await documents_by_key(OrderLedger(store, BETWEEN))
    assert dict(counted.by_key) == {"": 1, "old": 1, "new": 1}

    done = await reseal(OrderLedger(store, BETWEEN), BETWEEN)
    assert (done.resealed, dict(done.by_key)) == (2, {"": 1, "old": 1, "new": 1})

    after = OrderLedger(store, AFTER)
    assert dict((await documents_by_key(after)).by_key) == {"new": 3}
    for order_id in ("o-1", "o-2", "o-3"):
        facts = await after.of("m-1", order_id)
        assert facts.order is not None
        assert facts.order.data.buyer.name == "Marta"
    assert (await reseal(after, AFTER)).resealed == 0


async def test_a_document_expires_when_it_would_have() -> None:
    store = MemoryStore()
    await _learn(store, BEFORE, "o-1")
    later = OrderLedger(store, BETWEEN, clock=lambda: THEN + timedelta(days=10))
    assert (await reseal(later, BETWEEN)).resealed == 1
    kept = await later.get("m-1", "o-1")
    assert kept is not None
    assert (kept.updated_at, kept.version) == (THEN, 2)
    assert await later.expire(timedelta(days=9)) == 1


async def test_a_key_that_was_taken_away_too_soon_is_said_and_nothing_is_changed() -> None:
    store = MemoryStore()
    await _learn(store, BEFORE, "o-1")
    with pytest.raises(StoreFailed):
        await reseal(OrderLedger(store, AFTER), AFTER)
    assert (await OrderLedger(store, BETWEEN).of("m-1", "o-1")).order is not None
