"""What the lettering of one line looks like: size, colour, weight, outline, and how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels, shape_of
from image_studio.domain.ink.glyphs import Glyphs, find_glyphs
from image_studio.domain.ink.gradients import Rgb, gradient_of, middle, without_slope
from image_studio.domain.ink.patches import Owners, Patch, cut_patch
from image_studio.domain.ink.shadow import Shadow, find_shadow
from image_studio.domain.ink.strokes import Strokes, measure_strokes
from image_studio.domain.ink.widths import edge_width, outline_width, stem_ratio, stroke_width
from image_studio.domain.lettering import han_in
from image_studio.domain.masks import narrower, rectangle, wider
from image_studio.domain.warps import Stamp, laid_back

# A Han glyph's ink fills about 0.92 of its em square; a capital's or figure's height is 0.72 em
# (Noto Sans CJK SC and Noto Sans, OS/2 tables).
HAN_INK_EM: Final = 0.92
CAPITAL_EM: Final = 0.72

_NARROW_EM: Final = 0.45  # a letter or figure, at least
_TELLS_SIZE: Final = 3  # characters whose width together tells how large they are
_LOOSE: Final = 1.18  # narrow faces
_LEAST_CONTRAST: Final = 8.0  # Lab; below it nobody reads the letters


@dataclass(frozen=True)
class Ink:
    """One line's lettering as measured.

    Colours are RGB. ``stroke_em`` is the stroke's width over the em; ``stems`` the width of upright
    strokes over that of level ones; ``strokes`` how they were made, of letters large enough to tell;
    ``uniformity`` the spread of lightness inside the strokes (0 = one flat colour); ``edge_px`` the
    width over which ink turns to ground; ``shading`` how far ink and ground brighten together along
    the line (-1..1); ``ground_spread`` the ground's texture; ``contrast`` the Lab distance of ink and
    ground; ``clear`` whether the two could be told apart; ``panel`` the box of the pill or tag it
    stands on, where that hardly holds more than the line;
    ``spans`` the left and right ends, in the frame, of the columns that hold glyphs; ``gradient`` the
    colours at the top and the bottom of a graded fill, of which ``color`` is then the middle.
    """

    box: Box
    em_px: float
    color: tuple[int, int, int]
    ground: tuple[int, int, int]
    outline: tuple[int, int, int] | None
    outline_px: float
    shadow: Shadow | None
    stroke_em: float
    stems: float
    strokes: Strokes | None
    uniformity: float
    edge_px: float
    shading: float
    ground_spread: float
    contrast: float
    clear: bool
    panel: Box | None = None
    spans: tuple[tuple[float, float], ...] = ()
    gradient: tuple[Rgb, Rgb] | None = None


def measure_ink(
    picture: Pixels, frame: Frame, box: Box, text: str, owners: Owners, own: int
) -> tuple[Ink, Stamp]:
    """Measure one line's ink. The arguments are those of :func:`cut_patch`, and the text read.

    Returns:
        The measurements, and where they lie in the picture: everything to erase with the glyphs
        (outline and shadow too), before any widening. ``clear`` is False where ink and ground
        could not be told apart; the stamp is then the whole rectangle.
    """
    patch = cut_patch(picture, frame, box, owners, own)
    found = find_glyphs(patch)
    if found is None:
        whole = (patch.inner * 255).astype(np.uint8)
        return _unclear(patch, box), laid_back(whole, frame, patch.area, shape_of(picture))
    everything = (found.everything * 255).astype(np.uint8)
    ink = _describe(patch, found, box, text)
    return ink, laid_back(everything, frame, patch.area, shape_of(picture))


def clear_ink(picture: Pixels, frame: Frame, box: Box, owners: Owners, own: int) -> Stamp | None:
    """Where a line's ink lies, or None where it is not clear; as :func:`measure_ink` tells, and faster."""
    patch = cut_patch(picture, frame, box, owners, own)
    found = find_glyphs(patch)
    if found is None or _colours(patch, found).contrast <= _LEAST_CONTRAST:
        return None
    return laid_back((found.everything * 255).astype(np.uint8), frame, patch.area, shape_of(picture))


