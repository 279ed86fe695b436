"""Facts as they are looked for: what heads them, what they say, in concepts, matters and words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from argosy_commerce.reading.items import Composition, ConceptMatch, Item
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.listings import Statement
from cs_agent.domain.retrieval.analysis import brands_of, codes_of, names_of, words_of
from cs_agent.domain.retrieval.matters import Matters
from cs_agent.domain.retrieval.vocabulary import signs_of, vocabulary

_LITERAL = re.compile(r"[a-z0-9+.]*[a-z0-9+]")
_K1, _B = 1.2, 0.5
"""BM25's usual constants; lengths differ for reasons that tell little here, so that they count half."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One fact with what it is found by."""

    fact: Fact
    heads: frozenset[str]
    """Concepts that it is about."""
    values: frozenset[str]
    """Concepts that it says."""
    head_matters: frozenset[str]
    matters: frozenset[str]
    codes: frozenset[str]
    names: frozenset[str]
    brands: frozenset[str]
    """Names in the question of an entry of the merchant's knowledge: which of his things it is about."""
    literals: frozenset[str]
    """What a variant offers that every language writes alike: M, 43, 10000mah."""
    words: Mapping[str, Counter[str]]
    head_meanings: frozenset[str] = frozenset()
    meanings: frozenset[str] = frozenset()
    """What its everyday words may mean (`vocabulary.py`), its head's and all of them."""
    head_signs: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    """Chinese signs of its head, and of all of it."""


@dataclass(frozen=True, slots=True)
class Index:
    """Facts of one product and its shop, with how rare a word is among them. Immutable."""

    rows: tuple[Indexed, ...]
    rarity: Mapping[str, Mapping[str, float]] = field(repr=False)
    lengths: Mapping[str, float] = field(repr=False)
    own_names: frozenset[str] = frozenset()
    """Names in Latin letters that stand in the product's own facts."""

    def bm25(self, row: Indexed, words: Counter[str], language: str) -> float:
        """How well a row's words in a language fit those of a question; 0 and more."""
        have = row.words.get(language)
        if not have:
            return 0.0
        rarity, usual = self.rarity[language], self.lengths[language]
        norm = _K1 * (1 - _B + _B * have.total() / usual)
        common = words.keys() & have.keys()
        return sum(rarity[word] * have[word] * (_K1 + 1) / (have[word] + norm) for word in common)

    def weight_of(self, words: Iterable[str], language: str) -> float:
        """How much all of a question's words could score at most."""
        rarity = self.rarity.get(language, {})
        most = math.log(1 + len(self.rows) + 1)
        return sum(rarity.get(word, most) for word in words)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Facts made ready once, for many questions: keep it as long as the facts are the same. Immutable.

    ``published``: by a fact's place, how listings of the buyer's language say it. Nothing is found by them,
    so that one question finds the same in every language.
    """

    rows: tuple[Indexed, ...]
    published: Mapping[str, Statement] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Sequence[Fact], matters: Matters) -> Shelf:
        """Linear in the facts' words: about 0.1 ms a fact."""
        return cls(tuple(_indexed(fact, matters) for fact in facts))

    def __add__(self, other: Shelf) -> Shelf:
        """A product's and its shop's."""
        return Shelf(self.rows + other.rows, {**self.published, **other.published})


def index(rows: Sequence[Indexed], product: str) -> Index:
    """What is searched for one question: how rare each word is among the facts that count."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        for language, words in row.words.items():
            counts[language].update(words.keys())
            lengths[language].append(words.total())
    many = len(rows)
    rarity = {
        language: {word: math.log(1 + (many - n + 0.5) / (n + 0.5)) for word, n in found.items()}
        for language, found in counts.items()
    }
    usual = {language: max(1.0, sum(found) / len(found)) for language, found in lengths.items()}
    own = frozenset(name for row in rows if row.fact.of == product for name in row.names)
    return Index(tuple(rows), rarity, usual, own)


def _indexed(fact: Fact, matters: Matters) -> Indexed:
    heads, values = set(), set()
    if fact.concept:
        heads.add(fact.concept)
    values |= set(concepts_of(fact.items))
    head_matters: set[str] = set()
    said: set[str] = set()
    words: dict[str, Counter[str]] = {}
    head_meanings: set[str] = set()
    meanings: set[str] = set()
    question = fact.question
    for language, text in fact.words.items():
        head = question or (fact.ref if fact.kind in {"attribute", "option"} else "")
        head_matters |= matters.named(head, language) if head else set()
        said |= matters.named(text, language)
        head_meanings.update(*vocabulary().meanings(head, language))
        meanings.update(*vocabulary().meanings(text, language))
        words[language] = words_of(f"{question} {question} {text}" if question else text, language)
    for concept in heads:
        head_matters |= matters.by_concept.get(concept, frozenset())
    for concept in values:
        said |= matters.by_concept.get(concept, frozenset())
    text = f"{question} {fact.ref if fact.kind == 'attribute' else ''} {fact.quote}"
    heading = question or (fact.ref if fact.kind in {"attribute", "option"} else "")
    return Indexed(
        fact,
        frozenset(heads),
        frozenset(values),
        frozenset(head_matters),
        frozenset(said | head_matters),
        codes_of(text),
        names_of(text),
        frozenset().union(*(brands_of(question, language) for language in fact.words))
        if question
        else frozenset(),
        frozenset(_LITERAL.findall(fact.quote.casefold())) if fact.kind == "variant" else frozenset(),
        words,
        frozenset(head_meanings),
        frozenset(meanings | head_meanings),
        signs_of(heading),
        signs_of(f"{heading} {fact.words.get('zh', '')}"),
    )


def concepts_of(items: Iterable[Item]) -> Iterator[str]:
    """Every concept that items name, those in slots and compositions too."""
    for item in items:
        if isinstance(item, ConceptMatch):
            yield item.concept_id
            yield from item.implied
            yield from concepts_of(fill for _, fill in item.fills)
        elif isinstance(item, Composition):
            yield from (concept for _, concept in item.parts)
