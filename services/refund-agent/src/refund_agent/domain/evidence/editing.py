"""Marks of an editor or a generator. A signal: weak whatever it says, and the absence of marks is nothing."""

from __future__ import annotations

import io
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from argosy_pictures.looks import Pixels
from argosy_pictures.showing import Result
from refund_agent.domain.checks import Check
from refund_agent.domain.evidence.files import EvidenceFile

_QUALITY: Final = 90
_BLOCK: Final = 8
_APART: Final = 6.5
"""Spreads (scaled median deviation) beyond which a block was saved otherwise than the rest."""
_LEAST: Final = 0.002
_MOST: Final = 0.15
_LONGEST: Final = 1600


def not_edited(file: EvidenceFile) -> Check:
    """What the file says of itself, then the map of its JPEG levels, then its camera."""
    if file.marks.generated:
        return _told(file, "failed", file.marks.generated[0])
    if file.marks.edited:
        return _told(file, "cannot_tell", f"{file.marks.edited[0]}; that may be no more than a crop")
    if file.content and (share := uneven(file.content)):
        said = f"{share:.1%} of the picture was saved otherwise than the rest"
        return _told(file, "cannot_tell", said, share)
    if file.marks.camera and file.marks.taken:
        return _told(file, "passed", "the file names a camera and a time, and no editor")
    return _told(file, "cannot_tell", "the file says nothing of how it was made")


def uneven(content: bytes) -> float:
    """The share of a JPEG whose level of compression stands out from the rest; 0.0 where none does.

    Error levels (N. Krawetz, 2007): saved once more, parts that were saved less often change more. Texture
    changes more too, which is taken out; screens and heavy compression leave nothing to see.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            first = np.asarray(image.convert("RGB"), np.uint8)
    except Exception:  # noqa: BLE001 — Pillow raises nearly anything on a broken file
        return 0.0
    high, wide = (side // _BLOCK * _BLOCK for side in first.shape[:2])
    if min(high, wide) < 32 * _BLOCK or max(high, wide) > 4 * _LONGEST:
        return 0.0
    # Pixels have to stay where they are in their blocks: a part is looked at, never a smaller picture.
    top, left = (max(0, (side - _LONGEST) // 2 // _BLOCK * _BLOCK) for side in (high, wide))
    part = first[top : min(high, top + _LONGEST), left : min(wide, left + _LONGEST)]
    return _standing_out(np.ascontiguousarray(part))


def _standing_out(part: Pixels) -> float:
    out = io.BytesIO()
    Image.fromarray(part).save(out, "JPEG", quality=_QUALITY, subsampling=0)
    again = np.asarray(Image.open(out), np.int16)
    levels = _blocks(np.abs(part.astype(np.int16) - again).mean(axis=2).astype(np.float32))
    luma = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY).astype(np.float32)
    texture = _blocks(np.abs(cv2.Laplacian(luma, cv2.CV_32F)).astype(np.float32))
    expected = _explained(levels, texture)
    rest = levels - expected
    spread = 1.4826 * float(np.median(np.abs(rest - np.median(rest)))) + 0.05
    marked = (rest > _APART * spread).astype(np.uint8)
    grown = np.asarray(cv2.morphologyEx(marked, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown)
    if count < 2:
        return 0.0
    share = float(stats[1:, cv2.CC_STAT_AREA].max()) / marked.size
    return share if _LEAST <= share <= _MOST else 0.0


def _blocks(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    high, wide = values.shape[0] // _BLOCK, values.shape[1] // _BLOCK
    cut = values[: high * _BLOCK, : wide * _BLOCK].reshape(high, _BLOCK, wide, _BLOCK)
    return np.asarray(cut.mean(axis=(1, 3)), np.float32)


def _explained(levels: npt.NDArray[np.float32], texture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What level each block's texture lets expect: the median of blocks of like texture."""
    edges = np.unique(np.quantile(texture, np.linspace(0, 1, 13)))
    bins = np.clip(np.searchsorted(edges, texture, side="right") - 1, 0, max(0, len(edges) - 2))
    medians = np.array(
        [np.median(levels[bins == at]) if (bins == at).any() else 0.0 for at in range(int(bins.max()) + 1)]
    )
    return np.asarray(medians[bins], np.float32)


def _told(file: EvidenceFile, result: Result, finding: str, score: float | None = None) -> Check:
    return Check(file.ref, "not_edited", result, finding, True, None if score is None else round(score, 4))
