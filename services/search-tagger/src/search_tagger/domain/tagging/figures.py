"""The typed values of a text outside Chinese: sizes, sides, counts, measures, shares with their materials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from argosy_catalogue.english.figures import measures_of
from argosy_commerce.proofreading.figures import Figure, read_figures
from argosy_commerce.proofreading.naming import Named
from argosy_commerce.reading.items import Percent
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.counts import counts_told
from search_tagger.domain.tagging.cover import Cover
from search_tagger.domain.tagging.senses import Senses
from search_tagger.domain.tagging.sizes import SizeTold, runs_told, sides_told, sizes_told
from search_tagger.domain.tagging.values import MATERIAL, SIZE, counted, plain, plural_of, values_of

_WITH_POINT = frozenset({"en", "ja", "ko", "th", "zh", "ar"})
_BARE = re.compile(r"(?<![\w.,/-])(?P<number>\d{1,3})[ -]?")
_GAP = 4
"""Characters between a share and its material: 95 % de algodón."""


@dataclass(frozen=True, slots=True)
class ValueTold:
    """A typed value with the words that say it; ``of_a_set``: they say that things are sold together."""

    attribute: str
    value: str
    words: str
    of_a_set: bool = False


def _counting(concepts: Sequence[str], number: Decimal, senses: Senses) -> tuple[str, str] | None:
    counter = next((one for one in concepts if one in rules("measures")["counters"]), None)
    if counter is not None:
        return counted(number, None, counter)
    part = next((one for one in concepts if one.startswith("part.")), None)
    term = senses.lexicon[part].term("en") if part is not None else None
    if term is None:
        return None
    several = term.plural or plural_of(term.preferred)
    return str(rules("measures")["others"]), f"{plain(number)} {term.preferred if number == 1 else several}"


def _in_own_decimals(text: str, language: str) -> str:
    """Decimals with the language's own mark: sellers write 4.7 where 4,7 is right, and otherwise."""
    comma = language not in _WITH_POINT
    wrong, right = (".", ",") if comma else (",", ".")
    return re.sub(rf"(?<=\d)(?<![.,]\d)(?<![.,]\d\d){re.escape(wrong)}(?=\d{{1,2}}(?![\d.,]))", right, text)


class FiguresTold:
    """Those of one text, in which names are found already. ``cover``: what they take of the text."""

    def __init__(self, text: str, language: str, names: Sequence[Named], heading: str | None) -> None:
        self.cover = Cover(len(text))
        self._text = text
        self._language = language
        self._names = names
        self._heading = heading

    def values(self, senses: Senses, *, with_sizes: bool) -> Iterator[ValueTold]:
        """Each value once read; ``with_sizes`` also the letters and numbers that are sizes."""
        for size in self._sizes(senses) if with_sizes else ():
            if not self.cover.touches(size.start, size.end):
                yield self._told(SIZE, size)
        for sides in sides_told(self._text, self._language):
            yield self._told(self._heading or str(rules("measures")["dimensions"]), sides)
        for count in counts_told(self._text, self._language, self._names):
            if not self.cover.touches(count.start, count.end):
                self.cover.add(count.start, count.end)
                words = self._text[count.start : count.end]
                yield ValueTold(count.attribute, count.value, words, count.of_a_set)
        yield from self._counted(senses)
        yield from self._measures(senses)

    def _told(self, attribute: str, size: SizeTold) -> ValueTold:
        self.cover.add(size.start, size.end)
        return ValueTold(attribute, size.value, self._text[size.start : size.end])

    def _sizes(self, senses: Senses) -> Iterator[SizeTold]:
        if self._heading in {None, SIZE}:
            yield from sizes_told(self._text, self._language)
            if senses.is_sold_by(SIZE):
                yield from runs_told(self._text)

    def _measures(self, senses: Senses) -> Iterator[ValueTold]:
        figures = [f for f in self._figures() if not self.cover.touches(f.start, f.end)]
        for item in measures_of(self._text, figures, self._heading):
            if isinstance(item, Percent):
                yield self._share(item, senses)
                continue
            self.cover.add(*item.span)
            for attribute, value in values_of(item, self._heading, senses.category, senses.lexicon):
                yield ValueTold(attribute, value, item.source)

    def _counted(self, senses: Senses) -> Iterator[ValueTold]:
        """A bare number before what the term base counts by, or before a part: 6 compartments."""
        if self._heading is not None:
            return
        starts = {named.start: named for named in self._names}
        for found in _BARE.finditer(self._text):
            named = starts.get(found.end())
            if named is None or self.cover.touches(found.start(), found.end()):
                continue
            told = _counting(sorted(named.concepts), Decimal(found["number"]), senses)
            if told is not None:
                self.cover.add(found.start("number"), found.end("number"))
                yield ValueTold(*told, self._text[found.start() : named.end])

    def _figures(self) -> list[Figure]:
        """Figures but those inside a longer name: `316 stainless steel`."""
        named = Cover(len(self._text))
        alone = {(n.start, n.end) for n in self._names}
        for name in self._names:
            named.add(name.start, name.end)
        return [
            f
            for f in read_figures(_in_own_decimals(self._text, self._language), self._language)
            if any(map(str.isdigit, f.text))
            and ((f.start, f.end) in alone or not named.holds(f.start, f.end))
        ]

    def _share(self, share: Percent, senses: Senses) -> ValueTold:
        material = self._material(share, senses)
        value = f"{plain(share.number)} %" + (f" {material}" if material else "")
        attribute = self._heading or (MATERIAL if material else str(rules("measures")["others"]))
        return ValueTold(attribute, value, share.source)

    def _material(self, share: Percent, senses: Senses) -> str | None:
        """The material right after its share, or right before it."""
        start, end = share.span
        after = (n for n in self._names if end <= n.start <= end + _GAP)
        before = (n for n in self._names if start - _GAP <= n.end <= start)
        for named in (*after, *before):
            near = self._text[end : named.start] if named.start >= end else self._text[named.end : start]
            if not near.strip(" :de"):
                found = [c for c, _ in senses.tags(named, MATERIAL) if c.startswith("material.")]
                if found:
                    return found[0]
        return None
