"""What stays in a picture keeps its ink, whatever is erased beside it."""

from __future__ import annotations

from dataclasses import replace

import drawn_pictures as drawn
import numpy as np
import pytest
from drawn_marks import qr
from fake_gallery import png
from PIL import Image, ImageDraw

from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.domain.clearing import clearing
from image_studio.domain.ink.owners import owners_of
from image_studio.domain.intents.intents import Action, intents_for
from image_studio.domain.intents.leftovers import says_nothing_alone
from image_studio.domain.lettering import Line
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.study import study

CONTEXT = CallContext("m-1", 30.0)
SPAIN = Order(market("ES"), brand="北纬")
WHITE, RED, YELLOW = (255, 255, 255), (224, 36, 45), (252, 220, 93)


def loose(line: Line, above: float, below: float) -> Line:
    """A line in a rectangle with so many pixels more."""
    (x0, y0), _, (x1, y1), _ = line.quad
    quad = ((x0 - 6, y0 - above), (x1 + 6, y0 - above), (x1 + 6, y1 + below), (x0 - 6, y1 + below))
    return Line(quad, line.text, line.confidence)


def brand_over_slogan() -> tuple[drawn.Drawn, list[Line]]:
    """A mark close above an outlined slogan; the reader's rectangles share the mark's lower half."""
    picture = drawn.begin("promo", drawn.graded((800, 400), (70, 136, 82), (80, 160, 95)), "北纬")
    picture.letter((60, 60), "北纬", drawn.font(40, serif=True), WHITE)
    for width, colour in ((14, YELLOW), (9, RED)):
        on = ImageDraw.Draw(picture.image)
        on.text((60, 130), "羽绒服直销", WHITE, drawn.font(120), stroke_width=width, stroke_fill=colour)
    picture.letter((60, 130), "羽绒服直销", drawn.font(120), WHITE)
    mark, slogan = picture.lines
    tall = slogan.quad[2][1] - mark.quad[2][1]
    return picture, [
        loose(mark, 12, 12),
        loose(slogan, tall * 0.02 + slogan.quad[0][1] - mark.quad[2][1] + 14, 40),
    ]


def test_a_mark_above_a_slogan_keeps_all_of_its_ink() -> None:
    picture, lines = brand_over_slogan()
    found = study(picture.pixels, lines, "北纬")
    (mark,) = (i for i, block in enumerate(found.blocks) if block.text == "北纬")
    rows = np.nonzero(found.blocks[mark].letterings[0].stamp.mask.any(axis=1))[0]
    (_, y0), _, (_, y1), _ = picture.lines[0].quad
    assert len(rows) > 0.85 * (y1 - y0)
    going = set(range(len(found.blocks))) - {mark}
    mask, reasons = clearing(picture.pixels, found, going, (), None)
    assert not mask[found.blocks[mark].letterings[0].stamp.window()][
        found.blocks[mark].letterings[0].stamp.mask
    ].any()
    assert reasons == ()


def test_a_second_outline_is_no_shadow() -> None:
    picture, lines = brand_over_slogan()
    slogan = study(picture.pixels, lines, "北纬").blocks[1]
    assert slogan.ink.outline is not None
    assert slogan.ink.shadow is None


def test_ink_that_was_measured_as_its_neighbour_s_stays_and_is_told() -> None:
    picture, lines = brand_over_slogan()
    found = study(picture.pixels, lines, "北纬")
    mark, slogan = found.blocks
    part = mark.letterings[0]
    middle = part.stamp.layer.shape[0] // 2
    upper, lower = part.stamp.layer.copy(), part.stamp.layer.copy()
    upper[middle:], lower[:middle] = 0, 0
    torn = replace(mark, letterings=(replace(part, stamp=replace(part.stamp, layer=upper)),))
    taken = replace(
        slogan, letterings=(*slogan.letterings, replace(part, stamp=replace(part.stamp, layer=lower)))
    )
    wrong = replace(found, blocks=(torn, taken))
    mask, reasons = clearing(picture.pixels, wrong, {1}, (), None)
    solid = (np.abs(picture.pixels.astype(int) - WHITE).max(axis=2) < 12)[part.stamp.window()]
    assert (mask[part.stamp.window()][solid & (lower > 0)] == 0).mean() > 0.7
    assert reasons == ("“北纬” touches what is taken out beside it",)


def test_a_shared_pixel_belongs_to_the_line_in_which_it_lies_deeper() -> None:
    def quad(left: int, top: int, right: int, bottom: int):
        return ((left, top), (right, top), (right, bottom), (left, bottom))

    owners = owners_of([quad(0, 0, 100, 20), quad(0, 12, 100, 60)], (60, 100))
    assert owners[15, 50] == 0
    assert owners[19, 50] == 1
    within = owners_of([quad(0, 0, 100, 60), quad(20, 20, 40, 30)], (60, 100))
    assert (within[20:30, 20:40] == 1).all()


async def test_a_caption_in_a_code_s_quiet_zone_goes_whole(studio, tier) -> None:
    picture = drawn.begin("card", Image.new("RGB", (600, 600), WHITE))
    picture.image.paste(qr(360), (120, 60))
    x0, y0, x1, y1 = 160, 100, 440, 380  # its modules
    picture.letter((300, 402), "扫码登记延保", drawn.font(28), (32, 60, 126), anchor="mm")
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    prepared = await studio.prepare(decode(png(picture.image)), [SPAIN], CONTEXT)
    assert [mark.verdict.kind.name for mark in prepared.study.marks] == ["CODE"]
    tier.lines = []
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    pixels = decode(finished.content).rgb
    assert (pixels[385:420] > 235).all()
    assert (pixels[y0:y1, x0:x1] == picture.pixels[y0:y1, x0:x1]).all()


def badge_actions(*said: str) -> dict[str, Action]:
    picture = drawn.begin("sale", drawn.graded((600, 600), (240, 90, 80), (220, 60, 60)))
    ImageDraw.Draw(picture.image).ellipse((180, 180, 420, 420), fill=(101, 62, 168))
    for i, text in enumerate(said):
        picture.letter((300, 235 + 60 * i), text, drawn.font(46), (253, 211, 90), anchor="mm")
    found = study(picture.pixels, picture.lines, "")
    intents = intents_for(found, Order(market("DE")))
    return {block.text: intent.action for block, intent in zip(found.blocks, intents, strict=True)}


def test_what_says_nothing_without_an_offer_goes_with_it() -> None:
    assert set(badge_actions("低至", "3折", "起").values()) == {Action.REMOVE}


def test_what_says_something_stays_when_an_offer_goes() -> None:
    actions = badge_actions("真皮", "3折", "起")
    assert actions["真皮"] is not Action.REMOVE
    assert badge_actions("低至", "真皮").get("低至") is not Action.REMOVE


@pytest.mark.parametrize(
    ("text", "empty"),
    [("低至", True), ("仅需", True), ("元起", True), ("起!", True), ("起球", False), ("满意", False)],
)
def test_which_words_say_nothing_alone(text: str, empty: bool) -> None:
    assert says_nothing_alone(text) is empty
