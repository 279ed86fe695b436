"""Mentions of a product whose merchant writes another language than Chinese: the term base read backwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from argosy_catalogue.source import SourceAttribute, SourceProduct
from argosy_commerce.proofreading.naming import Named, Naming
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.denials import denials, needs_denial
from search_tagger.domain.tagging.figures import FiguresTold, ValueTold
from search_tagger.domain.tagging.mentions import (
    CategoryMention,
    Mention,
    Read,
    following,
    is_tag,
    mention,
)
from search_tagger.domain.tagging.reread import reread
from search_tagger.domain.tagging.senses import Senses, categories_named
from search_tagger.domain.tagging.unread import unread
from search_tagger.domain.tagging.values import MODEL, MODEL_LETTERS, MODELS
from search_tagger.domain.tags import Evidence, SourceKind

_ANSWERS = {"answer.yes": True, "answer.no": False}
_SETS = frozenset({"unit.set", "unit.piece_set"})
_OF_A_NAME = 0.8
"""How surely a part of a longer name means what it means alone."""


class NamedMentions:
    """What one product's words mention, in one language (its base)."""

    def __init__(self, source: SourceProduct, language: str, base: TermBase) -> None:
        self._source = source
        self._language = language
        self._base = base
        self._lexicon = base.lexicon
        self._naming = Naming.of(base, language, shop=True)
        self._denials = denials(language)
        found = self._names(source.title)
        again = reread(source.title, found, language, base)
        self._title = tuple(sorted((*found, *again), key=lambda one: (one.start, one.end)))

    def categories(self) -> Iterator[CategoryMention]:
        """Those of title, hint and rows about the kind of thing."""
        yield from self._categories("title", "", self._source.title, self._title)
        for row in self._source.attributes:
            names = Senses(self._base, self._language, None)
            heads = [h for n in self._naming.find(row.name) for h in names.headings(n)]
            if "attribute.product_type" in heads:
                yield from self._categories("attribute", row.name, row.value, self._names(row.value))

    def hinted(self, text: str) -> list[str]:
        """The categories that one part of a hint names, in its order."""
        return [c for named in self._naming.find(text) for c in self._of_category(named)]

    def read(self, category: str | None) -> Read:
        """Title, rows, options and description, in this order."""
        senses = Senses(self._base, self._language, category)
        reader = _Reader(self, senses)
        reader.text("title", "", self._source.title, self._title, None)
        for row in self._source.attributes:
            reader.row("attribute", row)
        for row in self._source.variant_options:
            reader.row("option", row)
        description = self._source.description
        reader.text("description", "", description, self._names(description), None)
        return Read(tuple(reader.said), tuple(reader.denied), tuple(dict.fromkeys(reader.unread)))

    def _categories(
        self, kind: SourceKind, ref: str, text: str, names: Sequence[Named]
    ) -> Iterator[CategoryMention]:
        found = [(n, c) for n in names for c in self._of_category(n)]
        for place, (named, category) in enumerate(found):
            following = found[place + 1][0] if place + 1 < len(found) else None
            joined = following is not None and not text[named.end : following.start].strip(" -")
            if self._denials.denies(text, named.start, named.end):
                continue
            yield CategoryMention(
                category,
                Evidence(kind, ref, named.text),
                place,
                joined and following is not named,
                self._denials.is_of_another(text, named.start),
            )

    def _of_category(self, named: Named) -> list[str]:
        return categories_named(named, self._language, self._lexicon)

    def _names(self, text: str) -> tuple[Named, ...]:
        return self._naming.find(text)


