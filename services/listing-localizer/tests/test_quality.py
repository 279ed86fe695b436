"""On products that no word was added for: what is not said is listed, and nothing Chinese is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.numbers import get_decimal_symbol

from argosy_commerce.terms.scripts import foreign_han
from argosy_testing.products import product_event
from argosy_testing.tier import TermDrivenTier
from listing_localizer.handlers import Deps, localize_listing

LISTS = Path(__file__).parent / "quality"


def _products(name: str) -> list[dict[str, Any]]:
    listed = yaml.safe_load((LISTS / name).read_text(encoding="utf-8"))["products"]
    return [row for rows in listed.values() for row in rows]


PRODUCTS, SECOND = _products("products.yaml"), _products("second_products.yaml")
SOME = [*PRODUCTS[::11], *SECOND[::11]]
MARKETS = ["US", "ES", "BR", "FR", "DE", "IT", "NL", "PL", "RU", "TR", "SA", "TH", "JP", "KR"]


async def listings(deps: Deps, row: dict[str, Any], markets: list[str]) -> list[Any]:
    tier = TermDrivenTier()
    there = Deps(tier, deps.terms, deps.listings, deps.approved, deps.preferences, deps.settings)
    attributes = [{"name": str(n), "value": str(v)} for n, v in row.get("attributes", {}).items()]
    event = product_event(
        markets=markets,
        id=row["title"][:40],
        title=row["title"],
        description=row.get("description") or "",
        category_hint=row.get("hint") or "",
        brand=row.get("brand") or "",
        attributes=attributes,
        images=[],
    )
    outcome = await localize_listing(event, there)
    return [output.data for output in outcome.outputs]


def test_the_list_is_what_it_says() -> None:
    assert (len(PRODUCTS), len(SECOND)) == (252, 180)
    for row in (*PRODUCTS, *SECOND):
        assert all(fact in row["title"] for fact in row["facts"])


@pytest.mark.parametrize("row", SOME, ids=[row["title"][:12] for row in SOME])
async def test_no_listing_says_chinese_and_each_figure_is_said_or_listed(
    deps: Deps, row: dict[str, Any]
) -> None:
    for listing in await listings(deps, row, MARKETS):
        language = listing.locale.split("-")[0]
        texts = [listing.title, *listing.bullets, listing.description, *listing.keywords]
        texts += [f"{attribute.name} {attribute.value}" for attribute in listing.attributes]
        assert not set(foreign_han(" ".join(texts), language)) - set(row.get("brand") or "")
        for figure in map(str, row.get("figures", ())):
            # Version 5.0 keeps its point where 5.0 cm is written with a comma.
            written = rf"{re.escape(figure)}|{re.escape(figure.replace('.', get_decimal_symbol(language)))}"
            is_said = re.search(rf"(?<![\d.,])(?:{written})(?!\d)", " ".join(texts)) is not None
            assert is_said or (listing.left_over and listing.needs_review), (listing.market, figure)


async def test_most_facts_of_unseen_titles_are_said(deps: Deps) -> None:
    said = asked = 0
    for row in SOME:
        (listing,) = await listings(deps, row, ["ES"])
        lost = [(left.span.start, left.span.end) for left in listing.left_over if left.field == "title"]
        for fact in row["facts"]:
            start = row["title"].index(fact)
            asked += 1
            said += not any(a < start + len(fact) and start < b for a, b in lost)
    assert said / asked > 0.8
