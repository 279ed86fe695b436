"""Past requests are read, and policies compared over them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import TermDataError
from refund_agent.charting import page
from refund_agent.domain.costs.case import Params
from refund_agent.domain.costs.choosing import choose, course
from refund_agent.domain.costs.learning import learned
from refund_agent.domain.costs.past import BadLine, PastRequest, read_past
from refund_agent.domain.costs.policies import Policy, limits_of, read_policy
from refund_agent.domain.costs.recorded import outcome_of, recorded
from refund_agent.domain.costs.simulating import (
    ALL,
    ALWAYS_REFUND,
    ALWAYS_RETURN,
    CHANGED,
    CURRENT,
    RECORDED,
    Simulation,
    simulate,
    strategies,
)
from refund_agent.domain.rights.policy import MerchantPolicy

SAMPLES = Path(__file__).parents[2] / "samples"
EUR40 = {"amount": "40.00", "currency": "EUR"}


def line(**more: Any) -> str:
    return json.dumps({"request_id": "r-1", "reason": "damaged", "severity": "partial", "paid": EUR40} | more)


def read(*lines: str) -> list[PastRequest | BadLine]:
    return list(read_past(lines, Params()))


def one(**more: Any) -> PastRequest:
    (found,) = read(line(**more))
    assert isinstance(found, PastRequest), found
    return found


def offer(amount: str, answer: str, decision: str = "PARTIAL_KEEP", **more: Any) -> dict[str, Any]:
    return {"decision": decision, "refund": EUR40 | {"amount": amount}, "answer": answer} | more


def sample_lines() -> list[str]:
    return (SAMPLES / "past_requests.jsonl").read_text(encoding="utf-8").splitlines()


def samples(changed: bool = True) -> Simulation:
    lines = sample_lines()
    text = (SAMPLES / "policy.yaml").read_text(encoding="utf-8")
    policy = read_policy(text, "policy.yaml", Params()) if changed else None
    return simulate(read_past(lines, Params()), strategies(Policy(), policy))


# -- reading


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{", "no JSON"),
        ("[1]", "valid dictionary"),
        (line(reason="sad"), "reason: Input should be"),
        (line(colour="red"), "colour: Extra inputs"),
        (line(paid=EUR40 | {"amount": "12.999"}), "paid: Value error, an amount must be whole minor units"),
        (line(paid=EUR40 | {"amount": "-1.00"}), "paid: Value error"),
        (line(paid=EUR40 | {"currency": "XYZ"}), "no ISO 4217 currency"),
        (line(paid={"amount": "4000", "currency": "XAF"}), "paid: no rate for XAF"),
        (line(already=EUR40), "nothing was left to refund"),
        (line(already=EUR40 | {"currency": "USD"}), "USD"),
        (line(asked=EUR40 | {"currency": "USD"}), "asked: in USD, and the order is in EUR"),
        (line(offers=[offer("50.00", "REFUSED")]), "offers: a refund is more than could be refunded"),
        (line(lane={"buyer": "Germany"}), "lane.buyer"),
        ("[" * 60_000, ""),
        (json.dumps({"x": "y" * 70_000}), "longer than 65536 characters"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_reason_and_is_not_fatal(bad: str, why: str) -> None:
    found = read(line(), "", bad, line())
    assert [type(each) for each in found] == [PastRequest, BadLine, PastRequest]
    assert isinstance(found[1], BadLine)
    assert found[1].number == 3
    assert why in found[1].why


def test_a_line_is_read_into_a_case() -> None:
    found = one(
        asked=EUR40 | {"amount": "9.00"},
        goods_cost=EUR40 | {"amount": "10.00"},
        rights={"may_return": True, "return_paid_by": "merchant"},
        evidence_checks=[{"check": "damage_visible", "result": "PASSED"}],
        lane={"buyer": "DE", "grams": 300},
    )
    assert found.case.limits.goods_cost == 0.25
    assert found.case.entitlement.owed_on_return == found.case.paid.total
    assert found.case.checks[0].result == "passed"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("policy: {rounds: 4}", "rounds"),
        ("policy: {instant_below: {amount: '1.00', currency: XAF}}", "no rate for XAF"),
        ("limits: {}", "policy"),
        ("policy: {colour: red}", "colour"),
    ],
)
def test_a_policy_that_cannot_be_used_is_named(text: str, why: str) -> None:
    with pytest.raises(TermDataError, match=why):
        read_policy(text, "policy.yaml", Params())


def test_a_policys_amounts_are_turned_into_the_orders_currency() -> None:
    policy = read_policy("policy: {keep_below: {amount: '8.00', currency: EUR}}", "p", Params())
    limit = policy.limits("JPY", Params()).keep_below
    assert limit is not None
    assert (limit.currency, limit.minor) == ("JPY", round(8 * Params().book.per_euro["JPY"]))


def test_a_policys_rules_become_limits_and_an_amount_without_a_rate_sets_none() -> None:
    rules = MerchantPolicy(
        keep_below=Money.of_minor(800, "EUR"),
        instant_below=Money.of_minor(800, "XAF"),
        floors={"late": Decimal("0.2")},
    )
    limits = limits_of(rules, "USD", Params())
    assert limits.keep_below == Money.of_minor(round(800 * Params().book.per_euro["USD"]), "USD")
    assert limits.instant_below is None
    assert limits.floors == {"late": 0.2}
    assert limits_of(None, "USD", Params()).keep_below is None


# -- comparing


def test_the_sample_is_compared_whole() -> None:
    found = samples()
    assert (found.requests, found.bad) == (60, [])
    assert set(found.policies()) == {ALWAYS_REFUND, ALWAYS_RETURN, CURRENT, CHANGED, RECORDED}
    assert sum(found.tallies[CURRENT, reason].requests for reason in found.reasons()) == 60
    cost = {policy: found.tallies[policy, ALL].mean("cost") for policy in found.policies()}
    assert cost[CURRENT] <= cost[CHANGED] < min(cost[ALWAYS_REFUND], cost[ALWAYS_RETURN])
    for tally in found.tallies.values():
        for name in ("acceptance", "satisfaction", "disputes", "by_a_person"):
            assert 0 <= tally.mean(name) <= 1


def test_without_limits_no_policy_costs_less_than_the_current_one_for_any_request() -> None:
    """Where the current policy may do all that others do."""
    for each in read(*sample_lines()):
        assert isinstance(each, PastRequest)
        refund, back, current = (strategies(Policy())[name](each.case).cost
                                 for name in (ALWAYS_REFUND, ALWAYS_RETURN, CURRENT))  # fmt: skip
        assert current <= min(refund, back) + 1e-6


def test_a_course_is_what_the_plan_was_made_of() -> None:
    for each in read(*sample_lines()[:12]):
        assert isinstance(each, PastRequest)
        found, plan = course(each.case), choose(each.case)
        assert found is not None
        assert found.moves[0].amount == plan.chosen.offer.refund.minor


def test_always_refunding_costs_what_is_refunded_and_pleases() -> None:
    result = strategies(Policy())[ALWAYS_REFUND](one().case)
    assert 4000 <= result.cost < 4050
    assert (result.acceptance, result.satisfaction, result.disputes) == (1, 1, 0)


def test_satisfaction_is_measured_against_what_was_asked() -> None:
    asked = one(asked=EUR40 | {"amount": "8.00"}, reason="late")
    modest = strategies(Policy())[CURRENT](asked.case)
    assert modest.satisfaction > strategies(Policy())[CURRENT](one(reason="late").case).satisfaction


def test_goods_that_never_came_are_refunded_where_returns_are_always_asked_for() -> None:
    found = one(reason="not_received")
    both = strategies(Policy())
    assert both[ALWAYS_RETURN](found.case) == both[ALWAYS_REFUND](found.case)


def test_a_persons_time_is_counted() -> None:
    strict = Policy.model_validate({"most_without_person": EUR40 | {"amount": "1.00"}})
    found = simulate([one()], strategies(Policy(), strict)).tallies
    assert found[CHANGED, ALL].by_a_person == 1
    assert found[CHANGED, ALL].cost == pytest.approx(found[CURRENT, ALL].cost + 6)


# -- what was recorded


def test_what_was_recorded_costs_what_it_cost() -> None:
    agreed = recorded(one(offers=[offer("8.00", "REFUSED"), offer("12.00", "ACCEPTED")]))
    assert agreed is not None
    assert (agreed.cost, agreed.got.minor, agreed.agreed) == (1200 + 60, 1200, True)
    disputed = recorded(one(offers=[offer("8.00", "REFUSED")], outcome={"disputed": True}))
    assert disputed is not None
    assert disputed.cost == pytest.approx(0.7 * 4000 + 2550 + 30)
    returned = recorded(one(
        offers=[offer("40.00", "ACCEPTED", "RETURN_THEN_REFUND", return_label=True)],
        outcome={"returned": True, "resold": EUR40 | {"amount": "5.00"}},
        lane={"buyer": "PL", "warehouse": "PL"},
    ))  # fmt: skip
    assert returned is not None
    assert returned.cost == pytest.approx(4000 + 480 + 430 - 500 + 30)
    assert recorded(one()) is None


def test_a_record_teaches() -> None:
    outcome = outcome_of(one(offers=[offer("8.00", "REFUSED"), offer("12.00", "ACCEPTED")]))
    assert (outcome.refused, outcome.agreed, outcome.disputed) == (0.2, 0.3, None)
    outcome = outcome_of(one(offers=[offer("8.00", "SILENCE")], outcome={"disputed": True}))
    assert (outcome.refused, outcome.agreed, outcome.ended_at, outcome.disputed) == (0.2, None, 0.2, True)


def test_learning_from_the_sample_brings_what_was_expected_nearer_to_what_came() -> None:
    lines = sample_lines()
    past = [each for each in read_past(lines, Params()) if isinstance(each, PastRequest)]
    params = learned([outcome_of(each) for each in past], Params())
    after = simulate(
        [replace(each, case=replace(each.case, params=params)) for each in past], strategies(Policy())
    )
    before = samples(changed=False)
    assert before.accepted == after.accepted
    assert abs(after.expected - after.accepted) < abs(before.expected - before.accepted)


def test_the_chart_loads_nothing_and_escapes_what_it_is_told() -> None:
    text = page(samples(), "<script>alert(1)</script>")
    assert "<script" not in text
    assert "http" not in text
    assert text.count("<svg") == 5
    assert "always refund" in text
