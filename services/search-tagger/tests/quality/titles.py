# ruff: noqa: T201 — prints what it measures
"""How well products are tagged from text: python titles.py [FILE] [--misses].

FILE is a list of labelled titles (labelled/titles_a.yaml unless told): category top-1, the tags by micro
precision, recall and F1 (what `may` be said counts for nothing), what must `not` be said, figures found,
contradictions reported, by language; with --misses every miss with the words around it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import bounded_source
from argosy_commerce.terms import TermBase
from search_tagger.domain.one_id import one_id
from search_tagger.domain.tagging.product import tags_of_product
from search_tagger.domain.tagging.values import one_size
from search_tagger.domain.tags import Tagged

_HERE = Path(__file__).parent
_RANGE = re.compile(r"(?P<low>[\dA-Z.]+)-(?P<high>[\dA-Z.]+)(?P<unit>(?: .+)?)")
_SYSTEM = re.compile(r"(?:EU|US|UK|FR|IT|DE) ")
_OF_MATERIAL = re.compile(r"(.+ %) material\.\w+")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=_HERE / "labelled" / "titles_a.yaml")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    rows: list[dict[str, Any]] = yaml.safe_load(asked.file.read_text(encoding="utf-8"))
    base = TermBase.load()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    calibration: list[tuple[float, bool]] = []
    missed, wrong = Counter[str](), Counter[str]()
    for row in rows:
        tagged = tags_of_product(_source(row), row["language"], base)
        found = _compared(row, tagged)
        for language in (row["language"], "all"):
            counts[language].update(found.numbers)
        missed.update(found.missed)
        wrong.update(found.wrong)
        if tagged.category:
            calibration.append((tagged.category.confidence, bool(found.numbers["category"])))
        if asked.misses and found.lines:
            print(f"\n{row['id']} {row['title']}  {row['attributes'] or ''} {row['category_hint']}")
            print("\n".join(f"    {line}" for line in found.lines))
    _print(counts)
    print("missed most:", missed.most_common(30))
    print("wrong most: ", wrong.most_common(30))
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        those = [(c, right) for c, right in calibration if low <= c < high]
        if those:
            said = sum(c for c, _ in those) / len(those)
            right = sum(right for _, right in those) / len(those)
            print(f"category confidence {low}-{high}: {len(those)} said {said:.2f}, right {right:.2f}")


class _Compared:
    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.lines: list[str] = []
        self.missed: list[str] = []
        self.wrong: list[str] = []


def _compared(row: dict[str, Any], tagged: Tagged) -> _Compared:
    found = _Compared()
    numbers = found.numbers
    numbers["rows"] = 1
    category = tagged.category.id if tagged.category else "none"
    numbers["category"] = category == row["category"][0]
    numbers["category_any"] = category in row["category"]
    if category not in row["category"]:
        found.lines.append(f"CATEGORY {category}, wanted {row['category']}")
    elif category != row["category"][0]:
        found.lines.append(f"category {category}, best {row['category'][0]}")
    said = {tag.value for tag in tagged.tags if re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", tag.value)}
    wanted, may = set(map(one_id, row["tags"])), set(map(one_id, row["may"]))
    quotes = {tag.value: tag.evidence[0].quote for tag in tagged.tags}
    numbers["right"], numbers["missed"] = len(said & wanted), len(wanted - said)
    numbers["wrong"] = len(said - wanted - may)
    found.missed, found.wrong = sorted(wanted - said), sorted(said - wanted - may)
    if found.missed:
        found.lines.append(f"missed {' '.join(found.missed)}; unread {' '.join(tagged.unread)}")
    if found.wrong:
        found.lines.append("wrong " + ", ".join(f"{value} ({quotes[value]})" for value in found.wrong))
    traps = said & set(row["not"])
    numbers["traps"], numbers["trapped"] = len(row["not"]), len(traps)
    if traps:
        found.lines.append(f"TRAPPED {sorted(traps)}")
    figures = {figure for tag in tagged.tags for figure in _figures(tag.value)}
    lost = [figure for figure in row["figures"] if not _figures(figure) <= figures]
    numbers["figures"], numbers["figures_lost"] = len(row["figures"]), len(lost)
    if lost:
        values = [tag.value for tag in tagged.tags if tag.value not in said]
        found.lines.append(f"figures lost {lost} of {values}")
    numbers["contradictions"] = bool(row["contradiction"])
    numbers["contradictions_told"] = bool(row["contradiction"]) and bool(tagged.contradictions)
    numbers["contradictions_false"] = not row["contradiction"] and bool(tagged.contradictions)
    if bool(row["contradiction"]) != bool(tagged.contradictions):
        told = [(c.one.quote, c.other.quote) for c in tagged.contradictions]
        found.lines.append(f"contradiction {row['contradiction']!r} told {told}")
    return found


def _figures(value: str) -> set[str]:
    """A value as single figures, without what a label may leave out: the ends of a range, the sides."""
    value = _OF_MATERIAL.sub(r"\1", value)
    value = value.removeprefix("<=").removeprefix(">=")
    value = _SYSTEM.sub("", value)
    run = _RANGE.fullmatch(value)
    if run:
        unit = run["unit"]
        return {_folded(f"{run['low']}{unit}"), _folded(f"{run['high']}{unit}")}
    ends = value.split(" - ")
    if len(ends) == 2:
        return {_folded(end) for end in ends}
    sides = re.fullmatch(r"([\d.]+(?:x[\d.]+)+) ?(.*)", value)
    if sides:
        return {_folded(f"{side} {sides[2]}") for side in sides[1].split("x")}
    return {_folded(value)}


def _folded(figure: str) -> str:
    """``2.0 m`` is ``2 m``; ``1 piece`` is ``1 pieces``; ``26 inch`` is ``26 in``; a pair is two pieces."""
    figure = re.sub(r"inch(es)?$", "in", figure.removeprefix("size ").strip())
    figure = "2 pieces" if figure == "1 pair" else one_size(figure)
    figure = re.sub(r"(\d)\.0\b", r"\1", figure.strip().casefold())
    return re.sub(r"(?<=[a-z])s$", "", figure)


def _source(row: dict[str, Any]) -> Any:
    named = [product_pb2.NamedValue(name=a["name"], value=a["value"]) for a in row["attributes"]]
    product = product_pb2.Product(
        id=row["id"],
        language=row["language"],
        title=row["title"],
        category_hint=row["category_hint"],
        attributes=named,
    )
    return bounded_source(product)


def _print(counts: dict[str, Counter[str]]) -> None:
    print("\nlanguage  n   top-1  any   prec   rec    F1    traps  figures  contradictions (false)")
    for language, c in _ordered(counts):
        precision = c["right"] / ((c["right"] + c["wrong"]) or 1)
        recall = c["right"] / ((c["right"] + c["missed"]) or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        print(
            f"{language:8} {c['rows']:3}  {c['category'] / c['rows']:.3f} {c['category_any'] / c['rows']:.3f}"
            f"  {precision:.3f}  {recall:.3f}  {f1:.3f}  {c['trapped']}/{c['traps']}"
            f"  {c['figures'] - c['figures_lost']}/{c['figures']}"
            f"  {c['contradictions_told']}/{c['contradictions']} ({c['contradictions_false']})"
        )


def _ordered(counts: dict[str, Counter[str]]) -> Iterator[tuple[str, Counter[str]]]:
    yield from sorted(counts.items(), key=lambda pair: (pair[0] == "all", -pair[1]["rows"]))


if __name__ == "__main__":
    main()
