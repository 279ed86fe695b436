"""One line of letters on a patch of its own: glyphs, outline, shadow, glow, gradient, bent or turned."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw

from quality.faces import Face, face_for

Colour = tuple[int, int, int]
Corners = tuple[tuple[float, float], ...]

_FINE = 2
"""Bent and turned lines are drawn this much larger and then brought to size, as picture editors do."""


@dataclass(frozen=True)
class Look:
    """How a line is painted; lengths are in ems, colours RGB."""

    style: str = "bold"
    colour: Colour = (255, 255, 255)
    to_colour: Colour | None = None
    """The lower colour of a gradient."""
    outline: Colour | None = None
    outline_em: float = 0.07
    second_outline: Colour | None = None
    shadow: Colour | None = None
    shadow_em: float = 0.06
    shadow_soft: float = 0.05
    glow: Colour | None = None
    glow_em: float = 0.22
    spacing_em: float = 0.0
    opacity: float = 1.0
    slant: float = 0.0
    strike: bool = False


@dataclass(frozen=True)
class Patch:
    """A painted line. `rgb` (h, w, 3) and `alpha` (h, w) hold all of it, `ink` (h, w) letters and outlines.

    `corners` are the letters' box in the patch, clockwise from the first letter's top left.
    """

    rgb: np.ndarray
    alpha: np.ndarray
    ink: np.ndarray
    corners: Corners
    face: Face = field(compare=False)


def _glyphs(
    text: str, face: Face, px: int, look: Look, *, upright: bool, stroke: int, pad: int
) -> np.ndarray:
    font = face.at(px)
    gap = look.spacing_em * px
    if face.round_join:
        stroke += max(1, round(px * 0.028))
    if upright:
        pitch = px * 1.06 + gap
        size = (round(px * 1.05) + 2 * pad, round(pitch * len(text)) + 2 * pad)
        sheet = Image.new("L", size, 0)
        pen = ImageDraw.Draw(sheet)
        for number, letter in enumerate(text):
            at = (size[0] / 2, pad + pitch * (number + 0.5))
            pen.text(at, letter, 255, font=font, anchor="mm", stroke_width=stroke)
        return np.asarray(sheet)
    ascent, descent = font.getmetrics()
    if not gap:
        width = font.getlength(text)
        sheet = Image.new("L", (math.ceil(width) + 2 * pad, ascent + descent + 2 * pad), 0)
        ImageDraw.Draw(sheet).text((pad, pad), text, 255, font=font, stroke_width=stroke, anchor="la")
        return np.asarray(sheet)
    advances = [font.getlength(letter) + gap for letter in text]
    sheet = Image.new("L", (math.ceil(sum(advances)) + 2 * pad, ascent + descent + 2 * pad), 0)
    pen = ImageDraw.Draw(sheet)
    x = float(pad)
    for letter, advance in zip(text, advances, strict=True):
        pen.text((x, pad), letter, 255, font=font, stroke_width=stroke, anchor="la")
        x += advance
    return np.asarray(sheet)


def _over(rgb: np.ndarray, alpha: np.ndarray, mask: np.ndarray, colour: np.ndarray) -> None:
    shown = mask + alpha * (1 - mask)
    weight = np.where(shown > 1e-4, mask / np.maximum(shown, 1e-4), 0)[..., None]
    rgb += (colour - rgb) * weight
    alpha[:] = shown


def _blurred(mask: np.ndarray, sigma: float) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(sigma, 0.4)))


def paint(text: str, px: int, look: Look, *, upright: bool = False, fine: bool = False) -> Patch:
    """The line on a patch of its own, at twice the size where it will be bent or turned (`fine`)."""
    face = face_for(look.style, text)
    px = px * _FINE if fine else px
    edge = max(1, round(px * look.outline_em)) if look.outline else 0
    rim = edge + max(1, round(px * 0.06)) if look.second_outline else edge
    reach = px * (look.glow_em * 2.2 if look.glow else 0) + px * (
        look.shadow_em * 2 + look.shadow_soft * 3
    ) * (look.shadow is not None)
    pad = math.ceil(rim + reach + px * 0.25) + 2

    def glyphs(stroke: int) -> np.ndarray:
        drawn = _glyphs(text, face, px, look, upright=upright, stroke=stroke, pad=pad)
        if look.strike:
            drawn = drawn.copy()
            middle = drawn.shape[0] // 2 + px // 12
            drawn[middle : middle + max(1, px // 14), pad:-pad] = 255
        drawn = drawn.astype(np.float32) / 255
        if look.slant:
            height = drawn.shape[0]
            lean = np.array([[1, -look.slant, look.slant * height / 2], [0, 1, 0]], np.float32)
            drawn = cv2.warpAffine(drawn, lean, drawn.shape[::-1], flags=cv2.INTER_LINEAR)
        return drawn

    body = glyphs(0)
    widest = glyphs(rim) if rim else body
    ink = np.maximum(body, widest)
    rgb = np.zeros((*body.shape, 3), np.float32)
    rgb[:] = look.colour
    alpha = np.zeros(body.shape, np.float32)
    if look.glow:
        halo = np.clip(_blurred(ink, px * look.glow_em * 0.45) * 1.9, 0, 0.85)
        _over(rgb, alpha, halo, np.array(look.glow, np.float32))
    if look.shadow:
        step = max(1, round(px * look.shadow_em))
        cast = np.zeros_like(ink)
        cast[step:, step:] = ink[:-step, :-step]
        _over(rgb, alpha, _blurred(cast, px * look.shadow_soft) * 0.7, np.array(look.shadow, np.float32))
    if look.second_outline:
        _over(rgb, alpha, widest, np.array(look.second_outline, np.float32))
    if look.outline:
        _over(rgb, alpha, glyphs(edge) if rim > edge else widest, np.array(look.outline, np.float32))
    fill = np.array(look.colour, np.float32)
    rows = np.flatnonzero(ink.max(axis=1) > 0.3)
    if look.to_colour:
        ramp = np.clip((np.arange(body.shape[0]) - rows[0]) / max(1, rows[-1] - rows[0]), 0, 1)[:, None, None]
        fill = fill * (1 - ramp) + np.array(look.to_colour, np.float32) * ramp
        fill = np.broadcast_to(fill, rgb.shape)
    _over(rgb, alpha, body, fill.astype(np.float32))
    columns = np.flatnonzero(ink.max(axis=0) > 0.3)
    left, right, top, bottom = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
    box = ((left, top), (right, top), (right, bottom), (left, bottom))
    corners = tuple((float(x), float(y)) for x, y in box)
    return Patch(rgb, alpha * look.opacity, ink * look.opacity, corners, face)


def moved(patch: Patch, corners: Corners) -> tuple[Patch, int, int]:
    """A fine patch set so that its box's corners lie at `corners` of the picture, and its place (x, y)."""
    source = np.array(patch.corners, np.float32)
    target = np.array(corners, np.float32)
    turn = cv2.getPerspectiveTransform(source, target)
    height, width = patch.alpha.shape
    rim = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    reach = cv2.perspectiveTransform(rim, turn)[0]
    x, y = np.floor(reach.min(axis=0)).astype(int)
    size = tuple(int(one) for one in np.ceil(reach.max(axis=0)).astype(int) - (x, y) + 1)
    shift = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]], np.float64)

    def warped(layer: np.ndarray, border: int) -> np.ndarray:
        soft = cv2.GaussianBlur(layer, (0, 0), 0.6)
        return np.asarray(
            cv2.warpPerspective(soft, shift @ turn, size, flags=cv2.INTER_LINEAR, borderMode=border)
        )

    return (
        Patch(
            warped(patch.rgb, cv2.BORDER_REPLICATE),
            warped(patch.alpha, cv2.BORDER_CONSTANT),
            warped(patch.ink, cv2.BORDER_CONSTANT),
            tuple((float(a - x), float(b - y)) for a, b in corners),
            patch.face,
        ),
        int(x),
        int(y),
    )


