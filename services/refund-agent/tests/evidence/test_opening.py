"""Evidence is opened by its bytes, within bounds; what is broken or hostile costs itself and nothing else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator

import av
import numpy as np
import pytest
import pytest_asyncio
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from argosy.refund.v1 import refund_pb2
from argosy_documents import DocumentReader, Pdfs
from argosy_inference import TierFailed, TierUnavailable
from argosy_store import AllowList, OutsideFetcher, StoreUnavailable
from argosy_testing.drawn_goods import products
from argosy_testing.photographed import jpeg, photograph
from argosy_testing.tier import FakeTier, line
from refund_agent.adapters.evidence_files import EvidenceFiles
from refund_agent.adapters.video_worker import frames_of
from refund_agent.adapters.videos import Videos
from refund_agent.domain.evidence.files import EvidenceFile

from .evidence_cases import Folder

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Workers:
    """The two processes, kept for all tests of the module."""

    def __init__(self) -> None:
        self.pdfs, self.films = Pdfs(deadline_s=30), Videos(deadline_s=30)

    async def open(self, name: str, data: bytes | None, tier: FakeTier | None = None) -> EvidenceFile:
        folder = Folder() if data is None else Folder(**{name: data})
        tier = tier or FakeTier()
        files = EvidenceFiles(
            folder, folder, tier, 5, documents=DocumentReader(tier, 5, self.pdfs), films=self.films,  # type: ignore[arg-type]
        )  # fmt: skip
        return await files.open("m", refund_pb2.RefundEvidence(url=f"file:///blobs/{name}"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    made = Workers()
    yield made
    await made.pdfs.close()
    await made.films.close()


def film(frames: int = 50, side: tuple[int, int] = (320, 240), rate: int = 25, kind: str = "mp4") -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as container:
        stream = container.add_stream("mpeg4" if kind == "mp4" else "libvpx", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *side, "yuv420p"
        for at in range(frames):
            picture = np.full((side[1], side[0], 3), (at * 4) % 256, np.uint8)
            picture[40:120, 40 : 60 + at % 200] = 255
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that claims 60000 x 60000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def polyglot() -> bytes:
    """A JPEG with an archive behind it: opened as the picture that it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.sh", "echo no")
    return jpeg(photograph(products(1)[0], 0)) + packed.getvalue()


def encrypted() -> bytes:
    document = FPDF()
    document.add_page()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(document.output()))))
    writer.encrypt("key", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://169.254.169.254/'/></svg>"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.jpg", b"", "empty"), ("a.png", bomb(), "pixels"), ("a.svg", SVG, "not read"),
        ("a.jpg", jpeg(photograph(products(1)[0], 0))[:4000], "decoded"), ("a.pdf", encrypted(), "encrypted"),
        ("a.pdf", b"%PDF-1.7 rubbish", "broken"), ("a.bin", b"\0\1\2\3", "not read"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "not read"), ("a.mp4", film()[:3000], "broken"),
        ("a.webm", b"\x1aE\xdf\xa3 nothing", "broken"), ("a.zip", b"PK\3\4 zip", "not read"),
        ("a.mp4", film(2, (4096, 2304)), "4K"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_says_why(workers: Workers, name: str, data: bytes, why: str) -> None:
    found = await workers.open(name, data)
    assert why in found.fault
    assert not found.looks


async def test_a_picture_is_upright_bounded_and_read(workers: Workers) -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (3000, 2000), "white").save(out, "JPEG", exif=exif)
    found = await workers.open("a.jpg", out.getvalue(), FakeTier(lines=[line("A-10024", (10, 10, 90, 30))]))
    (look,) = found.looks
    assert look.pixels.shape == (1280, 853, 3)
    assert look.sent == (2000, 3000)
    assert found.text == "A-10024"
    assert found.content


async def test_a_polyglot_is_the_picture_that_it_is(workers: Workers) -> None:
    found = await workers.open("a.jpg", polyglot())
    assert (found.kind, len(found.looks), found.fault) == ("picture", 1, "")


@pytest.mark.parametrize("kind", ["mp4", "webm"])
async def test_a_video_gives_a_few_frames_and_the_sharpest_ones_words(workers: Workers, kind: str) -> None:
    tier = FakeTier(lines=[line("BROKEN", (10, 10, 90, 30))])
    found = await workers.open(f"a.{kind}", film(kind=kind), tier)
    assert (found.kind, len(found.looks)) == ("video", 5)
    assert len(tier.called("read_image_text")) == 1
    assert found.text == "BROKEN"
    bright = [int(look.pixels[200, 300, 0]) for look in found.looks]
    assert bright == sorted(bright)
    assert bright[-1] - bright[0] > 100


async def test_of_a_video_with_very_many_frames_few_are_decoded() -> None:
    told, frames = frames_of(film(20_000, (64, 48), rate=1000))
    assert told["seconds"] == pytest.approx(20, abs=0.1)
    assert 1 <= len(frames) <= 5


async def test_a_playlist_is_no_video() -> None:
    assert "not read" in frames_of(b"#EXTM3U\nfile:///etc/passwd")[0]["fault"]
    assert "broken" in frames_of(b"\0\0\0\x18ftypisom\n#EXTM3U\nfile:///etc/passwd")[0]["fault"]


async def test_documents_and_texts_are_read(workers: Workers) -> None:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=11)
    document.text(20, 20, "Invoice of order A-10024, total 29.85 EUR")
    found = await workers.open("a.pdf", bytes(document.output()))
    assert (found.kind, "A-10024" in found.text) == ("document", True)
    assert (await workers.open("a.txt", b"Bestellung A-10024")).text == "Bestellung A-10024"


async def test_what_is_not_there_or_not_allowed_was_not_looked_at(workers: Workers) -> None:
    assert "BlobMissing" in (await workers.open("gone.jpg", None)).unseen
    folder = Folder()
    async with OutsideFetcher(AllowList.parse("")) as outside:
        files = EvidenceFiles(folder, outside, FakeTier(), 5)  # type: ignore[arg-type]
        for url in (
            "http://127.0.0.1/a.jpg",
            "http://169.254.169.254/latest",
            "file:///etc/passwd",
            "ftp://x/a.jpg",
        ):
            found = await files.open("m", refund_pb2.RefundEvidence(url=url))
            assert "UnsafeAddress" in found.unseen


async def test_a_busy_tier_or_store_is_worth_another_try_a_broken_reader_is_not(
    workers: Workers,
) -> None:
    data = jpeg(photograph(products(1)[0], 0))
    tier = FakeTier()
    tier.fail("read_image_text", TierUnavailable("image_text_reader", "full"))
    with pytest.raises(TierUnavailable):
        await workers.open("a.jpg", data, tier)
    tier.fail("read_image_text", TierFailed("image_text_reader", "no"))
    assert (await workers.open("a.jpg", data, tier)).looks

    class Gone(Folder):
        async def get(self, merchant_id: str, url: str, *, max_bytes: int | None = None) -> bytes:
            raise StoreUnavailable("gone")

    files = EvidenceFiles(Gone(), Folder(), FakeTier(), 5)  # type: ignore[arg-type]
    with pytest.raises(StoreUnavailable):
        await files.open("m", refund_pb2.RefundEvidence(url="file:///blobs/a.jpg"))
