"""The buyer's earlier payments, and whether they meet Visa Compelling Evidence 3.0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from argosy_commerce.addresses import postcode_of, read_place
from argosy_commerce.money import Money
from argosy_commerce.spotting import plain
from argosy_ledger.facts import OrderFacts, money, utc
from chargeback_agent.domain.case.names import same_person
from chargeback_agent.domain.case.records import Records
from chargeback_agent.domain.rules.compelling_evidence import (
    Address,
    CompellingEvidence,
    Disputed,
    Payment,
    Qualified,
    qualifies,
    read_compelling_evidence,
    rule_on,
)

_MOST = 3
_NAMED = {
    "account_id": "account", "shipping_address": "address", "device_id": "device",
    "device_fingerprint": "device", "ip_address": "ip",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier payments to name, and what they have in common with the disputed one (name, value)."""

    orders: tuple[OrderFacts, ...] = ()
    elements: tuple[tuple[str, str], ...] = ()
    qualifies: bool = False
    short_of: tuple[str, ...] = ()
    """Why the rule is not met, in words; empty where it is, or where no rule applies."""


@cache
def compelling_evidence() -> tuple[CompellingEvidence, ...]:
    """Visa's rule in its versions."""
    name = "compelling_evidence_3.yaml"
    text = files("chargeback_agent").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return read_compelling_evidence(text, name)


def undisputed_orders(records: Records) -> tuple[OrderFacts, ...]:
    """The buyer's paid orders before this one that no case is about, newest first."""
    disputed = {case.order_id for case in records.others.cases}
    before = records.placed_at or records.dispute.opened_at
    found = [
        one
        for one in records.others.orders
        if one.order_id not in disputed | {records.facts.order_id}
        and one.payment
        and one.payment.data.HasField("captured_at")
        and (moment := placed(one))
        and moment < before
        and of_the_same_buyer(one, records)
    ]
    return tuple(sorted(found, key=lambda one: (placed(one) or before, one.order_id), reverse=True))


def of_the_same_buyer(one: OrderFacts, records: Records) -> bool:
    """By e-mail address, else by account where name and address do not both say that it is another's.

    Shops give everybody who orders without an account one id, such as "guest".
    """
    if one.order is None or records.order is None:
        return False
    mine, theirs = records.order.buyer, one.order.data.buyer
    if mine.email and mine.email.casefold() == theirs.email.casefold():
        return True
    other = bool(mine.email and theirs.email) and same_person(mine.name, theirs.name) is False
    return bool(mine.id) and mine.id == theirs.id and not other


def earlier_payments(records: Records) -> Earlier:
    """By Compelling Evidence 3.0 where it is met; else what undisputed orders share with this one."""
    disputed = _payment(records.facts, records)
    rule = rule_on(compelling_evidence(), records.dispute.opened_at.date())
    short: tuple[str, ...] = ()
    if disputed and rule and (records.dispute.network, records.dispute.code) in _covered(rule):
        candidates = [one for facts in records.others.orders if (one := _payment(facts, records))]
        what = Disputed(
            disputed, records.dispute.network, records.dispute.code, records.dispute.opened_at.date()
        )
        verdict = qualifies(what, candidates, rule)
        if isinstance(verdict, Qualified):
            ids = [payment.id for payment in verdict.payments]
            chosen = {one.order_id: one for one in records.others.orders if one.order_id in ids}
            elements = {_NAMED[element]: _shown(element, disputed, records) for element in verdict.elements}
            return Earlier(tuple(chosen[one] for one in ids), tuple(elements.items()), qualifies=True)
        short = tuple(reason.text for reason in verdict.reasons)
    return _in_common(records, short)


def placed(one: OrderFacts) -> datetime | None:
    """When an order was placed."""
    return utc(one.order.data.placed_at) if one.order and one.order.data.HasField("placed_at") else None


def total(one: OrderFacts) -> Money | None:
    """What an order came to."""
    return money(one.order.data.total) if one.order and one.order.data.HasField("total") else None


def _covered(rule: CompellingEvidence) -> set[tuple[str, str]]:
    return {(rule.network, code) for code in rule.codes}


def _in_common(records: Records, short: tuple[str, ...]) -> Earlier:
    """Undisputed orders paid with the same card; the things that all of them share with this one."""
    mine = _payment(records.facts, records)
    if mine is None:
        return Earlier(short_of=short)
    same_card = [one for one in undisputed_orders(records) if _credential(one) == mine.credential]
    found = [one for one in same_card[:_MOST] if _shared(one, records)]
    if not found:
        return Earlier(short_of=short)
    first, *rest = (_shared(one, records) for one in found)
    common = [pair for pair in first if all(pair in other for other in rest)]
    return Earlier(tuple(found), tuple(common), short_of=short)


def _shared(one: OrderFacts, records: Records) -> list[tuple[str, str]]:
    if one.order is None or records.order is None:
        return []
    mine, theirs = records.order.buyer, one.order.data.buyer
    pairs = (
        ("account", mine.id, theirs.id),
        ("email", mine.email.casefold(), theirs.email.casefold()),
        ("ip", mine.ip, theirs.ip),
        ("device", mine.device_id, theirs.device_id),
        ("address", mine.address, theirs.address),
    )
    return [(name, own.strip()) for name, own, other in pairs if own.strip() and plain(own) == plain(other)]


def _credential(one: OrderFacts) -> str:
    """Network, last four and issuer's country: all that is kept of a card, no proof that it is the same."""
    if one.payment is None or not one.payment.data.card.last4:
        return ""
    card = one.payment.data.card
    return f"{plain(card.network)}/{card.last4}/{card.bin_country}"


def _payment(one: OrderFacts, records: Records) -> Payment | None:
    amount = total(one)
    if one.order is None or one.payment is None or amount is None:
        return None
    buyer, paid = one.order.data.buyer, one.payment.data
    moment = utc(paid.captured_at) if paid.HasField("captured_at") else placed(one)
    if moment is None:
        return None
    return Payment(
        id=one.order_id,
        day=moment.date(),
        amount=amount.amount,
        currency=amount.currency,
        credential=_credential(one),
        merchant="this shop",
        arn=paid.arn,
        description="; ".join(line.title for line in one.order.data.lines if line.title),
        # An account counts where it is a name that the cardholder logs in with: the e-mail address is.
        account_id=buyer.email,
        shipping_address=_address(buyer.address),
        device_id=buyer.device_id,
        ip_address=buyer.ip,
        disputed=any(case.order_id == one.order_id for case in records.others.cases)
        and one.order_id != records.facts.order_id,
        settled=paid.HasField("captured_at"),
    )


def _address(text: str) -> Address:
    """A written address in the parts that the rule compares; a part that cannot be told apart stays empty."""
    place = read_place(text)
    parts = [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]
    rest = [part for part in parts if not _is_country(part, place.country)]
    town = ", ".join(rest[1:])
    state = re.search(r"(?<![\w])[A-Z]{2,3}(?=\W+\d|$)", town)
    if not postcode_of(town, place.country):
        return Address(street=text)
    return Address(
        street=rest[0],
        city=town,
        state=state[0] if state else "",
        postal_code=place.postcode,
        country=place.country,
    )


def _is_country(part: str, country: str) -> bool:
    return (
        bool(country)
        and (part == country or read_place(f"x, {part}").country == country)
        and not re.search(r"\d", part)
    )


def _shown(element: str, disputed: Payment, records: Records) -> str:
    if element == "shipping_address":
        return records.order.buyer.address if records.order else ""
    return str(getattr(disputed, element))
