"""Twelve situations in thirteen markets, as a lawyer there would answer; written before they were tried.

The order: 1 August 2026, one article for 100.00, shipping 5.00; it came on day 5, or is still to come.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from refund_agent.domain.checks import Check

from .asked import claim, delivered
from .orders import facts, money, order, scan

CAME = delivered(5)
SENT = facts(shipments=(scan("Picked up from sender", 2), scan("in transit", 6)))
PARTS = facts(
    order=order((("a", 1, "60.00"), ("b", 1, "40.00"))),
    shipments=(
        *(scan("Picked up from sender", 2, one) for one in ("T1", "T2")),
        scan("Delivered", 5, "T1"),
        scan("in transit", 6, "T2"),
    ),
)
SHOWN = (Check("a", "damage_visible", "passed", "a dent"),)

SITUATIONS: Final[dict[str, dict[str, Any]]] = {
    "changed mind, day 3": {"reason": "changed_mind", "day": 8, "known": CAME},
    "changed mind, day 20": {"reason": "changed_mind", "day": 25, "known": CAME},
    "damaged, shown": {"reason": "damaged", "day": 6, "known": CAME, "checks": SHOWN},
    "damaged, told": {"reason": "damaged", "day": 6, "known": CAME},
    "defective, 5 months": {"reason": "defective", "day": 157, "known": CAME},
    "defective, 14 months": {"reason": "defective", "day": 431, "known": CAME},
    "defective, 26 months": {"reason": "defective", "day": 794, "known": CAME},
    "nothing came, day 12": {"reason": "not_received", "day": 12, "known": SENT},
    "nothing came, day 46": {"reason": "not_received", "day": 46, "known": SENT},
    "came on day 40": {"reason": "late", "day": 42, "known": delivered(40)},
    "another size sent": {"reason": "wrong_variant", "day": 8, "known": CAME},
    "made to order": {"reason": "changed_mind", "day": 8, "known": CAME, "kind": "custom_made"},
    "one of two missing": {
        "reason": "not_received", "day": 46, "known": PARTS, "lines": (("b", 1),)
    },
    "unsealed": {"reason": "changed_mind", "day": 8, "known": CAME, "kind": "hygiene"},
}  # fmt: skip
# What is owed now / once the goods are back, who pays the way (m, b, -), and "?" where a person has to look.
NO, FREE, OWN, PRICE, ALL, PART = "0/0/-", "0/105/m", "0/105/b", "0/100/b", "105/105/-", "42/42/-"
EU: Final = [OWN, NO, FREE, FREE, FREE, FREE, NO + "?", NO, ALL, OWN, FREE, NO, PART, OWN]
ANSWERS: Final[dict[str, list[str]]] = {
    "DE": EU,  # BGB § 475e(3): four months more for a fault that showed in time
    "FR": EU,  # Code civil art. 1641, 1648: hidden faults, two years from finding out
    "IT": EU,  # Codice del consumo art. 133(3): 26 months to claim
    "PL": EU,
    "ES": [*EU[:6], FREE, *EU[7:]],  # three years
    "NL": [*EU[:6], FREE, *EU[7:]],  # as long as such goods should last
    "GB": [*EU[:6], FREE, *EU[7:]],  # six years
    "US": [NO, NO, FREE, FREE, FREE, FREE, FREE, NO, ALL, NO, FREE, NO, PART, NO],
    "BR": [FREE, NO, FREE, FREE, FREE, FREE, NO + "?", NO, ALL, FREE, FREE, FREE, PART, FREE],
    "KR": [OWN, NO, FREE, FREE, FREE, NO + "?", NO, NO, ALL, OWN, FREE, NO, PART, OWN],
    "JP": [NO, NO, FREE, FREE, FREE, NO + "?", NO + "?", NO, ALL, NO, FREE, NO, PART, NO],
    "CN": [PRICE, NO, FREE, FREE, FREE, NO, NO, NO, ALL, PRICE, FREE, NO, PART, PRICE],
    "AU": [NO, NO, FREE, FREE, FREE, FREE, NO + "?", NO, ALL, NO, FREE, NO, PART, NO],
    "MX": [PRICE, NO, FREE, FREE, FREE, NO, NO, NO, ALL, PRICE, FREE, PRICE, PART, PRICE],
    "TR": [FREE, NO, FREE, FREE, FREE, FREE, NO, NO, ALL, FREE, FREE, NO, PART, FREE],
    "RU": [OWN, NO, FREE, FREE, FREE, FREE, NO, NO, ALL, OWN, FREE, NO, PART, OWN],
    "SA": [PRICE, NO, FREE, FREE, FREE, NO, NO, NO, ALL, PRICE, FREE, NO, PART, PRICE],
}
CASES = [
    (market, name, answer)
    for market, answers in ANSWERS.items()
    for name, answer in zip(SITUATIONS, answers, strict=True)
]


@pytest.mark.parametrize(("market", "name", "answer"), CASES)
def test_what_a_buyer_is_owed(market: str, name: str, answer: str) -> None:
    given = dict(SITUATIONS[name])
    kinds = {"a": frozenset({given.pop("kind")})} if "kind" in given else None
    reason, day, known = given.pop("reason"), given.pop("day"), given.pop("known")
    found = claim(market, reason, day, known, categories=kinds, **given)
    owed, back, payer = answer.removesuffix("?").split("/")
    assert (found.owed, found.owed_on_return) == (money(owed), money(back))
    told = {"merchant": "m", "buyer": "b"}[found.return_paid_by] if found.may_return else "-"
    assert told == payer
    assert bool(found.escalate) is answer.endswith("?")


@pytest.mark.parametrize(
    ("reason", "check"),
    [
        ("wrong_item", "product_shown"),
        ("counterfeit", "product_shown"),
        ("not_as_described", "product_shown"),
        ("wrong_variant", "variant_shown"),
        ("does_not_fit", "size_measured"),
        ("not_as_described", "size_measured"),
    ],
)
def test_a_picture_of_other_goods_bears_out_that_other_goods_came(reason: str, check: Any) -> None:
    shown = Check("a", check, "failed", "it shows something else")
    assert claim("DE", reason, 8, CAME, checks=(shown,)).escalate == ()
    assert claim("DE", "damaged", 8, CAME, checks=(shown,)).escalate


DIGITAL: Final = {"a": frozenset({"digital"})}


@pytest.mark.parametrize("market", ["DE", "BR", "KR", "MX", "RU"])
@pytest.mark.parametrize("reason", ["changed_mind", "cancelled"])
def test_whether_a_download_was_begun_is_for_a_person(market: str, reason: str) -> None:
    found = claim(market, reason, 3, facts(), categories=DIGITAL)
    assert (found.owed, found.may_return) == (money("0"), False)
    assert any("digital" in why for why in found.escalate)


def test_the_time_to_give_up_a_download_runs_from_the_order() -> None:
    assert claim("DE", "changed_mind", 20, facts(), categories=DIGITAL).escalate == ()


def test_a_download_that_does_not_work_is_not_sent_back() -> None:
    found = claim("DE", "defective", 3, facts(), categories=DIGITAL)
    assert found.owed_on_return == money("105.00")
    assert (found.may_return, found.must_offer_return) == (False, False)


@pytest.mark.parametrize(
    ("market", "days", "asks"), [("DE", 850, True), ("DE", 900, False), ("JP", 900, True)]
)
def test_a_fault_that_showed_in_time_may_be_claimed_later(market: str, days: int, asks: bool) -> None:
    assert bool(claim(market, "defective", 5 + days, CAME).escalate) is asks
    # What was plain on the first day is not claimed two years later.
    assert claim(market, "damaged", 5 + days, CAME).escalate == ()


@pytest.mark.parametrize(
    ("market", "kind", "conditions"),
    [("DE", "hygiene", {"sealed"}), ("CL", "large", {"unused"}), ("DE", "large", set())],
)
def test_what_goods_have_to_be_to_go_back_is_told(market: str, kind: str, conditions: set[str]) -> None:
    found = claim(market, "changed_mind", 8, CAME, categories={"a": frozenset({kind})})
    assert found.rights[0].conditions == conditions
    assert found.return_conditions == conditions


def test_who_pays_the_way_and_until_when_are_told_of_the_same_right() -> None:
    mind = claim("DE", "changed_mind", 8, CAME)
    assert str(mind.return_until) == "2026-08-20"
    # Two years are the time to find a fault in, not to send the goods back in once it was told of.
    assert claim("DE", "damaged", 8, CAME).return_until is None
    assert claim("DE", "damaged", 8, CAME).return_conditions == frozenset()


@pytest.mark.parametrize(("market", "days"), [("KR", 3), ("CN", 7), ("DE", 14), ("TW", 15), ("US", None)])
def test_in_how_many_days_the_money_is_due_is_told(market: str, days: int | None) -> None:
    found = claim(market, "changed_mind", 8, CAME)
    assert found.refund_days == days


@pytest.mark.parametrize("market", ["", "UA"])
def test_without_a_law_known_nobody_is_told_that_goods_may_not_go_back(market: str) -> None:
    assert claim(market, "changed_mind", 8, CAME).escalate
    assert claim(market, "damaged", 8, CAME).escalate == ()
    assert claim("US", "changed_mind", 8, CAME).escalate == ()
