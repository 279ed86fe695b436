"""Everyday words of fifteen languages by what they mean: they join a question to a row in another language.

A dictionary and no more: where matters (`matters.py`) know what buyers mean by a sentence, this knows that
stumpf and 钝 say the same. What a word may mean besides is kept; the other words of the question decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.proofreading.word_forms import folded, tokens
from argosy_commerce.stems import stem
from cs_agent.domain.knowledge.languages import small_words
from cs_agent.domain.retrieval.analysis import TOGETHER
from cs_agent.domain.retrieval.matters import LANGUAGES

_LONGEST: Final = 8_000
_COMPOUNDING: Final = frozenset({"de", "nl"})
_ELIDING: Final = frozenset({"fr", "it"})
_PART: Final = 4
"""Letters of a word that is found as part of a compound."""
_LONGEST_COMPOUND: Final = 48
"""Letters up to which a word is looked through for parts, which takes their square."""
_BEARS_ENDINGS: Final = 5
"""Letters from which on a word may go on by a few others: endings that no stem knows."""
_ENDING: Final = 4
_SIGN: Final = re.compile("[\u4e00-\u9fff]")
_IDLE_SIGNS: Final = frozenset(
    "的了着过和与或及在是有不无没可能会要用上下中大小个一二两三很太好易性子头儿式型款品物件这那"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning with its words by language, parted by `|`."""

    id: str
    words: Mapping[str, str]


class Vocabulary:
    """All meanings; a language is compiled when it is first met. Immutable, shared by threads."""

    def __init__(self, rows: Iterable[Meaning]) -> None:
        self._rows = tuple(rows)
        self._compiled: dict[str, Any] = {}
        self._one: dict[frozenset[str], frozenset[str]] = {}
        self._signs: dict[str, tuple[frozenset[str], ...]] = {
            row.id: tuple(signs for one in row.words.get("zh", "").split("|") if (signs := signs_of(one)))
            for row in self._rows
        }

    def signs(self, ids: Iterable[str]) -> tuple[frozenset[str], ...]:
        """The Chinese words of meanings as the signs they are written with: 树枝 and 鲜枝 share one."""
        return tuple(dict.fromkeys(signs for one in ids for signs in self._signs.get(one, ())))

    @property
    def ids(self) -> frozenset[str]:
        """Of every meaning."""
        return frozenset(row.id for row in self._rows)

    def meanings(self, text: str, language: str) -> tuple[frozenset[str], ...]:
        """Of each known word of a text, in order, all that it may mean; longer words hide those in them.

        Linear in the text; at most 8,000 characters.
        """
        base = language.split("-", 1)[0]
        if base not in LANGUAGES or not text:
            return ()
        words = self._of(base)
        if base in TOGETHER:
            line = "".join(text[:_LONGEST].casefold().split())
            spans = ((last + 1 - length, last + 1, ids) for last, (length, ids) in words.iter(line))
            return tuple(ids for _, _, ids in _longest(spans))
        return tuple(self._spaced(text[:_LONGEST], base, words))

    def _of(self, language: str) -> Any:  # noqa: ANN401 — untyped C module
        """The language's words, each with its length and its meanings; made when it is first asked for."""
        found = self._compiled.get(language)
        if found is None:
            ids: defaultdict[str, set[str]] = defaultdict(set)
            for row in self._rows:
                for word in row.words.get(language, "").split("|"):
                    if key := _key(word, language):
                        ids[key].add(row.id)
            # One set for the words of one meaning in all languages: a third of the memory.
            told = {key: self._one.setdefault(one := frozenset(several), one) for key, several in ids.items()}
            # Two threads may make it side by side: both make the same.
            found = self._compiled[language] = _automaton(told)
        return found

    def _spaced(
        self,
        text: str,
        language: str,
        words: Any,  # noqa: ANN401 — untyped C module
    ) -> Iterator[frozenset[str]]:
        text = _parted(text, language)
        keys = [
            stem(token.key, language) for token in tokens(text, language) if token.key not in _idle(language)
        ]
        starts, line = [], " "
        for key in keys:
            starts.append(len(line))
            line += key + " "
        spans = [
            (last + 1 - length, last + 1, ids)
            for last, (length, ids) in words.iter(line)
            if line[last - length] == " " and line[last + 1] == " "
        ]
        found = dict[int, tuple[frozenset[str], ...]]()
        taken: set[int] = set()
        for start, end, ids in _longest(spans):
            found[start] = (ids,)
            taken.update(at for at in starts if start <= at < end)
        for start, key in zip(starts, keys, strict=True):
            if start not in taken:
                found[start] = tuple(_inside(key, language, words))
        for start in starts:
            yield from found.get(start, ())


