"""What a designer decides once a picture: colours, the look of its lettering, its logo and label."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quality import lettering
from quality.lettering import Colour, Look
from quality.products import Placed, place
from quality.sheet import Box, Sheet

Spec = dict[str, Any]
"""One picture as `*.yaml` tells it: layout, size, scene, product, brand, colours, looks and words."""


@dataclass(frozen=True)
class Palette:
    """`main` and its `deep` and `pale` tones, an `accent` against it, and `ink` for text on light ground."""

    main: Colour
    deep: Colour
    pale: Colour
    accent: Colour
    ink: Colour


PALETTES: dict[str, Palette] = {
    "red": Palette((226, 35, 46), (168, 16, 30), (255, 236, 228), (255, 221, 92), (66, 24, 24)),
    "orange": Palette((255, 104, 20), (214, 70, 0), (255, 240, 222), (255, 232, 110), (74, 40, 16)),
    "teal": Palette((20, 150, 146), (10, 98, 104), (226, 246, 243), (255, 190, 80), (20, 58, 62)),
    "navy": Palette((30, 66, 132), (16, 36, 84), (228, 236, 250), (255, 196, 60), (22, 30, 54)),
    "pink": Palette((238, 98, 142), (196, 52, 104), (255, 234, 240), (255, 236, 150), (92, 36, 58)),
    "green": Palette((64, 150, 70), (30, 98, 46), (232, 246, 226), (255, 206, 70), (30, 56, 32)),
    "purple": Palette((122, 78, 190), (78, 42, 140), (240, 232, 252), (255, 210, 90), (52, 34, 84)),
    "gold": Palette((46, 40, 36), (24, 20, 18), (246, 236, 214), (224, 186, 112), (52, 42, 32)),
    "brown": Palette((140, 92, 58), (96, 58, 34), (248, 238, 226), (216, 92, 50), (70, 44, 28)),
    "grey": Palette((84, 92, 102), (48, 54, 62), (240, 242, 244), (238, 96, 40), (44, 48, 54)),
}

_HAN = re.compile(r"[㐀-鿿]")
_SIZE_CODE = re.compile(r"\d*X*[SML](/\d+)?")


def kind_of(text: str) -> str:
    """NUMBER for figures, prices, measures and size codes without a Chinese word; TEXT for all else."""
    bare = re.sub(r"元", "", text)
    if _HAN.search(bare) is None and (re.search(r"\d", bare) or _SIZE_CODE.fullmatch(bare)):
        letters = re.sub(r"(cm|mm|kg|ml|mah|ghz|hz|oz|[smlxgwv℃])", "", bare, flags=re.IGNORECASE)
        return "NUMBER" if not re.search(r"[A-Za-z]{2}", letters) else "TEXT"
    return "TEXT"


def palette_of(spec: Spec) -> Palette:
    """The picture's colours."""
    return PALETTES[spec.get("palette", "red")]


def headline(spec: Spec, *, on_dark: bool) -> Look:
    """The look of the picture's largest words."""
    paint, white = palette_of(spec), (255, 255, 255)
    pale, rich = ((255, 246, 205), (240, 178, 78)) if on_dark else (paint.main, paint.deep)
    looks: dict[str, dict[str, Any]] = {
        "plain": {},
        "main": {"colour": paint.accent if on_dark else paint.main},
        "outlined": {"colour": paint.accent, "outline": paint.deep, "outline_em": 0.06},
        "white_outlined": {"colour": paint.main, "outline": white, "outline_em": 0.08},
        "double": {"colour": white, "outline": paint.main, "second_outline": paint.accent},
        "shadow": {"colour": white, "shadow": (10, 10, 14), "shadow_em": 0.05},
        "glow": {"colour": white, "glow": paint.main},
        "gradient": {"colour": pale, "to_colour": rich},
        "gradient_outlined": {"colour": (255, 250, 200), "to_colour": (255, 176, 40), "outline": paint.deep},
    }
    plain = Look(
        spec.get("style", "heavy"), white if on_dark else paint.ink, spacing_em=spec.get("spacing", 0.0)
    )
    return replace(plain, **looks[spec.get("look", "plain")])


