"""Goods, drawn: a shape, a colour, a print and letters. Each as its listing shows it, on white."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

SIDE = 720
COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (196, 38, 44), "blue": (36, 84, 178), "green": (44, 128, 66), "black": (32, 32, 36),
    "white": (236, 236, 232), "yellow": (238, 204, 48), "pink": (236, 150, 176), "grey": (128, 130, 134),
    "brown": (112, 74, 46), "navy": (26, 36, 78), "orange": (232, 122, 36), "purple": (108, 58, 140),
    "beige": (216, 196, 164),
}  # fmt: skip
SHAPES = ("mug", "shirt", "box", "bottle", "case", "bag", "shoe", "lamp", "book", "plate")
PRINTS = ("plain", "stripes", "dots", "logo", "flowers", "check")


@dataclass(frozen=True)
class Product:
    """One of the goods. ``seed`` sets its print apart from others of the same kind."""

    shape: str
    colour: str
    print: str
    word: str
    seed: int

    @property
    def title(self) -> str:
        return f"{self.word.title()} {self.shape}, {self.colour}"


def products(count: int = 40) -> list[Product]:
    """So many different ones, the same each time."""
    rng = np.random.default_rng(7)
    words = (
        "LUMORA",
        "NORDVIK",
        "CASALA",
        "TERRAVIE",
        "BRIXTON",
        "HOSHI",
        "VELOCE",
        "MIRABEL",
        "OAKLEAF",
        "PIXELO",
    )
    colours = list(COLOURS)
    return [
        Product(
            SHAPES[at % len(SHAPES)],
            colours[int(rng.integers(len(colours)))],
            PRINTS[int(rng.integers(len(PRINTS)))],
            words[int(rng.integers(len(words)))],
            at,
        )
        for at in range(count)
    ]


def cutout(product: Product, side: int = SIDE) -> np.ndarray:
    """The product alone: ``float32[side, side, 4]``, RGB 0..255 and coverage 0..1."""
    mask = _shape(product.shape, side)
    printed = np.full((side, side, 3), COLOURS[product.colour], np.uint8)
    _printed(printed, product, side)
    skin = printed.astype(np.float32)
    deep = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    height = np.sqrt(np.clip(deep / max(1.0, 0.6 * float(deep.max())), 0, 1))
    light = 0.62 + 0.42 * height + 0.10 * np.linspace(1, -1, side, dtype=np.float32)[None, :]
    skin = np.clip(skin * light[..., None], 0, 255)
    cover = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 1.0)
    return np.dstack([skin, cover]).astype(np.float32)


def listing(product: Product, side: int = SIDE) -> np.ndarray:
    """The listing's picture: the product on white with a soft shadow, ``uint8[side, side, 3]``."""
    made = cutout(product, side)
    shade = cv2.GaussianBlur(np.roll(made[..., 3], (side // 40, side // 60), (0, 1)), (0, 0), side / 50)
    ground = np.full((side, side, 3), 255, np.float32) * (1 - 0.22 * shade[..., None])
    laid: np.ndarray = np.round(ground + (made[..., :3] - ground) * made[..., 3:]).astype(np.uint8)
    return laid


def _shape(name: str, side: int) -> np.ndarray:
    mask = np.zeros((side, side), np.uint8)

    def at(*pairs: float) -> np.ndarray:
        return (np.array(pairs, np.float32).reshape(-1, 1, 2) * side).astype(np.int32)

    def box(x0: float, y0: float, x1: float, y1: float, round_: float = 0.03) -> None:
        r = int(round_ * side)
        cv2.rectangle(
            mask, (int(x0 * side) + r, int(y0 * side) + r), (int(x1 * side) - r, int(y1 * side) - r), 255, -1
        )
        mask[:] = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * r + 1, 2 * r + 1)))

    match name:
        case "mug":
            cv2.ellipse(
                mask,
                (int(0.72 * side), int(0.5 * side)),
                (int(0.15 * side), int(0.17 * side)),
                0,
                0,
                360,
                255,
                int(0.05 * side),
            )
            box(0.2, 0.24, 0.7, 0.8)
        case "shirt":
            cv2.fillPoly(
                mask,
                [
                    at(
                        0.36,
                        0.14,
                        0.64,
                        0.14,
                        0.92,
                        0.32,
                        0.82,
                        0.46,
                        0.72,
                        0.4,
                        0.72,
                        0.88,
                        0.28,
                        0.88,
                        0.28,
                        0.4,
                        0.18,
                        0.46,
                        0.08,
                        0.32,
                    )
                ],
                255,
            )
            cv2.ellipse(
                mask, (side // 2, int(0.14 * side)), (int(0.1 * side), int(0.06 * side)), 0, 0, 360, 0, -1
            )
        case "box":
            cv2.fillPoly(mask, [at(0.14, 0.3, 0.62, 0.2, 0.88, 0.3, 0.88, 0.72, 0.4, 0.86, 0.14, 0.74)], 255)
        case "bottle":
            box(0.44, 0.08, 0.56, 0.3, 0.02)
            box(0.34, 0.26, 0.66, 0.92, 0.06)
        case "case":
            box(0.28, 0.1, 0.72, 0.9, 0.07)
            cv2.circle(mask, (int(0.38 * side), int(0.2 * side)), int(0.05 * side), 0, -1)
        case "bag":
            cv2.ellipse(
                mask,
                (side // 2, int(0.36 * side)),
                (int(0.18 * side), int(0.22 * side)),
                0,
                180,
                360,
                255,
                int(0.035 * side),
            )
            cv2.fillPoly(mask, [at(0.18, 0.36, 0.82, 0.36, 0.9, 0.86, 0.1, 0.86)], 255)
        case "shoe":
            cv2.fillPoly(
                mask, [at(0.1, 0.4, 0.34, 0.36, 0.5, 0.5, 0.78, 0.58, 0.92, 0.68, 0.9, 0.76, 0.1, 0.76)], 255
            )
        case "lamp":
            cv2.fillPoly(mask, [at(0.36, 0.12, 0.64, 0.12, 0.8, 0.46, 0.2, 0.46)], 255)
            box(0.47, 0.44, 0.53, 0.84, 0.01)
            box(0.3, 0.82, 0.7, 0.9, 0.02)
        case "book":
            cv2.fillPoly(mask, [at(0.22, 0.14, 0.74, 0.1, 0.8, 0.86, 0.26, 0.9)], 255)
        case _:
            cv2.circle(mask, (side // 2, side // 2), int(0.38 * side), 255, -1)
    return mask


def _printed(skin: np.ndarray, product: Product, side: int) -> None:
    rng = np.random.default_rng(1000 + product.seed)
    base = np.array(COLOURS[product.colour], np.float32)
    ink = base * 0.45 if base.mean() > 110 else 255 - (255 - base) * 0.35
    ys, xs = np.mgrid[0:side, 0:side].astype(np.float32) / side
    pitch = float(rng.uniform(0.05, 0.11))
    match product.print:
        case "stripes":
            skin[(ys / pitch).astype(int) % 2 == 0] = ink
        case "check":
            skin[((ys / pitch).astype(int) + (xs / pitch).astype(int)) % 2 == 0] = ink
        case "dots":
            for y in np.arange(0, 1, pitch * 1.4):
                for x in np.arange(0, 1, pitch * 1.4):
                    cv2.circle(
                        skin, (int(x * side), int(y * side)), int(pitch * 0.4 * side), ink.tolist(), -1
                    )
        case "flowers":
            for _ in range(60):
                x, y, r = (
                    int(one * side)
                    for one in (rng.uniform(0, 1), rng.uniform(0, 1), rng.uniform(0.012, 0.04))
                )
                tone = ink * float(rng.uniform(0.7, 1.2))
                for turn in range(5):
                    a = turn * 1.2566 + float(rng.uniform(0, 1))
                    cv2.circle(
                        skin,
                        (int(x + r * np.cos(a)), int(y + r * np.sin(a))),
                        max(2, int(r * 0.6)),
                        np.clip(tone, 0, 255).tolist(),
                        -1,
                    )
        case _:
            pass
    if product.print in {"logo", "flowers", "stripes"}:
        cv2.rectangle(
            skin, (int(0.3 * side), int(0.52 * side)), (int(0.7 * side), int(0.68 * side)), base.tolist(), -1
        )
        size = 0.36 * side / cv2.getTextSize(product.word, cv2.FONT_HERSHEY_DUPLEX, 1.0, 2)[0][0]
        cv2.putText(
            skin,
            product.word,
            (int(0.32 * side), int(0.63 * side)),
            cv2.FONT_HERSHEY_DUPLEX,
            size,
            ink.tolist(),
            max(2, int(size * 3)),
            cv2.LINE_AA,
        )
    if product.print == "logo":
        points = rng.uniform(-1, 1, (7, 2)) * 0.08 * side + np.array([0.5, 0.4]) * side
        cv2.fillPoly(skin, [cv2.convexHull(points.astype(np.int32))], ink.tolist())
        cv2.circle(skin, (int(0.5 * side), int(0.4 * side)), int(0.03 * side), base.tolist(), -1)
