from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from case_facts import NOW, OPENED, case, event, notice
from hypothesis import given
from hypothesis import strategies as st

from chargeback_agent.domain.case.deadlines import Limit, earliest, lapsed, processor_limits, stated_limit
from chargeback_agent.domain.rules.loader import rule_book

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(st.tuples(MOMENTS, st.booleans()), min_size=1, max_size=6), MOMENTS)
def test_the_deadline_is_the_earliest_limit_and_says_why(
    limits: list[tuple[datetime, bool]], now: datetime
) -> None:
    known = [Limit(moment, f"limit {index}", stated, moment) for index, (moment, stated) in enumerate(limits)]
    due = earliest(known, now)
    assert due.at == min(moment for moment, _ in limits)
    assert due.why
    assert ("past" in due.why) == (due.at <= now)
    assert all(moment >= due.at for moment, _ in due.others)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_a_day_without_a_zone_ends_no_later_than_in_any_zone(day: date) -> None:
    strict = stated_limit(day, "the notice")
    for zone in ("Pacific/Kiritimati", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Pacific/Midway"):
        assert strict.at <= stated_limit(day, "the notice", ZoneInfo(zone)).at <= strict.over


def test_a_day_in_a_known_zone_ends_with_that_day_there() -> None:
    limit = stated_limit(date(2026, 10, 1), "the notice", ZoneInfo("America/New_York"))
    assert limit.at == datetime(2026, 10, 2, 4, tzinfo=UTC)


def test_the_stricter_reading_is_said() -> None:
    assert "stricter" in stated_limit(date(2026, 10, 1), "the notice").why


def test_the_event_the_notice_the_processor_and_the_network_are_all_considered() -> None:
    told = event(due=datetime(2026, 9, 25, 12, tzinfo=UTC))
    due = case(told=told, of=notice(sender="adyen")).dispute.deadline
    assert due.at == datetime(2026, 9, 25, 12, tzinfo=UTC)
    assert due.why.startswith("the event says")
    whys = " ".join(why for _, why in due.others)
    assert "Adyen" in whys
    assert "Visa" in whys
    assert "the notice" in whys


def test_the_networks_days_count_from_the_dispute_when_nobody_names_a_date() -> None:
    due = case(of=notice(due_at=None), told=event("mastercard", "4853")).dispute.deadline
    assert due.at.date() == OPENED.date() + timedelta(days=45)


def test_a_merchants_country_brings_its_own_shorter_days() -> None:
    adyen = rule_book().processors["adyen"]
    dates = {"notice": date(2026, 9, 10)}
    here = min(limit.at for limit in processor_limits(adyen, "visa", "dispute", dates, "US"))
    there = min(limit.at for limit in processor_limits(adyen, "visa", "dispute", dates, "DE"))
    assert here < there


def test_a_past_deadline_that_was_stated_ends_the_case_and_a_reckoned_one_is_a_doubt() -> None:
    over = case(now=datetime(2026, 10, 5, tzinfo=UTC))
    assert over.advice.choice == "ACCEPT"
    assert "past" in over.dispute.deadline.why
    reckoned = case(of=notice(due_at=None), now=datetime(2026, 10, 15, tzinfo=UTC))
    assert reckoned.advice.choice != "ACCEPT"
    assert any("ask the processor" in doubt for doubt in reckoned.doubts)


def test_a_notices_later_date_keeps_a_case_open_that_the_rules_count_as_over() -> None:
    found = case(of=notice(due_at=date(2026, 10, 20)), now=datetime(2026, 10, 5, tzinfo=UTC))
    assert found.advice.choice == "FIGHT"
    assert any("by the notice it is not" in doubt for doubt in found.doubts)


def test_the_last_day_itself_is_not_over_yet() -> None:
    limit = stated_limit(date(2026, 9, 12), "the notice")
    assert limit.at <= NOW
    assert lapsed([limit], NOW) == "no"
    assert lapsed([limit], NOW + timedelta(days=2)) == "stated"
