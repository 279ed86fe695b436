"""Files made text: PDFs by their own text, scans and pictures by the tier's `image_text_reader`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from argosy_documents.lines import rows_of, sureness
from argosy_documents.pdfs import MOST_BYTES, Pdfs
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, TierClient, TierDeadlineExceeded, TierError, TierUnavailable
from argosy_inference import Image as Pixels
from argosy_store import ImageRejected, load_image

_MOST_PIXELS: Final = 30_000_000
_LONGEST_SIDE: Final = 2_600
"""Pixels: an A4 page at 220 dots an inch; finer only costs time."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text and how surely it was read, 0..1; or, with no text, why there is none."""

    text: str
    sure: float = 1.0
    fault: str = ""


class DocumentReader:
    """Reads PDFs and pictures. Start it before and close it after use."""

    def __init__(self, tier: TierClient, deadline_s: float, pdfs: Pdfs | None = None) -> None:
        self._tier = tier
        self._deadline_s = deadline_s
        self._pdfs = pdfs or Pdfs()

    async def start(self) -> None:
        """Have the process that reads PDFs ready, so that the first file does not wait for it."""
        await self._pdfs.start()

    async def close(self) -> None:
        """End the process that reads PDFs."""
        await self._pdfs.close()

    async def pdf(self, merchant_id: str, data: bytes) -> list[ReadText]:
        """The PDF's own text, that of its scanned pages, which is less sure, and what was not read.

        Raises:
            TierUnavailable, TierDeadlineExceeded: worth another try.
        """
        found = await self._pdfs.read(data)
        if found.fault:
            return [ReadText("", 0.0, found.fault)]
        text = "\n".join(page.text.strip("\n") for page in found.pages if page.text.strip())
        texts = [ReadText(text)] if text.strip() else []
        scans = [page.picture for page in found.pages if page.picture]
        read = [await self.picture(merchant_id, scan) for scan in scans]
        if good := [one for one in read if one.text]:
            texts.append(ReadText("\n".join(one.text for one in good), min(one.sure for one in good)))
        if not texts:
            texts.append(ReadText("", 0.0, "no text is in it"))
        if found.cut:
            texts.append(ReadText("", 0.0, "its later pages are not read"))
        return texts

    async def picture(self, merchant_id: str, data: bytes) -> ReadText:
        """The text in a picture's bytes, line by line.

        Raises:
            TierUnavailable, TierDeadlineExceeded: worth another try.
        """
        try:
            pixels = await in_thread(pixels_for_reading, data)
            read = await self._tier.read_image_text(
                pixels, context=CallContext(merchant_id, self._deadline_s)
            )
        except (TierUnavailable, TierDeadlineExceeded):
            raise
        except (ImageRejected, TierError) as error:
            return ReadText("", 0.0, str(error))
        text = rows_of(read.lines)
        return ReadText(text, sureness(read.lines)) if text.strip() else ReadText("", 0.0, "no text is in it")


def pixels_for_reading(data: bytes) -> Pixels:
    """A picture upright, on white, no finer than reading needs. Raises ImageRejected."""
    picture, _ = load_image(data, max_bytes=MOST_BYTES, max_pixels=_MOST_PIXELS)
    if picture.mode == "RGBA":  # letters on nothing are meant for white
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(picture.convert("RGB"))