def _remapped(patch: Patch, from_x: np.ndarray, from_y: np.ndarray) -> Patch:
    def warped(layer: np.ndarray, border: int) -> np.ndarray:
        soft = cv2.GaussianBlur(layer, (0, 0), 0.6)
        where = (from_x.astype(np.float32), from_y.astype(np.float32))
        return np.asarray(cv2.remap(soft, *where, cv2.INTER_LINEAR, borderMode=border))

    ink = warped(patch.ink, cv2.BORDER_CONSTANT)
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.3), np.flatnonzero(ink.max(axis=0) > 0.3)
    left, right, top, bottom = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
    box = ((left, top), (right, top), (right, bottom), (left, bottom))
    corners = tuple((float(x), float(y)) for x, y in box)
    alpha = warped(patch.alpha, cv2.BORDER_CONSTANT)
    return Patch(warped(patch.rgb, cv2.BORDER_REPLICATE), alpha, ink, corners, patch.face)


def on_arc(patch: Patch, radius: float) -> Patch:
    """A fine patch with its letters standing on a circle of `radius` pixels, the middle letter upright.

    A negative radius hangs them inside the lower half of the circle.
    """
    height, width = patch.alpha.shape
    bend = abs(radius) * _FINE
    sign = 1 if radius > 0 else -1
    half = width / 2 / bend
    out_w = math.ceil(2 * (bend + height) * math.sin(min(half, math.pi / 2)) / _FINE) + 4
    out_h = math.ceil((bend + height - (bend - height) * math.cos(min(half, math.pi / 2))) / _FINE) + 4
    ys, xs = np.mgrid[0:out_h, 0:out_w].astype(np.float64)
    across = (xs - out_w / 2) * _FINE
    down = ys * _FINE if sign > 0 else (out_h - ys) * _FINE
    rise = bend + height / 2 - down
    angle = np.arctan2(across, rise)
    distance = np.hypot(across, rise)
    from_x = width / 2 + angle * bend
    from_y = height / 2 - (distance - bend) * sign
    return _remapped(patch, from_x, from_y)


def on_cylinder(patch: Patch, radius: float, sag: float) -> Patch:
    """A fine patch printed round an upright cylinder of `radius` pixels, seen from above (`sag` px)."""
    height, width = patch.alpha.shape
    reach = min(width / 2 / _FINE / radius, 1.35)
    out_w, out_h = math.ceil(2 * radius * math.sin(reach)) + 2, math.ceil(height / _FINE + abs(sag)) + 2
    ys, xs = np.mgrid[0:out_h, 0:out_w].astype(np.float64)
    turn = np.arcsin(np.clip((xs - out_w / 2) / radius, -0.999, 0.999))
    from_x = width / 2 + turn * radius * _FINE
    from_y = (ys - sag * np.cos(turn)) * _FINE
    return _remapped(patch, from_x, from_y)
