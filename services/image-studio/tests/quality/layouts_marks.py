"""Pictures with a QR code and contacts, and pictures under a shop's mark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from quality import shapes
from quality.layouts_slogans import chips
from quality.lettering import Look
from quality.sheet import Sheet, box_of, set_code
from quality.style import Spec, body, headline, is_dark, logo, palette_of, show


def code(sheet: Sheet, spec: Spec) -> None:
    """A card with a QR code, what scanning it brings, and how else to reach the shop."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit = min(w, h)
    dark = is_dark(sheet, (0, 0, w, h * 0.25))
    box = sheet.say(
        words["title"],
        w / 2,
        h * 0.11,
        unit * spec.get("px", 0.085),
        headline(spec, on_dark=dark),
        anchor="ct",
        max_w=w * 0.86,
        gap=0.2,
    )
    side = unit * spec.get("code", 0.3)
    y0 = box[3] + unit * 0.06
    left = spec.get("where", "centre") == "left"
    x0 = w * 0.1 if left else w / 2 - side / 2
    card = (x0 - unit * 0.03, y0, x0 + side + unit * 0.03, y0 + side + unit * 0.12)
    shapes.panel(sheet, card, (255, 255, 255), unit * 0.02, shadow=6)
    set_code(sheet, words["payload"], (x0, y0 + unit * 0.03, x0 + side, y0 + unit * 0.03 + side))
    sheet.write(
        words["scan"],
        x0 + side / 2,
        y0 + side + unit * 0.075,
        unit * 0.036,
        Look("bold", paint.main),
        anchor="cm",
        max_w=side,
    )
    lines = words.get("lines", [])
    if left:
        x, y, anchor, room = card[2] + w * 0.05, y0 + unit * 0.05, "lt", w * 0.92 - card[2]
    else:
        x, y, anchor, room = w / 2, card[3] + unit * 0.05, "ct", w * 0.84
    area = (max(0, x - w * 0.2), y, min(w, x + w * 0.3), min(h, y + unit * 0.07 * len(lines)))
    look = body(spec, on_dark=bool(lines) and is_dark(sheet, area), bold=True)
    for text in lines:
        line = sheet.write(text, x, y, unit * 0.04, look, anchor=anchor, max_w=room)
        y = box_of(line)[3] + unit * 0.032
    if left and spec.get("product") and h - max(card[3], y) > h * 0.2:
        show(sheet, spec, (w * 0.2, max(card[3], y) + h * 0.02, w * 0.8, h * 0.96))
    logo(sheet, spec)


def marked(sheet: Sheet, spec: Spec) -> None:
    """A slogan picture under a shop's mark: tiled aslant all over, or one faint mark across the middle."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    unit = min(w, h)
    show(sheet, spec, (w * 0.18, h * 0.3, w * 0.82, h * 0.93))
    dark = is_dark(sheet, (w * 0.1, h * 0.08, w * 0.9, h * 0.28))
    box = sheet.say(
        words["title"],
        w / 2,
        h * 0.125,
        unit * spec.get("px", 0.088),
        headline(spec, on_dark=dark),
        anchor="ct",
        max_w=w * 0.86,
        gap=0.2,
    )
    chips(sheet, spec, words.get("chips", []), w / 2, box[3] + unit * 0.035, unit * 0.034, "ct")
    look = Look(
        "sans",
        (255, 255, 255) if spec.get("mark_light", True) else (90, 90, 90),
        opacity=spec.get("faint", 0.3),
    )
    text = words["mark"]
    if spec.get("tiled", True):
        px, turn = unit * 0.034, -28.0
        wide = px * (len(text) + 3.2)
        for row, y in enumerate(np.arange(h * 0.1, h * 0.96, unit * 0.19)):
            for x in np.arange(wide * (0.55 if row % 2 else 0.95), w - wide * 0.4, wide * 1.05):
                if y - wide * 0.3 > 0 and y + wide * 0.3 < h:
                    sheet.write(
                        text, float(x), float(y), px, look, rotate=turn, anchor="cm", kind="WATERMARK"
                    )
    else:
        shadowed = replace(look, style="bold", shadow=(0, 0, 0), shadow_em=0.03, spacing_em=0.15)
        sheet.write(
            text, w / 2, h * 0.58, unit * 0.075, shadowed, anchor="cm", kind="WATERMARK", max_w=w * 0.8
        )
    logo(sheet, spec)


LAYOUTS = {one.__name__: one for one in (code, marked)}
