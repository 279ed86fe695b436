"""Chooses, among everything found, the reading that explains a text with the fewest and longest pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from argosy_commerce.reading.items import Item
from argosy_commerce.terms.model import Kind

UNKNOWN_COST = 10.0
"""Cost of one character that nothing explains; a piece costs about 1, so coverage comes first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible piece of the reading, by place in the folded text."""

    start: int
    end: int
    cost: float
    item: Item
    kind: Kind | None = None
    """The concept's kind, where it is a concept."""


def best_cover(length: int, free: frozenset[int], candidates: Iterable[Candidate]) -> list[Candidate]:
    """The cheapest non-overlapping pieces of ``length`` characters, in order.

    ``free`` are places that cost nothing uncovered (separators). Ties go to the piece that starts
    earlier and is longer. Linear in length plus candidates.
    """
    ending: list[list[Candidate]] = [[] for _ in range(length + 1)]
    for candidate in candidates:
        ending[candidate.end].append(candidate)
    cost = [0.0] * (length + 1)
    choice: list[Candidate | None] = [None] * (length + 1)
    for end in range(1, length + 1):
        best = cost[end - 1] + (0.0 if end - 1 in free else UNKNOWN_COST)
        chosen: Candidate | None = None
        for candidate in ending[end]:
            total = cost[candidate.start] + candidate.cost
            longer = chosen is not None and candidate.start < chosen.start
            if total < best or (total == best and (chosen is None or longer)):
                best, chosen = total, candidate
        cost[end], choice[end] = best, chosen
    pieces: list[Candidate] = []
    position = length
    while position > 0:
        candidate_here = choice[position]
        if candidate_here is None:
            position -= 1
        else:
            pieces.append(candidate_here)
            position = candidate_here.start
    return pieces[::-1]
