"""One kind of evidence that the records supply, before it is chosen and labelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chargeback_agent.domain.case.model import Quoted, Row, Value

Fact = tuple[str, Mapping[str, Value]]
"""A sentence's id (sentences.py) and the values it carries."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be shown, and the sentences that it carries.

    ``completeness`` (0..1) is how much of what a bank looks for in such evidence the record holds; from
    ``ANSWERS`` on it counts as the kind that a rule asks for.
    """

    kind: str
    ref: str
    completeness: float
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    quotes: tuple[Quoted, ...] = ()
    picture_url: str = ""

    @property
    def answers(self) -> bool:
        """Whether it is enough for a rule that requires the kind."""
        return self.completeness >= ANSWERS


ANSWERS = 0.5
