"""Finds what is wrong with the rules of lettering before a picture is made by them.

Run ``python -m argosy_commerce.lettering_rules.validator [folder]``: a line per fault, exit status 1
if there is any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from argosy_commerce.channels import channels
from argosy_commerce.claims import restricted
from argosy_commerce.lettering_rules.loader import (
    RuleBook,
    promotion_concepts,
    read_rule_book,
    rule_book,
    spellings_of,
)
from argosy_commerce.lettering_rules.model import Action, Case, Kind, Rule
from argosy_commerce.markets import markets
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.strict_yaml import TermDataError

_UNBOUNDED = re.compile(r"(?<!\\)[)\].\w][*+](?!\?{0,1}\\)|\{\d+,\}")
_PLAIN_REPEAT = re.compile(r"\\[+*]|\[[^\]]*\]")


def faults_of(book: RuleBook) -> tuple[str, ...]:
    """Every fault of a rule book, each naming its rule and what to mend."""
    found = [f"{rule.id}: {message}" for rule in book.rules.values() for message in _about(rule, book)]
    used = {case.source for rule in book.rules.values() for case in rule.cases}
    found += [f"sources.yaml: {key} is no rule's source" for key in sorted(set(book.sources) - used)]
    found += _areas(book)
    return (*found, *_twice(book))


def _about(rule: Rule, book: RuleBook) -> Iterator[str]:
    if unknown := [concept for concept in rule.concepts if concept not in promotion_concepts()]:
        yield f"no promotion concept {', '.join(unknown)} in the term base"
        return
    if rule.restricted and rule.restricted not in restricted():
        yield f"no group {rule.restricted!r} of restricted claims"
        return
    words, patterns = spellings_of(rule)
    if not (words or patterns or rule.finder or rule.restricted):
        yield "has no words, patterns or finder, so it never holds"
    yield from _idle_exceptions(rule)
    for pattern in (*patterns, *rule.unless):
        yield from _pattern(pattern)
    if not rule.cases[-1].is_general:
        yield "its last case has conditions; one without must end the list"
    for number, case in enumerate(rule.cases, start=1):
        if case.is_general and number < len(rule.cases):
            yield f"case {number} holds everywhere, those after it never"
        for message in _case(case, rule, book):
            yield f"case {number}: {message}"


def _idle_exceptions(rule: Rule) -> Iterator[str]:
    spelled = {word.text for word in rule.zh}
    spelled |= {s.text for concept in rule.concepts for s in promotion_concepts()[concept].zh}
    if rule.restricted:
        spelled |= set(restricted()[rule.restricted].words["en"])
    if idle := sorted(set(rule.not_these) - spelled):
        yield f"not_these names {', '.join(idle)}, which it does not have"


def _pattern(pattern: str) -> Iterator[str]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        yield f"{pattern!r} is no regular expression: {error}"
        return
    if compiled.match(""):
        yield f"{pattern!r} fits nothing at all"
    if _UNBOUNDED.search(_PLAIN_REPEAT.sub("x", pattern)):
        yield f"{pattern!r} repeats without a bound; write {{0,n}}"
    if pattern != pattern.lower() and not re.search(r"\\[A-Z]", pattern):
        yield f"{pattern!r} has capitals, which folded text has not"


def _case(case: Case, rule: Rule, book: RuleBook) -> Iterator[str]:
    if case.source not in book.sources:
        yield f"no source {case.source!r} in sources.yaml"
    if unknown := [name for name in case.markets if name not in markets() and name not in book.areas]:
        yield f"no market or area {', '.join(unknown)}"
    if unknown := [name for name in case.channels if name not in channels()]:
        yield f"no channel {', '.join(unknown)}"
    if case.since and case.until and case.since > case.until:
        yield f"ends on {case.until}, before it begins on {case.since}"
    if case.action is Action.CONVERT and rule.kind is not Kind.PRICE:
        yield "only prices can be converted"


def _areas(book: RuleBook) -> Iterator[str]:
    for name, codes in book.areas.items():
        unknown = [code for code in codes if code not in markets() and code != "CN"]
        if unknown:
            yield f"areas.yaml: {name} names {', '.join(unknown)}, which are no markets"
    for key, source in book.sources.items():
        if source.read > date(2100, 1, 1):
            yield f"sources.yaml: {key} was read on {source.read}"


def _twice(book: RuleBook) -> Iterator[str]:
    """Spellings that two rules of one kind claim: which of them decides would be chance."""
    owners: dict[tuple[str, Kind], str] = {}
    for rule in book.rules.values():
        if any(concept not in promotion_concepts() for concept in rule.concepts):
            continue
        for word in spellings_of(rule)[0]:
            owner = owners.setdefault((fold(word.text), rule.kind), rule.id)
            if owner != rule.id:
                yield f"{rule.id}: {word.text!r} is a word of {owner} already"


def main(arguments: Sequence[str]) -> int:
    """Validates a folder of rules, or our own."""
    try:
        book = read_rule_book(Path(arguments[0])) if arguments else rule_book()
    except TermDataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    faults = faults_of(book)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stderr.write(f"{len(book.rules)} rules, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
