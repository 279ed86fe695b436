"""Dimension drawings, size charts and parameter tables in the style of merchants' own."""

from __future__ import annotations

import numpy as np
from drawn_pictures import Drawn, begin, font
from PIL import Image, ImageDraw

from image_studio.domain.lettering import Line

INK = (50, 50, 55)


def dimension_drawing() -> Drawn:
    """A box with arrows along its sides, and what it weighs."""
    ground = Image.new("RGB", (800, 800), (255, 255, 255))
    draw = ImageDraw.Draw(ground)
    draw.rounded_rectangle((250, 230, 560, 620), radius=14, fill=(196, 150, 110))
    draw.rectangle((300, 300, 510, 420), fill=(214, 170, 130))
    for line in ((250, 660, 560, 660), (250, 650, 250, 670), (560, 650, 560, 670)):
        draw.line(line, fill=INK, width=2)
    for line in ((610, 230, 610, 620), (600, 230, 620, 230), (600, 620, 620, 620)):
        draw.line(line, fill=INK, width=2)
    d = begin("dimension_drawing", ground)
    d.letter((400, 90), "产品尺寸", font(46), INK, anchor="mm")
    d.letter((405, 690), "25cm", font(28, bold=False), INK, anchor="mm", kind="NUMBER")
    d.letter((630, 425), "30.5cm", font(28, bold=False), INK, anchor="lm", kind="NUMBER")
    d.letter((60, 425), "1.5kg", font(34), (200, 60, 40), anchor="lm", kind="NUMBER")
    d.letter((405, 750), "12V 5000mAh", font(24, bold=False), INK, anchor="mm", kind="NUMBER")
    return d


Rows = tuple[tuple[str, ...], ...]


def _grid(
    d: Drawn,
    rows: Rows,
    lefts: tuple[int, ...],
    tops: tuple[int, ...],
    size: int,
    *,
    ink: tuple[int, int, int] = INK,
    head_ink: tuple[int, int, int] | None = None,
    anchor: str = "mm",
) -> None:
    """Letter cells into columns between ``lefts`` and rows between ``tops``."""
    for r, row in enumerate(rows):
        for c, word in enumerate(row):
            if not word:
                continue
            x = (lefts[c] + lefts[c + 1]) / 2 if anchor == "mm" else lefts[c] + 12
            y = (tops[r] + tops[r + 1]) / 2
            face = font(size, bold=r == 0)
            d.letter((x, y), word, face, (head_ink or ink) if r == 0 else ink, anchor=anchor)


def ruled_chart() -> Drawn:
    """A chart of a shirt with ruling lines, weights in jin, a note of its unit and one beneath."""
    ground = Image.new("RGB", (800, 560), (255, 255, 255))
    draw = ImageDraw.Draw(ground)
    lefts, tops = (40, 160, 290, 420, 550, 760), (120, 180, 235, 290, 345, 400)
    draw.rectangle((40, 120, 760, 180), fill=(226, 232, 240))
    for y in tops:
        draw.line((40, y, 760, y), fill=(120, 120, 120), width=2)
    for x in lefts:
        draw.line((x, 120, x, 400), fill=(120, 120, 120), width=2)
    d = begin("ruled_chart", ground)
    d.letter((400, 50), "尺码表", font(44), INK, anchor="mm")
    d.letter((760, 100), "单位:厘米", font(20, bold=False), (110, 110, 110), anchor="rm")
    rows = (
        ("尺码", "胸围", "衣长", "肩宽", "建议体重(斤)"),
        ("S", "92", "66", "41", "80-95"),
        ("M", "96", "68", "42.5", "95-110"),
        ("L", "100", "70", "43.5", "110-125"),
        ("XL", "104", "72", "44.5", "125-140"),
    )
    _grid(d, rows, lefts, tops, 24)
    d.letter((40, 440), "温馨提示:手工测量误差1-3cm属正常范围", font(20, bold=False), (110, 110, 110))
    return d


def striped_chart() -> Drawn:
    """Trousers: coloured head, stripes instead of lines, units in the heads."""
    ground = Image.new("RGB", (790, 480), (247, 243, 236))
    draw = ImageDraw.Draw(ground)
    tops = (90, 150, 205, 260, 315, 370)
    draw.rectangle((30, 90, 760, 150), fill=(122, 92, 66))
    for i in (1, 3):
        draw.rectangle((30, tops[i], 760, tops[i + 1]), fill=(235, 226, 213))
    d = begin("striped_chart", ground)
    d.letter((395, 45), "裤装尺码信息", font(38), (90, 66, 46), anchor="mm")
    rows = (
        ("尺码", "腰围(cm)", "臀围(cm)", "裤长(cm)", "身高(cm)"),
        ("M", "66-72", "92", "98", "155-160"),
        ("L", "70-76", "96", "99", "160-165"),
        ("XL", "74-80", "100", "100", "165-170"),
        ("2XL", "78-84", "104", "101", "170-175"),
    )
    _grid(d, rows, (30, 150, 305, 455, 600, 760), tops, 24, ink=(80, 62, 48), head_ink=(255, 250, 240))
    return d


