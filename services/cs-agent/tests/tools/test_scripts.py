"""Each scripted conversation ends as it must, whatever else is tried on the way."""

from __future__ import annotations

from typing import Any

import pytest
from scripted import HEDGED, arguments, claims, differences, expected, scripts
from shops import Requests, Talk, plain, reference
from tempted import AFTER, TEMPTED, UNSURE

from cs_agent.acting import Acted
from cs_agent.domain.tools.rules import WRITES
from cs_agent.domain.tools.verdicts import NeedsYes

SCRIPTS = {row["id"]: row for row in scripts()}


@pytest.mark.parametrize("row", scripts(), ids=list(SCRIPTS))
async def test_a_script_ends_as_it_must(row: dict[str, Any]) -> None:
    requests = Requests()
    shop = reference(requests)
    talk = Talk(shop)
    untouched = plain(shop)
    waiting = claims(row)
    made: list[str] = []
    for tool in [*(["find_user"] if row["calls"][:1] != ["find_user"] and waiting else []), *row["calls"]]:
        talk.says()
        if tool != "find_user":
            await _tempt(row, talk, shop, after=False)
        told = waiting.pop(0) if tool == "find_user" else arguments(tool, row)
        acted = await _made(talk, tool, told, hedged=row["id"] in HEDGED)
        assert acted.made, (tool, acted.verdict)
        made.append(tool)
        # A second yes, the same wish again: nothing more is done.
        once = plain(shop)
        talk.says("yes")
        if tool in WRITES and acted.order is not None and acted.order.status != "pending":
            await talk.yes(tool, **told)
            assert plain(shop) == once
    if not set(row["calls"]) - {"find_user"}:
        await _tempt(row, talk, shop, after=False)
    await _unsure(row, talk)
    await _tempt(row, talk, shop, after=True)
    assert differences(shop.world) == expected(row)
    assert (plain(shop) == untouched) is (not row["final"] and "requested" not in row)
    assert talk.state.with_person is row["handover"]
    done = [line["tool"] for line in shop.audit if line["outcome"] == "done"]
    assert done == [tool for tool in row["calls"] if tool != "find_user"]
    asked = [(ask.order_id, dict(ask.lines)) for ask in requests.asks.values()]
    assert asked == ([_asked(row)] if "requested" in row else [])


def test_every_conversation_that_asks_for_what_is_forbidden_is_tempted() -> None:
    assert set(TEMPTED) | set(UNSURE) <= set(SCRIPTS)
    assert not set(TEMPTED) & set(UNSURE)


async def _made(talk: Talk, tool: str, told: dict[str, Any], *, hedged: bool) -> Acted:
    acted = await talk.call(tool, **told)
    if isinstance(acted.verdict, NeedsYes):
        if hedged:
            talk.says("other")
            acted = await talk.again()
            assert isinstance(acted.verdict, NeedsYes)
        talk.says("yes")
        acted = await talk.again()
    return acted


async def _tempt(row: dict[str, Any], talk: Talk, shop: Any, *, after: bool) -> None:
    before = plain(shop)
    for (tool, told), refusal in TEMPTED.get(row["id"], []) if (row["id"] in AFTER) is after else []:
        acted = await talk.yes(tool, **told)
        assert refusal in {getattr(acted.verdict, "reason", ""), type(acted.verdict).__name__}
        assert not acted.made
        assert acted.order is None
        assert plain(shop) == before


async def _unsure(row: dict[str, Any], talk: Talk) -> None:
    if row["id"] not in UNSURE:
        return
    (tool, told), answers = UNSURE[row["id"]]
    acted = await talk.call(tool, **told)
    assert isinstance(acted.verdict, NeedsYes)
    for answer in answers:
        talk.says(answer)
        if talk.state.pending:
            assert isinstance((await talk.again()).verdict, NeedsYes)


def _asked(row: dict[str, Any]) -> tuple[str, dict[str, int]]:
    """What refund.requested tells: no lines where it is the whole order."""
    order_id = row["requested"]["order"]
    whole = next(one for one in reference().world["orders"] if one["id"] == order_id)["lines"]
    lines = dict(row["requested"]["lines"])
    return order_id, {} if lines == {line["sku"]: line["quantity"] for line in whole} else lines
