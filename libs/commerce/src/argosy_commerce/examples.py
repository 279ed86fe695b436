"""Reading by examples: which labels a text has, learned from labelled texts in closed form.

Kernel ridge regression over tf-idf vectors of character and word runs:
``alpha = (K + ridge I)^-1 (Y - mean)``.
Nothing is drawn at random and nothing is kept in files: the same examples give the same reader, in a tenth of
a second for five hundred. Scores are no probabilities: see `left_out`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from argosy_commerce.grams import BUCKETS, Counted, Shape, counted

RIDGE: Final = 0.3
_COMMON: Final = 32
"""Buckets met in more texts than this are multiplied as a matrix, the rest pair by pair."""
_PAIRS: Final = 500_000
"""Pairs of texts in memory at once."""
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """A folded text and how much each label is meant by it, 0..1; labels that are not named are not meant."""

    text: str
    labels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reader:
    """What was learned. Scores are about 0 where a label is not meant and about 1 where it is."""

    examples: tuple[Example, ...]
    labels: tuple[str, ...]
    shape: Shape
    rarity: Floats
    weights: Floats
    """(buckets, labels)"""
    means: Doubles

    def scores(self, texts: Sequence[str]) -> Doubles:
        """(texts, labels) for folded texts."""
        scores = np.tile(self.means, (len(texts), 1))
        found = _weighted(counted(texts, self.shape), self.rarity, len(texts))
        ends = np.searchsorted(found.texts, np.arange(len(texts) + 1))
        for place, (first, end) in enumerate(pairwise(ends)):
            scores[place] += found.counts[first:end] @ self.weights[found.buckets[first:end]]
        return scores

    def nearest(self, text: str, label: str = "") -> tuple[Example, float] | None:
        """The example, of a label if one is named, that a text is most like, and how like it is (0..1).

        For showing why, not for every text: it goes through the examples again.
        """
        ours = [one for one in self.examples if not label or label in one.labels]
        if not ours:
            return None
        found = _weighted(
            counted([text, *(one.text for one in ours)], self.shape), self.rarity, len(ours) + 1
        )
        wanted, mine = np.zeros(BUCKETS, np.float32), found.texts == 0
        wanted[found.buckets[mine]] = found.counts[mine]
        likeness = np.bincount(found.texts, found.counts * wanted[found.buckets], minlength=len(ours) + 1)[1:]
        best = int(likeness.argmax())
        return ours[best], float(likeness[best])


def learned(
    examples: Sequence[Example],
    labels: Sequence[str],
    shape: Shape,
    *,
    ridge: float = RIDGE,
) -> Reader:
    """Learns from at least one example; from some thousands on, time grows with the cube of their number."""
    rarity, vectors = _vectors(examples, shape)
    targets, means = _targets(examples, labels)
    parted = _parted(vectors, len(examples))
    kernel = _kernel(parted)
    kernel[np.diag_indices(len(kernel))] += ridge
    alpha = np.linalg.solve(kernel, targets.astype(np.float32))
    weights = np.zeros((BUCKETS, len(labels)), np.float32)
    weights[parted.common] = parted.often.T @ alpha
    seldom = parted.seldom
    for group in _met_alike(parted):
        counts, shares = seldom.counts[group], alpha[seldom.texts[group]]
        weights[seldom.buckets[group[:, 0]]] = (counts[:, None, :] @ shares)[:, 0]
    return Reader(tuple(examples), tuple(labels), shape, rarity, weights, means)


def left_out(
    examples: Sequence[Example],
    labels: Sequence[str],
    shape: Shape,
    *,
    ridge: float = RIDGE,
) -> Doubles:
    """(examples, labels): what each example would score had it not been among those learned from.

    In closed form (``y - alpha / diag((K + ridge I)^-1)``); what confidence is to be fitted on. Examples by
    one hand are chosen to differ from each other, so this is lower than what other people's texts get.
    """
    _, vectors = _vectors(examples, shape)
    targets, means = _targets(examples, labels)
    kernel = _kernel(_parted(vectors, len(examples))).astype(np.float64)
    kernel[np.diag_indices(len(kernel))] += ridge
    inverse = np.linalg.inv(kernel)
    missed: Doubles = (inverse @ targets) / np.diag(inverse)[:, None]
    return targets - missed + means


def _vectors(examples: Sequence[Example], shape: Shape) -> tuple[Floats, Counted]:
    """How rare each bucket is, and the texts as sparse vectors of length one."""
    found = counted([one.text for one in examples], shape)
    met = np.bincount(found.buckets, minlength=BUCKETS)
    rarity = (np.log((1 + len(examples)) / (1 + met)) + 1).astype(np.float32)
    return rarity, _weighted(found, rarity, len(examples))


def _weighted(found: Counted, rarity: Floats, texts: int) -> Counted:
    values = np.log1p(found.counts) * rarity[found.buckets]
    lengths = np.sqrt(np.bincount(found.texts, values**2, minlength=texts))
    return Counted(found.texts, found.buckets, (values / lengths[found.texts]).astype(np.float32))


def _targets(examples: Sequence[Example], labels: Sequence[str]) -> tuple[Doubles, Doubles]:
    """What each example is about beyond the mean, and the mean."""
    told = np.array([[one.labels.get(label, 0.0) for label in labels] for one in examples])
    means: Doubles = told.mean(axis=0)
    return told - means, means


@dataclass(frozen=True, slots=True)
class _Parted:
    """Vectors of texts: buckets that many share as a matrix, the others as they were counted."""

    common: Places
    often: Floats
    """(texts, common buckets)"""
    seldom: Counted
    met: Places
    """How many texts each bucket is met in."""


def _parted(vectors: Counted, size: int) -> _Parted:
    met = np.bincount(vectors.buckets, minlength=BUCKETS)
    common = met > _COMMON
    column = np.cumsum(common) - 1
    often = common[vectors.buckets]
    dense = np.zeros((size, int(common.sum())), np.float32)
    dense[vectors.texts[often], column[vectors.buckets[often]]] = vectors.counts[often]
    seldom = Counted(vectors.texts[~often], vectors.buckets[~often], vectors.counts[~often])
    return _Parted(np.flatnonzero(common), dense, seldom, met)


def _kernel(parted: _Parted) -> Floats:
    """How like each two examples are."""
    kernel: Floats = parted.often @ parted.often.T
    sums, size, seldom = kernel.reshape(-1), len(kernel), parted.seldom
    for group in _met_alike(parted):
        texts, values = seldom.texts[group], seldom.counts[group]
        pairs = (texts[:, :, None] * size + texts[:, None, :]).ravel()
        np.add.at(sums, pairs, (values[:, :, None] * values[:, None, :]).ravel())
    return kernel


def _met_alike(parted: _Parted) -> Iterator[Places]:
    """(buckets, texts): places of rare buckets among the counted, buckets met equally often at once."""
    met = parted.met[parted.seldom.buckets]
    order = np.lexsort((parted.seldom.buckets, met))
    for times in np.unique(met):
        group = order[met[order] == times].reshape(-1, times)
        step = max(1, _PAIRS // times**2)
        yield from (group[first : first + step] for first in range(0, len(group), step))
