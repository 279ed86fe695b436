"""How much of the term base each language says, and what it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Concept


@dataclass(slots=True)
class Share:
    """Of a group of concepts in one language: how many it says, and with how many alternatives."""

    said: int = 0
    alternatives: int = 0


@dataclass(slots=True)
class Group:
    """Concepts of one kind or file that are said to buyers."""

    name: str
    concepts: int = 0
    languages: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))

    def part(self, language: str) -> float:
        """Share (0..1) of the concepts that the language says."""
        return self.languages[language].said / self.concepts if self.concepts else 1.0


def groups_of(lexicon: Lexicon, languages: Sequence[str], by: Literal["kind", "file"]) -> list[Group]:
    """The concepts in groups, and all of them together as the last."""
    groups: dict[str, Group] = {}
    whole = Group("all")
    for concept in _said(lexicon):
        name = concept.kind.value if by == "kind" else lexicon.sources.get(concept.id, "?")
        for group in (groups.setdefault(name, Group(name)), whole):
            group.concepts += 1
            for language in languages:
                term = concept.term(language)
                if term is not None:
                    group.languages[language].said += 1
                    group.languages[language].alternatives += len(term.alternatives)
    return [*sorted(groups.values(), key=lambda group: group.name), whole]


def gaps_of(lexicon: Lexicon, languages: Sequence[str]) -> list[tuple[Concept, tuple[str, ...]]]:
    """Concepts that some of the languages do not say, with those languages."""
    gaps = [
        (concept, tuple(language for language in languages if concept.term(language) is None))
        for concept in _said(lexicon)
    ]
    return sorted(((concept, missing) for concept, missing in gaps if missing), key=lambda gap: gap[0].id)


def _said(lexicon: Lexicon) -> Iterable[Concept]:
    return (concept for concept in lexicon if concept.is_said_to_buyers)
