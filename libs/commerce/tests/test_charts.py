from decimal import Decimal

import pytest

from argosy_commerce.charts.heads import SIZE, concept_of, name_in, unit_in_head, unit_said
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
