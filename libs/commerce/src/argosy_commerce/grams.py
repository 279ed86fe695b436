"""Runs of characters and words that a text has, counted in hashed buckets: what texts are compared by."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 14
"""Buckets are 2 to this power; two runs in one bucket count as the same, which costs little accuracy."""
BUCKETS: Final = 1 << BITS
_WORD: Final = re.compile("[\\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
"""Letters and digits, and the marks of Thai vowels and tones, which are no letters to the engine."""
_SPACE: Final = 32
_NEXT: Final = np.uint64(1_000_003)
_MIXING: Final = np.uint64(0x9E37_79B9_7F4A_7C15)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which runs count: of so many characters, and whether words and pairs of neighbouring words do too.

    Runs go over spaces, so that a word's ends and its neighbours are seen.
    """

    shortest: int = 2
    longest: int = 5
    words: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each bucket is met in each text: three arrays of one length, by text, then by bucket."""

    texts: NDArray[np.int64]
    buckets: NDArray[np.int64]
    counts: NDArray[np.float32]


def counted(texts: Sequence[str], shape: Shape) -> Counted:
    """Counts the runs of texts that are folded already. The same for the same text on every machine."""
    split = [_WORD.findall(text) for text in texts]
    places, hashed = _characters(split, shape)
    if shape.words:
        more = [(place, bucket) for place, words in enumerate(split) for bucket in _words(words)]
        if more:
            pairs = np.array(more, dtype=np.int64)
            places, hashed = np.concatenate((places, pairs[:, 0])), np.concatenate((hashed, pairs[:, 1]))
    keys, counts = np.unique(places * BUCKETS + hashed, return_counts=True)
    return Counted(keys // BUCKETS, keys % BUCKETS, counts.astype(np.float32))


def _characters(split: Sequence[Sequence[str]], shape: Shape) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All texts at once, a zero between two of them: a rolling hash of each run, longer ones from shorter."""
    joined = "\0".join(f" {' '.join(words)} " for words in split)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    text = np.cumsum(codes == 0)
    rolling = codes.copy()
    places, hashed = [], []
    for length in range(1, shape.longest + 1):
        if length > 1:
            rolling = rolling[:-1] * _NEXT + codes[length - 1 :]
        if length < shape.shortest or not len(rolling):
            continue
        first = slice(len(rolling))
        kept = (text[first] == text[length - 1 :]) & (codes[first] != 0)
        if length == 1:
            kept &= codes != _SPACE
        places.append(text[first][kept])
        hashed.append(_bucket(rolling[kept] + np.uint64(length)))
    if not places:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(places).astype(np.int64), np.concatenate(hashed)


def _bucket(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    mixed = values * _MIXING
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIXING
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)


def _words(words: Sequence[str]) -> list[int]:
    framed = ["^", *words, "$"]
    pairs = (f"{one} {other}" for one, other in pairwise(framed))
    return [zlib.crc32(run.encode("utf-8", "replace")) >> (32 - BITS) for run in (*words, *pairs)]
