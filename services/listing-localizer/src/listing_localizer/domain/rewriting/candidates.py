"""What a generator answered, read strictly and without trust: texts per field, or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from argosy_commerce.proofreading.answers import objects_in

Field = Literal["title", "bullets", "description", "keywords"]
FIELDS: tuple[Field, ...] = ("title", "bullets", "description", "keywords")

MAX_TEXT = 8_000
"""Characters of one text; no channel takes as many."""
MAX_ITEMS = 50
_SPACES = re.compile(r"[ \t\u00a0\u202f\u3000]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer. A field that is not there, or of another form, is empty."""

    title: str = ""
    bullets: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()

    def texts(self, field: Field) -> tuple[str, ...]:
        """The field's texts: one, or one per item; none where the field is empty."""
        value = getattr(self, field)
        return tuple(value) if isinstance(value, tuple) else ((value,) if value else ())


def read_candidate(answer: str) -> Candidate | None:
    """The listing in an answer, with or without a code fence or words around it; None if there is none.

    Never raises: an answer is whatever a model wrote.
    """
    found = next((one for one in objects_in(answer) if set(FIELDS) & set(one)), None)
    return _candidate(found) if found is not None else None


def _candidate(found: Mapping[str, Any]) -> Candidate | None:
    candidate = Candidate(
        title=_line(found.get("title")),
        bullets=_lines(found.get("bullets")),
        description=_prose(found.get("description")),
        keywords=_lines(found.get("keywords")),
    )
    return candidate if any(candidate.texts(field) for field in FIELDS) else None


def _line(value: object) -> str:
    """One line; a title of two lines is none."""
    text = _prose(value)
    return "" if "\n" in text else text


def _lines(value: object) -> tuple[str, ...]:
    """All items are single lines, or the field is of another form than asked for."""
    if not isinstance(value, list) or not 0 < len(value) <= MAX_ITEMS:
        return ()
    lines = tuple(_line(item) for item in value)
    return lines if all(lines) else ()


def _prose(value: object) -> str:
    """NFC, single spaces, no blank lines. What is strange in it stays, for the checker to refuse."""
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        return ""
    text = unicodedata.normalize("NFC", value.encode("utf-8", "replace").decode("utf-8"))
    text = text.replace("\u0e4d\u0e32", "\u0e33")  # Thai's am in two parts, as NFKC leaves it
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()