def _inside(
    key: str,
    language: str,
    known: Any,  # noqa: ANN401 — untyped C module
) -> Iterator[frozenset[str]]:
    """What a word that is not known says by its beginning, and in German and Dutch by its parts."""
    for length in range(len(key) - 1, max(_BEARS_ENDINGS, len(key) - _ENDING) - 1, -1):
        if (found := known.get(key[:length], None)) is not None:
            yield found[1]
            return
    if language not in _COMPOUNDING or len(key) > _LONGEST_COMPOUND:
        return
    spans = [
        (start, end, known.get(key[start:end])[1])
        for start in range(len(key) - _PART + 1)
        for end in range(start + _PART, len(key) + 1)
        if key[start:end] in known and (start == 0 or end == len(key) or end - start > _BEARS_ENDINGS)
    ]
    yield from (ids for _, _, ids in _longest(spans))


def _longest(
    spans: Iterable[tuple[int, int, frozenset[str]]],
) -> list[tuple[int, int, frozenset[str]]]:
    """Without spans that a longer one overlaps, in the order of the text."""
    kept: list[tuple[int, int, frozenset[str]]] = []
    taken: set[int] = set()
    for start, end, ids in sorted(spans, key=lambda one: (one[0] - one[1], one[0])):
        # What is kept is no shorter: it cannot lie inside without one of the ends.
        if start not in taken and end - 1 not in taken:
            kept.append((start, end, ids))
            taken.update(range(start, end))
    return sorted(kept, key=lambda one: one[0])


def signs_of(text: str) -> frozenset[str]:
    """The Chinese signs of a text that mean something by themselves."""
    return frozenset(_SIGN.findall(text)) - _IDLE_SIGNS


def _parted(text: str, language: str) -> str:
    """With words apart that are joined where a vowel falls out: l'espresso, d'eau."""
    return text.replace("'", " ").replace("\u2019", " ") if language in _ELIDING else text


def _key(word: str, language: str) -> str:
    if language in TOGETHER:
        return "".join(word.casefold().split())
    keys = [token.key for token in tokens(_parted(word, language), language)]
    # Past the stems' cache: these words are met once.
    stems = (stem.__wrapped__(key, language) for key in keys if len(keys) == 1 or key not in _idle(language))
    return " ".join(stems)


@cache
def _idle(language: str) -> frozenset[str]:
    return frozenset(folded(word) for word in small_words(language))


def _automaton(words: Mapping[str, frozenset[str]]) -> Any:  # noqa: ANN401 — untyped C module
    automaton = ahocorasick.Automaton()
    for key, ids in words.items():
        automaton.add_word(key, (len(key), ids))
    automaton.make_automaton()
    return automaton


@cache
def vocabulary() -> Vocabulary:
    """data/vocabulary/*.tsv, read once."""
    return Vocabulary(read_meanings())


def read_meanings() -> Iterator[Meaning]:
    """The rows of data/vocabulary/*.tsv: one meaning a line, its words by language, parted by `|`."""
    folder = files("cs_agent").joinpath("data/vocabulary")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".tsv"):
            continue
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        languages: Sequence[str] = head.split("\t")[1:]
        for number, line in enumerate(lines, 2):
            id_, *cells = line.split("\t")
            if len(cells) != len(languages):
                raise ValueError(
                    f"data/vocabulary/{file.name}:{number}: {len(cells)} cells of {len(languages)}"
                )
            yield Meaning(f"{file.name.removesuffix('.tsv')}.{id_}", dict(zip(languages, cells, strict=True)))
