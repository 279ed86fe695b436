"""Which partition a key goes to: the same as with every Kafka client that uses Java's default."""

from __future__ import annotations

import struct

_SEED = 0x9747B28C
_M = 0x5BD1E995
_MASK = 0xFFFFFFFF


def partition_of(key: bytes, count: int) -> int:
    """The partition of a key among ``count``: murmur2 as in Kafka's own client, written for speed."""
    length = len(key)
    whole = length & ~3
    h = _SEED ^ length
    for (k,) in struct.iter_unpack("<I", key[:whole]) if whole else ():
        k = k * _M & _MASK  # noqa: PLW2901 — the algorithm mixes the word in place
        k = (k ^ k >> 24) * _M & _MASK  # noqa: PLW2901
        h = (h * _M & _MASK) ^ k
    if rest := length & 3:
        h = (h ^ int.from_bytes(key[whole : whole + rest], "little")) * _M & _MASK
    h = (h ^ h >> 13) * _M & _MASK
    return ((h ^ h >> 15) & 0x7FFFFFFF) % count
