"""What is known about a picture before any market is worked for: read once, measured once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from argosy_commerce.terms import TermBase
from image_studio.domain.blocks.alignment import siblings
from image_studio.domain.blocks.block import Block, block_of
from image_studio.domain.blocks.cell_lines import cut_at_cells
from image_studio.domain.blocks.columns import joined_characters
from image_studio.domain.blocks.doubts import Doubt, find_doubts, resolved
from image_studio.domain.blocks.grouping import group_blocks
from image_studio.domain.blocks.measuring import Measurer, measure_lines
from image_studio.domain.blocks.ornaments import rules_apart, with_rules, without_rules
from image_studio.domain.blocks.spacing import with_spaces
from image_studio.domain.blocks.tables import Table, find_tables, members_of
from image_studio.domain.geometry import Pixels, Shape, frame_of, shape_of
from image_studio.domain.ink.ink import Ink
from image_studio.domain.kinds.company import in_company, labelled
from image_studio.domain.kinds.kinds import Verdict, in_table, judge
from image_studio.domain.kinds.subject import Standing, find_subject
from image_studio.domain.lettering import Line, cleaned
from image_studio.domain.marks.codes import find_codes, outside_codes
from image_studio.domain.marks.marks import Mark, code_area, marks_of_codes
from image_studio.domain.marks.watermarks import find_watermarks
from image_studio.domain.numbers.size_charts import SizeChart, find_charts
from image_studio.domain.warps import Stamp, inside

# Below this a reader's line is texture taken for letters more often than letters.
_LEAST_CONFIDENCE: Final = 0.5
_LEAST_SIDE: Final = 4.0  # px
_RECTANGULAR: Final = 0.6  # of the area that its sides would give a rectangle
_IN_THE_PICTURE: Final = 0.5
_FARTHEST: Final = 1e6  # px
_SHARP: Final = 2.5  # px from ink to ground
_MOST_LINES: Final = 400  # a hostile or broken picture does not take the studio's whole day


@dataclass(frozen=True)
class Study:
    """A picture's blocks with their kinds, which of them look alike and which stand in tables; and the
    watermarks and codes, which are no blocks: their words are nobody's message. ``doubts`` are lines
    that should be read once more."""

    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    alike: tuple[tuple[int, ...], ...]
    reasons: tuple[str, ...]
    marks: tuple[Mark, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[SizeChart, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def study(picture: Pixels, lines: Sequence[Line], brand: str, base: TermBase | None = None) -> Study:
    """Measure, group and judge a picture's lettering.

    Args:
        picture: ``uint8[height, width, 3]`` RGB, upright.
        lines: what the reader found in it.
        brand: the product's brand, or empty.
        base: knows the heads of size charts; without it none is found.
    """
    read = [_noted(line) for line in lines]
    usable = [line for line in read if line.text and line.confidence >= _LEAST_CONFIDENCE]
    usable = [line for line in usable if is_sized(line) and stands_in(line, shape_of(picture))]
    usable = _in_order(usable)
    reasons: list[str] = []
    if len(usable) > _MOST_LINES:
        reasons.append(f"{len(usable)} lines read, only the first {_MOST_LINES} are worked on")
        usable = usable[:_MOST_LINES]
    codes = find_codes(picture)
    usable = outside_codes(usable, codes)
    measurer = Measurer(picture)
    letterings = measurer.measure(_in_order(joined_characters(usable)))
    for trimmed in (cut_at_cells, without_rules):
        lines_again = trimmed(letterings)
        if lines_again != [part.line for part in letterings]:
            letterings = measurer.measure(_in_order(lines_again))
    marks = marks_of_codes(codes)
    lettering = code_area(marks, shape_of(picture))
    for part in letterings:
        part.stamp.cover(lettering)
        if part.ink.panel is not None:  # a badge is no part of the product beside it
            inside(part.frame, part.ink.panel, shape_of(picture)).cover(lettering)
    subject = find_subject(picture, lettering)
    watermarks, taken = find_watermarks(picture, letterings, subject)
    blocks = group_blocks([with_spaces(part) for i, part in enumerate(letterings) if i not in taken])
    blocks = rules_apart([with_rules(picture, block) for block in blocks])
    tables = find_tables(blocks)
    verdicts = _judged(blocks, brand, [subject.standing(block.frame, block.core) for block in blocks])
    cells = members_of(tables)
    verdicts = [in_table(found) if i in cells else found for i, found in enumerate(verdicts)]
    return Study(
        tuple(blocks),
        tuple(verdicts),
        _alike(blocks, tables),
        tuple(reasons),
        marks + watermarks,
        tables,
        find_charts(blocks, tables, base) if base is not None else (),
        find_doubts(picture, [part for i, part in enumerate(letterings) if i not in taken]),
    )


def read_again(
    lines: Sequence[Line], found: Study, readings: Sequence[Sequence[Line]]
) -> tuple[list[Line], tuple[str, ...]]:
    """A picture's lines once the doubtful ones were read again, and what a person should know.

    Args:
        lines: what the reader found at first.
        found: the study of them.
        readings: by doubt, what was read in its picture.
    """
    return resolved([_noted(line) for line in lines], found.doubts, readings)


def _judged(blocks: Sequence[Block], brand: str, standings: Sequence[Standing]) -> list[Verdict]:
    """Every block's verdict, first by itself, then in its company."""
    alone = [judge(block, brand, place) for block, place in zip(blocks, standings, strict=True)]
    with_mark = labelled(blocks, alone, standings)
    alone = [
        judge(blocks[i], brand, standings[i], labelled=True) if i in with_mark else verdict
        for i, verdict in enumerate(alone)
    ]
    return in_company(blocks, alone, siblings(blocks))


