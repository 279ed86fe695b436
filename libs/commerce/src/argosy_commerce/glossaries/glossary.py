"""A glossary compiled for reading: thousands of rules of several layers, found in one pass over a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.glossaries.glossed import GlossedBase, Standing, own_words
from argosy_commerce.glossaries.rules import ANY_LANGUAGE, Rule
from argosy_commerce.languages import language_for
from argosy_commerce.reading.finding import Finder, Place
from argosy_commerce.terms.base import OwnWords, TermBase
from argosy_commerce.terms.loader import Layer
from argosy_commerce.terms.normalize import Normalized, normalize

_Choose = Callable[[tuple[Rule, ...]], Rule | None]


@dataclass(frozen=True, slots=True)
class RuleClash:
    """Two rules say different things of one source in one language; the nearer layer's is kept, and of
    one layer's the first.
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


class CompiledRules:
    """The rules of one layer. Immutable; shared by threads, and by the glossaries of many merchants."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Of rules for the same the first counts; each language is compiled when first asked for."""
        first: dict[tuple[str, str, str], Rule] = {}
        again = []
        for rule in rules:
            kept = first.setdefault(rule.key, rule)
            if kept.target != rule.target:
                again.append((kept, rule))
        self.rules: Mapping[tuple[str, str, str], Rule] = MappingProxyType(first)
        self.clashes = tuple(again)
        """(kept, dropped) of rules that say different things."""
        self.revision = revision_of(first.values())
        self._finders: dict[str, Finder[tuple[Rule, ...]]] = {}

    def find(self, language: str, text: Normalized, choose: _Choose) -> Iterator[Place[Rule]]:
        """The rules of a language that stand in a text, as ``choose`` picks them."""
        for place in self._finder(language).find(text, counts=lambda rules: choose(rules) is not None):
            rule = choose(place.what)
            if rule is not None:
                yield Place(place.start, place.end, rule)

    def _finder(self, language: str) -> Finder[tuple[Rule, ...]]:
        """Compiled at the first call; two threads at once do it twice, alike."""
        if language not in self._finders:
            tags = _tags(language)
            by_source: dict[str, list[Rule]] = {}
            for (source, of_language, _), rule in self.rules.items():
                if of_language in tags:
                    by_source.setdefault(source, []).append(rule)
            for rules in by_source.values():
                rules.sort(key=lambda rule: tags.index(rule.language))
            found = Finder((source, tuple(rules)) for source, rules in by_source.items())
            self._finders = {**self._finders, language: found}
        return self._finders[language]


class Glossary:
    """Rules by layer, the merchant's before the platform's. Immutable and safe to share by threads.

        glossary = Glossary({Layer.MERCHANT: rules})
        base = glossary.over(TermBase.load(), "es-MX", ["碎花连衣裙 夏季"], category="category.dress")
        translate("碎花连衣裙 夏季", "es", "title", base=base)

    Within a layer a source is looked up among the rules for its category and those above it, then those
    for every product; among them first the region's, then the language's, then those for every language.
    """

    def __init__(self, layers: Mapping[Layer, CompiledRules | Sequence[Rule]]) -> None:
        self._layers = tuple(
            (layer, rules if isinstance(rules, CompiledRules) else CompiledRules(rules))
            for layer, rules in sorted(layers.items(), reverse=True, key=lambda entry: entry[0])
        )
        revisions = [f"{layer.name}:{rules.revision}" for layer, rules in self._layers if rules.revision]
        self.revision = _digest(revisions)
        """Twelve hex digits of what all rules say, notes aside; empty if there are none."""

    def __len__(self) -> int:
        return sum(len(rules.rules) for _, rules in self._layers)

    def clashes(self) -> tuple[RuleClash, ...]:
        """Every clash, of rules within a layer and of a nearer layer's with a farther's."""
        found = []
        nearest: dict[tuple[str, str, str], tuple[Rule, Layer]] = {}
        for layer, compiled in self._layers:
            found += [RuleClash(kept, layer, dropped, layer) for kept, dropped in compiled.clashes]
            for key, rule in compiled.rules.items():
                kept, of = nearest.setdefault(key, (rule, layer))
                if kept.target != rule.target:
                    found.append(RuleClash(kept, of, rule, layer))
        return tuple(found)

    def over(
        self, base: TermBase, language: str, texts: Iterable[str], *, category: str | None = None
    ) -> TermBase:
        """The term base as it speaks ``language`` (BCP 47, with region or without) for a product.

        ``texts`` are the merchant's words: only rules whose source stands in them are in the result,
        which costs one pass over them. Without such a rule the result is ``base`` itself.
        """
        if not len(self):
            return base
        choose = _chooser(base.lexicon.ancestors(category) if category else ())
        found: dict[Rule, Standing] = {}
        for text in texts:
            for standing in self._standing(language, normalize(text), choose):
                found.setdefault(standing.rule, standing)
        return GlossedBase(base.plain, language, tuple(found.values()), self.revision) if found else base

    def words_in(self, text: str, language: str) -> OwnWords:
        """What the rules for every product want of a text's words, for an engine that has no glossary.

        For a text of which no more is known than its language; :meth:`over` knows the product's category.
        """
        standing = self._standing(language, normalize(text), _chooser(())) if len(self) else ()
        return own_words(standing)

    def _standing(self, language: str, text: Normalized, choose: _Choose) -> Iterator[Standing]:
        """Longest first, of the same length the nearest layer's."""
        places = [
            (place.start - place.end, -layer, place)
            for layer, rules in self._layers
            for place in rules.find(language, text, choose)
        ]
        taken = bytearray(len(text.text))
        for _, layer, place in sorted(places, key=lambda entry: (*entry[:2], entry[2].start)):
            if not any(taken[place.start : place.end]):
                taken[place.start : place.end] = b"\x01" * (place.end - place.start)
                yield Standing(place.what, Layer(-layer), text.source(place.start, place.end))


def revision_of(rules: Iterable[Rule]) -> str:
    """Twelve hex digits of what rules say, whatever their order and notes; empty if there are none."""
    return _digest(
        sorted(
            json.dumps([rule.source, rule.language, rule.target, rule.category], ensure_ascii=False)
            for rule in rules
        )
    )


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12] if lines else ""


def _tags(language: str) -> list[str]:
    """The languages of rules that hold for a tag, the most exact first: es-MX, es, every."""
    base = language.split("-", 1)[0]
    tags = [language, base]
    if language == base:
        with suppress(UnknownLanguage):  # whoever says a text in it is told so
            tags.append(language_for(language).tag)
    return [*dict.fromkeys(tags), ANY_LANGUAGE]


def _chooser(categories: Sequence[str]) -> _Choose:
    """The rule of a source that holds, if any: the nearest category's, the most exact language's."""
    distance: dict[str | None, int] = {name: place for place, name in enumerate(categories)}
    distance[None] = len(categories)

    def choose(rules: tuple[Rule, ...]) -> Rule | None:
        held = [rule for rule in rules if rule.category in distance]
        return min(held, key=lambda rule: distance[rule.category], default=None)

    return choose


EMPTY = Glossary(MappingProxyType({}))
"""Of a merchant who has none."""
