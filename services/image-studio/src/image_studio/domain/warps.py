"""Patches cut upright out of a picture, and laid back into it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Box, Element, Frame, Mask

_ROWS_AT_ONCE = 256  # coordinates of a whole picture would take gigabytes


@dataclass(frozen=True)
class Stamp:
    """A small layer and where its corner lies in the picture: what one line or block covers.

    A picture may have 16 million pixels and a hundred lines; full-size layers would not fit.
    """

    left: int
    top: int
    layer: NDArray[np.uint8]

    @property
    def mask(self) -> Mask:
        return self.layer > 127

    def window(self) -> tuple[slice, slice]:
        height, width = self.layer.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    def cover(self, full: Mask) -> None:
        """Set the stamp's pixels in a full-size mask."""
        full[self.window()] |= self.mask


def upright(picture: NDArray[Element], frame: Frame, box: Box, *, nearest: bool = False) -> NDArray[Element]:
    """The part of a picture inside ``box``, turned level. Outside the picture edges repeat.

    ``box`` has whole-pixel sides. Returns ``[box.height, box.width]`` plus the picture's channels.
    """
    width, height = round(box.width), round(box.height)
    if frame.level:
        top, left = round(box.top), round(box.left)
        if top >= 0 and left >= 0 and top + height <= picture.shape[0] and left + width <= picture.shape[1]:
            return np.array(picture[top : top + height, left : left + width])
        rows = np.clip(np.arange(top, top + height), 0, picture.shape[0] - 1)
        cols = np.clip(np.arange(left, left + width), 0, picture.shape[1] - 1)
        return np.ascontiguousarray(picture[rows][:, cols])
    if frame.bend:
        return _unbent(picture, frame, box, nearest=nearest)
    turned = cv2.warpAffine(
        picture,
        _to_patch(frame, box),
        (width, height),
        flags=cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(turned, dtype=picture.dtype)


def laid_back(patch: NDArray[np.uint8], frame: Frame, box: Box, shape: tuple[int, int]) -> Stamp:
    """The inverse of :func:`upright` for a one-channel patch, cut to the picture's ``shape``."""
    x0, y0, x1, y1 = _bounds(frame, box, shape)
    if frame.level:
        left, top = round(box.left), round(box.top)
        cut = patch[y0 - top : max(y1, y0) - top, x0 - left : max(x1, x0) - left]
        return Stamp(x0, y0, np.ascontiguousarray(cut))
    if x1 <= x0 or y1 <= y0:
        return Stamp(x0, y0, np.zeros((0, 0), np.uint8))
    if frame.bend:
        return Stamp(x0, y0, _bent(patch, frame, box, (x0, y0, x1, y1)))
    forward = _to_patch(frame, box)
    forward[:, 2] += forward[:, :2] @ np.array([x0, y0])
    layer = cv2.warpAffine(
        patch,
        forward,
        (x1 - x0, y1 - y0),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
    )
    return Stamp(x0, y0, np.asarray(layer, np.uint8))


def _unbent(picture: NDArray[Element], frame: Frame, box: Box, *, nearest: bool) -> NDArray[Element]:
    ys, xs = np.mgrid[0 : round(box.height), 0 : round(box.width)]
    points = frame.to_picture(np.stack([xs + box.left + 0.5, ys + box.top + 0.5], axis=-1)) - 0.5
    taken = cv2.remap(
        picture,
        points[..., 0].astype(np.float32),
        points[..., 1].astype(np.float32),
        cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(taken, dtype=picture.dtype)


def _bent(
    patch: NDArray[np.uint8], frame: Frame, box: Box, bounds: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    x0, y0, x1, y1 = bounds
    ys, xs = np.mgrid[y0:y1, x0:x1]
    points = frame.to_frame(np.stack([xs + 0.5, ys + 0.5], axis=-1)) - (box.left, box.top) - 0.5
    across, down = points[..., 0].astype(np.float32), points[..., 1].astype(np.float32)
    layer = cv2.remap(patch, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(layer, np.uint8)


def inside(frame: Frame, box: Box, shape: tuple[int, int]) -> Stamp:
    """The pixels whose centres lie inside a box."""
    x0, y0, x1, y1 = _bounds(frame, box, shape)
    xs, ys = np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5
    layer = np.zeros((len(ys), len(xs)), np.uint8)
    if frame.level:
        across, down = (xs >= box.left) & (xs < box.right), (ys >= box.top) & (ys < box.bottom)
        layer[np.ix_(down, across)] = 255
        return Stamp(x0, y0, layer)
    for first in range(0, len(ys), _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        points = np.stack(np.meshgrid(xs, ys[rows]), axis=-1)
        across, down = np.moveaxis(frame.to_frame(points), -1, 0)
        held = (across >= box.left) & (across < box.right) & (down >= box.top) & (down < box.bottom)
        layer[rows][held] = 255
    return Stamp(x0, y0, layer)


def _bounds(frame: Frame, box: Box, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels around a box, within the picture: left, top, right, bottom."""
    height, width = shape
    corners = np.array(frame.quad_of(box))
    low, high = np.floor(corners.min(axis=0) + 1e-6), np.ceil(corners.max(axis=0) - 1e-6)
    return (
        int(np.clip(low[0], 0, width)),
        int(np.clip(low[1], 0, height)),
        int(np.clip(high[0], 0, width)),
        int(np.clip(high[1], 0, height)),
    )


def _to_patch(frame: Frame, box: Box) -> NDArray[np.float64]:
    """The affine map from picture pixels to patch pixels (both indexed by their centres)."""
    axes = frame.axes()
    origin = np.array(frame.origin)
    # A picture index p stands for the point p + 0.5; a patch index q for (box corner) + q + 0.5.
    shift = (0.5 - origin) @ axes - np.array([box.left, box.top]) - 0.5
    return np.hstack([axes.T, shift.reshape(2, 1)])
