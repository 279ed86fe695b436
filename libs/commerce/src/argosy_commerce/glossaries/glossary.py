"""A glossary compiled for reading: thousands of rules of several layers, found in one pass over a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.glossaries.glossed import GlossedBase, Standing
from argosy_commerce.glossaries.rules import ANY_LANGUAGE, Rule, folded_source
from argosy_commerce.languages import language_for
from argosy_commerce.reading.finding import Finder
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.loader import Layer
from argosy_commerce.terms.normalize import normalize


@dataclass(frozen=True, slots=True)
class RuleClash:
    """Two rules say different things of one source in one language; the first of its layer is kept, and
    the nearer layer's.
    """

    kept: Rule
    kept_layer: Layer
    dropped: Rule
    dropped_layer: Layer

    def __str__(self) -> str:
        where = f"{self.kept.source} ({self.kept.language})"
        return (
            f"{where}: {said(self.kept)} of the {self.kept_layer.name.lower()} is kept, "
            f"{said(self.dropped)} of the {self.dropped_layer.name.lower()} is not"
        )


def said(rule: Rule) -> str:
    """What a rule says, for messages."""
    return "never translate" if rule.target is None else repr(rule.target)


class Glossary:
    """Rules by layer, the merchant's before the platform's. Immutable and safe to share by threads.

        glossary = Glossary({Layer.MERCHANT: rules})
        base = glossary.over(TermBase.load(), "es-MX", ["碎花连衣裙 夏季"], category="category.dress")
        translate("碎花连衣裙 夏季", "es", "title", base=base)

    A source is looked up among the rules for its category and those above it, then those for every
    product; among them first the region's, then the language's, then those for every language.
    """

    def __init__(self, layers: Mapping[Layer, Sequence[Rule]]) -> None:
        """Settles clashes; each language is compiled when it is first asked for."""
        self.clashes, self._rules = _settled(layers)
        self.revision = revision_of(rule for rule, _ in self._rules)
        """Twelve hex digits of what the rules say, notes aside; empty if there are none."""
        self._finders: dict[str, Finder[_Candidates]] = {}

    def __len__(self) -> int:
        return len(self._rules)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that count, nearest layer first."""
        return tuple(rule for rule, _ in self._rules)

    def over(
        self, base: TermBase, language: str, texts: Iterable[str], *, category: str | None = None
    ) -> TermBase:
        """The term base as it speaks ``language`` (BCP 47, with region or without) for a product.

        ``texts`` are the merchant's words: only rules whose source stands in them are in the result,
        which costs one pass over them. Without such a rule the result is ``base`` itself.
        """
        if not self._rules:
            return base
        standing = self._standing(language, texts, base.lexicon.ancestors(category) if category else ())
        return GlossedBase(base.plain, language, standing, self.revision) if standing else base

    def _standing(
        self, language: str, texts: Iterable[str], categories: Sequence[str]
    ) -> tuple[Standing, ...]:
        choose = _chooser(categories)
        found: dict[Rule, Standing] = {}
        for text in texts:
            normalized = normalize(text)
            for place in self._finder(language).find(normalized, counts=lambda rules: bool(choose(rules))):
                for rule, layer in choose(place.what):
                    written = normalized.source(place.start, place.end)
                    found.setdefault(rule, Standing(rule, layer, written))
        return tuple(found.values())

    def _finder(self, language: str) -> Finder[_Candidates]:
        """The language's rules, compiled at the first call; two threads at once do it twice, alike."""
        if language not in self._finders:
            tags = _tags(language)
            chosen: dict[str, list[tuple[Rule, Layer]]] = {}
            for rule, layer in self._rules:
                if rule.language in tags:
                    chosen.setdefault(folded_source(rule.source), []).append((rule, layer))
            for candidates in chosen.values():
                candidates.sort(key=lambda candidate: (-candidate[1], tags.index(candidate[0].language)))
            self._finders = {
                **self._finders,
                language: Finder((word, tuple(candidates)) for word, candidates in chosen.items()),
            }
        return self._finders[language]


_Candidates = tuple[tuple[Rule, Layer], ...]
"""The rules of one source in one language, nearest layer first, then the most exact language."""


def revision_of(rules: Iterable[Rule]) -> str:
    """Twelve hex digits of what rules say, whatever their order and notes; empty if there are none."""
    lines = sorted(
        json.dumps([rule.source, rule.language, rule.target, rule.category], ensure_ascii=False)
        for rule in rules
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12] if lines else ""


def _settled(
    layers: Mapping[Layer, Sequence[Rule]],
) -> tuple[tuple[RuleClash, ...], tuple[tuple[Rule, Layer], ...]]:
    kept: dict[tuple[str, str, str], tuple[Rule, Layer]] = {}
    clashes: list[RuleClash] = []
    for layer in sorted(layers, reverse=True):
        for rule in layers[layer]:
            first, of = kept.setdefault(rule.key, (rule, layer))
            if first.target != rule.target:
                clashes.append(RuleClash(first, of, rule, layer))
    return tuple(clashes), tuple(kept.values())


def _tags(language: str) -> list[str]:
    """The languages of rules that hold for a tag, the most exact first: es-MX, es, every."""
    base = language.split("-", 1)[0]
    tags = [language, base]
    if language == base:
        with suppress(UnknownLanguage):  # whoever says a text in it is told so
            tags.append(language_for(language).tag)
    return [*dict.fromkeys(tags), ANY_LANGUAGE]


def _chooser(categories: Sequence[str]) -> Callable[[_Candidates], _Candidates]:
    """The rule of a source that holds, if any: the nearest layer's, and in it the nearest category's."""
    distance: dict[str | None, int] = {name: place for place, name in enumerate(categories)}
    distance[None] = len(categories)

    def choose(candidates: _Candidates) -> _Candidates:
        held = [candidate for candidate in candidates if candidate[0].category in distance]
        return (min(held, key=lambda c: (-c[1], distance[c[0].category])),) if held else ()

    return choose


EMPTY = Glossary(MappingProxyType({}))
"""Of a merchant who has none."""
