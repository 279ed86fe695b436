"""What changes where one glossary takes another's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from argosy_commerce.glossaries.rules import Rule


@dataclass(frozen=True, slots=True)
class Difference:
    """Rules that are new, that say something else (before, after), and that are gone."""

    added: tuple[Rule, ...]
    changed: tuple[tuple[Rule, Rule], ...]
    removed: tuple[Rule, ...]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def difference(before: Iterable[Rule], after: Iterable[Rule]) -> Difference:
    """How ``after`` differs from ``before``, each in its own order."""
    old = {rule.key: rule for rule in before}
    new = {rule.key: rule for rule in after}
    return Difference(
        added=tuple(rule for key, rule in new.items() if key not in old),
        changed=tuple((old[key], rule) for key, rule in new.items() if key in old and old[key] != rule),
        removed=tuple(rule for key, rule in old.items() if key not in new),
        same=sum(1 for key, rule in new.items() if old.get(key) == rule),
    )
