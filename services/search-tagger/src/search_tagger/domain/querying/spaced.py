"""Names found in languages that part words by spaces, in whatever form, spelling or compound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, product
from typing import Final

from argosy_commerce.slips import LEAST, near_words
from argosy_commerce.stems import stem
from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.querying import compounds
from search_tagger.domain.querying.cues import cues, droppable, phrases, without_affixes
from search_tagger.domain.querying.inner import denied, is_category, said
from search_tagger.domain.querying.matches import (
    COMPOUND,
    EXACT,
    MISSPELT,
    PART,
    STEM,
    Entry,
    Found,
    Match,
    Role,
)  # fmt: skip
from search_tagger.domain.querying.spaced_index import SpacedIndex, Word
from search_tagger.domain.querying.units import unit_names

_COMPOUNDING: Final = frozenset({"de", "nl"})
_LEAST_HEAD: Final = 5
_MOST_CHOICES: Final = 4
_MOST_STRANGE: Final = 5
"""Unknown words that are taken for misspelt ones: who slips more often is not understood by guesses."""
_MOST_MISSPELT: Final = 3
"""Words of a name that a misspelt word is looked for in."""
_IDLE_COVERS: Final = 0.7


class SpacedNames:
    """One language's names. Shared by threads."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        """Compiles them."""
        self.language = language
        self.index = SpacedIndex(lexicon, language)
        self._cues = cues(language)
        self._droppable = droppable(language)

    def coverage(self, text: str) -> float:
        """Which part of a text's letters stands in names, 0..1, slips not counted."""
        total = sum(map(str.isalpha, text)) or 1
        found = self.find(text, slips=False)
        covered = sum(
            sum(map(str.isalpha, one.words)) * (_IDLE_COVERS if one.role == "idle" else one.quality)
            for one in {(one.start, one.end): one for one in found.matches}.values()
        )
        return min(covered / total, 1.0)

    @property
    def words(self) -> frozenset[str]:
        """Every word of a name or of a unit, and every cue that does more than join, as they are compared."""
        said = {word for word, role in self._cues.items() if role != "idle"}
        return frozenset(self.index.words) | said | unit_names(self.language)

    def find(self, text: str, *, slips: bool = True, other: SpacedNames | None = None) -> Found:
        """Names in a text; ``slips``: misspelt ones too, but for words of another language, ``other``."""
        words, matches = self._content(text)
        near: dict[str, list[Word]] = {}
        if slips:
            strange = [
                one for one in words if not self._is_known(one) and not (other and other.index.has(one.plain))
            ]
            near = {one.plain: self._near(one) for one in strange[:_MOST_STRANGE]}
        left: list[tuple[int, int]] = []
        at = 0
        while at < len(words):
            found, taken = self._at(words, at, text, near)
            if found:
                matches += found
            else:
                left.append((words[at].start, words[at].end))
            at += taken
        return Found(tuple(sorted(matches, key=lambda m: (m.start, m.end))), tuple(left))

    def _content(self, text: str) -> tuple[list[Word], list[Match]]:
        """The words that may be of names, each with the cue before it; cues that only join are matches."""
        words: list[Word] = []
        joins: list[Match] = []
        before: Role | None = None
        for word in self._with_phrases(list(self.index.split(text))):
            role = self._cues.get(word.plain)
            if word.plain in self._droppable or (role == "idle" and " " in word.plain):
                joins.append(Match(word.start, word.end, text[word.start : word.end], role or "idle"))
                before = role if role in {"with", "of", "and"} else before
            else:
                words.append(replace(word, before=before))
                before = None
        return words, joins

    def _with_phrases(self, words: list[Word]) -> Iterator[Word]:
        """The words, those of a cue of several as one: "anything but"."""
        at = 0
        while at < len(words):
            taken = 1
            for phrase in phrases(self.language).get(words[at].plain, ()):
                those = words[at : at + len(phrase)]
                if tuple(one.plain for one in those) == phrase:
                    taken = len(phrase)
                    break
            plain = " ".join(one.plain for one in words[at : at + taken])
            yield words[at] if taken == 1 else Word(words[at].start, words[at + taken - 1].end, plain, plain)
            at += taken

    def _is_known(self, word: Word) -> bool:
        if word.plain in self.index.words or word.plain in self._cues or not word.plain.isalpha():
            return True
        if word.stem in self.index.attributes:
            return True
        return word.stem in self.index.stems and not self.index.is_of_another(word)

    def _near(self, word: Word) -> list[Word]:
        """Words that a misspelt one may be."""
        likely = [(one, stem(one, self.language)) for one in near_words(word.plain, self.index.words)]
        if not likely and word.stem != word.plain:
            likely = [(one, one) for one in near_words(word.stem, self.index.stems)]
        return [replace(word, plain=plain, stem=stemmed) for plain, stemmed in likely[:_MOST_CHOICES]]

    def _at(
        self, words: Sequence[Word], at: int, text: str, near: dict[str, list[Word]]
    ) -> tuple[list[Match], int]:
        word = words[at]
        for length in range(min(self.index.longest(word), len(words) - at), 0, -1):
            chosen = words[at : at + length]
            if length > 1 and self._is_parted(words, at, length):
                continue
            if length == 1 and (role := self._cues.get(word.plain)) and not self.index.exactly(chosen):
                return [replace(self._match(chosen, (), EXACT, text), role=role)], 1
            if found := self.index.entries(chosen):
                return self._with_overlap(words, at, length, self._match(chosen, *found, text), text)
            if length > 1 and (mended := self._misspelt(chosen, near, text)):
                return [mended], length
        return self._one(words, at, text, near)

    def _is_parted(self, words: Sequence[Word], at: int, length: int) -> bool:
        """Whether a negation counts the words one by one: not black and white, latex glove değil."""
        before = self._cues.get(words[at - 1].plain) if at else None
        after = self._cues.get(words[at + length].plain) if at + length < len(words) else None
        denied = after == "not_after" or before == "not"
        listed = any(one.before == "and" for one in words[at + 1 : at + length])
        as_said = self.index.exactly(words[at : at + length])
        return denied and (listed or (after == "not_after" and not as_said))

    def _one(  # noqa: PLR0911 — one kind of word a line
        self, words: Sequence[Word], at: int, text: str, near: dict[str, list[Word]]
    ) -> tuple[list[Match], int]:
        """What a word that is no name as it stands may be."""
        word = words[at]
        if not word.plain.isalpha() and not any(map(str.isalpha, word.plain)):
            return [], 1
        pair = words[at : at + 2]
        if len(pair) == 2 and (kept := self.index.joined(pair)):
            return [self._match(pair, kept, STEM, text)], 2
        if kept := self.index.joined([word]):
            return [self._match([word], kept, STEM, text)], 1
        if self.index.is_first(word.plain):
            return [self._match([word], self.index.first(word.plain), STEM, text)], 1
        if word.stem in self.index.attributes:
            return [replace(self._match([word], (), EXACT, text), role="idle")], 1
        if negated := self._without(word, text):
            return negated, 1
        if self.language in _COMPOUNDING and (parts := self._compound(word, text)):
            return parts, 1
        for length in range(min(_MOST_MISSPELT, len(words) - at), 0, -1):
            chosen = words[at : at + length]
            if word.plain in near and (mended := self._misspelt(chosen, near, text)):
                return [mended], length
        if self.language in _COMPOUNDING and word.plain in near:
            return self._compound_misspelt(word, text), 1
        if found := self._head_only(word, text):
            return found, 1
        kept = self.index.headed(word)
        return ([self._match([word], kept, PART, text)] if kept else []), 1

    def _with_overlap(
        self, words: Sequence[Word], at: int, length: int, match: Match, text: str
    ) -> tuple[list[Match], int]:
        """A name's last words may begin another: correas para [perros] grandes."""
        end = at + length
        for begin in range(at + 1, end):
            for stop in range(min(begin + self.index.longest(words[begin]), len(words)), end, -1):
                if self._is_parted(words, begin, stop - begin):
                    continue
                if found := self.index.entries(words[begin:stop]):
                    return [match, self._match(words[begin:stop], *found, text)], stop - at
        return [match], length

    def _misspelt(self, words: Sequence[Word], near: dict[str, list[Word]], text: str) -> Match | None:
        choices = [near.get(one.plain) or [one] for one in words]
        if not any(one.plain in near for one in words):
            return None
        for chosen in islice(product(*choices), _MOST_CHOICES):
            if found := self.index.entries(chosen):
                return self._match(chosen, found[0], MISSPELT, text)
        return None

    def _without(self, word: Word, text: str) -> list[Match]:
        for _, entries in self._bases(word):
            thing = self._match([word], entries, COMPOUND, text)
            return [replace(thing, without=(), denied=()), replace(thing, role="not_after", entries=())]
        return []

    def _compound(self, word: Word, text: str) -> list[Match]:
        parts = compounds.split(word.plain, self.index.is_first, self.index.has_form)
        return [self._part(word, word.plain[a:b], text, is_last=c == len(word.plain)) for a, b, c in parts]

    def _part(self, word: Word, name: str, text: str, *, is_last: bool) -> Match:
        kept = self.index.last(name) if is_last else self.index.first(name)
        return self._match([word], kept, COMPOUND, text)

    def _head_only(self, word: Word, text: str) -> list[Match]:
        """The thing at the end of a compound whose beginning is not known: Xylophonhülle is a Hülle."""
        if self.language not in _COMPOUNDING:
            return []
        for cut in range(3, len(word.plain) - _LEAST_HEAD + 1):
            tail = word.plain[cut:]
            if self.index.has(tail) and is_category(found := self.index.last(tail)):
                return [self._match([word], found, PART, text)]
        return []

    def _compound_misspelt(self, word: Word, text: str) -> list[Match]:
        for cut in range(len(word.plain) - LEAST, 2, -1):
            first, tail = word.plain[:cut], word.plain[cut:]
            if not (self.index.is_first(first) or (cut > 3 and self.index.has_form(first))):
                continue
            for one in near_words(tail, self.index.words)[:1]:
                if self.index.has_form(one):
                    parts = (
                        self._part(word, first, text, is_last=False),
                        self._part(word, one, text, is_last=True),
                    )
                    return [replace(part, quality=MISSPELT) for part in parts]
        return self._head_only(word, text)

    def _match(self, words: Sequence[Word], kept: tuple[Entry, ...], quality: float, text: str) -> Match:
        a, b = words[0].start, words[-1].end
        return Match(
            a, b, text[a:b], "thing", kept, quality, words[0].before,
            inner=tuple(self._inner(words)) if is_category(kept) else (),
            denied=denied(without := self._called_without(words) if kept else ()), without=without,
        )  # fmt: skip

    def _inner(self, words: Sequence[Word]) -> Iterator[Entry]:
        if len(words) == 1 and self.language in _COMPOUNDING:
            plain = words[0].plain
            for a, b, c in compounds.split(plain, self.index.is_first, self.index.has_form):
                if c != len(plain):
                    yield from said(self.index.first(plain[a:b]))
        if len(words) > 1:
            for word in words:
                if found := self.index.entries([word]):
                    yield from said(found[0])

    def _called_without(self, words: Sequence[Word]) -> tuple[Entry, ...]:
        """What a name denies: of "alcohol-free", "sin mangas", çizgisiz."""
        if len(words) == 1:
            return next((entries for _, entries in self._bases(words[0])), ())
        first, last = self._cues.get(words[0].plain), self._cues.get(words[-1].plain)
        rest = words[1:] if first == "not" else words[:-1] if last == "not_after" else ()
        found = self.index.entries(rest) if rest else None
        return found[0] if found else ()

    def _bases(self, word: Word) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """What a word names without an ending, or a beginning, that negates it."""
        bases = (without_affixes(one, self.language) for one in dict.fromkeys((word.plain, word.stem)))
        for base in chain.from_iterable(bases):
            found = self.index.entries([replace(word, plain=base, stem=stem(base, self.language))])
            if found:
                yield base, found[0]
