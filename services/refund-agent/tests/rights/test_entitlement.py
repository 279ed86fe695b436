from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_ledger import OrderFacts
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Entitlement
from refund_agent.domain.rights.book import rights_book
from refund_agent.domain.rights.entitlement import entitlement
from refund_agent.domain.rights.market import market_of
from refund_agent.domain.rights.model import Category
from refund_agent.domain.rights.paid import paid_for

from .asked import claim, complaint, delivered, policy
from .orders import ORDERED, at, decided, facts, money, order, payment, scan

CAME = delivered(5)
SENT = facts(shipments=(scan("Picked up from sender", 2),))


@pytest.mark.parametrize(
    ("platform", "market", "reason", "days", "on_return", "payer"),
    [
        ("Amazon", "US", "changed_mind", 30, "100.00", "buyer"),  # the label may be taken off
        ("Amazon", "US", "changed_mind", 31, "0", "buyer"),
        ("amazon", "SG", "defective", 90, "105.00", "merchant"),
        ("AliExpress", "US", "changed_mind", 15, "100.00", "buyer"),
        ("速卖通", "US", "not_as_described", 15, "105.00", "merchant"),
        ("eBay", "HK", "damaged", 30, "105.00", "merchant"),
        ("Temu", "US", "does_not_fit", 90, "105.00", "merchant"),
        ("SHEIN", "AU", "does_not_fit", 35, "100.00", "merchant"),
        ("shopee", "SG", "changed_mind", 15, "100.00", "merchant"),
        ("Mercado Livre", "MX", "changed_mind", 30, "105.00", "merchant"),
        ("Mercado Livre", "MX", "changed_mind", 31, "0", "buyer"),
        ("TikTok Shop", "TH", "wrong_variant", 15, "105.00", "merchant"),
        ("Etsy", "US", "not_as_described", 100, "105.00", "merchant"),
        ("", "US", "changed_mind", 3, "0", "buyer"),
    ],
)
def test_platforms_add_to_the_law(
    platform: str, market: str, reason: str, days: int, on_return: str, payer: str
) -> None:
    found = claim(market, reason, 5 + days, CAME, platform=platform)
    assert (found.owed_on_return, found.return_paid_by) == (money(on_return), payer)


def test_a_platform_that_is_not_known_is_a_doubt() -> None:
    assert any(
        "'Bazaar' is not known" in doubt for doubt in claim("DE", "late", 9, CAME, platform="Bazaar").doubts
    )


def test_goods_that_came_late_may_go_back_where_law_or_platform_say_so() -> None:
    late = delivered(40)
    assert claim("IN", "late", 41, late).owed_on_return == money("105.00")
    assert claim("US", "late", 41, late).owed_on_return == money("0")
    assert claim("US", "late", 41, late, platform="etsy").owed_on_return == money("105.00")
    assert claim("IN", "late", 41, late, terms=policy(promised_days=45.0)).owed_on_return == money("0")


@pytest.mark.parametrize(
    ("rules", "day", "on_return", "payer"),
    [
        ({"window_days": 30.0}, 35, "100.00", "buyer"),
        ({"window_days": 30.0}, 36, "0", "buyer"),
        ({"return_days": 30.0, "shipping_refunded": True}, 35, "105.00", "buyer"),
        ({"window_days": 30.0, "return_paid_by": "merchant"}, 35, "100.00", "merchant"),
        ({"window_days": 30.0, "restocking_fee_share": 0.15}, 35, "85.00", "buyer"),
        ({"window_days": 30.0, "excluded_categories": ["hygiene"]}, 35, "0", "buyer"),
    ],
)
def test_a_shops_own_promise_counts(rules: dict[str, Any], day: int, on_return: str, payer: str) -> None:
    kinds = {"a": frozenset({"hygiene"})} if "excluded_categories" in rules else {}
    found = claim("US", "changed_mind", day, CAME, terms=policy(**rules), categories=kinds)
    assert (found.owed_on_return, found.return_paid_by) == (money(on_return), payer)


