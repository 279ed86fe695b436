"""Ground behind letters is not taken for them, whatever its colour; their gradient and shadow are theirs."""

from __future__ import annotations

import io

import cv2
import drawn_pictures as drawn
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from argosy_testing.tier import FakeTier
from image_studio.domain.blocks.block import Lettering
from image_studio.domain.blocks.measuring import measure_lines
from image_studio.domain.geometry import Mask
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.studio import Studio

CONTEXT = CallContext("m-1", 30.0)
WALL, SOFA = (214, 208, 196), (150, 112, 104)


def measured(picture: drawn.Drawn) -> tuple[Lettering, Mask]:
    """The only line, and the pixels to erase."""
    (part,) = measure_lines(picture.pixels, picture.lines)
    found = np.zeros(picture.pixels.shape[:2], bool)
    part.stamp.cover(found)
    return part, found


def share_left(picture: drawn.Drawn, found: Mask) -> float:
    """Of what the lettering changed, how much is not to be erased, with the usual margin."""
    off = np.abs(picture.pixels.astype(int) - picture.clean_pixels.astype(int)).max(axis=2) > 24
    wide = cv2.dilate(found.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return float((off & ~wide).sum() / off.sum())


def share_too_much(picture: drawn.Drawn, found: Mask) -> float:
    """Of what is to be erased, how much is far from all lettering."""
    off = np.abs(picture.pixels.astype(int) - picture.clean_pixels.astype(int)).max(axis=2) > 0
    near = cv2.dilate(off.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    return float((found & ~near).sum() / found.sum())


def on_a_sofas_edge() -> drawn.Drawn:
    ground = Image.new("RGB", (520, 200), WALL)
    pen = ImageDraw.Draw(ground)
    pen.rectangle((60, 0, 300, 130), fill=SOFA)
    pen.rectangle((0, 131, 520, 200), fill=(72, 44, 34))
    picture = drawn.begin("sofa", ground.filter(ImageFilter.GaussianBlur(2)))
    picture.letter((110, 60), "坐下来慢慢", drawn.font(64, serif=True), (255, 255, 255))
    return picture


def on_petals() -> drawn.Drawn:
    ground = Image.new("RGB", (640, 200), (150, 206, 152))
    pen = ImageDraw.Draw(ground)
    chance = np.random.default_rng(5)
    for x, y in zip(chance.uniform(60, 560, 14), chance.uniform(20, 180, 14), strict=True):
        r = float(chance.uniform(18, 30))
        colour = ((120, 60, 190), (64, 90, 170), (190, 60, 120))[int(chance.integers(3))]
        pen.ellipse((x - r, y - 0.7 * r, x + r, y + 0.7 * r), fill=colour)
    picture = drawn.begin("petals", ground)
    picture.letter((80, 60), "春日碎花季", drawn.font(84), (255, 255, 255))
    return picture


@pytest.mark.parametrize("draw", [on_a_sofas_edge, on_petals], ids=lambda draw: draw.__name__)
def test_ground_of_another_colour_behind_some_letters_stays(draw) -> None:
    picture = draw()
    _, found = measured(picture)
    assert share_left(picture, found) <= 0.005
    assert share_too_much(picture, found) <= 0.06


def test_letters_filled_with_a_gradient_are_measured_whole() -> None:
    picture = drawn.graded_heading()
    part, found = measured(picture)
    assert part.ink.em_px == pytest.approx(88, rel=0.07)
    assert part.ink.stroke_em == pytest.approx(plain_heading().ink.stroke_em, rel=0.06)
    assert part.ink.gradient is not None
    assert np.abs(np.array(part.ink.gradient) - (drawn.PALE, drawn.RICH)).max() <= 16
    assert share_left(picture, found) <= 0.005


def plain_heading() -> Lettering:
    picture = drawn.begin("plain", Image.new("RGB", (900, 240), (40, 92, 190)))
    picture.letter((60, 70), "四大优势值得信赖", drawn.font(88), (255, 246, 190))
    part, _ = measured(picture)
    assert part.ink.gradient is None
    return part


async def test_a_gradient_is_set_again(studio: Studio, tier: FakeTier) -> None:
    picture = drawn.graded_heading()
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    tier.translations[picture.lines[0].text, "de"] = "Vier starke Gründe"
    out = io.BytesIO()
    picture.image.save(out, "PNG")
    order = Order(market("DE"))
    prepared = await studio.prepare(decode(out.getvalue()), [order], CONTEXT)
    tier.lines = []
    done = await studio.letter(prepared, order, CONTEXT)
    assert done.content is not None
    shown = decode(done.content).shown.astype(int)
    full = shown[..., 0] >= 245  # the ground has 40
    rows = np.flatnonzero(full.any(axis=1))
    for row, colour in ((rows[2], drawn.PALE), (rows[-3], drawn.RICH)):
        assert np.abs(np.median(shown[row][full[row]], axis=0) - colour).max() <= 30


def test_a_shadow_on_leaves_goes_with_its_letters() -> None:
    chance = np.random.default_rng(3)
    leaves = chance.normal(0, 1, (200, 560)).astype(np.float32)
    leaves = cv2.GaussianBlur(leaves, (0, 0), 5)
    leaves = 90 + 34 * leaves / leaves.std()
    ground = np.stack([0.5 * leaves, leaves, 0.4 * leaves], axis=-1).clip(0, 255).astype(np.uint8)
    picture = drawn.begin("leaves", Image.fromarray(ground))
    picture.letter((50, 60), "装下整个春天", drawn.font(72), (255, 255, 255), shadow=(8, 10, 8), blur=1.5)
    _, found = measured(picture)
    assert share_left(picture, found) <= 0.02


def test_a_star_shaped_badge_is_ground_and_its_words_are_ink() -> None:
    ground = Image.new("RGB", (320, 320), (70, 130, 212))
    turns = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    reach = np.where(np.arange(40) % 2, 100, 116)
    star = [(160 + r * np.cos(t), 160 + r * np.sin(t)) for r, t in zip(reach, turns, strict=True)]
    ImageDraw.Draw(ground).polygon(star, fill=(206, 28, 40))
    picture = drawn.begin("star", ground)
    picture.letter((160, 160), "买一", drawn.font(64), (255, 222, 90), anchor="mm")
    (line,) = picture.lines
    picture.lines[:] = [type(line)(((44, 44), (276, 44), (276, 276), (44, 276)), line.text, line.confidence)]
    part, found = measured(picture)
    assert np.abs(np.array(part.ink.color) - (255, 222, 90)).max() <= 14
    assert share_left(picture, found) <= 0.005
    assert share_too_much(picture, found) <= 0.01
