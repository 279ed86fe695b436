"""What a generator answered, read strictly and without trust: paragraphs of sentences, or nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from argosy_commerce.proofreading.answers import objects_in

MAX_SENTENCE: Final = 1_500
"""Characters of one sentence; four statements have fewer."""
MAX_SENTENCES: Final = 80


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence as it was answered; ``statements`` are counted from 1, as the request counts them."""

    text: str
    statements: tuple[int, ...]


def read_argument(answer: str) -> tuple[tuple[Proposed, ...], ...]:
    """The paragraphs in an answer; () where it has another form than was asked for. Never raises."""
    for found in objects_in(answer):
        if isinstance(paragraphs := found.get("paragraphs"), list):
            return _paragraphs(paragraphs)
    return ()


def _paragraphs(rows: list[Any]) -> tuple[tuple[Proposed, ...], ...]:
    """All sentences have the form asked for, or the answer has none: half an answer cannot be trusted."""
    paragraphs = [[_sentence(one) for one in row] if isinstance(row, list) else [None] for row in rows]
    if sum(map(len, paragraphs)) > MAX_SENTENCES:
        return ()
    read = [tuple(one for one in row if one is not None) for row in paragraphs]
    if any(len(whole) != len(row) for whole, row in zip(read, paragraphs, strict=True)):
        return ()
    return tuple(row for row in read if row)


def _sentence(row: object) -> Proposed | None:
    if not isinstance(row, dict) or set(row) != {"text", "statements"}:
        return None
    text, numbers = row["text"], row["statements"]
    if not isinstance(text, str) or not 0 < len(text) <= MAX_SENTENCE or not isinstance(numbers, list):
        return None
    if not numbers or not all(type(number) is int for number in numbers):
        return None
    # A lone surrogate cannot be written to a file.
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return Proposed(re.sub(" {2,}", " ", plain).strip(" "), tuple(numbers))
