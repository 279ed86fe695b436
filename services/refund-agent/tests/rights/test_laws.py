"""What buyers are owed, market by market, as the laws have it: written from the laws, not from the code.

The order: on Saturday, 1 August 2026, one article for 100.00, shipping 5.00; it comes on day 5, a Thursday.
"""

from __future__ import annotations

import pytest

from refund_agent.domain.rights.book import faults, rights_book
from refund_agent.domain.rights.policy import faults as policy_faults

from .asked import claim, delivered, policy
from .orders import facts, money, order, scan

CAME = delivered(5)


def test_the_rules_are_sound() -> None:
    assert faults(rights_book()) == []
    assert policy_faults() == []


# (market, days after delivery, what is owed once the goods are back, who pays the way)
WITHDRAWALS = [
    ("DE", 0, "105.00", "buyer"),
    ("DE", 14, "105.00", "buyer"),  # Directive 2011/83/EU, art. 9: 14 days, the day of delivery not counted
    ("DE", 15, None, ""),
    ("FR", 14, "105.00", "buyer"),
    ("PL", 15, None, ""),
    ("IT", 14, "105.00", "buyer"),
    ("GB", 14, "105.00", "buyer"),  # SI 2013/3134, reg. 30
    ("GB", 15, None, ""),
    ("KR", 7, "105.00", "buyer"),  # 전자상거래법 art. 17(1), 18(9)
    ("KR", 8, None, ""),
    ("JP", 1, None, ""),  # terms that were shown take the place of art. 15-3
    ("CN", 7, "100.00", "buyer"),  # art. 25: the price; the way out is not the seller's
    ("CN", 8, None, ""),
    ("TW", 7, "105.00", "merchant"),  # art. 19: without bearing any costs
    ("TW", 8, None, ""),
    ("BR", 7, "105.00", "merchant"),  # CDC art. 49: all that was paid
    ("BR", 8, None, ""),
    (
        "MX",
        7,
        "100.00",
        "buyer",
    ),  # LFPC art. 56: five working days, Thursday to Thursday; freight is the buyer's
    ("MX", 8, None, ""),
    ("CL", 10, "105.00", "buyer"),  # Ley 19.496 art. 3 bis
    ("CL", 11, None, ""),
    ("TR", 14, "105.00", "merchant"),  # Mesafeli Sözleşmeler Yönetmeliği
    ("TR", 15, None, ""),
    ("RU", 7, "105.00", "buyer"),  # ст. 26.1
    ("RU", 8, None, ""),
    ("SA", 7, "100.00", "buyer"),  # E-Commerce Law art. 13: its costs are the buyer's
    ("SA", 8, None, ""),
    ("ZA", 7, "105.00", "buyer"),  # ECTA s. 44: a full refund, less the direct cost of returning
    ("ZA", 8, None, ""),
    ("NO", 14, "105.00", "buyer"),  # angrerettloven § 21
    ("IL", 14, "99.75", "buyer"),  # s. 14E: 5 per cent may be kept
    ("IL", 15, None, ""),
    ("US", 1, None, ""),  # none for orders made online
    ("CA", 1, None, ""),
    ("AU", 1, None, ""),
    ("NZ", 1, None, ""),
    ("HK", 1, None, ""),
    ("SG", 1, None, ""),
    ("IN", 1, None, ""),
    ("AE", 1, None, ""),
    ("CH", 1, None, ""),
]


@pytest.mark.parametrize(("market", "days", "owed", "payer"), WITHDRAWALS)
def test_a_change_of_mind(market: str, days: int, owed: str | None, payer: str) -> None:
    found = claim(market, "changed_mind", 5 + days, CAME)
    assert found.owed == money("0")
    assert found.owed_on_return == money(owed or "0")
    assert (found.must_offer_return, found.may_return) == (owed is not None, owed is not None)
    if owed:
        assert found.return_paid_by == payer


@pytest.mark.parametrize(
    ("came", "asked", "right"), [(7, 23, True), (7, 24, False), (8, 23, True), (8, 24, False)]
)
def test_a_european_window_that_ends_on_a_weekend_ends_on_monday(came: int, asked: int, right: bool) -> None:
    assert claim("DE", "changed_mind", asked, delivered(came)).must_offer_return is right


