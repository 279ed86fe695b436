"""Facts that answer a question, the best first, each with its score and what decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from argosy_commerce.terms import TermBase
from cs_agent.domain.conversation import Focus
from cs_agent.domain.fact import Fact, Found
from cs_agent.domain.knowledge.policies import EVERYWHERE
from cs_agent.domain.retrieval.asking import asking
from cs_agent.domain.retrieval.indexed import Indexed, Shelf, index
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.ranking import ranking, scores
from cs_agent.domain.retrieval.scoring import likeness, scene, signals
from cs_agent.domain.retrieval.weighing import decided, weights
from cs_agent.domain.understood import Understood

MOST_FACTS = 5_000
MOST_FOUND = 12


class Closeness(Protocol):
    """How close a question is to a fact by meaning, 0..1: what the tier's embedder said before."""

    def __call__(self, fact: Fact) -> float:
        """0 where nothing is known of it."""
        ...


def find(
    understood: Understood,
    focus: Focus,
    facts: Sequence[Fact] | Shelf,
    now: datetime,  # noqa: ARG001 — the seam's: nothing that is found depends on the day yet
    *,
    base: TermBase,
    closeness: Closeness | None = None,
) -> tuple[Found, ...]:
    """The facts that may answer, at most 12, the best first; pure.

    Those at or above `known_from()` are answers, those below are beside the point: where the first is
    below, the answer is not known. ``facts``: of the product in talk, of its shop, of the buyer's own
    orders; at most 5,000 are looked at; a `Shelf` of them is quicker. ``now`` (aware): the shop's clock.
    """
    seen = look(understood, focus, facts, base)
    fit = scores([found for _, found in seen], weights(), ranking())
    ranked: list[tuple[float, str, int]] = []
    for place, (row, _) in enumerate(seen):
        if place not in fit and closeness is None:
            continue
        fits, how = fit.get(place, 0.0), ""
        if closeness is not None and (near := closeness(row.fact)) > fits:
            # Meaning may lift a fact over one that shares nothing; it never makes an answer of it alone.
            fits, how = min(near, max(fits, weights().known - 0.01)), "vector"
        ranked.append((round(fits, 4), how, place))
    ranked.sort(key=lambda one: -one[0])  # of equals, the first told: a policy's main rule stands first
    told = [(score, how, *seen[place]) for score, how, place in ranked[:MOST_FOUND]]
    return tuple(
        Found(row.fact, score, how or decided(found, weights()), round(likeness(found), 2))
        for score, how, row, found in told
    )


def look(
    understood: Understood, focus: Focus, facts: Sequence[Fact] | Shelf, base: TermBase
) -> list[tuple[Indexed, dict[str, float]]]:
    """What speaks for each fact; nothing where no fact of a shop answers the message."""
    about = asking(understood, focus, base, matters())
    if about is None:
        return []
    shelf = facts if isinstance(facts, Shelf) else Shelf.of(facts[:MOST_FACTS], matters())
    made = index([*of_market(shelf.rows[:MOST_FACTS], about.country)], about.product)
    place = scene(about, made)
    return [(row, signals(place, row)) for row in made.rows]


def known_from() -> float:
    """From which score on a fact is an answer; measured (data/retrieval.yaml)."""
    return weights().known


def of_market(rows: Sequence[Indexed], country: str) -> Iterator[Indexed]:
    """Without policies of other markets, and without those of all where the country has its own rule."""
    policies = [row.fact for row in rows if row.fact.kind == "policy"]
    own = {_rule(fact) for fact in policies if country and _market(fact) == country}
    for row in rows:
        fact = row.fact
        is_its_own = bool(country) and fact.kind == "policy" and _market(fact) == country
        if fact.kind != "policy" or is_its_own or (_market(fact) == EVERYWHERE and _rule(fact) not in own):
            yield row


def _market(fact: Fact) -> str:
    return fact.ref.split(":")[1]


def _rule(fact: Fact) -> tuple[str, str]:
    """Kind and rule; sentences of a kind go together, so that a country's own text stands for all of it."""
    kind, _, rule = fact.ref.split(":", 2)
    return kind, "#" if rule.startswith("#") else rule
