"""What the words of a message name, whatever the language, and what they mean together.

"My money isn't there yet" and "钱还没到" hold the same notions, ``money_back`` and ``not_yet``; that the two
together ask for the state of a refund is told once (data/notion_rules.yaml), the words by language
(data/notions/<language>.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs
import numpy as np
from pydantic import BaseModel, ConfigDict

from argosy_commerce.examples import Doubles
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.cues import compared_line, cue_key
from cs_agent.domain.understanding.examples import INTENTS
from cs_agent.domain.understanding.spelling import LANGUAGES
from cs_agent.domain.understood import Intent

_ONTO: Final = ("", "و", "ال", "وال", "بال", "لل", "ب", "ل", "ف", "فال", "ك", "ه")
"""What Arabic writes onto the front of a word."""
_RULES: Final = "notion_rules.yaml"
_WINDOW: Final = 110
"""Letters within which the notions of a rule stand; less where a letter is a syllable or a word."""
_DENSE: Final = {"zh": 40, "ja": 56, "ko": 50}
_MOST: Final = 6
"""Places looked at of one notion: more of the same say no more."""
_Span = tuple[int, int]


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    rules: Mapping[Intent, tuple[str, ...]]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    notions: Mapping[str, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Notions that say an intent where all ``named`` stand near each other and none of ``absent`` does."""

    intent: Intent
    named: tuple[str, ...]
    absent: frozenset[str]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _RULES).read_text(encoding="utf-8")
    data = validated(_Rules, read_mapping(text, _RULES, holds="rules", may_hold=frozenset({"as_of"})), _RULES)
    return tuple(_rule(intent, written) for intent, rows in data.rules.items() for written in rows)


def _rule(intent: Intent, written: str) -> Rule:
    parts = written.split(" + ")
    named = tuple(part for part in parts if not part.startswith("!"))
    return Rule(intent, named, frozenset(part[1:] for part in parts if part.startswith("!")))


@cache
def notions(language: str) -> Mapping[str, tuple[str, ...]]:
    """The words of a language by notion. Raises TermDataError."""
    name = f"{language}.yaml"
    text = (files("cs_agent") / "data" / "notions" / name).read_text(encoding="utf-8")
    data = validated(_Words, read_mapping(text, name, holds="notions", may_hold=frozenset({"as_of"})), name)
    return {notion: tuple(map(str, words)) for notion, words in data.notions.items()}


def faults() -> tuple[str, ...]:
    """Notions of the rules that a language has no words for, words for notions of no rule, and words
    without letters."""
    needed = {name for rule in rules() for name in (*rule.named, *rule.absent)}
    empty = (
        f"{language}: {word!r} of {notion} has no letter"
        for language in LANGUAGES
        for notion, words in notions(language).items()
        for word in words
        if not cue_key(word, language).strip()
    )
    unmet = (
        f"{language}: {notion} {what}"
        for language in LANGUAGES
        for names, what in (
            (needed - set(notions(language)), "has no words"),
            (set(notions(language)) - needed, "is in no rule"),
        )
        for notion in sorted(names)
    )
    return (*unmet, *empty)


def notions_in(text: str, language: str) -> frozenset[str]:
    """What the words of a text name."""
    return frozenset(notion for notion, _ in _hits(compared_line(text, language), language))


def told(texts: Sequence[str], language: str) -> Doubles:
    """(texts, intents): 1 where a rule is met, 1.5 where one of three notions or several are."""
    found = np.zeros((len(texts), len(INTENTS)))
    for row, text in enumerate(texts):
        places = _places(compared_line(text, language), language)
        met: dict[Intent, float] = {}
        for rule in rules():
            if _is_met(rule, places, _DENSE.get(language, _WINDOW)):
                more = 0.5 if rule.intent in met or len(rule.named) > 2 else 0.0
                met[rule.intent] = min(met.get(rule.intent, 1.0) + more, 1.5)
        for intent, counts in met.items():
            found[row, INTENTS.index(intent)] = counts
    return found


def _is_met(rule: Rule, places: Mapping[str, Sequence[_Span]], window: int) -> bool:
    if not rule.absent.isdisjoint(places) or any(name not in places for name in rule.named):
        return False
    return any(_near(spans, window) for spans in product(*(places[name] for name in rule.named)))


def _near(spans: Sequence[_Span], window: int) -> bool:
    """Whether spans stand apart from each other and near: one word is not two notions at once."""
    ordered = sorted(spans)
    apart = all(one[1] <= other[0] for one, other in pairwise(ordered))
    return apart and ordered[-1][1] - ordered[0][0] <= window


def _places(line: str, language: str) -> dict[str, list[_Span]]:
    found: dict[str, list[_Span]] = {}
    for notion, span in _hits(line, language):
        spans = found.setdefault(notion, [])
        if len(spans) < _MOST:
            spans.append(span)
    return found


def _hits(line: str, language: str) -> Iterator[tuple[str, _Span]]:
    for end, (size, names) in _machine(language).iter(line):
        first, last = end - size + 1, end + 1
        span = (first + (line[first] == " "), last - (line[end] == " "))
        for notion in names:
            yield notion, span


def _keys(word: str, language: str) -> tuple[str, ...]:
    key = cue_key(word, language)
    end = " " if word.endswith("_") else ""
    return tuple(f" {onto}{key}{end}" for onto in _ONTO) if language == "ar" else (key,)


@cache
def _machine(language: str) -> Any:  # noqa: ANN401 — untyped C module
    named: dict[str, set[str]] = {}
    for notion, words in notions(language).items():
        for word in words:
            for key in _keys(word, language):
                named.setdefault(key, set()).add(notion)
    built = ahocorasick.Automaton()
    for key, names in named.items():
        built.add_word(key, (len(key), tuple(sorted(names))))
    built.make_automaton()
    return built
