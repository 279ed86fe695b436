"""How well a product fits what is wanted, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from argosy_commerce.errors import CommerceError
from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.money import Money
from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.searching.documents import Document
from search_tagger.domain.searching.sizes import fits
from search_tagger.domain.searching.tokens import measure_of, tokens_of_value, tokens_wanted
from search_tagger.domain.tags import Interpreted, PriceRange, Tag, Wanted

_SIZE: Final = "attribute.size"
_OF_WORDS: Final = 0.8
"""All words that no id stands for count together for less than one tag."""


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that is wanted and the tag that is it; ``words`` are the shopper's, ``sure`` his 0..1."""

    attribute: str
    value: str
    words: str
    sure: float
    tag: Tag


@dataclass(frozen=True, slots=True)
class Hit:
    """A product that fits. ``nearness``: 3 of the wanted category, 2 of one above, 1 of none that is known,
    0 of another beside it.
    """

    document: Document
    nearness: int
    score: float
    matched: tuple[Match, ...]
    sizes: tuple[str, ...] = ()
    """Of the sizes wanted, those it is told to come in."""
    price_compared: bool = True
    """False: a price is wanted and the product's is not told, or in a currency without a rate."""


def hit_of(
    document: Document,
    query: Interpreted,
    lexicon: Lexicon,
    *,
    words: float = 0.0,
    rates: ExchangeRates | None = None,
) -> Hit | None:
    """The hit, or None where price or size rule it out. ``words``: BM25 of the words no id stands for."""
    asked = _asks(document, query.price, rates)
    if asked is False:
        return None
    sizes: list[str] = []
    for size in query.sizes:
        fitting = _fits(size, document)
        if fitting is False:
            return None
        if fitting:
            sizes.append(size)
    matched = _matches(document, query, lexicon)
    score = sum(match.sure * match.tag.confidence for match in matched)
    category = document.tagged.category
    likely = category.confidence if category is not None else 0.0
    score += len(sizes) + _OF_WORDS * words / (1 + words) + likely / 2
    return Hit(
        document, _nearness(document, query), round(score, 4), matched, tuple(sizes), asked is not None
    )


def in_order(hits: list[Hit]) -> list[Hit]:
    """The best first; the same hits in the same order each time."""
    return sorted(hits, key=lambda hit: (-hit.nearness, -hit.score, hit.document.tagged.product_id))


def _matches(document: Document, query: Interpreted, lexicon: Lexicon) -> tuple[Match, ...]:
    """Each tag counts once: blue is wanted, and its shades with less confidence, and navy is one of both."""
    found: dict[tuple[str, str], Match] = {}
    for one in sorted(query.wanted, key=lambda one: -one.confidence):
        match = _match(one, query.language, document, lexicon)
        if match is not None:
            found.setdefault((match.tag.attribute, match.tag.value), match)
    return tuple(found.values())


def _match(wanted: Wanted, language: str, document: Document, lexicon: Lexicon) -> Match | None:
    tokens = set(tokens_wanted(wanted.value, lexicon, language))
    fitting = [tag for tag in document.tagged.tags if tokens & set(tokens_of_value(tag.value, lexicon))]
    if not fitting:
        return None
    tag = max(fitting, key=lambda tag: (tag.value == wanted.value, tag.confidence))
    return Match(wanted.attribute, wanted.value, wanted.words, wanted.confidence, tag)


def _nearness(document: Document, query: Interpreted) -> int:
    if query.category is None:
        return 3
    own = document.tagged.category
    if own is None:
        return 1
    if query.category.id in (own.id, *own.path):
        return 3
    return 2 if own.id in query.category.path else 0


def _fits(size: str, document: Document) -> bool | None:
    """Sizes rule out; a measure that another tag gives only adds: a product has many lengths."""
    answer = fits(size, document.values(_SIZE))
    if answer is not None:
        return answer
    measure = measure_of(size)
    if measure is not None and any(measure_of(tag.value) == measure for tag in document.tagged.tags):
        return True
    return None


def _asks(document: Document, wanted: PriceRange | None, rates: ExchangeRates | None) -> bool | None:
    """Whether one of its prices is in the range; None where that cannot be told."""
    if wanted is None:
        return True
    if document.low is None or document.high is None:
        return None
    for end, price, below in ((wanted.high, document.low, False), (wanted.low, document.high, True)):
        if end is None:
            continue
        told = _in_currency(price, end.currency, rates)
        if told is None:
            return None
        if (told < end) if below else (told > end):
            return False
    return True


def _in_currency(price: Money, currency: str, rates: ExchangeRates | None) -> Money | None:
    if price.currency == currency:
        return price
    try:
        return rates.convert(price, currency) if rates is not None else None
    except CommerceError:
        return None
