# ruff: noqa: T201 — prints what it measures
"""Whether retrieval finds the facts that answer, over questions written by people who know no implementation.

    python tests/quality/knowledge.py WORLD QUESTIONS [--languages en,zh] [--misses]

WORLD: folder with products.jsonl, policies.jsonl, faq.md, faq_en.csv. QUESTIONS: folder with questions.yaml
(turns in English and Chinese, facts that answer) and turns/LANG.yaml. A row's kind stands for its intents,
the figures of its words for those read: understanding is measured elsewhere.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from google.protobuf.json_format import ParseDict

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.knowledge import asked_of_facts
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.fact import Fact, Found
from cs_agent.domain.knowledge.faq import facts_of_entries, read_faq
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.knowledge.policies import facts_of_policy
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.retrieval.finding import find, known_from, look
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.named import ProductSummary, VariantOptions
from cs_agent.domain.understanding.reading import understand
from cs_agent.domain.understood import ReadIntent, Understood

INTENTS: Mapping[str, tuple[str, ...]] = {
    "age": ("safety",),
    "use": ("features", "specification", "use"),
    "returns": ("returns_policy",),
    "gift_wrap": ("contents",),
    "smalltalk": ("off_topic",),
}
"""Intents of the kinds that are no intents themselves."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_NOW = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """One question in one language, and what was found."""

    row: Mapping[str, Any]
    language: str
    text: str
    found: tuple[Found, ...]

    @property
    def rank(self) -> int | None:
        """Where the first fact that answers stands, from 1; None where none of twelve does."""
        places = (n for n, one in enumerate(self.found, 1) if answers(one.fact, self.row["facts"]))
        return next(places, None)

    @property
    def is_known(self) -> bool:
        """Whether anything found is called an answer."""
        return bool(self.found) and self.found[0].score >= known_from()


def answers(fact: Fact, wanted: Sequence[str]) -> bool:
    """Whether a fact is one of those that a row names."""
    return any(_is(fact, one) for several in wanted for one in several.split("|"))


def _is(fact: Fact, wanted: str) -> bool:
    kind, _, ref = wanted.partition(":")
    match kind:
        case "description" | "title":
            return fact.kind == kind
        case "price" | "weight":
            return fact.kind == kind
        case "faq":
            return fact.kind == "faq" and fact.question == ref
        case "variant":
            return fact.kind in {"variant", "price"} and fact.ref == ref
        case "policy" | "market":
            return fact.kind == kind and fact.ref.startswith(f"{ref}:")
    return fact.kind == kind and fact.ref == ref


def world(folder: Path, base: TermBase) -> tuple[Mapping[str, Shelf], Shelf]:
    """Facts by product, and those of the shop, ready to be searched."""
    products = {}
    for line in (folder / "products.jsonl").read_text(encoding="utf-8").splitlines():
        product = ParseDict(json.loads(line)["data"]["product"], product_pb2.Product())
        products[product.id] = Shelf.of(facts_of_product(product, base).facts, matters())
    shop: list[Fact] = []
    for line in (folder / "policies.jsonl").read_text(encoding="utf-8").splitlines():
        shop += facts_of_policy(ParseDict(json.loads(line)["data"], fact_pb2.PolicyUpdated())).facts
    for name in ("faq.md", "faq_en.csv"):
        shop += facts_of_entries(read_faq((folder / name).read_bytes(), name).entries).facts
    return products, Shelf.of(shop, matters())


def understood(
    row: Mapping[str, Any], turns: Sequence[str], language: str, base: TermBase
) -> tuple[Understood, Focus]:
    """A row's last turn as it would be read; what came before is the focus."""
    intents = INTENTS.get(row["kind"], (row["kind"],))
    text = turns[-1]
    naming = Naming.of(base, language)
    before = naming.concepts(" ".join(turns[:-1])) if len(turns) > 1 else frozenset()
    figures = tuple(one.replace(",", ".") for one in _FIGURE.findall(" ".join(turns)))
    read = Understood(
        text if len(turns) == 1 else "\n".join(turns),
        language,
        tuple(ReadIntent(one, 1.0, text) for one in intents),
        figures=figures,
        country=row.get("country", ""),
        refers=len(turns) > 1,
    )
    return read, Focus(
        product_id=row["product"], concepts=tuple(sorted(before)), country=row.get("country", "")
    )


