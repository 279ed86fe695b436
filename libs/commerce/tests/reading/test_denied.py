"""A denial in front of a list takes in all of it."""

from __future__ import annotations

import pytest

from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.terms import TermBase
from argosy_testing.growth import cost_growth


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("不含电池、充电器", {"category.charger", "category.adapter"}),
        ("不含充电器、数据线、电池", {"category.data_cable", "part.battery"}),
        ("保温壶 不含玻璃内胆", {"part.liner", "contents.free_of_material", "material.glass"}),
        ("没有镪子、支架", {"part.stand"}),
        ("不支持WiFi、蓝牙", {"feature.bluetooth", "connectivity.bluetooth"}),
        ("不带电池和充电器", {"category.charger"}),
        ("功能：不支持NFC、蓝牙，带闹钟", {"feature.bluetooth", "connectivity.bluetooth"}),
    ],
)
def test_none_of_it_is_said_to_be_there(base: TermBase, text: str, denied: set[str]) -> None:
    assert not denied & {match.concept_id for match in base.read(text).matches}


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("不含电池，送充电器", "contents.comes_with"),
        ("不锈钢、塑料", "material.plastic"),
        ("不可漂白、阴干", "care.dry_shade"),
        ("无线、蓝牙", "bluetooth"),
        ("不建议婴儿、孕妇使用", "contents.not_for_whom"),
    ],
)
def test_what_stands_for_itself_stays(base: TermBase, text: str, stays: str) -> None:
    assert any(match.concept_id.endswith(stays) for match in base.read(text).matches)


def test_what_is_taken_in_is_listed_as_unknown(base: TermBase) -> None:
    assert "充电器" in {item.source for item in base.read("不含电池、充电器").unknown}


@pytest.mark.parametrize(
    "text", ["不支持WiFi", "不支持WiFi、蓝牙", "功能：不支持NFC、蓝牙，带闹钟", "不兼容 Lightning"]
)
def test_a_name_that_is_denied_is_carried_into_no_listing(base: TermBase, text: str) -> None:
    assert not base.read(text).models


@pytest.mark.parametrize("clause", ["不含酒精，", "不含电池、充电器", "不可漂白烘干，"])
def test_cost_grows_with_the_text(base: TermBase, clause: str) -> None:
    assert cost_growth(lambda many: base.read(clause * many), 20, 320) < 64


@pytest.mark.parametrize(
    ("text", "denied", "there"),
    [
        ("不含电池、带盖", ["part.battery"], "part.lid"),
        ("不含电池和充电器、带盖", ["part.battery"], "part.lid"),
    ],
)
def test_what_says_that_it_is_there_ends_a_denied_list(
    base: TermBase, text: str, denied: list[str], there: str
) -> None:
    matches = base.read(text).matches
    (phrase,) = [match for match in matches if match.fills]
    assert [fill.concept_id for _, fill in phrase.fills if isinstance(fill, ConceptMatch)] == denied
    assert there in [match.concept_id for match in matches]
