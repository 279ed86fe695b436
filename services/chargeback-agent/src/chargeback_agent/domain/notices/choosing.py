"""One value of several that a notice gives for the same thing, or none and a doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from chargeback_agent.domain.notices.model import Read
from chargeback_agent.domain.notices.page import Found, Page

V = TypeVar("V")

_EVEN: Final = 0.03
"""Values whose strengths differ by less contradict each other."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[V]):
    """A value that a part may mean, with the words it was read from."""

    value: V
    quote: str
    where: str
    strength: float

    def read(self) -> Read[V]:
        """As a notice holds it."""
        return Read(self.value, self.quote, self.where, round(max(0.05, min(0.99, self.strength)), 2))


def candidate(page: Page, found: Found[V], strength: float) -> Candidate[V]:
    """What a part says; a subject says less than a body, a picture less than a text."""
    part = page.view.part
    worth = strength * found.sure * part.sure * (0.96 if part.where == "subject" else 1.0)
    return Candidate(found.value, page.view.quote(found.start, found.end), part.where, worth)


def choose(
    said: Iterable[Candidate[V]], what: str, doubts: list[str], *, least: float = 0.5, first: bool = False
) -> Candidate[V] | None:
    """The strongest; where others are as strong, None and a doubt, or the ``first`` one."""
    known = [one for one in said if one.strength >= least]
    if not known:
        return None
    best = max(known, key=lambda one: one.strength)
    rivals = [one for one in known if one.value != best.value and best.strength - one.strength < _EVEN]
    if not rivals:
        return best
    if first:
        return next(one for one in known if best.strength - one.strength < _EVEN)
    quotes = ", ".join(dict.fromkeys(repr(one.quote) for one in (best, *rivals[:3])))
    doubts.append(f"{what}: the notice says {quotes}")
    return None
