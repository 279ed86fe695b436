"""Rights about goods that came: sending them back, and faults."""

from __future__ import annotations

from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Condition, Payer, Remedy, Right
from refund_agent.domain.rights.model import FAULTS, Conformity, Fee, LateDelivery, Withdrawal
from refund_agent.domain.rights.situation import Named, Ruling, Situation
from refund_agent.domain.rights.windows import last_day, months_after, plus

_UNWANTED: Final[frozenset[Reason]] = frozenset({"changed_mind", "cancelled"})
_HAS_IT: Final[frozenset[Reason]] = frozenset({*FAULTS, "does_not_fit", "other", *_UNWANTED})
"""Reasons of somebody who has the goods or does not want them."""
_HIDDEN: Final[frozenset[Reason]] = frozenset({"defective", "not_as_described", "counterfeit"})
"""Faults that may show late."""


def withdrawal(rule: Withdrawal, named: Named, case: Situation) -> Ruling:
    """Back without a reason. Before anything was sent the money is owed at once: nothing is to come back."""
    came = case.delivery.delivered_on
    if not case.reasons & _HAS_IT and not (came and "late" in case.reasons):
        return Ruling()
    if rule.unless_shown and case.told:
        return Ruling(exclusion=f"{rule.article}: the shop's own return terms were shown before the order")
    left, sealed = case.left_in(rule.exclusions)
    lines = [line for line in left if not case.digital(line)]
    begun = _begun(rule, named, case)
    if not lines:
        return Ruling(
            exclusion=f"{rule.article}: {_kinds(rule, case)} may not go back without a reason",
            escalate=begun,
            excepted=named.excepted(rule.article),
        )
    until = last_day(came, rule, country=case.market, told=case.told) if came else None
    if until and case.today > until:
        return Ruling(
            exclusion=f"{rule.article}: delivered on {came}, the time ended on {until}",
            closed=named.over(rule.article, until),
        )
    if came is None and not rule.before_delivery:
        return Ruling(exclusion=f"{rule.article}: only once the goods have come")
    unsent = came is None and case.nothing_sent and bool(case.reasons & _UNWANTED)
    whole = case.paid.whole_order and len(lines) == len(case.paid.lines)
    outward = rule.outward == "share" or (
        rule.outward == "whole_order" and (whole or bool(case.policy.shipping_on_part))
    )
    worth = case.worth(lines, outward=outward or unsent)
    amount = worth if unsent or rule.fee is None else worth - _fee(rule.fee, worth)
    right = Right(
        rule=named.rule,
        layer=named.layer,
        ground="withdrawal",
        owed=amount if unsent else case.zero,
        owed_on_return=amount,
        remedies=frozenset({"refund"}),
        return_paid_by=None if unsent else _payer(rule, case),
        until=until,
        source=rule.article,
        as_of=named.as_of,
        why=_why_withdrawal(rule, case, sealed, unsent),
        conditions=frozenset() if unsent else _conditions(rule, sealed),
        refund_days=rule.refund_days,
        refund_from=rule.refund_from,
    )
    doubts = []
    if came is None and not unsent and case.delivery.parcels == 0:
        doubts.append("no delivery is on record: the time for sending goods back is taken as not over")
    if rule.untold_days and not case.told and named.layer == "law":
        doubts.append(
            "no return terms are on record as shown before the order: the time of an untold buyer counts"
        )
    if rule.reasonable:
        doubts.append(f"{rule.article}: whether it applies here is not certain")
    return Ruling(right, doubts=tuple(doubts), escalate=begun)


def _begun(rule: Withdrawal, named: Named, case: Situation) -> tuple[str, ...]:
    """Digital goods are never taken back unseen: that their supply had begun is not told by an order.

    A law's time for them runs from the order.
    """
    never = any(one.category == "digital" and one.when == "always" for one in rule.exclusions)
    over = case.today > last_day(case.ordered_on, rule, country=case.market, told=case.told)
    if named.layer != "law" or never or over or not case.reasons & _UNWANTED:
        return ()
    if not any(case.digital(line) for line in case.paid.lines):
        return ()
    return (f"{rule.article}: whether the supply of the digital goods had begun is not on record",)


def _conditions(rule: Withdrawal, sealed: frozenset[str]) -> frozenset[Condition]:
    whole: frozenset[Condition] = frozenset({"sealed"} if sealed else set())
    unused: frozenset[Condition] = frozenset({"unused"} if rule.unused else set())
    return whole | unused


def _payer(rule: Withdrawal, case: Situation) -> Payer:
    if case.policy.return_paid_by == "merchant":
        return "merchant"
    return rule.return_paid_by if case.told else rule.return_paid_by_untold


def _fee(fee: Fee, price: Money) -> Money:
    """Rounded down, for the buyer."""
    share = Money.of_minor(int(price.minor * fee.share), price.currency)
    most = fee.most.get(price.currency)
    return share if most is None else min(share, Money(most, price.currency))


def _kinds(rule: Withdrawal, case: Situation) -> str:
    left_out = {one.category for one in rule.exclusions}
    named = {
        kind for line in case.paid.lines for kind in case.categories.get(line.sku, ()) if kind in left_out
    }
    return ", ".join(sorted(kind.replace("_", " ") for kind in named)) or "these goods"


