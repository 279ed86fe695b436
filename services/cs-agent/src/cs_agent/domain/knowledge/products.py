"""A product event as facts: rows, title, sentences, options, variants, prices, charts, weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from argosy.product.v1 import product_pb2
from argosy_catalogue.english.rows import read_english_rows
from argosy_catalogue.facts import AttributeFact, read_facts
from argosy_catalogue.source import (
    SourceProduct,
    SourceVariant,
    UnusableProductError,
    bounded_source,
    read_source,
)
from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.reading.items import Amount, ConceptMatch, Item, Price
from argosy_commerce.terms import TermBase
from argosy_commerce.units import Quantity
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.charts import chart_facts, is_chart_line, table_facts
from cs_agent.domain.knowledge.row_charts import charts_of_rows, weighs_the_thing
from cs_agent.domain.knowledge.told import Tainted, Told, instructs, sentences

_WEIGHT = "attribute.weight"
_BARS_OF_A_TABLE = 4
_PRICED = frozenset({"price", "discount"})


def facts_of_product(product: product_pb2.Product, base: TermBase) -> Told:
    """Every fact of a product, in the order of the source. Bounded; raises nothing.

    Chinese is read whole, of English the rows and the names in sentences, of other languages the words.
    A product that has no words gives no facts and one fault.
    """
    try:
        source = bounded_source(product)
    except UnusableProductError as error:
        return Told(faults=(error.detail,))
    language = product.language.split("-")[0].lower() or "zh"
    reader = _Reader(product, source, language, base)
    facts = [*reader.facts()]
    return Told(tuple(_once(facts)), tuple(reader.tainted), source.cut)


class _Reader:
    def __init__(
        self, product: product_pb2.Product, source: SourceProduct, language: str, base: TermBase
    ) -> None:
        self._product = product
        self._language = language
        self._base = base
        self._of = product.id
        self.tainted: list[Tainted] = []
        self._source = self._without_instructions(source)

    def facts(self) -> Iterator[Fact]:
        rows, options, category = self._rows()
        reading = _Words(self._base, self._language, category)
        told = [
            self._fact("attribute", row.source.name, row.source.value, row.concept_id or "", row.value.items)
            for row in rows
            if row.source.value.count("|") < _BARS_OF_A_TABLE
        ]
        yield from told
        yield self._fact("title", "", self._source.title, "", reading.items(self._source.title))
        for number, sentence in enumerate(self._prose(), 1):
            yield self._fact("description", str(number), sentence, "", reading.items(sentence))
        if self._source.brand and not instructs(self._source.brand):
            yield self._fact("attribute", "brand", self._source.brand, "attribute.brand", ())
        for option in options:
            yield self._fact(
                "option", option.source.name, option.source.value, option.concept_id or "", option.value.items
            )
        yield from self._variants(reading)
        yield from self._prices()
        if self._product.weight_g > 0:
            quantity = Quantity(Decimal(str(round(self._product.weight_g, 2))).normalize(), "g")
            quote = f"{self._product.weight_g:g} g"
            # Grams as shipped; a row that says a weight is the thing's own and comes first.
            yield self._fact(
                "weight", "", quote, "attribute.gross_weight", (Amount((0, len(quote)), quote, quantity),)
            )
        yield from self._charts(told)

    def _rows(self) -> tuple[Sequence[AttributeFact], Sequence[AttributeFact], str | None]:
        if self._language == "zh":
            try:
                read_source(self._product)
            except UnusableProductError:
                pass
            else:
                facts = read_facts(self._source, self._base)
                self._grids = facts.grids
                return facts.attributes, facts.options, facts.category
        self._grids = ()
        rows = read_english_rows(self._source.attributes, self._base)
        return rows, read_english_rows(self._source.variant_options, self._base), None

    def _without_instructions(self, source: SourceProduct) -> SourceProduct:
        """The source without lines that speak to an agent: nothing of them is read at all."""
        lines = []
        for number, line in enumerate(source.description.split("\n"), 1):
            if instructs(line):
                self.tainted.append(Tainted(f"{self._of}/description:line {number}", line.strip()))
            else:
                lines.append(line)
        rows = []
        for row in source.attributes:
            if instructs(row.name) or instructs(row.value):
                self.tainted.append(Tainted(f"{self._of}/attribute:{row.name}", row.value))
            else:
                rows.append(row)
        title = source.title
        if instructs(title):
            self.tainted.append(Tainted(f"{self._of}/title:", title))
            title = ""
        variants = tuple(one for one in source.variants if not any(instructs(o.value) for o in one.options))
        return replace(
            source, title=title, description="\n".join(lines), attributes=tuple(rows), variants=variants
        )

    def _prose(self) -> Iterator[str]:
        for line in self._source.description.split("\n"):
            if not is_chart_line(line):
                yield from sentences(line)

    def _variants(self, reading: _Words) -> Iterator[Fact]:
        for variant in self._source.variants:
            if variant.sku:
                items = [
                    item for option in variant.options for item in reading.option(option.name, option.value)
                ]
                yield self._fact("variant", variant.sku, _said(variant), "", items)

    def _prices(self) -> Iterator[Fact]:
        own = self._product.price
        amounts = [("", own.amount, own.currency)] if own.amount else []
        amounts += [
            (v.sku, v.price.amount, v.price.currency) for v in self._source.variants if v.price and v.sku
        ]
        for sku, amount, currency in amounts:
            quote = f"{amount} {currency}"
            try:
                money = Money(Decimal(amount), currency)
            except (InvalidOperation, UnknownCurrency, UnreadableAmount):
                continue
            yield replace(
                self._fact("price", sku, quote, "attribute.price", (Price((0, len(quote)), quote, money),)),
                topics=_PRICED,
            )

    def _charts(self, rows: Sequence[Fact]) -> Iterator[Fact]:
        own = [*charts_of_rows(rows, self._of)] if self._language == "zh" else []
        in_rows = {f"attribute:{row.ref}" for row in rows if own or weighs_the_thing(row)}
        grids = [one for one in self._grids if one.origin not in in_rows]
        if grids:
            yield from chart_facts(grids, self._of, self._base)
        elif own:
            yield from own
        else:
            yield from table_facts(self._source.description, self._of, self._language, self._base)

    def _fact(self, kind: str, ref: str, quote: str, concept: str, items: Iterable[Item]) -> Fact:
        words: Mapping[str, str] = {self._language: f"{ref} {quote}" if kind in _HEADED else quote}
        return Fact(kind, ref, quote, concept, tuple(items), words, self._of)  # type: ignore[arg-type]


_HEADED = frozenset({"attribute", "option"})


class _Words:
    """What words of a product name, by its language."""

    def __init__(self, base: TermBase, language: str, category: str | None) -> None:
        self._base = base
        self._category = category
        self._naming = Naming.of(base, language) if language not in {"zh", ""} else None

    def items(self, text: str) -> tuple[Item, ...]:
        if self._naming is None:
            return self._base.read(text, category=self._category).items
        return tuple(
            ConceptMatch((named.start, named.end), named.text, concept)
            for named in self._naming.find(text)
            for concept in sorted(named.concepts)[:1]
        )

    def option(self, name: str, value: str) -> tuple[Item, ...]:
        """What an option's value names; its name tells how: 雾蓝 under 颜色 is one colour."""
        if self._naming is not None:
            return self.items(value)
        heading = next(iter(self._base.read(name, category=self._category).matches), None)
        attribute = heading.concept_id if heading else None
        return self._base.read(value, category=self._category, attribute=attribute).items


def _said(variant: SourceVariant) -> str:
    return " / ".join(f"{option.name} {option.value}" for option in variant.options)


def _once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Each place once and none without words: two rows of one name are told apart by a number."""
    seen: dict[str, int] = {}
    for fact in facts:
        if not fact.quote.strip():
            continue
        count = seen[fact.place] = seen.get(fact.place, 0) + 1
        yield fact if count == 1 else replace(fact, ref=f"{fact.ref}#{count}")
