"""Dimension drawings, size charts and parameter tables in the style of merchants' own."""

from __future__ import annotations

from drawn_pictures import Drawn, begin, font
from PIL import Image, ImageDraw

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