def open_chart() -> Drawn:
    """No lines and no stripes, cells close together, everything at the left of its column."""
    ground = Image.new("RGB", (600, 420), (250, 250, 252))
    d = begin("open_chart", ground)
    d.letter((40, 40), "产品尺码", font(34), (40, 60, 110))
    rows = (
        ("尺码", "胸围", "腰围", "衣长", "袖长"),
        ("S", "86", "70", "58.5", "54"),
        ("M", "90", "74", "59.5", "55"),
        ("L", "94", "78", "60.5", "56"),
    )
    tops = (110, 155, 200, 245, 290)
    _grid(d, rows, (40, 130, 215, 300, 390, 480), tops, 24, ink=(40, 60, 110), anchor="lm")
    d.letter((40, 330), "尺寸单位:CM", font(20, bold=False), (120, 125, 140))
    return d


def merged_head_chart() -> Drawn:
    """Shoes: one cell over two columns, and foot lengths in millimetres."""
    ground = Image.new("RGB", (800, 460), (255, 255, 255))
    draw = ImageDraw.Draw(ground)
    lefts, tops = (60, 240, 420, 580, 740), (60, 115, 170, 225, 280, 335)
    draw.rectangle((60, 60, 740, 170), fill=(240, 240, 244))
    for y in (60, *tops[2:]):
        draw.line((60, y, 740, y), fill=(150, 150, 150), width=1)
    draw.line((240, 115, 740, 115), fill=(150, 150, 150), width=1)
    for x in (60, 240, 740):
        draw.line((x, 60, x, 335), fill=(150, 150, 150), width=1)
    for x in (420, 580):
        draw.line((x, 115, x, 335), fill=(150, 150, 150), width=1)
    d = begin("merged_head_chart", ground)
    d.letter((490, 87), "童鞋尺码对照", font(26), INK, anchor="mm")
    rows = (
        ("鞋码", "脚长(mm)", "脚宽(cm)", "欧码"),
        ("26", "160", "6.5", "26"),
        ("27", "165", "7", "27"),
        ("28", "170", "7.2", "28"),
    )
    _grid(d, rows, lefts, tops[1:], 24)
    return d


def turned_chart() -> Drawn:
    """Sizes across, measures down."""
    ground = Image.new("RGB", (760, 420), (255, 252, 248))
    draw = ImageDraw.Draw(ground)
    lefts, tops = (30, 210, 345, 480, 615, 730), (90, 145, 200, 255, 310, 365)
    draw.rectangle((30, 90, 210, 365), fill=(246, 224, 214))
    for y in tops:
        draw.line((30, y, 730, y), fill=(220, 160, 140), width=2)
    d = begin("turned_chart", ground)
    d.letter((380, 45), "尺码表(单位:cm)", font(32), (150, 70, 50), anchor="mm")
    rows = (
        ("尺码", "S", "M", "L", "XL"),
        ("胸围", "92", "96", "100", "104"),
        ("衣长", "64", "66", "68", "70"),
        ("肩宽", "38.5", "39.5", "40.5", "41.5"),
        ("体重(斤)", "80-90", "90-105", "105-120", "120-135"),
    )
    _grid(d, rows, lefts, tops, 24, ink=(110, 60, 45))
    return d


def parameter_table() -> Drawn:
    """Names at the left, values at the right."""
    ground = Image.new("RGB", (750, 520), (255, 255, 255))
    draw = ImageDraw.Draw(ground)
    tops = (110, 170, 230, 290, 350, 410)
    for i, y in enumerate(tops[:-1]):
        draw.rectangle((40, y, 250, tops[i + 1] - 4), fill=(238, 242, 247))
        draw.rectangle((254, y, 710, tops[i + 1] - 4), fill=(248, 249, 251))
    d = begin("parameter_table", ground)
    d.letter((375, 60), "产品参数", font(40), (30, 50, 90), anchor="mm")
    for y, name, value in (
        (138, "品名", "保温杯"),
        (198, "容量", "500ml"),
        (258, "尺寸", "6.5*22.8cm"),
        (318, "净重", "280g"),
        (378, "材质", "304不锈钢"),
    ):
        d.letter((60, y), name, font(26), (30, 50, 90), anchor="lm")
        d.letter((274, y), value, font(26, bold=False), (60, 60, 60), anchor="lm")
    return d


def tight_chart(size: int = 20, pitch: int = 50) -> Drawn:
    """Cells so close that a reader joins them."""
    ground = Image.new("RGB", (100 + 5 * pitch, 60 + 5 * 36), (255, 255, 255))
    d = begin("tight_chart", ground)
    rows = (
        ("尺码", "胸围", "衣长", "肩宽", "袖长"),
        ("S", "92", "66", "41", "58"),
        ("M", "96", "68", "42", "59"),
        ("L", "100", "70", "43", "60"),
        ("XL", "104", "72", "44", "61"),
    )
    _grid(d, rows, tuple(40 + pitch * c for c in range(6)), tuple(30 + 36 * r for r in range(6)), size)
    return d


def joined(d: Drawn, rows: int, columns: int, *, apart: str = "") -> list[Line]:
    """A chart's lines as a reader takes them that joins whole rows, with ``apart`` between the cells."""
    lines = []
    for r in range(rows):
        row = d.lines[r * columns : (r + 1) * columns]
        points = np.array([line.quad for line in row]).reshape(-1, 2)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        quad = ((left, top), (right, top), (right, bottom), (left, bottom))
        lines.append(Line(quad, apart.join(line.text for line in row), 0.98))
    return lines


TABLES = (ruled_chart, striped_chart, open_chart, merged_head_chart, turned_chart, parameter_table)
