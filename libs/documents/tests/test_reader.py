"""PDFs and pictures become texts; what holds the reader up costs its process, never the caller."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from fpdf import FPDF
from PIL import Image

from argosy_documents import DocumentReader, Pdfs, is_pdf, pixels_for_reading, rows_of
from argosy_inference import TextLine, TierFailed, TierUnavailable
from argosy_store import ImageRejected
from argosy_testing.tier import FakeTier

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pdfs() -> AsyncIterator[Pdfs]:
    reader = Pdfs(deadline_s=30)
    yield reader
    await reader.close()


def pdf(text: str, pages: int = 1) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=11)
    for _ in range(pages):
        document.add_page()
        if text:
            document.text(20, 20, text)
    return bytes(document.output())


def picture(mode: str = "RGB", colour: object = "white") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (300, 200), colour).save(out, "PNG")  # type: ignore[arg-type]
    return out.getvalue()


def line(text: str, left: float, top: float, right: float, confidence: float = 0.9) -> TextLine:
    return TextLine(((left, top), (right, top), (right, top + 20), (left, top + 20)), text, confidence)


LINES = (
    line("45.00 EUR", 200, 43, 290),
    line("RECEIPT", 10, 5, 200),
    line("Amount", 10, 40, 80, 0.7),
)


async def test_a_pdf_that_holds_the_reader_up_ends_it_and_the_next_one_is_read() -> None:
    reader = Pdfs(deadline_s=0.001)
    try:
        assert "not read within" in (await reader.read(pdf("x"))).fault
        reader._worker._deadline_s = 30
        assert not (await reader.read(pdf("a line that is long enough"))).fault
    finally:
        await reader.close()


async def test_reading_may_be_cancelled(pdfs: Pdfs) -> None:
    task = asyncio.create_task(pdfs.read(pdf("x")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not (await pdfs.read(pdf("a line that is long enough"))).fault


async def test_lines_of_a_picture_stand_in_rows() -> None:
    assert rows_of(LINES) == "RECEIPT\nAmount\t45.00 EUR"
    assert rows_of((line("Case", 10, 5, 50), line("77", 55, 6, 80))) == "Case 77"
    assert rows_of(()) == ""


async def test_a_text_comes_with_how_surely_it_was_read_or_with_why_there_is_none(pdfs: Pdfs) -> None:
    reader = DocumentReader(FakeTier(lines=LINES), 5, pdfs)
    read = await reader.picture("m", picture())
    assert (read.text, read.fault) == ("RECEIPT\nAmount\t45.00 EUR", "")
    assert 0.7 < read.sure < 0.9
    (text,) = await reader.pdf("m", pdf("a page with a line of some length"))
    assert (text.text.strip(), text.sure) == ("a page with a line of some length", 1.0)
    assert [one.fault for one in await reader.pdf("m", pdf(""))] == ["no text is in it"]
    *_, cut = await reader.pdf("m", pdf("a page with a line of some length", pages=13))
    assert cut.fault == "its later pages are not read"


async def test_a_picture_that_is_none_and_one_the_tier_cannot_read_have_a_fault(pdfs: Pdfs) -> None:
    tier = FakeTier()
    reader = DocumentReader(tier, 5, pdfs)
    assert (await reader.picture("m", b"GIF89a")).fault
    tier.fail("read_image_text", TierFailed("image_text_reader", "no"))
    assert "no" in (await reader.picture("m", picture())).fault
    tier.fail("read_image_text", TierUnavailable("image_text_reader", "full"))
    with pytest.raises(TierUnavailable):
        await reader.picture("m", picture())


async def test_letters_on_nothing_stand_on_white() -> None:
    assert pixels_for_reading(picture("RGBA", (0, 0, 0, 0))).min() == 255
    with pytest.raises(ImageRejected):
        pixels_for_reading(b"")


async def test_a_pdf_is_known_by_its_head_with_blanks_before_it() -> None:
    assert is_pdf(b"%PDF-1.7\n")
    assert is_pdf(b"\r\n \n%PDF-1.4")
    assert not is_pdf(b"see %PDF-1.4")
    assert not is_pdf(b" " * 2000 + b"%PDF-1.4")
