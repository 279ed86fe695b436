# ruff: noqa: T201 — prints what it measures
"""Learns the weights of data/retrieval.yaml, and how well they do on products not learned from.

    python tests/quality/knowledge_weights.py WORLD QUESTIONS... [--languages ...] [--write FILE]

A choice among all facts and none of them: exp(score) of a fact against 1 for "not known", over questions of
all languages, as they are read; ridge penalty. Folds are products, since the same question in another
language tells too much.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import yaml
from knowledge import answers, questions_of  # type: ignore[import-not-found]  # the script beside it
from numpy.typing import NDArray

from argosy_commerce.terms import TermBase
from cs_agent.domain.retrieval.scoring import SIGNALS, speaks

_ROUNDS = 600
_STEP = 0.08


@dataclass(frozen=True)
class Rows:
    """All facts of all questions: signals, which question each is of, whether it answers."""

    signals: NDArray[np.float32]
    of: NDArray[np.int64]
    right: NDArray[np.bool_]
    products: NDArray[np.str_]
    languages: NDArray[np.str_]


def collect(world: Path, sets: list[Path], languages: list[str]) -> Rows:
    """Signals of every fact for every question of several sets but those where nothing is looked for."""
    signals: list[list[float]] = []
    of: list[int] = []
    right: list[bool] = []
    products: list[str] = []
    tongues: list[str] = []
    base = TermBase.load()
    asked = chain.from_iterable(questions_of(world, one, languages, base) for one in sets)
    for row, language, found in asked:
        if row["answerable"] == "handover" or not found:
            continue
        for fact, seen in found:
            is_right = row["answerable"] is True and answers(fact, row["facts"])
            if not is_right and not speaks(seen):
                continue  # what shares nothing with the question is never near the first
            signals.append([seen.get(name, 0.0) for name in SIGNALS] + [1.0])
            of.append(len(products))
            right.append(is_right)
        products.append(row["product"])
        tongues.append(language)
    return Rows(
        np.array(signals, np.float32), np.array(of), np.array(right), np.array(products), np.array(tongues)
    )


def learn(rows: Rows, kept: NDArray[np.bool_], ridge: float) -> NDArray[np.float64]:
    """Weights, the bias last: Adam on the choice's log-likelihood."""
    take = kept[rows.of]
    x, of, right = rows.signals[take], rows.of[take], rows.right[take]
    many = len(rows.products)
    answerable = np.bincount(of, right, many) > 0
    weights = np.zeros(x.shape[1])
    weights[-1] = -3.0
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _ROUNDS + 1):
        odds = np.exp(np.clip(x @ weights, -30, 30))
        total = 1 + np.bincount(of, odds, many)
        good = np.bincount(of, odds * right, many)
        share = odds / total[of] - np.where(right & (good[of] > 0), odds / np.maximum(good[of], 1e-12), 0)
        slope = x.T @ share / max(1, kept.sum()) + ridge * np.append(weights[:-1], 0)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights -= _STEP * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    assert answerable.any()
    return weights


def judge(rows: Rows, kept: NDArray[np.bool_], weights: NDArray[np.float64]) -> dict[str, NDArray[np.bool_]]:
    """By question: answered first, among three, called known."""
    scores = rows.signals @ weights
    first, third, known, able = ([False] * len(rows.products) for _ in range(4))
    order = np.lexsort((-scores, rows.of))
    starts = np.searchsorted(rows.of[order], np.arange(len(rows.products) + 1))
    for number in np.flatnonzero(kept):
        mine = order[starts[number] : starts[number + 1]]
        if not mine.size:
            continue
        first[number] = bool(rows.right[mine[0]])
        third[number] = bool(rows.right[mine[:3]].any())
        known[number] = bool(scores[mine[0]] >= 0)
        able[number] = bool(rows.right[mine].any())
    return {
        "first": np.array(first),
        "third": np.array(third),
        "known": np.array(known),
        "able": np.array(able),
    }


def main() -> None:
    """Folds by product, then all for the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--languages", default="en,zh,de,es,fr,it,nl,pl,pt,ru,tr,ar,th,ja,ko")
    parser.add_argument("--ridge", default="0.01")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    if arguments.cache and arguments.cache.exists():
        rows = Rows(**np.load(arguments.cache))
    else:
        rows = collect(arguments.world, arguments.questions, arguments.languages.split(","))
        if arguments.cache:
            np.savez(arguments.cache, **{name: getattr(rows, name) for name in Rows.__dataclass_fields__})
    names = sorted(set(rows.products.tolist()))
    for ridge in map(float, arguments.ridge.split(",")):
        seen: dict[str, NDArray[np.bool_]] = {}
        for fold in range(5):
            out = np.isin(rows.products, names[fold::5])
            for name, values in judge(rows, out, learn(rows, ~out, ridge)).items():
                seen[name] = seen.get(name, np.zeros_like(values)) | values
        able = seen["able"]
        print(
            f"ridge {ridge}: products not learned from: first {seen['first'][able].mean():.1%}"
            f" third {seen['third'][able].mean():.1%} known {seen['known'][able].mean():.1%}"
            f" first and known {(seen['first'] & seen['known'])[able].mean():.1%};"
            f" without an answer, said known {seen['known'][~able].mean():.1%}"
        )
    weights = learn(rows, np.ones(len(rows.products), bool), ridge)
    told = {name: round(float(value), 2) for name, value in zip(SIGNALS, weights, strict=False)}
    print(yaml.safe_dump({"bias": round(float(weights[-1]), 2), "weights": told}, sort_keys=False))
    if arguments.write:
        data = {"as_of": "2026-11-26", "bias": round(float(weights[-1]), 2), "known": 0.5, "weights": told}
        head = "# Learned by tests/quality/knowledge_weights.py. Signals: domain/retrieval/scoring.py.\n"
        arguments.write.write_text(head + yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
