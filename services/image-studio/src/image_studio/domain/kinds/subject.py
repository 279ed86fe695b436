"""Where the product is in a picture: what stands out from the ground that it was taken on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels
from image_studio.domain.ground.foreground import find_standout, is_outlined
from image_studio.domain.ground.scenes import Extent, bands_of, extent_of, panes_of
from image_studio.domain.ink.patches import lab_of
from image_studio.domain.masks import filled, narrower, touching, wider

_SIDE: Final = 240  # the longer side of the picture this is found on, in pixels
_LEAST_SIDE: Final = 90  # and the shorter side at least
_PANE_SIDE: Final = 130
_LEAST_PANE: Final = 60  # pixels of the picture; on smaller ones nobody letters a product
_MOST_PANES: Final = 12
_PATCH: Final = 3.5  # Lab: one surface of one colour
_DRAWN: Final = 1.3  # Lab: a drawn panel keeps to its colour, a lit face does not
_COMPACT: Final = 0.8  # of its convex hull: a bar, a disc and a burst are, a gap between things is not


@dataclass(frozen=True)
class Standing:
    """Where a block stands.

    ``on_product`` is the share of it inside the product's silhouette, 0..1, or None where no
    silhouette was found; lettering on a panel of its own (a badge, a banner, a label) goes where the
    panel goes. ``on_panel``: a flat drawn shape is under it. ``in_the_middle``: away from the edges of
    its scene, where products are. ``even``: the silhouette was found on an even ground. ``inset``: its
    scene is a picture or a card set into the page.
    """

    on_product: float | None
    on_panel: bool
    in_the_middle: bool
    even: bool = True
    inset: bool = False


@dataclass(frozen=True)
class Scene:
    """One picture within the picture: its place there (left, top, right, bottom) and the product's
    silhouette on a small copy; ``found`` is False where there is none to go by."""

    extent: Extent
    mask: Mask
    lab: Floats
    scale: float
    even: bool
    inset: bool

    @property
    def found(self) -> bool:
        return bool(self.mask.any()) or (self.even and not self.inset)

    def holds(self, point: NDArray[np.float64]) -> bool:
        left, top, right, bottom = self.extent
        return bool(left <= point[0] <= right and top <= point[1] <= bottom)

    def standing(self, frame: Frame, box: Box) -> Standing:
        """Where a block of this scene stands."""
        corners = (np.array(frame.quad_of(box)) - self.extent[:2]) * self.scale
        panel = self._panel(corners)
        height, width = self.mask.shape
        x, y = corners.mean(axis=0) / (width, height)
        middle = 0.25 < x < 0.75 and 0.28 < y < 0.85
        share: float | None = None
        if self.found and panel is not None:
            ring = wider(panel, 3) & ~wider(panel, 1)
            share = float(self.mask[ring].mean()) if ring.any() else 0.0
        elif self.found:
            share = self._share(frame, box)
        return Standing(share, panel is not None, bool(middle), self.even, self.inset)

    def _share(self, frame: Frame, box: Box) -> float:
        grid = np.stack(
            np.meshgrid(np.linspace(box.left, box.right, 17), np.linspace(box.top, box.bottom, 9)), axis=-1
        )
        points = ((frame.to_picture(grid.reshape(-1, 2)) - self.extent[:2]) * self.scale).astype(int)
        height, width = self.mask.shape
        x, y = np.clip(points[:, 0], 0, width - 1), np.clip(points[:, 1], 0, height - 1)
        return float(self.mask[y, x].mean())

    def _panel(self, corners: NDArray[np.float64]) -> Mask | None:
        """The even patch of colour that lettering stands on, if it is a drawn shape of its own."""
        height, width = self.mask.shape
        low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
        high = np.clip(np.ceil(corners.max(axis=0)).astype(int), low + 1, (width, height))
        under = self.lab[low[1] : high[1], low[0] : high[0]].reshape(-1, 3)
        away = lengths(self.lab - np.median(under, axis=0))
        same = away < _PATCH
        seed = np.zeros_like(self.mask)
        seed[low[1] : high[1], low[0] : high[0]] = True
        patch = touching(same, seed & same)
        panel = filled(patch)
        if not panel.any():
            return None
        _, top, _, bottom = extent_of(panel)
        tall, size = bottom - top, int(panel.sum())
        if tall >= 0.97 * height or size > 0.3 * height * width:
            return None
        if panel[seed].mean() <= 0.6 or float(np.percentile(away[patch], 80)) >= _DRAWN:
            return None
        return panel if size > _COMPACT * _hull_area(panel) else None


@dataclass(frozen=True)
class Subject:
    """The picture's scenes, those set into others last."""

    scenes: tuple[Scene, ...]

    def standing(self, frame: Frame, box: Box) -> Standing:
        """Where a block stands."""
        middle = np.array(frame.quad_of(box)).mean(axis=0)
        held = [scene for scene in self.scenes if scene.holds(middle)]
        return (held or self.scenes)[-1].standing(frame, box)


