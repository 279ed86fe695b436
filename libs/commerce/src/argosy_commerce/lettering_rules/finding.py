"""Finds the words of all rules in one folded text, in one pass for spellings and one a pattern."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.claims import restricted
from argosy_commerce.lettering_rules.loader import RuleBook, rule_book, spellings_of
from argosy_commerce.lettering_rules.model import Rule, Spelling
from argosy_commerce.terms.normalize import fold

_LONGEST_DENIAL = 5


@dataclass(frozen=True, slots=True)
class Spotted:
    """A rule's words at a place of the folded text."""

    rule: Rule
    start: int
    end: int


class Finder:
    """The compiled words of a rule book. Built once, shared by threads."""

    def __init__(self, book: RuleBook) -> None:
        """Compiles; linear in the words' total length."""
        by_text: dict[str, list[tuple[Rule, Spelling]]] = defaultdict(list)
        self._patterns: list[tuple[Rule, re.Pattern[str]]] = []
        for rule in book.rules.values():
            words, patterns = spellings_of(rule)
            for word in words:
                by_text[fold(word.text)].append((rule, word))
            if rule.restricted:
                patterns.append(english_of(rule.restricted, rule.not_these))
            self._patterns += ((rule, re.compile(pattern)) for pattern in patterns)
        self._unless = {
            rule.id: re.compile("|".join(rule.unless)) for rule in book.rules.values() if rule.unless
        }
        self._denials = tuple(fold(word) for word in book.denials)
        self._automaton = ahocorasick.Automaton()
        for text, entries in by_text.items():
            self._automaton.add_word(text, (len(text), tuple(entries)))
        self._automaton.make_automaton()

    def find(self, folded: str) -> Iterator[Spotted]:
        """Everything found, overlaps included, in no order."""
        for last, (length, entries) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            for rule, word in entries:
                if _stands_free(folded, start, end) and _fits(folded, start, end, word):
                    yield Spotted(rule, start, end)
        for rule, pattern in self._patterns:
            for match in pattern.finditer(folded):
                if match.end() > match.start():
                    yield Spotted(rule, match.start(), match.end())

    def is_harmless(self, rule: Rule, clause: str) -> bool:
        """Whether something in the clause makes the rule's words harmless."""
        return rule.id in self._unless and self._unless[rule.id].search(clause) is not None

    def denial_before(self, folded: str, place: int) -> int:
        """How many characters of denial stand right before a place; 不仅 and 不但 deny nothing."""
        first = max(0, place - _LONGEST_DENIAL)
        fitting = (word for word in self._denials if folded.endswith(word, first, place))
        return max(map(len, fitting), default=0)


@cache
def finder() -> Finder:
    """Our own rules, compiled."""
    return Finder(rule_book())


def english_of(group: str, not_these: Collection[str]) -> str:
    """A pattern of the English words of a group of restricted claims, over folded text."""
    bodies = []
    words = (word for word in restricted()[group].words["en"] if word not in not_these)
    for word in sorted(words, key=lambda w: (-len(w), w)):
        body = re.escape(word.lower().removesuffix("*")).replace(r"\ ", r"[\s-]{1,2}")
        bodies.append(body + ("[a-z]{0,12}" if word.endswith("*") else ""))
    return rf"(?<![a-z\d#])(?:{'|'.join(bodies)})(?![a-z\d])"


def _stands_free(folded: str, start: int, end: int) -> bool:
    """A Latin spelling is not cut out of a longer word."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    if before and _is_latin(before) and _is_latin(folded[start]):
        return False
    return not (after and _is_latin(after) and _is_latin(folded[end - 1]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _fits(folded: str, start: int, end: int, word: Spelling) -> bool:
    if word.not_before and folded.startswith(tuple(map(fold, word.not_before)), end):
        return False
    return not (word.not_after and folded.endswith(tuple(map(fold, word.not_after)), 0, start))
