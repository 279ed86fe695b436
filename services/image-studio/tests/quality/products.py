"""Goods as shaded shapes: parts in a unit box, each rounded by its own outline and lit from the left.

`place` sets one on a sheet with its shadow and returns where a label may be printed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from quality.goods import GOODS, Part
from quality.sheet import Box, Sheet

_FINE = 2
_TINTS: dict[str, tuple[float, float, float]] = {
    "metal": (198, 202, 208), "dark": (46, 47, 52), "white": (240, 240, 238), "skin": (234, 190, 160),
    "wood": (176, 124, 78), "glass": (206, 226, 234), "screen": (28, 34, 52), "gold": (206, 164, 92),
    "red": (200, 44, 48), "cream": (245, 232, 210),
}  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A product in a picture: its whole box, its label's box and surface, and its colour there."""

    box: Box
    label: Box
    surface: str
    tone: tuple[int, int, int]


def _curve(points: tuple[float, ...]) -> np.ndarray:
    """A closed smooth outline through the points (Catmull-Rom)."""
    pairs = np.array(points, np.float32).reshape(-1, 2)
    before, after, beyond = np.roll(pairs, 1, 0), np.roll(pairs, -1, 0), np.roll(pairs, -2, 0)
    steps = np.linspace(0, 1, 14, endpoint=False, dtype=np.float32)[None, :, None]
    a, b, c, d = (one[:, None] for one in (before, pairs, after, beyond))
    drawn = 0.5 * (
        2 * b + (c - a) * steps + (2 * a - 5 * b + 4 * c - d) * steps**2 + (3 * b - a - 3 * c + d) * steps**3
    )
    return np.asarray(drawn.reshape(-1, 2))


def _outline(part: Part, w: int, h: int) -> np.ndarray:
    mask = np.zeros((h, w), np.uint8)
    scale = np.array([w, h], np.float32)
    at = part.at
    if part.form == "ellipse":
        centre = (int((at[0] + at[2]) / 2 * w), int((at[1] + at[3]) / 2 * h))
        cv2.ellipse(
            mask, centre, (int((at[2] - at[0]) / 2 * w), int((at[3] - at[1]) / 2 * h)), 0, 0, 360, 255, -1
        )
    elif part.form == "box":
        r = max(1, int(at[4] * w))
        x0, y0, x1, y1 = int(at[0] * w) + r, int(at[1] * h) + r, int(at[2] * w) - r, int(at[3] * h) - r
        cv2.rectangle(mask, (x0, y0), (max(x0, x1), max(y0, y1)), 255, -1)
        mask = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * r + 1, 2 * r + 1)))
    elif part.form == "tube":
        line = (np.array(at[1:], np.float32).reshape(-1, 2) * scale).astype(np.int32)
        cv2.polylines(mask, [line], part.closed, 255, max(2, int(at[0] * w)))
        for point in line:
            cv2.circle(mask, point.tolist(), max(1, int(at[0] * w / 2)), 255, -1)
    else:
        pairs = _curve(at) if part.form == "blob" else np.array(at, np.float32).reshape(-1, 2)
        cv2.fillPoly(mask, [(pairs * scale).astype(np.int32)], 255)
    return mask


def _light(mask: np.ndarray, part: Part) -> tuple[np.ndarray, np.ndarray]:
    """How light each pixel of the part is, and how much it shines."""
    h, w = mask.shape
    if part.shade == "flat":
        ys = np.linspace(1.05, 0.93, h, dtype=np.float32)[:, None]
        return np.broadcast_to(ys, (h, w)), np.zeros((h, w), np.float32)
    if part.shade == "cylinder":
        columns = np.flatnonzero(mask.max(axis=0))
        across = np.clip((np.arange(w) - columns[0]) / max(1, columns[-1] - columns[0]), 0, 1) * 2 - 1
        light = 0.5 + 0.62 * np.sqrt(np.clip(1 - (across + 0.28) ** 2 * 0.72, 0, 1))
        shine = np.exp(-(((across + 0.55) / 0.09) ** 2)) * 0.8 + 0.35 * np.exp(
            -(((across - 0.78) / 0.06) ** 2)
        )
        return (
            np.broadcast_to(light.astype(np.float32), (h, w)),
            np.broadcast_to(shine.astype(np.float32), (h, w)) * part.gloss,
        )
    deep = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    reach = min(float(deep.max()), min(h, w) * part.swell)
    level = np.clip(deep / max(reach, 1), 0, 1)
    height = cv2.GaussianBlur(np.sqrt(1 - (1 - level) ** 2) * reach, (0, 0), max(1.0, reach * 0.12))
    dx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) / 8
    dy = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) / 8
    norm = np.sqrt(dx**2 + dy**2 + 1)
    facing = (dx * 0.45 + dy * 0.55 + 0.72) / norm
    return 0.42 + 0.72 * np.clip(facing, 0, 1.2), np.clip((facing - 0.9) * 8, 0, 1) ** 3 * part.gloss


