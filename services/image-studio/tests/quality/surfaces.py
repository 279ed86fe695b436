"""Surfaces below or behind goods: wood, cloth, tiles, marble, water, sand, pebbles, printed flowers.

Each is `surface(w, h, rng) -> (h, w, 3) float32, 0-255`.
"""

from __future__ import annotations

import colorsys

import cv2
import numpy as np

Ground = np.ndarray


def noise(w: int, h: int, rng: np.random.Generator, cells: float, octaves: int = 4) -> np.ndarray:
    """Cloudy noise (h, w), about -1 to 1, whose coarsest spots are `cells` to the shorter side."""
    total = np.zeros((h, w), np.float32)
    weight, unit = 1.0, min(w, h) / cells
    for _ in range(octaves):
        if unit < 1.5:
            break
        grid = rng.standard_normal((max(2, round(h / unit) + 1), max(2, round(w / unit) + 1))).astype(
            np.float32
        )
        total += weight * cv2.resize(grid, (w, h), interpolation=cv2.INTER_CUBIC)
        weight, unit = weight * 0.5, unit / 2
    return total / 1.6


def hsv(hue: float, saturation: float, value: float) -> np.ndarray:
    """A colour by hue, saturation and lightness (0-1 each) as RGB 0-255."""
    return np.array(colorsys.hsv_to_rgb(hue % 1, saturation, value), np.float32) * 255


def ramp(w: int, h: int, top: np.ndarray, bottom: np.ndarray, power: float = 1.0) -> Ground:
    """From one colour down to another."""
    weight = (np.linspace(0, 1, h, dtype=np.float32) ** power)[:, None, None]
    return np.broadcast_to(top * (1 - weight) + bottom * weight, (h, w, 3)).astype(np.float32).copy()


