# ruff: noqa: T201 — prints what it fits
"""Fits how phrases and examples are weighed: `python weigh_complaints.py [FILE ...]`.

What phrases say of each example, and what it scores with itself left out, against what it means. The examples
are others' words to the phrases. FILE: rows as complaints.py measures. Prints what is right per language
and per confidence, by examples alone, phrases alone and both, and then the file's numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from argosy_commerce.examples import Doubles
from refund_agent.domain.complaints.examples import (
    NO_WISH,
    REASONS,
    SEVERITIES,
    WISHES,
    Alike,
    alike,
    alike_left_out,
    written,
)
from refund_agent.domain.complaints.reading import severities
from refund_agent.domain.complaints.reasons import heard
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import spelled
from refund_agent.domain.complaints.tongues import LANGUAGES, speech
from refund_agent.domain.complaints.weighing import about_reasons, about_severity

_PENALTY = 1e-5
_TURNS = 1500


@dataclass(frozen=True, slots=True)
class Case:
    """A text as it is weighed, (meanings, 3) for reasons, severities and wishes, and what is true of it."""

    language: str
    reasons: Doubles
    severities: Doubles
    wishes: Doubles
    main: Doubles
    meant: Doubles
    severity: Doubles
    wish: Doubles
    judged: bool = True


def one_of(names: Sequence[str], true: Collection[str]) -> Doubles:
    """1 for what is true, 0 for the rest."""
    return np.array([float(name in true) for name in names])


def case(text: str, language: str, found: Alike | None, told: tuple[Sequence[str], str, str]) -> Case:
    """Weighs a text; ``found``: how like the examples it is, where that is known; ``told``: what is true."""
    said = speech(language)
    read = spelled(text, language, said.contrasts)
    scopes = Scopes.of(read, said)
    found = found or alike([read.text], language)
    wishes = np.zeros((len(WISHES) + 1, 3))
    wishes[:, 0] = found.wishes[0]
    reasons, severity, wish = told
    return Case(
        language,
        about_reasons(read, heard(read, said, scopes), found.reasons[0]),
        about_severity(*severities(read, said, scopes), found.severities[0]),
        wishes,
        one_of(REASONS, reasons[:1]),
        one_of(REASONS, reasons),
        one_of(SEVERITIES, (severity,)),
        one_of((*WISHES, NO_WISH), (wish,)),
        judged=severity in SEVERITIES,
    )


def from_examples() -> list[Case]:
    """Every example, with itself left out."""
    cases = []
    for language in LANGUAGES:
        found = alike_left_out(language)
        for place, row in enumerate(written(language)):
            here = slice(place, place + 1)
            mine = Alike(found.reasons[here], found.severities[here], found.wishes[here])
            told = (row.reasons, row.severity or "", row.wish or NO_WISH)
            cases.append(case(row.text, language, mine, told))
    return cases


def from_rows(rows: Sequence[Mapping[str, Any]]) -> list[Case]:
    """Rows as complaints.py measures."""
    return [
        case(
            row["text"],
            row["language"].partition("-")[0],
            None,
            (
                row["truth"]["reasons"],
                row["truth"].get("severity", "unknown"),
                row["truth"].get("wish") or NO_WISH,
            ),
        )
        for row in rows
    ]


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


def show(name: str, names: Sequence[str], weights: Doubles, usual: Doubles) -> None:
    """A part of the file."""
    print(f"{name}:")
    for part, value in zip(("examples", "said", "chosen"), weights, strict=True):
        print(f"  {part}: {value:.2f}")
    told = ", ".join(f"{one}: {value:.2f}" for one, value in zip(names, usual, strict=True))
    print(f"  usual:\n    {{{told}}}")


def reliability(found: Doubles, right: NDArray[np.bool_]) -> None:
    """How often what is read so surely is right."""
    sure = found.max(axis=1)
    for low in np.arange(0.0, 1.0, 0.1):
        chosen = (sure >= low) & ((sure < low + 0.1) | (low > 0.85))
        if chosen.any():
            said, true = sure[chosen].mean(), right[chosen].mean()
            print(f"  {low:.1f}-{low + 0.1:.1f} {chosen.sum():5} said {said:.2f} right {true:.2f}")


def stacked(cases: Sequence[Case], name: str) -> Doubles:
    """One field of all cases."""
    return np.stack([getattr(one, name) for one in cases])


def main() -> None:
    """Fits, prints."""
    cases = from_examples()
    rows = [row for name in sys.argv[1:] for row in yaml.safe_load(Path(name).read_text(encoding="utf-8"))]
    theirs = from_rows(rows)
    known, first = stacked(cases, "reasons"), stacked(cases, "main")
    for name, kept in {"examples": [1, 0, 0], "phrases": [0, 1, 1], "both": [1, 1, 1]}.items():
        weights, usual = fitted(known * kept, first, shares)
        for whose, some in (("examples left out", cases), ("rows", theirs)):
            if not some:
                continue
            found = shares(stacked(some, "reasons") * kept @ weights + usual)
            right = found.argmax(axis=1) == stacked(some, "main").argmax(axis=1)
            print(f"{name}: {whose} {right.mean():.3f}", shares_by([one.language for one in some], right))
            mains = [REASONS[place] for place in stacked(some, "main").argmax(axis=1)]
            print("  ", shares_by(mains, right))
            reliability(found, right)
    judged = [one for one in cases if one.judged]
    show("main", REASONS, *fitted(known, first, shares))
    show("meant", REASONS, *fitted(known, stacked(cases, "meant"), each))
    graded = stacked(judged, "severities"), stacked(judged, "severity")
    show("severity", SEVERITIES, *fitted(*graded, shares))
    show("wish", (*WISHES, NO_WISH), *fitted(stacked(judged, "wishes"), stacked(judged, "wish"), shares))


def shares_by(names: Sequence[str], right: NDArray[np.bool_]) -> dict[str, float]:
    """Shares that are right."""
    kept = np.array(names)
    return {name: round(float(right[kept == name].mean()), 2) for name in dict.fromkeys(names)}


if __name__ == "__main__":
    main()
