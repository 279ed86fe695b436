from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback_agent.domain.case.outcomes import Count, Outcomes, counted, likelihood, log_odds, shift

COUNTS = st.builds(Count, st.integers(0, 50), st.integers(0, 50))
SHARES = st.floats(0.02, 0.98)


@given(SHARES, COUNTS, st.floats(1, 100))
def test_what_came_out_moves_the_likelihood_towards_its_rate_and_never_past_it(
    expected: float, count: Count, strength: float
) -> None:
    moved = likelihood(log_odds(expected) + shift({("a",): count}, lambda _: expected, strength))
    assert 0 < moved < 1
    if count.cases:
        rate = count.won / count.cases
        assert min(expected, rate) - 1e-9 <= moved <= max(expected, rate) + 1e-9
    else:
        assert moved == pytest.approx(expected)


@given(SHARES, st.integers(0, 20), st.integers(0, 20), st.floats(1, 100))
def test_one_more_win_never_lowers_and_one_more_loss_never_raises(
    expected: float, won: int, lost: int, strength: float
) -> None:
    def moved(count: Count) -> float:
        return shift({("a",): count}, lambda _: expected, strength)

    assert moved(Count(won + 1, lost)) >= moved(Count(won, lost)) >= moved(Count(won, lost + 1)) - 1e-9


def test_the_prior_is_worth_its_cases() -> None:
    odds = shift({("a",): Count(20, 0)}, lambda _: 0.5, 20)
    assert likelihood(odds) == pytest.approx(0.75)


def test_outcomes_are_counted_by_code_and_mix_whatever_the_mixs_order() -> None:
    outcomes = counted([
        ("visa", "13.1", ("b", "a"), True),
        ("visa", "13.1", ("a", "b"), False),
        ("visa", "10.4", ("a",), True),
    ])  # fmt: skip
    assert outcomes.of("visa", "13.1") == {("a", "b"): Count(1, 1)}
    assert Outcomes().of("visa", "13.1") == {}


def test_counts_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Count(-1, 0)
