"""What goes wrong at night: clocks out of all bounds, floods, faults of ours, two writers at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from argosy_eventing import Skip
from cs_agent.conversing import CUT

from .talking import House, message, person, replied


@pytest.mark.parametrize("year", [1, 1969, 9999])
async def test_a_platforms_clock_may_say_any_time(year) -> None:
    house = House()
    odd = replace(message("material"), time=datetime(year, 1, 1, tzinfo=UTC))
    assert replied((await house.tell(odd))[0]).text == "It is 95 % cotton."
    assert replied((await house.tell(message("material", 2)))[0]).text == "It is 95 % cotton."
    assert await house.tell(replace(person("Hi", 3), time=odd.time)) == [Skip("kept")]


async def test_what_was_written_last_is_read_however_much_was_written_before() -> None:
    house = House()
    for number in range(1, 10):
        await house.tell(message(f"x{number}" * 1_000, number), behind=10 - number)
    answer = replied((await house.tell(message("material", 10)))[0])
    assert house.skills.read[-1] == f"{'x9' * 1_000}\nmaterial"
    assert answer.review_reasons == [CUT]
    assert len((await house.kept()).state.answered) == 10


async def test_a_fault_is_logged_by_its_place_and_never_by_what_a_buyer_wrote(caplog, monkeypatch) -> None:
    house = House()

    def broken(*_args: object) -> None:
        raise KeyError("Marta Kowalska, Hauptstr. 5")

    monkeypatch.setattr(house.skills, "knows", broken)
    await house.tell(message("material"))
    assert "Marta" not in caplog.text
    assert "KeyError" in caplog.text
    assert "test_on_call.py" in caplog.text
