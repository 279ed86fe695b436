# ruff: noqa: T201 — prints what it fits
"""Fits how examples and cues are weighed: `python weigh_intents.py`.

What each example scores with itself left out, and where its cues point, against what it means. Prints what is
right by examples, by cues and by both, and how often what is read so surely is right.
"""

from __future__ import annotations

import numpy as np

from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import INTENTS, TOGETHER, alike_left_out, written


def main() -> None:
    """Fits, prints."""
    scores, cues, truth, spoken = [], [], [], []
    for group in TOGETHER:
        scores.append(alike_left_out(group))
        for language in group:
            rows = written(language)
            cues.append(pointed([row.text for row in rows], language))
            truth += [INTENTS.index(row.intents[0]) for row in rows]
            spoken += [language] * len(rows)
    said, pointing, true = np.vstack(scores), np.vstack(cues), np.array(truth)
    language_of = np.array(spoken)
    best = (-np.inf, 0.0, 0.0)
    for slope in (8.0, 10.0, 12.0, 14.0, 17.0, 20.0):
        for ratio in (0.1, 0.15, 0.2, 0.25, 0.3):
            chosen = chances(slope * said + slope * ratio * pointing)
            fit = float(np.log(chosen[np.arange(len(true)), true] + 1e-9).mean())
            best = max(best, (fit, slope, slope * ratio))
    print(f"examples: {best[1]:.2f}\ncues: {best[2]:.2f}\nlikelihood {best[0]:.3f}")
    found = chances(best[1] * said + best[2] * pointing)
    right = found.argmax(axis=1) == true
    alone = {"examples": said, "cues": pointing, "both": found}
    print({name: round(float((one.argmax(axis=1) == true).mean()), 3) for name, one in alone.items()})
    print({one: round(float(right[language_of == one].mean()), 3) for one in dict.fromkeys(spoken)})
    sure = found.max(axis=1)
    for low in np.arange(0, 1, 0.1):
        here = (sure >= low) & (sure < low + 0.1)
        if here.any():
            print(f"  {low:.1f} {here.sum():5} said {sure[here].mean():.2f} right {right[here].mean():.2f}")


def chances(sums: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Softmax."""
    raised = np.exp(sums - sums.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
