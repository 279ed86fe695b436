"""Grounds like a photographer's: rooms, wood, cloth, tiles, skies, leaves, lights out of focus, studio paper.

Each is `scene(w, h, rng) -> (h, w, 3) float32, 0-255`; `scene_of` adds the lens (falling light, grain).
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from quality.surfaces import (
    Ground,
    blurred,
    fabric,
    floral,
    hsv,
    marble,
    noise,
    pebbles,
    ramp,
    sand,
    tiles,
    water,
    wood,
)

Scene = Callable[[int, int, np.random.Generator], Ground]


def bokeh(w: int, h: int, rng: np.random.Generator) -> Ground:
    hue = rng.random()
    ground = ramp(w, h, hsv(hue, 0.6, 0.16), hsv(hue + 0.08, 0.55, 0.34))
    for layer in range(2):
        lights = np.zeros_like(ground)
        for _ in range(int(rng.integers(22, 40))):
            spot = hsv(hue + rng.normal(0, 0.09), rng.uniform(0.25, 0.8), 1) * rng.uniform(0.2, 0.6)
            r = int(min(w, h) * rng.uniform(0.02, 0.085) * (1.5 - layer * 0.7))
            centre = (int(rng.integers(w)), int(rng.normal(0.42, 0.24) * h))
            disc = np.zeros((2 * r + 1, 2 * r + 1), np.float32)
            cv2.circle(disc, (r, r), r, 0.8, -1, cv2.LINE_AA)
            cv2.circle(disc, (r, r), max(1, r - 2), 1.0, 2, cv2.LINE_AA)
            x0, y0 = centre[0] - r, centre[1] - r
            a, b = max(0, x0), max(0, y0)
            c, d = min(w, x0 + 2 * r + 1), min(h, y0 + 2 * r + 1)
            if c > a and d > b:
                lights[b:d, a:c] += disc[b - y0 : d - y0, a - x0 : c - x0, None] * spot
        ground += blurred(lights, min(w, h) * (0.02 - 0.012 * layer))
    return ground


def sky(w: int, h: int, rng: np.random.Generator) -> Ground:
    ground = ramp(w, h, hsv(0.58, rng.uniform(0.5, 0.7), 0.86), hsv(0.55, 0.16, 0.98), 0.8)
    clouds = noise(w, h, rng, 2.2, 6)
    cover = np.clip((clouds - 0.05) * 1.3, 0, 1)[..., None]
    shade = np.clip(0.98 - 0.16 * blurred(np.clip(clouds, 0, 2), h * 0.02), 0.6, 1)[..., None]
    ground = ground * (1 - cover) + np.float32([255, 253, 250]) * shade * cover
    line = (h * (0.78 + 0.03 * noise(w, 2, rng, 0.9, 3)[0])).astype(np.float32)
    ys = np.mgrid[0:h, 0:w][0].astype(np.float32)
    land = np.clip(ys - line[None], 0, 1)[..., None]
    grass = hsv(rng.uniform(0.22, 0.33), 0.55, 0.55) * (0.9 + 0.18 * noise(w, h, rng, 12, 5)[..., None])
    return ground * (1 - land) + grass * (1.15 - 0.4 * (ys - h * 0.78) / h)[..., None] * land


def foliage(w: int, h: int, rng: np.random.Generator) -> Ground:
    ground = ramp(w, h, hsv(0.3, 0.5, 0.32), hsv(0.33, 0.6, 0.2))
    unit = min(w, h)
    for layer, (count, blur) in enumerate(((160, 0.02), (150, 0.007), (110, 0.0))):
        for _ in range(count):
            length = unit * rng.uniform(0.04, 0.1) * (1.3 - layer * 0.15)
            at = (int(rng.integers(w)), int(rng.integers(h)))
            tone = hsv(rng.normal(0.29, 0.03), rng.uniform(0.4, 0.75), rng.uniform(0.25, 0.5) + 0.14 * layer)
            turn = float(rng.uniform(0, 180))
            size = (int(length), int(length * rng.uniform(0.25, 0.4)))
            cv2.ellipse(ground, at, size, turn, 0, 360, tone.tolist(), -1, cv2.LINE_AA)
            tip = (
                int(at[0] + size[0] * np.cos(np.radians(turn))),
                int(at[1] + size[0] * np.sin(np.radians(turn))),
            )
            cv2.line(ground, at, tip, (tone * 1.2).tolist(), max(1, int(length / 30)), cv2.LINE_AA)
        if blur:
            ground = blurred(ground, unit * blur)
    return ground


def skin(w: int, h: int, rng: np.random.Generator) -> Ground:
    ground = ramp(w, h, hsv(0.06, 0.1, 0.97), hsv(0.05, 0.2, 0.9))
    tone = hsv(0.055, rng.uniform(0.26, 0.36), 0.93)
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    shoulder = h * (0.72 - 0.5 / (1 + np.exp(-(xs / w - 0.52) * 9)) + 0.03 * np.sin(xs / w * 5))
    body = (ys > shoulder).astype(np.float32)
    body = blurred(body, min(w, h) * 0.012)
    light = blurred(body, min(w, h) * 0.09)
    pores = rng.standard_normal((h, w)).astype(np.float32) * 0.012
    shaded = tone * (0.62 + 0.45 * light + pores + 0.02 * noise(w, h, rng, 6))[..., None]
    return ground * (1 - body[..., None]) + shaded * body[..., None]


def studio(w: int, h: int, rng: np.random.Generator) -> Ground:
    hue, saturation, value = rng.random(), rng.uniform(0.08, 0.4), rng.uniform(0.85, 0.97)
    ground = ramp(w, h, hsv(hue, saturation, value), hsv(hue, saturation * 0.8, value * 0.9))
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    horizon = h * 0.72
    floor = 1 / (1 + np.exp(-(ys - horizon) / (h * 0.012)))
    ground = (
        ground * (1 - floor[..., None]) + hsv(hue, saturation * 0.65, min(1, value * 1.03)) * floor[..., None]
    )
    glow = np.exp(-(((xs - w * 0.5) / (w * 0.42)) ** 2 + ((ys - h * 0.48) / (h * 0.4)) ** 2))
    ground += 22 * glow[..., None]
    for level, (half, top) in enumerate(((0.4, 0.86), (0.32, 0.8))):
        stand = hsv(hue, saturation * (0.75 - 0.2 * level), min(1.0, value * 1.02))
        cx, cy, rx, ry = int(w * 0.5), int(h * top), int(w * half), int(h * 0.05)
        cv2.ellipse(
            ground, (cx, cy + int(h * 0.07)), (rx, ry), 0, 0, 360, (stand * 0.84).tolist(), -1, cv2.LINE_AA
        )
        side = np.linspace(0.8, 0.98, 2 * rx, dtype=np.float32)[None, :, None] * stand
        x0, x1 = max(0, cx - rx), min(w, cx + rx)
        ground[cy : cy + int(h * 0.07), x0:x1] = side[:, x0 - cx + rx : x1 - cx + rx]
        cv2.ellipse(
            ground, (cx, cy), (rx, ry), 0, 0, 360, np.minimum(stand * 1.04, 255).tolist(), -1, cv2.LINE_AA
        )
    return blurred(ground, 1.2)


def room(w: int, h: int, rng: np.random.Generator) -> Ground:
    wall = hsv(rng.choice([0.09, 0.12, 0.35, 0.55]), rng.uniform(0.06, 0.2), 0.9)
    ground = ramp(w, h, wall, wall * 0.86)
    edge = int(h * 0.7)
    ground[edge:] = wood(w, h, rng)[edge:] * 0.95
    ground[edge - int(h * 0.025) : edge] = wall * 1.05
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    beam = (((xs + ys * 0.5) % (w * 0.5)) < w * 0.3) & (ys < edge) & (xs > w * 0.3)
    ground += 16 * blurred(beam.astype(np.float32), w * 0.012)[..., None]
    seat = hsv(rng.random(), 0.28, 0.68)
    x0, x1, y0 = int(w * rng.uniform(-0.2, 0.05)), int(w * rng.uniform(0.45, 0.6)), int(h * 0.48)
    cv2.rectangle(ground, (x0, y0), (x1, int(h * 0.8)), (seat * 0.9).tolist(), -1)
    cv2.rectangle(ground, (x0, int(h * 0.62)), (x1 + int(w * 0.03), int(h * 0.82)), seat.tolist(), -1)
    pot = (int(w * 0.88), int(h * 0.72))
    for angle in np.linspace(-1.1, 1.1, 9):
        tip = (int(pot[0] + np.sin(angle) * w * 0.16), int(pot[1] - np.cos(angle) * h * 0.34))
        cv2.line(
            ground, pot, tip, hsv(0.33, 0.5, rng.uniform(0.3, 0.5)).tolist(), max(4, w // 50), cv2.LINE_AA
        )
    cv2.ellipse(ground, pot, (w // 16, h // 14), 0, 0, 360, (220, 214, 205), -1, cv2.LINE_AA)
    return blurred(ground, min(w, h) * 0.009)


def night(w: int, h: int, rng: np.random.Generator) -> Ground:
    ground = ramp(w, h, hsv(0.65, 0.6, 0.1), hsv(0.62, 0.5, 0.24))
    for x in range(0, w, max(12, w // 14)):
        top = int(h * rng.uniform(0.2, 0.6))
        ground[top : int(h * 0.75), x : x + int(w / 15)] = hsv(0.63, 0.4, rng.uniform(0.08, 0.2))
        for y in range(top + 6, int(h * 0.73), max(10, h // 40)):
            for dx in range(4, int(w / 16), max(8, w // 80)):
                if rng.random() < 0.4:
                    lit = hsv(rng.normal(0.11, 0.04), 0.55, rng.uniform(0.5, 1))
                    cv2.circle(ground, (x + dx, y), max(2, w // 260), lit.tolist(), -1)
    road = ground[int(h * 0.75) :]
    road[:] = ground[int(h * 0.75) - 1 : int(h * 0.75) - 1 - road.shape[0] : -1][: road.shape[0]] * 0.55
    return blurred(ground, min(w, h) * 0.006) + 0.8 * blurred(np.clip(ground - 90, 0, 255), min(w, h) * 0.02)


def glow(w: int, h: int, rng: np.random.Generator) -> Ground:
    hue = float(rng.choice([0.0, 0.98, 0.05, 0.58, 0.75, 0.4]))
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    angle = np.arctan2(ys - h * 0.5, xs - w * 0.5)
    rays = 0.5 + 0.5 * np.sign(np.sin(angle * 14))
    fade = np.exp(-np.hypot((xs - w / 2) / w, (ys - h / 2) / h) * 2.6)[..., None]
    ground = hsv(hue, 0.82, 0.8) * (1 - fade) + hsv(hue + 0.05, 0.45, 1) * fade
    ground *= (0.97 + 0.05 * cv2.GaussianBlur(rays, (0, 0), 1))[..., None]
    for _ in range(50):
        x, y, size = (
            int(rng.integers(w)),
            int(rng.integers(h)),
            max(3, int(min(w, h) * rng.uniform(0.004, 0.012))),
        )
        box = cv2.boxPoints(((x, y), (size * 2, size), float(rng.uniform(0, 180)))).astype(int)
        cv2.fillPoly(ground, [box], hsv(rng.random(), 0.5, 1).tolist(), cv2.LINE_AA)
    return ground


def paper(w: int, h: int, rng: np.random.Generator) -> Ground:
    tone = hsv(rng.random(), rng.uniform(0, 0.07), rng.uniform(0.95, 1))
    return ramp(w, h, tone, tone * 0.985)


def dark(w: int, h: int, rng: np.random.Generator) -> Ground:
    hue = rng.random()
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    light = np.exp(
        -(((xs - w * rng.uniform(0.3, 0.7)) / (w * 0.5)) ** 2 + ((ys - h * 0.45) / (h * 0.45)) ** 2)
    )
    return hsv(hue, 0.5, 0.09) + hsv(hue, 0.5, 0.3) * light[..., None]


SCENES: dict[str, Scene] = {
    one.__name__: one
    for one in (
        bokeh,
        wood,
        fabric,
        tiles,
        sky,
        foliage,
        skin,
        marble,
        studio,
        room,
        night,
        water,
        sand,
        pebbles,
        floral,
        glow,
        paper,
        dark,
    )
}
_DRAWN = {"glow", "paper", "dark"}


def scene_of(name: str, w: int, h: int, rng: np.random.Generator) -> np.ndarray:
    """The scene as a camera saw it: (h, w, 3) uint8."""
    ground = SCENES[name](w, h, rng)
    if name not in _DRAWN:
        ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
        fall = 1 - 0.22 * (((xs - w / 2) / w) ** 2 + ((ys - h / 2) / h) ** 2) * 2
        ground = ground * fall[..., None] + rng.standard_normal((h, w, 1)).astype(np.float32) * 2.2
    return np.clip(ground, 0, 255).astype(np.uint8)
