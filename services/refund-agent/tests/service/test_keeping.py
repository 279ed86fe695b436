from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from argosy_ledger import OrderLedger, Sealer
from argosy_store import BlobStore
from argosy_testing.store import MemoryStore
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.outcomes import OutcomeRepository
from refund_agent.adapters.requests import RequestRepository
from refund_agent.domain.costs.learning import Outcome
from refund_agent.forgetting import forget_requests
from refund_agent.learning import Experience
from refund_agent.retention import Retention

from .asking import ASKED, Clock, delivered, deps_of, desk_of, event, order, reply, request, scan, tell
from .test_handlers import decided, decision, kept, offered


def drawn() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 10, 10)).save(content, "PNG")
    return content.getvalue()


PNG = drawn()


@pytest.fixture
def blobs(tmp_path) -> BlobStore:
    return BlobStore((tmp_path / "blobs").as_uri())


async def test_a_forgotten_buyer_is_in_no_request_and_a_person_ends_what_is_open(blobs) -> None:
    deps = deps_of(desk_of())
    await tell(deps, *delivered())
    picture = await blobs.put("m-1", PNG, "image/png")
    evidence = [{"kind": "IMAGE", "url": picture.url}, {"kind": "IMAGE", "url": "https://x.example/1.png"}]
    offered((await tell(deps, request("damaged says Marta", evidence=evidence)))[0])
    mine = await deps.desk.orders.of_buyer("m-1", "u-77", "")
    prints = FingerprintRepository(deps.desk.requests._store, Sealer())
    arguments = ("m-1", mine, deps.desk.requests, prints, blobs)
    planned = await forget_requests(*arguments, dry_run=True)
    assert (planned.requests, planned.files, planned.still_open) == (("rr-1",), 2, ("rr-1",))
    assert await blobs.exists("m-1", picture.url)
    assert await forget_requests(*arguments, dry_run=False) == planned
    assert not await blobs.exists("m-1", picture.url)
    record = await kept(deps)
    assert "Marta" not in str(record.requested)
    assert record.files == ()
    assert record.state.phase == "open"
    end = decided((await tell(deps, reply("accepts", 5, accepts=True)))[0])
    assert decision(end) == "ESCALATE"


async def test_requests_are_deleted_with_their_files_when_nothing_happened_for_long(blobs) -> None:
    store, clock = MemoryStore(), Clock()
    requests = RequestRepository(store, Sealer(), clock=clock)
    orders = OrderLedger(store, Sealer(), clock=clock)
    deps = deps_of(desk_of(store, clock=clock, requests=requests))
    picture = await blobs.put("m-1", PNG, "image/png")
    await tell(deps, *delivered())
    await tell(deps, request("damaged", evidence=[{"kind": "IMAGE", "url": picture.url}]))
    clock.now = ASKED + timedelta(days=20)
    await tell(deps, request("damaged", 1, "rr-2"))
    prints = FingerprintRepository(store, Sealer(), clock=clock)
    retention = Retention(orders, requests, prints, blobs, timedelta(days=30))
    clock.now = ASKED + timedelta(days=40)
    assert (await retention.sweep())[1] == 1
    assert await requests.get("m-1", "rr-1") is None
    assert await requests.get("m-1", "rr-2") is not None
    assert not await blobs.exists("m-1", picture.url)


async def test_how_requests_end_moves_the_next_offers_of_that_merchant_alone() -> None:
    desk = desk_of()
    now = [0.0]
    desk = replace(
        desk, experience=Experience(OutcomeRepository(desk.requests._store), seconds=lambda: now[0])
    )
    deps = deps_of(desk)
    await tell(deps, *delivered())
    first = offered((await tell(deps, request("damaged")))[0])
    before = await desk.experience.params("m-1")
    taken = Outcome("damaged", "none", agreed=0.05)
    for number in range(60):
        await desk.experience.outcomes.keep("m-1", f"past-{number}", taken)
        await desk.experience.outcomes.keep("m-1", "past-0", taken)
    assert await desk.experience.params("m-1") is before
    now[0] = 3601.0
    assert len(await desk.experience.outcomes.all_of("m-1")) == 60
    scans = (scan("picked up", -11, order_id="A-2"), scan("delivered", -4, order_id="A-2"))
    await tell(deps, order(id="A-2"), *scans)
    second = offered((await tell(deps, request("damaged", 1, "rr-2", order_id="A-2")))[-1])
    assert float(second.offer.refund.amount) < float(first.offer.refund.amount)
    assert (await desk.experience.params("m-2")).beliefs == before.beliefs


async def test_a_decision_is_remembered_once_and_names_no_buyer() -> None:
    deps = deps_of(desk_of())
    await tell(deps, *delivered())
    events = (request("damaged"), reply("refuses", 2), reply("accepts", 5, accepts=True))
    await tell(deps, *events, *events)
    (outcome,) = await deps.desk.experience.outcomes.all_of("m-1")
    assert outcome.reason == "damaged"
    assert outcome.agreed > outcome.refused


async def test_what_listings_show_is_kept_as_products_come_and_change() -> None:
    deps = deps_of(desk_of())

    def told(type_: str, days: int, title: str):
        product = {"id": "p-1", "title": title, "images": [{"url": "https://shop.example/1.jpg"}]}
        return event(type_, {"product": product}, ASKED + timedelta(days=days))

    await tell(deps, told("product.updated", 2, "Lamp, tall"), told("product.created", 1, "Lamp"))
    found = await deps.listings.of("m-1", "p-1", "")
    assert (found.title, found.pictures) == ("Lamp, tall", ("https://shop.example/1.jpg",))
