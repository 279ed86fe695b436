"""Small operations on masks."""

from __future__ import annotations

import cv2
import numpy as np

from image_studio.domain.geometry import Box, Mask


def wider(mask: Mask, by: int) -> Mask:
    """A mask grown by some pixels all round."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel) > 0)


def narrower(mask: Mask, by: int) -> Mask:
    """A mask shrunk by some pixels all round."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.erode(mask.astype(np.uint8), kernel) > 0)


def touching(mask: Mask, seeds: Mask) -> Mask:
    """The connected parts of a mask that contain a seed."""
    count, parts = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    if count <= 1:
        return np.asarray(mask)
    wanted = np.unique(parts[seeds & mask])
    return np.asarray(np.isin(parts, wanted[wanted > 0]))


def held_within(mask: Mask, inner: Mask, share: float = 0.7) -> Mask:
    """The connected parts of a mask that lie mostly inside another."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count <= 1:
        return np.asarray(mask)
    within = np.bincount(parts[inner].ravel(), minlength=count)
    held = within >= share * stats[:, cv2.CC_STAT_AREA]
    held[0] = False
    return np.asarray(held[parts])


def filled(mask: Mask) -> Mask:
    """A mask with its holes closed."""
    padded = np.pad(mask.astype(np.uint8), 1)
    flood = padded.copy()
    border = np.zeros((flood.shape[0] + 2, flood.shape[1] + 2), np.uint8)
    cv2.floodFill(flood, border, (0, 0), (2.0,))
    return np.asarray((flood != 2)[1:-1, 1:-1])


def rectangle(shape: tuple[int, ...], area: Box, box: Box) -> Mask:
    """The pixels of ``box`` in a patch whose corner is that of ``area``."""
    result = np.zeros(shape[:2], bool)
    top, bottom = round(box.top - area.top), round(box.bottom - area.top)
    left, right = round(box.left - area.left), round(box.right - area.left)
    result[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True
    return result


def solidity(mask: Mask) -> float:
    """A mask's share of its convex hull, about 1 where its outline has no dents. The mask is not empty."""
    edges, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.vstack(edges))
    return float(mask.sum()) / max(1.0, float(cv2.contourArea(hull)))


def together(first: Mask | None, second: Mask | None) -> Mask | None:
    """What either of two masks covers; None is a mask of nothing."""
    if first is None or second is None:
        return second if first is None else first
    return np.asarray(first | second)
