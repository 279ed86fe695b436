"""Rows of a glossary's file become rules; each bad one is named and does not stop the others."""

from __future__ import annotations

from dataclasses import dataclass, field

from argosy_commerce.glossaries.rules import MAX_RULES, BadRule, CategoryOf, Rule, checked_rule

MAX_FAULTS = 1_000
"""Faults that are told one by one; a file with more is of another kind, and they are only counted."""


MAX_BAD_ROWS = 50_000


class UnreadableGlossary(ValueError):
    """A file that cannot be read at all; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One row, or column, that no rule was made of."""

    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class ReadGlossary:
    """What a file holds: rules of which no two clash, in its order, and the faults of the rest."""

    rules: tuple[Rule, ...]
    faults: tuple[Fault, ...]
    faults_in_all: int
    """More than ``faults`` has where there are more than MAX_FAULTS."""
    repeated: int
    """Rows that say again what an earlier one says."""
    encoding: str


@dataclass(slots=True)
class Rows:
    """Collects the rules of one file. ``category_of`` says which categories there are."""

    category_of: CategoryOf | None = None
    faults: list[Fault] = field(default_factory=list)
    _faults_in_all: int = 0
    _repeated: int = 0
    _rules: dict[tuple[str, str, str], tuple[Rule, int]] = field(default_factory=dict)

    def fault(self, line: int, what: str, remedy: str) -> None:
        """Name a bad row."""
        self._faults_in_all += 1
        if self._faults_in_all > MAX_BAD_ROWS:
            raise UnreadableGlossary(
                f"more than {MAX_BAD_ROWS:,} bad rows, the first: {self.faults[0]}; is it a glossary?"
            )
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(line, what, remedy))

    def add(
        self,
        line: int,
        source: str,
        language: str = "",
        target: str = "",
        *,
        never_translate: bool = False,
        category: str = "",
        note: str = "",
    ) -> None:
        """Make a rule of a row, or a fault.

        Raises UnreadableGlossary when there are more rules than a glossary may have.
        """
        try:
            rule = checked_rule(
                source,
                language,
                target,
                never_translate=never_translate,
                category=category,
                note=note,
                category_of=self.category_of,
            )
        except BadRule as error:
            self.fault(line, error.what, error.remedy)
            return
        first, of_line = self._rules.setdefault(rule.key, (rule, line))
        if first is not rule:
            self._again(rule, line, first, of_line)
        elif len(self._rules) > MAX_RULES:
            raise UnreadableGlossary(
                f"more than {MAX_RULES:,} rules (line {line}); leave out what the term base says anyway"
            )

    def _again(self, rule: Rule, line: int, first: Rule, of_line: int) -> None:
        if rule.target == first.target:
            self._repeated += 1
            return
        earlier = "is never translated" if first.target is None else f"is {first.target!r}"
        self.fault(
            line,
            f"{rule.source} ({rule.language}) {earlier} in line {of_line} and something else here",
            "keep one of them; the first was taken",
        )

    def read(self, encoding: str) -> ReadGlossary:
        """What was collected."""
        rules = tuple(rule for rule, _ in self._rules.values())
        return ReadGlossary(rules, tuple(self.faults), self._faults_in_all, self._repeated, encoding)