def test_a_shops_fee_and_exclusions_do_not_touch_the_law() -> None:
    harsh = policy(
        window_days=7.0, restocking_fee_share=0.5, excluded_categories=["large"], return_paid_by="buyer"
    )
    found = claim("DE", "changed_mind", 19, CAME, terms=harsh, categories={"a": frozenset({"large"})})
    assert found.owed_on_return == money("105.00")
    assert (
        claim("DE", "changed_mind", 9, CAME, terms=policy(return_paid_by="merchant")).return_paid_by
        == "merchant"
    )


def test_rules_of_a_policy_that_cannot_be_read_are_doubts() -> None:
    odd = policy(window_days=-3.0, colour="blue", return_paid_by="nobody", floors={"damaged": 2.0})
    doubts = claim("DE", "changed_mind", 9, CAME, terms=odd).doubts
    assert len(doubts) == 4
    for name, doubt in zip(("'colour'", "floors", "return_paid_by", "window_days"), doubts, strict=True):
        assert name in doubt


def test_a_carriers_record_of_delivery_is_for_a_person_and_no_refusal() -> None:
    found = claim("DE", "not_received", 60, CAME)
    assert found.owed == money("0")
    assert found.escalate == (
        "the buyer says that nothing came; the carrier recorded the parcel by 2026-08-06",
    )
    assert not found.must_offer_return


def test_a_part_that_did_not_come_is_owed_and_all_of_it_is_asked_after() -> None:
    scans = (scan("Delivered", 5, "T1"), scan("in transit", 6, "T2"))
    known = facts(order=order((("a", 1, "60.00"), ("b", 1, "40.00"))), shipments=scans)
    part = claim("DE", "not_received", 60, known, lines=(("b", 1),))
    assert (part.owed, part.escalate) == (money("42.00"), ())
    assert any("a part of the order was delivered" in doubt for doubt in part.doubts)
    whole = claim("DE", "not_received", 60, known)
    assert whole.owed == money("0")
    assert whole.escalate == ("1 of 2 parcels were delivered, and all is said to be missing",)


def test_the_time_begins_with_the_last_parcel() -> None:
    scans = (scan("Delivered", 5, "T1"), scan("Delivered", 12, "T2"))
    assert claim("GB", "changed_mind", 26, facts(shipments=scans)).must_offer_return
    assert not claim("GB", "changed_mind", 27, facts(shipments=scans)).must_offer_return
    waiting = claim("GB", "changed_mind", 60, facts(shipments=(scans[0], scan("in transit", 6, "T2"))))
    assert waiting.must_offer_return
    assert waiting.rights[0].until is None


def test_danger_and_money_charged_twice_go_to_a_person() -> None:
    hurt = claim("US", "unsafe", 9, CAME)
    assert hurt.escalate
    assert hurt.owed_on_return == money("105.00")
    assert claim("US", "charged_twice", 9, CAME).escalate
    over = claim("US", "charged_twice", 9, delivered(5, facts(order=order(total="125.00"))))
    assert over.owed == money("20.00")
    assert over.rights[0].ground == "overcharge"


def test_evidence_that_failed_takes_nothing_away_and_calls_a_person() -> None:
    failed = Check("img", "not_reused", "failed", "seen in an earlier request")
    weak = Check("img", "not_edited", "failed", "an editor's mark", weak=True)
    found = claim("DE", "damaged", 9, CAME, checks=(failed, weak))
    assert found.owed_on_return == money("105.00")
    assert len(found.escalate) == 1
    assert found.doubts == ("not_edited: an editor's mark",)


def test_a_withdrawal_stands_beside_a_fault_and_the_better_counts() -> None:
    found = claim("DE", "defective", 9, CAME)
    assert {right.ground for right in found.rights} == {"withdrawal", "conformity"}
    assert found.return_paid_by == "merchant"


