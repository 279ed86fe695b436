"""What a generator answered, read strictly and without trust: texts per field, or nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Field = Literal["title", "bullets", "description", "keywords"]
FIELDS: tuple[Field, ...] = ("title", "bullets", "description", "keywords")

MAX_ANSWER = 40_000
"""Characters of an answer that are looked at."""
MAX_TEXT = 8_000
"""Characters of one text; no channel takes as many."""
MAX_ITEMS = 50
_TRIES = 20
"""Opening braces at which an object is looked for: garbage of braces costs no more than this."""
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
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
    text = _THOUGHT.sub("", answer[:MAX_ANSWER])
    position = 0
    for _ in range(_TRIES):
        position = text.find("{", position)
        if position < 0:
            return None
        found = _object(text, position)
        if found is not None and set(FIELDS) & set(found):
            return _candidate(found)
        position += 1
    return None


def _object(text: str, position: int) -> Mapping[str, Any] | None:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, position)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


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
