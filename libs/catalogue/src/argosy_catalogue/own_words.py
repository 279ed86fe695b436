"""A product's facts as its merchant's glossary has them said in one language."""

from __future__ import annotations

from argosy_catalogue.facts import ProductFacts, read_facts
from argosy_catalogue.source import SourceProduct
from argosy_commerce.glossaries import Glossary
from argosy_commerce.terms import TermBase


def in_own_words(
    facts: ProductFacts, base: TermBase, glossary: Glossary, locale: str
) -> tuple[ProductFacts, TermBase]:
    """The facts and the term base for one locale (BCP 47), with the rules that this product's words meet.

    Both are those given where no rule does. The category stays as the merchant's own words have it.
    """
    own = glossary.over(base, locale, texts_of(facts.source), category=facts.category)
    return (facts, base) if own is base else (read_facts(facts.source, own), own)


def texts_of(source: SourceProduct) -> tuple[str, ...]:
    """Everything of a product that is said in another language."""
    named = (*source.attributes, *source.variant_options)
    return (
        source.title,
        source.description,
        source.category_hint,
        *(attribute.name for attribute in named),
        *(attribute.value for attribute in named),
    )
