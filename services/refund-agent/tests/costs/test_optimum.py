"""The optimiser finds what exhaustive search finds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from refund_agent.domain.costs.case import Limits
from refund_agent.domain.costs.ladder import branches, cheapest, parts

from .cost_cases import enumerated, exhaustive, numbers_of, random_case, thrown


@pytest.mark.parametrize("seed", range(20))
def test_the_least_cost_of_all_minor_units_and_outcomes_is_found(seed: int) -> None:
    dice = thrown(seed)
    for _ in range(10):
        one = random_case(dice, most=1500)
        numbers, moves = numbers_of(one)
        found = min(ladder.cost for ladder in cheapest(numbers, moves, one.limits.rounds).values())
        least = exhaustive(numbers, moves, one.limits.rounds)
        assert least - 1e-6 <= found <= least + 1, one


def test_exhaustive_search_backwards_is_that_over_every_sequence() -> None:
    dice = thrown(7)
    for _ in range(12):
        one = replace(random_case(dice, most=24), limits=Limits(rounds=3))
        numbers, moves = numbers_of(one)
        assert exhaustive(numbers, moves, 3) == pytest.approx(enumerated(numbers, moves), abs=1e-6)


def test_a_ladder_costs_what_its_branches_add_up_to_and_they_are_all_there_is() -> None:
    dice = thrown(3)
    for _ in range(50):
        one = random_case(dice)
        numbers, moves = numbers_of(one)
        for ladder in cheapest(numbers, moves, one.limits.rounds).values():
            assert sum(parts(numbers, ladder.moves).values()) == pytest.approx(ladder.cost, abs=1e-6)
            assert sum(one.likelihood for one in branches(numbers, ladder.moves)) == pytest.approx(1)
