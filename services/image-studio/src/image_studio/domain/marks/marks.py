"""What stands in a picture and is no lettering of its message: watermarks, QR codes, bar codes.

New words may stand over a watermark, but never over a code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Mask, Pixels, Quad, Shape, frame_of
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.lettering import Line, folded
from image_studio.domain.marks.codes import Code
from image_studio.domain.marks.veils import Veil, lifted, stroke_mask
from image_studio.domain.warps import inside

_A_TRACE: Final = 0.45  # of difflib's ratio: traces are read badly


@dataclass(frozen=True)
class Mark:
    """A mark. ``quad`` holds all of it, a code's quiet zone too; ``line`` is what was read of a
    watermark, None for a code and for copies that were not read. ``veil`` is how a watermark was
    laid over the picture, None where its letters could not be told from their ground."""

    quad: Quad
    verdict: Verdict
    text: str = ""
    line: Line | None = None
    veil: Veil | None = None


def marks_of_codes(codes: Sequence[Code]) -> tuple[Mark, ...]:
    """Codes as marks. What they say is not read, so that it cannot be told to anybody."""
    return tuple(Mark(_squared(code.zone), Verdict(Kind.CODE, 0.95, f"a {code.form}")) for code in codes)


def _squared(quad: Quad) -> Quad:
    """The rectangle around a quad, of whole pixels where it is level."""
    frame = frame_of(quad)
    box = frame.box_of(quad)
    return frame.quad_of(box.outward() if frame.level else box)


def code_area(marks: Sequence[Mark], shape: Shape) -> Mask:
    """The pixels of all codes with their quiet zones: ``bool[height, width]``."""
    full = np.zeros(shape, bool)
    for mark in marks:
        if mark.verdict.kind is Kind.CODE:
            frame = frame_of(mark.quad)
            inside(frame, frame.box_of(mark.quad), shape).cover(full)
    return full


def without_veils(picture: Pixels, marks: Sequence[Mark]) -> tuple[Pixels, NDArray[np.uint8]]:
    """The picture without the marks that can be solved for, and what is left to fill in.

    Returns:
        ``uint8[height, width, 3]``, and a mask ``uint8[height, width]``, 255 = to be filled in.
    """
    shape: Shape = (picture.shape[0], picture.shape[1])
    fill = (code_area(marks, shape) * 255).astype(np.uint8)
    for mark in marks:
        if mark.veil is None:
            continue
        if mark.veil.solvable:
            picture = lifted(picture, mark.veil)
        else:
            fill |= stroke_mask(mark.veil, shape)
    return picture, fill


def removable(marks: Sequence[Mark], kinds: Collection[Kind]) -> tuple[int, ...]:
    """Indexes of the marks of some kinds that can be taken out."""
    return tuple(
        i
        for i, mark in enumerate(marks)
        if mark.verdict.kind in kinds and (mark.verdict.kind is Kind.CODE or mark.veil is not None)
    )


def left_by(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Line]:
    """The lines that are no traces of marks that were taken out."""

    def is_trace(line: Line) -> bool:
        middle = tuple(float(v) for v in np.array(line.quad).mean(axis=0))
        return any(
            cv2.pointPolygonTest(np.array(mark.quad, np.float32), middle, False) >= 0
            and SequenceMatcher(None, folded(line.text), folded(mark.text)).ratio() > _A_TRACE
            for mark in marks
            if mark.text
        )

    return [line for line in lines if not is_trace(line)]


def reasons_about(marks: Sequence[Mark], removed: Collection[int]) -> tuple[str, ...]:
    """What a person should know of the marks that still stand in the picture."""
    left = Counter(
        mark.text for i, mark in enumerate(marks) if mark.verdict.kind is Kind.WATERMARK and i not in removed
    )
    return tuple(
        f"a watermark stands over the picture: “{text[:60]}”" + (f", {n} times" if n > 1 else "")
        for text, n in left.items()
    )
