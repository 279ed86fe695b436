"""Situations, and what the law gives, written down before they were tried: money, parcels, windows, kinds.

The order is of Saturday, 1 August 2026, as in `orders.py`: one article of 100.00 and 5.00 of shipping, or two
of 60.00 and 40.00.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from argosy_ledger import OrderFacts
from refund_agent.domain.entitlement import Entitlement, Paid
from refund_agent.domain.rights.paid import Earlier, paid_for

from .asked import claim, policy
from .orders import ORDERED, facts, money, order, payment, scan

TEN_DAYS = policy(promised_days=10)
UNTOLD = policy(shown=False)
TWO = (("a", 1, "60.00"), ("b", 1, "40.00"))


def day(year: int, month: int, of_month: int, hour: int = 12, minute: int = 0) -> float:
    """Days after the order."""
    return (datetime(year, month, of_month, hour, minute, tzinfo=UTC) - ORDERED).total_seconds() / 86400


def bought(lines: Any = TWO, currency: str = "EUR", total: str = "105.00", **sums: str) -> OrderFacts:
    return facts(
        order=order(lines, total=total, currency=currency, **sums), payment=payment(currency=currency)
    )


def came(known: OrderFacts, *days: float) -> OrderFacts:
    """With a parcel for each of the days."""
    scans = [
        told
        for number, when in enumerate(days, 1)
        for told in (
            scan("Picked up from sender", min(1, when / 2), f"T{number}"),
            scan("Delivered", when, f"T{number}"),
        )
    ]
    return under_way(known, *scans)


def under_way(known: OrderFacts, *scans: Any) -> OrderFacts:
    return OrderFacts(known.order_id, known.order, known.payment, tuple(scans), known.refunds)


def one_came(*more: Any) -> OrderFacts:
    return under_way(bought(), scan("Picked up from sender", 1), scan("Delivered", 5), *more)


def on(owed: Entitlement) -> str:
    return str(owed.owed_on_return.amount)


def now(owed: Entitlement) -> str:
    return str(owed.owed.amount)


COUPON = bought(total="95.00", discount="10.00")
WON = bought((("a", 1, "33000"), ("b", 1, "12000")), "KRW", "43000", shipping="3000", discount="5000")
YEN = bought((("a", 3, "980"),), "JPY", "3440", shipping="500", tax="267")
SALES_TAX = bought(TWO, "USD", "113.25", tax="8.25")
VAT = bought((("a", 1, "120.00"),), "GBP", "124.00", shipping="4.00", tax="20.67")
FREE = bought((("a", 1, "100.00"),), "BRL", "5.00", discount="100.00")
TIP = bought((("a", 1, "100.00"),), total="110.00")
A, B = (("a", 1),), (("b", 1),)
SECOND = scan("in transit", 6, "T2")


# (market, reason, day, order, lines, terms, owed now, owed on return)
MONEY = [
    ("DE", "changed_mind", 7, came(COUPON, 5), (), None, "0", "95.00"),
    ("DE", "changed_mind", 7, came(COUPON, 5), A, None, "0", "54.00"),  # the coupon's share off, no way out
    ("DE", "defective", 7, came(COUPON, 5), A, None, "0", "57.00"),  # with its share of the way out
    ("KR", "changed_mind", 7, came(WON, 5), B, None, "0", "10667"),
    ("JP", "changed_mind", 8, came(YEN, 5), A, UNTOLD, "0", "980"),  # tax inside, one of three
    ("US", "defective", 9, came(SALES_TAX, 5), (), None, "0", "113.25"),  # sales tax goes back too
    ("US", "defective", 9, came(SALES_TAX, 5), A, None, "0", "67.95"),
    ("GB", "changed_mind", 9, came(VAT, 5), (), None, "0", "124.00"),
    ("BR", "changed_mind", 9, came(FREE, 5), (), None, "0", "5.00"),  # all that was paid was the freight
    ("BR", "changed_mind", 9, came(bought(), 5), B, None, "0", "42.00"),  # freight is part of what was paid
    ("TW", "changed_mind", 9, came(bought(), 5), B, None, "0", "42.00"),
    ("SA", "changed_mind", 12, came(facts(), 5), (), None, "0", "100.00"),  # the way out is the buyer's
    ("DE", "missing_parts", 9, came(bought(), 5), B, None, "0", "42.00"),
    ("DE", "changed_mind", 10, came(facts(payment=payment(("20.00", 6))), 5), (), None, "0", "85.00"),
    ("DE", "not_received", 40, one_came(SECOND), B, None, "42.00", "42.00"),
    ("US", "not_received", 20, one_came(scan("Parcel lost", 9, "T2")), B, None, "42.00", "42.00"),
    ("SA", "not_received", 16, under_way(facts(), scan("Picked up", 2)), (), None, "105.00", "105.00"),
    ("BR", "not_received", 31, under_way(facts(), scan("Picked up", 2)), (), None, "105.00", "105.00"),
    ("GB", "not_received", 18, under_way(facts(), scan("Picked up", 2)), (), TEN_DAYS, "105.00", "105.00"),
    ("US", "not_received", 31, under_way(facts(), scan("Label created", 1)), (), None, "105.00", "105.00"),
    ("KR", "cancelled", 2, facts(), (), None, "105.00", "105.00"),
    ("KR", "cancelled", 4, under_way(facts(), scan("Picked up from sender", 2)), (), None, "0", "105.00"),
    ("SA", "damaged", 195, came(facts(), 5), (), None, "0", "0"),  # 180 days
]  # fmt: skip


@pytest.mark.parametrize(("market", "reason", "asked", "known", "lines", "terms", "owed", "on_return"), MONEY)
def test_what_is_owed_to_the_cent(market, reason, asked, known, lines, terms, owed, on_return) -> None:
    found = claim(market, reason, asked, known, lines=lines, terms=terms)
    assert (now(found), on(found)) == (owed, on_return)


def test_a_coupon_that_does_not_divide_is_shared_to_the_cent() -> None:
    lines = tuple((sku, 1, "10.00") for sku in "abc")
    three = bought(lines, total="20.00", shipping="0.00", discount="10.00")
    assert [str(paid_for(three, ((sku, 1),)).refundable.amount) for sku in "abc"] == ["6.67", "6.67", "6.66"]
    lines = (("a", 1, "1.500"), ("b", 1, "0.750"))
    dinars = bought(lines, "KWD", "2.417", shipping="0.500", discount="0.333")
    parts = [paid_for(dinars, ((sku, 1),)).refundable for sku in "ab"]
    assert parts[0] + parts[1] == money("2.417", "KWD")


def test_what_no_line_accounts_for_is_a_doubt_and_not_paid() -> None:
    found = claim("DE", "changed_mind", 7, came(TIP, 5))
    assert on(found) == "105.00"
    assert any("come to 105.00 EUR, and the order's total is 110.00 EUR" in doubt for doubt in found.doubts)


def doubts(paid: Paid) -> str:
    return "; ".join(paid.doubts)


def test_lines_and_pieces_that_can_be_read_in_two_ways() -> None:
    gift = bought((("a", 1, "50.00"), ("g", 1, "0.00")), total="55.00")
    assert not paid_for(gift, (("g", 1),)).refundable
    two = bought((("a", 2, "50.00"),))
    assert paid_for(two, (("a", 5),)).lines[0].quantity == 2
    assert "3 more of 'a' asked for than were ordered" in doubts(paid_for(two, (("a", 5),)))
    assert paid_for(two, (("a", 0),)).refundable == money("105.00")
    part = (Earlier("a", 0, money("30.00")),)
    assert paid_for(facts(), (("a", 1),), part).refundable == money("75.00")


def test_one_sku_at_two_prices_is_read_for_the_buyer_and_is_a_doubt() -> None:
    twice = bought((("a", 1, "10.00"), ("a", 1, "12.00")), total="22.00", shipping="0.00")
    first = paid_for(twice, (("a", 1),))
    assert first.refundable == money("12.00")
    assert "bought at several prices" in doubts(first)
    rest = paid_for(twice, (("a", 1),), (Earlier("a", 1, money("12.00")),))
    assert rest.refundable == money("10.00")
    assert paid_for(twice, (("a", 2),)).refundable == money("22.00")


# (market, what happens, order, day, whether goods may go back)
LAST = came(bought(), 5, 12)
WINDOWS = [
    ("DE", "the second parcel is under way", one_came(SECOND), 25, True),
    ("DE", "14 days from the last parcel", LAST, 26, True),
    ("DE", "a day later", LAST, 27, False),
    ("DE", "ends on Christmas Day: to Monday", came(facts(), day(2026, 12, 11)), day(2026, 12, 28), True),
    ("DE", "a day later", came(facts(), day(2026, 12, 11)), day(2026, 12, 29), False),
    ("DE", "ends on Easter Monday: to Tuesday", came(facts(), day(2027, 3, 15)), day(2027, 3, 30), True),
    ("DE", "a day later", came(facts(), day(2027, 3, 15)), day(2027, 3, 31), False),
    ("RO", "ends on orthodox Easter Monday", came(facts(), day(2027, 4, 19)), day(2027, 5, 4), True),
    ("PL", "ends on 11 November: to the 12th", came(facts(), day(2026, 10, 28)), day(2026, 11, 12), True),
    ("DE", "no holiday there", came(facts(), day(2026, 10, 28)), day(2026, 11, 12), False),
    ("KR", "ends in Chuseok: to Monday", came(facts(), day(2026, 9, 17)), day(2026, 9, 28), True),
    ("KR", "a day later", came(facts(), day(2026, 9, 17)), day(2026, 9, 29), False),
    ("GB", "ends on Christmas Day: no longer", came(facts(), day(2026, 12, 11)), day(2026, 12, 26), False),
    ("MX", "five working days over 16 November", came(facts(), day(2026, 11, 12)), day(2026, 11, 20), True),
    ("DE", "clocks change: last evening", came(facts(), day(2026, 10, 12)), day(2026, 10, 26, 22, 30), True),
    ("DE", "clocks change: next day", came(facts(), day(2026, 10, 12)), day(2026, 10, 27, 10), False),
    ("GB", "summer time: last evening", came(facts(), day(2027, 3, 18)), day(2027, 4, 1, 22, 30), True),
    ("BR", "seven days", came(facts(), 5), 12, True),
    ("BR", "eight", came(facts(), 5), 13, False),
]


@pytest.mark.parametrize(("market", "what", "known", "asked", "right"), WINDOWS)
def test_until_when_goods_may_go_back(market: str, what: str, known: Any, asked: float, right: bool) -> None:
    assert claim(market, "changed_mind", asked, known).must_offer_return is right, what


# (market, reason, kind of goods, terms shown, owed on return, conditions)
KINDS = [
    ("US", "changed_mind", "digital", True, "0", set()),
    ("DE", "changed_mind", "hygiene", True, "105.00", {"sealed"}),
    ("DE", "does_not_fit", "hygiene", True, "105.00", {"sealed"}),
    ("GB", "changed_mind", "custom_made", True, "0", set()),
    ("GB", "defective", "custom_made", True, "105.00", set()),
    ("KR", "does_not_fit", "custom_made", True, "0", set()),
    ("BR", "changed_mind", "custom_made", True, "105.00", set()),
    ("JP", "changed_mind", "custom_made", False, "100.00", set()),
    ("DE", "defective", "sealed_media", True, "105.00", set()),
]


@pytest.mark.parametrize(("market", "reason", "kind", "told", "owed", "conditions"), KINDS)
def test_kinds_of_goods(market, reason, kind, told, owed, conditions) -> None:
    kinds = {"a": frozenset({kind})}
    found = claim(market, reason, 8, came(facts(), 5), categories=kinds, terms=policy(shown=told))
    assert (on(found), set(found.return_conditions)) == (owed, conditions)
    assert found.escalate == ()


def test_of_an_order_of_which_a_part_may_go_back_the_way_out_stays() -> None:
    engraved = {"a": frozenset({"custom_made"})}
    assert on(claim("DE", "changed_mind", 8, came(bought(), 5), categories=engraved)) == "40.00"


# (market, reason, day after the order, order, ground, what the shop may try first)
FIRST = [
    ("DE", "defective", 40, "slight", {"exchange", "resend"}),
    ("GB", "defective", 25, "unknown", set()),
    ("US", "defective", 45, "unknown", {"exchange", "resend"}),
    ("KR", "wrong_variant", 65, "unknown", set()),
]


@pytest.mark.parametrize(("market", "reason", "asked", "severity", "first"), FIRST)
def test_what_the_shop_may_try_before_the_money(market, reason, asked, severity, first) -> None:
    found = claim(market, reason, asked, came(facts(), 5), severity=severity)
    rights = [right for right in found.rights if right.ground == "conformity"]
    assert set(min((right.merchant_chooses for right in rights), key=len)) == first
    assert (on(found), found.return_paid_by) == ("105.00", "merchant")


@pytest.mark.parametrize(
    ("market", "reason", "asked", "known", "person"),
    [
        ("DE", "not_received", 20, came(facts(), 5), True),  # the carrier says that it came
        ("DE", "not_received", 40, one_came(SECOND), True),  # one came, and all is said to be missing
        ("DE", "counterfeit", 760, came(facts(), 5), True),  # may have shown in time
        ("JP", "defective", 405, came(facts(), 5), True),  # the year runs from finding out
        ("DE", "late", 45, came(facts(), 40), False),
        ("SA", "late", 22, came(facts(), 20), False),
        ("GB", "late", 55, came(facts(), 50), False),
    ],
)
def test_what_is_a_persons_to_decide(market, reason, asked, known, person) -> None:
    found = claim(market, reason, asked, known)
    assert bool(found.escalate) is person
    assert now(found) == "0"
    if reason == "late":
        assert found.must_offer_return


def test_late_goods_give_no_right_of_their_own_in_the_united_states() -> None:
    assert not claim("US", "late", 45, came(facts(), 40)).must_offer_return


def test_who_waits_is_told_the_first_day_on_which_the_money_is_owed() -> None:
    found = claim("JP", "not_received", 20, under_way(facts(), scan("Picked up", 2)))
    assert str(min(one.on for one in found.closed if one.how == "wait")) == "2026-09-07"
