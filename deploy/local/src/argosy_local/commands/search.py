"""`argosy search`: what a query was understood as, and the tagged products that fit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from argosy_commerce.errors import CommerceError
from argosy_commerce.exchange import ExchangeRates, read_rates
from argosy_commerce.languages import language_for
from argosy_commerce.markets import market as market_of
from argosy_commerce.money import Money
from argosy_local.commands.console import err, failed, out
from argosy_local.commands.tag import INDEX
from argosy_local.commands.terms import own_base
from argosy_local.tagging.showing import as_json, label
from search_tagger.adapters.index import Found, NoIndex, ProductIndex
from search_tagger.domain.querying.interpreting import interpret
from search_tagger.domain.searching.ranking import Hit
from search_tagger.domain.tags import Interpreted, Tag
from search_tagger.events import MAX_QUERY

NOTHING_FITS = 2
_SURE = 0.5
_LONGEST_TITLE = 60


def search(
    query: Annotated[str, typer.Argument(help="What a shopper types, in any of the fifteen languages.")],
    *,
    language: Annotated[str, typer.Option(help="Of the query; found from its words if not given.")] = "",
    market: Annotated[str, typer.Option(help="Whose currency and sizes are meant, such as ES.")] = "",
    index: Annotated[Path, typer.Option(help="What `argosy tag` wrote.")] = INDEX,
    merchant: Annotated[str, typer.Option(help="Whose products; the only one's if not given.")] = "",
    most: Annotated[int, typer.Option(help="How many products.", min=1, max=1000)] = 10,
    rates: Annotated[
        Path | None, typer.Option(help="JSON of exchange rates, to compare prices of another currency.")
    ] = None,
    as_json_: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the products that fit a query, with the tags that matched, and what was understood.

    Exit 0: something fits. 1: no index, or nothing to look for can be asked so. 2: nothing fits.
    """
    if not query.strip() or len(query) > MAX_QUERY:
        raise failed(f"a query has 1 to {MAX_QUERY} characters; this one has {len(query)}")
    try:
        spoken = language_for(language).base if language else ""
        asked_in = market_of(market).code if market else ""
        exchange = _rates(rates)
        with ProductIndex(index) as products:
            whose = _whose(products, merchant, index)
            with err.status("reading the words of fifteen languages"):
                base = own_base()
                understood = interpret(query, spoken, asked_in, base)
            found = products.search(whose, understood, base.lexicon, most=most, rates=exchange)
    except (NoIndex, CommerceError) as error:
        raise failed(str(error)) from None
    if as_json_:
        typer.echo(json.dumps(as_json(understood, found, base.lexicon), ensure_ascii=False, indent=2))
    else:
        said = _Said(understood.language)
        out.print(_understood(understood, said))
        if found.hits:
            out.print(_products(found, said))
        else:
            err.print("No product fits." if found.looked_at else "No product has any of that.")
    if not found.hits:
        raise typer.Exit(NOTHING_FITS)


class _Said:
    """Ids in a language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._lexicon = own_base().lexicon

    def __call__(self, value: str) -> str:
        return label(value, self._language, self._lexicon)

    def all(self, values: Iterable[str]) -> str:
        return ", ".join(self(value) for value in values)


def _rates(path: Path | None) -> ExchangeRates | None:
    if path is None:
        return None
    try:
        return read_rates(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise failed(f"{path}: cannot be read: {error}") from None


def _whose(products: ProductIndex, merchant: str, index: Path) -> str:
    known = products.merchants()
    if merchant:
        if merchant not in known:
            raise NoIndex(
                f"{index} has no products of {merchant!r}: `argosy tag CATALOGUE --merchant {merchant}`"
            )
        return merchant
    if len(known) != 1:
        raise NoIndex(
            f"{index} has products of {len(known)} merchants: say whose with --merchant"
            if known
            else f"{index} has no products yet: `argosy tag CATALOGUE --index {index}`"
        )
    return next(iter(known))


def _understood(query: Interpreted, said: _Said) -> Table:
    table = Table("", "", box=None, show_header=False, pad_edge=False)
    table.columns[0].style = "dim"
    table.columns[1].overflow = "fold"
    path = " > ".join(said(one) for one in query.category.path) if query.category else ""
    rows = {
        "language": query.language,
        "category": path or (said(query.category.id) if query.category else ""),
        "wanted": ", ".join(
            f"{said(one.value)} ({one.words})" if one.words else said(one.value)
            for one in query.wanted
            if one.confidence >= _SURE
        ),
        "price": _price(query),
        "sizes": ", ".join(query.sizes),
        "not": said.all(query.negated),
        "no id for": ", ".join(query.unmatched),
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(value))
    for language, texts in (query.rewritten or {}).items():
        table.add_row(f"say it in {language}", Text(" | ".join(texts)))
    return table


def _price(query: Interpreted) -> str:
    if query.price is None:
        return ""
    low, high = query.price.low, query.price.high
    if low is not None and high is not None:
        return f"{_money(low)} to {_money(high)}"
    return f"up to {_money(high)}" if high is not None else f"from {_money(low)}" if low is not None else ""


def _money(money: Money) -> str:
    return " ".join(money.to_strings())


def _products(found: Found, said: _Said) -> Table:
    table = Table("product", "title", "category", "price", "matched", "score")
    for column in table.columns:
        column.overflow = "fold"
    for hit in found.hits:
        tagged = hit.document.tagged
        table.add_row(
            Text(tagged.product_id),
            Text(hit.document.title[:_LONGEST_TITLE]),
            Text(said(tagged.category.id) if tagged.category else "?"),
            Text(_prices(hit)),
            Text(_matched(hit, said)),
            f"{hit.score:.2f}",
        )
    return table


def _prices(hit: Hit) -> str:
    low, high = hit.document.low, hit.document.high
    if low is None or high is None:
        return "not told"
    told = _money(low) if low == high else f"{_money(low)} to {_money(high)}"
    return told if hit.price_compared else f"{told}, not compared"


def _matched(hit: Hit, said: _Said) -> str:
    parts = [f"{said(match.tag.value)}{_from(match.tag)}" for match in hit.matched]
    return ", ".join([*parts, *hit.sizes])


def _from(tag: Tag) -> str:
    """The words that say it, or the picture whose pixels show it."""
    if not tag.evidence:
        return ""
    first = tag.evidence[0]
    return f" ({first.quote or f'{first.kind} {first.ref}'})"