def is_upright(box: Box, text: str) -> bool:
    """Whether a line is written from top to bottom."""
    return box.height > 1.6 * box.width and len(han_in(text)) >= 2


def ink_height_em(text: str) -> float:
    """How much of the em a line's ink fills from top to bottom."""
    low = any(c in "gjpqy" for c in text)
    if han_in(text):
        return HAN_INK_EM + (0.13 if low else 0.0)
    return CAPITAL_EM + (0.2 if low else 0.0)


def _describe(patch: Patch, found: Glyphs, box: Box, text: str) -> Ink:
    ink_box = _ink_box(patch, found.core, box, text)
    em = _em(ink_box, box, text)
    seen = _colours(patch, found)
    solid = seen.solid
    color = np.median(patch.pixels[solid], axis=0)
    ground = np.median(patch.pixels[found.ground], axis=0)
    outline, outline_px = None, 0.0
    if seen.body is not None:
        outline = _rgb(np.median(patch.pixels[seen.body], axis=0))
        outline_px = outline_width(found)
    coverage = _coverage(patch, found.core, seen.ink, seen.beside)
    first = round(ink_box.top - patch.area.top)
    inside = narrower(found.core, 1)
    gradient = gradient_of(patch, inside, (first, first + round(ink_box.height)))
    if gradient is not None:
        color = np.array(middle(gradient), np.float64)
        coverage[inside] = 1.0  # whatever its shade
    stroke_px = stroke_width(coverage)
    lightness = patch.lab[..., 0]
    even = lightness[solid] if gradient is None else without_slope(lightness, solid)
    return Ink(
        box=ink_box,
        em_px=em,
        color=_rgb(color),
        ground=_rgb(ground),
        outline=outline,
        outline_px=outline_px,
        shadow=find_shadow(patch, found, em),
        stroke_em=stroke_px / em,
        stems=stem_ratio(coverage, em),
        strokes=measure_strokes(coverage, em, stroke_px),
        uniformity=float(even.std()),
        edge_px=edge_width(lightness, found),
        shading=_shading(lightness, found.surface[..., 0], solid),
        ground_spread=found.spread,
        contrast=seen.contrast,
        clear=seen.contrast > _LEAST_CONTRAST,
        spans=_spans(patch, found.core, ink_box),
        panel=None if found.panel is None else _box_around(patch, found.panel),
        gradient=gradient,
    )


@dataclass(frozen=True)
class _Colours:
    """Where ink covers pixels wholly, where an outline does, if there is one, and in Lab the ink's colour,
    that of what lies beside it, and how far it is from ground or outline."""

    solid: Mask
    body: Mask | None
    ink: Floats
    beside: Floats
    contrast: float


def _colours(patch: Patch, found: Glyphs) -> _Colours:
    solid = _fullest(patch, found)
    ink, ground = (np.median(patch.lab[mask], axis=0) for mask in (solid, found.ground))
    contrast = float(np.linalg.norm(ink - ground))
    if found.outline is None:
        return _Colours(solid, None, ink, ground, contrast)
    body = found.outline & ~wider(found.core, 1)
    body = body if body.sum() >= 8 else found.outline
    beside = np.median(patch.lab[body], axis=0)
    return _Colours(solid, body, ink, beside, max(contrast, float(np.linalg.norm(ink - beside))))


def _ink_box(patch: Patch, core: Mask, box: Box, text: str) -> Box:
    """The ink's box in the frame; stray pixels of the ink's colour do not count."""
    # Readers' rectangles hold the ink; what sticks out of them is ground of the ink's colour.
    held = core & rectangle(patch.shape, patch.area, box.grown(0.02 * patch.unit))
    held = held if held.any() else core
    per_row, per_column = held.sum(axis=1), held.sum(axis=0)
    rows = np.flatnonzero(per_row > 0.04 * per_row.max())
    columns = np.flatnonzero(per_column > 0)
    most = _tallest(text, float(columns[-1] - columns[0]) + 1)
    if not is_upright(box, text) and rows[-1] - rows[0] + 1 > most:
        # A petal or a lamp of the ink's colour above the letters: they are where most of the ink is.
        held_by = np.convolve(per_row, np.ones(round(most)), "valid")
        rows = np.array([0, round(most) - 1]) + int(held_by.argmax())
    return Box(
        patch.area.left + float(columns[0]),
        patch.area.top + float(rows[0]),
        patch.area.left + float(columns[-1]) + 1,
        patch.area.top + float(rows[-1]) + 1,
    )