def blurred(picture: np.ndarray, sigma: float) -> np.ndarray:
    """A wide blur done small."""
    h, w = picture.shape[:2]
    step = max(1, int(sigma / 4))
    small = cv2.resize(picture, (max(1, w // step), max(1, h // step)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.5, sigma / step))
    return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR))


def wood(w: int, h: int, rng: np.random.Generator) -> Ground:
    light, dark = (hsv(0.075, 0.42, 0.83), hsv(0.06, 0.6, 0.5)) if rng.random() < 0.6 else (
        hsv(0.06, 0.5, 0.47), hsv(0.05, 0.6, 0.24))  # fmt: skip
    planks = int(rng.integers(4, 7))
    size = h / planks
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    warp = noise(w, h, rng, 1.5, 3)
    streaks = cv2.resize(rng.standard_normal((h, max(2, w // 90))).astype(np.float32), (w, h))
    row = np.floor(ys / size)
    grain = (
        np.sin((ys + warp * size * 0.5 + row * 37) / size * 30 + 3 * warp) * 0.28
        + streaks * 0.42
        + 0.4 * warp
    )
    tone = rng.normal(0, 0.12, planks + 1).astype(np.float32)[row.astype(int)]
    weight = np.clip(0.45 + grain * 0.2 + tone, 0, 1)[..., None]
    ground = light * (1 - weight) + dark * weight
    seam = np.minimum(ys % size, size - ys % size)
    ground *= np.clip(0.45 + seam / 2.2, 0.45, 1)[..., None]
    return ground * (1.04 - 0.18 * xs / w)[..., None]


def fabric(w: int, h: int, rng: np.random.Generator) -> Ground:
    hue, saturation = rng.random(), rng.uniform(0.08, 0.5)
    base = hsv(hue, saturation, rng.uniform(0.5, 0.9))
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    weave = (np.sin(xs * 1.7) + np.sin(ys * 1.7)) * 0.02 + rng.standard_normal((h, w)).astype(
        np.float32
    ) * 0.025
    lie = noise(w, h, rng, 1.3, 3)
    folds = np.sin(lie * 3.4 + (xs * rng.uniform(0.4, 1) + ys * rng.uniform(0.5, 1.2)) / min(w, h) * 5)
    slope = cv2.Sobel(blurred(folds, min(w, h) * 0.012), cv2.CV_32F, 1, 1, ksize=5)
    slope = slope / (np.abs(slope).max() + 1e-6)
    return base * (0.92 + 0.16 * folds + 0.3 * slope + weave)[..., None]


def tiles(w: int, h: int, rng: np.random.Generator) -> Ground:
    base = hsv(rng.choice([0.08, 0.45, 0.55, 0.6]), rng.uniform(0.03, 0.22), rng.uniform(0.82, 0.95))
    side_x = w / rng.uniform(4, 7)
    side_y = side_x * rng.choice([0.45, 1.0])
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    row = np.floor(ys / side_y).astype(int)
    shift = xs + (row % 2) * side_x / 2 * (side_y < side_x * 0.9)
    column = np.floor(shift / side_x).astype(int)
    tone = rng.normal(0, 0.025, (row.max() + 1, column.max() + 1)).astype(np.float32)[row, column]
    dx = np.minimum(shift % side_x, side_x - shift % side_x)
    dy = np.minimum(ys % side_y, side_y - ys % side_y)
    edge = np.minimum(dx, dy)
    sheen = 0.06 * np.sin(shift % side_x / side_x * 3 + ys % side_y / side_y * 2)
    light = 0.95 + tone + sheen + 0.06 * (edge < 6) * (edge > 2.5) - 0.22 * np.clip(1 - edge / 2.5, 0, 1)
    return base * (light * (1.06 - 0.22 * ys / h) + 0.02 * noise(w, h, rng, 2))[..., None]


def marble(w: int, h: int, rng: np.random.Generator) -> Ground:
    base = hsv(0.1, 0.03, 0.95) if rng.random() < 0.7 else hsv(0.6, 0.1, 0.25)
    veins = np.exp(-np.abs(noise(w, h, rng, 1.4, 6)) * 13) + 0.5 * np.exp(
        -np.abs(noise(w, h, rng, 3, 6)) * 18
    )
    vein = hsv(0.09, 0.12, 0.62)
    weight = np.clip(veins * 0.5, 0, 0.7)[..., None]
    return (base * (1 - weight) + vein * weight) * (1 + 0.03 * noise(w, h, rng, 2)[..., None])


def water(w: int, h: int, rng: np.random.Generator) -> Ground:
    deep = ramp(w, h, hsv(0.52, 0.5, 0.8), hsv(0.56, 0.65, 0.62))
    ripple = (
        np.exp(-np.abs(noise(w, h, rng, 6, 3)) * 7) * 0.5 + np.exp(-np.abs(noise(w, h, rng, 10, 3)) * 7) * 0.3
    )
    return (
        deep * (0.9 + 0.12 * noise(w, h, rng, 2)[..., None])
        + 120 * cv2.GaussianBlur(ripple, (0, 0), 1.4)[..., None]
    )


def sand(w: int, h: int, rng: np.random.Generator) -> Ground:
    grain = rng.standard_normal((h, w)).astype(np.float32)
    ridges = np.sin((np.mgrid[0:h, 0:w][0] + 60 * noise(w, h, rng, 1.6, 2)) / h * 44) * 0.05
    light = 0.95 + 0.05 * grain + 0.06 * noise(w, h, rng, 3) + ridges
    return hsv(0.1, 0.3, 0.86) * light[..., None]


def pebbles(w: int, h: int, rng: np.random.Generator) -> Ground:
    ground = ramp(w, h, hsv(0.1, 0.1, 0.2), hsv(0.1, 0.1, 0.16))
    unit = min(w, h)
    for _ in range(int(700 * w * h / unit**2)):
        size = (int(unit * rng.uniform(0.02, 0.045)), int(unit * rng.uniform(0.014, 0.03)))
        at, turn = (int(rng.integers(w)), int(rng.integers(h))), float(rng.uniform(0, 180))
        tone = hsv(rng.normal(0.08, 0.03), rng.uniform(0.03, 0.25), rng.uniform(0.35, 0.8))
        cv2.ellipse(ground, (at[0] + 2, at[1] + 3), size, turn, 0, 360, (34, 30, 28), -1, cv2.LINE_AA)
        cv2.ellipse(ground, at, size, turn, 0, 360, tone.tolist(), -1, cv2.LINE_AA)
        lit = (at[0] - size[0] // 5, at[1] - size[1] // 3)
        cv2.ellipse(
            ground,
            lit,
            (size[0] // 2, size[1] // 3),
            turn,
            0,
            360,
            np.minimum(tone * 1.15, 255).tolist(),
            -1,
            cv2.LINE_AA,
        )
    return ground + 5 * rng.standard_normal((h, w, 1)).astype(np.float32)


def floral(w: int, h: int, rng: np.random.Generator) -> Ground:
    hue = rng.random()
    ground = ramp(w, h, hsv(hue, 0.25, 0.9), hsv(hue, 0.3, 0.84))
    unit = min(w, h)
    for _ in range(int(75 * w * h / unit**2)):
        x, y, r = int(rng.integers(w)), int(rng.integers(h)), unit * rng.uniform(0.02, 0.06)
        petal = hsv(hue + rng.normal(0.35, 0.12), rng.uniform(0.3, 0.8), rng.uniform(0.6, 1))
        start = rng.random() * 6
        for number in range(5):
            angle = start + number * 2 * np.pi / 5
            at = (int(x + np.cos(angle) * r * 0.7), int(y + np.sin(angle) * r * 0.7))
            size = (int(r * 0.62), int(r * 0.42))
            cv2.ellipse(
                ground,
                at,
                size,
                float(np.degrees(angle)),
                0,
                360,
                (petal * (0.86 + 0.03 * number)).tolist(),
                -1,
                cv2.LINE_AA,
            )
        cv2.circle(ground, (x, y), int(r * 0.3), hsv(0.13, 0.7, 0.95).tolist(), -1, cv2.LINE_AA)
    return ground * (1 + 0.025 * rng.standard_normal((h, w, 1)).astype(np.float32))
