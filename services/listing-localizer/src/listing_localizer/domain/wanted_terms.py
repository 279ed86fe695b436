"""The words a translator is asked to use: the term base's and the merchant's own, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from argosy_catalogue.facts import ProductFacts, Sentence
from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Group, Kind
from argosy_commerce.terms.patterns import has_slots

Pair = tuple[str, str]
"""Source word, and how the market's language says it."""

MAX_PAIRS = 30
"""Of one sentence; a model that is asked for more terms than that writes lists."""
_UNASKED = frozenset({Kind.PHRASE, Kind.UNIT, Kind.ATTRIBUTE})
_UNSAID = frozenset({Group.PROMOTION, Group.PLATFORM, Group.REACH})


@dataclass(frozen=True, slots=True)
class WantedTerms:
    """What a description's sentences are to be said with."""

    category: str | None
    pairs: tuple[tuple[int, int, Pair], ...]
    """(start, end) in the description, and the pair of the concept that was read there."""
    glossary: tuple[Pair, ...] = ()

    def of(self, sentence: Sentence) -> tuple[Pair, ...]:
        """The pairs whose words stand in a sentence; the merchant's own win, longer words come first."""
        end = sentence.start + len(sentence.text)
        found = {pair[0]: pair for start, stop, pair in self.pairs if sentence.start <= start and stop <= end}
        found |= {source: (source, said) for source, said in self.glossary if source in sentence.text}
        return tuple(sorted(found.values(), key=lambda pair: -len(pair[0])))[:MAX_PAIRS]


def wanted_terms(
    facts: ProductFacts, language: str, base: TermBase, glossary: Sequence[Pair] = ()
) -> WantedTerms:
    """Each concept that stands in the description with its preferred term, beside the merchant's pairs.

    Phrases and units are left to the engine: they bend with what stands around them.
    """
    pairs = tuple(
        (match.span[0], match.span[1], (match.source, said))
        for match in facts.description.matches
        if (said := _preferred(match, language, base)) is not None
    )
    own = tuple((source, said) for source, said in glossary if source and said)
    return WantedTerms(facts.category, pairs, own)


def _preferred(match: ConceptMatch, language: str, base: TermBase) -> str | None:
    concept = base.lexicon[match.concept_id]
    term = concept.term(language)
    if term is None or match.fills or concept.kind in _UNASKED or concept.group in _UNSAID:
        return None
    return None if has_slots(term.preferred) else term.preferred
