# ruff: noqa: T201 — prints what it measures
"""Learns data/ranking.yaml: the order of facts, and the reader that says whether the first answers.

    python tests/quality/ranking_weights.py QUESTIONS... [--languages ...] [--write FILE] [--folds FOLDER]

QUESTIONS: folders of tests/quality/questions; one without a shop of its own belongs to tests/world. The order
is a choice among the facts of a question that something answers (ridge penalty). The reader is a logistic
regression on how facts stand that an order learned without that shop puts first. Its bar: of the questions
that nothing answers as many are called known as by retrieval.yaml, over shops that this was not learned from.
`--folds` writes a file for each shop, order, reader and bar learned without it: `answers.py --ranking FILE`
measures it.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import knowledge
import numpy as np
import yaml
from answers import NOW
from numpy.typing import NDArray

from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.knowledge import asked_of_facts
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.retrieval.finding import look
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.ranking import SEEN, ordered
from cs_agent.domain.retrieval.scoring import BY_MEANING, SIGNALS, likeness, speaks
from cs_agent.domain.retrieval.weighing import weights
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.reading import understand

NAMES = (*SIGNALS, *BY_MEANING)
_RIDGE = 1e-3
_LONGEST_STEP = 2.0
_READER_RIDGE = 10.0
_WORLD = Path(__file__).parents[1] / "world"
"""The shop that retrieval.yaml was learned from: there it calls less known of what nothing answers."""


@dataclass(frozen=True)
class Asked:
    """One question: its shop, whether something answers it, each fact's signals and whether it is right."""

    shop: str
    rows: Sequence[Mapping[str, float]]
    right: Sequence[bool]
    is_answerable: bool


def collect(folder: Path, languages: Sequence[str], base: TermBase) -> Iterator[Asked]:
    """Every question of a folder as answering reads it, but those for a person."""
    world = folder if (folder / "products.jsonl").exists() else _WORLD
    shelves, shop = knowledge.world(world, base)
    for row, language, turns in knowledge.rows_of(folder, languages):
        own = shelves[row["product"]]
        product = knowledge.summary(row["product"], own)
        state = State("c", language=language, focus=Focus(product_id=row["product"]))
        for turn in turns:
            read = understand(turn, language, state, product, NOW)
            state = replace(state, focus=focus_after(read, state.focus, row["product"]))
        asked = asked_of_facts(read)
        if asked is None or row["answerable"] == "handover":
            continue
        country = asked.country or state.focus.country
        there = own + shop + Shelf.of(facts_of_market(country) if country else (), matters())
        seen = [one for one in look(asked, state.focus, there, base) if speaks(one[1]) or likeness(one[1])]
        answerable = row["answerable"] is True
        right = [answerable and knowledge.answers(one.fact, row["facts"]) for one, _ in seen]
        if seen:
            yield Asked(world.name, [found for _, found in seen], right, answerable)


def learn_order(asked: Sequence[Asked]) -> dict[str, float]:
    """Weights of a choice among facts: Newton's steps, shares among right ones held for each."""
    able = [one for one in asked if any(one.right)]
    x = np.array([[row.get(name, 0.0) for name in NAMES] for one in able for row in one.rows])
    right = np.array([one for several in able for one in several.right])
    of = np.repeat(np.arange(len(able)), [len(one.rows) for one in able])
    starts = np.searchsorted(of, np.arange(len(able)))
    found = np.zeros(len(NAMES))
    for _ in range(30):
        weighed = x @ found
        odds = np.exp(weighed - np.maximum.reduceat(weighed, starts)[of])
        share = odds / np.add.reduceat(odds, starts)[of]
        # Of the right ones apart, so that one far behind the others is none of nothing.
        best = np.maximum.reduceat(np.where(right, weighed, -np.inf), starts)[of]
        good = np.where(right, np.exp(np.minimum(weighed - best, 0.0)), 0.0)
        target = good / np.add.reduceat(good, starts)[of]
        slope = x.T @ (share - target) / len(able) + _RIDGE * found
        means = np.add.reduceat(x * share[:, None], starts)
        bend = (x.T @ (x * share[:, None]) - means.T @ means) / len(able) + _RIDGE * np.eye(len(NAMES))
        step = np.linalg.solve(bend, slope)
        found -= step * min(1.0, _LONGEST_STEP / np.abs(step).max())
        if np.abs(step).max() < 1e-3:
            break
    return {name: round(float(value), 3) for name, value in zip(NAMES, found, strict=True)}


