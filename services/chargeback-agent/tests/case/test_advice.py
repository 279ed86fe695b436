from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from case_facts import NOW, OPENED, at, case, euros, event, known, notice, payment, refunded, scan
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.money import Money
from chargeback_agent.domain.case.candidate import Candidate
from chargeback_agent.domain.case.evidence import choose, rated, summed, unmet, weighed_kinds
from chargeback_agent.domain.case.outcomes import counted, likelihood
from chargeback_agent.domain.case.records import OtherCase, Others
from chargeback_agent.domain.case.weights import weights
from chargeback_agent.domain.rules.loader import rule_book

BOOK = rule_book()
CODES = [(network, code) for network, rules in BOOK.networks.items() for code in rules.codes]
SHARES = st.floats(0.05, 1.0)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CODES), st.data())
def test_more_evidence_never_lowers_the_likelihood(named: tuple[str, str], data: st.DataObject) -> None:
    rule = BOOK.networks[named[0]].codes[named[1]]
    weighed = weighed_kinds(rule, ["physical"])
    kinds = sorted(kind for kind, entry in weighed.items() if entry.weight in {"required", "compelling"})
    shown = data.draw(st.dictionaries(st.sampled_from(kinds), SHARES, max_size=8))
    more = data.draw(st.sampled_from(kinds))
    fuller = shown | {more: max(data.draw(SHARES), shown.get(more, 0))}

    def odds(of: dict[str, float]) -> float:
        found = rated(
            [Candidate(kind, "ref", share, (), ()) for kind, share in of.items()], weighed, weights()
        )
        answered = [one.kind for one in found if one.candidate.answers]
        lacking = len(unmet(rule, ["physical"], answered))
        told = sum(part for _, part in summed(choose(found), weights()))
        return told + lacking * weights().missing_required.log_odds

    assert odds(fuller) >= odds(shown) - 1e-9


@settings(max_examples=60, deadline=None)
@given(
    st.decimals(Decimal("0.01"), Decimal(100000), places=2),
    st.sampled_from(["EUR", "USD", "JPY", "KWD", "HUF"]),
)
def test_the_worth_is_never_above_what_is_disputed(amount: Decimal, currency: str) -> None:
    disputed = Money(amount, currency).rounded()
    if disputed.amount > 0:
        text, _ = disputed.to_strings()
        worth = case(told=event(amount=text, currency=currency)).advice.expected_value
        assert worth is not None
        assert worth <= disputed


def test_the_reasons_add_up_to_the_likelihood() -> None:
    found = case().advice
    assert likelihood(sum(reason.log_odds for reason in found.reasons)) == pytest.approx(
        found.win_likelihood, abs=0.001
    )
    assert found.reasons[0].log_odds == 0


def test_a_refund_before_the_dispute_is_fought_with_and_so_is_a_double_payment_by_one_after_it() -> None:
    before = case(known(payment=refunded(payment(), "120.00", at(10))))
    assert before.advice.choice == "FIGHT"
    assert "refund_made" in before.evidence_mix
    after = case(known(payment=refunded(payment(), "120.00", OPENED + timedelta(days=1))))
    assert after.advice.choice == "FIGHT"
    assert "refund_made" in after.evidence_mix
    assert "refunded_before_dispute" not in {one.id for one in after.statements}
    assert any("paid twice" in doubt for doubt in after.doubts)
    assert after.advice.win_likelihood < before.advice.win_likelihood


def test_a_part_refunded_is_weighed_and_not_taken_for_all() -> None:
    found = case(known(payment=refunded(payment(), "40.00", at(10))))
    assert found.advice.choice == "FIGHT"
    assert "partly_refunded" in {one.id for one in found.contradictions}


def test_an_amount_below_the_cost_of_answering_is_accepted_and_an_inquiry_refunded() -> None:
    small = event(amount="6.00")
    assert case(told=small).advice.choice == "ACCEPT"
    assert case(told=small, of=notice(kind="inquiry")).advice.choice == "REFUND"


def test_the_merchants_own_cost_goes_before_ours() -> None:
    cheap = case(told=event(amount="6.00"), others=Others(cost=euros("0.50")))
    assert cheap.advice.choice == "FIGHT"


def test_a_currency_without_a_cost_figure_says_so() -> None:
    found = case(told=event(amount="90000", currency="HUF")).advice
    assert any("no figure" in reason.text for reason in found.reasons)


def test_a_duplicate_is_answered_once() -> None:
    found = case(others=Others(cases=(OtherCase("d-0", "o-1", code="13.1"),)))
    assert found.advice.choice == "ASK"
    assert "twice" in found.advice.reasons[0].text


def test_missing_required_evidence_is_asked_for_while_there_is_time() -> None:
    bare = known(shipments=(scan("in transit", 2),))
    asked = case(bare)
    assert asked.advice.choice == "ASK"
    assert any(one.weight == "required" for one in asked.missing)
    late = case(bare, now=asked.dispute.deadline.at - timedelta(hours=2))
    assert late.advice.choice == "ACCEPT"


def test_without_the_order_there_is_nothing_to_show_yet() -> None:
    found = case(known(order=None, payment=None, shipments=()))
    assert found.advice.choice == "ASK"
    assert found.exhibits == ()
    assert found.statements == ()


def test_3d_secure_ends_a_fraud_case_in_the_shops_favour() -> None:
    plain = case(known(shipments=(), payment=payment(avs="", cvv="")), event(code="10.4"))
    paid = payment(avs="", cvv="", three_ds={"version": "2.2.0", "eci": "05", "outcome": "authenticated"})
    shifted = case(known(shipments=(), payment=paid), event(code="10.4"))
    assert plain.advice.choice != "FIGHT"
    assert shifted.advice.choice == "FIGHT"
    assert shifted.advice.win_likelihood > 0.7


def test_an_indicator_that_contradicts_the_outcome_is_not_believed() -> None:
    paid = payment(three_ds={"version": "2.2.0", "eci": "05", "outcome": "failed"})
    found = case(known(payment=paid), event(code="10.4"))
    assert "three_ds" not in found.evidence_mix


def test_what_was_won_before_raises_the_likelihood_and_what_was_lost_lowers_it() -> None:
    mix = case().evidence_mix

    def after(won: int, lost: int) -> float:
        ended = [("visa", "13.1", mix, True)] * won + [("visa", "13.1", mix, False)] * lost
        return case(others=Others(outcomes=counted(ended))).advice.win_likelihood

    assert after(0, 12) < case().advice.win_likelihood < after(12, 0)
    assert after(200, 0) <= weights().bounds.highest


def test_outcomes_of_another_code_change_nothing() -> None:
    ended = counted([("visa", "10.4", ("three_ds",), True)] * 30)
    assert case(others=Others(outcomes=ended)).advice == case().advice


def test_later_stages_are_harder() -> None:
    later = case(of=notice(kind="pre_arbitration")).advice.win_likelihood
    assert later < case().advice.win_likelihood


def test_the_same_facts_give_the_same_case() -> None:
    assert case(now=NOW) == case(now=NOW)
