"""A buyer's message put into his conversation, and what follows: an answer, or waiting, or silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from argosy_telemetry import mask_cards
from cs_agent.domain.conversation import Focus, Line, State
from cs_agent.domain.understanding.spelling import LONGEST
from cs_agent.domain.understood import Intent

MOST_WAITING: Final = 50
"""Messages that are remembered as unanswered, while a person goes on above all."""
_ANSWERED: Final = 300
"""Ids of answered messages that are remembered, so that none is answered twice."""

Follows = Literal["answer", "wait", "person", "silence"]


def received(state: State, line: Line, *, product_id: str = "", order_id: str = "") -> State:
    """The state with a buyer's line that is to be answered; the same message twice is one.

    ``product_id``, ``order_id``: what the platform says that it is about; another product ends the old topic.
    """
    if line.message_id in state.unanswered or line.message_id in state.answered:
        return state
    focus = state.focus
    if product_id and product_id != focus.product_id:
        focus = Focus(
            product_id=product_id,
            order_id=focus.order_id,
            country=focus.country,
            measured=focus.measured,
        )
    if order_id:
        focus = replace(focus, order_id=order_id)
    waiting = (*state.unanswered, line.message_id)[-MOST_WAITING:]
    return replace(state.said(line), focus=focus, unanswered=waiting)


def passed_over(state: State, message_id: str) -> State:
    """The state where a message is known and will not be answered."""
    left = tuple(one for one in state.unanswered if one != message_id)
    return replace(state, unanswered=left, answered=_with(state.answered, (message_id,)))


def to_answer(state: State) -> str:
    """What the buyer wrote since the last answer; where that is more than is read, his last messages."""
    return "\n".join(_read(_waiting(state)))


def is_cut(state: State) -> bool:
    """Whether some of what waits is not read, because it is too much or too long ago."""
    waiting = _waiting(state)
    return len(waiting) < len(state.unanswered) or len(_read(waiting)) < len(list(filter(None, waiting)))


def _waiting(state: State) -> list[str]:
    return [line.text for line in state.lines if line.message_id in state.unanswered]


def _read(texts: Sequence[str]) -> list[str]:
    """The last that fit into what is read; one at least."""
    room, kept = LONGEST, list[str]()
    for text in filter(None, reversed(texts)):
        if kept and len(text) > room:
            break
        kept.append(text)
        room -= len(text) + 1
    return kept[::-1]


def answered(state: State, answer: Line, intents: Sequence[Intent]) -> State:
    """The state after an answer to all that waited: how that was read, and what was said.

    Card numbers that a buyer wrote are needed by nobody and go.
    """
    lines = tuple(
        replace(line, intents=tuple(intents), text=mask_cards(line.text))
        if line.message_id in state.unanswered
        else line
        for line in state.lines
    )
    wishes = tuple(replace(one, words=mask_cards(one.words)) for one in state.wishes)
    done = replace(
        state,
        lines=lines,
        wishes=wishes,
        answered=_with(state.answered, state.unanswered),
        unanswered=(),
    )
    return done.said(answer) if answer.text else done


def taken_over(state: State, line: Line, *, back: bool) -> State:
    """The state after a person wrote: he goes on, unless he gives the conversation back.

    What waited was his to answer where he wrote something. A yes that comes after him may be to what he
    asked: a change that waits for one has to be asked about again.
    """
    if any(one.message_id == line.message_id and one.by == "person" for one in state.lines):
        return state
    said = state.said(line) if line.text else state
    if line.text:
        said = replace(said, answered=_with(said.answered, said.unanswered), unanswered=())
    waits = state.pending
    pending = None if waits is None else replace(waits, stands=False, confirmed=False)
    return replace(said, with_person=not back, pending=pending)


def follows(
    state: State,
    *,
    behind: int,
    together: int,
    waits_until: datetime | None,
    now: datetime,
    too_many: bool,
) -> Follows:
    """What a received message leads to. ``behind``: how many of the conversation have come after it."""
    if state.with_person:
        return "person"
    if too_many:
        return "silence"
    patient = waits_until is None or now < waits_until
    return "wait" if behind > 0 and patient and len(state.unanswered) < together else "answer"


def _with(known: tuple[str, ...], more: Sequence[str]) -> tuple[str, ...]:
    return (*known, *more)[-_ANSWERED:]
