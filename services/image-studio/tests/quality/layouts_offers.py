"""Pictures that sell by price and promise: badges, sales lines, coupons, legal lines."""

from __future__ import annotations

from quality import shapes
from quality.lettering import Look
from quality.sheet import Box, Sheet
from quality.style import Spec, headline, is_dark, kind_of, logo, palette_of, show


def _stacked(sheet: Sheet, texts: list[str], box: Box, colours: tuple, *, rotate: float = 0.0) -> None:
    """Badge words below each other, the price largest."""
    x0, y0, x1, y1 = box
    weights = [1.7 if kind_of(text) == "NUMBER" else 1.0 for text in texts]
    unit = (y1 - y0) / (sum(weights) + 0.35 * (len(texts) - 1))
    y = y0
    block = sheet.new_block()
    for text, weight, number in zip(texts, weights, range(9), strict=False):
        price = weight > 1
        sheet.write(
            text,
            (x0 + x1) / 2,
            y + unit * weight / 2,
            unit * weight,
            Look("heavy" if price else "bold", colours[number % len(colours)]),
            kind=kind_of(text),
            anchor="cm",
            max_w=x1 - x0,
            block=sheet.new_block() if price else block,
            rotate=rotate,
        )
        y += unit * (weight + 0.35)


def badge(sheet: Sheet, spec: Spec) -> None:
    """A price badge (burst, circle, tag, ribbon, corner) beside the product, a sales line along the foot."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit, form = min(w, h), spec.get("badge", "burst")
    foot = h * 0.87 if "foot" in words else h
    show(sheet, spec, (w * 0.1, h * 0.26, w * (0.9 if form == "ribbon" else 0.72), foot - h * 0.02))
    dark = is_dark(sheet, (w * 0.1, h * 0.05, w * 0.9, h * 0.2))
    middle, room = (w * 0.36, w * 0.6) if form == "corner" else (w / 2, w * 0.84)
    look, px = headline(spec, on_dark=dark), unit * spec.get("px", 0.07)
    sheet.say(words["title"], middle, h * 0.125, px, look, anchor="ct", max_w=room, gap=0.2)
    price, light = words["badge"], ((255, 255, 255), paint.accent)
    if form == "burst":
        c, r = (w * 0.8, h * 0.56), unit * 0.17
        shapes.burst(sheet, c, r, 24, paint.main, paint.deep)
        _stacked(sheet, price, (c[0] - r * 0.66, c[1] - r * 0.5, c[0] + r * 0.66, c[1] + r * 0.5), light)
    elif form == "circle":
        c, r = (w * 0.79, h * 0.6), unit * 0.165
        shapes.ellipse(
            sheet, (c[0] - r, c[1] - r, c[0] + r, c[1] + r), paint.main, to=paint.deep, shadow=r * 0.06
        )
        shapes.ellipse(
            sheet, (c[0] - r * 0.92, c[1] - r * 0.92, c[0] + r * 0.92, c[1] + r * 0.92), paint.accent, width=2
        )
        _stacked(sheet, price, (c[0] - r * 0.68, c[1] - r * 0.52, c[0] + r * 0.68, c[1] + r * 0.52), light)
    elif form == "tag":
        box = (w * 0.56, h * 0.52, w * 0.95, h * 0.52 + unit * 0.19)
        shapes.tag(sheet, box, paint.main, paint.deep)
        _stacked(
            sheet,
            price,
            (box[0] + unit * 0.105, box[1] + unit * 0.03, box[2] - unit * 0.025, box[3] - unit * 0.03),
            light,
        )
    elif form == "ribbon":
        box = (w * 0.2, foot - h * 0.2, w * 0.8, foot - h * 0.09)
        shapes.ribbon(sheet, box, paint.main, paint.deep)
        sheet.write(
            price[0],
            (box[0] + box[2]) / 2,
            (box[1] + box[3]) / 2,
            h * 0.06,
            Look("heavy", paint.accent),
            anchor="cm",
            kind=kind_of(price[0]),
            max_w=(box[2] - box[0]) * 0.86,
        )
    else:
        side = unit * 0.3
        shapes.polygon(sheet, [(w - side, 0), (w, 0), (w, side)], paint.main)
        sheet.write(
            price[0],
            w - side * 0.335,
            side * 0.335,
            side * 0.15,
            Look("bold"),
            rotate=45,
            anchor="cm",
            kind=kind_of(price[0]),
            max_w=side * 0.8,
        )
        if len(price) > 1:
            shapes.panel(
                sheet, (w * 0.6, h * 0.6, w * 0.94, h * 0.76), (255, 255, 255), unit * 0.03, shadow=5
            )
            _stacked(sheet, price[1:], (w * 0.63, h * 0.625, w * 0.91, h * 0.735), (paint.ink, paint.main))
    if "foot" in words:
        shapes.panel(sheet, (0, foot, w, h), paint.main, to=paint.deep)
        _foot(sheet, spec, words["foot"], (w * 0.04, foot, w * 0.96, h))
    logo(sheet, spec)


def _foot(sheet: Sheet, spec: Spec, texts: list[str], box: Box) -> None:
    x0, y0, x1, y1 = box
    step = (x1 - x0) / len(texts)
    for number, text in enumerate(texts):
        colour = palette_of(spec).accent if number == 0 else (255, 255, 255)
        x = x0 + step * (number + 0.5)
        px = (y1 - y0) * (0.4 if len(texts) > 1 else 0.48)
        sheet.write(
            text,
            x,
            (y0 + y1) / 2,
            px,
            Look("bold", colour),
            anchor="cm",
            kind=kind_of(text),
            max_w=step * 0.88,
        )
        if number:
            shapes.stroke(
                sheet,
                [(x0 + step * number, y0 + (y1 - y0) * 0.3), (x0 + step * number, y1 - (y1 - y0) * 0.3)],
                1.5,
                (255, 255, 255),
                opacity=0.6,
            )


def promotion(sheet: Sheet, spec: Spec) -> None:
    """A sales picture: huge words, coupons, dates, and legal lines in very small type at the foot."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit = min(w, h)
    dark = is_dark(sheet, (0, 0, w, h * 0.4))
    box = sheet.say(
        words["title"],
        w / 2,
        h * 0.1,
        unit * spec.get("px", 0.13),
        headline(spec, on_dark=dark),
        anchor="ct",
        gap=0.18,
        max_w=w * 0.88,
    )
    y = box[3] + unit * 0.04
    if "date" in words:
        px = unit * 0.036
        wide = px * (sum(1.0 if ord(one) > 255 else 0.56 for one in words["date"]) + 2)
        shapes.panel(sheet, (w / 2 - wide / 2, y, w / 2 + wide / 2, y + px * 2), paint.accent, px)
        sheet.write(
            words["date"], w / 2, y + px, px, Look("bold", paint.deep), anchor="cm", max_w=wide * 0.88
        )
        y += px * 2 + unit * 0.03
    coupons = words.get("coupons", [])
    if coupons:
        step = w * 0.92 / len(coupons)
        for number, (amount, rule) in enumerate(coupons):
            a = (
                w * 0.04 + step * number + step * 0.06,
                y,
                w * 0.04 + step * (number + 1) - step * 0.06,
                y + unit * 0.16,
            )
            shapes.panel(sheet, a, (255, 250, 240), unit * 0.015, shadow=4)
            for side in (a[0], a[2]):
                shapes.ellipse(
                    sheet,
                    (side - unit * 0.014, y + unit * 0.084, side + unit * 0.014, y + unit * 0.112),
                    paint.main,
                )
            x = (a[0] + a[2]) / 2
            sheet.write(
                amount,
                x,
                y + unit * 0.056,
                unit * 0.07,
                Look("heavy", paint.main),
                anchor="cm",
                kind=kind_of(amount),
                max_w=step * 0.76,
            )
            sheet.write(
                rule,
                x,
                y + unit * 0.126,
                unit * 0.03,
                Look("sans", paint.ink),
                anchor="cm",
                kind=kind_of(rule),
                max_w=step * 0.76,
            )
        y += unit * 0.2
    small = words.get("legal", [])
    rows = sum(1 if isinstance(one, str) else len(one) for one in small)
    foot = h - (rows * 1.5 + 1) * spec.get("legal_px", 13)
    if spec.get("product") and foot - y > h * 0.18:
        show(sheet, spec, (w * 0.2, y, w * 0.8, foot - h * 0.02))
    legal(sheet, spec, small, foot)
    logo(sheet, spec)


def legal(sheet: Sheet, spec: Spec, texts: list[str | list[str]], y: float) -> None:
    """Very small lines, as the law or the platform asks for."""
    px = spec.get("legal_px", 13)
    if not texts:
        return
    dark = is_dark(sheet, (0, y, sheet.w, sheet.h))
    look = Look("sans", (236, 236, 236) if dark else (92, 92, 92))
    for number, (text, block) in enumerate(sheet.sentences(texts)):
        sheet.write(text, sheet.w * 0.04, y + number * px * 1.5, px, look, block=block, max_w=sheet.w * 0.92)


LAYOUTS = {one.__name__: one for one in (badge, promotion)}
