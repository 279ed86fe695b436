"""Set a text from top to bottom: columns from right to left, as Japanese, Chinese and Korean do.

Han, kana and hangul stand upright, one em each, in their faces' vertical forms (OpenType ``vert``:
punctuation to the upper right, the long vowel's bar upright). Up to three figures or Latin letters
share one em square (tate-chu-yoko, JLREQ 2.3.2); longer ones lie on their side.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from image_studio.domain.blocks.block import Align
from image_studio.domain.geometry import Box
from image_studio.domain.setting.breaking import joined, pieces_of
from image_studio.domain.setting.fonts import FontBook
from image_studio.domain.setting.runs import Run, visual_runs
from image_studio.domain.setting.style import Drawing, Setting, Style, outline_width, shadow_shift
from image_studio.domain.setting.typefaces import Face, script_of
from image_studio.domain.setting.typeset import REFERENCE, even_lines

STACKED_SCRIPTS: Final = ("ja", "ko", "zh-hans", "zh-hant")
_PITCH: Final = 1.3  # em, from column to column
_SPACE: Final = 0.45  # em, between words
_SQUARE: Final = 3  # so many figures or Latin letters stand side by side in one em
_IN_SQUARE: Final = 0.96  # of the em, at most
_MOST_COLUMNS: Final = 5
_NARROW: Final = re.compile(r"[!-~]+")
_HANGUL: Final = re.compile(r"[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]")


@dataclass(frozen=True)
class _Cell:
    """A piece of a column: an upright character, a square of narrow ones, words on their side."""

    text: str
    kind: str  # "upright", "square", "side", "space"


def can_stack(language: str) -> bool:
    """Whether a language is written from top to bottom."""
    return script_of(language) in STACKED_SCRIPTS


def fit_columns(
    fonts: FontBook, text: str, style: Style, room: Box, core: Box, largest: int, smallest: int
) -> Setting | None:
    """The largest setting of a text in columns, or None below the smallest size.

    The arguments are those of :meth:`Typesetter.fit`.
    """
    pieces = pieces_of(text, style.language)
    if not pieces or largest < 1:
        return None
    faces = fonts.chain(style.language, style.family, bold=style.bold)
    lengths = [_length(fonts, piece.text, style, faces) * REFERENCE for piece in pieces]
    best: tuple[float, list[str]] | None = None
    for count in range(1, min(_MOST_COLUMNS, len(pieces)) + 1):
        cuts, longest, judged = even_lines(pieces, lengths, _SPACE * REFERENCE, count)
        by_width = room.width / (_PITCH * (count - 1) + 1.0) / _square(faces)
        size, worthy = (
            min(float(largest), room.height * REFERENCE / max(length, 1e-6), by_width)
            for length in (longest, judged)
        )
        # One column as the original had; a further one must be worth it.
        if best is None or worthy > best[0] * 1.15:
            best = (size, [joined(pieces[a:b]) for a, b in cuts])
    assert best is not None  # noqa: S101 — the loop ran: there is at least one piece
    for size_px in range(math.floor(best[0] + 0.5), smallest - 1, -1):
        if size_px <= largest:
            setting = place_columns(fonts, best[1], style, faces, size_px, room, core)
            if setting is not None:
                return setting
    return None


def place_columns(
    fonts: FontBook,
    lines: list[str],
    style: Style,
    faces: tuple[Face, ...],
    size_px: int,
    room: Box,
    core: Box,
) -> Setting | None:
    """Columns at a size, where the old ones stood; None where they do not fit into the room."""
    left, top, right, bottom = _spill(style, size_px)
    lengths = [_length(fonts, line, style, faces) * size_px for line in lines]
    width = size_px * _square(faces) * (_PITCH * (len(lines) - 1) + 1.0) + left + right
    height = max(lengths) + top + bottom
    if width > room.width or height > room.height:
        return None
    x = min(max(core.center[0] - width / 2, room.left), room.right - width)
    y = core.center[1] - height / 2 if style.align is Align.CENTER else core.top
    y = min(max(y, room.top), room.bottom - height)
    x0, y0 = math.floor(x), math.floor(y)
    box = Box(x0, y0, x0 + math.ceil(width), y0 + math.ceil(height))
    return Setting(tuple(lines), size_px, style, box, faces)


def draw_columns(fonts: FontBook, setting: Setting, area: Box) -> Drawing:
    """Draw columns on layers of ``uint8[area.height, area.width]``, as :meth:`Typesetter.draw` does."""
    style, size = setting.style, setting.size_px
    shape = (round(area.width), round(area.height))
    fill, edge = Image.new("L", shape, 0), Image.new("L", shape, 0)
    stroke = setting.outline_px
    _, top, right, _ = _spill(style, size)
    square = size * _square(setting.faces)
    for i, line in enumerate(setting.lines):
        middle = setting.box.right - right - square * (0.5 + _PITCH * i) - area.left
        y = setting.box.top + top - area.top
        if style.align is Align.CENTER:
            longest = max(_length(fonts, other, style, setting.faces) for other in setting.lines)
            if len(setting.lines) == 1:
                y += size * (longest - _length(fonts, line, style, setting.faces)) / 2
        for cell in _cells(line):
            advance = _advance(fonts, cell, style, setting.faces) * size
            where = (round(middle), round(y))
            _draw_cell(fonts, cell, setting, fill, where, round(advance), 0.0)
            if stroke:
                _draw_cell(fonts, cell, setting, edge, where, round(advance), stroke)
            y += advance
    shadow = Image.new("L", shape, 0)
    if setting.shadow_px != (0, 0):
        shadow.paste(edge if stroke else fill, setting.shadow_px)
    return Drawing(np.asarray(fill), np.asarray(edge), np.asarray(shadow))


def _cells(line: str) -> Iterator[_Cell]:
    at = 0
    while at < len(line):
        character = line[at]
        narrow = _NARROW.match(line, at)
        if character.isspace():
            yield _Cell(character, "space")
        elif narrow is not None:
            text = narrow.group()
            upright = len(text) <= _SQUARE
            yield _Cell(text, "square" if upright else "side")
            at = narrow.end()
            continue
        else:
            end = at + 1
            while end < len(line) and unicodedata.combining(line[end]):
                end += 1
            yield _Cell(line[at:end], "upright")
            at = end
            continue
        at += 1


def _advance(fonts: FontBook, cell: _Cell, style: Style, faces: tuple[Face, ...]) -> float:
    """How far a cell reaches down its column, in em."""
    if cell.kind == "space":
        return _SPACE
    if cell.kind == "side":
        return _side_length(fonts, cell.text, style, faces, REFERENCE) / REFERENCE + 0.1
    return _square(faces)


def _square(faces: tuple[Face, ...]) -> float:
    """The side of the square a character stands in, in em as seen."""
    return max(1.0, faces[0].scale + 2 * faces[0].pen_em)


def _length(fonts: FontBook, line: str, style: Style, faces: tuple[Face, ...]) -> float:
    return sum(_advance(fonts, cell, style, faces) for cell in _cells(line))


def _side_length(fonts: FontBook, text: str, style: Style, faces: tuple[Face, ...], size: int) -> float:
    runs = visual_runs(text, faces, fonts, right_to_left=False)
    return sum(fonts.sized(run.face, size).getlength(run.text, language=style.language) for run in runs)


def _spill(style: Style, size_px: int) -> tuple[float, float, float, float]:
    """By how much ink may leave its em squares: outline and shadow, and a pixel for rounding."""
    stroke = math.ceil(outline_width(style, size_px)) + 1
    dx, dy = shadow_shift(style, size_px)
    return stroke + max(0, -dx), stroke + max(0, -dy), stroke + max(0, dx), stroke + max(0, dy)


def _draw_cell(
    fonts: FontBook,
    cell: _Cell,
    setting: Setting,
    layer: Image.Image,
    where: tuple[int, int],
    advance: int,
    stroke: float,
) -> None:
    """Draw one cell; ``where`` is the middle of its top."""
    size = setting.size_px
    if cell.kind == "space":
        return
    if cell.kind == "upright":
        square = Image.new("L", layer.size, 0)
        run = visual_runs(cell.text, setting.faces, fonts, right_to_left=False)[0]
        _draw_upright(fonts, run, setting, square, (where[0], where[1] + advance / 2), stroke)
        _lay_over(layer, square, (0, 0))
        return
    level = _level(fonts, cell.text, setting, stroke)
    if cell.kind == "side":
        level = level.rotate(-90, expand=True)
    most = round(_IN_SQUARE * size + 2 * stroke)
    if cell.kind == "square" and level.width > most:
        level = level.resize((most, level.height), Image.Resampling.LANCZOS)
    x = where[0] - level.width // 2
    _lay_over(layer, level, (x, where[1] + (advance - level.height) // 2))


def _draw_upright(
    fonts: FontBook,
    run: Run,
    setting: Setting,
    layer: Image.Image,
    middle: tuple[float, float],
    stroke: float,
) -> None:
    """Draw a character about the middle of its square."""
    style, size = setting.style, setting.size_px
    pen = run.face.pen_em * size + stroke
    face, draw = fonts.sized(run.face, size), ImageDraw.Draw(layer)
    where, anchor, direction = middle, "sm", "ttb"
    if _HANGUL.match(run.text):
        # Not every hangul face has vertical measures, and no syllable has a vertical form.
        below = fonts.measures(run.face, script_of(style.language)).middle * size
        where, anchor, direction = (middle[0], middle[1] + below), "ms", "ltr"
    draw.text(
        where,
        run.text,
        font=face,
        fill=255,
        anchor=anchor,
        direction=direction,
        language=style.language,
        stroke_width=pen,
        stroke_fill=255 if pen else None,
    )


def _level(fonts: FontBook, text: str, setting: Setting, stroke: float) -> Image.Image:
    """A level line's coverage, cut to its ink from side to side and to its capitals in height."""
    size, style = setting.size_px, setting.style
    pad = math.ceil(stroke + setting.faces[0].pen_em * size) + 2
    length = _side_length(fonts, text, style, setting.faces, size)
    layer = Image.new("L", (math.ceil(length) + 2 * pad, 2 * size), 0)
    pen = float(pad)
    for run in visual_runs(text, setting.faces, fonts, right_to_left=False):
        face = fonts.sized(run.face, size)
        wide = stroke + run.face.pen_em * size
        ImageDraw.Draw(layer).text(
            (pen, 1.36 * size),
            run.text,
            font=face,
            fill=255,
            anchor="ls",
            language=style.language,
            stroke_width=wide,
            stroke_fill=255 if wide else None,
        )
        pen += face.getlength(run.text, language=style.language)
    box = layer.getbbox()
    left, right = (box[0], box[2]) if box else (0, layer.width)
    # From 0.36 em above the middle of capitals to 0.36 em below it, and what hangs lower.
    return layer.crop((left, round(0.5 * size), right, round(1.5 * size)))


def _lay_over(layer: Image.Image, part: Image.Image, corner: tuple[int, int]) -> None:
    placed = Image.new("L", layer.size, 0)
    placed.paste(part, corner)
    both: NDArray[np.uint8] = np.maximum(np.asarray(layer), np.asarray(placed))
    layer.paste(Image.fromarray(both))
