"""Pictures with upright columns, lettering on arcs and slanted lettering, the truth known."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from drawn_pictures import Drawn, begin, bottle, font, graded, photo_like
from PIL import Image, ImageDraw, ImageFont

from image_studio.domain.geometry import Quad
from image_studio.domain.lettering import Line

_OFF = 0.07  # readers' rectangles stand off the ink by this share of the em


def column(
    d: Drawn,
    xy: tuple[float, float],
    text: str,
    face: ImageFont.FreeTypeFont,
    fill: tuple[int, int, int],
    *,
    pitch: float = 1.06,
    kind: str = "TEXT",
) -> None:
    """Set one upright column; ``xy`` is the middle of its top. It is read as one tall rectangle."""
    draw = ImageDraw.Draw(d.image)
    em = face.size
    for i, character in enumerate(text):
        draw.text((xy[0], xy[1] + em * (pitch * i + 0.5)), character, font=face, fill=fill, anchor="mm")
    height = em * (pitch * (len(text) - 1) + 1)
    off = _OFF * em
    left, right = xy[0] - em / 2 - off, xy[0] + em / 2 + off
    top, bottom = xy[1] - off, xy[1] + height + off
    d.lines.append(Line(((left, top), (right, top), (right, bottom), (left, bottom)), text, 0.97))
    d.kinds[text] = kind


def arc(
    d: Drawn,
    center: tuple[float, float],
    radius: float,
    text: str,
    face: ImageFont.FreeTypeFont,
    fill: tuple[int, int, int],
    *,
    middle: float = -90.0,
    pitch: float = 1.1,
    inward: bool = False,
    kind: str = "TEXT",
) -> None:
    """Set a line around a circle; ``radius`` reaches to the letters' middle.

    ``middle`` is the direction of the line's middle, degrees clockwise from the right; ``inward``
    turns the letters' tops to the centre, as at the bottom of a ring.
    """
    em = face.size
    corners = []
    for i, character in enumerate(text):
        along = (i - (len(text) - 1) / 2) * pitch * em / radius
        direction = math.radians(middle) + (-along if inward else along)
        x, y = center[0] + radius * math.cos(direction), center[1] + radius * math.sin(direction)
        turn = math.degrees(direction) + (-90 if inward else 90)
        tile = Image.new("L", (8 * em, 8 * em), 0)
        ImageDraw.Draw(tile).text(
            (4 * em, 4 * em),
            character,
            font=ImageFont.truetype(face.path, em * 2, index=2),
            fill=255,
            anchor="mm",
        )
        tile = tile.rotate(-turn, resample=Image.Resampling.BICUBIC).resize(
            (4 * em, 4 * em), Image.Resampling.LANCZOS
        )
        d.image.paste(Image.new("RGB", tile.size, fill), (round(x - 2 * em), round(y - 2 * em)), tile)
        spin = math.radians(turn)
        for dx, dy in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
            corners.append(
                (
                    x + em * (dx * math.cos(spin) - dy * math.sin(spin)),
                    y + em * (dx * math.sin(spin) + dy * math.cos(spin)),
                )
            )
    low, high = np.min(corners, axis=0) - _OFF * em, np.max(corners, axis=0) + _OFF * em
    quad: Quad = (
        (float(low[0]), float(low[1])),
        (float(high[0]), float(low[1])),
        (float(high[0]), float(high[1])),
        (float(low[0]), float(high[1])),
    )
    d.lines.append(Line(quad, text, 0.95))
    d.kinds[text] = kind


def poem_columns() -> Drawn:
    """Three columns, one sentence, from the right to the left, beside a bottle."""
    ground = graded((800, 800), (246, 240, 228), (226, 214, 190))
    bottle(ground, (120, 200, 360, 740), (120, 150, 110))
    d = begin("poem_columns", ground)
    for x, text in ((690, "山间清泉水"), (620, "一口润心田"), (550, "自然好味道")):
        column(d, (x, 180), text, font(48, serif=True), (70, 50, 30))
    d.letter((400, 70), "源自高山的好茶", font(50, serif=True), (70, 50, 30), anchor="mm")
    return d


def column_beside_slogan() -> Drawn:
    """One column at the picture's edge beside a level slogan, on a photograph."""
    ground = photo_like((800, 800), 8, base=(60, 80, 90))
    d = begin("column_beside_slogan", ground)
    column(d, (720, 120), "匠心之作", font(60), (255, 255, 255))
    d.letter((60, 660), "全新升级 更轻更快", font(56), (255, 255, 255))
    return d


def list_columns() -> Drawn:
    """Four columns on panels of their own: a list, not a sentence."""
    ground = Image.new("RGB", (800, 600), (250, 248, 244))
    draw = ImageDraw.Draw(ground)
    for i in range(4):
        draw.rounded_rectangle((90 + 170 * i, 150, 170 + 170 * i, 480), radius=14, fill=(150, 30, 40))
    d = begin("list_columns", ground)
    d.letter((400, 80), "四大优势", font(54), (60, 20, 20), anchor="mm")
    for i, text in enumerate(("防水防滑", "轻便透气", "耐磨耐用", "四季可穿")):
        column(d, (640 - 170 * i, 185), text, font(46), (255, 240, 210), pitch=1.25)
    return d


def badge_arc() -> Drawn:
    """A round badge with a line around its top and one around its bottom."""
    ground = graded((800, 800), (235, 242, 250), (200, 215, 235))
    draw = ImageDraw.Draw(ground)
    draw.ellipse((180, 180, 620, 620), fill=(200, 30, 40))
    draw.ellipse((270, 270, 530, 530), fill=(255, 250, 235))
    d = begin("badge_arc", ground)
    arc(d, (400, 400), 175, "正品保障", font(46), (255, 255, 255))
    arc(d, (400, 400), 175, "官方直营", font(46), (255, 255, 255), middle=90, inward=True)
    d.letter((400, 400), "十年质保", font(50), (200, 30, 40), anchor="mm")
    return d


def slogan_on_arc() -> Drawn:
    """A long flat arc over a bottle."""
    ground = graded((800, 800), (255, 250, 235), (250, 225, 180))
    bottle(ground, (300, 330, 500, 760), (230, 150, 60))
    d = begin("slogan_on_arc", ground)
    arc(d, (400, 700), 560, "天然果汁好味道", font(60), (190, 70, 20))
    return d


def smiling_arc() -> Drawn:
    """An arc whose middle is lowest."""
    ground = graded((800, 500), (30, 90, 60), (60, 150, 100))
    d = begin("smiling_arc", ground)
    arc(d, (400, -160), 420, "新鲜直达送货上门", font(56), (255, 250, 220), middle=90, inward=True)
    d.letter((400, 420), "产地直发", font(40), (255, 250, 220), anchor="mm")
    return d


UPRIGHT: tuple[Callable[[], Drawn], ...] = (poem_columns, column_beside_slogan, list_columns)
BENT: tuple[Callable[[], Drawn], ...] = (badge_arc, slogan_on_arc, smiling_arc)
