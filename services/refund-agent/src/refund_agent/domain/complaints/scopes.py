"""Whether what a wording says is meant: denied, only a condition, quoted from the listing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from refund_agent.domain.complaints.spelling import Spelled
from refund_agent.domain.complaints.tongues import Speech

_WORD = re.compile(r"\w+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scopes:
    """The negations and conditions of one text."""

    read: Spelled
    speech: Speech
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    conditions: tuple[Span, ...]

    @classmethod
    def of(cls, read: Spelled, speech: Speech) -> Scopes:
        """Finds them once."""
        never = _spans(speech.never, read.text)
        return cls(
            read,
            speech,
            tuple(span for span in _spans(speech.before, read.text) if not _touches(span, never)),
            _spans(speech.after, read.text),
            _spans(speech.conditions, read.text),
        )

    def denied(self, start: int, end: int) -> bool:
        """Whether a negation stands just before or behind; one inside the span is part of what it says."""
        if any(start <= first < end for first, _ in self.before) and not self.speech.unspaced:
            return False
        for first, last in self.before:
            if last <= start and self._near(last, start):
                return first < last
        return any(first >= end and self._near(end, first) for first, _ in self.after)

    def supposed(self, start: int, end: int) -> bool:
        """Whether it stands behind an "if" of its clause; one inside the span is part of what it says."""
        return any(
            first < start and last <= start and not self.breaks(last, start)
            for first, last in self.conditions
        ) and not any(start <= first < end for first, _ in self.conditions)

    def breaks(self, start: int, end: int) -> bool:
        """Whether a clause or sentence ends between two places."""
        clauses = self.read.clauses
        return (
            bisect_right(clauses, end - 1) > bisect_left(clauses, start) or "\n" in self.read.text[start:end]
        )

    def _near(self, start: int, end: int) -> bool:
        if end - start > 60 or self.breaks(start, end):
            return False
        between = self.read.text[start:end]
        length = len(between.strip()) if self.speech.unspaced else len(_WORD.findall(between))
        return length <= self.speech.reach


def _spans(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    return tuple(found.span() for found in pattern.finditer(text))


def _touches(span: Span, others: tuple[Span, ...]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in others)
