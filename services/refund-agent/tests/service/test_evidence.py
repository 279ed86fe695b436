# ruff: noqa: TID252 — what both folders draw and ask
"""Whole requests with drawn pictures and hostile files: what is found moves the answer as it is meant to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np
import pytest
import pytest_asyncio

from argosy.refund.v1 import refund_pb2
from argosy_contracts import Event
from argosy_documents import DocumentReader, Pdfs
from argosy_inference import TierFailed, TierUnavailable
from argosy_ledger import Sealer
from argosy_testing.drawn_goods import Product, listing
from argosy_testing.photographed import jpeg, photograph, png, spliced, with_xmp
from argosy_testing.store import MemoryStore
from argosy_testing.tier import FakeTier
from refund_agent.adapters.evidence_files import EvidenceFiles
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.listing_pictures import ListingPictures
from refund_agent.adapters.requests import RequestRecord
from refund_agent.adapters.videos import Videos
from refund_agent.verifying import Verifying, verify

from ..evidence.evidence_cases import Folder
from ..evidence.test_opening import SVG, bomb, encrypted, film, polyglot
from .asking import ASKED, delivered, deps_of, desk_of, event, order, request, tell

pytestmark = pytest.mark.asyncio(loop_scope="module")

MUG = Product("mug", "red", "flowers", "BRIXTON", 30)
OTHER = Product("bottle", "blue", "logo", "NORDVIK", 4)
TAKEN = (ASKED - timedelta(days=1)).replace(tzinfo=None)
CRACKED = photograph(MUG, 1, damage="crack")
GENUINE = jpeg(CRACKED, taken=TAKEN)
BERLIN = "Hauptstr. 5, 10115 Berlin, Germany"
Decided = refund_pb2.RefundDecided


@dataclass
class Workers:
    """The processes that decode, kept for all tests of the module."""

    pdfs: Pdfs = field(default_factory=lambda: Pdfs(deadline_s=30))
    films: Videos = field(default_factory=lambda: Videos(deadline_s=30))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    made = Workers()
    yield made
    await made.pdfs.close()
    await made.films.close()


class Shop:
    """The service on fakes, but for its eyes. Every order is of a mug whose listing shows it."""

    def __init__(self, workers: Workers) -> None:
        self.tier, self.folder, store = FakeTier(), Folder(listing=png(listing(MUG))), MemoryStore()
        documents = DocumentReader(self.tier, 5, workers.pdfs)
        files = EvidenceFiles(
            self.folder, self.folder, self.tier, 5, documents=documents, films=workers.films,  # type: ignore[arg-type]
        )  # fmt: skip
        desk = desk_of(store)
        self.deps = deps_of(desk)
        eyes = Verifying(
            files,
            FingerprintRepository(store, Sealer()),
            self.deps.listings,
            ListingPictures(files),
            desk.orders,
            seconds=600,  # a busy machine is no finding
        )
        self.deps = deps_of(desk_of(store, verifies=partial(verify, deps=eyes)))

    async def open(self) -> Shop:
        product = {"id": "p-1", "title": "Mug", "images": [{"url": "file:///blobs/listing"}]}
        product["variants"] = [{"sku": "LAMP-1"}]
        await tell(self.deps, *delivered(), event("product.created", {"product": product}, ASKED))
        return self

    async def sells(self, order_id: str, buyer: str) -> None:
        """One more order that came."""
        last = int(order_id[2:])
        at, came = ASKED - timedelta(days=12, hours=last), ASKED - timedelta(days=4, hours=last)
        scan = {"carrier": "DHL", "tracking_number": order_id, "status": "delivered", "at": came.isoformat()}
        await tell(
            self.deps,
            order(-12 - last / 24, id=order_id, buyer={"id": buyer, "address": BERLIN}),
            event("payment.authorized", {"order_id": order_id, "captured_at": at.isoformat()}, at),
            event("shipment.updated", {"order_id": order_id, **scan}, came),
        )

    async def ask(self, text: str = "damaged", *files: bytes, hours: float = 0, **more: Any) -> Answer:
        urls = more.pop("urls", [])
        for data in files:
            self.folder.files[f"file:///blobs/{len(self.folder.files)}"] = data
            urls.append(f"file:///blobs/{len(self.folder.files) - 1}")
        asked = request(text, hours, evidence=[{"kind": "IMAGE", "url": url} for url in urls], **more)
        return await self.told(asked)

    async def told(self, asked: Event[Any]) -> Answer:
        (outcome,) = await tell(self.deps, asked)
        found = await self.deps.desk.requests.get("m-1", asked.data.request_id)
        return Answer(outcome.outputs[0].data, found.document)


@dataclass
class Answer:
    """What was published, and the request as it is kept."""

    data: Any
    record: RequestRecord

    @property
    def decision(self) -> str:
        made = self.data.offer if self.data.DESCRIPTOR.name == "RefundOffered" else self.data
        return Decided.Decision.Name(made.decision)

    @property
    def amount(self) -> float:
        made = self.data.offer if self.data.DESCRIPTOR.name == "RefundOffered" else self.data
        return float(made.refund.amount or 0)

    @property
    def checks(self) -> dict[str, str]:
        return {one.check: one.result for one in self.record.checks}

    @property
    def review(self) -> str:
        return " | ".join(self.data.review_reasons)


@pytest_asyncio.fixture(loop_scope="module")
async def shop(workers: Workers) -> Shop:
    return await Shop(workers).open()


async def without(workers: Workers, text: str = "damaged") -> Answer:
    """The answer to the same request without evidence."""
    return await (await Shop(workers).open()).ask(text)


async def test_a_picture_of_damage_gives_no_less_and_calls_nobody(shop: Shop, workers: Workers) -> None:
    bare, shown = await without(workers), await shop.ask("damaged", GENUINE)
    assert shown.checks["damage_visible"] == shown.checks["product_shown"] == "passed"
    assert (shown.data.DESCRIPTOR.name, shown.data.needs_review) == ("RefundOffered", False)
    assert shown.amount >= bare.amount
    again = await shop.told(request("damaged", evidence=[{"kind": "IMAGE", "url": "file:///blobs/1"}]))
    assert again.data == shown.data
    assert len(shop.tier.called("read_image_text")) == 1


async def test_another_buyers_picture_brings_a_person_and_no_refusal(shop: Shop) -> None:
    await shop.ask("damaged", GENUINE)
    await shop.sells("A-2", "u-88")
    sent_again = jpeg(CRACKED, 60)
    found = await shop.ask("damaged", sent_again, hours=2, request_id="rr-2", order_id="A-2")
    assert (found.checks["not_reused"], found.decision) == ("failed", "ESCALATE")
    assert "not_reused: a picture like it is in an earlier request" in found.review


async def test_a_buyers_own_picture_again_changes_nothing(shop: Shop) -> None:
    first = await shop.ask("damaged", GENUINE)
    await shop.sells("A-2", "u-77")
    again = await shop.ask("damaged", GENUINE, hours=2, request_id="rr-2", order_id="A-2")
    assert again.checks["not_reused"] == "cannot_tell"
    assert (again.decision, again.amount, again.review) == (first.decision, first.amount, "")
    third = await shop.ask("damaged", GENUINE, hours=3, request_id="rr-3")
    assert third.record.checks is not None
    assert "failed" not in third.checks.values()


async def test_another_thing_in_the_picture_is_a_doubt_or_what_the_buyer_says(
    shop: Shop, workers: Workers
) -> None:
    other = jpeg(photograph(OTHER, 2), taken=TAKEN)
    doubted = await shop.ask("damaged", other)
    assert (doubted.checks["product_shown"], doubted.data.needs_review) == ("failed", True)
    assert "product_shown" in doubted.review
    assert doubted.amount == (await without(workers)).amount
    bare = await without(workers, "wrong_item")
    shop = await Shop(workers).open()
    shown = await shop.ask("wrong_item", other)
    assert (shown.checks["product_shown"], shown.data.needs_review) == ("failed", False)
    assert shown.amount >= bare.amount


@pytest.mark.parametrize(
    "picture",
    [photograph(MUG, 1, damage="crack", blur=12), photograph(MUG, 1, light=0.05), CRACKED[:100, :100]],
    ids=["blurred", "dark", "tiny"],
)
async def test_what_cannot_be_read_is_as_if_it_were_not_there(
    shop: Shop, workers: Workers, picture: np.ndarray
) -> None:
    bare, found = await without(workers), await shop.ask("damaged", jpeg(picture))
    assert found.checks["readable"] == "failed"
    assert (found.decision, found.amount, found.data.needs_review) == (bare.decision, bare.amount, False)


async def test_a_generators_mark_on_a_picture_that_shows_damage_brings_a_person(shop: Shop) -> None:
    found = await shop.ask("damaged", with_xmp(GENUINE, "trainedAlgorithmicMedia"))
    assert (found.checks["not_edited"], found.checks["damage_visible"]) == ("failed", "passed")
    assert found.decision == "ESCALATE"
    assert "the evidence conflicts" in found.review
    assert "generative model" in found.review


async def test_a_generators_mark_alone_refuses_nothing(shop: Shop, workers: Workers) -> None:
    bare = await without(workers)
    whole = png(photograph(MUG, 1), parameters="a cracked mug\nSteps: 20, Sampler: Euler")
    found = await shop.ask("damaged", whole)
    assert (found.decision, found.amount) == (bare.decision, bare.amount)
    assert found.data.needs_review
    assert "not_edited" in found.review


async def test_an_edited_pictures_marks_change_nothing(shop: Shop) -> None:
    made = jpeg(spliced(photograph(MUG, 1), CRACKED), 90, software="Adobe Photoshop 26.0")
    found = await shop.ask("damaged", made)
    assert found.checks["not_edited"] == "cannot_tell"
    assert (found.data.DESCRIPTOR.name, found.data.needs_review) == ("RefundOffered", False)


def macros() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/vbaProject.bin", "AutoOpen")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "result", "why"),
    [
        (bomb(), "failed", "pixels"), (SVG, "failed", "not read"), (b"", "failed", "empty"),
        (macros(), "failed", "not read"), (encrypted(), "failed", "encrypted"),
        (film(2, (4096, 2304)), "failed", "4K"), (b"\0" * (37 * 1024 * 1024), "failed", "large"),
        (b"%PDF-1.7 rubbish", "failed", "broken"), (GENUINE[:4000], "failed", "decoded"),
    ],
    ids=["bomb", "svg", "empty", "macros", "encrypted", "huge video", "large", "broken", "cut off"],
)  # fmt: skip
async def test_hostile_files_cost_themselves_and_the_answer_comes(
    shop: Shop, workers: Workers, data: bytes, result: str, why: str
) -> None:
    bare, found = await without(workers), await shop.ask("damaged", data)
    (check,) = found.record.checks
    assert (check.check, check.result) == ("readable", result)
    assert why in check.finding
    assert (found.decision, found.amount) == (bare.decision, bare.amount)


async def test_a_polyglot_is_looked_at_as_the_picture_that_it_is(shop: Shop) -> None:
    assert (await shop.ask("damaged", polyglot())).checks["readable"] == "passed"


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest/meta-data", "http://127.0.0.1:27017/", "file:///etc/passwd",
     "javascript:1", "file:///blobs/../../etc/passwd", "https://x.example/" + "a" * 9000],
)  # fmt: skip
async def test_an_address_that_may_not_be_fetched_tells_nothing(
    shop: Shop, workers: Workers, url: str
) -> None:
    bare, found = await without(workers), await shop.ask("damaged", urls=[url])
    assert found.checks == {"readable": "cannot_tell"}
    assert (found.decision, found.amount) == (bare.decision, bare.amount)


async def test_ten_thousand_addresses_are_eight_and_a_word(shop: Shop, workers: Workers) -> None:
    bare = await without(workers)
    found = await shop.ask("damaged", urls=[f"file:///blobs/none-{at}" for at in range(10_000)])
    assert len(found.record.checks) == 9
    assert "9992 more came" in found.record.checks[-1].finding
    assert (found.decision, found.amount) == (bare.decision, bare.amount)


async def test_a_tier_that_is_gone_is_tried_again_and_one_that_cannot_read_is_not(
    shop: Shop,
) -> None:
    shop.tier.fail("read_image_text", TierUnavailable("image_text_reader", "gone"))
    with pytest.raises(TierUnavailable):
        await shop.ask("damaged", GENUINE)
    assert await shop.deps.desk.requests.get("m-1", "rr-1") is None
    shop.tier.fail("read_image_text", TierFailed("image_text_reader", "no"))
    found = await shop.told(request("damaged", evidence=[{"kind": "IMAGE", "url": "file:///blobs/1"}]))
    assert found.checks["damage_visible"] == "passed"


async def test_records_alone_do_not_make_a_person_decide_what_the_rules_do(shop: Shop) -> None:
    """Cancelled after it was sent: a matter of the rules, and no evidence against the buyer."""
    found = await shop.ask("cancelled")
    assert found.checks == {"delivery": "failed"}
    assert (found.data.DESCRIPTOR.name, found.review) == ("RefundOffered", "")
