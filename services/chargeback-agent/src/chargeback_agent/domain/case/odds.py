"""How likely a case is won, as a sum of log-odds of which every part is explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chargeback_agent.domain.case.candidate import Candidate
from chargeback_agent.domain.case.evidence import Found, choose, rated, summed, unmet, weighed_kinds
from chargeback_agent.domain.case.model import Contradiction, Reason
from chargeback_agent.domain.case.outcomes import Mix, likelihood, log_odds, shift
from chargeback_agent.domain.case.records import Records
from chargeback_agent.domain.case.weights import Weights
from chargeback_agent.domain.rules.model import Condition

ENDS = frozenset({"invalid", "liability_shift"})
"""Effects of conditions that decide a case for the shop, whatever else is there."""
_USUAL: Final = 0.8
"""How complete records of ended cases are taken to have been; only their kinds are kept."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the advice is drawn from."""

    records: Records
    chosen: tuple[Found, ...]
    conditions: tuple[Condition, ...]
    contradictions: tuple[Contradiction, ...]
    answered: tuple[str, ...]
    """Kinds that answer what a rule requires."""

    @property
    def mix(self) -> tuple[str, ...]:
        """Kinds shown, sorted."""
        return tuple(sorted(one.kind for one in self.chosen))

    def has(self, name: str) -> bool:
        """Whether a contradiction was found."""
        return any(one.id == name for one in self.contradictions)


def parts(judged: Judged, titles: Mapping[str, str], weights: Weights) -> Iterator[Reason]:
    """The sum's parts, the largest meaning first: base, outcomes, evidence, conditions, contradictions."""
    records = judged.records
    dispute = records.dispute
    rate = weights.rate(dispute.network, dispute.code, dispute.category)
    said = f": {rate.why}" if rate.why else ""
    base = log_odds(rate.rate)
    yield Reason(f"Without evidence about {rate.rate:.0%} of such cases are won{said}.", base)
    yield from _learned(judged, base, weights)
    for one, odds in summed(judged.chosen, weights):
        complete = f", {one.candidate.completeness:.0%} complete" if one.candidate.completeness < 1 else ""
        yield Reason(
            f"{titles.get(one.kind, one.kind)}: {one.weight} for this code{complete}.", round(odds, 4)
        )
    ends = any(condition.effect in ENDS for condition in judged.conditions)
    for group in [] if ends else unmet(records.rule, dispute.products, judged.answered):
        names = ", ".join(titles.get(one.kind, one.kind) for one in group[:4])
        more = " or another kind that would do" if len(group) > 4 else ""
        one_of = "one of " if len(group) > 1 else ""
        yield Reason(f"Required and not there: {one_of}{names}{more}.", weights.missing_required.log_odds)
    counted: set[str] = set()
    for condition in judged.conditions:
        # Two liability shifts say the same twice.
        odds = 0.0 if condition.effect in counted else weights.conditions[condition.effect].log_odds
        counted.add(condition.effect)
        yield Reason(condition.text, odds)
    for found in judged.contradictions:
        own = weights.contradictions.get(found.id, weights.contradictions[found.effect])
        yield Reason(found.text, own.log_odds)
    if stage := weights.stages[dispute.stage].log_odds:
        yield Reason(f"At this stage ({dispute.stage.replace('_', '-')}) cases end differently.", stage)


def _learned(judged: Judged, base: float, weights: Weights) -> Iterator[Reason]:
    """Two shifts: all cases of the code against what was expected, then those of this very mix."""
    dispute = judged.records.dispute
    counts = judged.records.others.outcomes.of(dispute.network, dispute.code)
    if not counts:
        return
    rule, products = judged.records.rule, judged.records.dispute.products
    weighed = weighed_kinds(rule, products)

    def expected(mix: Mix) -> float:
        """What the weights make of a mix whose records were as complete as they usually are."""
        shown = [Candidate(kind, "", _USUAL, (), ()) for kind in mix if kind in weighed]
        told = sum(odds for _, odds in summed(choose(rated(shown, weighed, weights)), weights))
        lacking = len(unmet(rule, products, mix)) * weights.missing_required.log_odds
        return min(max(likelihood(base + told + lacking), weights.bounds.lowest), weights.bounds.highest)

    strength = weights.prior_strength.cases
    first = shift(counts, expected, strength)
    won = sum(count.won for count in counts.values())
    cases = sum(count.cases for count in counts.values())
    yield Reason(f"Of {cases} cases with this code {won} were won here.", round(first, 4))
    own = {mix: count for mix, count in counts.items() if mix == judged.mix}
    if own and len(counts) > 1:

        def after(mix: Mix) -> float:
            return likelihood(log_odds(expected(mix)) + first)

        count = own[judged.mix]
        text = f"Of {count.cases} with the same evidence {count.won} were won."
        yield Reason(text, round(shift(own, after, strength), 4))


def bounded(reasons: Iterable[Reason], weights: Weights) -> float:
    """The likelihood that reasons add up to, within the bounds."""
    told = likelihood(sum(reason.log_odds for reason in reasons))
    return min(max(told, weights.bounds.lowest), weights.bounds.highest)
