"""An order, its parcel, a buyer's request, and a folder of files to send with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy.refund.v1 import refund_pb2
from argosy_contracts import Event
from argosy_ledger import Fact, OrderFacts
from argosy_pictures.looks import Line, Look
from argosy_store import BlobMissing, UnsafeAddress
from refund_agent.domain.complaint import Complaint, ReadReason
from refund_agent.domain.evidence.files import EvidenceFile

PLACED = datetime(2026, 10, 2, 9, tzinfo=UTC)
DELIVERED = datetime(2026, 10, 14, 15, tzinfo=UTC)
ASKED = datetime(2026, 10, 16, 12, tzinfo=UTC)


def stamp(moment: datetime) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(moment)
    return made


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def scan(status: str, at: datetime, location: str = "28013 Madrid", **proof: str) -> Fact[Any]:
    data = fact_pb2.ShipmentUpdated(
        order_id="A-10024", carrier="DHL", tracking_number="JD0146000034", status=status, at=stamp(at),
        location=location, proof=fact_pb2.ShipmentUpdated.Proof(**proof),
    )  # fmt: skip
    return Fact(data, at, f"scan-{at.isoformat()}")


def facts(*scans: Fact[Any], order_id: str = "A-10024", title: str = "Mug, red", **order: Any) -> OrderFacts:
    usual = {
        "id": order_id,
        "buyer": {"id": "u-7", "name": "Marta Álvarez", "address": "Calle de Alcalá 12, 28013 Madrid, Spain"},
        "lines": [
            {"sku": "MUG-1", "product_id": "p-1", "title": title, "quantity": 1, "price": money("24.90")}
        ],
        "total": money("29.85"), "shipping": money("4.95"), "placed_at": stamp(PLACED),
    }  # fmt: skip
    return OrderFacts(
        order_id, Fact(fact_pb2.Order(**(usual | order)), PLACED, "order"), shipments=tuple(scans)
    )


def on_its_way() -> Fact[Any]:
    return scan("in transit", PLACED + timedelta(days=5), "Leipzig")


def arrived(**proof: str) -> Fact[Any]:
    return scan("delivered", DELIVERED, **proof)


def complaint(*reasons: str, **more: Any) -> Complaint:
    return Complaint("en", tuple(ReadReason(one, 0.9, (one,)) for one in reasons), **more)  # type: ignore[arg-type]


def request(
    *urls: str, text: str = "", at: datetime = ASKED, order_id: str = "A-10024", **who: str
) -> Event[Any]:
    evidence = [refund_pb2.RefundEvidence(url=url) for url in urls]
    if text:
        evidence.append(refund_pb2.RefundEvidence(kind=refund_pb2.RefundEvidence.TEXT, text=text))
    data = refund_pb2.RefundRequested(request_id=f"r-{order_id}", order_id=order_id, evidence=evidence)
    who = {"merchant_id": "m-1", "platform": "demo", **who}
    return Event.new("refund.requested", data, source="test", time=at, **who)


def product(*pictures: str, **more: Any) -> product_pb2.Product:
    images = [product_pb2.ProductImage(url=url, role=product_pb2.ProductImage.MAIN) for url in pictures]
    return product_pb2.Product(id="p-1", title="Mug", images=images, **more)


def written(text: str, kind: str = "document", sure: float = 1.0) -> EvidenceFile:
    return EvidenceFile("paper", kind, text=text, sure=sure)  # type: ignore[arg-type]


def shown(pixels: Any, *lines: Line) -> EvidenceFile:
    look = Look(pixels, (pixels.shape[1], pixels.shape[0]), lines)
    return EvidenceFile("picture", "picture", (look,), "\n".join(one.text for one in lines), 0.9)


def line(text: str, left: float, top: float, right: float, bottom: float) -> Line:
    return Line(text, ((left, top), (right, top), (right, bottom), (left, bottom)), 0.95)


class Folder:
    """Blobs by address; all else is outside and refused."""

    def __init__(self, **files: bytes) -> None:
        self.files = {f"file:///blobs/{name}": data for name, data in files.items()}

    def owns(self, url: str) -> bool:
        return url.startswith("file:///blobs/")

    async def get(self, merchant_id: str, url: str, *, max_bytes: int | None = None) -> bytes:
        if url not in self.files:
            raise BlobMissing("not there")
        return self.files[url]

    async def fetch(self, url: str, **_: Any) -> Any:
        raise UnsafeAddress("not on the allow-list")
