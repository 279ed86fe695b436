"""Reads PDFs handed to it, in a process of its own: a hostile file may cost this process, never the service.

    python -m argosy_documents.pdf_worker

In: the file. Out: JSON ``{"fault": str, "pages": [{"text": str, "picture": base64 or ""}], "more": int}``.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
from typing import Any, Final

from pypdf import PageObject, PdfReader

from argosy_documents.workers import serve

MOST_PAGES: Final = 12
_MOST_SCANS: Final = 4
_MOST_PAGE_CHARS: Final = 30_000
_MOST_PICTURE_BYTES: Final = 8 * 1024 * 1024
_MOST_MEMORY: Final = 2 * 1024**3
_FEW_CHARS: Final = 24
"""A page with fewer is a scan, if it has a picture: scanners stamp a page number or their name."""
_OWN_SPACING: Final = re.compile(r"[\u0590-\u08ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def read_pdf(data: bytes) -> dict[str, Any]:
    """The text of a PDF page by page, and the pictures of pages that are scans."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": "encrypted", "pages": [], "more": 0}
        count = len(reader.pages)
        pages: list[dict[str, str]] = []
        for number in range(min(count, MOST_PAGES)):
            pages.append(
                _page(
                    reader.pages[number], scans_left=_MOST_SCANS - sum(1 for one in pages if one["picture"])
                )
            )
    except MemoryError:
        return {"fault": "too large inside", "pages": [], "more": 0}
    except Exception as error:  # noqa: BLE001 — pypdf raises nearly anything on a broken file
        return {"fault": f"broken ({type(error).__name__})", "pages": [], "more": 0}
    return {"fault": "", "pages": pages, "more": max(0, count - MOST_PAGES)}


def _page(page: PageObject, scans_left: int) -> dict[str, str]:
    text = _text(page)
    if len(text.strip()) >= _FEW_CHARS or scans_left <= 0:
        return {"text": text, "picture": ""}
    return {"text": text, "picture": _picture(page)}


def _text(page: PageObject) -> str:
    """Columns kept apart by spaces where a script writes with spaces; else as the file has it."""
    plain = str(page.extract_text())[:_MOST_PAGE_CHARS]
    if len(_OWN_SPACING.findall(plain)) * 5 > len(plain):
        return plain
    with contextlib.suppress(Exception):
        laid = str(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False))
        lines = [line.rstrip() for line in laid[: 4 * _MOST_PAGE_CHARS].split("\n")]
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        laid = re.sub(r" {9,}", " " * 8, "\n".join(line[indent:] for line in lines))
        if len(re.sub(r"\s", "", laid)) >= 0.95 * len(re.sub(r"\s", "", plain)):
            return laid[:_MOST_PAGE_CHARS]
    return plain


def _picture(page: PageObject) -> str:
    """The page's largest picture as it is stored, in base64; "" without one."""
    best = b""
    with contextlib.suppress(Exception):
        for image in list(page.images)[:8]:
            if len(best) < len(image.data) <= _MOST_PICTURE_BYTES:
                best = image.data
    return base64.b64encode(best).decode()


def main() -> None:
    """Answer until the pipe closes."""
    serve(lambda data: json.dumps(read_pdf(data)).encode(), _MOST_MEMORY)


if __name__ == "__main__":
    main()
