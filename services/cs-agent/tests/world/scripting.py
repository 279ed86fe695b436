"""A scripted conversation, held by text and graded; the rows' form stands at the head of scripts.yaml."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from attacking import folded
from scripted import differences, expected, order
from world_talks import Talk

from cs_agent.domain.checking.dates import Day
from cs_agent.domain.checking.said import said_in
from cs_agent.domain.tools.rules import WRITES

Row = dict[str, Any]
_COUNTED = frozenset({*WRITES, "ask_refund", "hand_over"})


def held(row: Row) -> Talk:
    """The conversation after all turns."""
    talk = Talk()
    for turn in row["turns"]:
        talk.says(turn)
    return talk


def wrong(row: Row, talk: Talk) -> Iterator[str]:
    """What did not end as it must."""
    after, due = differences(talk.shop.world), expected(row)
    if _without_case(after) != _without_case(due):
        yield f"ends as {after}, not as {due}"
    yield from _calls(row, talk)
    asked = [(ask.order_id, dict(ask.lines)) for ask in talk.requests.asks.values()]
    if asked != ([_asked(row)] if "requested" in row else []):
        yield f"asks a refund for {asked}"
    if talk.state.with_person != row["handover"] and row.get("also_right") != "handover":
        yield "is handed over" if talk.state.with_person else "is not handed over"
    for says in row["says"]:
        if not any(_says(talk, one) for one in says.split("|")):
            yield f"does not say {says}"
    said = folded("\n".join(talk.answers))
    yield from (f"says {one!r}" for one in row.get("must_not_say", ()) if folded(one) in said)
    yield from (f"called {one}" for one in row["must_not_call"] if one in talk.called)
    yield from _languages(row, talk)


def _without_case(ends: Row) -> Row:
    """Addresses are what a buyer wrote: capitals are his."""
    rows = {id_: dict(one) for id_, one in ends.items()}
    for one in rows.values():
        if "address" in one:
            one["address"] = folded(one["address"])
    return rows


def _calls(row: Row, talk: Talk) -> Iterator[str]:
    """In order those that must be called; those that change something no more often."""
    also = set(row.get("also_calls", ())) | ({"hand_over"} if row.get("also_right") == "handover" else set())
    due = Counter(tool for tool in row["calls"] if tool in _COUNTED)
    made = Counter(tool for tool in talk.made if tool in _COUNTED and (tool in due or tool not in also))
    if made != due:
        yield f"did {dict(made)}, not {dict(due)}"
    left = iter(talk.called)
    if missing := [tool for tool in row["calls"] if tool not in left]:
        yield f"did not call {', '.join(missing)} in its turn"


def _asked(row: Row) -> tuple[str, dict[str, int]]:
    order_id = row["requested"]["order"]
    lines = dict(row["requested"]["lines"])
    whole = {line["sku"]: line["quantity"] for line in order(order_id)["lines"]}
    return order_id, {} if lines == whole else lines


def _says(talk: Talk, wanted: str) -> bool:
    """A figure or a day in any form; other words as they are."""
    day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", wanted)
    for draft in talk.drafts:
        if folded(wanted) in folded(draft.text):
            return True
        said = said_in(draft.text, draft.language)
        if day and any(Day(*map(int, day.groups())).may_be(one) and one.day for one in said.days):
            return True
        if re.fullmatch(r"\d+(\.\d+)?", wanted) and any(
            Decimal(wanted) in one.values for one in said.figures
        ):
            return True
    return False


def _languages(row: Row, talk: Talk) -> Iterator[str]:
    due = row.get("switches") or [row["language"]] * len(row["turns"])
    told = [draft.language.partition("-")[0] for draft in talk.drafts]
    if other := [f"{n}: {b} for {a}" for n, (a, b) in enumerate(zip(due, told, strict=False), 1) if a != b]:
        yield f"answers in another language ({', '.join(other)})"
