"""Which of the concepts that share a name is meant, outside Chinese: by heading, category and name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from argosy_commerce.proofreading.naming import Named
from argosy_commerce.proofreading.word_forms import folded
from argosy_commerce.shop_words import shop_words
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind, Term
from search_tagger.domain.attributes import attribute_of
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.mentions import is_tag

_ASKED = 4.0
"""The heading asks for it."""
_OF_THE_CATEGORY = 1.5
"""The category names the attribute among those that matter."""
_CALLED = 2.0
_CALLED_AS_WELL = 1.2
_DESCRIBED = 1.0
_PART = -0.6
"""A part is rather told as what the thing has: con cappuccio is hooded."""
_PHRASE = -0.4
_AT_HOME = 1.5
"""A sense that counts in such products only."""
_GIVES_WAY = -2.0
_MOST_SENSES = 2
"""A name that may mean more says nothing."""
_CLOSE = 0.35
"""Senses this near the best are both kept."""


class Senses:
    """The senses of one language's names for one product. ``category`` may be None."""

    def __init__(self, base: TermBase, language: str, category: str | None) -> None:
        self.category = category
        self.lexicon = base.lexicon
        self._lexicon = base.lexicon
        self._language = language
        above = base.lexicon.ancestors(category) if category else ()
        self._telling = {a for one in above for a in base.lexicon[one].attributes}
        self._above = frozenset(above)

    def tags(self, named: Named, heading: str | None) -> list[tuple[str, float]]:
        """The tag concepts meant, each with how surely (their share, where several may be)."""
        if any(c in self._above for c in named.concepts):
            return []  # what the thing is: cama of a bed is nothing for a bed
        scored = [
            (self._score(c, named.text, heading), c) for c in named.concepts if self._may_be(c, heading)
        ]
        if not scored:
            return []
        best = max(score for score, _ in scored)
        kept = sorted(c for score, c in scored if best - score <= _CLOSE)
        sure = 1.0 if len(kept) == 1 else float(rules("tags")["shared_name"])
        if best < _DESCRIBED:
            sure *= 0.7
        return [(concept, sure) for concept in kept] if len(kept) <= _MOST_SENSES else []

    def is_what_is_sold(self, named: Named) -> bool:
        """Whether a name is of the product's category, or one above."""
        return not self._above.isdisjoint(named.concepts)

    def is_kin(self, named: Named) -> bool:
        """Whether a name is of what is sold, of a kind of it or of what it is a kind of."""
        if self.is_what_is_sold(named):
            return True
        return self.category is not None and any(
            self.category in self.lexicon.ancestors(c) for c in named.concepts
        )

    def is_sold_by(self, attribute: str) -> bool:
        """Whether the product's category names the attribute among those that matter."""
        return attribute in self._telling

    def headings(self, named: Named) -> list[str]:
        """The attributes, parts and features that a row's name may be."""
        ids = sorted(named.concepts, key=lambda c: (self._lexicon[c].kind is not Kind.ATTRIBUTE, c))
        return [c for c in ids if self._lexicon[c].kind in {Kind.ATTRIBUTE, Kind.PART, Kind.FEATURE}]

    def _may_be(self, concept_id: str, heading: str | None) -> bool:
        if not is_tag(concept_id, self._lexicon):
            return False
        if heading is not None and heading == attribute_of(concept_id, self._lexicon):
            return True
        return self._is_at_home(concept_id) is not False

    def _is_at_home(self, concept_id: str) -> bool | None:
        """Whether the product is of a kind that this may be said of; None where it may be said of any."""
        homes: Mapping[str, list[str]] = rules("senses")["only_below"]
        home = homes.get(concept_id) or homes.get(concept_id.split(".", 1)[0])
        return None if home is None else bool(self._above & set(home))

    def _score(self, concept_id: str, text: str, heading: str | None) -> float:
        concept = self._lexicon[concept_id]
        attribute = attribute_of(concept_id, self._lexicon)
        score = 0.0
        if heading is not None and heading in {attribute, concept_id}:
            score += _ASKED
        if attribute in self._telling:
            score += _OF_THE_CATEGORY
        if self._is_at_home(concept_id):
            score += _AT_HOME
        if concept_id.startswith(tuple(rules("senses")["gives_way"])):
            score += _GIVES_WAY
        if concept.kind is Kind.PART:
            score += _PART
        if concept.kind is Kind.PHRASE:
            score += _PHRASE
        return score + named_so(concept.term(self._language), text, shop_words(concept_id, self._language))


def categories_named(named: Named, language: str, lexicon: Lexicon) -> list[str]:
    """The categories that a name is of; of several those that are rather called so."""
    found = sorted(c for c in named.concepts if lexicon[c].kind is Kind.CATEGORY)
    if len(found) < 2:
        return found
    called = {c: named_so(lexicon[c].term(language), named.text, shop_words(c, language)) for c in found}
    return [c for c in found if called[c] == max(called.values())]


def named_so(term: Term | None, text: str, others: Collection[str]) -> float:
    """How much it is called what the text says: its own name, another name, words that describe by it."""
    if term is None:
        return 0.0
    if _is_one_of(text, (term.preferred, term.plural)):
        return _CALLED
    if _is_one_of(text, (*term.alternatives, *others)):
        return _CALLED_AS_WELL
    described = (term.modifier, term.compound, term.short, *term.forms.values())
    return _DESCRIBED if _is_one_of(text, described) else 0.5


def _is_one_of(text: str, names: Collection[str | None]) -> bool:
    key = _stem(text)
    return any(name is not None and _stem(name) == key for name in names)


@lru_cache(maxsize=65_536)
def _stem(name: str) -> tuple[str, ...]:
    """The words of a name by their first letters: a form and its name are alike by them."""
    words = folded(name.replace("-", " ")).split()
    return tuple(word[: max(3, len(word) - 2)] for word in words)
