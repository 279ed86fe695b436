from decimal import Decimal

import pytest

from argosy_commerce.charts.heads import (
    SIZE,
    concept_of,
    is_length_of_thing,
    name_in,
    unit_in_head,
    unit_said,
    with_unit_note,
)
from argosy_commerce.charts.reading import read_cell, read_chart
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.normalize import fold


def concept(head: str) -> str | None:
    return concept_of(head, TermBase.load())


@pytest.mark.parametrize(
    ("head", "expected", "unit"),
    [
        ("胸围", "measure.chest", ""),
        ("胸围(厘米)", "measure.chest", "cm"),
        ("脚长（mm）", "measure.foot_length", "mm"),
        ("建议体重/斤", "attribute.weight_range", "jin"),
        ("欧码", SIZE, ""),
        ("颜色", None, ""),
    ],
)
def test_a_head_names_what_is_measured_and_perhaps_the_unit(
    head: str, expected: str | None, unit: str
) -> None:
    assert concept(head) == expected
    assert unit_in_head(head) == unit
    assert not unit or name_in(head) in head


def test_a_note_gives_the_unit_of_a_whole_chart() -> None:
    assert unit_said(fold("单位：厘米/CM")) == "厘米"
    assert unit_said(fold("尺码表")) == ""


def test_a_cell_is_a_figure_a_range_or_lost() -> None:
    assert (read_cell("90-100斤").low, read_cell("90-100斤").high) == (Decimal(90), Decimal(100))
    assert read_cell("2尺1").low == Decimal(70)
    assert read_cell("加长").is_lost
    assert not read_cell("/").is_lost


def test_one_column_that_can_only_be_centimetres_settles_its_neighbours() -> None:
    chart = read_chart(
        ["尺码", "胸围", "袖长", "体重"], [["M", "96", "20", "50"], ["L", "100", "21", "60"]], "", concept
    )
    assert chart.first == 0
    assert chart.sizes == ("M", "L")
    assert [column.unit for column in chart.columns] == ["cm", "cm", ""]
    assert "jin" in chart.columns[2].doubt


@pytest.mark.parametrize(
    ("note", "unit", "expected"),
    [
        ("单位:厘米", "in", "单位:in"),
        ("尺寸单位:CM", "cm", "单位:cm"),
        ("单位:厘米/CM", "cm", "单位:cm"),
        ("单位:厘米(cm)", "in", "单位:in"),
        ("单位:厘米 手工测量", "cm", "单位:厘米 手工测量"),
        ("尺码表(单位:cm)", "in", "尺码表(单位:in)"),
        ("尺码表", "in", "尺码表"),
    ],
)
def test_a_note_of_a_unit_is_made_to_say_another(note: str, unit: str, expected: str) -> None:
    assert with_unit_note(note, unit) == expected


def test_sides_of_things_are_lengths_that_no_body_bounds() -> None:
    base = TermBase.load()
    assert all(is_length_of_thing(head, base) for head in ("长", "宽(cm)", "高度"))
    assert not any(is_length_of_thing(head, base) for head in ("胸围", "颜色", "尺码"))
