"""Parts of a detail page: a story in paragraphs, buyers' words, a collage of photographs with captions."""

from __future__ import annotations

import numpy as np

from quality import shapes
from quality.icons import star
from quality.lettering import Look
from quality.scenes import hsv, scene_of
from quality.sheet import Box, Sheet, box_of
from quality.style import Spec, body, headline, is_dark, kind_of, logo, palette_of, show


def story(sheet: Sheet, spec: Spec) -> None:
    """A photograph above, a headline and paragraphs of small type beneath, centred or along the left."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit = min(w, h)
    high = round(h * 0.5)
    part = scene_of(spec.get("inner", "room"), w, high, sheet.rng)
    sheet.blend(np.ones(part.shape[:2], np.float32), part.astype(np.float32), (0, 0))
    show(sheet, spec, (w * 0.25, high * 0.16, w * 0.75, high * 0.95))
    centre = spec.get("where", "centre") == "centre"
    x, anchor = (w / 2, "ct") if centre else (w * 0.08, "lt")
    dark = is_dark(sheet, (0, high, w, h))
    y = high + h * 0.05
    if "over" in words:
        line = sheet.write(
            words["over"], x, y, unit * 0.028, Look("sans", paint.main, spacing_em=0.3), anchor=anchor
        )
        y = box_of(line)[3] + h * 0.02
    look = headline(spec, on_dark=dark)
    px = unit * spec.get("px", 0.062)
    box = sheet.say(words["title"], x, y, px, look, anchor=anchor, max_w=w * 0.84, gap=0.25)
    y = box[3] + h * 0.022
    left = w / 2 - unit * 0.04 if centre else w * 0.08
    shapes.panel(sheet, (left, y, left + unit * 0.08, y + unit * 0.006), paint.main)
    y += h * 0.03
    px = unit * spec.get("text_px", 0.033)
    for paragraph in words["paragraphs"]:
        block = sheet.new_block()
        for text in paragraph:
            sheet.write(text, x, y, px, body(spec, on_dark=dark), anchor=anchor, block=block, max_w=w * 0.84)
            y += px * 1.6
        y += px * 0.5
    logo(sheet, spec)


def reviews(sheet: Sheet, spec: Spec) -> None:
    """Buyers' words on cards, with a round portrait, stars and a masked name each."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit = min(w, h)
    dark = is_dark(sheet, (w * 0.1, h * 0.05, w * 0.9, h * 0.2))
    look = headline(spec, on_dark=dark)
    box = sheet.say(
        words["title"], w / 2, h * 0.12, unit * spec.get("px", 0.066), look, anchor="ct", max_w=w * 0.84
    )
    y = box[3] + h * 0.04
    pitch = (h * 0.97 - y) / len(words["reviews"])
    for name, *texts in words["reviews"]:
        card = (w * 0.05, y, w * 0.95, y + pitch * 0.9)
        shapes.panel(sheet, card, (255, 255, 255), unit * 0.02, shadow=4)
        r = unit * 0.034
        cx, cy = card[0] + r * 1.7, y + r * 1.6
        tone = tuple(int(one) for one in hsv(sheet.rng.random(), 0.35, 0.85))
        shapes.ellipse(sheet, (cx - r, cy - r, cx + r, cy + r), tone)
        shapes.ellipse(sheet, (cx - r * 0.36, cy - r * 0.6, cx + r * 0.36, cy + r * 0.1), (250, 240, 232))
        sheet.write(name, cx + r * 1.5, cy, unit * 0.03, Look("sans", (140, 136, 132)), anchor="lm")
        for number in range(5):
            at = card[2] - unit * 0.2 + number * unit * 0.034
            star(sheet, (at, cy - unit * 0.015, at + unit * 0.03, cy + unit * 0.015), paint.main)
        block = sheet.new_block()
        px = min(unit * 0.042, (pitch * 0.9 - r * 3.2) / (len(texts) * 1.5 + 0.2))
        for number, text in enumerate(texts):
            at = y + r * 3.2 + number * px * 1.5
            ink = Look("sans", (60, 56, 54))
            sheet.write(text, card[0] + r * 0.8, at, px, ink, block=block, max_w=card[2] - card[0] - r * 1.6)
        y += pitch
    logo(sheet, spec)


def collage(sheet: Sheet, spec: Spec) -> None:
    """A headline over four photographs, each with a caption on a half-transparent strip."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit = min(w, h)
    top = round(h * 0.2)
    dark = is_dark(sheet, (w * 0.1, h * 0.05, w * 0.9, top))
    look = headline(spec, on_dark=dark)
    sheet.say(
        words["title"], w / 2, h * 0.105, unit * spec.get("px", 0.064), look, anchor="ct", max_w=w * 0.84
    )
    gap = unit * 0.012
    wide, high = (w - gap * 3) / 2, (h - top - gap * 2) / 2
    goods = spec.get("products", [spec["product"]])
    for number, text in enumerate(words["captions"]):
        row, column = divmod(number, 2)
        x0, y0 = gap + (wide + gap) * column, top + (high + gap) * row
        box: Box = (x0, y0, x0 + wide, y0 + high)
        size = (round(wide), round(high))
        part = scene_of(spec["scenes"][number % len(spec["scenes"])], *size, sheet.rng)
        sheet.blend(np.ones(part.shape[:2], np.float32), part.astype(np.float32), (round(x0), round(y0)))
        inner = (x0 + wide * 0.2, y0 + high * 0.1, x0 + wide * 0.8, y0 + high * 0.78)
        show(sheet, spec, inner, name=goods[number % len(goods)], label=False)
        strip = (box[0], box[3] - high * 0.17, box[2], box[3])
        shapes.panel(sheet, strip, paint.deep, opacity=0.6)
        middle = (strip[1] + strip[3]) / 2
        px = min(high * 0.085, unit * 0.04)
        sheet.write(
            text,
            (x0 * 2 + wide) / 2,
            middle,
            px,
            Look("medium"),
            anchor="cm",
            kind=kind_of(text),
            max_w=wide * 0.9,
        )
    logo(sheet, spec)


LAYOUTS = {one.__name__: one for one in (story, reviews, collage)}
