# ruff: noqa: T201 — prints what it measures
"""How well queries are understood, over a labelled set: figures by language, each miss with its cause.

    python services/search-tagger/tests/quality/queries.py [SET.yaml] [--misses]

Category: the best is among those that the label accepts. Tags: F1 over all queries together, leaving out what
the label allows (`may`), and shades, which are wanted with less confidence than one half. Negations, prices
and sizes: the label's, however a unit is spelt; a label's price without currency names no currency.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from argosy_commerce.terms.base import TermBase
from search_tagger.domain.one_id import one_id
from search_tagger.domain.querying.interpreting import interpret
from search_tagger.domain.rules import rules
from search_tagger.domain.searching.tokens import measure_of
from search_tagger.domain.tagging.values import one_size
from search_tagger.domain.tags import Interpreted, PriceRange

SET_A = Path(__file__).parent / "labelled" / "queries_a.yaml"
_BINDING = 0.5
_PARTS = ("category", "negated", "price", "sizes")


class Figures:
    """Counts of one language, or of all."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self.asked: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()

    @property
    def f1(self) -> float:
        """Of tags."""
        both = 2 * self.tags["right"] + self.tags["extra"] + self.tags["missed"]
        return 2 * self.tags["right"] / both if both else 1.0

    def share(self, part: str) -> float:
        """Of the queries in which a part is told or found, those in which it is right."""
        return self.right[part] / self.asked[part] if self.asked[part] else 1.0


def measure(rows: list[dict[str, Any]], base: TermBase) -> tuple[dict[str, Figures], list[str]]:
    """Figures by language ("all" too), and a line for each miss."""
    figures: dict[str, Figures] = defaultdict(Figures)
    misses: list[str] = []
    for row in rows:
        # A label is what the words say: no market, and the language is to be found.
        got = interpret(row["text"], "", "", base)
        judged, extra, missed = _judged(row, got)
        for one in (figures[row["language"]], figures["all"]):
            for part, right in judged.items():
                one.asked[part] += 1
                one.right[part] += right
            one.tags["right"] += len(set(map(one_id, row["tags"])) - missed)
            one.tags["extra"] += len(extra)
            one.tags["missed"] += len(missed)
            one.asked["language"] += 1
            one.right["language"] += got.language == row["language"]
        misses += _told(row, got, judged, extra, missed, base)
    return dict(figures), misses


def _judged(row: dict[str, Any], got: Interpreted) -> tuple[dict[str, bool], set[str], set[str]]:
    tags = {one.value for one in got.wanted if one.confidence > _BINDING}
    labelled = set(map(one_id, row["tags"]))
    extra = tags - labelled - set(map(one_id, row.get("may") or ()))
    missed = labelled - tags
    judged = {}
    if row["category"]:
        judged["category"] = got.category is not None and got.category.id in row["category"]
    if row.get("negated") or got.negated:
        judged["negated"] = _unwanted(got.negated) == _unwanted(row.get("negated") or ())
    if row.get("price") or got.price:
        wanted, priced = _labelled(row.get("price")), _priced(got.price)
        judged["price"] = priced[:2] == wanted[:2] and (priced[2] == wanted[2] or not wanted[2])
    if row.get("sizes") or got.sizes:
        judged["sizes"] = set(map(_size, got.sizes)) == set(map(_size, row.get("sizes") or ()))
    return judged, extra, missed


def _unwanted(ids: Collection[str]) -> set[str]:
    """Without parts where having them is named as well: no hood is not hooded."""
    follows = rules("follows")
    return {one for one in ids if not (one.startswith("part.") and set(follows.get(one, ())) & set(ids))}


def _size(said: str) -> object:
    """A measure as what it measures (26 inch is 26 in), a letter as sellers count it (XXL is 2XL)."""
    return measure_of(said) or one_size(said)


def _priced(price: PriceRange | None) -> tuple[Decimal | None, Decimal | None, str]:
    ends = (price.low, price.high) if price else (None, None)
    code = next((one.currency for one in ends if one), "")
    return ends[0].amount if ends[0] else None, ends[1].amount if ends[1] else None, code


def _labelled(price: dict[str, str] | None) -> tuple[Decimal | None, Decimal | None, str]:
    if not price:
        return None, None, ""
    low, high = (Decimal(price[end]) if price.get(end) else None for end in ("min", "max"))
    return low, high, price["currency"]


def _told(
    row: dict[str, Any],
    got: Interpreted,
    judged: dict[str, bool],
    extra: set[str],
    missed: set[str],
    base: TermBase,
) -> list[str]:
    lines = []
    found = "language" if got.language != row["language"] else ""
    if judged.get("category") is False:
        cause = found or ("no category" if got.category is None else "another category")
        lines.append(f"category [{cause}] {got.category.id if got.category else '-'} for {row['category']}")
    for one in sorted(missed):
        cause = found or ("taken for another" if extra else "not said by the term base or not found")
        term = base.lexicon[one].term(row["language"])
        lines.append(f"missed [{cause}] {one} ({term.preferred if term else '-'})")
    lines += [f"extra {one}" for one in sorted(extra)]
    for part in ("negated", "price", "sizes"):
        if judged.get(part) is False:
            said = got.price if part == "price" else getattr(got, part)
            lines.append(f"{part} {said} for {row.get(part)}")
    return [f"{row['id']} {row['language']} {row['text']!r}: {line} | left {got.unmatched}" for line in lines]


def printed(figures: dict[str, Figures]) -> str:
    """A table, languages in order, all at the end."""
    lines = ["language  queries  found  category     F1  precision  recall  negated  price  sizes"]
    for language in [*sorted(set(figures) - {"all"}), "all"]:
        one = figures[language]
        right, extra, missed = (one.tags[part] for part in ("right", "extra", "missed"))
        lines.append(
            f"{language:8}  {one.asked['language']:7}  {one.share('language'):5.2f}"
            f"  {one.share('category'):8.3f}  {one.f1:5.3f}"
            f"  {right / (right + extra or 1):9.3f}  {right / (right + missed or 1):6.3f}"
            f"  {one.share('negated'):7.3f}  {one.share('price'):5.3f}  {one.share('sizes'):5.3f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measures one file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("set", nargs="?", type=Path, default=SET_A)
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    rows = yaml.safe_load(asked.set.read_text(encoding="utf-8"))
    figures, misses = measure(rows, TermBase.load())
    if asked.misses:
        print("\n".join(misses))
    print(printed(figures))


if __name__ == "__main__":
    main()