def test_what_went_back_already_is_not_owed_again() -> None:
    known = delivered(5, facts(payment=payment(("95.00", 7))))
    found = claim("DE", "defective", 9, known)
    assert found.owed_on_return == money("10.00")
    gone = claim("DE", "defective", 9, delivered(5, facts(payment=payment(("105.00", 7)))))
    assert (gone.owed_on_return, gone.must_offer_return) == (money("0"), False)


def test_a_country_without_a_law_here_is_a_doubt() -> None:
    assert "no law is kept for VN" in claim("VN", "changed_mind", 9, CAME).doubts
    assert "the country is not known, so no law could be applied" in claim("", "changed_mind", 9, CAME).doubts


@pytest.mark.parametrize(
    ("address", "policy_market", "language", "market", "doubt"),
    [
        ("Hauptstr. 5, 10115 Berlin, Germany", "US", "en", "DE", False),
        ("〒105-0011 東京都港区芝公園4-2-8, 日本", "", "", "JP", False),
        ("Rua das Flores 10, São Paulo, Brasil", "", "", "BR", False),
        ("10 Downing St", "GB", "en", "GB", True),
        ("10 Downing St", "", "en-GB", "GB", True),
        ("Hauptstr. 5", "", "de", "DE", True),
        ("Calle 5", "", "es", "", True),
        ("", "", "", "", True),
    ],
)
def test_the_market_is_where_the_order_went(
    address: str, policy_market: str, language: str, market: str, doubt: bool
) -> None:
    found, doubts = market_of(facts(order=order(address=address)), policy_market, language)
    assert (found, bool(doubts)) == (market, doubt)


def test_every_right_says_why_with_its_rule_its_source_and_its_days() -> None:
    right = claim("DE", "changed_mind", 9, CAME).rights[0]
    assert (right.rule, right.layer, right.statutory) == ("eu-withdrawal", "law", True)
    assert right.source == "Directive 2011/83/EU, art. 9, 10, 13, 14, 16"
    assert right.why == "delivered on 2026-08-06; it may go back within 14 days"
    assert right.until is not None
    assert right.until.isoformat() == "2026-08-20"


countries = {one for law in rights_book().laws.values() for one in law.countries}
markets = st.sampled_from(sorted(countries | {"", "VN"}))
platforms = st.sampled_from(["", "nowhere", *rights_book().platforms])
reasons = st.lists(st.sampled_from(get_args(Reason)), min_size=1, max_size=3, unique=True)
kinds = st.frozensets(st.sampled_from(get_args(Category)), max_size=2)
terms = st.fixed_dictionaries(
    {},
    optional={
        "window_days": st.integers(0, 400).map(float),
        "fault_window_days": st.integers(0, 400).map(float),
        "late_refund_days": st.integers(0, 400).map(float),
        "return_paid_by": st.sampled_from(["buyer", "merchant", "x"]),
        "restocking_fee_share": st.floats(0, 1),
        "shipping_refunded": st.booleans(),
        "shipping_on_part": st.booleans(),
        "excluded_categories": st.lists(st.sampled_from(get_args(Category)), max_size=3),
        "keep_below": st.text(max_size=3),
    },
)
shipments = st.one_of(
    st.just(()),
    st.integers(1, 60).map(lambda day: (scan("Picked up from sender", 1), scan("Delivered", day))),
    st.integers(1, 60).map(lambda day: (scan("in transit", day),)),
    st.integers(3, 60).map(lambda day: (scan("Delivered", 3), scan("in transit", day, "T2"))),
    st.integers(2, 60).map(lambda day: (scan("in transit", 1), scan("Parcel lost", day))),
)
orders = st.builds(
    lambda shipping, scans, given: facts(
        order=order((("a", 2, "30.00"), ("b", 1, "40.00")), None, shipping=shipping),
        shipments=scans,
        refunds=(decided(given, 2),),
    ),
    st.sampled_from(["0.00", "4.99", "12.00"]),
    shipments,
    st.sampled_from(["0.00", "10.00", "99.00", "500.00"]),
)


