from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal

import drawn_pictures
import drawn_tables as drawn
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.markets import market
from argosy_commerce.terms import TermBase, translate
from argosy_commerce.units import Quantity
from argosy_inference import CallContext, TextLine
from image_studio.domain.blocks.block import Align
from image_studio.domain.intents.intents import Action, Intent, intents_for
from image_studio.domain.numbers.size_charts import unit_written
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.study import Study, study

CONTEXT = CallContext("m-1", 30.0)
BASE = TermBase.load()


def _studied(picture: drawn.Drawn, changed: dict[str, str] | None = None, unsure: str = "") -> Study:
    lines = [
        replace(
            line,
            text=(changed or {}).get(line.text, line.text),
            confidence=0.7 if line.text == unsure else line.confidence,
        )
        for line in picture.lines
    ]
    return study(picture.pixels, lines, "", BASE)


RULED = _studied(drawn.ruled_chart())


def _intents(found: Study, code: str) -> dict[str, Intent]:
    intents = intents_for(found, Order(market(code)))
    return {block.text: intent for block, intent in zip(found.blocks, intents, strict=True)}


@pytest.mark.parametrize("draw", drawn.TABLES, ids=lambda draw: draw.__name__)
def test_tables_are_found_with_and_without_lines(draw) -> None:
    found = _studied(draw())
    (table,) = found.tables
    rows = [[found.blocks[i].text if i is not None else "" for i in row] for row in table.cells]
    width = {"merged_head_chart": 4, "parameter_table": 2}.get(draw.__name__, 5)
    assert {len(row) for row in rows} == {width}
    assert all(all(row) for row in rows)
    start = draw in {drawn.open_chart, drawn.parameter_table}
    assert set(table.aligns) == {Align.START if start else Align.CENTER}
    assert table.headed is (draw is not drawn.parameter_table)
    assert len(found.charts) == (draw is not drawn.parameter_table)


@pytest.mark.parametrize(
    "draw",
    [draw for draw in drawn_pictures.PICTURES if draw is not drawn_pictures.size_chart],
    ids=lambda draw: draw.__name__,
)
def test_pictures_without_tables_have_none(draw) -> None:
    assert _studied(draw()).tables == ()


def test_a_head_over_several_columns_is_one() -> None:
    found = _studied(drawn.merged_head_chart())
    ((index, first, last),) = found.tables[0].merged
    assert found.blocks[index].text == "童鞋尺码对照"
    assert (first, last) == (1, 3)


def test_in_the_us_a_chart_and_its_note_say_inches_together() -> None:
    intents = _intents(_studied(drawn.ruled_chart()), "US")
    assert (intents["92"].text, intents["42.5"].text) == ("36.2", "16.7")
    assert intents["66"].text == "26.0"  # tenths all down the column
    assert intents["单位:厘米"].text == "单位:in"
    assert (intents["胸围"].text, intents["胸围"].beside) == ("胸围", "")
    assert (intents["建议体重(斤)"].text, intents["建议体重(斤)"].beside) == ("建议体重", "(lb)")
    assert intents["80-95"].text == "88.2-104.7"
    assert intents["S"].action is Action.KEEP


def test_units_in_the_heads_change_with_their_columns() -> None:
    intents = _intents(_studied(drawn.striped_chart()), "US")
    assert {intents[head].beside for head in ("腰围(cm)", "臀围(cm)", "裤长(cm)", "身高(cm)")} == {"(in)"}
    assert intents["155-160"].text == "61.0-63.0"
    arabic = _intents(_studied(drawn.striped_chart()), "SA")
    assert (arabic["腰围(cm)"].text, arabic["腰围(cm)"].beside) == ("腰围", "(سم)")
    assert arabic["155-160"].action is Action.KEEP


def test_jin_become_kilograms_everywhere() -> None:
    for code, expected in (("DE", "47,5-55"), ("JP", "47.5-55")):
        intents = _intents(_studied(drawn.ruled_chart()), code)
        assert intents["95-110"].text == expected
        assert intents["建议体重(斤)"].beside == "(kg)"
        assert intents["92"].action is Action.KEEP
        assert not any(intent.why for intent in intents.values())
    assert _intents(_studied(drawn.ruled_chart()), "DE")["42.5"].text == "42,5"


def test_cells_that_name_the_jin_themselves_are_one_unit_down_the_column() -> None:
    said = {"建议体重(斤)": "建议体重", "80-95": "80-95斤", "95-110": "95-110斤", "110-125": "110~125 斤"}
    for code, unit, expected in (("US", "(lb)", "88.2-104.7"), ("DE", "(kg)", "40-47,5")):
        intents = _intents(_studied(drawn.ruled_chart(), said), code)
        assert intents["建议体重"].beside == unit
        assert (intents["80-95斤"].action, intents["80-95斤"].text) == (Action.WRITE, expected)
        assert not intents["80-95斤"].shorter