def learn_reader(seen: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic regression, by Newton's steps on what is seen in its own spread."""
    mean, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-9
    x = np.c_[(seen - mean) / spread, np.ones(len(seen))]
    ridge = _READER_RIDGE * np.diag([*np.ones(len(SEEN)), 0.0])
    found = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (chance - right) + ridge @ found
        found -= np.linalg.solve(x.T @ (x * (chance * (1 - chance))[:, None]) + ridge, slope)
    plain = found[:-1] / spread
    bias = float(found[-1] - plain @ mean)
    return round(bias, 3), {name: round(float(one), 3) for name, one in zip(SEEN, plain, strict=True)}


def bar(seen: NDArray[np.float64], reader: Mapping[str, float], bias: float) -> float:
    """From which logit on the reader calls as many questions known as retrieval.yaml does."""
    before = int((seen[:, SEEN.index("best")] >= math.log(weights().known / (1 - weights().known))).sum())
    told = np.sort(seen @ np.array([reader[name] for name in SEEN]) + bias)[::-1]
    return float(told[before - 1] + told[before]) / 2


class Learning:
    """Orders without some shops, each learned once, and what the reader sees by them."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self._asked = asked
        self.shops = tuple(dict.fromkeys(one.shop for one in asked))
        self._orders: dict[frozenset[str], dict[str, float]] = {}

    def order(self, *without: str) -> dict[str, float]:
        """Learned on all but some shops."""
        key = frozenset(without)
        if key not in self._orders:
            self._orders[key] = learn_order([one for one in self._asked if one.shop not in key])
        return self._orders[key]

    def file(self, *without: str) -> dict[str, Any]:
        """What ranking.yaml holds; the reader's facts are ordered by orders that saw their shop no more."""
        able = [one for one in self._asked if one.shop not in without]
        stands = [(one, self._stands(one, (one.shop, *without))) for one in able]
        told = [(one, *found) for one, found in stands if found]
        bias, reader = learn_reader(np.array([seen for _, seen, _ in told]), np.array([r for *_, r in told]))
        nothing = [seen for one, seen, _ in told if not one.is_answerable and one.shop != _WORLD.name]
        bias = round(bias - bar(np.array(nothing), reader, bias), 3)
        return {"as_of": "2026-11-27", "bias": bias, "reader": reader, "order": self.order(*without)}

    def _stands(self, one: Asked, without: Sequence[str]) -> tuple[tuple[float, ...], bool] | None:
        found = ordered(one.rows, weights(), self.order(*without))
        return None if found is None else (found.seen, one.right[found.places[0]])

    def judged(self, shop: str, data: Mapping[str, Any]) -> tuple[float, float, float]:
        """Of a shop: first right; first right and known; of what nothing answers, called known."""
        first, known, wrong = [], [], []
        for one in (one for one in self._asked if one.shop == shop):
            found = ordered(one.rows, weights(), data["order"])
            if found is None:
                continue
            told = data["bias"] + sum(
                data["reader"][name] * value for name, value in zip(SEEN, found.seen, strict=True)
            )
            if any(one.right):
                first.append(one.right[found.places[0]])
                known.append(one.right[found.places[0]] and told >= 0)
            elif not one.is_answerable:
                wrong.append(told >= 0)
        return tuple(float(np.mean(several)) for several in (first, known, wrong))  # type: ignore[return-value]


def main() -> None:
    """Learns, prints each shop as if it were new, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--languages", default="en,zh,de,es,fr,it,nl,pl,pt,ru,tr,ar,th,ja,ko")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--folds", type=Path)
    arguments = parser.parse_args()
    base = TermBase.load()
    languages = arguments.languages.split(",")
    learning = Learning([row for one in arguments.questions for row in collect(one, languages, base)])
    if arguments.folds:
        for shop in learning.shops:
            data = learning.file(shop)
            print(
                shop,
                "first {:.3f} first and known {:.3f} wrongly known {:.3f}".format(
                    *learning.judged(shop, data)
                ),
            )
            arguments.folds.mkdir(parents=True, exist_ok=True)
            (arguments.folds / f"{shop}.yaml").write_text(yaml.safe_dump(data, sort_keys=False))
    if arguments.write:
        head = "# Learned by tests/quality/ranking_weights.py; used by domain/retrieval/ranking.py.\n"
        arguments.write.write_text(head + yaml.safe_dump(learning.file(), sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
