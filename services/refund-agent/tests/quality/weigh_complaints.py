# ruff: noqa: T201 — prints what it fits
"""Fits how phrases and examples are weighed: `python weigh_complaints.py [FILE ...]`.

What phrases say of each example, and what it scores with itself left out, against what it means. The examples
are others' words to the phrases. FILE: rows as complaints.py measures, for a table of reliability.
Prints figures per language as well, by examples alone, phrases alone and both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from argosy_commerce.examples import left_out
from refund_agent.domain.complaints.examples import (
    REASONS,
    examples_of,
    group_of,
    shape_of,
    written,
)
from refund_agent.domain.complaints.reasons import heard
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import spelled
from refund_agent.domain.complaints.tongues import LANGUAGES, speech
from refund_agent.domain.complaints.weighing import parts_of

Doubles = NDArray[np.float64]
_PENALTY = 1e-5
_TURNS = 1500


def parts(text: str, language: str, scores: Doubles | None = None) -> Doubles:
    """What is known of a text, (reasons, 3)."""
    said = speech(language)
    read = spelled(text, language, said.contrasts)
    return parts_of(read, said, heard(read, said, Scopes.of(read, said)), scores)


def from_examples() -> tuple[Doubles, Doubles, Doubles]:
    """(texts, reasons, 3), and the main reason and all reasons as (texts, reasons)."""
    known, main, meant = [], [], []
    for group in dict.fromkeys(map(group_of, LANGUAGES)):
        scores = iter(left_out(examples_of(group), REASONS, shape_of(group[0])))
        for language in group:
            for row in written(language):
                known.append(parts(row.text, language, next(scores)))
                main.append([float(reason == row.reasons[0]) for reason in REASONS])
                meant.append([float(reason in row.reasons) for reason in REASONS])
    return np.array(known), np.array(main), np.array(meant)


def fitted(
    known: Doubles, truth: Doubles, probabilities: Callable[[Doubles], Doubles]
) -> tuple[Doubles, Doubles]:
    """Weights (3,) and what is usual (reasons,), by gradient steps with momentum from zero."""
    texts, reasons, count = known.shape
    design = np.concatenate((known, np.tile(np.eye(reasons), (texts, 1, 1))), axis=2)
    flat = design.reshape(texts * reasons, -1)
    step = 1 / (np.linalg.norm(flat, 2) ** 2 / (2 * texts) + _PENALTY)
    theta = ahead = np.zeros(count + reasons)
    for turn in range(_TURNS):
        wrong = probabilities(design @ ahead) - truth
        before = theta
        theta = ahead - step * (flat.T @ wrong.ravel() / texts + ahead * _PENALTY)
        ahead = theta + (turn / (turn + 3)) * (theta - before)
    return theta[:count], theta[count:]


def shares(sums: Doubles) -> Doubles:
    """Softmax."""
    raised = np.exp(sums - sums.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def each(sums: Doubles) -> Doubles:
    """Logistic."""
    raised: Doubles = 1 / (1 + np.exp(-sums))
    return raised


def show(name: str, weights: Doubles, usual: Doubles) -> None:
    """A part of the file."""
    print(f"{name}:")
    for part, value in zip(("examples", "said", "chosen"), weights, strict=True):
        print(f"  {part}: {value:.2f}")
    told = ", ".join(f"{reason}: {value:.2f}" for reason, value in zip(REASONS, usual, strict=True))
    print(f"  usual:\n    {{{told}}}")


def reliability(found: Doubles, right: NDArray[np.bool_]) -> None:
    """How often what is read so surely is right."""
    sure = found.max(axis=1)
    for low in np.arange(0.0, 1.0, 0.1):
        chosen = (sure >= low) & ((sure < low + 0.1) | (low > 0.85))
        if chosen.any():
            said, true = sure[chosen].mean(), right[chosen].mean()
            print(f"  {low:.1f}-{low + 0.1:.1f} {chosen.sum():5} said {said:.2f} right {true:.2f}")


def main() -> None:
    """Fits, prints."""
    known, first, meant = from_examples()
    kinds = {"examples": [1, 0, 0], "phrases": [0, 1, 1], "both": [1, 1, 1]}
    rows = [row for name in sys.argv[1:] for row in yaml.safe_load(Path(name).read_text(encoding="utf-8"))]
    spoken = [row["language"].partition("-")[0] for row in rows]
    theirs = np.array([REASONS.index(row["truth"]["reasons"][0]) for row in rows])
    seen = np.array([parts(row["text"], language) for row, language in zip(rows, spoken, strict=True)])
    for name, kept in kinds.items():
        weights, usual = fitted(known * kept, first, shares)
        found = shares(known * kept @ weights + usual)
        right = found.argmax(axis=1) == first.argmax(axis=1)
        print(f"{name}: examples left out {right.mean():.3f}")
        reliability(found, right)
        if rows:
            found = shares(seen * kept @ weights + usual)
            right = found.argmax(axis=1) == theirs
            by = {
                one: round(float(right[np.array(spoken) == one].mean()), 2) for one in dict.fromkeys(spoken)
            }
            print(f"{name}: rows {right.mean():.3f} {by}")
            reliability(found, right)
    show("main", *fitted(known, first, shares))
    show("meant", *fitted(known, meant, each))


if __name__ == "__main__":
    main()
