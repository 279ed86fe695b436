"""At which stage a notice is: a first dispute, an inquiry before one, a later round, or its end."""

from __future__ import annotations

import re
from typing import Final

from chargeback_agent.domain.notices.model import Kind
from chargeback_agent.domain.notices.page import Found, Page, tie
from chargeback_agent.domain.notices.vocabulary import Hit

_WORTH: Final[dict[Kind, float]] = {
    "won": 0.93, "lost": 0.92, "reversed": 0.91, "arbitration": 0.86, "pre_arbitration": 0.84,
    "inquiry": 0.82, "dispute": 0.7,
}  # fmt: skip
_ROUNDS: Final = frozenset({"pre_arbitration", "arbitration"})
_BESIDE: Final = 12
_DENIED_WITHIN: Final = 28
"""Characters between a denial and the words of the end that it denies."""
_CLAUSE_END: Final = re.compile(r"[,;:.!?()，。；]")
ENDED: Final = frozenset({"won", "lost", "reversed"})
_MAYBE: Final = 0.3
"""What stands under a condition."""
_REQUEST: Final = 0.66
"""``Request for documents``: disputes ask so too, and say that they are disputes."""
_REFUSED: Final = 0.8
"""``The issuer stands by its claim``, ``turned down your papers``: the end, unless another round is told."""
_BOOKED: Final = 0.83
"""``We have processed a chargeback``: more than an inquiry that stands in a subject or in a form's head."""
_OVERTAKEN: Final = 0.6
"""An outcome told after a call for an answer that is still open: less than a dispute that is told."""
_PHRASES: Final[tuple[tuple[str, Kind, float], ...]] = (
    ("inquiry_request", "inquiry", _REQUEST), ("refused", "lost", _REFUSED), ("booked", "dispute", _BOOKED),
    *((kind, kind, worth) for kind, worth in _WORTH.items()),
)  # fmt: skip


def stages(page: Page, asked: int | None = None) -> list[tuple[Found[Kind], float]]:
    """What the words say about the stage; what stands under a condition says little.

    Where a language denies behind the words (``認められ`` + ``ず``), they say the opposite, and are dropped.
    ``asked``: where the page first asks for an answer by a day that is yet to come.
    """
    found: list[tuple[Found[Kind], float]] = []
    for meaning, kind, usual in _PHRASES:
        for hit in page.of(f"stages.{meaning}")[:20]:
            if not _denied(page, hit.end) and not (kind == meaning and _not_so(page, hit, kind)):
                worth = _of_phrase(page, hit, kind, usual, asked)
                found.append((Found(kind, hit.start, hit.end), worth))
    for kind, usual in _WORTH.items():
        for hit in page.of(f"stages.{kind}_word")[:20]:
            worth = _of_word(page, hit, kind, usual)
            if worth:
                found.append((Found(kind, hit.start, hit.end), worth))
    return [(one, worth) for one, worth in found if not _inside(one, found)]


def _of_phrase(page: Page, hit: Hit, kind: Kind, usual: float, asked: int | None) -> float:
    if _conditional(page, hit.start, hit.end) or (kind in ENDED and _of_fees(page, hit.start)):
        return _MAYBE
    if kind in ENDED and asked is not None and asked < hit.start:
        return min(usual, _OVERTAKEN)
    return usual


def _of_word(page: Page, hit: Hit, kind: Kind, usual: float) -> float:
    """A word says a stage as a status, in a subject or as a heading; ``dispute`` anywhere a little."""
    held = tie(page, hit.start, hit.end, ("status",))
    if held and held.strength >= 0.85:
        return usual + 0.05
    alone = kind == "reversed" and not _of_dispute(page, hit.start)
    if alone or _denied(page, hit.end) or _not_so(page, hit, kind):
        return 0.0
    if page.view.part.where == "subject" and not _conditional(page, hit.start, hit.end):
        return usual - 0.02
    if _heading(page, hit.start) and kind != "dispute" and not _conditional(page, hit.start, hit.end):
        return usual - 0.03
    if kind in _ROUNDS and _moved(page, hit) and not _conditional(page, hit.start, hit.end):
        return usual
    return 0.5 if kind == "dispute" else 0.0


def _moved(page: Page, hit: Hit) -> bool:
    """``has filed a pre-arbitration``: the round's name beside a verb that begins it."""
    first, last = page.view.sentence(hit.start)
    return any(
        first <= verb.start < last
        and (0 <= hit.start - verb.end <= _BESIDE or 0 <= verb.start - hit.end <= _BESIDE)
        for verb in page.of("stages.moved")
    )


def _not_so(page: Page, hit: Hit, kind: Kind) -> bool:
    """``has not been decided in your favour``: no end is told by words that are denied before them.

    ``You did not answer, the case is lost`` denies something else: a loss is denied right before its words.
    """
    if kind not in ENDED:
        return False
    first, _ = page.view.sentence(hit.start)
    reach = _DENIED_WITHIN if kind == "won" else 1
    for no in page.of("stages.not"):
        if hit.start < no.end <= hit.last and hit.last > hit.start:
            return True
        between = page.view.flat[no.end : hit.start]
        if first <= no.start < hit.start and no.end < hit.end and len(between.strip()) <= reach:
            turned = any(no.end <= one.start < hit.start for one in page.of("stages.and"))
            if not turned and not _CLAUSE_END.search(between):
                return True
    return False


def _denied(page: Page, end: int) -> bool:
    return any(0 <= denied.start - end <= 1 for denied in page.of("stages.denied"))


def _conditional(page: Page, start: int, end: int) -> bool:
    first, last = page.view.sentence(start)
    if page.view.flat[first:last].rstrip()[-1:] == "?":
        return True
    # "the first chargeback" and Spanish "se cerró" set no condition
    named = page.of("labels.date_first", "stages.told")
    return any(
        (first <= hit.start < start and start - hit.end < 90) or (end <= hit.start < min(last, end + 24))
        for hit in page.of("stages.if")
        if not any(one.start <= hit.start and hit.end <= one.end for one in named)
    )


def _of_dispute(page: Page, start: int) -> bool:
    """``Payment cancelled`` takes no dispute back: one must be named in the line."""
    line = page.view.lines[page.view.line_at(start)]
    named = page.of("stages.dispute_word", "stages.inquiry_word")
    return any(line.start <= hit.start < line.end for hit in named)


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
