"""A notice's files become texts; what cannot be read is named."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from argosy.dispute.v1.dispute_pb2 import DisputeNotice
from argosy_documents import Pdfs
from argosy_inference import TextLine, TierFailed, TierUnavailable
from argosy_store import BlobMissing
from argosy_testing.tier import FakeTier
from chargeback_agent.adapters.attachments import Attachments
from chargeback_agent.domain.notices.model import Part

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Folder:
    """Blobs by address."""

    def __init__(self, **files: bytes) -> None:
        self.files = {f"file:///blobs/{name.replace('_', '.')}": data for name, data in files.items()}

    def owns(self, url: str) -> bool:
        return True

    async def get(self, merchant_id: str, url: str, *, max_bytes: int | None = None) -> bytes:
        if url not in self.files:
            raise BlobMissing("not there")
        return self.files[url]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pdfs() -> AsyncIterator[Pdfs]:
    reader = Pdfs(deadline_s=30)
    yield reader
    await reader.close()


async def parts(pdfs: Pdfs, tier: FakeTier | None = None, **files: bytes) -> list[Part]:
    folder = Folder(**files)
    reader = Attachments(folder, None, tier or FakeTier(), 5, pdfs)  # type: ignore[arg-type]
    notice = DisputeNotice(subject="Dispute", attachments=list(folder.files))
    return list(await reader.parts("m", notice))[1:]


def pdf(*lines: str, pages: int = 1) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=11)
    for _ in range(pages):
        document.add_page()
        for line in lines:
            for at, cell in enumerate(line.split("\t")):
                document.text(20 + 60 * at, 20 + 7 * lines.index(line), cell)
    return bytes(document.output())


def picture(kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (300, 200), "white" if mode == "RGB" else (0, 0, 0, 0)).save(out, kind)
    return out.getvalue()


def line(text: str, left: float, top: float, right: float, confidence: float = 0.9) -> TextLine:
    return TextLine(((left, top), (right, top), (right, top + 20), (left, top + 20)), text, confidence)


LINES = (
    line("45.00 EUR", 200, 43, 290),
    line("NOTICE OF DISPUTE", 10, 5, 200),
    line("Amount", 10, 40, 80, 0.7),
)


async def test_a_pdfs_columns_stay_apart(pdfs: Pdfs) -> None:
    (part,) = await parts(
        pdfs, n_pdf=pdf("NOTICE OF DISPUTE TO THE MERCHANT", "Amount\t45.00 EUR", "Case\t77")
    )
    assert part.where == "n.pdf"
    assert part.sure == 1.0
    assert "Amount  " in part.text
    assert part.text.index("NOTICE") < part.text.index("45.00 EUR") < part.text.index("77")


async def test_a_scanned_page_is_read_as_a_picture(pdfs: Pdfs) -> None:
    document = FPDF()
    document.add_page()
    document.image(io.BytesIO(picture("JPEG")), 0, 0, 200)
    (part,) = await parts(pdfs, FakeTier(lines=LINES), n_pdf=bytes(document.output()))
    assert part.text == "NOTICE OF DISPUTE\nAmount\t45.00 EUR"
    assert 0.7 < part.sure < 0.9


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("JPEG", "RGB"), ("PNG", "RGBA"), ("GIF", "P")])
async def test_pictures_are_read_by_the_tier(pdfs: Pdfs, kind: str, mode: str) -> None:
    (part,) = await parts(pdfs, FakeTier(lines=LINES), n_png=picture(kind, "RGB" if mode == "P" else mode))
    assert part.text.startswith("NOTICE OF DISPUTE")


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("secret"))))
    writer.encrypt("key", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (encrypted(), "encrypted"), (b"%PDF-1.7 rubbish", "broken"), (b"PK\x03\x04zip", "not read"),
        (b"\x00\x01\x02", "not read"), (picture()[:60], "picture"), (pdf(""), "no text"),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_an_empty_part_that_says_why(pdfs: Pdfs, data: bytes, why: str) -> None:
    (part,) = await parts(pdfs, n_bin=data)
    assert (part.text, part.sure) == ("", 0.0)
    assert why in part.where


async def test_a_file_that_is_gone_and_one_the_tier_refuses_are_named(pdfs: Pdfs) -> None:
    reader = Attachments(Folder(), None, FakeTier(), 5, pdfs)  # type: ignore[arg-type]
    found = await reader.parts("m", DisputeNotice(attachments=["file:///blobs/a%20b.pdf"]))
    assert found[0].where.startswith("a b.pdf (cannot be fetched")
    tier = FakeTier()
    tier.fail("read_image_text", TierFailed("image_text_reader", "no"))
    (part,) = await parts(pdfs, tier, n_png=picture())
    assert part.sure == 0.0


async def test_a_tier_that_is_busy_is_worth_another_try(pdfs: Pdfs) -> None:
    tier = FakeTier()
    tier.fail("read_image_text", TierUnavailable("image_text_reader", "full"))
    with pytest.raises(TierUnavailable):
        await parts(pdfs, tier, n_png=picture())


async def test_only_the_first_pages_of_a_long_pdf_are_read(pdfs: Pdfs) -> None:
    first, cut = await parts(pdfs, n_pdf=pdf("a page with a line of some length", pages=20))
    assert first.text.count("a page") == 12
    assert "later pages" in cut.where


async def test_texts_tables_and_mails_are_read_as_such(pdfs: Pdfs) -> None:
    mail = b"From: a@b.example\nMIME-Version: 1.0\nSubject: S\nDate: x\n\nCase 77"
    found = await parts(
        pdfs, a_txt=b"Case 77", b_csv=b"Case,Due\n77,3 May", c_html=b"<p>Case</p><p>77", d_eml=mail
    )
    assert [part.text for part in found] == ["Case 77", "Case\t77\nDue\t3 May", "Case\n\n77", "S", "Case 77"]


async def test_files_within_a_raw_mail_are_read(pdfs: Pdfs) -> None:
    body = (
        "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: application/octet-stream; name=n.png\nContent-Transfer-Encoding: base64\n\n"
    )
    body += base64.encodebytes(picture()).decode() + "--b--"
    reader = Attachments(Folder(), None, FakeTier(lines=LINES), 5, pdfs)  # type: ignore[arg-type]
    found = await reader.parts("m", DisputeNotice(body=body))
    assert [part.where for part in found] == ["n.png"]
