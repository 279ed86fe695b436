"""A picture's fingerprints: near ones are the same picture again, resized, cut, lit otherwise or mirrored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import pdqhash

from argosy_pictures.looks import Pixels
from argosy_pictures.pixels import shrunk

NEAR: Final = 31
"""Bits of 256 that may differ. Source: facebook/ThreatExchange, pdq/README.md, what it recommends."""
PLAIN: Final = 50
"""The least quality; the same source discards what has 49 or less."""
_BANDS: Final = 16
_BAND_BITS: Final = 16
_MIRRORED: Final = 5
_KEPT: Final = (0.0, 0.04, 0.08, 0.12)
_ASKED: Final = (0.0, 0.02)
"""Shares cut off each side of pictures that are kept and of those that are asked about: a hash of the whole
does not survive the loss of its rim, that of a cut picture is near the cut original's."""
_FLAT: Final = 1.2
_LEAST_RUN: Final = 0.2
"""A page around a picture, of a screenshot say, has rows of one tone, which no camera takes; and of the page
the picture is this share or more, each way."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A picture's PDQ hashes, 256 bits each; ``quality`` 0..100.

    ``kept``: of the picture and of its middle; ``asked``: those, turned and mirrored, that an earlier one's
    may be near to.
    """

    kept: tuple[int, ...]
    asked: tuple[int, ...]
    quality: int

    @property
    def telling(self) -> bool:
        """Whether there is enough in the picture for its hash to say something."""
        return self.quality >= PLAIN

    def away(self, kept: Iterable[int]) -> int:
        """The fewest bits by which any hash kept of another picture differs."""
        return min(((one ^ other).bit_count() for one in self.asked for other in kept), default=256)


def fingerprint(pixels: Pixels) -> Fingerprint:
    """PDQ of a picture, ``uint8[h, w, 3]``."""
    small = shrunk(pixels, 512)[0]
    cut = {share: _hashed(small, share) for share in {*_ASKED, *_KEPT}}
    hashes, quality = cut[0.0]
    asked = [cut[share][0][at] for share in _ASKED for at in (0, _MIRRORED)] + hashes[1:4]
    kept = [cut[share][0][0] for share in _KEPT]
    if (inner := _off_its_page(small)) is not None:
        inside, how_good = _hashed(inner, 0.0)
        if how_good >= PLAIN:
            asked += [inside[0], inside[_MIRRORED]]
            kept.append(inside[0])
    return Fingerprint(tuple(kept), tuple(dict.fromkeys(asked)), quality)


def _off_its_page(small: Pixels) -> Pixels | None:
    """The picture without rows and columns of one tone about it; None where there are none."""
    tones = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    top, bottom = _longest_run(tones.std(axis=1) > _FLAT)
    left, right = _longest_run(tones[top:bottom].std(axis=0) > _FLAT) if bottom > top else (0, 0)
    high, wide = tones.shape
    if bottom - top < _LEAST_RUN * high or right - left < _LEAST_RUN * wide:
        return None
    return None if (bottom - top, right - left) == (high, wide) else small[top:bottom, left:right]


def _longest_run(busy: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of true ends begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], busy.astype(np.int8), [0]))))
    begins, ends = edges[::2], edges[1::2]
    if not len(begins):
        return 0, 0
    at = int(np.argmax(ends - begins))
    return int(begins[at]), int(ends[at])


def _hashed(pixels: Pixels, share: float) -> tuple[list[int], int]:
    """Hashes of the picture without that share of each side, upright, turned, mirrored; and its quality."""
    high, wide = pixels.shape[:2]
    top, left = round(high * share), round(wide * share)
    hashes, quality = pdqhash.compute_dihedral(
        np.ascontiguousarray(pixels[top : high - top, left : wide - left])
    )
    return [int.from_bytes(np.packbits(one.astype(np.uint8)).tobytes(), "big") for one in hashes], int(
        quality
    )


def pieces_kept(print_: Fingerprint) -> tuple[str, ...]:
    """The kept hashes in 16 pieces each, with their places.

    Two hashes that differ by 31 bits or fewer have a piece that differs by one bit or none: sixteen pieces
    with two each would be 32.
    """
    return tuple(dict.fromkeys(f"{at:x}:{piece:04x}" for bits in print_.kept for at, piece in _pieces(bits)))


def pieces_asked(print_: Fingerprint) -> tuple[str, ...]:
    """Every piece of which a near hash must have one."""
    flips = (0, *(1 << bit for bit in range(_BAND_BITS)))
    return tuple(
        dict.fromkeys(
            f"{at:x}:{piece ^ flip:04x}"
            for bits in print_.asked
            for at, piece in _pieces(bits)
            for flip in flips
        )
    )


def _pieces(bits: int) -> Iterator[tuple[int, int]]:
    for at in range(_BANDS):
        yield at, bits >> (_BAND_BITS * at) & ((1 << _BAND_BITS) - 1)


def copied_from(one: Fingerprint, others: Sequence[Fingerprint]) -> bool:
    """Whether it is one of these pictures again."""
    return one.telling and any(other.telling and one.away(other.kept) <= NEAR for other in others)
