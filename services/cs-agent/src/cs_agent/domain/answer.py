"""What is answered: sentences with their facts, what could not be answered, and who goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cs_agent.domain.fact import Fact
from cs_agent.domain.understood import Intent

SentenceKind = Literal[
    "fact",  # says a fact: at least one fact
    "derived",  # follows from facts by a rule (a size, a plug, a date): its facts, and the rule's name
    "unknown",  # says that something is not known
    "asks",  # asks the buyer for what is needed
    "done",  # tells what a tool did: its result is the fact
    "manners",  # a greeting, thanks: says nothing of product, shop or order
    "refusal",  # what is not done here, and why
    "handover",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in the buyer's language.

    Only ``manners``, ``asks``, ``unknown``, ``refusal``, ``handover`` may have no facts.
    """

    text: str
    kind: SentenceKind
    facts: tuple[Fact, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What the buyer asked and no fact answers: for `argosy knowledge gaps`."""

    intent: Intent
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Call:
    """A tool called, or to be called after the buyer's yes; arguments and result as JSON values."""

    tool: str
    arguments: Mapping[str, object]
    result: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is published. ``handoff``: why a person goes on; "" where none does."""

    language: str
    sentences: tuple[Sentence, ...]
    unanswered: tuple[Unanswered, ...] = ()
    calls: tuple[Call, ...] = ()
    handoff: str = ""
    doubts: tuple[str, ...] = ()
    seen: tuple[tuple[str, Mapping[str, str]], ...] = ()
    """What was found on the buyer's pictures, for people: labels of data/summary.yaml with their slots."""

    @property
    def text(self) -> str:
        """What the buyer reads."""
        return space_of(self.language).join(sentence.text for sentence in self.sentences)


def space_of(language: str) -> str:
    """What stands between two sentences of a language (a tag)."""
    return "" if language.split("-", maxsplit=1)[0].lower() in {"zh", "ja"} else " "
