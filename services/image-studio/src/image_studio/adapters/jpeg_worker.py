"""The process that reads and writes JPEG coefficients: one request after the other on its pipes.

A request is four big-endian 32-bit lengths (original, encoded, height, width), the two files and the
mask's bits; the answer one length and the spliced file, or 0. Started by ``jpeg_blocks``.
"""

from __future__ import annotations

import struct
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import jpeglib  # type: ignore[import-untyped]  # ships no types
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the pipe closes."""
    while header := requests.read(16):
        first, second, height, width = struct.unpack(">4I", header)
        original, encoded = requests.read(first), requests.read(second)
        bits = np.frombuffer(requests.read(-(-height * width // 8)), np.uint8)
        changed = np.unpackbits(bits, count=height * width).reshape(height, width).astype(bool)
        spliced = splice_files(original, encoded, changed) or b""
        answers.write(struct.pack(">I", len(spliced)) + spliced)
        answers.flush()


def splice_files(original: bytes, encoded: bytes, changed: Mask) -> bytes | None:
    """Splice two JPEGs of one size, tables and sampling; None where they differ or are odd."""
    with tempfile.TemporaryDirectory() as folder:
        old_path, new_path, out_path = (Path(folder) / name for name in ("old.jpg", "new.jpg", "out.jpg"))
        old_path.write_bytes(original)
        new_path.write_bytes(encoded)
        try:
            old, new = jpeglib.read_dct(str(old_path)), jpeglib.read_dct(str(new_path))
        except (OSError, ValueError, IndexError):
            return None
        if (new.Cb is None) != (old.Cb is None) or not np.array_equal(old.samp_factor, new.samp_factor):
            return None
        for index, name in enumerate(("Y", "Cb", "Cr") if old.Cb is not None else ("Y",)):
            if not _take(getattr(old, name), getattr(new, name), old, new, index, changed):
                return None
        old.write_dct(str(out_path))
        return out_path.read_bytes()


def _take(
    before: NDArray[np.int16],
    after: NDArray[np.int16],
    old: Any,  # noqa: ANN401 — jpeglib ships no types
    new: Any,  # noqa: ANN401
    index: int,
    changed: Mask,
) -> bool:
    """Put the changed blocks of one component into the old ones, in place."""
    tables = (picture.qt[picture.quant_tbl_no[index]] for picture in (old, new))
    if before.shape != after.shape or not np.array_equal(*tables):
        return False
    touched = _blocks(changed, before.shape[:2], old.samp_factor, index)
    before[touched] = after[touched]
    return True


def _blocks(changed: Mask, count: tuple[int, ...], sampling: NDArray[np.int_], index: int) -> Mask:
    """Which 8 x 8 blocks of a component hold changed pixels. ``sampling`` is (v, h) by component."""
    most = np.max(sampling, axis=0)
    tall, wide = (int(8 * most[axis] // sampling[index][axis]) for axis in (0, 1))
    rows, columns = count
    grid = np.zeros((rows * tall, columns * wide), bool)
    height, width = min(changed.shape[0], grid.shape[0]), min(changed.shape[1], grid.shape[1])
    grid[:height, :width] = changed[:height, :width]
    return np.asarray(grid.reshape(rows, tall, columns, wide).any(axis=(1, 3)))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
