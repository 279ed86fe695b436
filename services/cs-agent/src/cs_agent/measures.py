"""What operators see: how turns end, how long they take, and where a fault of ours happened.

Labels are of closed sets: no id, no word of a buyer.
"""

from __future__ import annotations

import traceback
from contextlib import AbstractContextManager
from pathlib import PurePath
from typing import Final

from argosy_telemetry import counter, histogram, names, tracer
from cs_agent.domain.answer import Draft, SentenceKind
from cs_agent.domain.understood import Intent

_FRAMES: Final = 6
_COMES_TO: Final[tuple[tuple[frozenset[SentenceKind], str], ...]] = (
    (frozenset({"done"}), "done"),
    (frozenset({"fact", "derived"}), "told"),
    (frozenset({"refusal"}), "refused"),
    (frozenset({"asks"}), "asked"),
    (frozenset({"unknown"}), "not_known"),
)
_OF_ITS_OWN: Final = {"manners.waiting": "waiting", "manners.rate_limit": "rate_limit"}

_ANSWERS = counter(names.METRIC_CHAT_ANSWERS)
_HANDOVERS = counter(names.METRIC_CHAT_HANDOVERS)
_UNANSWERED = counter(names.METRIC_CHAT_UNANSWERED)
_LEFT_OUT = counter(names.METRIC_CHAT_LEFT_OUT)
_FAULTS = counter(names.METRIC_CHAT_FAULTS)
_TURNS = histogram(names.METRIC_CHAT_TURN_DURATION)
_PASSED_OVER = counter(names.METRIC_CHAT_PASSED_OVER)
_TOLD_AGAIN = counter(names.METRIC_CHAT_TOLD_AGAIN)
_PICTURES = counter(names.METRIC_CHAT_PICTURES)
_SHOP = histogram(names.METRIC_SHOP_CALL_DURATION)


def watched(name: names.SpanName) -> AbstractContextManager[object]:
    """A span that keeps no exception: its message may quote the buyer."""
    return tracer().start_as_current_span(name, record_exception=False, set_status_on_exception=False)


def comes_to(draft: Draft) -> str:
    """What an answer comes to in one word: the best that it says, or that a person goes on.

    >>> comes_to(Draft("en", ()))
    'polite'
    """
    for one in draft.sentences:
        if one.rule in _OF_ITS_OWN:
            return _OF_ITS_OWN[one.rule]
    if draft.handoff:
        return "person"
    kinds = {one.kind for one in draft.sentences}
    return next((word for these, word in _COMES_TO if kinds & these), "polite")


def count_answer(draft: Draft, intent: Intent, seconds: float) -> None:
    """One answer that is kept and goes out."""
    word = comes_to(draft)
    _ANSWERS.add(
        1,
        {
            names.ATTR_CHAT_ANSWER: word,
            names.ATTR_CHAT_INTENT: intent,
            names.ATTR_NEEDS_REVIEW: bool(draft.doubts),
        },
    )
    _TURNS.record(seconds, {names.ATTR_CHAT_ANSWER: word})
    if word == "person":
        _HANDOVERS.add(1, {names.ATTR_CHAT_HANDOVER: draft.handoff})
    for one in draft.unanswered:
        _UNANSWERED.add(1, {names.ATTR_CHAT_INTENT: one.intent})


def count_passed_over(reason: str) -> None:
    """One message without an answer of its own."""
    _PASSED_OVER.add(1, {names.ATTR_OUTCOME_REASON: reason})


def count_left_out(kind: SentenceKind) -> None:
    """One sentence that the checks kept out."""
    _LEFT_OUT.add(1, {names.ATTR_CHAT_SENTENCE: kind})


def count_fault(error: BaseException) -> None:
    """One answer that ended in the middle."""
    _FAULTS.add(1, {names.ATTR_ERROR_TYPE: type(error).__name__})


def count_told_again() -> None:
    """One message that waited in vain."""
    _TOLD_AGAIN.add(1)


def count_picture(result: str) -> None:
    """One picture of a buyer: looked at, or the named reason why not."""
    _PICTURES.add(1, {names.ATTR_CHAT_PICTURE: result})


def count_shop_call(seconds: float, result: str) -> None:
    """One call to a shop behind HTTP."""
    _SHOP.record(seconds, {names.ATTR_SHOP_RESULT: result})


def place_of(error: BaseException) -> str:
    """Where an error was raised, the innermost frame first, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " < ".join(f"{PurePath(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames))
