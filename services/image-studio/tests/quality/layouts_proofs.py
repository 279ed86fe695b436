"""Pictures that show a thing's measures, what it did, and what is printed upon it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from quality import lettering, shapes
from quality.layouts_facts import title
from quality.lettering import Look
from quality.products import place
from quality.scenes import scene_of
from quality.sheet import Sheet
from quality.style import Spec, body, headline, is_dark, kind_of, logo, palette_of, show


def dimensions(sheet: Sheet, spec: Spec) -> None:
    """The product between arrows that give its measures."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    unit = min(w, h)
    y = title(sheet, spec)
    placed = show(sheet, spec, (w * 0.24, y + h * 0.07, w * 0.8, h * 0.82))
    x0, y0, x1, y1 = placed.box
    px, gap = unit * spec.get("measure_px", 0.036), unit * 0.045
    fine, middle = max(1.5, unit * 0.003), (x0 + x1) / 2
    low = body(spec, on_dark=is_dark(sheet, (x0, y1 + gap * 0.5, x1, min(h, y1 + gap * 3))))
    left = body(spec, on_dark=is_dark(sheet, (x0 - gap * 3, y0, x0 - gap * 0.5, y1)))
    wide, high = words["wide"], words["high"]
    shapes.arrow(sheet, (x0, y1 + gap), (x1, y1 + gap), fine, low.colour)
    sheet.write(wide, middle, y1 + gap + px * 1.1, px, low, anchor="cm", kind=kind_of(wide), max_w=w * 0.5)
    shapes.arrow(sheet, (x0 - gap, y0), (x0 - gap, y1), fine, left.colour)
    for edge in (y0, y1):
        shapes.stroke(sheet, [(x0 - gap * 1.4, edge), (x0 - gap * 0.6, edge)], fine * 0.8, left.colour)
    if spec.get("turned", False):
        at = (x0 - gap - px, (y0 + y1) / 2)
        sheet.write(high, *at, px, left, anchor="cm", rotate=-90, kind=kind_of(high))
    else:
        at = (x0 - gap - px * 0.4, (y0 + y1) / 2)
        sheet.write(high, *at, px, left, anchor="rm", kind=kind_of(high), max_w=x0 - gap - px)
    if "deep" in words:
        deep = words["deep"]
        a, b = (x1 + gap * 0.5, y1 - (y1 - y0) * 0.05), (x1 + gap * 1.7, y1 - (y1 - y0) * 0.2)
        right = body(spec, on_dark=is_dark(sheet, (x1 + gap, b[1] - gap, min(w, x1 + gap * 5), a[1])))
        shapes.arrow(sheet, a, b, fine, right.colour)
        at = (b[0] + px * 0.3, b[1] - px * 0.4)
        sheet.write(deep, *at, px, right, anchor="lm", kind=kind_of(deep), max_w=w * 0.98 - at[0])
    if "note" in words:
        foot = body(spec, on_dark=is_dark(sheet, (w * 0.1, h * 0.92, w * 0.9, h)))
        sheet.write(words["note"], w / 2, h * 0.965, unit * 0.024, foot, anchor="cb", max_w=w * 0.88)
    logo(sheet, spec)


