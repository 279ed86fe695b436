"""Volts and plugs: what fits a market is said, what does not is for a person to see."""

from __future__ import annotations

import pytest

from argosy_catalogue.facts import read_facts
from argosy_catalogue.mains import MainsFinding, mains_findings
from argosy_catalogue.source import read_source
from argosy_commerce.markets import market
from argosy_commerce.terms import TermBase
from argosy_testing.products import product


def findings(base: TermBase, code: str, title: str, **changes: object) -> tuple[MainsFinding, ...]:
    facts = read_facts(read_source(product(title=title, category_hint="", attributes=[], **changes)), base)
    return mains_findings(facts, market(code))


@pytest.mark.parametrize(
    ("title", "code", "fits"),
    [
        ("电吹风 220V 大功率", "DE", True),
        ("电吹风 220V 大功率", "US", False),
        ("电吹风 110V", "US", True),
        ("电吹风 110V", "JP", True),
        ("电吹风 110V", "KR", False),
        ("充电器 100-240V 快充", "US", True),
        ("电吹风 110V/220V", "US", True),
        ("电吹风 110V/220V", "DE", True),
        ("充电器 100-240V 快充", "SA", True),
    ],
)
def test_a_device_is_held_against_the_mains_of_the_market(
    base: TermBase, title: str, code: str, fits: bool
) -> None:
    (found,) = findings(base, code, title)
    assert found.fits is fits
    assert f"{market(code).voltage} V of {code}" in found.why


@pytest.mark.parametrize("title", ["车载吸尘器 12V", "充电宝 5V", "电焊机 380V", "纯棉T恤"])
def test_what_is_not_households_mains_says_nothing(base: TermBase, title: str) -> None:
    assert findings(base, "US", title) == ()


def test_a_plug_of_another_country_needs_an_adapter(base: TermBase) -> None:
    (found,) = findings(base, "GB", "充电器 欧规")
    assert not found.fits
    assert "type G" in found.why


def test_of_a_choice_one_that_fits_is_enough(base: TermBase) -> None:
    variants = [{"sku": "a", "options": [{"name": "插头规格", "value": v}]} for v in ("欧规", "英规")]
    found = findings(base, "GB", "充电器", variants=variants)
    assert [(finding.concept, finding.fits) for finding in found] == [("feature.plug_uk", True)]
