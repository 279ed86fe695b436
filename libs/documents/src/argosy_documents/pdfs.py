"""The texts of PDFs, read in a process of their own."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Final

from argosy_documents.pdf_worker import MOST_PAGES
from argosy_documents.workers import Worker, WorkerFailed

MOST_BYTES: Final = 16 * 1024 * 1024
_HEAD: Final = 1024


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's text; ``picture`` holds an image file where the page is a scan."""

    text: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class PdfText:
    """A PDF's pages, or why there are none; ``cut`` if only the first ones were read."""

    pages: tuple[PdfPage, ...]
    fault: str = ""
    cut: bool = False


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF; blanks may stand before its head, as readers bear them."""
    return data[:_HEAD].lstrip().startswith(b"%PDF-")


class Pdfs:
    """Reads PDFs one at a time. Close it at the end."""

    def __init__(self, deadline_s: float = 5.0) -> None:
        self._worker = Worker("argosy_documents.pdf_worker", deadline_s)

    async def read(self, data: bytes) -> PdfText:
        """The text of a PDF. Never raises on any bytes: what is wrong with them is the answer's fault."""
        if len(data) > MOST_BYTES:
            return PdfText((), f"larger than {MOST_BYTES // 1024**2} MB")
        try:
            answer = json.loads(await self._worker.ask(data))
        except WorkerFailed as error:
            return PdfText((), str(error))
        except ValueError:
            return PdfText((), "broken")
        pages = tuple(PdfPage(one["text"], base64.b64decode(one["picture"])) for one in answer["pages"])
        return PdfText(pages, answer["fault"], answer["more"] > 0)

    async def start(self) -> None:
        """Have the process ready (0.4 s), so that no file waits for it."""
        await self.read(b"")

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()


__all__ = ["MOST_BYTES", "MOST_PAGES", "PdfPage", "PdfText", "Pdfs", "is_pdf"]
