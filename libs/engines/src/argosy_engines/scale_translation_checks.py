"""What can be checked about a translation without trusting the model that wrote it.

Terms are said as asked, kept words stand letter for letter, every number of the source is there and
no other, the language is the one asked for, and the model neither ran on nor guessed. What fails
is given back as spans of the source, so that `coverage` says what the buyer would miss.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from argosy_commerce.languages import Tag
from argosy_commerce.proofreading.numbers import invented, missing, numbers
from argosy_commerce.proofreading.words import SCRIPT_NAMES, Span, occurrences, says, script_of, scripts_of
from argosy_engines.contracts import Constraints, LeftOver

MOST_REPEATS = 4
"""A phrase that stands this often in a row is a model gone round in circles."""
SCRIPT_SHARE = 0.5
"""Less of the letters than this in the target's script: not that language."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote for a source text, and what it says about its own certainty."""

    text: str
    is_finished: bool = True
    mean_logprob: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be used of a draft."""

    text: str
    """"" if nothing may."""
    left_over: tuple[LeftOver, ...]
    faults: tuple[str, ...]
    """In words, for logs and for asking a model again."""

    @property
    def is_clean(self) -> bool:
        return not self.faults


def judge(
    source: str,
    draft: Draft,
    target: Tag,
    constraints: Constraints,
    min_mean_logprob: float,
    written: frozenset[Decimal] = frozenset(),
) -> Verdict:
    """Check a draft against its source.

    `written` are values that number words of the source stand for (see `proofreading.numbers.words`).
    """
    text = unicodedata.normalize("NFC", draft.text).strip()
    if fatal := _fatal(source, text, draft, target, constraints, min_mean_logprob):
        return rejected(source, fatal)
    lost: list[tuple[Span, str]] = []
    for term in constraints.terms:
        spans = list(occurrences(source, term.source))
        if spans and not says(text, term.target):
            lost += [(span, f"the term {term.source!r} must be said as {term.target!r}") for span in spans]
    for word in constraints.keep:
        spans = list(occurrences(source, word))
        if spans and not any(occurrences(text, word)):
            lost += [(span, f"{word!r} must stay as it is") for span in spans]
    allowed = [n for term in constraints.terms for n in numbers(term.target)]
    source_numbers = numbers(source)
    if extra := invented(source_numbers, numbers(text), allowed, written):
        return rejected(source, f"it says {extra!r}, which the source does not")
    kept = [span for term in constraints.terms for span in occurrences(source, term.source)]
    for number in missing(source_numbers, numbers(text)):
        if not any(a <= number.start and number.end <= b for a, b in kept):
            lost.append(((number.start, number.end), f"the number {number.text!r} is missing"))
    for run in _foreign_runs(text, target, constraints):
        spans = list(occurrences(source, run, is_part=True))
        lost += [(span, f"{run!r} is not translated") for span in spans]
        if not spans:
            return rejected(source, f"{run!r} is neither in the source nor in the language asked for")
    left = merged(source, [span for span, _ in lost])
    return Verdict(text, left, tuple(dict.fromkeys(why for _, why in lost)))


def rejected(source: str, why: str) -> Verdict:
    """Nothing of it may be used."""
    return Verdict("", merged(source, [(0, len(source))]), (why,))


def coverage(source: str, left_over: Sequence[LeftOver]) -> float:
    """Share of the source's characters, spaces aside, that are not left over."""
    total = sum(not c.isspace() for c in source)
    left = sum(not c.isspace() for span in left_over for c in span.text)
    return 1.0 if total == 0 else max(0.0, (total - left) / total)


def merged(source: str, spans: Sequence[Span]) -> tuple[LeftOver, ...]:
    """Spans in order, overlapping and touching ones joined, outer spaces dropped."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    left = []
    for start, end in joined:
        text = source[start:end]
        begin = start + len(text) - len(text.lstrip())
        finish = begin + len(text.strip())
        if begin < finish:
            left.append(LeftOver(source[begin:finish], begin, finish))
    return tuple(left)


def _fatal(  # noqa: PLR0911 — a list of faults, each with its words
    source: str, text: str, draft: Draft, target: Tag, constraints: Constraints, min_mean_logprob: float
) -> str:
    """Why nothing of a draft may be used; "" if something may."""
    if not any(c.isalnum() for c in text):
        return "it is empty" if any(c.isalnum() for c in source) else ""
    if not draft.is_finished:
        return "it does not end"
    if draft.mean_logprob is not None and draft.mean_logprob < min_mean_logprob:
        return f"the model guessed (mean log probability {draft.mean_logprob:.2f})"
    if "\ufffd" in text or any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
        return "it holds broken or control characters"
    if re.search(rf"(.{{2,40}}?)\1{{{MOST_REPEATS - 1},}}", text) and not re.search(
        rf"(.{{2,40}}?)\1{{{MOST_REPEATS - 1},}}", source
    ):
        return "it repeats itself"
    letters = scripts_of(_without(text, constraints))
    asked = SCRIPT_NAMES.get(target.full_script)
    if asked and letters and sum(script in asked for script in letters) < SCRIPT_SHARE * len(letters):
        return f"it is not written in {target}"
    rest = _without(source, constraints).split()
    if text.casefold() == source.strip().casefold() and sum(map(str.isalpha, rest)) > 1:
        return "it is the source again"
    return ""


def _foreign_runs(text: str, target: Tag, constraints: Constraints) -> list[str]:
    """Runs of letters in a script that the target is not written in; Latin may stand anywhere."""
    asked = SCRIPT_NAMES.get(target.full_script)
    if not asked:
        return []
    runs: list[str] = []
    previous = False
    for c in _without(text, constraints):
        foreign = c.isalpha() and script_of(c) not in asked | {"LATIN"}
        if foreign and previous:
            runs[-1] += c
        elif foreign:
            runs.append(c)
        previous = foreign
    return runs


def _without(text: str, constraints: Constraints) -> str:
    for word in (*constraints.keep, *(term.target for term in constraints.terms)):
        if word:
            text = text.replace(word, " ")
    return text