def find_subject(picture: Pixels, lettering: Mask) -> Subject:
    """Find the product.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        lettering: ``bool[height, width]``, the ink of all lines: it is not the product's shape.
    """
    scenes: list[Scene] = []
    insets: list[Scene] = []
    for band in bands_of(picture):
        scene, panes = _looked_at(picture, lettering, band, inset=False)
        scenes.append(scene)
        insets += [_looked_at(picture, lettering, pane, inset=True)[0] for pane in panes[:_MOST_PANES]]
    return Subject((*scenes, *insets))


def _looked_at(
    picture: Pixels, lettering: Mask, extent: Extent, *, inset: bool
) -> tuple[Scene, list[Extent]]:
    """A scene, and the extents of what is set into it."""
    left, top, right, bottom = extent
    shown, letters = picture[top:bottom, left:right], lettering[top:bottom, left:right]
    height, width = shown.shape[:2]
    side = _PANE_SIDE if inset else _SIDE
    scale = min(1.0, max(side / max(height, width), _LEAST_SIDE / min(height, width)))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(shown, size, interpolation=cv2.INTER_AREA)
    ink = cv2.resize(letters.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 20
    ink = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    bare = np.asarray(cv2.inpaint(small, ink.astype(np.uint8), 3, cv2.INPAINT_TELEA), np.uint8)
    lab = lab_of(bare)
    out = find_standout(lab)
    parts = _parts(out.mask)
    panes = panes_of(parts, lab)
    mask = np.zeros_like(out.mask)
    for i, part in enumerate(parts):
        if i not in panes and _may_be_product(part, out.mask, lab):
            mask |= part
    extents = [_enlarged(extent_of(parts[i]), scale, extent) for i in panes]
    extents = [e for e in extents if min(e[2] - e[0], e[3] - e[1]) >= _LEAST_PANE]
    return Scene(extent, mask, lab, scale, out.even, inset), extents


def _hull_area(mask: Mask) -> float:
    """The area of the convex hull of a mask's pixels."""
    ys, xs = np.nonzero(mask)
    corners = np.concatenate([np.stack([xs + dx, ys + dy], axis=1) for dx in (0, 1) for dy in (0, 1)])
    return float(cv2.contourArea(cv2.convexHull(corners.astype(np.int32))))


def _enlarged(extent: Extent, scale: float, within: Extent) -> Extent:
    """An extent on the small copy as one in the picture."""
    left, top, right, bottom = (round(v / scale) for v in extent)
    x, y = within[:2]
    return x + left, y + top, min(x + right, within[2]), min(y + bottom, within[3])


def _parts(mask: Mask) -> list[Mask]:
    """The large parts of what stands out, their holes closed."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(filled(mask).astype(np.uint8))
    least = 0.02 * mask.size
    return [parts == i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] >= least]


def _may_be_product(part: Mask, unfilled: Mask, lab: Floats) -> bool:
    """Whether a part is no frame of lines, no flat panel, no banner across, and has an outline."""
    height, width = part.shape
    left, top, right, bottom = extent_of(part)
    wide, tall, area = right - left, bottom - top, float(part.sum())
    if unfilled[part].mean() < 0.5:
        return False  # lines around more of the same ground: a table, a frame
    colours = lab[narrower(part, 1)]
    away = lengths(colours - np.median(colours, axis=0)) if len(colours) else np.zeros(0)
    flat = len(away) > 0 and float((away <= 3.0).mean()) > 0.93
    share = area / (wide * tall)
    if flat and (share > 0.93 or abs(share - np.pi / 4) < 0.02):
        return False
    if len(away) and float(np.percentile(away, 80)) < _DRAWN and area > _COMPACT * _hull_area(part):
        return False  # a burst, a ribbon
    if (wide >= 0.97 * width or tall >= 0.97 * height) and share > 0.8:
        return False
    return is_outlined(part, lab)
