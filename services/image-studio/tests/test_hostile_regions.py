"""Regions that nobody means well with: named refusals or notes, never a crash, never a long wait."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from installed_fonts import font_book
from PIL import Image, ImageDraw

from argosy.picture.v1 import picture_pb2
from argosy_commerce.markets import market
from argosy_inference import CallContext
from argosy_testing.growth import cost_growth
from image_studio.domain.edits.setting import set_edits
from image_studio.domain.intents.intents import Action
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import restudy
from image_studio.edited_regions import Malformed, check_against, edits_of

Region = picture_pb2.Region
Point = picture_pb2.Point
TYPESETTER = Typesetter(font_book())
PICTURE = np.full((200, 300, 3), 235, np.uint8)
ImageDraw.Draw(drawn := Image.fromarray(PICTURE)).rectangle((40, 40, 160, 70), fill=(20, 20, 20))
PICTURE = np.asarray(drawn)

numbers = st.one_of(st.floats(-400, 700, width=32), st.sampled_from([0.0, 1e-300, 1e6, 1e7, -1e7]))
sizes = st.one_of(st.floats(0, 120, width=32), st.sampled_from([0.0, 1e-300, 1e6]))
broken = st.one_of(numbers, st.sampled_from([math.nan, math.inf, -math.inf, 1e38]))
points = st.builds(Point, x=numbers, y=numbers)
near = st.builds(Point, x=st.floats(-40, 340, width=32), y=st.floats(-40, 240, width=32))
level = st.builds(
    lambda x, y, w, h: [Point(x=x, y=y), Point(x=x + w, y=y), Point(x=x + w, y=y + h), Point(x=x, y=y + h)],
    *(st.integers(-40, 280), st.integers(-40, 180), st.integers(0, 300), st.integers(0, 200)),
)
quads = st.one_of(
    level, level, st.lists(points, min_size=4, max_size=4), st.lists(near, min_size=4, max_size=4)
)
hidden = ["\u202egnp.exe", "\x00\x07", "\u200b", "\n\n"]
said = ["", "Agua fresca", "a\nb\nc", "ماء 500 ml", "น้ำดื่ม", "Ä" * 400]
texts = st.one_of(st.text(max_size=40), st.sampled_from(hidden + said))
colors = st.one_of(st.text(max_size=8), st.sampled_from(["#12AB9f", "#fff", "red", "#gggggg", "rgb(1,2,3)"]))
standing = st.builds(
    lambda x, y: [Point(x=x, y=y), Point(x=x + 90, y=y + 2), Point(x=x + 90, y=y + 30), Point(x=x, y=y + 30)],
    *(st.integers(0, 200), st.integers(0, 160)),
)
source_lines = st.builds(
    picture_pb2.SourceLine,
    quad=st.one_of(standing, standing, standing, quads),
    text=st.just("新品上市"),
    confidence=numbers,
)
regions = st.builds(
    Region,
    id=st.one_of(st.sampled_from(["a", "r1", "é"]), st.just("")),
    quad=quads,
    text=texts,
    kind=st.sampled_from([0, 1, 2, 3, 4, 5, 6]),
    action=st.sampled_from([0, 1, 1, 1, 1, 2, 3]),
    font=st.one_of(st.text(max_size=20), st.sampled_from(["Noto Sans Bold", "Comic Sans"])),
    more_fonts=st.lists(st.text(max_size=8), max_size=3),
    font_size_px=sizes,
    color=colors,
    outline_color=colors,
    outline_px=sizes,
    shadow_color=colors,
    shadow_dx_px=numbers,
    shadow_dy_px=numbers,
    align=st.sampled_from([0, 1, 2, 3]),
    direction=st.sampled_from([0, 1, 2, 3]),
    rotation=numbers,
    bend_radius_px=numbers,
    ink_box=st.one_of(
        st.none(), st.builds(picture_pb2.InkBox, left=numbers, top=numbers, right=numbers, bottom=numbers)
    ),
    source_lines=st.lists(source_lines, max_size=1),
)


@given(st.lists(regions, max_size=3), st.sampled_from(["de", "ar", "ja", "th"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_regions_are_refused_by_name_or_set_within_the_picture(
    found: list[Region], language: str
) -> None:
    try:
        edits = edits_of(found)
        check_against(edits, (200, 300))
    except Malformed as error:
        event(error.code)
        return
    event(f"{sum(edit.action is Action.WRITE for edit in edits)} to be set")
    blocks = [edit for edit in edits if edit.is_block]
    study = restudy(PICTURE, [(edit.lines, edit.verdict) for edit in blocks], ())
    done = set_edits(PICTURE, study, edits, language, TYPESETTER)
    asked = sum(edit.action is Action.WRITE for edit in edits)
    assert len(done.placed) <= asked
    assert len(done.placed) == asked or done.reasons
    for item in done.placed:
        middle = item.frame.to_picture(np.array(item.setting.box.center))
        assert (middle >= 0).all()
        assert (middle <= (300, 200)).all()
        assert item.setting.box.area <= 2 * 300 * 200


@given(
    st.integers(4, 40), st.sampled_from(["Agua", "Agua fresca de la fuente", "Wasserabweisend\nund leicht"])
)
@settings(max_examples=25, deadline=None)
def test_words_stay_in_their_quad_whatever_size_is_asked_for(size: int, text: str) -> None:
    region = Region(text=text, action=Region.TRANSLATED, font_size_px=size * 3)
    for x, y in ((30, 90), (270, 90), (270, 170), (30, 170)):
        region.quad.add(x=x, y=y)
    done = set_edits(PICTURE, restudy(PICTURE, [], ()), edits_of([region]), "de", TYPESETTER)
    for item in done.placed:
        box = item.setting.box
        assert box.left >= 30
        assert box.top >= 90
        assert box.right <= 270
        assert box.bottom <= 170
        assert item.setting.size_px <= size * 3
        if item.setting.size_px < size * 3:
            assert any("to fit" in reason for reason in done.reasons)


@given(regions, broken)
@settings(max_examples=30, deadline=None)
def test_what_is_no_number_is_refused(region: Region, number: float) -> None:
    region.rotation = number
    if not math.isfinite(number) or abs(number) > 1e7:
        with pytest.raises(Malformed) as refused:
            edits_of([region])
        assert refused.value.code == "bad_region"


def _page(count: int, text: str, **changes: object) -> list[Region]:
    found = []
    for i in range(count):
        region = Region(text=text, action=Region.TRANSLATED, **changes)
        x, y = 20 + 190 * (i % 4), 20 + 19 * (i // 4)
        for dx, dy in ((0, 0), (180, 0), (180, 17), (0, 17)):
            region.quad.add(x=x + dx, y=y + dy)
        found.append(region)
    return found


@pytest.mark.parametrize(
    "region",
    [
        {"font_size_px": 1e6},
        {"outline_px": 1e6, "outline_color": "#ff0000", "font_size_px": 20},
        {"shadow_dx_px": 1e6, "shadow_color": "#ff0000", "font_size_px": 20},
        {"bend_radius_px": 1e-3, "font_size_px": 20},
        {"rotation": 45.0, "font_size_px": 20},
    ],
)
async def test_one_extreme_number_draws_nothing_outside_its_region(studio, region) -> None:
    out = io.BytesIO()
    Image.new("RGB", (800, 800), (240, 240, 240)).save(out, "PNG")
    picture = decode(out.getvalue())
    edits = edits_of(_page(1, "Agua fresca", **region))
    finished = await studio.letter_again(picture, Order(market("ES")), edits, CallContext("m-1", 30.0))
    assert finished.checks.overflowing_regions == 0
    assert finished.checks.pixels_changed_outside_regions == 0


@pytest.mark.parametrize(("language", "text"), [("ja", "水" * 400), ("th", "ก็" * 200), ("de", "a " * 200)])
def test_long_texts_are_broken_at_a_cost_near_their_length(language: str, text: str) -> None:
    region = Region(text=text, action=Region.TRANSLATED, font_size_px=12)
    for x, y in ((0, 0), (300, 0), (300, 200), (0, 200)):
        region.quad.add(x=x, y=y)
    edits, study = edits_of([region]), restudy(PICTURE, [], ())
    short = edits_of(_page(1, text[: len(text) // 4]))
    assert cost_growth(lambda said: set_edits(PICTURE, study, said, language, TYPESETTER), short, edits) < 64


def test_regions_that_cover_the_picture_many_times_are_refused() -> None:
    found = []
    for _ in range(20):
        region = Region(text="a", action=Region.TRANSLATED)
        for x, y in ((0, 0), (300, 0), (300, 200), (0, 200)):
            region.quad.add(x=x, y=y)
        found.append(region)
    with pytest.raises(Malformed) as refused:
        check_against(edits_of(found), (200, 300))
    assert refused.value.code == "regions_of_another_picture"


def test_what_no_reader_sees_is_taken_out_of_texts_and_said() -> None:
    (edit,) = edits_of(
        [Region(text="Agua\u202e \x07fresca\r\n\u200bde  hoy", action=Region.TRANSLATED, quad=[Point()] * 4)]
    )
    assert edit.text == "Agua fresca\nde hoy"
    assert any("control" in note for note in edit.notes)