def _why_withdrawal(rule: Withdrawal, case: Situation, sealed: frozenset[str], unsent: bool) -> str:
    came = case.delivery.delivered_on
    if unsent:
        return (
            f"ordered on {case.ordered_on} and not sent yet: the buyer may withdraw and gets all of it back"
        )
    days = f"{rule.days} {'working ' if rule.working_days else ''}days"
    if came is None:
        text = f"not all of it is recorded as delivered; {days} begin with the last parcel"
    elif not case.told and rule.untold_days:
        text = (
            f"delivered on {came}; no return terms are known to have been shown, so {rule.untold_days} days"
        )
    else:
        text = f"delivered on {came}; it may go back within {days}"
    if sealed:
        text += (
            f"; {', '.join(sorted(kind.replace('_', ' ') for kind in sealed))} goods only with the seal whole"
        )
    return text + ("; unused" if rule.unused else "")


def conformity(rule: Conformity, named: Named, case: Situation) -> Ruling:
    """Faults. All of the money once the goods are back; what the shop may try first is said."""
    reasons = case.reasons & set(rule.reasons)
    if not reasons:
        return Ruling()
    lines, _ = case.left_in(rule.exclusions)
    if not lines:
        return Ruling(exclusion=f"{rule.article}: not for these goods")
    came = case.delivery.delivered_on or (
        case.delivery.day(case.delivery.first) if case.delivery.first else None
    )
    until = last_day(came, rule) if came else None
    if came and until and case.today > until:
        doubt = f"{rule.article}: {until} is a judgement; a longer time may be reasonable for such goods"
        claimable = case.today <= months_after(until, rule.claim_months) and bool(reasons & _HIDDEN)
        return Ruling(
            exclusion=f"{rule.article}: delivered on {came}, the time ended on {until}",
            doubts=(doubt,) if rule.reasonable else (),
            closed=named.over(rule.article, until),
            late_fault=f"{rule.article}: a fault that showed by {until} may still be claimed"
            if claimable
            else "",
        )
    right = Right(
        rule=named.rule,
        layer=named.layer,
        ground="conformity",
        owed=case.zero,
        owed_on_return=case.worth(lines, outward=True),
        remedies=frozenset(rule.remedies),
        return_paid_by=None if all(map(case.digital, lines)) else rule.return_paid_by,
        until=until,
        source=rule.article,
        as_of=named.as_of,
        why=_why_conformity(rule, case, reasons),
        merchant_chooses=_first(rule, case),
        refund_days=rule.refund_days,
    )
    doubt = "no delivery is on record, though the buyer writes of goods that came"
    return Ruling(right, doubts=() if came else (doubt,))


def _first(rule: Conformity, case: Situation) -> frozenset[Remedy]:
    """What the shop may try before the money: nothing while the buyer may reject."""
    came = case.delivery.delivered_on
    if rule.reject_days and (came is None or case.today <= plus(came, rule.reject_days)):
        return frozenset()
    if rule.slight_first and case.severity == "slight":
        return frozenset(rule.slight_first)
    return frozenset(rule.merchant_first)


def _why_conformity(rule: Conformity, case: Situation, reasons: frozenset[Reason]) -> str:
    said = ", ".join(sorted(reason.replace("_", " ") for reason in reasons))
    came = case.delivery.delivered_on
    text = f"{said}: not what was bought" + (f"; delivered on {came}" if came else "")
    if came and rule.burden_months:
        until = months_after(came, rule.burden_months)
        prover = (
            "the shop has to show that it was right" if case.today <= until else "the buyer has to show it"
        )
        text += f"; {'until' if case.today <= until else 'since'} {until} {prover}"
    if came and rule.reject_days and case.today <= plus(came, rule.reject_days):
        text += f"; the buyer may choose the money until {plus(came, rule.reject_days)}"
    return text


def late_delivery(rule: LateDelivery, named: Named, case: Situation) -> Ruling:
    """It came, but late."""
    came = case.delivery.delivered_on
    if "late" not in case.reasons or came is None:
        return Ruling()
    agreed = case.policy.promised_days if case.policy.shown and rule.agreed_counts else None
    due = plus(case.ordered_on, rule.days if agreed is None else agreed)
    until = plus(came, rule.within_days)
    if came <= due:
        return Ruling(exclusion=f"{rule.article}: delivered on {came}, in time (until {due})")
    if case.today > until:
        return Ruling(
            exclusion=f"{rule.article}: delivered on {came}, the time ended on {until}",
            closed=named.over(rule.article, until),
        )
    right = Right(
        rule=named.rule,
        layer=named.layer,
        ground="late_delivery",
        owed=case.zero,
        owed_on_return=case.worth(case.paid.lines, outward=True),
        remedies=frozenset({"refund"}),
        return_paid_by=rule.return_paid_by,
        until=until,
        source=rule.article,
        as_of=named.as_of,
        why=f"ordered on {case.ordered_on}, due by {due}, delivered on {came}",
    )
    return Ruling(right)
