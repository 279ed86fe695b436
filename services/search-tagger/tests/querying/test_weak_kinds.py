"""What of a query says size, price or what is not wanted, in fifteen languages (cases/*.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from argosy_commerce.terms import TermBase
from search_tagger.domain.querying.interpreting import interpret

_CASES = Path(__file__).parent / "cases"
_BINDING = 0.5


def _rows(kind: str) -> list[Any]:
    rows = yaml.safe_load((_CASES / f"{kind}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["text"]) for row in rows]


@pytest.mark.parametrize("row", _rows("sizes"))
def test_sizes_and_measures_are_told_in_the_writing_of_products(base: TermBase, row: dict[str, Any]) -> None:
    assert list(interpret(row["text"], "", "", base).sizes) == row["sizes"]


@pytest.mark.parametrize("row", _rows("prices"))
def test_prices_are_told_with_both_ends(base: TermBase, row: dict[str, Any]) -> None:
    price = interpret(row["text"], "", row.get("market", ""), base).price

    ends = [str(end.amount) if end else "" for end in (price.low, price.high)] if price else []
    currency = [one.currency for one in (price.low, price.high) if one][:1] if price else []
    assert ends + currency == row["price"]


@pytest.mark.parametrize("row", _rows("negations"))
def test_what_is_not_wanted_is_told_and_nothing_else(base: TermBase, row: dict[str, Any]) -> None:
    got = interpret(row["text"], "", "", base)

    assert set(got.negated) == set(row["negated"])
    assert set(row.get("wanted", ())) <= {one.value for one in got.wanted if one.confidence > _BINDING}
