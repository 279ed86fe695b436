"""Size charts as sellers write them (size_charts.yaml): what is said, converted, and kept with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_catalogue.chart_grids import MAX_CHARTS, MAX_ROWS
from argosy_catalogue.facts import read_facts
from argosy_catalogue.size_charts import ChartFindings, say_charts
from argosy_catalogue.sizing import sizing_of
from argosy_catalogue.source import read_source
from argosy_catalogue.spoken import SpokenChart
from argosy_commerce.markets import market, markets
from argosy_commerce.phrasing.grammars import GRAMMARS
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.scripts import foreign_han
from argosy_testing.products import product
from argosy_testing.size_charts import CHARTS

_BY_LANGUAGE = {one.language.base: code for code, one in markets().items() if one.language.base in GRAMMARS}
ALL_MARKETS = sorted({"US", *_BY_LANGUAGE.values()})
"""One of each language, and the one with inches."""


def findings(base: TermBase, name: str, code: str) -> ChartFindings:
    facts = read_facts(read_source(product(**CHARTS[name])), base)
    return say_charts(facts, sizing_of(facts, market(code), base), base)


def said(base: TermBase, name: str, code: str) -> list[str]:
    """The first chart, a line per row, its heads first."""
    (chart,) = findings(base, name, code).charts
    heads = [f"{column.name} {column.unit}".strip() for column in chart.columns]
    return [" | ".join(heads), *(" | ".join(row.cells) for row in chart.rows)]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("lines_under_heads", "ES",
         ["Talla (CN) | Ancho de hombros cm | Pecho cm | Largo cm", "M | 38 | 96 | 65"]),
        ("one_line_with_slashes", "DE", ["", "M | 44 | 96 | 65", "L | 46 | 100 | 67"]),
        ("heads_glued", "DE", ["", "M | 44 | 96 | 65", "2XL | 48 | 108 | 71"]),
        ("full_width", "GB", ["Size (CN) | Chest cm | Length cm", "M | 96 | 65", "L | 100 | 67"]),
        ("traditional", "DE",
         ["Größe (CN) | Schulterbreite cm | Brustumfang cm | Länge cm", "M | 38 | 96 | 65"]),
        ("bars", "DE", ["", "S | 84 | 66 | 88"]),
        ("a_line_per_size", "GB",
         ["Size (CN) | Bust cm | Length cm", "S | 88 | 60", "M | 92 | 62", "L | 96 | 64"]),
        ("weights", "ES", ["Talla (CN) | Peso corporal kg", "S | 40–47,5", "M | 47,5–55", "L | 55–62,5"]),
        ("weights_in_brackets", "GB", ["Size (CN) | Body weight kg", "S | 40–47.5"]),
        ("one_size", "KR", ["사이즈 (CN) | 몸무게 kg", "프리사이즈 | 45–55"]),
        ("height_and_weight", "GB", ["", "M | 165–170 | 55–65"]),
        ("half_chest_named", "US",
         ["Size (CN) | Half chest cm | Half chest inches | Length cm | Length inches"]),
        ("inches_named", "US", ["", "M | 96.52 | 38 | 68.58 | 27"]),
        ("jeans", "GB",
         ["Size (CN) | Waist cm | Hips cm | Pants length cm", "26 | 66 | 88 | 98", "27 | 69 | 91 | 99",
                         "28 | 70 | 94 | 100"]),
        ("rises", "GB", ["Size (CN) | Waist cm | Front rise cm | Back rise cm | Pants length cm"]),
        ("dash_cell", "GB", ["", "M |  | 96", "L | 46 | 100"]),
        ("typo", "GB", ["", "M | 96 | 65"]),
        ("table", "US", ["", "M | 96 | 37.8 | 65.5 | 25.8", "One size | 96–104 | 37.8–40.9 | 66 | 26"]),
        ("table_turned", "GB", ["Size (CN) | Bust cm | Waist cm", "S | 84 | 66", "M | 88 | 70"]),
        ("table_with_title", "DE", ["Größe (CN) | Größe (DE) | Brustumfang cm", "160/84A | 36 | 90"]),
        ("markdown", "GB", ["", "S | 84 | 66"]),
        ("codes", "US", ["", "S(155/80A) | 4 | 86 | 33.9 | 90 | 35.4"]),
        ("body_girths", "KR", ["", "S | 44–55 | 82–84 | 90", "M | 55–66 | 86–88 | 91"]),
        ("mens_codes", "GB", ["Size (CN) | Size (UK) | Chest cm | Length cm", "M(170/88A) | 34 | 100 | 68"]),
        ("shoes_foot", "US",
         ["Size (CN) | Size (US) | Foot length cm | Foot length inches", "36 | 5.5 | 23 | 9.1"]),
        ("shoes_foot", "KR", ["사이즈 (CN) | 사이즈 (KR) mm | 발길이 mm", "36 | 230 | 230"]),
        ("shoes_cm", "KR", ["", "40 | 250 | 250", "42 | 260 | 260", "44 | 270 | 270"]),
        ("shoes_insole", "KR", ["", "26 | 165 | 170 | 165"]),
        ("shoes_both", "US", ["", "36 | M 4.5 / W 5.5 | 23 | 9.1"]),
        ("seller_gives_eu", "ES", ["Talla (CN) | Talla (EU) | Longitud del pie cm", "250 | 40 | 25,0"]),
        ("kids", "US", ["", "90 | 18-24M | 85–95 | 33.5–37.4 | 38 | 15 | 66 | 26"]),
        ("kids", "DE",
         ["Größe (CN) | Empfohlene Körpergröße cm | Länge cm | Brustumfang cm", "90 | 85–95 | 38 | 66"]),
        ("kids_lines", "GB", ["Size (CN) | Size (GB) | Length cm | Chest cm", "110 | 4-5Y | 44 | 74"]),
        ("rings", "GB",
         ["Size (HK) | Size (UK) | Inner diameter mm | Inner circumference mm", "12 | L½ | 16.5 | 52"]),
        ("bras", "US", ["", "75B=34B | 34B | 73–77 | 28.7–30.3 | 87–90 | 34.3–35.4"]),
        ("hat", "SA", ["المقاس | محيط الرأس سم | حافة القبعة سم", "مقاس واحد | 56–58 | 7"]),
        ("turned_lines", "GB", ["Size (CN) | Bust cm | Length cm", "S | 84 | 60", "M | 88 | 61"]),
        ("a_line_per_measure", "GB", ["Size (CN) | Bust cm | Length cm", "S | 86 | 88", "M | 90 | 89"]),
        ("size_named_first", "GB", ["", "S | 36 | 84 | 60", "M | 37 | 88 | 61"]),
        ("tolerances", "US", ["", "M | 96 | 37.8 | 65 | 25.6", "L | 100 | 39.4 | 66 | 26"]),
        ("figures_in_words", "GB", ["", "M |  | 65", "L | 100 | 66"]),
        ("all_in_one", "ES", ["", "2XL | 110 | 72 | 70–77,5"]),
        ("attribute", "GB", ["", "M | 96 | 65", "L | 100 | 67"]),
    ],
)  # fmt: skip
def test_a_sellers_chart_is_said_in_the_markets_words_units_and_sizes(
    base: TermBase, name: str, code: str, expected: list[str]
) -> None:
    lines = said(base, name, code)
    assert [line for line, wanted in zip(lines, expected, strict=False) if wanted] == [
        w for w in expected if w
    ]


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        ("unit_not_told", "US", "its unit is not given and may be cm or inches"),
        ("half_chest_not_named", "US", "perhaps laid flat"),
        ("weight_without_unit", "US", "no unit of weight is given"),
        ("unknown_column", "DE", "the column '魑魅' could not be said"),
        ("shorthand", "DE", "the column '长' could not be said"),
        ("missing_cell", "DE", "rows left out that do not fit the columns: 1"),
        ("figures_in_words", "GB", "the entry '9X6' could not be read"),
        ("codes", "KR", "no KR size is cut for 80 cm"),
    ],
)
def test_what_cannot_be_told_is_kept_and_a_person_is_asked(
    base: TermBase, name: str, code: str, reason: str
) -> None:
    found = findings(base, name, code)
    assert any(reason in one for one in found.reasons)
    assert any(reason in note for chart in found.charts for note in chart.notes)


def test_figures_whose_unit_is_not_told_stand_as_written_and_without_a_unit(base: TermBase) -> None:
    (chart,) = findings(base, "unit_not_told", "US").charts
    assert [(column.name, column.unit) for column in chart.columns[1:]] == [("Waist", ""), ("Hips", "")]
    assert chart.rows[0].cells == ("26", "26", "36")


def test_letters_are_kept_without_asking_anyone_and_said_to_be_the_sellers(base: TermBase) -> None:
    found = findings(base, "lines_under_heads", "US")
    assert found.reasons == []
    assert any("letters have no common ground" in note for note in found.charts[0].notes)
    assert not any("(US)" in column.name for column in found.charts[0].columns)


def test_a_row_keeps_the_merchants_own_words(base: TermBase) -> None:
    (chart,) = findings(base, "a_line_per_size", "DE").charts
    assert chart.rows[1].source == ("M码：胸围92，衣长62",)


def test_approximate_figures_are_said_to_be(base: TermBase) -> None:
    (chart,) = findings(base, "tolerances", "DE").charts
    assert sum("approximate" in note for note in chart.notes) == 2


def test_a_size_that_several_lines_speak_of_is_one_row_with_all_their_words(base: TermBase) -> None:
    (chart,) = findings(base, "a_line_per_measure", "DE").charts
    assert chart.rows[0].source == ("胸围：S86cm M90cm L94cm\n衣长：S88 M89 L90",)


def test_the_same_chart_twice_is_said_once_and_prose_is_no_chart(base: TermBase) -> None:
    assert len(findings(base, "twice", "DE").charts) == 1
    assert findings(base, "not_a_chart", "DE").charts == []


@pytest.mark.parametrize("code", ALL_MARKETS)
def test_no_chart_holds_chinese_and_every_row_has_a_cell_per_column(base: TermBase, code: str) -> None:
    for name in CHARTS:
        for chart in findings(base, name, code).charts:
            assert_well_formed(chart, code)


def assert_well_formed(chart: SpokenChart, code: str) -> None:
    assert all(len(row.cells) == len(chart.columns) for row in chart.rows)
    texts = [cell for row in chart.rows for cell in row.cells]
    texts += [text for column in chart.columns for text in (column.name, column.unit)]
    assert all(column.name for column in chart.columns)
    assert [text for text in texts if foreign_han(text, market(code).language.base)] == []
    assert [text for text in texts if text[:1] in "=+@" and text] == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet="尺码胸围衣长腰SMXL0123456789.-/ ｜|：:()斤cm建议均魑<>=\t", max_size=30),
        max_size=12,
    ),
    st.sampled_from(ALL_MARKETS),
)
def test_any_lines_are_read_without_chinese_in_what_is_said(
    base: TermBase, lines: list[str], code: str
) -> None:
    facts = read_facts(read_source(product(description="尺码 胸围 衣长\n" + "\n".join(lines))), base)
    for chart in say_charts(facts, sizing_of(facts, market(code), base), base).charts:
        assert_well_formed(chart, code)


def test_a_flood_of_charts_and_rows_is_bounded(base: TermBase) -> None:
    rows = "".join(f"<tr><td>M</td><td>{i}</td></tr>" for i in range(90, 190))
    table = f"<table><tr><td>尺码</td><td>胸围</td></tr>{rows}</table>"
    facts = read_facts(read_source(product(description=table * 20)), base)
    found = say_charts(facts, sizing_of(facts, market("DE"), base), base)
    assert 0 < len(found.charts) <= MAX_CHARTS
    assert all(len(chart.rows) <= MAX_ROWS for chart in found.charts)
    assert any("rows left out" in reason for reason in found.reasons)
