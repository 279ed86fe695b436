"""Skin and hair of whoever wears or holds the product: not its colours.

A face settles that somebody is there and which tone is skin. Without one, skin-like parts that go on beyond
the frame may be a leg or an arm as well as leather: they are left out of the colours, and what was left out
is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

import cv2
import numpy as np

from argosy_engines.contracts import Image
from argosy_engines.ground_model import Flags, Floats

_FACE_SIDE: Final = 400
_MOST: Final = 0.65
"""Of the product: more skin than this, with no face, is the product's own tone."""
_LIMB: Final = 2.0
"""The most skin in one piece, in faces."""
_ALIKE: Final = 11.0
"""Distance in CIELAB, lightness at half weight, within which parts are of one skin."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """`body`: pixels that are a person's; `shows`: somebody is there; `doubted`: tones that may be skin and
    were left out."""

    body: Flags
    shows: bool
    doubted: tuple[Floats, ...] = ()


def person_in(image: Image, tones: Floats, product: Flags, frame: Flags) -> Person:
    """The person in what stands out from the ground. `tones`, `product` and `frame` are of a small copy of
    `image`; `frame` marks the pixels beyond which the picture ends."""
    nobody = Person(np.zeros_like(product), shows=False)
    skin = _like_skin(tones) & product
    if skin.sum() < 0.03 * product.sum():
        return nobody
    face = _face(image, product.shape)
    if face is not None and (skin[face].mean() > 0.25):
        tone = np.median(tones[face][skin[face]], axis=0)
        head = _head(face, product)
        return Person(_smaller(_of_tone(skin, tones, tone) & ~head, face) | head, shows=True)
    return _limbs(skin, tones, product, frame) or nobody


def _limbs(skin: Flags, tones: Floats, product: Flags, frame: Flags) -> Person | None:
    cleaned = cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cleaned)
    edge = np.unique(labels[frame])
    area = int(product.sum())
    found = [at for at in edge.tolist() if at and stats[at, cv2.CC_STAT_AREA] > 0.02 * area]
    if count < 2 or not found:
        return None
    body, doubted = np.zeros_like(skin), []
    for at in found:
        tone = np.median(tones[labels == at], axis=0)
        body |= (labels == at) | _of_tone(skin, tones, tone)
        doubted.append(tone.astype(np.float32))
    if body.sum() > _MOST * area:
        return None
    return Person(body, shows=False, doubted=tuple(doubted))


def _smaller(parts: Flags, face: tuple[slice, slice]) -> Flags:
    """Without what is too large beside the face to be an arm or a leg: a brown jacket has the tone of skin as
    well."""
    most = _LIMB * (face[0].stop - face[0].start) * (face[1].stop - face[1].start)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(parts.astype(np.uint8), connectivity=4)
    kept = stats[:, cv2.CC_STAT_AREA] <= most
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _of_tone(skin: Flags, tones: Floats, tone: Floats) -> Flags:
    away = np.linalg.norm((tones - tone) * np.array([0.5, 1.0, 1.0], np.float32), axis=2)
    near = (skin & (away < _ALIKE)).astype(np.uint8)
    # The shaded sides of a limb are further off in tone.
    beside = cv2.dilate(
        cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.ones((9, 9), np.uint8)
    )
    return np.asarray((near > 0) | ((beside > 0) & skin & (away < 1.6 * _ALIKE)), np.bool_)


def _like_skin(tones: Floats) -> Flags:
    """Tones of human skin, from very dark to very pale, in ordinary light: a narrow range of hues, none too
    strong."""
    light, a, b = tones[..., 0], tones[..., 1], tones[..., 2]
    hue = np.degrees(np.arctan2(b, a))
    chroma = np.hypot(a, b)
    # The darker skin is, the less colour a camera gives it.
    return (light > 15) & (light < 93) & (hue > 28) & (hue < 72) & (chroma > 6 + light / 20) & (chroma < 42)


def _face(image: Image, shape: tuple[int, ...]) -> tuple[slice, slice] | None:
    """The largest frontal face, as a window of the small copy."""
    height, width = image.shape[:2]
    scale = min(1.0, _FACE_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    grey = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    if min(size) < 40:
        return None
    found = _detector().detectMultiScale(grey, 1.15, 5, minSize=(20, 20))
    if len(found) == 0:
        return None
    x, y, wide, high = max(found, key=lambda box: box[2] * box[3])
    across, down = shape[1] / size[0], shape[0] / size[1]
    return slice(int(y * down), int((y + high) * down)), slice(int(x * across), int((x + wide) * across))


def _head(face: tuple[slice, slice], product: Flags) -> Flags:
    """Hair around a face: an oval nearly twice its width, as far as it stands out from the ground."""
    rows, columns = face
    middle = ((columns.start + columns.stop) // 2, (rows.start + rows.stop) // 2)
    high, wide = rows.stop - rows.start, columns.stop - columns.start
    head = np.zeros(product.shape, np.uint8)
    cv2.ellipse(head, middle, (int(0.85 * wide), int(0.95 * high)), 0, 0, 360, 1, -1)
    return (head > 0) & product


_kept: list[Any] = []


def _detector() -> Any:  # noqa: ANN401 — OpenCV's own
    """OpenCV's frontal face cascade, which ships in its wheel up to 4.x; read once a process."""
    if not _kept:
        library = cast("Any", cv2)
        _kept.append(
            library.CascadeClassifier(library.data.haarcascades + "haarcascade_frontalface_default.xml")
        )
    return _kept[0]