def as_read(
    row: Mapping[str, Any], turns: Sequence[str], language: str, own: Shelf
) -> tuple[Understood, Focus]:
    """A row's last turn as it is really read, and the focus that those before it made."""
    product = summary(row["product"], own)
    state = State("c", language=language, focus=Focus(product_id=row["product"]))
    for turn in turns[:-1]:
        read = understand(turn, language, state, product, _NOW)
        state = replace(state, focus=focus_after(read, state.focus, row["product"]))
    read = understand(turns[-1], language, state, product, _NOW)
    return asked_of_facts(read) or read, state.focus


def summary(product: str, shelf: Shelf) -> ProductSummary:
    """What reading needs of a product, from its variants' facts."""
    variants = []
    for row in shelf.rows:
        if row.fact.kind == "variant":
            parts = (part.partition(" ") for part in row.fact.quote.split(" / "))
            variants.append(VariantOptions(row.fact.ref, {name: value for name, _, value in parts}))
    return ProductSummary(product, tuple(variants))


def rows_of(
    questions: Path, languages: Sequence[str]
) -> Iterator[tuple[Mapping[str, Any], str, Sequence[str]]]:
    """Every row in every language, with its turns."""
    rows = yaml.safe_load((questions / "questions.yaml").read_text(encoding="utf-8"))
    for language in languages:
        own = {}
        if language not in {"en", "zh"}:
            own = yaml.safe_load((questions / f"turns/{language}.yaml").read_text(encoding="utf-8"))
        for row in rows:
            turns = own.get(row["id"]) if own else [turn[language] for turn in row["turns"]]
            if turns is not None:
                yield row, language, turns


def ask(folder: Path, questions: Path, languages: Sequence[str], base: TermBase) -> Iterator[Asked]:
    """Every row in every language, with what is found."""
    products, shop = world(folder, base)
    for row, language, turns in rows_of(questions, languages):
        read, focus = understood(row, turns, language, base)
        facts = products[row["product"]] + shop + _country(row)
        yield Asked(row, language, " // ".join(turns), find(read, focus, facts, _NOW, base=base))


def questions_of(
    folder: Path, questions: Path, languages: Sequence[str], base: TermBase
) -> Iterator[tuple[Mapping[str, Any], str, list[tuple[Fact, dict[str, float]]]]]:
    """Every row in every language as it is read, with the signals of every fact."""
    products, shop = world(folder, base)
    for row, language, turns in rows_of(questions, languages):
        own = products[row["product"]]
        read, focus = as_read(row, turns, language, own)
        seen = look(read, focus, own + shop + _country(row), base)
        yield row, language, [(one.fact, found) for one, found in seen]


def _country(row: Mapping[str, Any]) -> Shelf:
    return Shelf.of(facts_of_market(row["country"]) if row.get("country") else (), matters())


def report(asked: Sequence[Asked]) -> None:
    """A line for each language."""
    by: defaultdict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        by[one.language].append(one)
    print("language  answerable first third known  unanswerable said-known  handover said-known")
    for language, rows in [*by.items(), ("all", list(asked))]:
        able = [one for one in rows if one.row["answerable"] is True]
        first = sum(one.rank == 1 for one in able)
        third = sum(one.rank is not None and one.rank <= 3 for one in able)
        known = sum(one.is_known for one in able)
        unable = [one for one in rows if one.row["answerable"] is False]
        hands = [one for one in rows if one.row["answerable"] == "handover"]
        print(
            f"{language:8} {len(able):11} {first / len(able):5.0%} {third / len(able):5.0%}"
            f" {known / len(able):5.0%}"
            f" {len(unable):13} {sum(one.is_known for one in unable):10}"
            f" {len(hands):9} {sum(one.is_known for one in hands):10}"
        )


def main() -> None:
    """Reads the arguments and prints the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--languages", default="en,zh")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    asked = list(ask(arguments.world, arguments.questions, arguments.languages.split(","), TermBase.load()))
    report(asked)
    if arguments.misses:
        for one in asked:
            if one.row["answerable"] is True and one.rank != 1:
                best = [f"{f.fact.kind}:{f.fact.ref[:30]} {f.score} {f.how}" for f in one.found[:3]]
                print(
                    f"{one.language} {one.row['id']} rank {one.rank}: {one.text[:90]!r}"
                    f" wants {one.row['facts']}; {best}"
                )
            elif one.row["answerable"] is False and one.is_known:
                top = f"{one.found[0].fact.kind}:{one.found[0].fact.ref[:30]} {one.found[0].score}"
                print(f"{one.language} {one.row['id']} said known: {one.text[:90]!r}; {top}")
    print(Counter(one.found[0].how for one in asked if one.found))


if __name__ == "__main__":
    main()
