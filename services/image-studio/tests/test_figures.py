from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal

import drawn_tables as drawn
import pytest
from drawn_pictures import label_on_product
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.markets import market
from argosy_commerce.units import Quantity, write_number
from argosy_inference import CallContext, TextLine
from image_studio.domain.intents.intents import Action, intents_for
from image_studio.domain.numbers.figures import figure_texts, said_in_units_of
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.study import study

US, DE, SA, JP = (market(code) for code in ("US", "DE", "SA", "JP"))
_PER = {"cm": "0.01", "m": "1", "in": "0.0254", "ft": "0.3048", "kg": "1", "lb": "0.45359237"}
CONTEXT = CallContext("m-1", 30.0)


@pytest.mark.parametrize(
    ("source", "best", "tightest"),
    [
        ("25cm", "25cm (9.8 in)", '9.8"'),
        ("25*30cm", "25*30cm (9.8 × 11.8 in)", '9.8×11.8"'),
        ("L25*W30*H10cm", "L25*W30*H10cm (9.8 × 11.8 × 3.9 in)", 'L9.8*W11.8*H3.9"'),
        ("≈12cm", "≈12cm (4.7 in)", '≈4.7"'),
        ("500ml*2", "500ml (16.9 fl oz)*2", "16.9 fl oz*2"),
        ("0-40℃", "0-40℃ (32–104°F)", "32–104°F"),
        ("1.5kg", "1.5kg (3.3 lb)", "3.3 lb"),
        ("20L", "20L (5.3 gal)", "5.3 gal"),
        ("3㎡", "3㎡ (32 sq ft)", "32 sq ft"),
    ],
)
def test_in_the_us_a_measure_is_read_in_inches_pounds_and_ounces(
    source: str, best: str, tightest: str
) -> None:
    texts = figure_texts(source, US)
    assert (texts[0], texts[-1]) == (best, tightest)
    assert list(map(len, texts)) == sorted(map(len, texts), reverse=True)


@pytest.mark.parametrize(
    "source",
    ["5000mAh", "12V", "5V/2A", "180 g/m²", "2.4GHz", "5G", "316L", "36-41", "XL", "1:32", "95%", "USB2.0",
     "25cm/9.84in", "0.4mm", "7g", "A4", "3M"],
)  # fmt: skip
def test_batteries_screens_sizes_models_and_what_has_inches_already_stay_in_the_us(source: str) -> None:
    assert figure_texts(source, US) == ()


@pytest.mark.parametrize("place", [DE, SA, JP], ids=lambda place: place.code)
def test_whole_metric_figures_say_the_same_in_metric_markets(place) -> None:
    for source in ("25cm", "25*30cm", "500ml", "40℃", "36-41", "XL", "5V/2A"):
        assert figure_texts(source, place) == ()


def test_the_decimal_sign_is_the_markets_in_measures_and_nowhere_else() -> None:
    assert figure_texts("12.5*7.8*3.2CM", DE) == ("12,5*7,8*3,2CM",)
    assert figure_texts("1.5kg", DE) == ("1,5kg",)
    for source in ("USB2.0", "1.5", "BT5.0"):
        assert figure_texts(source, DE) == ()
    assert figure_texts("1.5kg", JP) == figure_texts("1.5kg", SA) == ()


def test_measures_in_a_translated_line_get_the_markets_units_beside_them() -> None:
    assert said_in_units_of("Height 25 cm, only 180 g", US) == (
        "Height 25 cm (9.8 in), only 180 g (6.3 oz)",
        "Height 9.8 in, only 6.3 oz",
        "Height 25 cm, only 180 g",
    )
    assert said_in_units_of("Keeps warm 24 h", US) == ()
    assert said_in_units_of("Höhe 25 cm", DE) == ()


@given(
    st.decimals(min_value="0.5", max_value="900", places=1),
    st.sampled_from([("cm", "in"), ("kg", "lb"), ("m", "ft")]),
)
def test_a_converted_figure_is_what_the_unit_table_says(value: Decimal, units: tuple[str, str]) -> None:
    source, goal = units
    for said in figure_texts(f"{value}{source}", US):
        figures = re.findall(r"[\d.,]+", said)
        assert figures[-1] == write_number(Quantity(value, source).to(goal).value, "en-US")
        exact = value * Decimal(_PER[source]) / Decimal(_PER[goal])
        assert abs(Decimal(figures[-1].replace(",", "")) - exact) <= Decimal("0.05") * exact


def _opened(picture: drawn.Drawn):
    out = io.BytesIO()
    picture.image.save(out, "PNG")
    return decode(out.getvalue())


def _read(tier, picture: drawn.Drawn, confidence: float = 0.99) -> None:
    tier.lines = [TextLine(line.quad, line.text, confidence) for line in picture.lines]
    tier.translations["产品尺寸", "en"] = "Dimensions"
    tier.translations["产品尺寸", "de"] = "Maße"


async def test_a_dimension_drawing_shows_both_units_at_the_old_size_where_there_is_room(studio, tier) -> None:
    picture = drawn.dimension_drawing()
    _read(tier, picture)
    order = Order(US)
    prepared = await studio.prepare(_opened(picture), [order], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, order, CONTEXT)
    said = {
        finished.study.blocks[item.index].text: (" ".join(item.setting.lines), item.setting.size_px)
        for item in finished.placed
    }
    assert said["25cm"][0] == "25cm (9.8 in)"
    assert said["30.5cm"][0] in {"30.5cm (12 in)", "12 in"}  # the picture's edge is near
    assert "12V 5000mAh" not in said
    for text in ("25cm", "30.5cm", "1.5kg"):
        block = next(block for block in finished.study.blocks if block.text == text)
        assert said[text][1] >= 0.8 * block.em_px
    assert finished.reasons == ()


async def test_where_every_figure_says_the_same_no_pixel_of_it_changes(studio, tier) -> None:
    picture = drawn.dimension_drawing()
    _read(tier, picture)
    order = Order(DE)
    prepared = await studio.prepare(_opened(picture), [order], CONTEXT)
    actions = {
        block.text: intent.action
        for block, intent in zip(prepared.study.blocks, intents_for(prepared.study, order), strict=True)
    }
    assert actions["25cm"] is Action.KEEP
    assert actions["1.5kg"] is Action.WRITE


async def test_a_figure_that_was_not_read_surely_is_kept_and_told(studio, tier) -> None:
    picture = drawn.dimension_drawing()
    _read(tier, picture, confidence=0.79)
    prepared = await studio.prepare(_opened(picture), [Order(US)], CONTEXT)
    found = prepared.study
    for block, intent in zip(found.blocks, intents_for(found, Order(US)), strict=True):
        if block.text in {"25cm", "30.5cm", "1.5kg"}:
            assert intent.action is Action.KEEP
            assert block.text in intent.why


def test_figures_printed_on_the_product_are_the_products() -> None:
    picture = label_on_product()
    lines = [replace(line, text=line.text.replace("净含量", "")) for line in picture.lines]
    found = study(picture.pixels, lines, picture.brand)
    intents = {
        block.text: intent.action
        for block, intent in zip(found.blocks, intents_for(found, Order(US)), strict=True)
    }
    assert intents["200ml"] is Action.KEEP
