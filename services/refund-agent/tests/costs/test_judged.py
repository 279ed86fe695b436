"""Offers as an experienced seller and the buyer would judge them; each was silly once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from refund_agent.domain.costs.case import Case, Limits
from refund_agent.domain.costs.choosing import choose, next_offer, options
from refund_agent.domain.costs.figures import cost_book
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.costs.reckoning import terms
from refund_agent.domain.entitlement import Closed
from refund_agent.domain.options import Offer

from .cost_cases import case, complaint, euros, shown


def kinds(one: Case) -> set[str]:
    found = set()
    for option in options(one):
        offer = option.offer
        found.add(f"{offer.decision}{'/resend' if offer.resend else ''}")
    return found


def waiting(total: str, **more: Any) -> Case:
    one = case(total, complaint("not_received", **more), lane=Lane("DE", "CN", "", 400))
    wait = Closed("eu-non-delivery", "law", "Directive 2011/83/EU, art. 18", "wait", date(2026, 9, 7))
    return replace(one, entitlement=replace(one.entitlement, closed=(wait,)))


@pytest.mark.parametrize("total", ["6.00", "19.00", "300.00", "900.00"])
def test_for_a_parcel_that_is_on_its_way_nothing_is_haggled_over(total: str) -> None:
    plan = choose(waiting(total))
    assert plan.chosen.offer.decision == "REJECT"
    assert {option.offer.decision for option in plan.options} <= {"REJECT", "REFUND", "ESCALATE"}
    assert "nothing but to wait or all of it: the goods may come until 2026-09-07" in plan.bounds


def test_small_amounts_are_refunded_at_once_though_the_goods_may_come() -> None:
    one = replace(waiting("6.00"), limits=Limits(instant_below=euros("10.00")))
    assert choose(one).chosen.offer.decision == "REFUND"


@pytest.mark.parametrize("reason", ["changed_mind", "late", "does_not_fit", "damaged", "other"])
@pytest.mark.parametrize("total", ["19.00", "300.00", "900.00"])
def test_no_offer_is_an_insult(reason: Any, total: str) -> None:
    one = case(total, complaint(reason), may_return=reason != "late")
    least = cost_book().acceptances.least[cost_book().reasons[reason].group].value
    for option in options(one):
        if option.offer.decision == "PARTIAL_KEEP":
            assert option.offer.refund.minor >= least * one.paid.refundable.minor


def test_less_may_be_agreed_to_where_the_buyer_names_it() -> None:
    one = case("300.00", complaint("late", asked=euros("5.00")))
    assert choose(one).chosen.offer.refund == euros("5.00")


@pytest.mark.parametrize("severity", ["unknown", "partial", "unusable"])
@pytest.mark.parametrize("total", ["300.00", "900.00"])
def test_on_words_alone_nothing_dear_is_given_with_the_goods_kept(total: str, severity: Any) -> None:
    said = complaint("damaged", severity)
    told = choose(case(total, said, may_return=True, payer="merchant")).chosen.offer
    assert told.decision == "ESCALATE" or not told.keep_item or told.refund <= euros("50.00")
    assert "EXCHANGE/resend" not in kinds(case(total, said, may_return=True))
    seen = case(total, said, may_return=True, payer="merchant", checks=shown("damaged"))
    assert "EXCHANGE/resend" in kinds(seen)


def test_a_dear_and_heavy_thing_that_is_only_said_to_be_broken_is_looked_at_by_a_person() -> None:
    sofa = Lane("DE", "CN", categories=frozenset({"large"}))
    one = case("900.00", complaint("damaged"), may_return=True, payer="merchant", lane=sofa)
    plan = choose(one)
    assert plan.chosen.offer.decision == "ESCALATE"
    assert any("without anything shown" in why for why in plan.bounds)


def test_a_counter_is_not_taken_on_words_alone_where_it_is_dear() -> None:
    one = case("300.00", complaint("damaged"), may_return=True, payer="merchant")
    plan = next_offer(one, Offer("PARTIAL_KEEP", euros("50.00"), keep_item=True), euros("120.00"), 2)
    offer = plan.chosen.offer
    assert offer.decision == "ESCALATE" or offer.refund <= euros("50.00") or not offer.keep_item


def test_what_is_owed_is_paid_though_nothing_is_shown() -> None:
    plan = choose(case("300.00", complaint("not_received"), owed="300.00"))
    assert plan.chosen.offer.refund == euros("300.00")


def test_furniture_weighs_more_than_a_small_parcel() -> None:
    known, large = (
        terms(case("900.00", complaint("changed_mind"), lane=Lane("DE", "CN", "", grams, which)))
        for grams, which in ((30000, frozenset()), (0, frozenset({"large"})))
    )
    assert large.parcel.label == pytest.approx(known.parcel.label)
    assert large.parcel.label > 200_00


def test_an_exchange_for_missing_parts_sends_the_whole_thing_again() -> None:
    one = terms(case("300.00", complaint("missing_parts", "slight")))
    assert one.resent < one.replacement
    assert one.replacement > one.bought


def test_a_fake_that_is_shown_is_for_a_person() -> None:
    assert choose(case("60.00", complaint("counterfeit"), checks=shown("counterfeit"))).bounds[0] == (
        "counterfeit, strong evidence: a person decides"
    )
    assert (
        choose(case("60.00", complaint("counterfeit"), may_return=True)).chosen.offer.decision != "ESCALATE"
    )


def test_a_complaint_that_is_not_understood_gets_no_money_for_nothing() -> None:
    assert choose(case("60.00", complaint("other"))).chosen.offer.decision == "ESCALATE"
    assert choose(case("60.00", complaint("other"), may_return=True)).chosen.offer.decision != "ESCALATE"


def test_a_download_is_not_asked_back() -> None:
    one = case("60.00", complaint("defective"), lane=Lane("DE", "CN", "", 0, frozenset({"digital"})))
    assert not {"RETURN_THEN_REFUND", "EXCHANGE"} & kinds(one)


def test_a_blemish_is_settled_for_less_than_the_loss_of_all() -> None:
    money = Limits(outcomes=frozenset({"PARTIAL_KEEP"}))
    slight, lost = (
        choose(case("60.00", complaint("damaged", severity), may_return=True, payer="merchant", limits=money))
        for severity in ("slight", "unusable")
    )
    assert slight.chosen.offer.decision == "PARTIAL_KEEP"
    assert slight.chosen.offer.refund < euros("24.00")
    assert slight.chosen.offer.refund < lost.chosen.offer.refund


def test_silence_costs_what_was_offered() -> None:
    numbers = terms(case("40.00", complaint("late")))
    low, high = (float(numbers.left_cost("keep", amount)["refund"]) for amount in (200.0, 800.0))
    assert 0 < low < high
    right = terms(case("40.00", complaint("changed_mind"), may_return=True))
    assert right.left_cost("keep", 800.0)["refund"] > right.refused_cost("keep", 800.0)["refund"]


@pytest.mark.parametrize("reason", ["changed_mind", "damaged", "wrong_item", "late"])
def test_a_cent_more_never_turns_an_offer_upside_down(reason: Any) -> None:
    """Where the kind of offer stays, its amount moves with the price and does not jump."""
    before = None
    for price in range(1000, 12000, 500):
        one = case(f"{price / 100:.2f}", complaint(reason, "partial"), may_return=True, checks=shown(reason))
        offer = choose(one).chosen.offer
        share = offer.refund.minor / price
        if before and offer.decision == before[0] == "PARTIAL_KEEP":
            assert abs(share - before[1]) < 0.12, price
        before = (offer.decision, share)


@pytest.mark.parametrize("reason", ["damaged", "wrong_item", "not_as_described", "missing_parts"])
def test_cheap_goods_that_were_not_right_are_not_asked_back_across_the_world(reason: Any) -> None:
    one = case("6.00", complaint(reason), may_return=True, payer="merchant", checks=shown(reason))
    assert not {"RETURN_THEN_REFUND", "EXCHANGE"} & kinds(one)
    assert any("getting the goods back costs more" in why for why in choose(one).bounds)


def test_a_missing_part_is_sent_and_the_rest_is_not_asked_back() -> None:
    one = case("300.00", complaint("missing_parts", "slight"), may_return=True, payer="merchant")
    offer = choose(one).chosen.offer
    assert (offer.decision, offer.resend) == ("EXCHANGE", True)


def test_goods_sent_again_while_the_first_are_kept_count_for_the_most_without_a_person() -> None:
    one = case("60.00", complaint("damaged", "unusable"), checks=shown("damaged"))
    assert choose(one).chosen.offer.resend
    limited = replace(one, limits=Limits(most_without_person=euros("50.00")))
    assert "60.00 EUR is more than 50.00 EUR, the most without a person" in choose(limited).bounds
