"""New words stand where the old letters stood: at their margin, in their column, on free ground."""

from __future__ import annotations

from dataclasses import replace

import drawn_pictures as drawn
import pytest
from fake_gallery import png
from PIL import Image

from argosy.picture.v1 import picture_pb2
from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.domain.blocks.block import Align
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.setting.layout import lay_out
from image_studio.domain.setting.territory import anchor, standing
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study, study
from image_studio.edited_regions import edits_of
from image_studio.events import regions_of

CONTEXT = CallContext("m-1", 30.0)
INK = (250, 250, 250)


def _paper() -> Image.Image:
    return drawn.graded((800, 500), (30, 40, 70), (40, 50, 90))


def _placed(picture: drawn.Drawn, words: dict[str, str], typesetter: Typesetter, gone: tuple[str, ...] = ()):
    found = study(picture.pixels, picture.lines, "")
    by_text = {block.text: i for i, block in enumerate(found.blocks)}
    texts = {by_text[text]: (said,) for text, said in words.items()}
    layout = lay_out(
        picture.clean_pixels, found, texts, "en", typesetter, tuple(by_text[text] for text in gone)
    )
    return found, {found.blocks[item.index].text: item for item in layout.placed}


def _ink_left(picture: drawn.Drawn, found: Study, text: str) -> float:
    return next(block.core.left for block in found.blocks if block.text == text)


def test_a_slogan_as_wide_as_the_picture_keeps_the_margin_of_its_column(typesetter: Typesetter) -> None:
    picture = drawn.begin("column", _paper())
    picture.letter((80, 100), "急刹也不掉的手机支架", drawn.font(64), INK)
    picture.letter((80, 190), "一放即锁", drawn.font(28), INK)
    picture.letter((80, 240), "全网最稳 不怕颠簸", drawn.font(28), INK)
    found, placed = _placed(picture, {"急刹也不掉的手机支架": "Holds in hard stops"}, typesetter)
    setting = placed["急刹也不掉的手机支架"].setting
    assert setting.style.align is Align.START
    assert abs(setting.box.left - found.blocks[0].core.left) <= 3


def test_captions_of_one_row_are_aligned_alike(typesetter: Typesetter) -> None:
    """Two captions as wide as each other share every edge; those of the next column tell which counts."""
    picture = drawn.begin("captions", _paper())
    for x, y, text in (
        (200, 100, "加入清水至刻度线"),
        (200, 400, "等待五分钟"),
        (600, 100, "选择所需温度"),
        (600, 400, "提起即可饮用"),
    ):
        picture.letter((x, y), text, drawn.font(28, bold=False), INK, anchor="mm")
    words = {"选择所需温度": "Choose heat", "提起即可饮用": "Drink"}
    _, placed = _placed(picture, words, typesetter)
    for text in words:
        box = placed[text].setting.box
        assert placed[text].setting.style.align is Align.CENTER
        assert abs(box.center[0] - 600) <= 3


@pytest.mark.parametrize("removed", [False, True])
def test_words_may_take_the_ground_of_words_that_went(removed: bool, typesetter: Typesetter) -> None:
    picture = drawn.begin("row", _paper())
    picture.letter((60, 200), "重力感应", drawn.font(36), INK)
    picture.letter((240, 200), "限时特惠", drawn.font(36), (255, 220, 90))
    gone = ("限时特惠",) if removed else ()
    _, placed = _placed(picture, {"重力感应": "Locks by gravity"}, typesetter, gone)
    box = placed["重力感应"].setting.box
    assert (box.right > 300) is removed


def test_what_is_erased_beside_letters_moves_no_words() -> None:
    picture = drawn.begin("one", _paper())
    picture.letter((200, 200), "食品级硅胶", drawn.font(40), INK)
    (block,) = study(picture.pixels, picture.lines, "").blocks
    own = block.core.grown(4)
    smeared = replace(own, left=own.left - 60, bottom=own.bottom + 30)
    assert standing(block, smeared).left >= block.core.left - 0.2 * block.em_px - 1
    for around in (own, smeared):
        assert abs(anchor(block, standing(block, around)).left - block.core.left) <= 1


def _tilted() -> drawn.Drawn:
    picture = drawn.begin("tilted", _paper())
    picture.letter((400, 150), "抱抱熊来啦", drawn.font(72), INK, anchor="mm", angle=-8)
    picture.letter((412, 235), "软到心里", drawn.font(72), INK, anchor="mm", angle=-8)
    # A reader's corners are off by a pixel or two.
    nudged = []
    for line, off in zip(picture.lines, (2.0, -2.0), strict=True):
        (ax, ay), b, c, (dx, dy) = line.quad
        nudged.append(replace(line, quad=((ax, ay + off), b, c, (dx, dy + off))))
    picture.lines = nudged
    return picture


def test_lines_set_at_one_slant_stand_in_one_frame(typesetter: Typesetter) -> None:
    words = {"抱抱熊来啦": "The hug bear is here", "软到心里": "So soft you'll melt"}
    found, placed = _placed(_tilted(), words, typesetter)
    frames = {block.frame for block in found.blocks}
    assert len(frames) == 1
    assert abs(frames.pop().angle + 8) < 0.5
    assert set(placed) == set(words)
    assert all(item.setting.size_px >= 40 for item in placed.values())


def test_one_line_slightly_turned_by_its_reader_is_level(typesetter: Typesetter) -> None:
    picture = drawn.begin("level", _paper())
    picture.letter((400, 150), "抱抱熊来啦", drawn.font(72), INK, anchor="mm")
    (ax, ay), b, c, (dx, dy) = picture.lines[0].quad
    picture.lines = [replace(picture.lines[0], quad=((ax, ay + 30), b, c, (dx, dy + 30)))]
    (block,) = study(picture.pixels, picture.lines, "").blocks
    assert block.frame.level


async def test_slanted_lines_sent_back_give_the_same_bytes(studio, tier) -> None:
    picture = _tilted()
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    tier.translations |= {("抱抱熊来啦", "de"): "Der Kuschelbär", ("软到心里", "de"): "Herrlich weich"}
    opened, order = decode(png(picture.image)), Order(market("DE"))
    prepared = await studio.prepare(opened, [order], CONTEXT)
    tier.lines = []
    first = await studio.letter(prepared, order, CONTEXT)
    assert len(first.placed) == 2
    assert first.checks.overlapping_regions == first.checks.overflowing_regions == 0
    wire = [picture_pb2.Region.FromString(region.SerializeToString()) for region in regions_of(first)]
    second = await studio.letter_again(opened, order, edits_of(wire), CONTEXT)
    assert second.content == first.content