@pytest.mark.parametrize(
    ("market", "days", "right", "payer"),
    [
        (
            "DE",
            300,
            True,
            "merchant",
        ),  # art. 10: twelve months more; art. 14(1): nor told who bears the way back
        ("DE", 383, False, ""),
        ("GB", 300, True, "merchant"),
        ("JP", 7, True, "buyer"),  # art. 15-3: eight days, the day of receipt counted
        ("JP", 8, False, ""),
        ("TW", 100, True, "merchant"),
        ("CL", 90, True, "merchant"),
        ("CL", 91, False, ""),
        ("RU", 91, True, "buyer"),
        ("ZA", 14, True, "buyer"),  # s. 43(3)
        ("ZA", 15, False, ""),
        ("BR", 8, False, ""),  # no longer time for the untold
    ],
)
def test_a_buyer_who_was_not_told(market: str, days: int, right: bool, payer: str) -> None:
    found = claim(market, "changed_mind", 5 + days, CAME, terms=policy(shown=False))
    assert found.must_offer_return is right
    if right:
        assert found.return_paid_by == payer


# (market, reason, days after delivery, whether the money is owed for the goods, what the shop may try first)
FAULTY = [
    ("DE", "defective", 200, True, {"exchange", "resend"}),  # Directive 2019/771, art. 13
    ("DE", "damaged", 729, True, {"exchange", "resend"}),
    ("DE", "defective", 732, False, set()),  # art. 10: two years, to 6 August 2028
    ("ES", "defective", 1000, True, {"exchange", "resend"}),  # three years
    ("PT", "defective", 29, True, set()),  # DL 84/2021 art. 16
    ("SE", "not_as_described", 1000, True, {"exchange", "resend"}),
    ("IE", "defective", 1800, True, {"exchange", "resend"}),
    ("GB", "damaged", 30, True, set()),  # Consumer Rights Act s. 22: 30 days to reject
    ("GB", "damaged", 31, True, {"exchange", "resend"}),
    ("GB", "defective", 2000, True, {"exchange", "resend"}),  # six years
    ("US", "defective", 10, True, set()),  # UCC 2-601
    ("US", "wrong_item", 200, True, {"exchange", "resend"}),
    ("CA", "not_as_described", 20, True, set()),
    ("NZ", "damaged", 100, True, set()),  # a failure of substance: the buyer chooses
    ("KR", "not_as_described", 85, True, set()),  # art. 17(3): three months
    ("KR", "defective", 200, True, {"exchange", "resend"}),  # Civil Act art. 582: six months from finding out
    ("KR", "damaged", 370, False, set()),  # the Standards: a year for most goods
    ("JP", "defective", 300, True, {"exchange", "resend"}),  # Civil Code art. 562, 563
    ("CN", "damaged", 7, True, set()),  # art. 24: seven days to return
    ("CN", "defective", 100, True, {"exchange", "resend"}),
    ("TW", "defective", 300, True, set()),  # Civil Code art. 359
    ("SG", "defective", 150, True, {"exchange", "resend"}),  # the lemon law: six months
    ("SG", "defective", 200, False, set()),
    ("BR", "defective", 90, True, {"exchange", "resend"}),  # CDC art. 18, 26
    ("BR", "damaged", 91, False, set()),
    ("BR", "defective", 400, True, {"exchange", "resend"}),  # art. 26 § 3: once a hidden fault shows
    ("MX", "defective", 150, True, set()),  # Código Civil Federal art. 2149: six months
    ("MX", "defective", 90, True, set()),  # LFPC art. 77, 92
    ("CL", "missing_parts", 180, True, set()),  # art. 20, 21: six months, the buyer chooses
    ("CL", "defective", 190, False, set()),
    ("TR", "defective", 700, True, set()),  # 6502 m. 11: the buyer chooses
    ("RU", "counterfeit", 700, True, set()),
    ("ZA", "defective", 180, True, set()),  # Consumer Protection Act s. 56
    ("ZA", "defective", 190, False, set()),
    ("CH", "defective", 700, True, set()),  # OR art. 205, 210
    ("NO", "defective", 1500, True, {"exchange", "resend"}),  # five years for lasting goods
    ("HK", "wrong_variant", 20, True, set()),
    ("IN", "defective", 20, True, set()),
    ("AE", "damaged", 10, True, set()),
    ("TH", "defective", 200, True, {"exchange", "resend"}),
    ("IL", "defective", 100, True, set()),
    ("SA", "defective", 100, True, {"exchange", "resend"}),
]


@pytest.mark.parametrize(("market", "reason", "days", "owed", "first"), FAULTY)
def test_goods_that_are_not_what_was_bought(
    market: str, reason: str, days: int, owed: bool, first: set[str]
) -> None:
    found = claim(market, reason, 5 + days, CAME)
    rights = [right for right in found.rights if right.ground == "conformity"]
    assert bool(rights) is owed
    assert found.owed == money("0")
    if owed:
        assert found.owed_on_return == money("105.00")
        assert found.return_paid_by == "merchant"
        assert all(right.statutory for right in rights)
        best = min((right.merchant_chooses for right in rights), key=len)
        assert best == first
    else:
        assert any("the time ended on" in text for text in found.exclusions)