def test_a_chart_that_stands_on_its_side_is_read_too() -> None:
    intents = _intents(_studied(drawn.turned_chart()), "US")
    assert (intents["92"].text, intents["38.5"].text) == ("36.2", "15.2")
    assert intents["尺码表(单位:cm)"].text == "尺码表(单位:in)"
    assert intents["体重(斤)"].beside == "(lb)"
    assert intents["XL"].action is Action.KEEP


def test_one_cell_that_was_not_read_surely_keeps_all_lengths_and_the_note_in_centimetres() -> None:
    found = _studied(drawn.ruled_chart(), unsure="96")
    intents = _intents(found, "US")
    assert {intents[text].action for text in ("92", "96", "66", "41", "42.5")} == {Action.KEEP}
    assert intents["单位:厘米"].text == "单位:厘米"
    (why,) = {intent.why for intent in intents.values() if intent.why}
    assert "stays in cm" in why
    assert "“96”" in why
    assert intents["80-95"].text == "88.2-104.7"  # weights are a column of their own


def test_a_weight_without_a_unit_stays_and_a_person_is_asked() -> None:
    found = _studied(drawn.ruled_chart(), {"建议体重(斤)": "建议体重"})
    intents = _intents(found, "DE")
    assert intents["80-95"].action is Action.KEEP
    assert "jin (500 g) or kg" in intents["建议体重"].why


def test_sizes_of_another_country_are_named_by_its_code() -> None:
    intents = _intents(_studied(drawn.merged_head_chart()), "DE")
    assert (intents["欧码"].action, intents["欧码"].text) == (Action.WRITE, "EU")


@given(
    value=st.decimals(min_value=52, max_value=168, places=1),
    code=st.sampled_from(["US", "DE", "SA", "JP", "FR"]),
)
def test_a_cell_says_what_the_unit_table_makes_of_it(value: Decimal, code: str) -> None:
    old = next(i for i, block in enumerate(RULED.blocks) if block.text == "96")
    chart = RULED.charts[0]
    columns = tuple(
        replace(
            column,
            read=replace(
                column.read,
                cells=tuple(
                    replace(cell, source=str(value), low=value, high=value) if cell.source == "96" else cell
                    for cell in column.read.cells
                ),
            ),
        )
        for column in chart.columns
    )
    blocks = tuple(replace(b, text=str(value)) if i == old else b for i, b in enumerate(RULED.blocks))
    changed = replace(RULED, blocks=blocks, charts=(replace(chart, columns=columns),))
    intent = intents_for(changed, Order(market(code)))[old]
    said = Decimal((intent.text or str(value)).replace(",", "."))
    expected = Quantity(value, "cm").to("in").value if code == "US" else value
    assert said == expected
    assert intent.action is (Action.KEEP if str(value) == (intent.text or str(value)) else Action.WRITE)


def test_units_are_written_as_the_market_writes_them() -> None:
    written = {code: unit_written("kg", market(code)) for code in ("US", "DE", "SA", "TH")}
    assert written["DE"] == "kg"
    assert written["SA"] == "كجم"
    assert all(re.search(r"\w", text) and not re.search(r"\d", text) for text in written.values())


@pytest.mark.parametrize("code", ["US", "DE", "SA"])
@pytest.mark.parametrize("draw", drawn.TABLES, ids=lambda draw: draw.__name__)
async def test_no_cell_leaves_its_column_and_columns_keep_their_edge(studio, tier, draw, code) -> None:
    picture = draw()
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    order = Order(market(code))
    out = io.BytesIO()
    picture.image.save(out, "PNG")
    prepared = await studio.prepare(decode(out.getvalue()), [order], CONTEXT)
    for intent in intents_for(prepared.study, order):
        if intent.action is Action.TRANSLATE:
            said = translate(intent.text, order.language, "banner", base=BASE).text
            tier.translations[intent.text, order.language] = said
    tier.lines = []
    finished = await studio.letter(prepared, order, CONTEXT)
    assert finished.checks.overflowing_regions == finished.checks.overlapping_regions == 0
    (table,) = finished.study.tables
    boxes = {i: block.core for i, block in enumerate(finished.study.blocks)}
    boxes |= {item.index: item.setting.box for item in finished.placed}
    for c in range(len(table.spans) - 1):
        here = [boxes[i] for i in table.column(c) if i is not None]
        there = [boxes[i] for i in table.column(c + 1) if i is not None]
        assert max(box.right for box in here) < min(box.left for box in there)
    for c, align in enumerate(table.aligns):
        cells = [i for i in table.column(c) if i is not None]
        em = finished.study.blocks[cells[0]].em_px
        middles = [boxes[i].center[0] for i in cells]
        if align is Align.CENTER:
            assert max(middles) - min(middles) < 0.5 * em
