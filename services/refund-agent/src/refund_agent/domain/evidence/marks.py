"""What a file says of when and by what it was made: EXIF, PNG texts, XMP, C2PA (data/evidence/marks.yaml)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, Literal

from PIL import ExifTags, Image
from pydantic import BaseModel, ConfigDict

from argosy_commerce.spotting import plain
from argosy_commerce.terms.strict_yaml import packaged, validated
from refund_agent.domain.evidence.files import Marks

_MOST_SCANNED: Final = 4 * 1024 * 1024
"""Bytes at each end that are searched for XMP and C2PA, which stand before or after the pixels."""
_LONGEST: Final = 400
_SOURCE_TYPE: Final = re.compile(rb"digitalsourcetype/([A-Za-z]{3,60})", re.IGNORECASE)
_CREATOR: Final = re.compile(rb"(?:CreatorTool|softwareAgent|claim_generator)[^A-Za-z]{1,12}([ -~]{2,80})")
_CREDIT: Final = re.compile(rb"(Made with Google AI)")
_OFFSET: Final = re.compile(r"([+-])(\d{2}):(\d{2})")


class _SourceType(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    means: Literal["generated", "edited"]
    says: str


class _Chunk(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    holds: tuple[str, ...]
    says: str

    def is_in(self, text: str) -> bool:
        return not self.holds or any(word in text for word in self.holds)


class _Programs(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    generated: tuple[str, ...]
    edited: tuple[str, ...]


class _Known(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    source_types: dict[str, _SourceType]
    text_chunks: dict[str, _Chunk]
    comments: _Chunk
    programs: _Programs


def marks_of(data: bytes) -> Marks:
    """The marks of a picture that was decoded without fault; broken ones are no marks. Never raises.

    Args:
        data: the file's bytes, of one of the formats that the shop reads.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            info = dict(image.info)
            exif = Image.Exif()
            exif.load(info.get("exif") or b"")
            camera, taken, software, comment = _exif(exif)
    except Exception:  # noqa: BLE001 — Pillow raises nearly anything on broken EXIF
        info, camera, taken, software, comment = {}, "", None, "", ""
    generated: dict[str, None] = {}
    edited: dict[str, None] = {}
    for means, says in (
        *_stated(data),
        *_chunks(info),
        *_commented(comment),
        *_programs(data, software, info),
    ):
        (generated if means == "generated" else edited)[says] = None
    return Marks(taken, camera, tuple(generated), tuple(edited))


def _exif(exif: Image.Exif) -> tuple[str, datetime | None, str, str]:
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    camera = " ".join(
        filter(None, (_words(exif.get(ExifTags.Base.Make)), _words(exif.get(ExifTags.Base.Model))))
    )
    written = _words(inner.get(ExifTags.Base.DateTimeOriginal))
    zone = _words(inner.get(ExifTags.Base.OffsetTimeOriginal)) or _words(inner.get(ExifTags.Base.OffsetTime))
    comment = _words(inner.get(ExifTags.Base.UserComment), 4_000)
    return camera, _moment(written, zone), _words(exif.get(ExifTags.Base.Software)), comment


def _words(value: object, longest: int = _LONGEST) -> str:
    if isinstance(value, bytes):
        # UserComment begins with eight bytes of its character code (EXIF 2.32, 4.6.5).
        value = value.replace(b"\x00", b"").decode("utf-8", "replace")
    return " ".join(str(value)[:longest].replace("\x00", " ").split()) if isinstance(value, str) else ""


def _moment(written: str, zone: str) -> datetime | None:
    try:
        moment = datetime.strptime(written, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 — EXIF's time has a zone only if it says so
    except ValueError:
        return None
    found = _OFFSET.fullmatch(zone)
    if found is None:
        return moment
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > 14 * 60:
        return moment
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes)))


def _stated(data: bytes) -> Iterator[tuple[str, str]]:
    known = {name.lower(): row for name, row in _known().source_types.items()}
    for found in _SOURCE_TYPE.findall(_ends(data)):
        if row := known.get(found.decode().lower()):
            yield row.means, f"the file says that it {row.says}"


def _chunks(info: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    for name, row in _known().text_chunks.items():
        value = info.get(name)
        if isinstance(value, str) and row.is_in(value[:100_000]):
            yield "generated", f"the file {row.says}"


def _commented(comment: str) -> Iterator[tuple[str, str]]:
    row = _known().comments
    if comment and row.is_in(comment):
        yield "generated", f"the file {row.says}"


def _programs(data: bytes, software: str, info: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    ends = _ends(data)
    said = [software, _words(info.get("Software"))]
    said += [
        found.decode("ascii", "replace") for found in _CREATOR.findall(ends)[:8] + _CREDIT.findall(ends)[:1]
    ]
    names = _known().programs
    for text in filter(None, (plain(one) for one in said)):
        hits = [
            (len(name), means, name)
            for means, listed in (("generated", names.generated), ("edited", names.edited))
            for name in listed
            if plain(name) in text
        ]
        if hits:
            _, means, name = max(hits)
            yield means, f"the file names {name} as the program that saved it"


def _ends(data: bytes) -> bytes:
    return data if len(data) <= 2 * _MOST_SCANNED else data[:_MOST_SCANNED] + data[-_MOST_SCANNED:]


@cache
def _known() -> _Known:
    rows = packaged("refund_agent", "evidence/marks", "marks", "sources")["marks"]
    return validated(_Known, rows, "evidence/marks.yaml")
