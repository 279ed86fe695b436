"""A notice's files made text: PDFs by their own text, scans and pictures by the tier's `image_text_reader`.

A file that cannot be read is a part too, empty and with ``sure`` 0; its ``where`` names the file and the
fault, so that nobody takes what it may say for missing.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urlsplit

from argosy.dispute.v1.dispute_pb2 import DisputeNotice
from argosy_documents import DocumentReader, Pdfs, ReadText, is_pdf
from argosy_eventing.threads import in_thread
from argosy_inference import TierClient
from argosy_store import BlobStore, OutsideFetcher, StoreError, StoreUnavailable, bytes_at
from argosy_store.media import EXTENSIONS, IMAGE_TYPES, sniff
from chargeback_agent.domain.notices.mime import in_charset, is_raw_mail
from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.parts import MOST_CHARS, clean, open_notice, opened, see_text
from chargeback_agent.domain.notices.tables import csv_text

_MOST_FILES: Final = 12
_MOST_BYTES: Final = 16 * 1024 * 1024
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
        self._reader = DocumentReader(tier, deadline_s, pdfs)

    async def start(self) -> None:
        """Have the process that reads PDFs ready, so that the first notice does not wait for it."""
        await self._reader.start()

    async def close(self) -> None:
        """End the process that reads PDFs."""
        await self._reader.close()

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
        return await bytes_at(
            self._blobs, self._outside, merchant_id, url, max_bytes=_MOST_BYTES, accept=tuple(EXTENSIONS)
        )

    async def _of_file(self, merchant_id: str, name: str, data: bytes) -> list[Part]:
        media_type = sniff(data)
        if len(data) > _MOST_BYTES:
            return [_unread(name, "too large")]
        if is_pdf(data):
            return [_part(name, one) for one in await self._reader.pdf(merchant_id, data)]
        if media_type in IMAGE_TYPES:
            return [_part(name, await self._reader.picture(merchant_id, data))]
        if media_type is None and (name.lower().endswith(_TEXTS) or b"\x00" not in data[:4096]):
            return await in_thread(_of_text, name, data)
        return [_unread(name, "a kind of file that is not read; send PDF, PNG or JPEG")]


def _part(name: str, read: ReadText) -> Part:
    if read.fault:
        return _unread(name, read.fault)
    text = clean(read.text)
    return Part(name, text, read.sure) if text.strip() else _unread(name, "no text is in it")


def _unread(name: str, why: str) -> Part:
    return Part(f"{clean(name)} ({clean(why)[:200]})", "", 0.0)


def _of_text(name: str, data: bytes) -> list[Part]:
    text = in_charset(data, "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8")
    if is_raw_mail(text):
        return [Part(f"{name}: {part.where}", part.text, part.sure) for part in opened("", "", text).parts]
    if name.lower().endswith((".csv", ".tsv")):
        return [Part(name, csv_text(clean(text[:MOST_CHARS])))]
    return [Part(name, see_text(text).text)]
