"""A service that dies between any two of its writes: an order is changed once, and that is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from shops import RULES, Clock, Requests, reference, world

from argosy_commerce.terms import TermBase
from argosy_store import StoreUnavailable
from cs_agent.acting import Desk
from cs_agent.adapters.reference_shop import ReferenceShop
from cs_agent.domain.tools.shop import ShopBusy
from cs_agent.skills import Own

from .talking import House, message, person, replied

MAIL = next(one["email"] for one in world()["users"] if one["id"] == "u-18")
SAID = (
    "I'd like to cancel my order o-2023, I don't need it any more.",
    f"my email is {MAIL}",
    "yes",
    "thanks",
)


@dataclass
class Shopping(House):
    """The agent as it is, with a shop."""

    skills: Any = field(default_factory=Own)
    shop: ReferenceShop = field(default_factory=lambda: reference(Requests()))

    def __post_init__(self) -> None:
        clock = Clock()
        self.clock.now = clock.now
        self.desk = lambda _merchant: Desk(self.shop, RULES, lambda _row: None, clock)

    @property
    def deps(self) -> Any:
        deps = House.deps.fget(self)  # type: ignore[attr-defined]
        return replace(deps, floor=replace(deps.floor, base=TermBase.load()))

    async def hears(self, breaks: tuple[int, int] = (0, 0)) -> list[str]:
        """What is said; ``breaks``: at which message, and at which operation of the store."""
        told = []
        for number, text in enumerate(SAID, 1):
            self.store.breaks_at = breaks[1] if number == breaks[0] else 0
            try:
                outcomes = await self.tell(message(text, number))
            except StoreUnavailable:
                outcomes = await self.tell(message(text, number))
            told.append(replied(outcomes[0]).text)
        return told

    @property
    def cancelled(self) -> int:
        return [row["outcome"] for row in self.shop.audit if row["tool"] == "cancel_order"].count("done")


async def test_an_order_is_cancelled_once_and_told_wherever_the_store_goes() -> None:
    whole = await Shopping().hears()
    assert "o-2023 is cancelled" in whole[2]
    for breaks in [(number, at) for number in (2, 3) for at in (1, 2, 3)]:
        house = Shopping()
        assert await house.hears(breaks) == whole, breaks
        assert house.cancelled == 1


@pytest.mark.parametrize("goes", ["made", "get_user", "get_order", "change"])
async def test_a_shop_that_goes_at_the_yes_is_not_told_to_have_done_it(goes, monkeypatch) -> None:
    house = Shopping()
    await house.tell(message(SAID[0], 1), message(SAID[1], 2))

    async def gone(*_args: object) -> None:
        raise ShopBusy("gone")

    monkeypatch.setattr(house.shop, goes, gone)
    answer = replied((await house.tell(message("yes", 3)))[0])
    assert (answer.handoff.to, answer.handoff.reason) == ("person", "shop_unreachable")
    assert "cancelled" not in answer.text
    assert answer.needs_review
    monkeypatch.undo()
    await house.tell(person("Over to you.", 4, to="agent"))
    again = replied((await house.tell(message("yes, cancel it", 5)))[0])
    assert "Shall I do that?" in again.text
    assert house.cancelled == 0


async def test_a_yes_after_a_person_is_none_to_what_was_asked_before_him() -> None:
    house = Shopping()
    await house.tell(message(SAID[0], 1), message(SAID[1], 2), person("Would a voucher do instead?", 3))
    await house.tell(message("yes", 4), person("", 5, to="agent"))
    assert "Shall I do that?" in replied((await house.tell(message("yes", 6)))[0]).text
    assert house.cancelled == 0