def test_in_australia_the_shop_chooses_where_the_fault_is_slight() -> None:
    slight = claim("AU", "defective", 40, CAME, severity="slight").rights[0]
    major = claim("AU", "defective", 40, CAME, severity="unusable").rights[0]
    assert slight.merchant_chooses == {"refund", "exchange", "resend"}
    assert major.merchant_chooses == frozenset()


SENT = facts(shipments=(scan("Picked up from sender", 2), scan("in transit", 6)))
UNSENT = facts(shipments=(scan("Label created", 1),))
LOST = facts(shipments=(scan("Picked up from sender", 2), scan("Parcel lost", 8)))

# (market, facts, day after the order, whether all of the money is owed at once)
WAITING = [
    ("DE", SENT, 30, False),
    ("DE", SENT, 37, False),  # art. 18: 30 days and an additional period
    ("DE", SENT, 38, True),
    ("GB", SENT, 38, True),
    ("US", UNSENT, 30, False),
    ("US", UNSENT, 31, True),  # 16 CFR 435: not sent in 30 days
    ("US", SENT, 31, False),  # sent in time
    ("US", SENT, 61, True),  # and never came
    ("CA", SENT, 31, True),  # 30 days
    ("SA", SENT, 15, False),
    ("SA", SENT, 16, True),  # art. 14
    ("TR", SENT, 31, True),
    ("ZA", UNSENT, 31, True),  # ECTA s. 46
    ("NO", SENT, 38, True),
    ("HK", SENT, 45, False),
    ("HK", SENT, 46, True),
    ("US", SENT, 45, False),
    ("MX", SENT, 38, True),
    ("DE", LOST, 9, True),
    ("US", LOST, 9, True),
    ("MX", LOST, 9, True),
]


@pytest.mark.parametrize(("market", "known", "day", "owed"), WAITING)
@pytest.mark.parametrize("reason", ["not_received", "late"])
def test_goods_that_do_not_come(market: str, known: object, day: int, owed: bool, reason: str) -> None:
    found = claim(market, reason, day, known)  # type: ignore[arg-type]
    assert found.owed == money("105.00" if owed else "0")
    assert found.escalate == ()
    assert not found.must_offer_return
    assert owed or found.exclusions


@pytest.mark.parametrize("market", ["DE", "GB", "US", "KR", "BR", "CH", ""])
def test_an_order_stopped_before_it_is_sent(market: str) -> None:
    assert claim(market, "cancelled", 2, UNSENT).owed == money("105.00")


@pytest.mark.parametrize(("market", "on_return"), [("DE", "105.00"), ("GB", "105.00"), ("US", "0")])
def test_an_order_to_be_stopped_that_is_under_way(market: str, on_return: str) -> None:
    found = claim(market, "cancelled", 7, SENT)
    assert (found.owed, found.owed_on_return) == (money("0"), money(on_return))


# (market, kinds of goods, whether they may go back without a reason)
KINDS = [
    ("DE", {"custom_made"}, False),  # art. 16(c)
    ("DE", {"perishable"}, False),  # (d)
    ("DE", {"hygiene"}, True),  # (e): only once unsealed
    ("DE", {"sealed_media"}, True),  # (i)
    ("DE", {"large"}, True),
    ("GB", {"printed_news"}, False),
    ("KR", {"custom_made"}, False),
    ("CN", {"printed_news"}, False),
    ("TW", {"perishable"}, False),
    ("BR", {"custom_made"}, True),  # art. 49 makes no exception
    ("ZA", {"food"}, False),  # s. 42(2)
    ("CL", {"hygiene"}, False),
    ("RU", {"custom_made"}, False),
    ("RU", {"perishable"}, True),
]


@pytest.mark.parametrize(("market", "kinds", "right"), KINDS)
def test_kinds_of_goods_that_may_not_go_back(market: str, kinds: set[str], right: bool) -> None:
    found = claim(market, "changed_mind", 7, CAME, categories={"a": frozenset(kinds)})
    assert found.must_offer_return is right
    assert right == ("law" not in {one.layer for one in found.excepted})
    faulty = claim(market, "defective", 7, CAME, categories={"a": frozenset(kinds)})
    assert faulty.owed_on_return == money("105.00")


def test_a_part_of_an_order_goes_back_without_the_way_out() -> None:
    known = delivered(5, facts(order=order((("a", 1, "60.00"), ("b", 1, "40.00")))))
    part = claim("DE", "changed_mind", 7, known, lines=(("a", 1),))
    assert part.owed_on_return == money("60.00")
    generous = claim("DE", "changed_mind", 7, known, lines=(("a", 1),), terms=policy(shipping_on_part=True))
    assert generous.owed_on_return == money("63.00")
    faulty = claim("DE", "defective", 7, known, lines=(("a", 1),))
    assert faulty.owed_on_return == money("63.00")
