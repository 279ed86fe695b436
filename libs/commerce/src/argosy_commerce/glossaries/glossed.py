"""The term base as it speaks for one product of a merchant who has a glossary."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from argosy_commerce.glossaries.rules import Rule
from argosy_commerce.reading.finding import Finder
from argosy_commerce.reading.forced import Forced
from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.terms.base import OwnWords, TermBase
from argosy_commerce.terms.glossary import renamed_concept, with_concepts
from argosy_commerce.terms.loader import Layer
from argosy_commerce.terms.model import Concept, Kind
from argosy_commerce.terms.normalize import normalize

MAX_OWN_WORDS = 1_000
"""Of one text for an engine; the tier takes twice as many constraints."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule whose source stands in a text, and how the text writes it."""

    rule: Rule
    layer: Layer
    written: str


def own_words(standing: Iterable[Standing]) -> OwnWords:
    """The rules that stand in a text as constraints of an engine, at most MAX_OWN_WORDS."""
    terms: dict[str, str] = {}
    keep: dict[str, None] = {}
    for found in islice(standing, MAX_OWN_WORDS):
        if found.rule.target is None:
            keep[found.written] = None
        else:
            terms[found.written] = found.rule.target
    return OwnWords(tuple(terms.items()), tuple(keep))


class GlossedBase(TermBase):
    """A term base with the rules of one language that stand in one product's texts.

    It shares everything compiled with the plain one; making it costs microseconds. Made by
    :meth:`argosy_commerce.glossaries.Glossary.over`.
    """

    def __init__(self, base: TermBase, language: str, standing: Sequence[Standing], revision: str) -> None:
        nearest = sorted(standing, key=lambda found: (-found.layer, -len(found.rule.source)))
        keep: list[str] = []
        say: dict[str, str] = {}
        categories: dict[str, str] = {}
        renamed: dict[str, Concept] = {}
        for rule in (found.rule for found in nearest):
            if rule.target is None:
                keep.append(rule.source)
                continue
            concept_id = _spelled(base, rule.source)
            if concept_id is None and (concept_id := _named_category(base, rule.source)) is not None:
                if concept_id in renamed:
                    say[rule.source] = rule.target
                    continue
                categories[rule.source] = concept_id
            if concept_id is None:
                say[rule.source] = rule.target
            elif concept_id not in renamed:
                renamed[concept_id] = renamed_concept(base.lexicon[concept_id], language, rule.target)
        self._plain = base
        self._own = Forced(tuple(keep), say, categories)
        self._finder: Finder[Rule] = Finder((found.rule.source, found.rule) for found in nearest)
        self._kept = tuple(found.written for found in nearest if found.rule.never_translate)
        self.reader = base.reader
        self.lexicon = with_concepts(base.lexicon, renamed)
        self.revision = f"{base.revision}+{revision}"

    @property
    def plain(self) -> TermBase:
        return self._plain

    @property
    def kept(self) -> tuple[str, ...]:
        return self._kept

    def own_words_in(self, text: str) -> OwnWords:
        normalized = normalize(text)
        return own_words(
            Standing(place.what, Layer.MERCHANT, normalized.source(place.start, place.end))
            for place in self._finder.find(normalized)
        )

    def _forced(self, keep: Collection[str], say: Mapping[str, str]) -> Forced:
        return Forced((*keep, *self._own.keep), {**self._own.say, **say}, self._own.categories)


def _spelled(base: TermBase, source: str) -> str | None:
    ids = set(base.concepts_spelled(source))
    return ids.pop() if len(ids) == 1 else None


@lru_cache(maxsize=4096)
def _named_category(base: TermBase, source: str) -> str | None:
    """The category that a longer name is a kind of: a Chinese name ends in its noun (碎花连衣裙)."""
    items = base.read(source).items
    last = items[-1] if items else None
    if not isinstance(last, ConceptMatch) or last.span[1] != len(source):
        return None
    return last.concept_id if base.lexicon[last.concept_id].kind is Kind.CATEGORY else None
