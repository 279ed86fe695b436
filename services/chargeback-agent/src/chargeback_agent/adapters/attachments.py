"""A notice's files made text: PDFs by their own text, scans and pictures by the tier's `image_text_reader`.

A file that cannot be read is a part too, empty and with ``sure`` 0; its ``where`` names the file and the
fault, so that nobody takes what it may say for missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import unquote, urlsplit

import numpy as np
from PIL import Image

from argosy.dispute.v1.dispute_pb2 import DisputeNotice
from argosy_eventing.threads import in_thread
from argosy_inference import (
    CallContext,
    TextLine,
    TierClient,
    TierDeadlineExceeded,
    TierError,
    TierUnavailable,
)
from argosy_inference import Image as Pixels
from argosy_store import BlobStore, ImageRejected, OutsideFetcher, StoreError, StoreUnavailable, load_image
from argosy_store.media import EXTENSIONS, IMAGE_TYPES, sniff
from chargeback_agent.adapters.pdfs import Pdfs
from chargeback_agent.domain.notices.mime import in_charset, is_raw_mail
from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.parts import clean, csv_text, open_notice, opened, see_text

_MOST_FILES: Final = 12
_MOST_BYTES: Final = 16 * 1024 * 1024
_MOST_PIXELS: Final = 30_000_000
_LONGEST_SIDE: Final = 2_600
"""Pixels: an A4 page at 220 dots an inch; finer only costs time."""
_TEXTS: Final = (".txt", ".csv", ".tsv", ".htm", ".html", ".eml", ".json", ".xml")


class Attachments:
    """Reads the files of notices: own blobs, addresses on the allow-list, files within mails."""

    def __init__(
        self,
        blobs: BlobStore,
        outside: OutsideFetcher,
        tier: TierClient,
        deadline_s: float,
        pdfs: Pdfs | None = None,
    ) -> None:
        self._blobs = blobs
        self._outside = outside
        self._tier = tier
        self._deadline_s = deadline_s
        self._pdfs = pdfs or Pdfs()

    async def start(self) -> None:
        """Have the process that reads PDFs ready, so that the first notice does not wait for it."""
        await self._pdfs.start()

    async def close(self) -> None:
        """End the process that reads PDFs."""
        await self._pdfs.close()

    async def parts(self, merchant_id: str, notice: DisputeNotice) -> tuple[Part, ...]:
        """All readable parts of a notice: those of its mail, then those of its files.

        Raises:
            StoreUnavailable, TierUnavailable, TierDeadlineExceeded: worth another try.
        """
        mail = await in_thread(open_notice, notice)
        parts = list(mail.parts)
        for file in mail.files[:_MOST_FILES]:
            parts += await self._of_file(merchant_id, file.name, file.content)
        for url in list(notice.attachments)[: max(0, _MOST_FILES - len(mail.files))]:
            name = unquote(urlsplit(url).path.rpartition("/")[2])[-80:] or "attachment"
            try:
                data = await self._fetch(merchant_id, url)
            except StoreUnavailable:
                raise
            except StoreError as error:
                parts.append(_unread(name, f"cannot be fetched: {error}"))
                continue
            parts += await self._of_file(merchant_id, name, data)
        left = len(mail.files) + len(notice.attachments) - _MOST_FILES
        if left > 0:
            parts.append(_unread(f"{left} more files", f"only {_MOST_FILES} are read"))
        return tuple(parts)

    async def _fetch(self, merchant_id: str, url: str) -> bytes:
        if self._blobs.owns(url):
            return await self._blobs.get(merchant_id, url, max_bytes=_MOST_BYTES)
        return (await self._outside.fetch(url, accept=tuple(EXTENSIONS), max_bytes=_MOST_BYTES)).data

    async def _of_file(self, merchant_id: str, name: str, data: bytes) -> list[Part]:
        media_type = sniff(data)
        if len(data) > _MOST_BYTES:
            return [_unread(name, "too large")]
        if media_type == "application/pdf" or data[:1024].lstrip().startswith(b"%PDF-"):
            return await self._of_pdf(merchant_id, name, data)
        if media_type in IMAGE_TYPES:
            return [await self._of_picture(merchant_id, name, data)]
        if media_type is None and (name.lower().endswith(_TEXTS) or b"\x00" not in data[:4096]):
            return await in_thread(_of_text, name, data)
        return [_unread(name, "a kind of file that is not read; send PDF, PNG or JPEG")]

    async def _of_pdf(self, merchant_id: str, name: str, data: bytes) -> list[Part]:
        """One part for the text, one for the scanned pages, which are less sure."""
        found = await self._pdfs.read(data)
        if found.fault:
            return [_unread(name, found.fault)]
        text = "\n".join(page.text.strip("\n") for page in found.pages if page.text.strip())
        parts = [Part(name, clean(text))] if text.strip() else []
        scans = [page.picture for page in found.pages if page.picture]
        read = [await self._of_picture(merchant_id, name, scan) for scan in scans]
        if good := [one for one in read if one.text]:
            sure = min(one.sure for one in good)
            parts.append(Part(name, "\n".join(one.text for one in good), sure))
        if not parts:
            parts.append(_unread(name, "no text is in it"))
        if found.cut:
            parts.append(_unread(name, "its later pages are not read"))
        return parts

    async def _of_picture(self, merchant_id: str, name: str, data: bytes) -> Part:
        try:
            pixels = await in_thread(_pixels, data)
            read = await self._tier.read_image_text(
                pixels, context=CallContext(merchant_id, self._deadline_s)
            )
        except ImageRejected as error:
            return _unread(name, str(error))
        except (TierUnavailable, TierDeadlineExceeded):
            raise
        except TierError as error:
            return _unread(name, str(error))
        text = clean(rows_of(read.lines))
        return Part(name, text, _sure(read.lines)) if text.strip() else _unread(name, "no text is in it")


def _unread(name: str, why: str) -> Part:
    return Part(f"{clean(name)} ({clean(why)[:200]})", "", 0.0)


def _of_text(name: str, data: bytes) -> list[Part]:
    text = in_charset(data, "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8")
    if is_raw_mail(text):
        return [Part(f"{name}: {part.where}", part.text, part.sure) for part in opened("", "", text).parts]
    if name.lower().endswith((".csv", ".tsv")):
        return [Part(name, csv_text(text))]
    return [Part(name, see_text(text).text)]


def _pixels(data: bytes) -> Pixels:
    picture, _ = load_image(data, max_bytes=_MOST_BYTES, max_pixels=_MOST_PIXELS)
    if picture.mode == "RGBA":  # letters on nothing are meant for white
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(picture.convert("RGB"))


def rows_of(lines: Sequence[TextLine]) -> str:
    """Pieces of text by their places in a picture as lines; what stands apart side by side are cells."""
    boxes = [_box(line) for line in lines if line.text.strip()]
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for box in sorted(boxes, key=lambda box: (box[1] + box[3]) / 2):
        middle = (box[1] + box[3]) / 2
        row = rows[-1] if rows else None
        if (
            row
            and row[0][1] <= middle <= row[0][3]
            and abs(middle - (row[0][1] + row[0][3]) / 2) < 0.5 * (box[3] - box[1])
        ):
            row.append(box)
        else:
            rows.append([box])
    written = []
    for row in rows:
        row.sort()
        text = row[0][4]
        for before, box in pairwise(row):
            text += ("\t" if box[0] - before[2] > 0.9 * (box[3] - box[1]) else " ") + box[4]
        written.append(text)
    return "\n".join(written)


def _box(line: TextLine) -> tuple[float, float, float, float, str]:
    xs, ys = [x for x, _ in line.quad], [y for _, y in line.quad]
    return min(xs), min(ys), max(xs), max(ys), " ".join(line.text.split())


def _sure(lines: Sequence[TextLine]) -> float:
    """How surely a picture's letters were read: the mean of its lines, weighted by their length."""
    weights = [max(1, len(line.text)) for line in lines]
    return round(sum(w * line.confidence for w, line in zip(weights, lines, strict=True)) / sum(weights), 3)