def place(
    sheet: Sheet, name: str, box: Box, colour: tuple[int, int, int], *, shadow: str = "floor"
) -> Placed:
    """Set the product into the box (keeping its own proportions, standing on the box's floor)."""
    good = GOODS[name]
    high = min(box[3] - box[1], (box[2] - box[0]) / good.aspect)
    wide = high * good.aspect
    x0, y0 = (box[0] + box[2] - wide) / 2, box[3] - high
    w, h = round(wide * _FINE), round(high * _FINE)
    rgb = np.zeros((h, w, 3), np.float32)
    alpha = np.zeros((h, w), np.float32)
    for part in good.parts:
        mask = _outline(part, w, h)
        for hole in part.holes:
            mask[_outline(hole, w, h) > 0] = 0
        if not mask.any():
            continue
        light, shine = _light(mask, part)
        tint = np.array(colour if part.tint == "main" else _TINTS.get(part.tint, colour), np.float32)
        if part.tint.startswith("main*"):
            tint = np.clip(np.array(colour, np.float32) * float(part.tint[5:]), 0, 255)
        lit = tint * light[..., None] + 255 * shine[..., None] * (1 - tint / 255 * 0.4)
        if part.ribs:
            ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
            lit *= (1 + 0.07 * np.sin((xs if part.ribs > 0 else ys) / max(w, h) * abs(part.ribs) * 6.28))[
                ..., None
            ]
        cover = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 0.8) * part.opacity
        edge = np.clip(
            cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), max(1.5, w * 0.006)) * 2 - 1, 0, 1
        )
        lit *= (0.86 + 0.14 * edge)[..., None]
        rgb += (lit - rgb) * cover[..., None]
        alpha = cover + alpha * (1 - cover)
    size = (round(wide), round(high))
    rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    at = (round(x0), round(y0))
    if shadow == "floor":
        _shadow_under(sheet, alpha, at)
    elif shadow == "drop":
        pad = math.ceil(high * 0.06)
        cast = cv2.GaussianBlur(np.pad(alpha, pad), (0, 0), high * 0.02)
        sheet.blend(
            cast * 0.4, (20, 16, 14), (at[0] - pad + round(high * 0.02), at[1] - pad + round(high * 0.03))
        )
    sheet.blend(alpha, rgb, at)
    a, b, c, d = good.label
    label = (x0 + a * wide, y0 + b * high, x0 + c * wide, y0 + d * high)
    middle = rgb[round((b + d) / 2 * size[1]), round((a + c) / 2 * size[0])]
    return Placed((x0, y0, x0 + wide, y0 + high), label, good.surface, tuple(int(one) for one in middle))


def _shadow_under(sheet: Sheet, alpha: np.ndarray, at: tuple[int, int]) -> None:
    h, w = alpha.shape
    rows = np.flatnonzero(alpha.max(axis=1) > 0.4)
    foot = np.flatnonzero(alpha[max(0, rows[-1] - max(2, h // 16)) : rows[-1] + 1].max(axis=0) > 0.4)
    cx, half = (foot[0] + foot[-1]) / 2, (foot[-1] - foot[0]) / 2 + w * 0.04
    deep = max(4.0, half * 0.16)
    pad = math.ceil(deep * 3)
    mask = np.zeros((math.ceil(2 * deep) + 2 * pad, math.ceil(2 * half) + 2 * pad), np.float32)
    centre = (mask.shape[1] // 2, mask.shape[0] // 2)
    cv2.ellipse(mask, centre, (int(half), int(deep)), 0, 0, 360, 1, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), deep * 0.5)
    sheet.blend(
        soft * 0.5, (24, 18, 14), (round(at[0] + cx - centre[0]), round(at[1] + rows[-1] - centre[1]))
    )
