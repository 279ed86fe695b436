"""What a question is about, by words in fifteen languages: from a buyer's words to a merchant's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.proofreading.naming import Named
from argosy_commerce.proofreading.word_forms import tokens
from argosy_commerce.terms.strict_yaml import read_mapping
from cs_agent.domain.retrieval.analysis import TOGETHER

LANGUAGES = ("zh", "en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
_COMPOUNDING = frozenset({"de", "nl"})
_SHORT = 3
"""Letters up to which a word must stand as it is; a longer one may go on: shrink in shrinks, shrinkage."""
_SHORT_IN = {"tr": 2}
"""Languages whose stems of three letters bear endings: çek in çeker."""
_LONGEST = 8_000
_EXACT = "="
_PLAIN = str.maketrans("łıø", "lio")
_MARKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing asked about: the concepts that say it, and its words by language."""

    id: str
    concepts: frozenset[str]
    words: Mapping[str, tuple[str, ...]]


class Matters:
    """All matters, compiled by language. Immutable, shared by threads."""

    def __init__(self, rows: Mapping[str, Matter]) -> None:
        self.rows = rows
        self.by_concept: dict[str, frozenset[str]] = _by_concept(rows)
        self._found_by = {language: _compiled(rows, language) for language in LANGUAGES}

    def named(self, text: str, language: str) -> frozenset[str]:
        """Ids of the matters that a text names in its language. Linear; at most 8,000 characters."""
        base = language.split("-", 1)[0]
        automaton = self._found_by.get(base)
        if automaton is None:
            return frozenset()
        line = _line(text[:_LONGEST], base)
        found: set[str] = set()
        for last, rows in automaton.iter(line):
            for length, exact, id_ in rows:
                if base in TOGETHER or not exact or line[last + 1 : last + 2] in {" ", ""}:
                    start = last + 1 - length
                    # A word written together: a name must not begin inside a Latin word.
                    if base not in TOGETHER or not (
                        line[start].isascii()
                        and line[start - 1 : start].isalpha()
                        and line[start - 1 : start].isascii()
                    ):
                        found.add(id_)
        return frozenset(found)


def without_colours(text: str, named: Iterable[Named]) -> str:
    """A text without the names of colours in it: broken white is not broken."""
    spans = [(one.start, one.end) for one in named if all(map(_is_colour, one.concepts))]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} . {text[end:]}"
    return text


def _is_colour(concept: str) -> bool:
    return concept.startswith("colour.")


def _line(text: str, language: str) -> str:
    if language in TOGETHER:
        return _MARKS.sub("", text.casefold())
    return f" {key_of(text, language)} "


def key_of(text: str, language: str) -> str:
    """Words as they are compared; ł and ı as those write them who have no such key."""
    parted = text.replace("'", " ").replace("\u2019", " ")  # s'éteint, l'acqua: two words
    return " ".join(token.key for token in tokens(parted, language)).translate(_PLAIN)


def _compiled(rows: Mapping[str, Matter], language: str) -> Any:  # noqa: ANN401 — untyped C module
    entries: defaultdict[str, set[tuple[int, bool, str]]] = defaultdict(set)
    for row in rows.values():
        for word in row.words.get(language, ()):
            plain = word.rstrip(_EXACT)
            exact = word.endswith(_EXACT)
            if language in TOGETHER:
                key = _MARKS.sub("", plain.casefold())
            else:
                key = key_of(plain, language)
                # By what is compared: of an Arabic word its endings are cut.
                exact = exact or len(key) <= _SHORT_IN.get(language, _SHORT)
                # German and Dutch write words together: induktion in Induktionsherd, kabel in Ladekabel.
                inside = language in _COMPOUNDING and len(key) >= 5 and not exact
                key = key if inside else " " + key
            if key.strip():
                entries[key].add((len(key), exact, row.id))
    automaton = ahocorasick.Automaton()
    automaton.add_word("\0", ())
    for key, found in entries.items():
        automaton.add_word(key, tuple(found))
    automaton.make_automaton()
    return automaton


def _by_concept(rows: Mapping[str, Matter]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows.values():
        for concept in row.concepts:
            found[concept].add(row.id)
    return {concept: frozenset(ids) for concept, ids in found.items()}


@cache
def matters() -> Matters:
    """data/matters/*.yaml, read once."""
    rows = {}
    for row in read_matters():
        if row.id in rows:
            raise ValueError(f"the matter {row.id} stands twice in data/matters")
        rows[row.id] = row
    return Matters(rows)


def read_matters() -> Iterator[Matter]:
    """The rows of data/matters/*.yaml."""
    folder = files("cs_agent").joinpath("data/matters")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        text = file.read_text(encoding="utf-8")
        read = read_mapping(text, file.name, holds="matters", may_hold=frozenset({"matters"}))
        for id_, row in read["matters"].items():
            words = {language: tuple(map(str, row[language])) for language in LANGUAGES if row.get(language)}
            yield Matter(id_, frozenset(row.get("concepts", ())), words)
