"""A Word file as a package of parts: every part dated alike, so that one letter has one sequence of bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from docx.document import Document as WordDocument


def saved(word: WordDocument, written: datetime) -> bytes:
    """The file's bytes. A letter made again for a repeated event is the same blob, whatever the clock says.

    Args:
        word: the document.
        written: when, aware; ZIP keeps two seconds' steps and years from 1980 to 2107.
    """
    unpacked, out = io.BytesIO(), io.BytesIO()
    word.save(unpacked)
    moment = written.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(unpacked) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part in parts.infolist():
            package.writestr(zipfile.ZipInfo(part.filename, moment), parts.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
