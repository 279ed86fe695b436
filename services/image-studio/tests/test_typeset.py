from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from installed_fonts import font_book
from words import LANGUAGES, WORDS

from image_studio.domain.blocks.block import Align
from image_studio.domain.geometry import Box
from image_studio.domain.setting.style import Style
from image_studio.domain.setting.typefaces import Family
from image_studio.domain.setting.typeset import Typesetter

TYPESETTER = Typesetter(font_book())
TEXTS = [(text, language) for said in WORDS.values() for text, language in zip(said, LANGUAGES, strict=True)]


def _style(
    language: str, align: Align = Align.CENTER, outline: float = 0.0, shadow: tuple[float, float] = (0.0, 0.0)
) -> Style:
    return Style(language, Family.SANS, bold=True, align=align, outline_em=outline, shadow_em=shadow)


@given(
    st.sampled_from(TEXTS),
    st.sampled_from(list(Align)),
    st.integers(60, 700),
    st.integers(24, 200),
    st.sampled_from([0.0, 0.06]),
    st.sampled_from([(0.0, 0.0), (0.06, 0.05), (-0.04, 0.03)]),
)
@settings(max_examples=60, deadline=None)
def test_ink_never_leaves_its_box_nor_the_box_its_room(
    said: tuple[str, str], align: Align, width: int, height: int, outline: float, shadow: tuple[float, float]
) -> None:
    text, language = said
    room = Box(40, 30, 40 + width, 30 + height)
    core = Box(40 + width // 4, 30 + height // 3, 40 + width // 2, 30 + 2 * height // 3)
    setting = TYPESETTER.fit(text, _style(language, align, outline, shadow), room, core, 60, 9)
    if setting is None:
        return
    assert room.left <= setting.box.left
    assert setting.box.right <= room.right + 1
    assert room.top <= setting.box.top
    assert setting.box.bottom <= room.bottom + 1
    area = setting.box.grown(40)
    drawing = TYPESETTER.draw(setting, area)
    rows, cols = np.nonzero(np.maximum.reduce([drawing.fill, drawing.edge, drawing.shadow]) > 8)
    assert len(rows)
    assert rows.min() >= 40
    assert rows.max() < 40 + setting.box.height
    assert cols.min() >= 40
    assert cols.max() < 40 + setting.box.width


@given(st.sampled_from(TEXTS), st.integers(80, 500))
@settings(max_examples=30, deadline=None)
def test_more_room_never_gives_smaller_letters(said: tuple[str, str], width: int) -> None:
    text, language = said
    core = Box(100, 100, 160, 130)
    sizes = []
    for extra in (0, 60, 200):
        room = Box(100 - extra, 80, 100 + width + extra, 150)
        setting = TYPESETTER.fit(text, _style(language), room, core, 40, 6)
        sizes.append(setting.size_px if setting else 0)
    # Rounding to whole pixels may cost one.
    assert sizes[0] <= sizes[1] + 1
    assert sizes[1] <= sizes[2] + 1


def test_words_that_do_not_fit_at_a_readable_size_are_refused() -> None:
    room = Box(0, 0, 60, 20)
    assert TYPESETTER.fit("Wasserabweisender Stoff", _style("de"), room, room, 20, 12) is None


def test_a_left_aligned_line_starts_where_the_old_one_did() -> None:
    room, core = Box(0, 0, 600, 60), Box(100, 10, 220, 50)
    setting = TYPESETTER.fit("Termo de gran capacidad", _style("es", Align.START), room, core, 30, 10)
    assert setting is not None
    assert setting.box.left == 100


def test_an_arabic_line_in_a_left_aligned_place_ends_where_the_old_one_did() -> None:
    room, core = Box(0, 0, 600, 60), Box(100, 10, 420, 50)
    setting = TYPESETTER.fit("شحن مجاني", _style("ar", Align.START), room, core, 30, 10)
    assert setting is not None
    assert setting.box.right == pytest.approx(420, abs=1)


def test_words_with_and_without_descenders_stand_on_one_line() -> None:
    room, core = Box(0, 0, 400, 60), Box(100, 10, 220, 50)
    baselines = set()
    for text in ("Ligero", "Transpirable", "Resistente"):
        setting = TYPESETTER.fit(text, _style("es"), room, core, 30, 10)
        assert setting is not None
        ((_, _, baseline),) = TYPESETTER._positions(setting)
        baselines.add(baseline)
    assert len(baselines) == 1
