"""What changes nothing: events that come twice, late or out of order. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from refund_agent.domain.negotiation.state import (
    Asked,
    CameBack,
    Handed,
    Happening,
    Lapsed,
    Meaning,
    Replied,
    State,
)


def ignored(state: State, event: Happening) -> str:
    """Why an event changes nothing; "" where it does."""
    match event:
        case Asked():
            return "" if state.phase in {"unasked", "waiting"} else "the same request again"
        case Lapsed():
            return _not_lapsed(state, event)
        case Replied():
            return _not_heard(state, event)
        case Handed():
            return "decided already" if state.phase == "decided" else ""
        case CameBack():
            return _not_back(state, event)
    assert_never(event)


def _not_lapsed(state: State, event: Lapsed) -> str:
    if state.phase == "decided":
        return "decided already"
    if event.round == 0:
        return "" if state.phase == "waiting" else "the facts have come"
    last = state.last
    if last is None or last.number != event.round:
        return f"round {event.round} is not the last"
    return "" if event.at >= last.until else f"there is time until {last.until:%Y-%m-%d %H:%M} UTC"


def _not_back(state: State, event: CameBack) -> str:
    if state.verdict is None or not state.verdict.returns:
        return "no return was agreed"
    if state.back_at is not None:
        return "the goods came back before"
    known = event.lost and any(entry.what == "lost" for entry in state.trail)
    return "known to be lost" if known else ""


AFTERWARDS: Final = "the buyer asks for a person after the decision"
AFTER_ALL: Final = "the buyer wants to send the goods back after the decision"
_AFTER: Final[Mapping[Meaning, str]] = {
    "asks": "the buyer asks something after the decision",
    "counters": "the buyer wants other money after the decision",
    "refuses": "the buyer does not agree with the decision",
    "exchanges": "the buyer wants other goods after the decision",
}


def look_again(state: State, event: Replied) -> str:
    """Why a person is to look at a decision after what the buyer wrote, once; "" where none needs to.

    What was decided stays. Who agrees, or says once more that he sends back what he may, needs no answer.
    """
    verdict, answer = state.verdict, event.answer
    if state.person or verdict is None or verdict.offer is None:
        return ""
    if answer.for_a_person:
        return AFTERWARDS
    if answer.meaning == "returns":
        return "" if verdict.returns else AFTER_ALL
    return _AFTER.get(answer.meaning, "") if event.at > verdict.at else ""


def _not_heard(state: State, event: Replied) -> str:
    if look_again(state, event) or (event.answer.for_a_person and not state.person):
        return ""
    if state.phase == "decided":
        return "decided already"
    if event.answer.for_a_person:
        return "a person is asked for already"
    last = state.last
    if last is None:
        return "no offer has been made yet"
    if event.round not in {0, last.number}:
        return f"an answer to round {event.round}, and round {last.number} is the last"
    return "written before the last offer was made" if event.at < last.made_at else ""
