"""The offer of least expected cost within law, floors and limits, and what comes after a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from argosy_commerce.money import Money
from refund_agent.domain.costs.bounds import (
    DECISIONS,
    UNFETCHED,
    Allowed,
    allowed,
    bounding,
    persons,
    unshown,
)
from refund_agent.domain.costs.case import Case
from refund_agent.domain.costs.ladder import Ladder, branches, cheapest, parts
from refund_agent.domain.costs.reckoning import terms
from refund_agent.domain.costs.terms import Kind, Move, Terms
from refund_agent.domain.options import Offer, Option, Plan


def options(case: Case) -> tuple[Option, ...]:
    """Every outcome that may be offered, at its best, the least expected cost first."""
    return choose(case).options


def choose(case: Case) -> Plan:
    """The first offer.

    An option's cost is what is expected if it is offered first and the best offers follow; its ``acceptance``
    is of this offer alone. A full refund is taken. Raises CurrencyMismatch where amounts are in several
    currencies.
    """
    return _plan(case, None, case.limits.rounds, None)


@dataclass(frozen=True, slots=True)
class Course:
    """The offers that a case would see if each were refused, and whether a person decides instead."""

    numbers: Terms
    moves: tuple[Move, ...]
    person: bool


def course(case: Case) -> Course | None:
    """What the first plan is made of; None where there is nothing to offer or no figure for the currency."""
    if not case.params.knows(case.paid.refundable.currency):
        return None
    numbers = terms(case)
    if numbers.refundable == 0:
        return None
    ladders = cheapest(numbers, allowed(case, numbers).moves, case.limits.rounds)
    full = Ladder((Move("full", numbers.refundable),), 0.0)
    best = full if _instant(case) else min(ladders.values(), key=lambda one: one.cost)
    return Course(numbers, best.moves, bool(_persons(_offer(best.moves[0], numbers), case, numbers)))


def next_offer(case: Case, previous: Offer, counter: Money | None, round_: int) -> Plan:
    """The offer of a later round (2 or 3) after ``previous`` was refused, or answered with a counter-offer.

    No worse for the buyer than the last, unless it is what the buyer asks for. A counter that costs no more
    than the best of what is left is taken, never below what is owed or the floor. To stand by the last offer
    is an option too; it is all that is left after the merchant's last round. Raises CurrencyMismatch for a
    counter or offer in another currency.
    """
    if round_ < 2:
        raise ValueError(f"round {round_} is no later round; the first offer is choose()")
    return _plan(case, previous, case.limits.rounds - round_ + 1, counter)


def sent_back(case: Case, back: Offer) -> Plan:
    """What a buyer gets who uses a right to return, by which ``back`` is due: that, or its money alone.

    The money alone, the goods kept, where it costs less than the way back and what comes of it. Where so
    much is not given on words alone, a person asks for something that shows the claim, or the goods come
    back, whichever costs less.
    """
    due = Option(back, Money.zero(case.paid.refundable.currency), 1.0)
    move = _move(back)
    if move is None or not case.params.knows(case.paid.refundable.currency):
        return Plan(due, (due,))
    numbers = terms(case)
    if not numbers.goods or not numbers.refundable:
        return Plan(due, (due,))
    money = _agreed(Move(numbers.gives(move), move.amount), numbers)
    asked = () if _instant(case) else tuple(unshown(money.offer, numbers))
    kept = _escalated(money, numbers) if asked else money
    fetched = _agreed(move, numbers)
    if numbers.never_fetched:
        return Plan(kept, (kept,), asked or (UNFETCHED,))
    if move.amount > numbers.spared:
        return Plan(fetched, (fetched, kept), ("what is only not wanted is sent back for so much",))
    ranked = sorted((fetched, kept), key=lambda option: option.cost.amount)
    return Plan(ranked[0], tuple(ranked), (asked or (UNFETCHED,)) if ranked[0] is kept else ())


def _agreed(move: Move, numbers: Terms) -> Option:
    """What is agreed to, at what it then costs."""
    split = _split(numbers.agreed_cost(move.kind, float(move.amount)), numbers.currency)
    return Option(_offer(move, numbers), _sum(split, numbers.currency), 1.0, split)


def _plan(case: Case, previous: Offer | None, rounds: int, counter: Money | None) -> Plan:
    currency = case.paid.refundable.currency
    if not case.params.knows(currency):
        return _without_figures(case)
    numbers = terms(case, counter)
    if numbers.refundable == 0:
        return _nothing_left(case)
    may = allowed(case, numbers)
    last = _move(previous) if previous else None
    if last is not None:
        numbers = _refused(numbers, last)
    if last is None:
        rounds = max(rounds, 1)
    ladders = cheapest(numbers, may.moves, rounds, last) if rounds > 0 else {}
    found = {kind: _option(ladder, numbers, last) for kind, ladder in ladders.items()}
    if previous is not None and last is not None:
        _stand(found, previous, last, numbers)
    ranked = sorted(found.values(), key=lambda option: (option.cost.amount, -option.offer.refund.amount))
    best = _countered(ranked[0], case, numbers, counter, last, rounds) or ranked[0]
    if best is not ranked[0]:
        ranked.insert(0, best)
    if _instant(case):
        best = next((option for option in ranked if option.offer.decision == "REFUND"), best)
    return _with_person(best, ranked, may, case, numbers)


def _with_person(best: Option, ranked: Sequence[Option], may: Allowed, case: Case, numbers: Terms) -> Plan:
    """The plan, handed to a person where one has to decide."""
    why = _persons(best.offer, case, numbers)
    escalated = _escalated(best, numbers)
    bounds = (*why, *bounding(best.offer, case, numbers), *may.bounds)
    others = tuple(sorted((*ranked, escalated), key=lambda option: option.cost.amount))
    return Plan(escalated if why else best, others, bounds)


def _instant(case: Case) -> bool:
    instant = case.limits.instant_below
    return instant is not None and case.paid.refundable < instant


def _persons(offer: Offer, case: Case, numbers: Terms) -> list[str]:
    """Why a person has to decide about an offer."""
    most = case.limits.most_without_person
    # Goods sent again while the first are kept are given as money is.
    refund = Money.of_minor(numbers.sent_worth, numbers.currency) if offer.resend else offer.refund
    above = (
        [] if most is None or refund <= most else [f"{refund} is more than {most}, the most without a person"]
    )
    words_alone = [] if _instant(case) else unshown(offer, numbers)
    return [*persons(case, numbers), *above, *words_alone]


def _option(ladder: Ladder, numbers: Terms, previous: Move | None) -> Option:
    first = next(iter(branches(numbers, ladder.moves, previous)))
    split = _split(parts(numbers, ladder.moves, previous), numbers.currency)
    return Option(_offer(ladder.moves[0], numbers), _sum(split, numbers.currency), first.likelihood, split)


def _stand(found: dict[Kind, Option], previous: Offer, last: Move, numbers: Terms) -> None:
    """To repeat the last offer and mean it; a better one of the same kind stays where it costs less."""
    split = _split(numbers.refused_cost(last.kind, float(last.amount)), numbers.currency)
    stand = Option(previous, _sum(split, numbers.currency), 0.0, split)
    known = found.get(last.kind)
    if known is None or stand.cost < known.cost:
        found[last.kind] = stand


def _refused(numbers: Terms, last: Move) -> Terms:
    """Without what the buyer asked for once, where it was offered and refused."""
    wished = numbers.wished - {last.kind}
    met = last.kind == "keep" and numbers.asked is not None and numbers.asked <= last.amount
    return replace(numbers, wished=wished, asked=None if met else numbers.asked)


def _countered(
    best: Option, case: Case, numbers: Terms, counter: Money | None, last: Move | None, rounds: int
) -> Option | None:
    """The buyer's own amount, where agreeing to it costs no more than the best that is left."""
    if counter is None or rounds <= 0 or "PARTIAL_KEEP" not in case.limits.outcomes:
        return None
    least = last.amount if last and last.kind == "keep" else 0
    named = (counter + Money.zero(numbers.currency)).rounded().minor
    amount = max(named, numbers.low, least, 1)
    if amount > numbers.high:
        return None
    split = _split(
        {**numbers.agreed_cost("keep", float(amount)), "messages": numbers.message}, numbers.currency
    )
    agreed = Option(_offer(Move("keep", amount), numbers), _sum(split, numbers.currency), 1.0, split)
    # Who asks for no more than was offered has agreed to it.
    return agreed if named <= least or agreed.cost <= best.cost else None


