"""A conversation's state as the store keeps it: strings, numbers and lists; times to the microsecond."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import Focus, Line, Pending, State, Wish
from cs_agent.domain.understood import Identity, Measured

Fields = Mapping[str, Any]


def state_fields(state: State) -> dict[str, object]:
    """A state in JSON, but for its id."""
    pending = state.pending
    return {
        "language": state.language,
        "lines": [
            {
                "message_id": line.message_id,
                "by": line.by,
                "text": line.text,
                "at": moment_text(line.at),
                "intents": list(line.intents),
            }
            for line in state.lines
        ],
        "focus": {
            **asdict(state.focus),
            "concepts": list(state.focus.concepts),
            "matters": list(state.focus.matters),
            "offered": list(state.focus.offered),
            "options": [list(one) for one in state.focus.options],
            "measured": [{**asdict(one), "value": str(one.value)} for one in state.focus.measured],
        },
        "identity": asdict(state.identity),
        "user": state.user,
        "pending": None
        if pending is None
        else {
            "call": _call(pending.call),
            "question": pending.question,
            "asked_at": moment_text(pending.asked_at),
            "will": dict(pending.will),
            "stands": pending.stands,
            "confirmed": pending.confirmed,
        },
        "with_person": state.with_person,
        "unanswered": list(state.unanswered),
        "answered": list(state.answered),
        "tries": state.tries,
        "not_the_buyer": state.not_the_buyer,
        "wishes": [
            {**asdict(one), "concepts": list(one.concepts), "told": dict(one.told)} for one in state.wishes
        ],
    }


def read_state(conversation_id: str, fields: Fields) -> State:
    """What `state_fields` wrote."""
    focus, pending = dict(fields["focus"]), fields["pending"]
    return State(
        conversation_id,
        fields["language"],
        tuple(
            Line(row["message_id"], row["by"], row["text"], moment(row["at"]), tuple(row["intents"]))
            for row in fields["lines"]
        ),
        _read_focus(focus),
        Identity(**fields["identity"]),
        fields["user"],
        None
        if pending is None
        else Pending(
            _read_call(pending["call"]),
            pending["question"],
            moment(pending["asked_at"]),
            dict(pending["will"]),
            pending["stands"],
            pending["confirmed"],
        ),
        fields["with_person"],
        tuple(fields["unanswered"]),
        tuple(fields["answered"]),
        fields["tries"],
        fields["not_the_buyer"],
        tuple(Wish(**{**row, "concepts": tuple(row["concepts"])}) for row in fields["wishes"]),
    )


def moment_text(at: datetime) -> str:
    """To the microsecond, which BSON would cut off."""
    return at.astimezone(UTC).isoformat()


def moment(text: str) -> datetime:
    """What `moment_text` wrote."""
    return datetime.fromisoformat(text)


def _call(call: Call) -> dict[str, object]:
    result = None if call.result is None else dict(call.result)
    return {"tool": call.tool, "arguments": dict(call.arguments), "result": result}


def _read_focus(focus: Fields) -> Focus:
    told = {name: tuple(focus.get(name, ())) for name in ("concepts", "matters", "offered")}
    options = tuple((name, value) for name, value in focus.get("options", ()))
    return Focus(**{**focus, **told, "options": options, "measured": _read_measured(focus)})


def _read_measured(focus: Fields) -> tuple[Measured, ...]:
    rows = focus.get("measured", ())
    return tuple(Measured(row["of"], Decimal(row["value"]), row["unit"]) for row in rows)


def _read_call(row: Fields) -> Call:
    return Call(row["tool"], row["arguments"], row["result"])
