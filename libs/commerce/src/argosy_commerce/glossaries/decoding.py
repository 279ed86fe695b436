"""Bytes of a glossary's file as text: UTF-8, UTF-16 with its mark, or GBK as older tools in China write."""

from __future__ import annotations

import codecs
import re

from argosy_commerce.glossaries.rows import UnreadableGlossary

MAX_FILE_BYTES = 32 * 1024 * 1024
"""40,000 rules of the usual length have 4 MB; only ones with every field full are larger than this."""

# UTF-32's mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PACKED = {b"PK\x03\x04": "a zip archive or an Excel workbook", b"\x1f\x8b": "packed with gzip"}
_COMMON_SHARE = 0.9
"""Of the Han characters of a Chinese text GB 2312 has more than 99 %; of Big5 read as GBK under half."""
_HAN = re.compile("[\u3400-\u9fff]")


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding it was read from.

    Raises UnreadableGlossary for anything else, saying what to save it as.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableGlossary(
            f"{len(data):,} bytes; at most {MAX_FILE_BYTES:,} are read: a glossary has 40,000 rules at most"
        )
    for magic, kind in _PACKED.items():
        if data.startswith(magic):
            raise UnreadableGlossary(f"it is {kind}; save it as “CSV UTF-8” and import that")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UnreadableGlossary(
                    f"it begins as {encoding} and is not that at byte {error.start}; save it as UTF-8"
                ) from None
    if data[:4_000].count(0) > len(data[:4_000]) // 10:
        raise UnreadableGlossary("it looks like UTF-16 without its mark; save it as “CSV UTF-8”")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _as_gbk(data, error.start), "gb18030"


def _as_gbk(data: bytes, at: int) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    han = _HAN.findall(text)
    common = sum(1 for character in han if _is_common(character))
    if not han or common < _COMMON_SHARE * len(han):
        raise UnreadableGlossary(f"it is neither UTF-8 (see byte {at}) nor GBK; save it as “CSV UTF-8”")
    return text


def _is_common(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