def _escalated(best: Option, numbers: Terms) -> Option:
    """A person looks and, as far as can be told, decides as would have been."""
    person = _round(numbers.person, numbers.currency)
    offer = Offer("ESCALATE", Money.zero(numbers.currency), keep_item=True)
    return Option(offer, best.cost + person, best.acceptance, {**best.parts, "person": person})


def _offer(move: Move, numbers: Terms) -> Offer:
    kind = move.kind
    return Offer(
        DECISIONS[kind],
        Money.of_minor(move.amount, numbers.currency),
        keep_item=kind in {"keep", "full", "none", "resend"},
        return_label=kind in {"return_label", "exchange"},
        resend=kind == "resend",
    )


def _move(offer: Offer) -> Move | None:
    """The move that an offer was; None for one that offered nothing definite."""
    match offer.decision:
        case "RETURN_THEN_REFUND":
            return Move("return_label" if offer.return_label else "return_own", offer.refund.minor)
        case "EXCHANGE":
            return Move("resend" if offer.resend else "exchange")
        case "ESCALATE":
            return None
        case decision:
            kinds: dict[str, Kind] = {"PARTIAL_KEEP": "keep", "REFUND": "full", "REJECT": "none"}
            return Move(kinds[decision], offer.refund.minor)


def _split(costs: dict[str, float], currency: str) -> dict[str, Money]:
    """Parts in whole minor units, without those that come to nothing."""
    rounded = {name: _round(value, currency) for name, value in sorted(costs.items())}
    return {name: money for name, money in rounded.items() if money}


def _round(units: float, currency: str) -> Money:
    return Money.of_minor(int(Decimal(units).quantize(Decimal(1), ROUND_HALF_UP)), currency)


def _sum(split: dict[str, Money], currency: str) -> Money:
    return sum(split.values(), Money.zero(currency))


def _without_figures(case: Case) -> Plan:
    currency = case.paid.refundable.currency
    option = Option(Offer("ESCALATE", Money.zero(currency), keep_item=True), Money.zero(currency), 0.0)
    return Plan(option, (option,), (f"no cost can be told in {currency}: give its rate for one euro",))


def _nothing_left(case: Case) -> Plan:
    zero = Money.zero(case.paid.refundable.currency)
    rejected = Option(Offer("REJECT", zero, keep_item=True), zero, 0.0)
    escalated = Option(Offer("ESCALATE", zero, keep_item=True), zero, 0.0)
    why = (
        *case.entitlement.escalate,
        *(["the buyer asks for a person"] if case.complaint.wants_person else []),
    )
    bounds = (*why, f"nothing is left to refund: {case.paid.already} of {case.paid.total} went back before")
    return Plan(escalated if why else rejected, (rejected, escalated), bounds)
