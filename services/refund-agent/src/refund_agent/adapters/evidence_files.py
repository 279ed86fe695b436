"""Evidence opened: fetched under guard, told by its bytes, bounded, decoded, its words read by the tier."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Final

from argosy.refund.v1 import refund_pb2
from argosy_documents import DocumentReader, is_pdf, rows_of, sureness
from argosy_eventing.threads import in_thread
from argosy_inference import (
    CallContext,
    TextLine,
    TierClient,
)
from argosy_pictures.looks import Line, Look, Pixels
from argosy_pictures.opening import MOST_BYTES, decoded
from argosy_pictures.pixels import blur_width
from argosy_pictures.reading import lines_on
from argosy_store import (
    BlobRejected,
    BlobStore,
    BlobTooLarge,
    ImageRejected,
    OutsideFetcher,
    StoreError,
    StoreUnavailable,
    bytes_at,
)
from argosy_store.media import EXTENSIONS, IMAGE_TYPES, VIDEO_TYPES, sniff
from refund_agent.adapters import videos
from refund_agent.adapters.videos import Videos
from refund_agent.domain.evidence.files import EvidenceFile, Kind
from refund_agent.domain.evidence.marks import marks_of

_MOST_CHARS: Final = 20_000
_NOT_READ: Final = "it is a kind of file that is not read; JPEG, PNG, WebP, MP4, MOV, WebM, PDF and text are"


@dataclass(slots=True, eq=False)
class Opened:
    """``file``: as decoded, without the words on its pictures: those are being read. `read` or `leave` it."""

    file: EvidenceFile
    reading: asyncio.Task[tuple[TextLine, ...]] | None = None
    at: int = 0
    """Which of its looks is read."""

    async def read(self) -> EvidenceFile:
        """The file with its words.

        Raises:
            TierUnavailable, TierDeadlineExceeded: worth another try.
        """
        if self.reading is None:
            return self.file
        lines = await self.reading
        looks = list(self.file.looks)
        words = tuple(Line(one.text, one.quad, one.confidence) for one in lines)
        looks[self.at] = replace(looks[self.at], lines=words)
        sure = sureness(lines) if lines else 0.0
        return replace(self.file, looks=tuple(looks), text=rows_of(lines), sure=sure)

    async def leave(self) -> None:
        """Read no further, if it is still being read."""
        if self.reading is not None:
            self.reading.cancel()
            await asyncio.gather(self.reading, return_exceptions=True)


class EvidenceFiles:
    """Opens evidence: own blobs, addresses on the allow-list, texts. Start it before use, close it after."""

    def __init__(
        self,
        blobs: BlobStore,
        outside: OutsideFetcher,
        tier: TierClient,
        deadline_s: float,
        *,
        documents: DocumentReader | None = None,
        films: Videos | None = None,
    ) -> None:
        self._blobs = blobs
        self._outside = outside
        self._tier = tier
        self._deadline_s = deadline_s
        self._documents = documents or DocumentReader(tier, deadline_s)
        self._films = films or Videos()

    async def start(self) -> None:
        """Have the processes that decode PDFs and videos ready."""
        await self._documents.start()
        await self._films.start()

    async def close(self) -> None:
        """End them."""
        await self._documents.close()
        await self._films.close()

    async def open(self, merchant_id: str, piece: refund_pb2.RefundEvidence) -> EvidenceFile:
        """One piece of evidence with its words. Its bytes say what it is, not what the event calls it.

        Raises:
            StoreUnavailable, TierUnavailable, TierDeadlineExceeded: worth another try.
        """
        return await (await self.begin(merchant_id, piece)).read()

    async def begin(self, merchant_id: str, piece: refund_pb2.RefundEvidence) -> Opened:
        """As `open`, while the words on its pictures are being read: its pixels can be looked at meanwhile.

        Raises:
            StoreUnavailable, TierUnavailable, TierDeadlineExceeded: worth another try.
        """
        if not piece.url:
            text = piece.text[:_MOST_CHARS]
            return Opened(EvidenceFile("text", "text", text=text, sure=1.0))
        kind: Kind = "video" if piece.kind == refund_pb2.RefundEvidence.VIDEO else "picture"
        try:
            data = await self.fetch(merchant_id, piece.url, videos.MOST_BYTES)
        except StoreUnavailable:
            raise
        except (BlobTooLarge, BlobRejected) as error:
            why = "it is too large" if isinstance(error, BlobTooLarge) else _NOT_READ
            return Opened(EvidenceFile(piece.url, kind, fault=why))
        except StoreError as error:
            unseen = f"it cannot be fetched ({type(error).__name__})"
            return Opened(EvidenceFile(piece.url, kind, unseen=unseen))
        return await self._opened(merchant_id, piece.url, data)

    async def fetch(self, merchant_id: str, url: str, most: int = MOST_BYTES) -> bytes:
        """The bytes at an address. Raises StoreError."""
        return await bytes_at(
            self._blobs, self._outside, merchant_id, url, max_bytes=most, accept=tuple(EXTENSIONS)
        )

    async def _opened(  # noqa: PLR0911 — one per kind of file
        self, merchant_id: str, ref: str, data: bytes
    ) -> Opened:
        media_type = sniff(data)
        if not data:
            return Opened(EvidenceFile(ref, "picture", fault="it is empty"))
        if media_type in VIDEO_TYPES:
            return await self._film(merchant_id, ref, data)
        if len(data) > MOST_BYTES:
            return Opened(EvidenceFile(ref, "document", fault="it is too large"))
        if is_pdf(data):
            return Opened(await self._document(merchant_id, ref, data))
        if media_type in IMAGE_TYPES:
            return await self._picture(merchant_id, ref, data)
        if media_type is None and b"\x00" not in data[:4096] and data.lstrip()[:1] != b"<":
            text = data[: 4 * _MOST_CHARS].decode("utf-8", "replace")[:_MOST_CHARS]
            return Opened(EvidenceFile(ref, "document", text=text, sure=1.0))
        return Opened(EvidenceFile(ref, "document", fault=_NOT_READ))

    async def _picture(self, merchant_id: str, ref: str, data: bytes) -> Opened:
        try:
            pixels, sent = await in_thread(decoded, data)
        except ImageRejected as error:
            return Opened(EvidenceFile(ref, "picture", fault=str(error)))
        marks = await in_thread(marks_of, data)
        reading = asyncio.create_task(self._lines(merchant_id, pixels))
        content = data if sniff(data) == "image/jpeg" else b""
        file = EvidenceFile(ref, "picture", (Look(pixels, sent),), marks=marks, content=content)
        return Opened(file, reading)

    async def _film(self, merchant_id: str, ref: str, data: bytes) -> Opened:
        """Words are read from the sharpest frame alone: reading costs most of the time."""
        frames = await self._films.frames(data)
        if frames.fault:
            return Opened(EvidenceFile(ref, "video", fault=frames.fault))
        widths = [await in_thread(blur_width, one) for one in frames.pixels]
        best = min(range(len(widths)), key=lambda at: (widths[at] is None, widths[at] or 0.0))
        reading = asyncio.create_task(self._lines(merchant_id, frames.pixels[best]))
        looks = tuple(Look(one, (one.shape[1], one.shape[0])) for one in frames.pixels)
        return Opened(EvidenceFile(ref, "video", looks), reading, best)

    async def _document(self, merchant_id: str, ref: str, data: bytes) -> EvidenceFile:
        read = await self._documents.pdf(merchant_id, data)
        good = [one for one in read if one.text.strip()]
        if not good:
            return EvidenceFile(ref, "document", fault=f"it cannot be read: {read[0].fault}")
        text = "\n".join(one.text for one in good)[:_MOST_CHARS]
        return EvidenceFile(ref, "document", text=text, sure=min(one.sure for one in good))

    async def _lines(self, merchant_id: str, pixels: Pixels) -> tuple[TextLine, ...]:
        return await lines_on(self._tier, pixels, CallContext(merchant_id, self._deadline_s))
