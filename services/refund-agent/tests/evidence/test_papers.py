"""What is written on evidence, when it was made, and what carriers recorded, held against the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_ledger import OrderFacts
from refund_agent.domain.checks import Check
from refund_agent.domain.evidence.about import about_this_order, other_orders, receipt_matches
from refund_agent.domain.evidence.files import EvidenceFile, Marks
from refund_agent.domain.evidence.timing import delivery, taken_after_delivery
from refund_agent.domain.evidence.writing import amounts_in, blurred, dates_in

from .evidence_cases import (
    ASKED,
    DELIVERED,
    PLACED,
    arrived,
    facts,
    on_its_way,
    scan,
    written,
)

WEST = timezone(timedelta(hours=-12))


def told(check: Check) -> tuple[str, bool]:
    return check.result, check.weak


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Order no. A-10024", "passed"), ("order A10024 thank you", "passed"), ("#a-10024", "passed"),
        ("Order A-1OO24", "passed"), ("Order A-I0O24", "passed"), ("JD0146000034", "passed"),
        ("JD01 4600 0034", "passed"), ("Order A-10025", "cannot_tell"), ("A-100245", "cannot_tell"),
        ("", "cannot_tell"), ("a broken mug", "cannot_tell"), ("Total 29,85 EUR, 02.10.2026", "passed"),
        ("Total 29.85", "passed"), ("Calle Mayor 1\n28013 Madrid", "passed"), ("Total 30.85", "cannot_tell"),
    ],
)  # fmt: skip
def test_a_paper_is_this_orders_by_its_numbers(text: str, result: str) -> None:
    assert about_this_order(written(text), facts(arrived())).result == result


def test_anothers_number_is_never_taken_for_this_orders() -> None:
    paper = written("Order A-1OO24\nOrder A-10025")
    assert other_orders(paper, facts()) == ("A-10025",)
    assert told(about_this_order(written("Order A-10025"), facts(), ["A-10025"])) == ("failed", False)
    assert told(about_this_order(written("A-10024 A-10025"), facts(), ["A-10025"])) == ("cannot_tell", False)
    # What a scanner may have made of it is another order of this shop: then it is that one.
    near = facts(order_id="A-1000B")
    assert about_this_order(written("order A-10008"), near).result == "passed"
    assert about_this_order(written("order A-10008"), near, ["A-10008"]).result == "failed"


@given(st.text(max_size=300), st.integers(10_000, 99_999))
def test_any_text_is_judged_and_only_a_text_with_the_number_bears_it(text: str, number: int) -> None:
    check = about_this_order(written(text), OrderFacts(f"Q-{number}"))
    if check.result == "passed":
        assert blurred(f"Q-{number}") in blurred(text)


@pytest.mark.parametrize(
    ("text", "told_"),
    [
        ("Mug 24.90\nTotal 29.85 EUR\n2 Oct 2026 02.10.2026", ("passed", False)),
        ("Bestellung A-10024\nGesamtbetrag 29,85", ("passed", False)), ("29.85", ("passed", True)),
        ("Order A-10024\nTotal: 49.85", ("failed", False)),
        ("Order A-10024\nSubtotal: 49.85", ("cannot_tell", False)),
        ("Total 49.85", ("cannot_tell", False)), ("no figures", ("cannot_tell", False)),
        ("A-10024\n合计 29.85", ("passed", False)), ("A-10024 итого 1 029,85", ("failed", False)),
    ],
)  # fmt: skip
def test_a_receipt_is_held_against_the_ledger(text: str, told_: tuple[str, bool]) -> None:
    assert told(receipt_matches(written(text), facts())) == told_


def test_two_charges_are_shown_by_a_statement_that_names_the_order_or_the_shop() -> None:
    twice = written("A-10024 29.85\nA-10024 29.85")
    assert receipt_matches(twice, facts(), twice=True).result == "passed"
    assert receipt_matches(written("29.85\n29.85"), facts(), twice=True).result == "cannot_tell"
    assert receipt_matches(written("A-10024 29.85"), facts(), twice=True).result == "cannot_tell"
    assert receipt_matches(twice, OrderFacts("A-10024"), twice=True).result == "cannot_tell"
    assert receipt_matches(written("A-10024 29.85", sure=0.3), facts()).result == "cannot_tell"


@pytest.mark.parametrize(
    ("text", "currency", "amounts"),
    [
        ("1.234,56 and 1,234.56", "EUR", ["1234.56", "1234.56"]), ("12 345", "JPY", ["12345"]),
        ("1.234", "EUR", ["1234"]), ("29.8", "EUR", []), ("١٢", "EUR", ["12"]), ("v1.2.3", "EUR", []),
        ("¥1,980", "JPY", ["1980"]), ("1'234.50", "CHF", ["1234.50"]),
    ],
)  # fmt: skip
def test_amounts_are_read_both_ways(text: str, currency: str, amounts: list[str]) -> None:
    assert list(amounts_in(text, currency)) == [Decimal(one) for one in amounts]


def test_a_day_in_figures_is_every_day_that_it_may_be() -> None:
    days = {day.isoformat() for day in dates_in("02/10/2026, 2026年10月2日, 31.02.2026, 25.12.2026")}
    assert days == {"2026-10-02", "2026-02-10", "2026-12-25"}


def dated(taken: datetime | None) -> EvidenceFile:
    return EvidenceFile("p", "picture", marks=Marks(taken))


@pytest.mark.parametrize(
    ("taken", "result", "weak"),
    [
        (None, "cannot_tell", False),
        (DELIVERED + timedelta(days=1), "passed", True),
        (DELIVERED - timedelta(days=3), "failed", True),
        ((DELIVERED - timedelta(days=3)).replace(tzinfo=None), "failed", True),
        ((DELIVERED - timedelta(hours=30)).replace(tzinfo=None), "cannot_tell", False),
        (PLACED - timedelta(days=20), "failed", False),
        ((PLACED - timedelta(days=20)).replace(tzinfo=None), "failed", True),
        ((PLACED - timedelta(days=20)).astimezone(WEST), "failed", False),
        (datetime(2000, 1, 1, tzinfo=UTC), "cannot_tell", False),
        (ASKED + timedelta(days=30), "cannot_tell", False),
    ],
)
def test_a_files_own_time_is_held_against_the_delivery(
    taken: datetime | None, result: str, weak: bool
) -> None:
    check = taken_after_delivery(dated(taken), facts(arrived()), ASKED)
    assert told(check) == (result, weak)


def test_without_a_delivery_on_record_only_the_order_can_speak_against_a_time() -> None:
    assert taken_after_delivery(dated(ASKED), facts(on_its_way()), ASKED).result == "cannot_tell"
    early = dated(PLACED - timedelta(days=9))
    assert taken_after_delivery(early, facts(on_its_way()), ASKED).result == "failed"


@pytest.mark.parametrize(
    ("reason", "known", "result", "weak"),
    [
        ("not_received", facts(on_its_way(), arrived(signature="M")), "failed", False),
        ("not_received", facts(on_its_way(), arrived()), "failed", False),
        ("not_received", facts(on_its_way(), scan("delivered", DELIVERED, "")), "failed", True),
        ("not_received", facts(scan("delivered", DELIVERED, "08001 Barcelona")), "passed", False),
        ("not_received", facts(on_its_way(), scan("returned to sender", DELIVERED)), "passed", False),
        ("not_received", facts(scan("in transit", ASKED - timedelta(days=2))), "cannot_tell", False),
        ("not_received", facts(scan("in transit", ASKED - timedelta(days=20))), "passed", True),
        ("not_received", facts(), "cannot_tell", False),
        ("not_received", facts(placed_at=None), "cannot_tell", False),
        ("not_received", OrderFacts("A-10024"), "cannot_tell", False),
        ("cancelled", facts(), "passed", False),
        ("cancelled", facts(on_its_way()), "failed", False),
        ("late", facts(on_its_way(), arrived()), "cannot_tell", False),
        ("late", facts(on_its_way(), scan("delivered", PLACED + timedelta(days=40))), "passed", False),
    ],
)  # fmt: skip
def test_carriers_scans_bear_a_claim_out_or_speak_against_it(reason, known, result: str, weak: bool) -> None:
    assert told(delivery(known, reason, ASKED)) == (result, weak)
