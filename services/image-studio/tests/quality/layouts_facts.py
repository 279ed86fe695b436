"""Pictures that explain: features with icons, steps of use, colours to choose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from quality import shapes
from quality.icons import icon
from quality.lettering import Look
from quality.products import place
from quality.scenes import scene_of
from quality.sheet import Sheet
from quality.style import Spec, body, headline, is_dark, kind_of, logo, palette_of, show


def title(sheet: Sheet, spec: Spec, *, top: float = 0.12, px: float = 0.075) -> float:
    """The headline in the middle of the top; returns the height below it."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    dark = is_dark(sheet, (w * 0.1, h * 0.06, w * 0.9, h * 0.22))
    unit = min(w, h)
    look = headline(spec, on_dark=dark)
    box = sheet.say(
        words["title"], w / 2, h * top, unit * spec.get("px", px), look, anchor="ct", max_w=w * 0.86, gap=0.2
    )
    y = box[3]
    if "sub" in words:
        line = sheet.write(
            words["sub"],
            w / 2,
            y + unit * 0.03,
            unit * 0.034,
            body(spec, on_dark=dark),
            anchor="ct",
            max_w=w * 0.84,
        )
        y = max(b for _, b in line.quad)
    return y


def features(sheet: Sheet, spec: Spec) -> None:
    """Icons in circles with a word and a line each: a row along the foot, or a column at one side."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit, items = min(w, h), spec["words"]["features"]
    y = title(sheet, spec)
    column = spec.get("where", "row") == "column"
    if column:
        show(sheet, spec, (w * 0.42, y + h * 0.04, w * 0.97, h * 0.94))
        pitch = (h * 0.95 - y - h * 0.05) / len(items)
        size = min(pitch * 0.62, unit * 0.11)
        for number, (name, *texts) in enumerate(items):
            at = y + h * 0.05 + pitch * (number + 0.5)
            x = w * 0.06
            _feature(sheet, spec, name, (x, at - size / 2, x + size, at + size / 2))
            dark = is_dark(sheet, (x + size, at - size / 2, w * 0.4, at + size / 2))
            _feature_words(
                sheet,
                spec,
                texts,
                x + size * 1.25,
                at,
                size * 0.36,
                "l",
                w * 0.46 - x - size * 1.25,
                dark=dark,
            )
        logo(sheet, spec)
        return
    rows = spec.get("rows", 1)
    per = -(-len(items) // rows)
    band = unit * 0.21 * rows + unit * 0.02
    top = h - band - unit * 0.03
    show(sheet, spec, (w * 0.2, y + h * 0.03, w * 0.8, top - h * 0.03))
    if spec.get("card", True):
        shapes.panel(
            sheet,
            (w * 0.03, top, w * 0.97, h - unit * 0.03),
            (255, 255, 255),
            unit * 0.025,
            opacity=0.93,
            shadow=4,
        )
    for number, (name, *texts) in enumerate(items):
        row, place_ = divmod(number, per)
        step = w * 0.94 / min(per, len(items) - row * per)
        x = w * 0.03 + step * (place_ + 0.5)
        y = top + unit * 0.085 + unit * 0.21 * row
        size = unit * 0.1
        _feature(
            sheet,
            spec,
            name,
            (x - size / 2, y - size / 2 - unit * 0.01, x + size / 2, y + size / 2 - unit * 0.01),
        )
        dark = not spec.get("card", True) and is_dark(sheet, (x - size, y, x + size, min(h, y + size)))
        _feature_words(sheet, spec, texts, x, y + size * 0.86, unit * 0.034, "c", step * 0.92, dark=dark)
    logo(sheet, spec)
    del paint, words


def _feature(sheet: Sheet, spec: Spec, name: str, box: tuple[float, float, float, float]) -> None:
    paint = palette_of(spec)
    if spec.get("discs", True):
        shapes.ellipse(sheet, box, paint.main, to=paint.deep)
        inset = (box[2] - box[0]) * 0.2
        icon(sheet, name, (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), (255, 255, 255))
    else:
        icon(sheet, name, box, paint.accent if is_dark(sheet, box) else paint.main)


def _feature_words(
    sheet: Sheet,
    spec: Spec,
    texts: list[str],
    x: float,
    y: float,
    px: float,
    side: str,
    room: float,
    *,
    dark: bool,
) -> None:
    look = body(spec, on_dark=dark, bold=True)
    y -= px * 0.7 * (len(texts) - 1) if side == "l" else 0
    for number, text in enumerate(texts):
        use = (
            look
            if number == 0
            else replace(body(spec, on_dark=dark), colour=(225, 225, 225) if dark else (120, 116, 112))
        )
        at = y + number * px * (1.4 if side == "l" else 1.25)
        sheet.write(
            text,
            x,
            at,
            px * (1 if number == 0 else 0.74),
            use,
            anchor=side + "m",
            kind=kind_of(text),
            max_w=room,
        )


def steps(sheet: Sheet, spec: Spec) -> None:
    """Numbered pictures of how to use it, each with a line beneath."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit, items = min(w, h), words["steps"]
    y = title(sheet, spec) + h * 0.05
    across = spec.get("across", len(items) if w >= h else 2)
    rows = -(-len(items) // across)
    wide, high = w * 0.92 / across, (h * 0.96 - y) / rows
    scene = spec.get("scenes", ["room", "wood", "tiles", "studio"])
    for number, text in enumerate(items):
        row, column = divmod(number, across)
        x0, y0 = w * 0.04 + wide * column + wide * 0.04, y + high * row
        box = (x0, y0, x0 + wide * 0.92, y0 + high * 0.74)
        part = scene_of(scene[number % len(scene)], round(box[2] - box[0]), round(box[3] - box[1]), sheet.rng)
        sheet.blend(
            np.ones(part.shape[:2], np.float32), part.astype(np.float32), (round(box[0]), round(box[1]))
        )
        name = spec.get("step_products", [spec["product"]])[number % len(spec.get("step_products", [1]))]
        inner = (box[0] + wide * 0.16, box[1] + high * 0.1, box[2] - wide * 0.16, box[3] - high * 0.05)
        show(sheet, spec, inner, name=name, label=False)
        r = unit * 0.036
        shapes.ellipse(
            sheet, (box[0] + r * 0.4, box[1] + r * 0.4, box[0] + r * 2.4, box[1] + r * 2.4), paint.main
        )
        sheet.write(
            str(number + 1),
            box[0] + r * 1.4,
            box[1] + r * 1.4,
            r * 1.3,
            Look("bold"),
            anchor="cm",
            kind="NUMBER",
        )
        middle = (box[0] + box[2]) / 2
        dark = is_dark(sheet, (box[0], box[3], box[2], y0 + high * 0.95))
        lines = text if isinstance(text, list) else [text]
        sheet.say(
            lines,
            middle,
            box[3] + high * 0.06,
            min(unit * 0.038, high * 0.1),
            body(spec, on_dark=dark),
            anchor="ct",
            max_w=wide * 0.9,
            gap=0.3,
        )
    logo(sheet, spec)


def swatches(sheet: Sheet, spec: Spec) -> None:
    """The same thing in several colours, each with its name."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    unit, items = min(w, h), words["colours"]
    y = title(sheet, spec) + h * 0.04
    across = spec.get("across", min(len(items), 3))
    rows = -(-len(items) // across)
    wide, high = w * 0.92 / across, (h * 0.97 - y) / rows
    for number, (text, tint) in enumerate(items):
        row, column = divmod(number, across)
        x0, y0 = w * 0.04 + wide * column, y + high * row
        place(sheet, spec["product"], (x0 + wide * 0.1, y0, x0 + wide * 0.9, y0 + high * 0.72), tuple(tint))
        r, cy = unit * 0.017, y0 + high * 0.86
        dark = is_dark(sheet, (x0, cy - r, x0 + wide, cy + r))
        line = sheet.write(
            text,
            x0 + wide * 0.5 + r * 1.4,
            cy,
            unit * 0.036,
            body(spec, on_dark=dark),
            anchor="cm",
            max_w=wide * 0.74,
        )
        left = min(a for a, _ in line.quad) - r * 2.9
        shapes.ellipse(sheet, (left, cy - r, left + 2 * r, cy + r), (255, 255, 255))
        shapes.ellipse(sheet, (left + 1.5, cy - r + 1.5, left + 2 * r - 1.5, cy + r - 1.5), tuple(tint))
    logo(sheet, spec)


LAYOUTS = {one.__name__: one for one in (features, steps, swatches)}
