"""Pictures that are mostly words over a scene: slogans, tilted and upright lettering, banners, panels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from quality import shapes
from quality.lettering import Look
from quality.sheet import Sheet
from quality.style import Spec, body, headline, is_dark, kind_of, logo, palette_of, show


def slogan(sheet: Sheet, spec: Spec) -> None:
    """A headline of one or two lines, a line beneath, chips; the product at the other side."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    where = spec.get("where", "top")
    wide = w > h * 1.25
    if where == "left" or wide:
        show(sheet, spec, (w * 0.54, h * 0.16, w * 0.95, h * 0.93))
        x, anchor, room, y = w * 0.06, "lt", w * 0.47, h * (0.24 if wide else 0.2)
        area = (0.0, h * 0.2, w * 0.45, h * 0.6)
    else:
        low = where == "bottom"
        show(sheet, spec, (w * 0.2, h * (0.06 if low else 0.36), w * 0.8, h * (0.68 if low else 0.95)))
        x, anchor, room, y = w / 2, "ct", w * 0.86, h * (0.71 if low else 0.125)
        area = (w * 0.1, y, w * 0.9, y + h * 0.2)
    dark = is_dark(sheet, area)
    px = min(w, h) * spec.get("px", 0.094)
    box = sheet.say(
        words["title"], x, y, px, headline(spec, on_dark=dark), gap=0.22, anchor=anchor, max_w=room
    )
    y = box[3] + px * 0.34
    if "sub" in words:
        line = sheet.write(words["sub"], x, y, px * 0.44, body(spec, on_dark=dark), anchor=anchor, max_w=room)
        y = max(b for _, b in line.quad) + px * 0.42
    chips(sheet, spec, words.get("chips", []), x, y, px * 0.36, anchor)
    logo(sheet, spec, corner="rt" if where == "left" and not wide else "lt")


def chips(
    sheet: Sheet, spec: Spec, texts: list[str], x: float, y: float, px: float, anchor: str = "lt"
) -> None:
    """Short words, each on a pill, in a row."""
    paint = palette_of(spec)
    widths = [px * (sum(1.0 if ord(one) > 255 else 0.56 for one in text) + 1.4) for text in texts]
    at = x - (sum(widths) + px * 0.5 * (len(texts) - 1)) / 2 if anchor[0] == "c" else x
    for text, wide in zip(texts, widths, strict=True):
        shapes.panel(sheet, (at, y, at + wide, y + px * 1.8), paint.main, px * 0.9)
        sheet.write(
            text,
            at + wide / 2,
            y + px * 0.9,
            px,
            Look("medium"),
            kind=kind_of(text),
            anchor="cm",
            max_w=wide - px * 0.5,
        )
        at += wide + px * 0.5


def tilted(sheet: Sheet, spec: Spec) -> None:
    """Outlined words set at a slant, as on toys and sales pictures."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    turn = spec.get("turn", -9.0)
    show(sheet, spec, (w * 0.26, h * 0.42, w * 0.86, h * 0.95))
    px = min(w, h) * spec.get("px", 0.115)
    look = headline(spec, on_dark=is_dark(sheet, (0, h * 0.1, w, h * 0.4)))
    lean = np.radians(turn)
    block = sheet.new_block()
    x, y = w * 0.5, h * 0.2
    for number, text in enumerate(words["title"]):
        step = number * px * 1.3
        at = (x - step * np.sin(lean), y + step * np.cos(lean))
        sheet.write(text, *at, px, look, rotate=turn, anchor="cm", block=block, max_w=w * 0.8)
    if "sub" in words:
        step = len(words["title"]) * px * 1.3 - px * 0.15
        sub = replace(
            body(spec, on_dark=False, bold=True),
            colour=palette_of(spec).ink,
            outline=(255, 255, 255),
            outline_em=0.12,
        )
        at = (x - step * np.sin(lean), y + step * np.cos(lean))
        sheet.write(words["sub"], *at, px * 0.42, sub, rotate=turn, anchor="cm", max_w=w * 0.7)
    if "burst" in words:
        centre, radius = (w * 0.17, h * 0.72), min(w, h) * 0.135
        shapes.burst(sheet, centre, radius, 18, palette_of(spec).main, palette_of(spec).deep)
        block = sheet.new_block()
        for number, text in enumerate(words["burst"]):
            y = centre[1] + (number - (len(words["burst"]) - 1) / 2) * radius * 0.56
            sheet.write(
                text,
                centre[0],
                y,
                radius * 0.44,
                Look("heavy", palette_of(spec).accent),
                rotate=-12,
                anchor="cm",
                kind=kind_of(text),
                block=block,
                max_w=radius * 1.45,
            )
    logo(sheet, spec, corner="rt" if turn > 0 else "lt")


def upright(sheet: Sheet, spec: Spec) -> None:
    """Columns of upright words, read from the right, beside the product."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    left = spec.get("where", "right") == "left"
    show(
        sheet,
        spec,
        (w * 0.36, h * 0.3, w * 0.96, h * 0.94) if left else (w * 0.05, h * 0.3, w * 0.62, h * 0.94),
    )
    area = (0, 0, w * 0.4, h * 0.8) if left else (w * 0.6, 0, w, h * 0.8)
    dark = is_dark(sheet, area)
    columns = words["columns"]
    px = min(
        min(w, h) * spec.get("px", 0.1),
        h * 0.72 / max(map(len, columns)) / 1.1,
        w * 0.34 / len(columns) / 1.3,
    )
    x = w * 0.37 if left else w * 0.93
    look = headline(spec, on_dark=dark)
    block = sheet.new_block()
    for number, text in enumerate(columns):
        y = h * 0.12 + number * px * spec.get("stagger", 0.0)
        line = sheet.write(text, x, y, px, look, anchor="rt", vertical=True, block=block, max_h=h * 0.8)
        x = min(a for a, _ in line.quad) - px * 0.4
    if "small" in words:
        look = replace(body(spec, on_dark=dark), spacing_em=0.12, outline=look.outline, outline_em=0.1)
        for text, block in sheet.sentences(words["small"]):
            line = sheet.write(
                text, x, h * 0.14, px * 0.42, look, anchor="rt", vertical=True, block=block, max_h=h * 0.7
            )
            x = min(a for a, _ in line.quad) - px * 0.3
    if "seal" in words:
        side = px * 0.62
        edge = w * 0.06 if left else w * 0.93 - side
        shapes.panel(sheet, (edge, h * 0.86, edge + side, h * 0.86 + side), (190, 32, 34), side * 0.12)
        sheet.write(
            words["seal"],
            edge + side / 2,
            h * 0.86 + side / 2,
            side * 0.4,
            Look("brush"),
            anchor="cm",
            max_w=side * 0.86,
        )
    logo(sheet, spec, corner="rt" if left else "lt")


