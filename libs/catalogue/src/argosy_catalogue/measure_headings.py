"""Which attribute of its category a bare measure of the title tells: 1.85 in of a watch is its screen."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from argosy_commerce.reading.items import Amount, AmountRange, Dimensions, Item, Series
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.strict_yaml import document
from argosy_commerce.units import unit


def measure_heading(item: Item, category: str | None, lexicon: Lexicon) -> str | None:
    """The attribute's concept id; None where the category names none of that kind, or several."""
    kind = _kind_of(item)
    if kind is None or category is None:
        return None
    named = {attribute for above in lexicon.ancestors(category) for attribute in lexicon[above].attributes}
    found = [attribute for attribute in _headings().get(kind, ()) if attribute in named]
    return found[0] if len(found) == 1 else None


def _kind_of(item: Item) -> str | None:
    match item:
        case Dimensions():
            return "dimensions"
        case Amount(quantity=quantity) | AmountRange(low=quantity) | Series(values=(quantity, *_)):
            return "inch" if quantity.unit == "in" else unit(quantity.unit).dimension
    return None


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    text = files("argosy_catalogue").joinpath("data/measure_headings.yaml").read_text(encoding="utf-8")
    return {kind: tuple(attributes) for kind, attributes in document(text).items()}
