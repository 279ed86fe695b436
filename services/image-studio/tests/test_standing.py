"""New words stand where the old letters stood: at their margin, in their column, on free ground."""

from __future__ import annotations

from dataclasses import replace

import drawn_pictures as drawn
import pytest
from PIL import Image

from image_studio.domain.blocks.block import Align
from image_studio.domain.setting.layout import lay_out
from image_studio.domain.setting.territory import anchor, standing
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study, study

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
