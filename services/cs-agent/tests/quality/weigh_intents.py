# ruff: noqa: T201 — prints what it fits
"""Fits how examples, cues and notions are weighed: `python weigh_intents.py`.

What each example scores with itself left out, where its cues point and what its notions say, against what it
means. Prints what is right by each and by all, and how often what is read so surely is right.
"""

from __future__ import annotations

import numpy as np

from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import INTENTS, TOGETHER, alike_left_out, written
from cs_agent.domain.understanding.notions import told


def main() -> None:
    """Fits, prints."""
    scores, cues, notions, truth, spoken = [], [], [], [], []
    for group in TOGETHER:
        scores.append(alike_left_out(group))
        for language in group:
            rows = written(language)
            texts = [row.text for row in rows]
            cues.append(pointed(texts, language))
            notions.append(told(texts, language))
            truth += [INTENTS.index(row.intents[0]) for row in rows]
            spoken += [language] * len(rows)
    said, pointing, telling, true = np.vstack(scores), np.vstack(cues), np.vstack(notions), np.array(truth)
    language_of = np.array(spoken)
    tried = (
        (slope, slope * cue, slope * notion)
        for slope in (8.0, 10.0, 12.0, 14.0, 17.0)
        for cue in (0.15, 0.2, 0.25, 0.3)
        for notion in (0.2, 0.25, 0.3, 0.35, 0.4)
    )

    def fit(weights: tuple[float, float, float]) -> float:
        chosen = chances(weights[0] * said + weights[1] * pointing + weights[2] * telling)
        return float(np.log(chosen[np.arange(len(true)), true] + 1e-9).mean())

    best = max(tried, key=fit)
    print(f"examples: {best[0]:.2f}\ncues: {best[1]:.2f}\nnotions: {best[2]:.2f}\nlikelihood {fit(best):.3f}")
    found = chances(best[0] * said + best[1] * pointing + best[2] * telling)
    right = found.argmax(axis=1) == true
    alone = {"examples": said, "cues": pointing, "notions": telling, "all": found}
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
