"""Interpretations and hits, for people and for programs."""

from __future__ import annotations

from argosy_commerce.money import Money
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.patterns import has_slots
from search_tagger.adapters.index import Found
from search_tagger.domain.searching.ranking import Hit
from search_tagger.domain.tags import Interpreted


def label(value: str, language: str, lexicon: Lexicon) -> str:
    """A value in a language's words: concepts by their terms, the rest of a typed value as it is."""
    return " ".join(_word(part, language, lexicon) for part in value.split(" "))


def _word(part: str, language: str, lexicon: Lexicon) -> str:
    if part not in lexicon:
        return part
    term = lexicon[part].term(language) or lexicon[part].term("en")
    return term.preferred if term is not None and not has_slots(term.preferred) else part


def as_json(query: Interpreted, found: Found, lexicon: Lexicon) -> dict[str, object]:
    """All that was understood and found."""
    return {
        "understood": {
            "language": query.language,
            "category": (
                {
                    "id": query.category.id,
                    "path": list(query.category.path),
                    "confidence": query.category.confidence,
                }
                if query.category
                else None
            ),
            "tags": [
                {
                    "attribute": one.attribute,
                    "value": one.value,
                    "label": label(one.value, query.language, lexicon),
                    "words": one.words,
                    "confidence": one.confidence,
                }
                for one in query.wanted
            ],
            "price": (
                {"min": _money(query.price.low), "max": _money(query.price.high)} if query.price else None
            ),
            "sizes": list(query.sizes),
            "negated": list(query.negated),
            "unmatched": list(query.unmatched),
            "rewritten": {language: list(texts) for language, texts in (query.rewritten or {}).items()},
        },
        "hits": [_hit(hit, query.language, lexicon) for hit in found.hits],
    }


def _hit(hit: Hit, language: str, lexicon: Lexicon) -> dict[str, object]:
    document = hit.document
    category = document.tagged.category
    return {
        "product_id": document.tagged.product_id,
        "title": document.title,
        "category": category.id if category else None,
        "price": {"min": _money(document.low), "max": _money(document.high)} if document.low else None,
        "price_compared": hit.price_compared,
        "score": hit.score,
        "matched": [
            {
                "wanted": match.value,
                "words": match.words,
                "value": match.tag.value,
                "label": label(match.tag.value, language, lexicon),
                "quote": match.tag.evidence[0].quote if match.tag.evidence else "",
                "origin": match.tag.origin,
            }
            for match in hit.matched
        ],
        "sizes": list(hit.sizes),
    }


def _money(money: Money | None) -> dict[str, str] | None:
    return dict(zip(("amount", "currency"), money.to_strings(), strict=True)) if money else None
