"""What is offered: prices of variants, which there are, which are sold out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from argosy_commerce.days import said_day
from argosy_commerce.hues import hues_of
from argosy_commerce.money import Money
from argosy_commerce.reading.items import Break, ConceptMatch, Date, Dropped, Price
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.fact import Fact

_MOST: Final = 4
"""Variants that are told one by one; of more, the least and the most."""
_HEADED: Final = re.compile(
    r"(?P<head>[\u4e00-\u9fff]+)\s*(?P<model>[A-Za-z][A-Za-z0-9+-]*(?:\s+[A-Za-z0-9+-]+)+)"
)
"""A model's words behind its maker's: 三星S24 Ultra."""
_SIZE: Final = re.compile(r"[0-9]{1,3}(?:\.5)?")


class Offers:
    """A product's variants, their prices and the shop's words on stock."""

    def __init__(self, facts: Sequence[Fact], product: str, saying: Saying) -> None:
        own = [fact for fact in facts if fact.of == product]
        self._saying = saying
        self.variants = {fact.ref: fact for fact in own if fact.kind == "variant"}
        self.prices = {fact.ref: fact for fact in own if fact.kind == "price"}
        self.options = [fact for fact in own if fact.kind == "option"]
        stock = [fact for fact in facts if fact.kind == "policy" and "stock" in fact.topics]
        self.gone = {fact.ref.rpartition(":")[2]: fact for fact in stock if ":stock:" in fact.ref}
        self._policy = [fact for fact in stock if ":stock:" not in fact.ref]

    def said(self, sku: str) -> str:
        """A variant by its options, `Black, L`; its number where the language has no words for them."""
        fact = self.variants.get(sku)
        if fact is None:
            return sku
        values = [part.partition(" ")[2] or part for part in fact.quote.split(" / ")]
        if self._saying.language not in fact.words and any(map(self._is_model, values)):
            # A model's words stand together: iPhone 15 Pro Max is no list.
            values = [self.value_said(sku, one, within=False) for one in values]
        elif self._saying.language not in fact.words:
            return self._saying.items(fact.items) or self._quoted(fact)
        return self._saying.grammar.comma.join(values) if all(values) else self._quoted(fact)

    @staticmethod
    def _quoted(fact: Fact) -> str:
        """The merchant's own words, where the language has none: a SKU tells a buyer nothing."""
        values = [part.partition(" ")[2] or part for part in fact.quote.split(" / ")]
        return f"«{' / '.join(values)}»"

    def value_said(self, sku: str, value: str, *, within: bool = True) -> str:
        """One value of a variant as the language says it, ``within`` a sentence; "" where it cannot."""
        fact = self.variants.get(sku)
        if fact is not None and self._saying.language in fact.words:
            return value
        headed = _HEADED.fullmatch(value)
        if headed is None:
            if self._is_model(value):
                return value
            return self._saying.value_within(value) if within else self._saying.value(value)
        head = self._saying.value(headed["head"])
        return f"{head} {headed['model']}" if head else headed["model"]

    def priced(self) -> dict[str, tuple[Fact, Money]]:
        """The price of each variant that has one, with its fact."""
        found = ((sku, fact, _money(fact)) for sku, fact in self.prices.items())
        return {sku: (fact, money) for sku, fact, money in found if money is not None}

    @staticmethod
    def _is_model(value: str) -> bool:
        return (value.isascii() and len(value.split()) > 1) or _HEADED.fullmatch(value) is not None

    def price(self, skus: Iterable[str]) -> list[Sentence]:
        """What these variants cost, all of them where none is named; at most one sentence."""
        named = [sku for sku in skus if sku in self.prices] or [sku for sku in self.prices if sku]
        named = named or list(self.prices)
        told = [(sku, self.prices[sku], money) for sku in named if (money := _money(self.prices[sku]))]
        if not told:
            return []
        facts = self._with_variants(told)
        amounts = sorted({money for _, _, money in told})
        if len(told) == 1 and told[0][0] and self._is_one_of_several(told[0][0]):
            return [self._line(self.said(told[0][0]), told[0][2].formatted(self._saying.tag), facts)]
        if len(amounts) == 1:
            return [self._line(self._name(), amounts[0].formatted(self._saying.tag), facts[:2])]
        if len(told) <= _MOST:
            parts = [
                self._saying.grammar.spec(self.said(sku), money.formatted(self._saying.tag))
                for sku, _, money in told
            ]
            return [Sentence(self._saying.stopped("; ".join(parts)), "fact", facts)]
        slots = {"least": amounts[0].formatted(self._saying.tag)}
        slots["most"] = amounts[-1].formatted(self._saying.tag)
        ends = tuple(next(f for _, f, money in told if money == end) for end in (amounts[0], amounts[-1]))
        return [sentence("knowledge", "price_range", self._saying.tag, "fact", ends, slots=slots)]

    def _is_one_of_several(self, sku: str) -> bool:
        """Whether a variant has a name that tells it from others, or there are others."""
        return len(self.prices) > 1 or self.said(sku) != sku

    def _with_variants(self, told: Sequence[tuple[str, Fact, Money]]) -> tuple[Fact, ...]:
        pairs = ((fact, self.variants.get(sku)) for sku, fact, _ in told[:_MOST])
        return tuple(one for pair in pairs for one in pair if one is not None)

    def _line(self, name: str, amount: str, facts: tuple[Fact, ...]) -> Sentence:
        return Sentence(self._saying.line(self._saying.grammar.sentence(name), amount), "fact", facts)

    def _name(self) -> str:
        return self._saying.name_of("attribute.price")

    def stock(self, skus: Sequence[str], product: str) -> list[Sentence]:
        """Whether these variants can be had, all that are sold out where none is named.

        Nothing is called available unless the shop says how its stock is to be read.
        """
        named = [sku for sku in skus if sku in self.variants or sku in self.gone][:_MOST]
        if not named and not self.variants:
            named = [product.upper()]
        if named:
            return [one for sku in named if (one := self._of_sku(sku)) is not None]
        gone = [sku for sku in self.variants if sku in self.gone][:_MOST]
        told = [one for sku in gone if (one := self._of_sku(sku)) is not None]
        return told or self.choices()

    def _of_sku(self, sku: str) -> Sentence | None:
        slots = {"variant": self._saying.grammar.sentence(self.said(sku))}
        tag = self._saying.tag
        variant = (self.variants[sku],) if sku in self.variants else ()
        gone = self.gone.get(sku)
        if gone is None:
            if not self._policy:
                return None
            facts = (*variant, *self._policy[:2])
            if sku not in self.variants:
                slots = {"variant": sku}
            return sentence("knowledge", "in_stock", tag, "derived", facts, rule="stock", slots=slots)
        back = next((item for item in gone.items if isinstance(item, Date)), None)
        key = "sold_out_undated"
        if back is not None and back.day:
            key = "sold_out_until"
            slots["date"] = said_day(date(back.year, back.month, back.day), tag)
        return sentence("knowledge", key, tag, "fact", (*variant, gone), rule="stock", slots=slots)

    def choices(self) -> list[Sentence]:
        """What can be chosen: `Color: Black, army green.`"""
        return [self._saying.sentence(fact) for fact in self.options]

    def without_size(self, figures: Iterable[str]) -> list[Sentence]:
        """The sizes there are, where one that there is none of is asked for: 41 of 35 to 40."""
        for fact in self.options:
            values = [one.strip() for one in fact.quote.split("/")]
            if len(values) < 2 or not all(map(_SIZE.fullmatch, values)):
                continue
            sizes = {float(one) for one in values}
            near = (0.8 * min(sizes), 1.2 * max(sizes))
            asked = {float(one) for one in figures if _SIZE.fullmatch(one)}
            if any(near[0] <= one <= near[1] for one in asked) and not asked & sizes:
                return [self._saying.sentence(fact)]
        return []

    def differences(self, own: Sequence[Fact]) -> list[Sentence]:
        """Rows that tell the variants apart: named as a choice is, or naming two of its values."""
        told = []
        for fact in own:
            for option in self.options:
                values = [one for one in option.quote.split("/") if one]
                is_of_choice = fact.ref == option.ref or sum(one in fact.quote for one in values) > 1
                if fact.kind == "attribute" and is_of_choice:
                    told.append(self._saying.sentence(fact))
                    break
        return told[:3]

    def in_colour(self, asked: Iterable[str], skus: Iterable[str]) -> list[str]:
        """Those of some variants that are in a colour which was named, or in a shade of it."""
        colours = {one for one in asked if one.startswith("colour.")}
        hues = {one.removeprefix("colour.") for one in colours}
        said = {
            sku: {item.concept_id for item in self.variants[sku].items if isinstance(item, ConceptMatch)}
            for sku in skus
            if sku in self.variants
        }
        exact = [sku for sku, ids in said.items() if colours & ids]
        return exact or [sku for sku, ids in said.items() if hues & hues_of(ids)]

    def of_one_colour(self, skus: Sequence[str]) -> list[str]:
        """These variants where all are in the same colour; else none."""
        lexicon = self._saying.base.lexicon
        found = [
            {
                item.concept_id
                for item in self.variants[sku].items
                if isinstance(item, ConceptMatch) and lexicon[item.concept_id].attribute == "attribute.colour"
            }
            for sku in skus
            if sku in self.variants
        ]
        return list(skus) if found and found[0] and all(one == found[0] for one in found) else []

    def of_size(self, size: str, skus: Iterable[str]) -> list[str]:
        """Those of some variants that are of a size, as the chart names it."""
        return [
            sku
            for sku in skus
            if sku in self.variants
            and any(part.partition(" ")[2] == size for part in self.variants[sku].quote.split(" / "))
        ]

    def has_variants(self, skus: Sequence[str]) -> list[Sentence]:
        """That there are these variants, at most four."""
        facts = tuple(self.variants[sku] for sku in skus[:_MOST] if sku in self.variants)
        if not facts:
            return []
        slots = {"options": "; ".join(self.said(fact.ref) for fact in facts)}
        rule = "verdict:yes:choice"
        return [
            sentence("knowledge", "choice_yes", self._saying.tag, "derived", facts, rule=rule, slots=slots)
        ]

    def has_choice(self, asked: Iterable[str]) -> list[Sentence]:
        """Whether there is a variant in a colour that was named; nothing where it cannot be told.

        No only where every value of the choice is read and none of them is it, wider or narrower.
        """
        colours = {one for one in asked if one.startswith("colour.")}
        for fact in self.options:
            there = [item for item in fact.items if not isinstance(item, Break | Dropped)]
            ids = {item.concept_id for item in there if isinstance(item, ConceptMatch)}
            told = [one for one in ids if one.startswith("colour.")]
            if not colours or not told:
                continue
            said = self._saying.said(fact)
            slots = {"options": said.text.rstrip(".。")}
            lexicon = self._saying.base.lexicon
            near = {one for id_ in told for one in (id_, *lexicon.ancestors(id_))}
            wide = {one for id_ in colours for one in (id_, *lexicon.ancestors(id_))}
            key, verdict = "", ""
            if not colours <= ids and (
                hues_of(told) & {one.removeprefix("colour.") for one in colours}
                or hues_of(colours) & hues_of(told)
            ):
                continue  # the blue one may be the royal blue one
            if colours <= ids:
                key, verdict = "choice_yes", "yes"
            elif len(told) == len(there) and not colours & near and not wide & set(told) and not said.rule:
                key, verdict = "choice_no", "no"
            if key:
                rule = f"verdict:{verdict}:choice"
                facts = (said.by or fact,)
                return [
                    sentence("knowledge", key, self._saying.tag, "derived", facts, rule=rule, slots=slots)
                ]
        return []


def _money(fact: Fact) -> Money | None:
    return next((item.money for item in fact.items if isinstance(item, Price)), None)