def banner(sheet: Sheet, spec: Spec) -> None:
    """A wide shop banner: words at one side, goods at the other, a button."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    for number, name in enumerate(spec.get("products", [spec["product"]])):
        x = w * (0.53 + 0.145 * number)
        show(
            sheet, spec, (x, h * (0.2 + 0.06 * number), x + w * 0.14, h * 0.92), name=name, label=number == 0
        )
    dark = is_dark(sheet, (w * 0.05, h * 0.1, w * 0.5, h * 0.9))
    x, paint = w * 0.07, palette_of(spec)
    small = sheet.write(
        words["over"],
        x,
        h * 0.16,
        h * 0.06,
        replace(body(spec, on_dark=dark), spacing_em=0.3),
        max_w=w * 0.45,
    )
    top = max(b for _, b in small.quad) + h * 0.06
    box = sheet.say(words["title"], x, top, h * 0.17, headline(spec, on_dark=dark), gap=0.2, max_w=w * 0.46)
    line = sheet.write(
        words["sub"], x, box[3] + h * 0.06, h * 0.066, body(spec, on_dark=dark), max_w=w * 0.45
    )
    y = max(b for _, b in line.quad) + h * 0.07
    wide = h * 0.075 * (len(words["button"]) + 2)
    shapes.panel(sheet, (x, y, x + wide, y + h * 0.12), paint.main, h * 0.06, to=paint.deep, shadow=4)
    sheet.write(
        words["button"],
        x + wide / 2,
        y + h * 0.06,
        h * 0.058,
        Look("bold", paint.accent),
        anchor="cm",
        max_w=wide * 0.8,
    )
    logo(sheet, spec, corner="rt")


def panelled(sheet: Sheet, spec: Spec) -> None:
    """Words on a half-transparent panel over the photograph; with `cross` the headline leaves the panel."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    show(sheet, spec, (w * 0.3, h * 0.08, w * 0.9, h * 0.62))
    px = min(w, h) * spec.get("px", 0.082)
    cross = spec.get("cross", False)
    light = spec.get("panel", "dark") == "light"
    top = h * 0.6
    fill = (255, 255, 255) if light else paint.deep
    right = w * (0.58 if cross else 0.94)
    shapes.panel(
        sheet,
        (w * 0.06, top, right, h * 0.94),
        fill,
        spec.get("radius", 0.0) * w,
        opacity=spec.get("opacity", 0.62),
    )
    look = headline(spec, on_dark=not light)
    box = sheet.say(
        words["title"], w * 0.1, top + h * 0.045, px, look, gap=0.2, max_w=w * (0.82 if not cross else 0.8)
    )
    y = box[3] + px * 0.34
    small = body(spec, on_dark=not light)
    room = right - w * 0.14
    for text, block in sheet.sentences(words.get("text", [])):
        line = sheet.write(text, w * 0.1, y, px * 0.42, small, block=block, max_w=room)
        y = max(b for _, b in line.quad) + px * 0.3
    logo(sheet, spec)


def busy(sheet: Sheet, spec: Spec) -> None:
    """White words straight on ground full of detail, without any panel."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    if spec.get("product"):
        show(sheet, spec, (w * 0.3, h * 0.46, w * 0.95, h * 0.95), shadow="drop")
    px = min(w, h) * spec.get("px", 0.105)
    look = Look(spec.get("style", "heavy"), (255, 255, 255))
    if spec.get("look") == "shadow":
        look = replace(look, shadow=(0, 0, 0), shadow_em=0.03, shadow_soft=0.06)
    box = sheet.say(words["title"], w * 0.07, h * 0.12, px, look, gap=0.25, max_w=w * 0.86)
    y = box[3] + px * 0.4
    for text in words.get("text", []):
        line = sheet.write(
            text, w * 0.07, y, px * 0.45, replace(look, style="bold"), kind=kind_of(text), max_w=w * 0.8
        )
        y = max(b for _, b in line.quad) + px * 0.3


LAYOUTS = {one.__name__: one for one in (slogan, tilted, upright, banner, panelled, busy)}
