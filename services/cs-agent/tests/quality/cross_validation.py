# ruff: noqa: T201 — prints what it measures
"""Intents by five-fold cross-validation over the examples: `python cross_validation.py`.

Each language's examples are dealt out by five; what is read was never learned from, nor was the same fold of
its group. Situations recur across languages (one list of intents was written to), which is kinder than
strangers' texts; within one language examples were written to differ from each other, which is unkinder. Cues
and notions were written apart from the examples; their weights beside them, three numbers, are fitted on all
(weigh_intents.py), and the rules of notions that were oftener wrong than right among all were dropped.
"""

from __future__ import annotations

import time

from argosy_commerce.examples import learned
from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import (
    INTENTS,
    RIDGE,
    TOGETHER,
    as_example,
    shape_of,
    written,
)
from cs_agent.domain.understanding.notions import told
from cs_agent.domain.understanding.weighing import shares

FOLDS = 5


def main() -> None:
    """Prints per language: the main intent first, among the first two and three."""
    for group in TOGETHER:
        hits: dict[str, list[tuple[bool, bool, bool]]] = {language: [] for language in group}
        began = time.perf_counter()
        for fold in range(FOLDS):
            rows = [
                (row, one) for one in group for place, row in enumerate(written(one)) if place % FOLDS != fold
            ]
            reader = learned([as_example(*row) for row in rows], INTENTS, shape_of(group[0]), ridge=RIDGE)
            for language in group:
                asked = [row for place, row in enumerate(written(language)) if place % FOLDS == fold]
                texts = [as_example(row, language).text for row in asked]
                said = [row.text for row in asked]
                scores = shares(reader.scores(texts), pointed(said, language), told(said, language))
                for row, found in zip(asked, scores, strict=True):
                    best = [INTENTS[place] for place in (-found).argsort()[:3]]
                    hits[language].append(
                        (best[0] == row.intents[0], best[0] in row.intents, row.intents[0] in best)
                    )
        for language, found in hits.items():
            right = (sum(one) / len(found) for one in zip(*found, strict=True))
            print(
                language,
                *(f"{share:.3f}" for share in right),
                f"{(time.perf_counter() - began) / FOLDS:.2f} s a fold",
            )


if __name__ == "__main__":
    main()
