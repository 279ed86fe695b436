"""Reads text in pictures with RapidOCR: PP-OCR detection and recognition as ONNX, CPU, offline.

The weights (Chinese and English) ship inside the `rapidocr` wheel. PP-OCR shrinks anything longer
than 2000 px, which makes the long detail pictures of Chinese shops (750 x 8000 and more)
unreadable, so tall pictures are read in overlapping tiles.
"""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Self

import cv2
import numpy as np

from argosy_engines.contracts import EngineIdentity, EngineSpec, Image, TextLine
from argosy_engines.registry import reject_unknown_options

WIDEST = 1600
"""Pictures wider than this are shrunk to it: text that is readable to a buyer stays readable."""
TILE = 1600
OVERLAP = 320
"""Of neighbouring tiles; a line up to this tall is whole in the tile that holds its centre."""
SHORT_SIDE = 736
"""What PP-OCR enlarges the shorter side of a picture to."""
MARGIN = 32
"""A margin around small pictures, so that text touching the edge is found too (measured: a line
that fills a 300x60 picture is missed without it)."""


@dataclass(frozen=True, slots=True)
class _Tile:
    """A horizontal strip, and the part of it whose lines it reports (up to its neighbours' parts)."""

    top: int
    bottom: int
    own_top: float
    own_bottom: float


@dataclass(slots=True)
class RapidTextReader:
    """`ImageTextReader` on RapidOCR."""

    identity: EngineIdentity
    _ocr: Any
    _text_score: float

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Options: `text_score` (lines below this confidence are not reported, default 0.5)."""
        reject_unknown_options(spec, {"text_score"})
        from rapidocr import RapidOCR  # noqa: PLC0415 — takes 0.5 s, and other engines do without

        cv2.setNumThreads(1)  # as ONNX Runtime below: two threads on busy cores are slower than one
        threads = {"intra_op_num_threads": 1, "inter_op_num_threads": 1}
        ocr = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": TILE + OVERLAP,
                **{f"EngineConfig.onnxruntime.{name}": n for name, n in threads.items()},
            }
        )
        version = importlib.metadata.version("rapidocr")
        model = f"{ocr.cfg.Det.ocr_version.value}-{ocr.cfg.Det.model_type.value}-zh-en"
        return cls(
            identity=spec.identity("rapidocr", model=model, revision=f"rapidocr-{version}"),
            _ocr=ocr,
            _text_score=float(spec.options.get("text_score", 0.5)),
        )

    def read(self, image: Image) -> tuple[TextLine, ...]:
        """All lines, top to bottom; quads in pixels of `image`."""
        height, width = image.shape[:2]
        scale = min(1.0, WIDEST / width)
        if scale < 1.0:
            size = (WIDEST, max(1, round(height * scale)))
            image = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        tiles = _tiles(image.shape[0])
        lines = [line for tile in tiles for line in self._tile(image, tile)]
        ordered = sorted(lines, key=lambda line: (line.quad[:, 1].mean(), line.quad[:, 0].mean()))
        limit = np.array([width - 1, height - 1], np.float32)
        return tuple(
            replace(line, quad=np.clip(line.quad / scale, 0, limit).astype(np.float32)) for line in ordered
        )

    def _tile(self, image: Image, place: _Tile) -> list[TextLine]:
        """The lines whose centre lies in this tile's own part, in pixels of `image`."""
        tile = image[place.top : place.bottom]
        # PP-OCR enlarges until the short side is 736 px: a narrow strip would become enormous.
        lower = MARGIN + max(0, min(tile.shape[1], SHORT_SIDE) - tile.shape[0])
        right = MARGIN + max(0, min(tile.shape[0], SHORT_SIDE) - tile.shape[1])
        paper = [float(level) for level in np.median(tile[[0, -1]].reshape(-1, 3), axis=0)]
        framed = cv2.copyMakeBorder(tile, MARGIN, lower, MARGIN, right, cv2.BORDER_CONSTANT, value=paper)
        # RapidOCR takes OpenCV's channel order.
        bgr = np.ascontiguousarray(framed[:, :, ::-1])
        result = self._ocr(bgr, text_score=self._text_score)
        if result.boxes is None or result.txts is None:
            return []
        lines = []
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
            quad = np.asarray(box, np.float32).reshape(4, 2) + np.array(
                [-MARGIN, place.top - MARGIN], np.float32
            )
            if text.strip() and place.own_top <= quad[:, 1].mean() < place.own_bottom:
                lines.append(TextLine(quad, text, float(np.clip(score, 0.0, 1.0))))
        return lines


def _tiles(height: int) -> list[_Tile]:
    """One tile if the picture is short enough, else equal ones that overlap by OVERLAP or more."""
    if height <= TILE + OVERLAP:
        return [_Tile(0, height, 0, height + MARGIN)]
    count = -(-(height - OVERLAP) // (TILE - OVERLAP))
    step = (height - TILE) / (count - 1)
    tops = [round(i * step) for i in range(count)]
    middles = [(top + TILE + following) / 2 for top, following in pairwise(tops)]
    owned = pairwise([-MARGIN, *middles, height + MARGIN])
    return [_Tile(top, top + TILE, *own) for top, own in zip(tops, owned, strict=True)]
