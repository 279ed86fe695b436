"""A part with what its words mean and which label stands at which value.

Mails say what a value is before it on the line, in the cell before, at the head of its column, on the line
above, or in a sentence around it; each way is worth another trust.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.view import View, view
from chargeback_agent.domain.notices.vocabulary import Hit, vocabulary

V = TypeVar("V")
Spans = Sequence[tuple[int, int]]

_REACH: Final = 120
"""Characters that a label may stand before its value."""
_MOST_LABELS: Final = 5000
_OTHER_CLAUSE: Final = 0.85
_OF_PIECES: Final = 0.88
_SIGNS: Final = re.compile(r"[\s:.,\-#()\[\]\"'*|=>_/№ºª°«»]*(?:n[ro°º]?\.?[\s:#º°]*)?")
_BRACKETS: Final = re.compile(r"\([^()\n]{0,48}\)|\[[^\[\]\n]{0,48}\]")
_NO_CONTENT: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """A value and its place in a view."""

    value: V
    start: int
    end: int
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """Words that say what stands beside them."""

    start: int
    end: int
    meanings: frozenset[str]
    rest: bool = False
    """The end of a longer label of another kind."""
    parted: bool = False
    """The last piece of words with others between, often no more than a preposition."""


@dataclass(frozen=True, slots=True)
class Tie:
    """The label a value stands under, and how surely."""

    meaning: str
    strength: float
    label: Label


@dataclass(frozen=True, slots=True)
class Page:
    """A part's view, hits by meaning, and its labels in order."""

    view: View
    hits: Mapping[str, list[Hit]]
    labels: tuple[Label, ...]
    ends: tuple[int, ...]
    heads: Mapping[int, int] = field(default_factory=dict)
    """Line -> the line that heads its columns."""

    def of(self, *meanings: str) -> list[Hit]:
        """Hits of any of these meanings, in order."""
        found = [hit for meaning in meanings for hit in self.hits.get(meaning, ())]
        return sorted(found, key=lambda hit: hit.start) if len(meanings) > 1 else found

    def cell_at(self, place: int) -> tuple[int, int]:
        """The cell around a place, or the place alone between cells."""
        line = self.view.lines[self.view.line_at(place)]
        return next((cell for cell in line.cells if cell[0] <= place < cell[1]), (place, place))


def page(part: Part) -> Page:
    """Everything looked up once."""
    seen = view(part)
    hits = vocabulary().find(seen)
    labels = _labels(hits)
    return Page(seen, hits, labels, tuple(label.end for label in labels), _heads(seen, labels))


def _labels(hits: Mapping[str, list[Hit]]) -> tuple[Label, ...]:
    """Labels by place; one inside a longer one says nothing of its own.

    But ``opened dispute`` before a date is a label of dates, and its end, before a number, one of references.
    """
    joined: dict[tuple[int, int], set[str]] = {}
    parted: dict[tuple[int, int], set[str]] = {}
    for meaning, found in hits.items():
        if meaning.startswith("labels."):
            for hit in found[:_MOST_LABELS]:
                told = joined if hit.last == hit.start else parted
                told.setdefault((hit.last, hit.end), set()).add(meaning.removeprefix("labels."))
    kept: list[Label] = []
    longest = Label(-1, -1, frozenset())
    for start, end in sorted({*joined, *parted}, key=lambda span: (span[0], -span[1])):
        special = parted.get((start, end), set())  # "payment ... received on" says more than "received on"
        families = set(map(_family, special))
        plain = {one for one in joined.get((start, end), ()) if _family(one) not in families}
        meanings = frozenset(special | plain)
        rest = end == longest.end
        if rest:
            meanings -= {
                meaning for meaning in meanings if _family(meaning) in map(_family, longest.meanings)
            }
        elif end < longest.end or (start < longest.end and end - start < longest.end - longest.start):
            continue
        else:
            longest = Label(start, end, meanings)
        if meanings:
            kept.append(Label(start, end, meanings, rest, (start, end) not in joined))
    return tuple(sorted(kept, key=lambda label: (label.end, -label.start)))


def _family(meaning: str) -> str:
    return meaning.partition("_")[0]


def _heads(seen: View, labels: Sequence[Label]) -> dict[int, int]:
    by_line: dict[int, list[Label]] = {}
    for label in labels:
        by_line.setdefault(seen.line_at(label.start), []).append(label)
    heads: dict[int, int] = {}
    head = -1
    for number, line in enumerate(seen.lines):
        if len(line.cells) < 3:
            head = -1
        elif _is_head(seen, line.cells, by_line.get(number, [])):
            head = number
        elif head >= 0 and len(line.cells) == len(seen.lines[head].cells):
            heads[number] = head
    return heads


def _is_head(seen: View, cells: Spans, labels: Sequence[Label]) -> bool:
    if any(char.isdigit() for start, end in cells for char in seen.flat[start:end]):
        return False
    named = sum(
        any(start <= label.start < end and 2 * (label.end - label.start) >= end - start for label in labels)
        for start, end in cells
    )
    return 2 * named > len(cells)


