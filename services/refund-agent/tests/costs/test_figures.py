"""Figures of costs: ours have no faults, wrong ones are named; lanes, evidence and curves."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.exchange import read_rates
from argosy_commerce.terms.strict_yaml import TermDataError
from refund_agent.domain.checks import Check
from refund_agent.domain.costs.acceptance import Curve
from refund_agent.domain.costs.case import Params
from refund_agent.domain.costs.figures import CostBook, cost_book, read_cost_book
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.costs.reckoning import terms
from refund_agent.domain.costs.soundness import faults
from refund_agent.domain.costs.strength import evidence

from .cost_cases import case, complaint, euros, shown


def changed(folder: Path, name: str, old: str, new: str) -> CostBook:
    with as_file(files("refund_agent") / "data" / "costs") as ours:
        shutil.copytree(ours, folder, dirs_exist_ok=True)
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_cost_book(folder)


def test_our_own_figures_have_no_faults_and_every_file_has_its_day() -> None:
    book = cost_book()
    assert faults(book) == []
    assert len(book.as_of) == 6
    assert all(source.seen <= max(book.as_of.values()) for source in book.sources.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("figures", "source: stripe-fees", "source: hearsay", "Figures.chargeback.fee: no source 'hearsay'"),
        ("figures", "as_of: 2026-11-26", "", "figures.yaml: no as_of"),
        ("reasons", "  changed_mind:", "  other_mind:", ""),
        ("lanes", "to: near_eu", "to: atlantis", "lane eu_and_near: no zone 'atlantis'"),
        ("lanes", "customs: [eu]", "customs: [nafta]", "customs: no zone 'nafta'"),
        ("currencies", "EUR: 1,", "EUR: 2,", "currencies: one euro is one euro"),
        ("acceptance", "  late:\n", "  lately:\n", ""),
        ("figures", "after_nothing: {value: 0.30", "after_nothing: {value: 0.01", ""),
        ("reasons", "floor: {strong: 1.0, some: 0.6", "floor: {strong: 0.1, some: 0.6", ""),
        ("reasons", "chargeback: [0.30, 0.03]", "chargeback: [0.01, 0.03]", ""),
    ],
)
def test_a_fault_is_named(tmp_path: Path, name: str, old: str, new: str, fault: str) -> None:
    if fault:
        assert fault in faults(changed(tmp_path, name, old, new))
    else:
        with pytest.raises(TermDataError, match=f"{name}.yaml"):
            changed(tmp_path, name, old, new)


def test_a_reason_without_figures_is_a_fault(tmp_path: Path) -> None:
    text = files("refund_agent").joinpath("data/costs/reasons.yaml").read_text(encoding="utf-8")
    start = text.index("  other:")
    assert "reasons: nothing for other" in faults(changed(tmp_path, "reasons", text[start:], ""))


# -- lanes


def test_post_depends_on_both_ends_and_weight() -> None:
    lanes = cost_book().lanes
    assert lanes.post("DE", "DE", 400) < lanes.post("DE", "PL", 400) < lanes.post("DE", "CN", 400)
    assert lanes.post("DE", "CN", 2500) == pytest.approx(lanes.post("DE", "CN", 500) + 2 * 9.0)
    assert lanes.post("", "", 0) == lanes.post("ZZ", "CN", 0)


def test_customs_lie_between_countries_that_share_none() -> None:
    lanes = cost_book().lanes
    assert not lanes.crosses_customs("DE", "PL")
    assert lanes.crosses_customs("GB", "PL")
    assert lanes.crosses_customs("", "")
    assert lanes.duty_share("DE", "CN") == 0
    assert lanes.duty_share("CN", "DE") > 0
    assert lanes.duty_share("DE", "PL") == 0


def test_a_warehouse_nearby_makes_returns_cheaper() -> None:
    far, near = (terms(case("40.00", lane=Lane("DE", "CN", house, 400))) for house in ("", "PL"))
    assert near.parcel.label < far.parcel.label
    assert near.parcel.reimport < far.parcel.reimport


def test_goods_that_may_not_be_sold_again_bring_nothing() -> None:
    said = complaint("changed_mind")
    usual = terms(case("40.00", said)).parcel.resale
    opened = terms(
        case("40.00", said, lane=Lane("DE", "CN", categories=frozenset({"hygiene"})))
    ).parcel.resale
    assert usual == pytest.approx(10 * opened)


def test_estimates_are_in_the_orders_currency_and_an_operators_rates_win() -> None:
    given_ = read_rates('{"date": "2026-11-20", "EUR": {"KRW": "2000"}}')
    assert Params(rates=given_).units(2.0, "KRW") == 4000
    assert Params().units(2.0, "KRW") == 2 * cost_book().per_euro["KRW"]
    assert Params().units(1.0, "EUR") == 100


# -- evidence and acceptance


@pytest.mark.parametrize("kind", ["strong", "some", "contradicted", "none"])
def test_findings_that_a_reason_names_make_its_evidence(kind: str) -> None:
    found = evidence(shown("damaged", kind), cost_book().reasons["damaged"])
    assert (found.strength, found.conflicting) == (kind, False)


def test_findings_of_both_kinds_conflict_and_weak_ones_never_contradict() -> None:
    reason = cost_book().reasons["damaged"]
    assert evidence(shown("damaged", "conflicting"), reason).conflicting
    weak = Check("a", "not_reused", "failed", "looks like another", weak=True)
    assert evidence((weak,), reason).strength == "none"


def test_the_wrong_goods_in_the_picture_bear_out_wrong_goods_and_contradict_damage() -> None:
    other = (Check("a", "product_shown", "failed", "another lamp"),)
    assert evidence(other, cost_book().reasons["wrong_item"]).strength == "strong"
    assert evidence(other, cost_book().reasons["damaged"]).strength == "contradicted"


@given(st.floats(0, 1.5), st.floats(0.1, 60), st.floats(0, 1), st.floats(0, 1))
def test_more_is_agreed_to_by_no_fewer(half: float, steepness: float, one: float, other: float) -> None:
    curve = Curve(half, steepness)
    assert 0 <= curve.at(min(one, other)) <= curve.at(max(one, other)) <= 1


def test_half_agree_at_half() -> None:
    assert Curve(0.4, 9).at(0.4) == 0.5


def test_stronger_evidence_asks_for_no_less() -> None:
    for curves in cost_book().acceptances.acceptance.values():
        halves = [curves[strength].half for strength in ("strong", "some", "none", "contradicted")]
        assert halves == sorted(halves, reverse=True)


def test_what_the_buyer_asks_for_is_likely_agreed_to() -> None:
    numbers = terms(case("40.00", complaint("late", asked=euros("2.00"))))
    assert numbers.asked == 200
    assert terms(case("40.00", complaint("late", asked_share=0.3))).asked == 1200
    assert terms(case("40.00", complaint("late", asked=euros("90.00")))).asked == 4000