def before_after(sheet: Sheet, spec: Spec) -> None:
    """Two halves of one scene, dull and bright, each named, with a line about what changed."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit = min(w, h)
    y = title(sheet, spec) + h * 0.04
    low = h * 0.86
    stacked = spec.get("stacked", False)
    gap = unit * 0.012
    if stacked:
        half = (low - y - gap) / 2
        boxes = [(w * 0.04, y, w * 0.96, y + half), (w * 0.04, y + half + gap, w * 0.96, low)]
    else:
        boxes = [(w * 0.04, y, w / 2 - gap / 2, low), (w / 2 + gap / 2, y, w * 0.96, low)]
    seed = int(sheet.rng.integers(1 << 30))
    for number, (box, text) in enumerate(zip(boxes, words["panels"], strict=True)):
        size = (round(box[2] - box[0]), round(box[3] - box[1]))
        part = scene_of(spec.get("inner", "skin"), *size, np.random.default_rng(seed)).astype(np.float32)
        if number == 0:
            grey = part.mean(axis=2, keepdims=True)
            part = (part * 0.45 + grey * 0.55) * 0.72
            spots = cv2.GaussianBlur(
                (sheet.rng.random(part.shape[:2]) > 0.9997).astype(np.float32), (0, 0), unit * 0.006
            )
            part *= (1 - np.clip(spots * 40, 0, 0.22))[..., None]
        else:
            part = np.clip(part * 1.06 + 4, 0, 255)
        sheet.blend(np.ones(part.shape[:2], np.float32), part, (round(box[0]), round(box[1])))
        if spec.get("product") and spec.get("inside", False):
            inner = (
                box[0] + size[0] * 0.2,
                box[1] + size[1] * 0.2,
                box[2] - size[0] * 0.2,
                box[3] - size[1] * 0.06,
            )
            tint = tuple(spec["tint"]) if number else tuple(int(0.45 * one + 50) for one in spec["tint"])
            place(sheet, spec["product"], inner, tint)
        px = unit * 0.044
        wide = px * (len(text) + 1.4)
        fill = paint.main if number else (110, 110, 110)
        at = ((box[0] + box[2]) / 2, box[1] + px * 1.5)
        shapes.panel(
            sheet, (at[0] - wide / 2, at[1] - px * 0.9, at[0] + wide / 2, at[1] + px * 0.9), fill, px * 0.9
        )
        sheet.write(text, *at, px, Look("bold"), anchor="cm", max_w=wide * 0.86)
        for row, note in enumerate(words.get("notes", [[], []])[number]):
            y_note = box[3] - px * (1.1 + 1.5 * row)
            shapes.panel(
                sheet, (box[0], y_note - px * 0.7, box[2], y_note + px * 0.7), (20, 20, 20), opacity=0.42
            )
            sheet.write(note, at[0], y_note, px * 0.8, Look("medium"), anchor="cm", max_w=size[0] * 0.9)
    dark = is_dark(sheet, (0, low, w, h))
    sheet.write(
        words["foot"],
        w / 2,
        (low + h) / 2,
        unit * 0.046,
        body(spec, on_dark=dark, bold=True),
        anchor="cm",
        max_w=w * 0.88,
    )
    logo(sheet, spec)


def wrapped(sheet: Sheet, spec: Spec) -> None:
    """Words on an arc over the product, print on its rounded front, and print on a side seen aslant."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    unit = min(w, h)
    placed = show(sheet, spec, (w * 0.2, h * 0.36, w * 0.8, h * 0.94), label="side" not in words)
    x0, y0, x1, y1 = placed.box
    dark = is_dark(sheet, (w * 0.1, h * 0.05, w * 0.9, h * 0.35))
    look, px = headline(spec, on_dark=dark), round(unit * spec.get("px", 0.08))
    patch = lettering.paint(words["arc"], px, replace(look, spacing_em=0.1), fine=True)
    length = (patch.corners[1][0] - patch.corners[0][0]) / 2
    radius = max(length / 2.2, unit * 0.3)
    bent = lettering.on_arc(patch, radius)
    at = (round((x0 + x1) / 2 - bent.alpha.shape[1] / 2), round(max(h * 0.05, y0 - unit * 0.07 - px * 1.5)))
    at = (at[0], round(h * 0.1 - bent.corners[0][1])) if spec.get("high", True) else at
    sheet.put(words["arc"], bent, at, px, look, bent=True)
    if "side" in words:
        for quad_name, text, kind in (
            ("front", words["side"][0], "BRAND"),
            ("edge", words["side"][1], "ON_PRODUCT"),
        ):
            wide, high = x1 - x0, y1 - y0
            if quad_name == "front":
                sheet.write(
                    text,
                    x0 + wide * 0.38,
                    y0 + high * 0.62,
                    high * 0.15,
                    Look("heavy", (255, 252, 240)),
                    anchor="cm",
                    kind=kind,
                    max_w=wide * 0.56,
                )
                continue
            fine = lettering.paint(
                text, round(high * 0.09), Look("bold", (255, 252, 240), opacity=0.85), fine=True
            )
            corners = (
                (x0 + 0.75 * wide, y0 + 0.56 * high),
                (x0 + 0.93 * wide, y0 + 0.405 * high),
                (x0 + 0.93 * wide, y0 + 0.51 * high),
                (x0 + 0.75 * wide, y0 + 0.67 * high),
            )
            patch, *at2 = lettering.moved(fine, corners)
            sheet.put(
                text,
                patch,
                (at2[0], at2[1]),
                round(high * 0.09),
                Look("bold", (255, 252, 240)),
                bent=True,
                kind=kind,
            )
    if "foot" in words:
        dark = is_dark(sheet, (0, h * 0.94, w, h))
        sheet.write(
            words["foot"],
            w / 2,
            h * 0.985,
            unit * 0.032,
            body(spec, on_dark=dark),
            anchor="cb",
            max_w=w * 0.8,
        )
    logo(sheet, spec)


LAYOUTS = {one.__name__: one for one in (dimensions, before_after, wrapped)}
