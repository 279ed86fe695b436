"""Where the product is in a picture: what stands out from the ground at the picture's border."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels
from image_studio.domain.glyphs import lab_of
from image_studio.domain.masks import filled, touching, wider

_SIDE: Final = 240  # the longer side of the picture this is found on, in pixels
_LEAST_SIDE: Final = 90  # and the shorter side at least
_ONE_COLOUR: Final = 3.5  # Lab
_EVEN: Final = 9.0  # Lab error of the border's fit above which the ground is not even


@dataclass(frozen=True)
class Standing:
    """Where a block stands.

    ``on_product`` is the share of it inside the product's silhouette, 0..1, or None where no
    silhouette was found; lettering on a panel of its own (a badge, a banner, a label) goes where the
    panel goes. ``on_panel``: a flat drawn shape is under it. ``in_the_middle``: away from the
    picture's edges, where products are.
    """

    on_product: float | None
    on_panel: bool
    in_the_middle: bool


@dataclass(frozen=True)
class Subject:
    """The product's silhouette on a small copy of the picture, or nothing where none is found.

    ``sure`` is False where the border is no even ground: then nothing can be said this way.
    """

    mask: Mask
    lab: Floats
    scale: float
    sure: bool

    def standing(self, frame: Frame, box: Box) -> Standing:
        """Where a block stands."""
        corners = np.array(frame.quad_of(box)) * self.scale
        panel = self._panel(corners)
        height, width = self.mask.shape
        x, y = corners.mean(axis=0) / (width, height)
        middle = 0.25 < x < 0.75 and 0.28 < y < 0.85
        share: float | None = None
        if self.sure and panel is not None:
            share = float(self.mask[wider(panel, 3) & ~wider(panel, 1)].mean())
        elif self.sure:
            share = self._share(frame, box)
        return Standing(share, panel is not None, bool(middle))

    def _share(self, frame: Frame, box: Box) -> float:
        grid = np.stack(
            np.meshgrid(np.linspace(box.left, box.right, 17), np.linspace(box.top, box.bottom, 9)), axis=-1
        )
        points = (frame.to_picture(grid.reshape(-1, 2)) * self.scale).astype(int)
        height, width = self.mask.shape
        x, y = np.clip(points[:, 0], 0, width - 1), np.clip(points[:, 1], 0, height - 1)
        return float(self.mask[y, x].mean())

    def _panel(self, corners: NDArray[np.float64]) -> Mask | None:
        """The even patch of colour that lettering stands on, if it is a drawn shape of its own."""
        height, width = self.mask.shape
        low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
        high = np.clip(np.ceil(corners.max(axis=0)).astype(int), low + 1, (width, height))
        under = self.lab[low[1] : high[1], low[0] : high[0]].reshape(-1, 3)
        same = np.linalg.norm(self.lab - np.median(under, axis=0), axis=2) < _ONE_COLOUR
        seed = np.zeros_like(self.mask)
        seed[low[1] : high[1], low[0] : high[0]] = True
        panel = filled(touching(same, seed & same))
        ys, xs = np.nonzero(panel)
        if not len(ys):
            return None
        tall, wide = int(np.ptp(ys)) + 1, int(np.ptp(xs)) + 1
        if tall >= 0.97 * height or len(ys) > 0.3 * height * width:
            return None
        share = len(ys) / (tall * wide)
        drawn = share > 0.85 or abs(share - np.pi / 4) < 0.05
        return panel if drawn and panel[seed].mean() > 0.6 else None


def find_subject(picture: Pixels, lettering: Mask) -> Subject:
    """Find the product.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        lettering: ``bool[height, width]``, the ink of all lines: it is not the product's shape.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, max(_SIDE / max(height, width), _LEAST_SIDE / min(height, width)))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    ink = cv2.resize(lettering.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 20
    ink = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    even = np.asarray(cv2.inpaint(small, ink.astype(np.uint8), 3, cv2.INPAINT_TELEA), np.uint8)
    lab = lab_of(even)
    ground, spread = _border_ground(lab)
    if spread > _EVEN:
        return Subject(np.zeros(lab.shape[:2], bool), lab, scale, sure=False)
    off = np.linalg.norm(lab - ground, axis=2) > max(7.0, 3.5 * spread)
    off = cv2.morphologyEx(off.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0
    return Subject(_chosen_part(filled(off), off, even), lab, scale, sure=True)


def _border_ground(lab: Floats) -> tuple[Floats, float]:
    """A plane fitted to the colours along the border, and its typical error."""
    height, width = lab.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    terms = np.stack([np.ones_like(xs), xs / width, ys / height], axis=-1)
    rim = np.zeros((height, width), bool)
    edge = max(2, min(height, width) // 40)
    rim[:edge] = rim[-edge:] = True
    rim[:, :edge] = rim[:, -edge:] = True
    a, b = terms[rim], lab[rim]
    fit = np.linalg.lstsq(a, b, rcond=None)[0]
    for _ in range(3):
        error = np.linalg.norm(b - a @ fit, axis=1)
        # Up to a third of the border may be a banner or the product cut by the frame.
        kept = error <= max(2.0, float(np.percentile(error, 67)) * 1.2)
        fit = np.linalg.lstsq(a[kept], b[kept], rcond=None)[0]
    error = np.linalg.norm(b - a @ fit, axis=1)
    return np.asarray(terms @ fit, np.float32), float(np.percentile(error, 60))


def _chosen_part(mask: Mask, unfilled: Mask, picture: Pixels) -> Mask:
    """The parts that may be the product: large, not a flat panel, not spanning the border."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    height, width = mask.shape
    result = np.zeros_like(mask)
    for i in range(1, count):
        _, _, w, h, area = (int(v) for v in stats[i])
        if area < 0.025 * height * width:
            continue
        spans = w >= 0.97 * width or h >= 0.97 * height
        part = parts == i
        if unfilled[part].mean() < 0.5:
            continue  # lines around more of the same ground: a table, a frame
        colours = picture[cv2.erode(part.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]
        flat = (
            len(colours) > 0
            and float((np.abs(colours - np.median(colours, axis=0)).max(axis=1) <= 6).mean()) > 0.93
        )
        panel_shape = area > 0.93 * w * h or abs(area / (w * h) - np.pi / 4) < 0.02
        # One flat colour in a drawn shape is a badge or a panel; full-bleed parts are banners.
        if (flat and panel_shape) or (spans and area > 0.8 * w * h):
            continue
        result |= part
    return result
