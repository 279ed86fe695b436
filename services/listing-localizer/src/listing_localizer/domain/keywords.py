"""What shoppers of a market type to find a product: its names, pairs with what tells most, single words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from argosy_catalogue.facts import ProductFacts
from argosy_commerce.channels import Channel, function_words
from argosy_commerce.phrasing import grammar_for
from argosy_commerce.phrasing.plan import TELLING, Modifier, plan
from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import document

MAX_PAIRS = 8
_NO_WORDS = frozenset({Kind.PHRASE, Kind.ATTRIBUTE, Kind.UNIT, Kind.CATEGORY, Kind.BRAND})
"""Sentences and headings are not typed; others' brands draw buyers under false pretences."""


def keywords_of(
    facts: ProductFacts, lexicon: Lexicon, language: str, channel: Channel, title: str
) -> list[str]:
    """Keywords in the order of their use, before the channel's limits; the same words never twice.

    First what the thing is called, then the thing with one telling modifier (long-tail queries), then the
    single words, last each of them as people type it who leave marks out (algodon).
    A channel that matches single words gets single words, none that the title has already.
    """
    found = list(dict.fromkeys(_in_order(facts, lexicon, language)))
    variants = [variant for word in found for variant in typed_variants(word, language)]
    words = list(dict.fromkeys((*found, *variants)))
    return _single_words(words, language, title) if channel.keyword_words else words


def _in_order(facts: ProductFacts, lexicon: Lexicon, language: str) -> Iterator[str]:
    category = facts.category
    names = list(_names(category, lexicon, language)) if category else []
    yield from names[:1]
    if category is not None:
        yield from _pairs(category, facts, lexicon, language)
    yield from names[1:]
    for match, _ in facts.concepts():
        concept = lexicon[match.concept_id]
        term = concept.term(language)
        if term is not None and concept.kind not in _NO_WORDS:
            yield from (term.preferred, *term.alternatives)


def _names(category: str, lexicon: Lexicon, language: str) -> Iterator[str]:
    """The category's names and those of the one above it."""
    for ancestor in lexicon.ancestors(category)[:2]:
        if ancestor != category and lexicon[ancestor].parent is None:
            return  # a department: nobody looks for a car seat among toys
        term = lexicon[ancestor].term(language)
        if term is not None:
            yield from (term.preferred, *term.alternatives)


def _pairs(category: str, facts: ProductFacts, lexicon: Lexicon, language: str) -> Iterator[str]:
    grammar = grammar_for(language)
    head = ConceptMatch((0, 0), "", category)
    found = [match for match, _ in facts.concepts() if lexicon[match.concept_id].kind not in _NO_WORDS]
    # Nobody types 100 %, and 纯棉 beside an attribute of 95 % would claim it.
    matches = [replace(match, purity=None) for match in found]
    phrase, _ = plan([head, *matches], lexicon, language, category)
    if phrase.head is None:
        return
    telling: Sequence[Modifier] = sorted(phrase.modifiers, key=lambda modifier: TELLING.index(modifier.place))
    for modifier in telling[:MAX_PAIRS]:
        if grammar.attachable(modifier) and not grammar.repeats(modifier.term, phrase.head.term):
            yield grammar.noun_phrase(phrase.head, [modifier])


def _single_words(phrases: Iterable[str], language: str, title: str) -> list[str]:
    idle = function_words(language)
    there = {word.casefold() for word in _split(title)}
    words = (word for phrase in phrases for word in _split(phrase) if word.casefold() not in idle)
    return [word for word in dict.fromkeys(words) if word.casefold() not in there and len(word) > 1]


def _split(text: str) -> list[str]:
    return re.findall(r"[^\s,;:/|·،、()]+", text)


def typed_variants(word: str, language: str) -> list[str]:
    """How people type a word who leave its marks out or write them another way; none if they type it so.

    >>> typed_variants("algodón", "es"), typed_variants("Größe", "de"), typed_variants("dress", "en")
    (['algodon'], ['Groesse'], [])
    """
    rules = _variants().get(language.split("-", 1)[0])
    if rules is None:
        return []
    text = word
    for written, typed in rules.get("replace", {}).items():
        text = text.replace(written, typed)
    if rules.get("strip_marks"):
        decomposed = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in decomposed if unicodedata.category(c) != "Mn"))
    return [text] if text != word else []


@cache
def _variants() -> Mapping[str, Mapping[str, dict[str, str]]]:
    text = files("listing_localizer").joinpath("data/keyword_variants.yaml").read_text(encoding="utf-8")
    variants: dict[str, Mapping[str, dict[str, str]]] = document(text)
    return variants
