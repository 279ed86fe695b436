"""Back-off, budgets, the cap on dead letters, settings: rules with a bound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_eventing import EventingSettings, SettingsError
from argosy_eventing.dead_letters import CapReached, DeadLetterCap
from argosy_eventing.retry import Backoff, Budget


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(0.01, 5), st.floats(5, 60))
def test_a_wait_is_never_too_short_and_never_too_long(attempt, chance, first, longest):
    wait = Backoff(first, longest).wait(attempt, lambda: chance)
    assert first / 2 <= wait <= longest


def test_waits_grow_until_the_longest():
    backoff = Backoff(0.2, 5.0)
    assert [backoff.wait(n, lambda: 1.0) for n in (1, 2, 3, 9)] == [0.2, 0.4, 0.8, 5.0]


@given(st.lists(st.floats(0.001, 10), max_size=50), st.floats(1, 60))
def test_a_budget_is_never_overspent(waits, seconds):
    budget = Budget(seconds)
    taken = sum(wait for wait in waits if budget.allows(wait))
    assert taken <= seconds + 1e-6


def test_the_cap_stops_a_flood_of_dead_letters():
    cap = DeadLetterCap(most=100, share=0.1, window_s=300)
    for second in range(100):
        cap.check(second, handled=1, dead=1)
    with pytest.raises(CapReached, match="101 of 101 events"):
        cap.check(100, handled=1, dead=1)


def test_a_few_dead_letters_among_many_good_events_pass():
    cap = DeadLetterCap(most=100, share=0.1, window_s=300)
    for second in range(280):
        cap.check(second, handled=100, dead=9)


def test_old_dead_letters_do_not_count():
    cap = DeadLetterCap(most=100, share=0.1, window_s=300)
    cap.check(0, handled=100, dead=100)
    cap.check(302, handled=100, dead=100)


def test_a_missing_broker_is_named(monkeypatch):
    monkeypatch.delenv("ARGOSY_KAFKA_BOOTSTRAP", raising=False)
    with pytest.raises(SettingsError, match="ARGOSY_KAFKA_BOOTSTRAP is not set"):
        EventingSettings.load()


def test_a_wrong_setting_is_named_without_its_value(monkeypatch):
    monkeypatch.setenv("ARGOSY_KAFKA_BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.setenv("ARGOSY_EVENTING_BUSY_BUDGET_S", "soon")
    with pytest.raises(SettingsError, match="ARGOSY_EVENTING_BUSY_BUDGET_S") as caught:
        EventingSettings.load()
    assert "soon" not in str(caught.value)


def test_sasl_needs_a_user(monkeypatch):
    monkeypatch.setenv("ARGOSY_KAFKA_BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.setenv("ARGOSY_KAFKA_SECURITY", "SASL_SSL")
    with pytest.raises(SettingsError, match="ARGOSY_KAFKA_USERNAME"):
        EventingSettings.load()