class _Reader:
    def __init__(self, mentions: NamedMentions, senses: Senses) -> None:
        self.said: list[Mention] = []
        self.denied: list[Mention] = []
        self.unread: list[str] = []
        self._senses = senses
        self._lexicon = mentions._lexicon  # noqa: SLF001 — of this module
        self._language = mentions._language  # noqa: SLF001
        self._naming = mentions._naming  # noqa: SLF001
        self._denials = mentions._denials  # noqa: SLF001

    def text(
        self,
        kind: SourceKind,
        ref: str,
        text: str,
        names: Sequence[Named],
        heading: str | None,
        sure: float = 1.0,
    ) -> None:
        """Names and figures of one text."""
        whole = text if kind in {"attribute", "option"} else None
        figures = FiguresTold(text, self._language, names, heading)
        silent = [named for named in names if not self._senses.is_kin(named)]
        for told in figures.values(self._senses, with_sizes=kind != "description"):
            self._value(told, Evidence(kind, ref, told.words), sure)
        for named in names:
            if named.concepts & MODELS and kind != "description":
                self._model(named, text, kind, ref)
            if figures.cover.holds(named.start, named.end):
                continue
            evidence = Evidence(kind, ref, whole or named.text)
            before = len(self.said) + len(self.denied)
            for concept, share in self._senses.tags(named, heading):
                denied = self._denials.denies(text, named.start, named.end)
                if needs_denial(concept, named.text, self._language, self._lexicon):
                    if denied:
                        self.said.append(mention(concept, heading, evidence, self._lexicon, sure * share))
                    continue
                found = mention(concept, heading, evidence, self._lexicon, sure * share)
                (self.denied if denied else self.said).append(found)
                if not denied:
                    self.said += following(concept, evidence, self._lexicon, sure * share)
            for counter in named.concepts & _SETS:
                self.said += following(counter, evidence, self._lexicon)
            if kind == "title" and any(self._lexicon[c].kind is Kind.CATEGORY for c in named.concepts):
                self._made_of(named, evidence)
            if len(self.said) + len(self.denied) > before and named in silent:
                silent.remove(named)
        if kind != "description":
            self.unread += unread(text, self._language, names, silent, figures.cover)

    def _model(self, named: Named, text: str, kind: SourceKind, ref: str) -> None:
        """Model XT-500: letter by letter."""
        found = MODEL_LETTERS.match(text, named.end)
        if found is not None:
            self.said.append(Mention(MODEL, found["model"], Evidence(kind, ref, found[0].strip())))

    def _made_of(self, named: Named, evidence: Evidence) -> None:
        """What the name of a kind of thing tells besides: a baby swaddle is for babies."""
        for concept_id in named.concepts:
            self.said += following(concept_id, evidence, self._lexicon)
        sold = self._senses.is_what_is_sold(named)
        told = tuple(rules("tags")["told_by_a_name" if sold else "told_by_another"])
        for piece in self._naming.within(named.text):
            for concept, share in self._senses.tags(piece, None):
                if concept.startswith(told):
                    self.said.append(mention(concept, None, evidence, self._lexicon, share * _OF_A_NAME))

    def row(self, kind: SourceKind, row: SourceAttribute) -> None:
        """A row: its heading asks, its value answers."""
        headings = [h for named in self._naming.find(row.name) for h in self._senses.headings(named)]
        heading = headings[0] if headings else None
        names = self._naming.find(row.value)
        answer = next((c for n in names[:1] for c in n.concepts if c in _ANSWERS), None)
        if answer is not None and heading is not None and is_tag(heading, self._lexicon):
            evidence = Evidence(kind, row.name, row.value)
            said = mention(heading, None, evidence, self._lexicon)
            (self.said if _ANSWERS[answer] else self.denied).append(said)
            if not _ANSWERS[answer]:
                return
        sure = 1.0 if heading is not None else float(rules("tags")["unknown_heading"])
        self.text(kind, row.name, row.value, names, heading, sure)

    def _value(self, told: ValueTold, evidence: Evidence, sure: float) -> None:
        self.said.append(Mention(told.attribute, told.value, evidence, sure))
        if told.of_a_set:
            self.said += following("unit.set", evidence, self._lexicon, sure)
