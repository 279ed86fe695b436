"""A merchant's product pictures, searched in milliseconds: which few may be what a picture shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from cs_agent.domain.pictures.imprint import BITS, Traits

MOST: Final = 8
"""Candidates that are compared in full."""
_TABLES: Final = 8
_FEW: Final = 60_000
"""Features from which on pieces are longer, so that as few have the same one."""
_SHORT, _LONG = 12, 16
_MOST_ALIKE: Final = 120
"""A piece that more features have tells nothing."""
_AWAY: Final = 20
"""Bits of 96: as many differ, or fewer, between half of the features of one place in two pictures."""
_ASKED: Final = 400
"""Features of the buyer's picture that are looked up."""
_HASH_AWAY: Final = 45
_ALIKE: Final = 0.6
_SHAPE: Final = 0.10
_LEAST: Final = 1.0
Key = str
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Table:
    """Features by one piece of their code: those of piece ``n`` are ``order[starts[n]:starts[n + 1]]``."""

    order: Ints
    starts: Ints


class Catalogue:
    """Immutable; made anew when pictures change. Pictures are told by their keys, in the order given."""

    def __init__(self, pictures: Mapping[Key, Traits]) -> None:
        self.keys: tuple[Key, ...] = tuple(pictures)
        traits = list(pictures.values())
        self._codes = _stacked([one.codes for one in traits], np.zeros((0, 3), np.uint32))
        self._owners = np.repeat(np.arange(len(traits)), [len(one.codes) for one in traits])
        self._bits = _SHORT if len(self._codes) < _FEW else _LONG
        self._tables = tuple(
            _table(_pieces(self._codes, at, self._bits), self._bits) for at in range(_TABLES)
        )
        self._colours = _stacked([one.colours[None] for one in traits], np.zeros((0, 13), np.float32))
        self._outlines = _stacked([one.outline[None] for one in traits], np.zeros((0, 7), np.float32))
        self._plain = np.array([one.plain for one in traits], bool)
        pairs = [(at, bits) for at, one in enumerate(traits) for bits in one.hashes]
        self._hashes = _words([bits for _, bits in pairs])
        self._hashed = np.array([at for at, _ in pairs], np.intp)

    @property
    def features(self) -> int:
        """How many it holds; 100,000 of them take about 8 MB."""
        return len(self._codes)

    def candidates(self, traits: Traits, asked: Sequence[int]) -> tuple[Key, ...]:
        """The few that are worth comparing, the likeliest first. ``asked``: hashes of the buyer's picture."""
        if not self.keys:
            return ()
        found = [*self._by_hash(asked), *self._by_features(traits), *self._by_looks(traits)]
        return tuple(self.keys[at] for at in dict.fromkeys(found))[:MOST]

    def _by_hash(self, asked: Sequence[int]) -> list[int]:
        if not asked or not len(self._hashes):
            return []
        away = np.min(
            [np.bitwise_count(self._hashes ^ one).sum(axis=1, dtype=np.int64) for one in _words(asked)],
            axis=0,
        )
        near = np.flatnonzero(away <= _HASH_AWAY)
        return [int(self._hashed[at]) for at in near[np.argsort(away[near], kind="stable")]][: MOST // 2]

    def _by_features(self, traits: Traits) -> list[int]:
        """By votes of features with a near code; a vote that many pictures get counts little."""
        codes = traits.codes[:_ASKED]
        pieces = (_pieces(codes, at, self._bits) for at in range(_TABLES))
        hits = [self._hits(table, one) for table, one in zip(self._tables, pieces, strict=True)]
        asked, found = (np.concatenate([one[side] for one in hits]) for side in (0, 1))
        near = np.bitwise_count(codes[asked] ^ self._codes[found]).sum(axis=1, dtype=np.int64) <= _AWAY
        count = len(self.keys)
        pairs = np.unique(asked[near] * count + self._owners[found[near]])
        voters, voted = pairs // count, pairs % count
        weights = 1.0 / np.bincount(voters, minlength=len(codes))[voters]
        votes = np.bincount(voted, weights, minlength=count)
        best = np.argsort(-votes, kind="stable")[:MOST]
        return [int(at) for at in best if votes[at] >= _LEAST]

    @staticmethod
    def _hits(table: _Table, pieces: Ints) -> tuple[Ints, Ints]:
        """Pairs: which of the pieces asked for, and which feature has the same."""
        begins = table.starts[pieces]
        counts = table.starts[pieces + 1] - begins
        counts = np.where(counts <= _MOST_ALIKE, counts, 0)
        asked = np.repeat(np.arange(len(pieces)), counts)
        before = np.repeat(np.cumsum(counts) - counts, counts)
        return asked, table.order[np.arange(len(asked)) - before + np.repeat(begins, counts)]

    def _by_looks(self, traits: Traits) -> list[int]:
        """Plain things of the same colours and outline."""
        if not traits.outline.any():
            return []
        common = np.minimum(self._colours, traits.colours).sum(axis=1)
        both = (self._outlines != 0) & (traits.outline != 0)
        apart = (np.abs(self._outlines - traits.outline) * both).sum(axis=1)
        told = self._outlines.any(axis=1)
        alike = np.flatnonzero(self._plain & told & (common >= _ALIKE) & (apart <= _SHAPE))
        return [int(at) for at in alike[np.argsort(apart[alike], kind="stable")]][: MOST // 2]


def _table(pieces: Ints, bits: int) -> _Table:
    order = np.argsort(pieces, kind="stable")
    return _Table(order, np.searchsorted(pieces[order], np.arange((1 << bits) + 1)))


def _pieces(codes: npt.NDArray[np.uint32], at: int, bits: int) -> Ints:
    """One of eight pieces, evenly spread over each code."""
    first, shift = divmod(at * (BITS - bits) // (_TABLES - 1), 32)
    low = codes[:, first].astype(np.uint64)
    high = codes[:, first + 1].astype(np.uint64) if first < 2 else np.uint64(0)
    both = low | (high << np.uint64(32))
    return np.asarray((both >> np.uint64(shift)) & np.uint64((1 << bits) - 1), np.intp)


def _words(hashes: Iterable[int]) -> npt.NDArray[np.uint64]:
    """Hashes of 256 bits as four numbers each."""
    data = b"".join(one.to_bytes(32, "big") for one in hashes)
    return np.frombuffer(data, np.uint64).reshape(-1, 4)


def _stacked(parts: Sequence[npt.NDArray[np.generic]], empty: npt.NDArray[np.generic]) -> npt.NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts) if parts else empty