def _spans(patch: Patch, core: Mask, ink: Box) -> tuple[tuple[float, float], ...]:
    held = (core & rectangle(patch.shape, patch.area, ink)).any(axis=0)
    change = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    left = patch.area.left
    return tuple((left + float(a), left + float(b)) for a, b in zip(change[::2], change[1::2], strict=True))


def _box_around(patch: Patch, mask: Mask) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    left, top = patch.area.left, patch.area.top
    return Box(
        left + float(columns[0]),
        top + float(rows[0]),
        left + float(columns[-1]) + 1,
        top + float(rows[-1]) + 1,
    )


def _tallest(text: str, width: float) -> float:
    """The most that a line's ink can be high, in pixels: glyphs are set no closer than an em apart."""
    wide = [1.0 if han_in(c) else _NARROW_EM for c in text if not c.isspace()]
    if len(wide) < _TELLS_SIZE:
        return float("inf")
    return _LOOSE * ink_height_em(text) * width / sum(wide)


def _em(ink: Box, box: Box, text: str) -> float:
    if is_upright(box, text):
        return max(ink.width / HAN_INK_EM, 0.5 * box.width, 1.0)
    # A line such as 一一 is all ink and no height: the rectangle says how tall a letter would be.
    tall = min(box.height, _tallest(text, ink.width))
    return max(ink.height / ink_height_em(text), 0.5 * tall, 1.0)


def _fullest(patch: Patch, found: Glyphs) -> Mask:
    """Pixels fully covered by ink: the inside of thick strokes, the strongest part of thin ones.

    A thin stroke is antialiased all over; its colour is the one farthest from the ground.
    """
    core = found.core
    depth = cv2.distanceTransform(core.astype(np.uint8), cv2.DIST_L2, 3)
    deep = np.asarray(depth > max(2.0, 0.5 * float(depth.max())))
    if deep.sum() >= max(12, 0.08 * core.sum()):
        return deep
    away = lengths(patch.lab - np.median(patch.lab[found.ground], axis=0))
    return np.asarray(core & (away >= np.percentile(away[core], 94)))


def _coverage(patch: Patch, core: Mask, ink: Floats, beside: Floats) -> Floats:
    """How much of each pixel is ink, 0..1, soft edges included."""
    way = beside - ink
    length = float(way @ way)
    if length <= 60:
        return core.astype(np.float32)
    share = 1.0 - ((patch.lab - ink) @ way) / length
    off = lengths(patch.lab - ink - (1.0 - share)[..., None] * way)
    blend = (share > 0.08) & (off < 0.3 * length**0.5) & wider(core, 2)
    return np.where(core | blend, np.clip(share, 0, 1), 0).astype(np.float32)


def _shading(lightness: Floats, ground: Floats, solid: Mask) -> float:
    """Correlation of ink and ground lightness; 0 where the ground is too even to say."""
    under = ground[solid]
    if len(under) < 50 or float(under.std()) < 2.5 or float(lightness[solid].std()) < 0.8:
        return 0.0
    return float(np.corrcoef(lightness[solid], under)[0, 1])


def _unclear(patch: Patch, box: Box) -> Ink:
    seen = patch.pixels[patch.around] if patch.around.any() else patch.pixels.reshape(-1, 3)
    ground = np.median(seen, axis=0)
    dark = float(ground.mean()) > 127
    return Ink(
        box=box,
        em_px=max(1.0, 0.8 * patch.unit),
        color=(20, 20, 20) if dark else (245, 245, 245),
        ground=_rgb(ground),
        outline=None,
        outline_px=0.0,
        shadow=None,
        stroke_em=0.08,
        stems=1.0,
        strokes=None,
        uniformity=0.0,
        edge_px=0.0,
        shading=0.0,
        ground_spread=99.0,
        contrast=0.0,
        clear=False,
    )


def _rgb(color: NDArray[np.floating[Any]]) -> tuple[int, int, int]:
    r, g, b = (round(float(v)) for v in color[:3])
    return (r, g, b)