def _of(
    known: OrderFacts,
    market: str,
    platform: str,
    named: list[Any],
    told: Any,
    kind: Any,
    day: int,
    **more: Any,
) -> Entitlement:
    paid = paid_for(known, more.get("lines", ()))
    categories = {"a": kind}
    said = complaint(*named, language=more.get("language", "de"))
    return entitlement(said, (), paid, known, market, platform, told, categories, at(day))


@settings(max_examples=150)
@given(orders, markets, platforms, reasons, terms, kinds, st.integers(0, 900), st.booleans(), st.booleans())
def test_no_policy_and_no_platform_takes_away_what_the_law_gives(
    known: OrderFacts, market: str, platform: str, named: list[Any], rules: dict[str, Any], kind: Any,
    day: int, shown: bool, part: bool,
) -> None:  # fmt: skip
    lines = (("a", 1),) if part else ()
    plain = policy(shown=shown or platform not in {"", "own_shop", "nowhere"})
    bare = _of(known, market, "", named, plain, kind, day, lines=lines)
    with_all = _of(known, market, platform, named, policy(shown=shown, **rules), kind, day, lines=lines)
    law = {right.rule: right for right in bare.rights if right.statutory}
    after = {right.rule: right for right in with_all.rights if right.statutory}
    assert law.keys() <= after.keys()
    for rule, right in law.items():
        assert after[rule].owed >= right.owed
        assert after[rule].owed_on_return >= right.owed_on_return
        assert right.return_paid_by != "merchant" or after[rule].return_paid_by == "merchant"
    assert with_all.owed >= max((right.owed for right in law.values()), default=with_all.owed)
    assert with_all.owed_on_return >= max(
        (right.owed_on_return for right in law.values()), default=with_all.owed_on_return
    )


@settings(max_examples=150)
@given(orders, markets, platforms, reasons, terms, kinds, st.integers(0, 900))
def test_never_more_than_is_left_of_what_was_paid(
    known: OrderFacts,
    market: str,
    platform: str,
    named: list[Any],
    rules: dict[str, Any],
    kind: Any,
    day: int,
) -> None:
    found = _of(known, market, platform, named, policy(**rules), kind, day)
    refundable = paid_for(known).refundable
    assert 0 <= found.owed.amount <= found.owed_on_return.amount <= refundable.amount
    assert all(right.owed <= refundable and right.owed_on_return <= refundable for right in found.rights)
    assert all(right.owed_on_return.minor >= 0 for right in found.rights)
    assert all(right.why and right.source for right in found.rights)


@settings(max_examples=60)
@given(
    orders, markets, platforms, reasons, kinds, st.integers(0, 900),
    st.text(max_size=20), st.text(max_size=20), st.sampled_from(["ar", "zh-CN", "en", "tr"]),
)  # fmt: skip
def test_who_the_buyer_is_changes_nothing(
    known: OrderFacts, market: str, platform: str, named: list[Any], kind: Any, day: int,
    name: str, ident: str, language: str,
) -> None:  # fmt: skip
    assert known.order
    other = type(known.order.data)()
    other.CopyFrom(known.order.data)
    other.buyer.name, other.buyer.id, other.buyer.email, other.buyer.language = name, ident, name, language
    somebody = OrderFacts(
        "o-1", type(known.order)(other, ORDERED, "e-order"), known.payment, known.shipments, known.refunds
    )
    ours = _of(known, market, platform, named, policy(), kind, day)
    theirs = _of(somebody, market, platform, named, policy(), kind, day, language=language)
    assert ours == theirs
    assert Decimal(0) <= ours.owed.amount


def test_what_is_only_a_matter_of_time_says_until_when() -> None:
    over = claim("DE", "changed_mind", 40, delivered(5))
    (withdrawal,) = [one for one in over.closed if one.rule == "eu-withdrawal"]
    assert (withdrawal.how, withdrawal.layer, str(withdrawal.on)) == ("over", "law", "2026-08-20")
    wait = claim("DE", "not_received", 10, facts())
    (coming,) = [one for one in wait.closed if one.rule == "eu-non-delivery"]
    assert (coming.how, str(coming.on)) == ("wait", "2026-09-07")
