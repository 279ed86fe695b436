"""Settings onto the picture, and whether they can be read there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Box, Floats, Mask, Pixels, shape_of
from image_studio.domain.ink.patches import lab_of
from image_studio.domain.masks import rectangle
from image_studio.domain.setting.courses import draw
from image_studio.domain.setting.layout import Placed
from image_studio.domain.setting.rules_beside import united
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.warps import Stamp, inside, laid_back


def paint(
    erased: Pixels, placed: Sequence[Placed], typesetter: Typesetter
) -> tuple[Pixels, dict[int, Stamp], NDArray[np.uint8]]:
    """Draw the settings.

    Returns:
        The picture; by block index where its new ink lies; the ink's coverage, 0..255.
    """
    canvas = erased.copy()
    cover = np.zeros(shape_of(erased), np.uint8)
    inks: dict[int, Stamp] = {}
    for item in placed:
        area = united(item.setting.box, item.rules).grown(2).outward()
        drawing = draw(typesetter, item.setting, area)
        on_fill, on_edge, on_shadow = (
            laid_back(layer, item.frame, area, shape_of(erased))
            for layer in (drawing.fill, drawing.edge, drawing.shadow)
        )
        if item.shadow is not None:
            _blend(canvas, on_shadow, item.shadow)
        if item.outline is not None and item.setting.outline_px:
            _blend(canvas, on_edge, item.outline)
        if item.gradient is None or item.setting.style.upright:
            _blend(canvas, on_fill, item.color)
        else:
            way = laid_back(_way_down(item, area, typesetter), item.frame, area, shape_of(erased))
            share = way.layer.astype(np.float32)[..., None] / 255.0
            top, bottom = (np.array(end, np.float32) for end in item.gradient)
            _blend(canvas, on_fill, top * (1.0 - share) + bottom * share)
        layers = [on_fill.layer, on_edge.layer, on_shadow.layer]
        for rule in item.rules:
            drawn = rectangle((round(area.height), round(area.width)), area, rule.box)
            on_rule = laid_back(drawn.astype(np.uint8) * 255, item.frame, area, shape_of(erased))
            _blend(canvas, on_rule, rule.color)
            layers.append(on_rule.layer)
        both = Stamp(on_fill.left, on_fill.top, np.maximum.reduce(layers))
        inks[item.index] = both
        cover[both.window()] = np.maximum(cover[both.window()], both.layer)
    return canvas, inks, cover


def _way_down(item: Placed, area: Box, typesetter: Typesetter) -> NDArray[np.uint8]:
    """How far down its line each pixel of an area lies: ``uint8[height, width]``, 255 = at the foot."""
    box, lines = item.setting.box, len(item.setting.lines)
    pitch = typesetter.pitch(item.setting.style, item.setting.size_px)
    below = np.arange(round(area.height)) + 0.5 + area.top - box.top
    line = np.clip(np.floor(below / pitch), 0, lines - 1)
    tall = max(1.0, box.height - pitch * (lines - 1))
    down = np.rint(255 * np.clip((below - line * pitch) / tall, 0, 1)).astype(np.uint8)
    return np.repeat(down[:, None], round(area.width), axis=1)


def _blend(canvas: Pixels, stamp: Stamp, color: tuple[int, int, int] | Floats) -> None:
    share = stamp.layer.astype(np.float32)[..., None] / 255.0
    window = stamp.window()
    mixed = canvas[window] * (1.0 - share) + np.array(color, np.float32) * share
    canvas[window] = np.round(mixed).astype(np.uint8)


def contrast_under(erased: Pixels, item: Placed, cover: Mask) -> float:
    """Lab distance between the lettering and the ground it now stands on; a letter is read by
    its fill, its outline or its shadow, whichever stands out most."""
    stamp = inside(item.frame, item.setting.box, shape_of(erased))
    ground = erased[stamp.window()][stamp.mask & ~cover[stamp.window()]]
    if not len(ground):
        return 100.0
    colours = [colour for colour in (item.color, item.outline, item.shadow) if colour is not None]
    lab = lab_of(np.vstack([ground, colours])[None].astype(np.uint8))[0]
    under = lab[: len(ground)]
    return max(float(np.percentile(lengths(under - colour), 25)) for colour in lab[len(ground) :])