def body(spec: Spec, *, on_dark: bool, bold: bool = False) -> Look:
    """The look of smaller words."""
    quiet = {
        "brush": "kai",
        "serif": "song",
        "songheavy": "song",
        "rounded": "hei",
        "hei": "hei",
        "light": "light",
    }
    style = quiet.get(spec.get("style", "heavy"), "sans")
    return Look(
        "bold" if bold and style == "sans" else style, (255, 255, 255) if on_dark else palette_of(spec).ink
    )


def is_dark(sheet: Sheet, box: Box) -> bool:
    """Whether white letters read better there."""
    return sheet.tone(box) < 150


def logo(sheet: Sheet, spec: Spec, *, corner: str = "lt") -> None:
    """The brand's name in a corner, as shops set it on their main pictures."""
    if not spec.get("brand") or spec.get("logo") is False:
        return
    unit = min(sheet.w, sheet.h)
    edge = unit * 0.045
    x, y = (edge if corner[0] == "l" else sheet.w - edge), (edge if corner[1] == "t" else sheet.h - edge)
    across = (0, unit * 0.25) if corner[0] == "l" else (sheet.w - unit * 0.25, sheet.w)
    down = (0, unit * 0.1) if corner[1] == "t" else (sheet.h - unit * 0.1, sheet.h)
    dark = is_dark(sheet, (across[0], down[0], across[1], down[1]))
    look = Look(
        spec.get("logo_style", "serif"), (255, 255, 255) if dark else palette_of(spec).ink, spacing_em=0.12
    )
    sheet.write(spec["brand"], x, y, max(16, unit * 0.042), look, kind="BRAND", anchor=corner)


def show(
    sheet: Sheet, spec: Spec, box: Box, *, label: bool = True, name: str = "", shadow: str = "floor"
) -> Placed:
    """Set the picture's product into the box, with its maker's name and label printed upon it."""
    tint = tuple(spec.get("tint", (200, 80, 60)))
    placed = place(sheet, name or spec["product"], box, tint, shadow=shadow)
    if label:
        print_label(sheet, spec, placed)
    return placed


def print_label(sheet: Sheet, spec: Spec, placed: Placed) -> None:
    """The maker's name and the label's words on the product, bent round it where it is round."""
    words = [
        (spec.get("mark", spec.get("brand", "")), "BRAND"),
        *((one, "ON_PRODUCT") for one in spec.get("label", [])),
    ]
    words = [one for one in words if one[0]]
    x0, y0, x1, y1 = placed.label
    wide, high = x1 - x0, y1 - y0
    light = float(np.mean(sheet.ground[round((y0 + y1) / 2), round((x0 + x1) / 2), :3]))
    look = Look(
        spec.get("label_style", "bold"), (250, 250, 248) if light < 140 else (52, 44, 42), opacity=0.92
    )
    y = y0 + high * 0.5 / (len(words) + 0.5)
    for number, (text, kind) in enumerate(words):
        length = sum(1.0 if ord(one) > 255 else 0.56 for one in text)
        px = round(
            min(high / (len(words) * 1.5 + 0.4) * (1.25 if number == 0 else 0.8), wide / length * 0.92)
        )
        if px < 11:
            continue
        middle = y + high / len(words) * 0.5 - px * 0.2
        if placed.surface == "cylinder":
            radius = (placed.box[2] - placed.box[0]) / 2 * 0.96
            patch = lettering.on_cylinder(
                lettering.paint(text, px, look, fine=True), radius, (placed.box[3] - placed.box[1]) * 0.012
            )
            at = (round((x0 + x1) / 2 - patch.alpha.shape[1] / 2), round(middle - patch.alpha.shape[0] / 2))
            sheet.put(text, patch, at, px, look, bent=True, kind=kind)
        else:
            sheet.write(text, (x0 + x1) / 2, middle, px, look, kind=kind, anchor="cm")
        y += high / (len(words) + 0.25)
