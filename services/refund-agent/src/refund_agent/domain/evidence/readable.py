"""Whether a piece of evidence can tell anything at all."""

from __future__ import annotations

from typing import Final

import numpy as np

from argosy_pictures.looks import Look
from argosy_pictures.pixels import blur_width, grey, shrunk
from argosy_pictures.showing import Result
from refund_agent.domain.checks import Check
from refund_agent.domain.evidence.files import EvidenceFile

# Set between what photographs and spoiled ones measured in tests/quality/evidence.py.
_SHARP: Final = 1.8
_BLURRED: Final = 3.2
_DARK: Final = 22.0
_DIM: Final = 40.0
_BURNT: Final = 0.80
_SMALL: Final = 160
_SMALLISH: Final = 300


def readable(file: EvidenceFile) -> Check:
    """Of a video its best frame counts; of a document that there is text."""
    if file.unseen:
        return _told(file, "cannot_tell", f"was not looked at: {file.unseen}")
    if file.fault:
        return _told(file, "failed", f"cannot be used: {file.fault}")
    if file.kind in {"document", "text"}:
        return (
            _told(file, "passed", "its text can be read")
            if file.text.strip()
            else _told(file, "failed", "no text is in it")
        )
    order: tuple[Result, ...] = ("passed", "cannot_tell", "failed")
    result, finding, score = min((_look(look) for look in file.looks), key=lambda one: order.index(one[0]))
    return _told(file, result, finding, score)


def _look(look: Look) -> tuple[Result, str, float]:  # noqa: PLR0911 — one return an outcome
    wide, high = look.sent
    if min(wide, high) < _SMALL:
        return "failed", f"is {wide} x {high} pixels, too small to tell anything", float(min(wide, high))
    small = grey(shrunk(look.pixels, 400)[0])
    bright = float(np.quantile(small, 0.95))
    if bright < _DARK:
        return "failed", "is too dark to tell anything", bright
    burnt = float((small > 250).mean())
    detail = float(small.std())
    if burnt > _BURNT and detail < 12:
        return "failed", "is so bright that nothing is left to see", burnt
    blur = blur_width(look.pixels)
    if blur is None:
        return "cannot_tell", "shows too little to tell whether it is sharp", 0.0
    if blur > _BLURRED:
        return "failed", "is too blurred to tell anything", blur
    if bright < _DIM or blur > _SHARP or min(wide, high) < _SMALLISH:
        return "cannot_tell", "is dark, blurred or small", blur
    return "passed", "is sharp, bright and large enough", blur


def _told(file: EvidenceFile, result: Result, finding: str, score: float | None = None) -> Check:
    return Check(
        file.ref,
        "readable",
        result,
        f"the {file.kind} {finding}",
        score=None if score is None else round(score, 3),
    )
