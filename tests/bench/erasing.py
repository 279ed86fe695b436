"""How well and how fast the embedded eraser fills in: `.venv-tier/bin/python tests/bench/erasing.py`.

Lettering of one, four and eight lines on drawn grounds whose pixels are known is erased by the engine, in
this process, and by `cv2.inpaint` (Telea, radius 4). Printed are both mean errors under the mask, in
levels, both times, in CPU seconds, and the ratios. The environment is the tier's: its OpenCV is the one
that the engine runs on. Figures go to docs/performance.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import EngineSpec, Image, Mask
from argosy_engines.ground_eraser import GroundEraser

SIDE = 800
LINES = (1, 4, 8)
TIMES = 3
YS, XS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
Floats = npt.NDArray[np.float32]


def rgb(*channels: object) -> Image:
    stacked = np.stack([np.broadcast_to(np.asarray(c, np.float32), (SIDE, SIDE)) for c in channels], -1)
    return np.clip(np.rint(stacked), 0, 255).astype(np.uint8)


def noise(spread: float) -> Floats:
    return np.random.default_rng(7).normal(0, spread, (SIDE, SIDE)).astype(np.float32)


def flat() -> Image:
    return rgb(250, 230, 20)


def graded() -> Image:
    return rgb(100 + XS / 16, 200 - YS / 16, 120 + (XS + YS) / 32)


def lit_wall() -> Image:
    return rgb(*[245 - ((XS - 300) ** 2 + (YS - 350) ** 2) / 5000 + noise(1.5)] * 3)


def grain() -> Image:
    return rgb(*[130 + noise(4)] * 3)


def weave() -> Image:
    threads = 30 * np.sin(XS / 4) * np.sin(YS / 4 + np.sin(XS / 4)) + noise(2)
    return rgb(150 + threads, 150 + threads, 165 + threads)


def panels() -> Image:
    left = XS + 0.15 * YS < 460
    return rgb(np.where(left, 220, 30), np.where(left, 30, 200), 60)


def stripes() -> Image:
    along = XS + 0.6 * YS
    return rgb(np.where(np.sin(along / 9) > 0, 210, 90), np.where(np.sin(along / 23) > 0, 180, 60), 120)


def petals() -> Image:
    """Flat shapes over each other: no surface, nothing that repeats, all edges."""
    random = np.random.default_rng(11)
    ground = np.full((SIDE, SIDE, 3), (170, 215, 165), np.uint8)
    for _ in range(290):
        centre = tuple(int(v) for v in random.integers(0, SIDE, 2))
        axes = tuple(int(v) for v in random.integers(18, 46, 2))
        colour = tuple(int(v) for v in random.integers(40, 230, 3))
        cv2.ellipse(ground, centre, axes, float(random.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
    return ground


def lights() -> Image:
    """Lights out of focus: soft discs that shine through each other."""
    random = np.random.default_rng(12)
    ground = np.full((SIDE, SIDE, 3), 50, np.float32)
    for _ in range(300):
        disc = np.zeros((SIDE, SIDE), np.float32)
        centre = tuple(int(v) for v in random.integers(0, SIDE, 2))
        cv2.circle(disc, centre, int(random.integers(8, 24)), 1.0, -1)
        ground += cv2.GaussianBlur(disc, (0, 0), 5)[..., None] * random.uniform(20, 90, 3)
    return np.clip(ground, 0, 255).astype(np.uint8)


GROUNDS: tuple[Callable[[], Image], ...] = (
    flat,
    graded,
    lit_wall,
    grain,
    weave,
    panels,
    stripes,
    petals,
    lights,
)


def lettering(lines: int) -> tuple[Mask, Mask]:
    """The ink of some lines, and the mask to erase: 2 px more all round, as the studio asks for."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    for line in range(lines):
        at = (30, 70 + 92 * line)
        cv2.putText(ink, "SUMMER SALE 50%", at, cv2.FONT_HERSHEY_DUPLEX, 1.6, (255,), 5)
    return ink, np.asarray(cv2.dilate(ink, np.ones((5, 5), np.uint8)), np.uint8)


def timed(erase: Callable[[Image, Mask], Image], image: Image, mask: Mask) -> tuple[Image, float]:
    """What is left, and the least CPU seconds of some tries."""
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        erased = erase(image, mask)
        took.append(time.process_time() - began)
    return erased, min(took)


def telea(image: Image, mask: Mask) -> Image:
    return np.asarray(cv2.inpaint(image, mask, 4, cv2.INPAINT_TELEA), np.uint8)


def main() -> None:
    ours = GroundEraser.from_spec(EngineSpec("image_eraser", "bench", "x:Y"))
    print(f"{'ground':10} lines   error  telea  ratio    time  telea  ratio")
    for draw in GROUNDS:
        ground = draw()
        for lines in LINES:
            ink, mask = lettering(lines)
            image = ground.copy()
            image[ink > 0] = (20, 20, 160)
            (mine, own_s), (theirs, their_s) = (timed(erase, image, mask) for erase in (ours.erase, telea))
            own, their = (
                float(np.abs(erased.astype(int) - ground)[mask > 0].mean()) for erased in (mine, theirs)
            )
            print(
                f"{draw.__name__:10} {lines:5} {own:7.2f} {their:6.2f} {own / max(their, 0.01):6.2f} "
                f"{own_s:7.3f} {their_s:6.3f} {own_s / their_s:6.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
