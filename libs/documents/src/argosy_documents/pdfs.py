"""The texts of PDFs, by a process that is ended and started anew where a file holds it up."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import struct
import sys
from dataclasses import dataclass
from typing import Any, Final

from argosy_documents.pdf_worker import MOST_PAGES

MOST_BYTES: Final = 16 * 1024 * 1024


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


class Pdfs:
    """Reads PDFs one at a time. Close it at the end."""

    def __init__(self, deadline_s: float = 5.0) -> None:
        self._deadline_s = deadline_s
        self._worker: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def read(self, data: bytes) -> PdfText:
        """The text of a PDF. Never raises on any bytes: what is wrong with them is the answer's fault."""
        if len(data) > MOST_BYTES:
            return PdfText((), f"larger than {MOST_BYTES // 1024**2} MB")
        async with self._one_at_a_time:
            try:
                answer = await asyncio.wait_for(self._ask(data), self._deadline_s)
            except TimeoutError:
                await self._end()
                return PdfText((), f"not read within {self._deadline_s:g} s")
            except (OSError, asyncio.IncompleteReadError, ValueError):
                await self._end()
                return PdfText((), "broken")
            except asyncio.CancelledError:
                await self._end()  # an answer left in the pipe would be taken for the next file's
                raise
        pages = tuple(PdfPage(one["text"], base64.b64decode(one["picture"])) for one in answer["pages"])
        return PdfText(pages, answer["fault"], answer["more"] > 0)

    async def start(self) -> None:
        """Have the process ready (0.4 s), so that no file waits for it."""
        await self.read(b"")

    async def close(self) -> None:
        """End the process."""
        async with self._one_at_a_time:
            await self._end()

    async def _ask(self, data: bytes) -> dict[str, Any]:
        worker = self._worker
        if worker is None or worker.returncode is not None:
            worker = self._worker = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "argosy_documents.pdf_worker",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
        if worker.stdin is None or worker.stdout is None:
            raise ValueError("the worker has no pipes")
        worker.stdin.write(struct.pack(">I", len(data)) + data)
        await worker.stdin.drain()
        (length,) = struct.unpack(">I", await worker.stdout.readexactly(4))
        answer: dict[str, Any] = json.loads(await worker.stdout.readexactly(length))
        return answer

    async def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None and worker.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()


__all__ = ["MOST_BYTES", "MOST_PAGES", "PdfPage", "PdfText", "Pdfs"]
