"""Whether to fight: what the likelihood is worth, and the cases that are decided before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal

from argosy_commerce.money import Money
from chargeback_agent.domain.case.evidence import unmet
from chargeback_agent.domain.case.model import Advice, Choice, Reason
from chargeback_agent.domain.case.odds import ENDS, Judged, bounded, parts
from chargeback_agent.domain.case.outcomes import likelihood
from chargeback_agent.domain.case.records import Records
from chargeback_agent.domain.case.refunds import refund_state
from chargeback_agent.domain.case.weights import Weights
from chargeback_agent.domain.rules.model import EvidenceKind

Verdict = tuple[Choice, str]


def advise(judged: Judged, kinds: Mapping[str, EvidenceKind], weights: Weights) -> Advice:
    """The choice, its likelihood and worth, and why."""
    titles = {name: kind.title for name, kind in kinds.items()}
    reasons = tuple(parts(judged, titles, weights))
    odds = sum(reason.log_odds for reason in reasons)
    chance = bounded(reasons, weights)
    amount = judged.records.dispute.amount
    cost = _cost(judged.records, weights)
    worth = _worth(amount, chance, cost)
    choice, why = _choice(judged, odds, chance, worth, cost, weights)
    money = [_money_reason(worth, amount, chance, cost)] if amount else []
    return Advice(choice, round(chance, 4), worth, (Reason(why), *reasons, *money))


def _choice(
    judged: Judged, odds: float, chance: float, worth: Money | None, cost: Money | None, weights: Weights
) -> Verdict:
    if verdict := _caught(judged, cost) or _asking(judged, odds, cost, weights):
        return verdict
    lost = next((one.text for one in judged.conditions if one.effect == "lost"), "")
    if lost and (chance < weights.fight_from.likelihood or (worth is not None and worth.amount <= 0)):
        # Why it would be lost says more than what it would cost.
        return _giving_up(judged.records), lost
    if worth is not None and worth.amount <= 0:
        why = f"Answering costs more than it is likely to bring back ({worth})."
        return _giving_up(judged.records), why
    if chance < weights.fight_from.likelihood:
        return _giving_up(judged.records), f"A likelihood of {chance:.0%} is too low for a letter."
    if not judged.chosen:
        return _giving_up(
            judged.records
        ), "There is nothing that could be shown, and no letter without an exhibit."
    return "FIGHT", f"With a likelihood of {chance:.0%} the letter is worth sending."


def _caught(judged: Judged, cost: Money | None) -> Verdict | None:
    """Cases that are decided before anything is weighed."""
    fatal = {one.id: one.text for one in judged.contradictions if one.effect == "fatal"}
    state, amount = refund_state(judged.records), judged.records.dispute.amount
    verdict: Verdict | None = None
    if "duplicate_case" in fatal:
        verdict = "ASK", f"{fatal['duplicate_case']} Answer it there; send nothing twice."
    elif "out_of_time" in fatal:
        verdict = "ACCEPT", fatal["out_of_time"]
    elif state.full and state.before:
        verdict = "FIGHT", "The amount was refunded before the dispute, and the refund is the answer."
    elif state.full and not state.dated:
        verdict = (
            "ASK",
            "The amount was refunded, and when is not recorded: ask the processor for its date and ARN.",
        )
    elif amount and cost and amount.amount <= cost.amount:
        verdict = _giving_up(judged.records), f"{amount} is disputed, and an answer alone costs {cost}."
    elif fatal and not _settled(judged):
        verdict = _giving_up(judged.records), next(iter(fatal.values()))
    return verdict


def _asking(judged: Judged, odds: float, cost: Money | None, weights: Weights) -> Verdict | None:
    """Whether something has to be known or brought first, and there is time for it."""
    records = judged.records
    if records.dispute.deadline.at - records.now < timedelta(days=weights.ask_from.days):
        return None
    lacking = unmet(records.rule, records.dispute.products, judged.answered)
    unknown = records.dispute.amount is None or (records.order is None and records.payment is None)
    if unknown or (not judged.chosen and _worth_asking(judged, odds, len(lacking), cost, weights)):
        return (
            "ASK",
            "Order, payment or amount is not known, or nothing counts yet: there is no letter to write.",
        )
    if records.dispute.claim == "other":
        return "ASK", "What the cardholder claims is not known: ask the processor for the reason."
    if lacking and not _settled(judged) and _worth_asking(judged, odds, len(lacking), cost, weights):
        return (
            "ASK",
            "Required evidence is missing and there is time to get it; with it a letter is worth it.",
        )
    return None


def _settled(judged: Judged) -> bool:
    return any(condition.effect in ENDS for condition in judged.conditions)


def _giving_up(records: Records) -> Choice:
    """An inquiry can still be refunded; a dispute has already taken the money."""
    return "REFUND" if records.dispute.stage == "inquiry" and not records.repaid else "ACCEPT"


def _worth_asking(judged: Judged, odds: float, lacking: int, cost: Money | None, weights: Weights) -> bool:
    """Whether the case would be worth fighting with all of the required evidence that is missing.

    ``odds`` are the reasons' own sum: the least likelihood that is told would make a hopeless case hopeful.
    """
    brought = sum(weights.diminish[:lacking]) * weights.evidence["required"].log_odds
    hoped = odds - lacking * weights.missing_required.log_odds + brought
    with_it = min(likelihood(hoped), weights.bounds.highest)
    worth = _worth(judged.records.dispute.amount, with_it, cost)
    return with_it >= weights.fight_from.likelihood and (worth is None or worth.amount > 0)


def _cost(records: Records, weights: Weights) -> Money | None:
    """Work and fee in the disputed currency; the merchant's own figure goes before ours."""
    amount, own = records.dispute.amount, records.others.cost
    if amount is None:
        return None
    if own and own.currency == amount.currency:
        return own
    return weights.cost(amount.currency)


def _worth(amount: Money | None, chance: float, cost: Money | None) -> Money | None:
    """``chance * amount - cost``, rounded down, so that it is never above the amount."""
    if amount is None:
        return None
    expected = amount * Decimal(repr(round(chance, 4)))
    return (expected - cost if cost else expected).rounded(ROUND_FLOOR)


def _money_reason(worth: Money | None, amount: Money, chance: float, cost: Money | None) -> Reason:
    if cost is None:
        return Reason(
            f"{chance:.0%} of {amount} is {worth}; no figure for work and fees in {amount.currency} is kept."
        )
    return Reason(f"{chance:.0%} of {amount} less {cost} for work and fees is {worth}.")
