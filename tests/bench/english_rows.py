"""How much of English rows comes back: `.venv/bin/python tests/bench/english_rows.py`, no stack.

The rows are those that the listings' quality lists are said in for the United States; what was read of the
Chinese row is what the English one says. libs/catalogue/README.md quotes the figures.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from listings import LISTS, products
from rich.console import Console

from argosy_catalogue.english import read_english_rows
from argosy_catalogue.facts import AttributeFact, read_facts
from argosy_catalogue.sizing import sizing_of
from argosy_catalogue.source import SourceAttribute, read_source
from argosy_catalogue.speaking import Speaker
from argosy_catalogue.specs import say_attributes
from argosy_commerce.markets import market
from argosy_commerce.reading.items import MEASURES, Composition, ConceptMatch, Item, Number
from argosy_commerce.terms import TermBase
from argosy_testing.products import product


def said(items: Iterable[Item]) -> set[str]:
    """Concepts, and whether there are figures; bare numbers are the same in any language."""
    found: set[str] = set()
    for item in items:
        if isinstance(item, ConceptMatch):
            found.add(item.concept_id)
        elif isinstance(item, Composition):
            found |= {material for _, material in item.parts}
        if isinstance(item, MEASURES) and not isinstance(item, Number):
            found.add("figures")
    return found


def judge(chinese: AttributeFact, english: AttributeFact) -> Iterable[str]:
    """Words for what became of a row's heading, and of its value where the heading is known."""
    if english.concept_id is None:
        return ("heading: words",)
    same = (english.concept_id, english.of) == (chinese.concept_id, chinese.of)
    meant, read = said(chinese.known), said(english.known)
    if read - meant - {"figures"}:
        value = "another concept"
    elif not english.known:
        value = "words"
    else:
        value = "whole" if read == meant else "part"
    return ("heading: same" if same else "heading: another", f"value: {value}")


def main(paths: list[Path]) -> None:
    base, target, counts = TermBase.load(), market("US"), Counter[str]()
    for row in products(paths):
        attributes = [{"name": name, "value": value} for name, value in row.get("attributes", {}).items()]
        source = product(
            title=row["title"], category_hint=row.get("hint", ""), description="",
            brand=row.get("brand", ""), attributes=attributes,
        )  # fmt: skip
        facts = read_facts(read_source(source), base)
        by_source = {fact.source: fact for fact in facts.attributes}
        speaker = Speaker(base, "en", facts.category)
        for spoken in say_attributes(facts, sizing_of(facts, target, base), speaker):
            if spoken.concept:
                (english,) = read_english_rows([SourceAttribute(spoken.name, spoken.value)], base)
                counts.update(["rows", *judge(by_source[spoken.source], english)])
    out = Console()
    for what, count in sorted(counts.items()):
        out.print(f"{what}: {count}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or sorted(LISTS.glob("*.yaml")))