def tie(
    page: Page, start: int, end: int, family: Sequence[str], values: Spans = (), others: Spans = ()
) -> Tie | None:
    """The label of a value at these places, of one of the family's meanings; earlier ones go before.

    ``values``: places of all values that may stand under such labels, in order; one between weakens.
    ``others``: of values that may not, and are read over.
    """
    head = page.heads.get(page.view.line_at(start))
    if head is not None:
        return _by_column(page, start, head, family)
    found = [
        *_before(page, start, family, values, others),
        *_after(page, end, family, values),
        *_above(page, start, family),
    ]
    return max(found, key=lambda tie: tie.strength, default=None)


def _meaning(label: Label, family: Sequence[str]) -> str | None:
    return next((meaning for meaning in family if meaning in label.meanings), None)


def _by_column(page: Page, start: int, head: int, family: Sequence[str]) -> Tie | None:
    line = page.view.lines[page.view.line_at(start)]
    column = next((i for i, (first, last) in enumerate(line.cells) if first <= start < last), None)
    if column is None:
        return None
    first, last = page.view.lines[head].cells[column]
    inside = [label for label in page.labels if first <= label.start and label.end <= last]
    for label in sorted(inside, key=lambda label: label.start - label.end):
        meaning = _meaning(label, family)
        if meaning:
            return Tie(meaning, 0.93, label)
    return None


def _before(page: Page, start: int, family: Sequence[str], values: Spans, others: Spans) -> Iterable[Tie]:
    at = bisect_left(page.ends, start + 1) - 1
    line = page.view.line_at(start)
    factor = 1.0
    while at >= 0 and page.ends[at] > start - _REACH:
        label = page.labels[at]
        at -= 1
        meaning = _meaning(label, family)
        if meaning is None or label.end > start:
            continue
        if page.view.line_at(label.start) != line:
            break
        strength = _strength_before(page, label, start, values, others)
        if strength:
            worth = (0.88 if label.rest else 1.0) * (_OF_PIECES if label.parted else 1.0)
            yield Tie(meaning, strength * factor * worth, label)
            factor *= 0.75


def _strength_before(page: Page, label: Label, start: int, values: Spans, others: Spans) -> float:
    seen = page.view
    between = [span for span in values if label.end <= span[0] and span[1] <= start]
    gap = seen.flat[label.end : start]
    read_over = [span for span in others if label.end <= span[0] and span[1] <= start]
    bare = _BRACKETS.sub(" ", _blanked(gap, label.end, [*between, *read_over]))
    cell = page.cell_at(label.start)
    parted = ":" in gap or page.cell_at(start) != cell
    crossed = 0.45 if between else 1.0
    words = _NO_CONTENT.sub(" ", bare).strip()
    if _SIGNS.fullmatch(bare):
        heads = parted and not seen.flat[cell[0] : label.start].strip(" *-0123456789.)#>~\"'")
        return (0.95 if heads else 0.9 if parted else 0.85) * crossed
    if ":" in bare and len(words) <= 28 and len(bare.rpartition(":")[2].strip()) <= 1:
        return 0.8 * crossed
    if page.cell_at(start) != cell and len(words) <= 24 and label.end == cell[1]:
        return 0.75 * crossed
    if not seen.same_sentence(label.start, start):
        return 0.2 * crossed
    by_length = 0.84 if len(words) <= 4 else 0.74 if len(words) <= 10 else 0.66 - len(words) / 200
    clause = _OTHER_CLAUSE if re.match(r"\s*,", bare) and words else 1.0  # "from your balance, plus 15 €"
    return max(0.3, by_length) * crossed * clause


def _blanked(gap: str, offset: int, spans: Spans) -> str:
    for start, end in spans:
        gap = gap[: start - offset] + " " * (end - start) + gap[end - offset :]
    return gap


def _after(page: Page, end: int, family: Sequence[str], values: Spans) -> Iterable[Tie]:
    cell = page.cell_at(max(0, end - 1))
    for label in page.labels[bisect_left(page.ends, end) :]:
        if label.start > end + 40:
            break
        meaning = _meaning(label, family)
        if meaning is None or label.start < end or label.start >= cell[1]:
            continue
        heads_another = ":" in page.view.flat[label.end : label.end + 2]
        if heads_another or not page.view.same_sentence(end - 1, label.start):
            continue
        gap = _NO_CONTENT.sub(" ", page.view.flat[end : label.start]).strip()
        if not any(end <= first and last <= label.start for first, last in values):
            yield Tie(meaning, 0.76 if not gap else max(0.3, 0.62 - len(gap) / 150), label)
            break


def _above(page: Page, start: int, family: Sequence[str]) -> Iterable[Tie]:
    seen = page.view
    line = seen.line_at(start)
    if seen.flat[seen.lines[line].start : start].strip(" *:#\t"):
        return
    above = line - 1
    while above >= 0 and above > line - 3 and not seen.lines[above].cells:
        above -= 1
    if above < 0 or len(seen.lines[above].cells) != 1:
        return
    first, last = seen.lines[above].cells[0]
    for label in page.labels[bisect_left(page.ends, first) :]:
        if label.start >= last:
            break
        meaning = _meaning(label, family)
        rest = _NO_CONTENT.sub("", seen.flat[first : label.start] + seen.flat[label.end : last])
        if meaning and label.start >= first and len(rest) <= 6:
            yield Tie(meaning, 0.85, label)
