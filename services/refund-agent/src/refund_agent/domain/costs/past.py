"""Past requests, one JSON object a line: read, checked, faults named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from argosy_commerce.money import Money
from argosy_pictures.showing import Result
from refund_agent.domain.checks import Check, CheckName
from refund_agent.domain.complaint import Complaint, ReadReason, Reason, Severity, Wish
from refund_agent.domain.costs.case import Case, Limits, Params
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.entitlement import Entitlement, Paid, PaidLine, Payer
from refund_agent.domain.options import Decision
from refund_agent.domain.rights.model import Category

_LONGEST: Final = 65_536
Answer = Literal["ACCEPTED", "REFUSED", "SILENCE"]
Country = Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MoneyRow(_Row):
    """As in the events; not below zero, whole minor units."""

    amount: str
    currency: str

    @model_validator(mode="after")
    def _an_amount(self) -> Self:
        money = self.money
        if money.amount < 0 or money.rounded() != money:
            raise ValueError("an amount must be whole minor units, not below zero")
        return self

    @property
    def money(self) -> Money:
        """As an amount."""
        return Money.from_strings(self.amount, self.currency)


class RightsRow(_Row):
    """What was owed, as the service had found it; without it, nothing was."""

    owed: MoneyRow | None = None
    owed_on_return: MoneyRow | None = None
    may_return: bool = False
    return_paid_by: Payer = "buyer"


class CheckRow(_Row):
    """One check, as in refund.decided."""

    check: CheckName
    result: Result
    weak: bool = False

    @field_validator("result", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


class LaneRow(_Row):
    """Countries and weight."""

    buyer: Country = ""
    merchant: Country = "CN"
    warehouse: Country = ""
    grams: Annotated[int, Field(ge=0, le=100_000)] = 0
    categories: frozenset[Category] = frozenset()


class OfferRow(_Row):
    """One offer, as in refund.offered, and the answer."""

    decision: Decision
    refund: MoneyRow | None = None
    return_label: bool = False
    answer: Answer


class OutcomeRow(_Row):
    """What came of it, as far as it is known. ``person``: a person decided, and how is not told here."""

    person: bool = False
    disputed: bool | None = None
    returned: bool | None = None
    resold: MoneyRow | None = None


class PastRow(_Row):
    """One line of the file."""

    request_id: str
    order_id: str = ""
    reason: Reason
    severity: Severity = "unknown"
    wish: Wish | None = None
    asked: MoneyRow | None = None
    paid: MoneyRow
    already: MoneyRow | None = None
    goods_cost: MoneyRow | None = None
    rights: RightsRow = RightsRow()
    evidence_checks: tuple[CheckRow, ...] = ()
    lane: LaneRow = LaneRow()
    offers: Annotated[tuple[OfferRow, ...], Field(max_length=10)] = ()
    outcome: OutcomeRow = OutcomeRow()


@dataclass(frozen=True, slots=True)
class PastRequest:
    """A request that ended; ``case`` is it without limits, which a policy gives."""

    request_id: str
    case: Case
    offers: tuple[OfferRow, ...]
    outcome: OutcomeRow


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used: its number, from 1, and why."""

    number: int
    why: str


def read_past(lines: Iterable[str], params: Params) -> Iterator[PastRequest | BadLine]:
    """Every line that is not blank."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _request(PastRow.model_validate(json.loads(_bounded(line))), params)
        except json.JSONDecodeError as error:
            yield BadLine(number, f"no JSON: {error.msg} at character {error.colno}")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            yield BadLine(number, f"{place}: {first['msg']}" if place else first["msg"])
        except (ValueError, RecursionError) as error:
            yield BadLine(number, str(error) or type(error).__name__)


def _bounded(line: str) -> str:
    if len(line) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    return line


def _request(row: PastRow, params: Params) -> PastRequest:
    total = row.paid.money
    already = row.already.money if row.already else Money.zero(total.currency)
    if total <= already:
        raise ValueError("paid: nothing was left to refund")
    if not params.knows(total.currency):
        raise ValueError(f"paid: no rate for {total.currency}")
    for place, amount in _amounts(row):
        if amount.currency != total.currency:
            raise ValueError(f"{place}: in {amount.currency}, and the order is in {total.currency}")
        if place == "offers" and amount > total - already:
            raise ValueError("offers: a refund is more than could be refunded")
    zero = Money.zero(total.currency)
    line = PaidLine("", "", "", 1, total, zero, zero)
    paid = Paid((line,), total, already, total - already, whole_order=True)
    goods_cost = row.goods_cost.money if row.goods_cost else None
    share = None if goods_cost is None else min(goods_cost.minor / total.minor, 1.0)
    complaint = Complaint(
        "und",
        (ReadReason(row.reason, 1.0, ()),),
        severity=row.severity,
        wish=row.wish,
        asked=row.asked.money if row.asked else None,
    )
    checks = tuple(
        Check("past", one.check, one.result, one.check, weak=one.weak) for one in row.evidence_checks
    )
    entitlement = _entitlement(row.rights, paid)
    lane = Lane(**row.lane.model_dump())
    limits = Limits(goods_cost=share)
    case = Case(paid, entitlement, complaint, checks, lane, limits, params)
    return PastRequest(row.request_id, case, row.offers, row.outcome)


def _amounts(row: PastRow) -> Iterator[tuple[str, Money]]:
    """Those besides what was paid, by place."""
    named = {"asked": row.asked, "goods_cost": row.goods_cost, "outcome.resold": row.outcome.resold}
    named |= {"rights.owed": row.rights.owed, "rights.owed_on_return": row.rights.owed_on_return}
    places = [*named.items(), *(("offers", offer.refund) for offer in row.offers)]
    yield from ((place, amount.money) for place, amount in places if amount is not None)


def _entitlement(row: RightsRow, paid: Paid) -> Entitlement:
    zero = Money.zero(paid.total.currency)
    back = row.owed_on_return.money if row.owed_on_return else paid.refundable
    return Entitlement(
        rights=(),
        owed=row.owed.money if row.owed else zero,
        owed_on_return=back if row.may_return else zero,
        may_return=row.may_return,
        must_offer_return=row.may_return,
        return_paid_by=row.return_paid_by,
    )
