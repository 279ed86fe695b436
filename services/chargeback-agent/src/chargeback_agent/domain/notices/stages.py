"""At which stage a notice is: a first dispute, an inquiry before one, a later round, or its end."""

from __future__ import annotations

from typing import Final

from chargeback_agent.domain.notices.model import Kind
from chargeback_agent.domain.notices.page import Found, Page, tie

_WORTH: Final[dict[Kind, float]] = {
    "won": 0.93, "lost": 0.92, "reversed": 0.91, "arbitration": 0.86, "pre_arbitration": 0.84,
    "inquiry": 0.82, "dispute": 0.7,
}  # fmt: skip
ENDED: Final = frozenset({"won", "lost", "reversed"})
_MAYBE: Final = 0.3
"""What stands under a condition."""
_REQUEST: Final = 0.66
"""``Request for documents``: disputes ask so too, and say that they are disputes."""
_OVERTAKEN: Final = 0.6
"""An outcome told after a call for an answer that is still open: less than a dispute that is told."""


def stages(page: Page, asked: int | None = None) -> list[tuple[Found[Kind], float]]:
    """What the words say about the stage; what stands under a condition says little.

    ``asked``: where the page first asks for an answer by a day that is yet to come.
    """
    subject = page.view.part.where == "subject"
    found: list[tuple[Found[Kind], float]] = []
    for hit in page.of("stages.inquiry_request")[:20]:
        worth = _MAYBE if _conditional(page, hit.start, hit.end) else _REQUEST
        found.append((Found("inquiry", hit.start, hit.end), worth))
    for kind, usual in _WORTH.items():
        for hit in page.of(f"stages.{kind}")[:20]:
            worth = usual
            if _conditional(page, hit.start, hit.end) or (kind in ENDED and _of_fees(page, hit.start)):
                worth = _MAYBE
            elif kind in ENDED and asked is not None and asked < hit.start:
                worth = _OVERTAKEN
            found.append((Found(kind, hit.start, hit.end), worth))
        for hit in page.of(f"stages.{kind}_word")[:20]:
            held = tie(page, hit.start, hit.end, ("status",))
            if held and held.strength >= 0.85:
                found.append((Found(kind, hit.start, hit.end), usual + 0.05))
            elif subject and not _conditional(page, hit.start, hit.end):
                found.append((Found(kind, hit.start, hit.end), usual - 0.02))
            elif _heading(page, hit.start) and kind != "dispute":
                found.append((Found(kind, hit.start, hit.end), usual - 0.03))
            elif kind == "dispute":
                found.append((Found(kind, hit.start, hit.end), 0.5))
    return [(one, worth) for one, worth in found if not _inside(one, found)]


def _conditional(page: Page, start: int, end: int) -> bool:
    first, last = page.view.sentence(start)
    return any(
        (first <= hit.start < start and start - hit.end < 90) or (end <= hit.start < min(last, end + 24))
        for hit in page.of("stages.if")
    )


def _of_fees(page: Page, start: int) -> bool:
    """``The fee is not returned when you win``: a sentence on fees names outcomes that may come."""
    first, _ = page.view.sentence(start)
    return any("amount_fee" in label.meanings and first <= label.start < start for label in page.labels)


def _heading(page: Page, start: int) -> bool:
    """A short line without a full stop."""
    line = page.view.lines[page.view.line_at(start)]
    text = page.view.flat[line.start : line.end].strip()
    return len(line.cells) == 1 and len(text) <= 60 and ":" not in text and text[-1:] not in ".。!?"


def _inside(one: Found[Kind], others: list[tuple[Found[Kind], float]]) -> bool:
    """``pre-arbitration`` holds ``arbitration``, and means the longer."""
    return any(
        other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
        and other.value != one.value
        for other, _ in others
    )  # fmt: skip