def _alike(blocks: Sequence[Block], tables: Sequence[Table]) -> tuple[tuple[int, ...], ...]:
    """Blocks of one look; a table's heads are one, and its cells."""
    cells = members_of(tables)
    groups = [tuple(i for i in group if i not in cells) for group in siblings(blocks)]
    merged = [(i,) for table in tables for i, _, _ in table.merged]
    return tuple(g for g in (*groups, *(g for table in tables for g in table.looks), *merged) if g)


def restudy(
    picture: Pixels, blocks: Sequence[tuple[Sequence[Line], Verdict]], marks: Sequence[Mark]
) -> Study:
    """A picture's blocks as an earlier study found them, measured again from its pixels.

    Args:
        picture: ``uint8[height, width, 3]`` RGB, upright.
        blocks: each block's lines, first to last, and its verdict.
        marks: what else stands in the picture; its lines are not ground.
    """
    beside = [mark.line for mark in marks if mark.line is not None]
    every = [*(lines for lines, _ in blocks), beside]
    parts = sorted(
        ((_noted(line), i, k) for i, lines in enumerate(every) for k, line in enumerate(lines)),
        key=lambda part: (*_place(part[0]), *part[1:]),
    )
    letterings = measure_lines(picture, [line for line, _, _ in parts])
    members = {part[1:]: lettering for part, lettering in zip(parts, letterings, strict=True)}
    found = [
        with_rules(picture, block_of([members[i, k] for k in range(len(lines))]))
        for i, (lines, _) in enumerate(blocks)
    ]
    return Study(tuple(found), tuple(verdict for _, verdict in blocks), (), ())


def erase_mask(blocks: Sequence[Block], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """What to fill in, and how much of it: ``uint8[height, width]``, 255 = wholly.

    The blocks' ink is widened a little, so that no soft edge of it stays: antialiasing is a pixel
    wide, a scan's or a JPEG's halo grows with the stroke. The outermost pixel is half filled.
    """
    mask = np.zeros(shape, np.uint8)
    for block in blocks:
        for part in block.letterings:
            wide = widened(part.stamp, part.ink, shape)
            mask[wide.window()] = np.maximum(mask[wide.window()], wide.layer)
    return mask


def widened(stamp: Stamp, ink: Ink, shape: tuple[int, int]) -> Stamp:
    """A line's ink, widened for erasing, with a soft rim."""
    by = erase_margin(ink)
    padded = np.pad((stamp.layer > 127).astype(np.uint8), by + 2)
    away = cv2.distanceTransform(1 - padded, cv2.DIST_L2, 5)
    soft = np.where(away <= by, 255, np.where(away <= by + 1, 128, 0)).astype(np.uint8)
    top, left = stamp.top - by - 2, stamp.left - by - 2
    y0, x0 = max(top, 0), max(left, 0)
    y1, x1 = min(top + soft.shape[0], shape[0]), min(left + soft.shape[1], shape[1])
    return Stamp(x0, y0, soft[y0 - top : max(y1, y0) - top, x0 - left : max(x1, x0) - left])


def erase_margin(ink: Ink) -> int:
    """By how many pixels ink is widened before it is erased.

    A scan's or a JPEG's halo grows with the stroke. Letters that a program set sharply have none, and
    what is left between their strokes says what lies behind them.
    """
    widest = max(2, round(0.045 * ink.em_px))
    if ink.outline is not None or ink.shadow is not None or not 0 < ink.edge_px < _SHARP:
        return widest
    return min(widest, max(2, math.ceil(ink.edge_px + 0.5)))


def _noted(line: Line) -> Line:
    """A line as it is worked with and published: so that what is measured is what others are told."""
    a, b, c, d = ((round(x, 2), round(y, 2)) for x, y in line.quad)
    return Line((a, b, c, d), cleaned(line.text), line.confidence)


def _in_order(lines: Sequence[Line]) -> list[Line]:
    return sorted((_noted(line) for line in lines), key=_place)


def _place(line: Line) -> tuple[float, ...]:
    """Lines are worked on from the top down, in whatever order a reader tells them."""
    (x, y), *_ = line.quad
    return y, x, *(value for point in line.quad for value in point)


def is_sized(line: Line) -> bool:
    """Whether a line's corners are those of a rectangle, or nearly, that letters could stand in."""
    points = np.array(line.quad)
    if not np.isfinite(points).all() or np.abs(points).max() > _FARTHEST:
        return False
    sides = np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1)
    if sides.min() < _LEAST_SIDE:
        return False
    x, y = points.T
    area = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2.0
    around = ((sides[0] + sides[2]) / 2) * ((sides[1] + sides[3]) / 2)
    return bool(area >= _RECTANGULAR * around)


def stands_in(line: Line, shape: Shape) -> bool:
    """Whether most of a line's rectangle lies in the picture."""
    frame = frame_of(line.quad)
    box = frame.box_of(line.quad)
    return float(inside(frame, box, shape).mask.sum()) >= _IN_THE_PICTURE * box.area
