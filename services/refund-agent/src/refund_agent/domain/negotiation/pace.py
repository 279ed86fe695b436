"""How long a buyer has to answer: ours (data/negotiation.yaml), bounded by what law and platform set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.terms.strict_yaml import TermDataError, packaged, validated
from refund_agent.domain.entitlement import Entitlement, RefundFrom
from refund_agent.domain.negotiation.state import Pay
from refund_agent.domain.options import Offer
from refund_agent.domain.rights.model import Platform

Silence = Literal["stands", "escalate"]
NoRight = Literal["reject", "plan"]
_HOUR: Final = timedelta(hours=1)


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Annotated[int, Field(gt=0, le=1000)]
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class House:
    """What holds for every request; hours and days."""

    rounds: int
    answer_hours: int
    least_hours: int
    questions: int
    ship_back_days: int
    pay_days: int
    person_hours: int
    on_silence: Silence
    no_right: NoRight


@dataclass(frozen=True, slots=True)
class Pace:
    """What holds for one request. ``ends``: moments by which its offers should be over.

    ``pay_days``: in which money that is owed has to be back, of a return counted from ``pays_from``;
    ``person_hours``: until a person has answered.
    """

    house: House
    rounds: int
    ship_back_days: int
    pay_days: int
    person_hours: int
    ends: tuple[datetime, ...] = ()
    pays_from: RefundFrom = "arrival"

    def pay(self, offer: Offer, at: datetime, told: datetime | None = None) -> Pay | None:
        """When the money of an outcome that was decided at a moment is due; None where there is none.

        ``told``: when the buyer said that he uses his right, if that was before.
        """
        if not offer.refund:
            return None
        if offer.decision == "RETURN_THEN_REFUND" and self.pays_from == "arrival":
            return Pay(days=self.pay_days)
        soonest = at + timedelta(hours=self.house.least_hours)
        return Pay(by=max((told or at) + timedelta(days=self.pay_days), soonest))

    def until(self, now: datetime) -> datetime:
        """The deadline of an offer made now, on a full hour: never less than the least away."""
        wanted = min((now + timedelta(hours=self.house.answer_hours), *self.ends))
        return _full_hour(max(wanted, now + timedelta(hours=self.house.least_hours)))


@cache
def house() -> House:
    """Ours."""
    document = packaged("refund_agent", "negotiation", "rules", "on_silence", "no_right")
    return read_house(document)


def read_house(document: dict[str, Any]) -> House:
    """From a document like data/negotiation.yaml. Raises TermDataError, or KeyError for a rule that lacks."""
    rules = {
        name: validated(_Rule, row, f"negotiation.yaml: {name}").value
        for name, row in document["rules"].items()
    }
    silence, no_right = document["on_silence"], document["no_right"]
    if silence not in get_args(Silence) or no_right not in get_args(NoRight):
        raise TermDataError(f"negotiation.yaml: on_silence: {silence}, no_right: {no_right}")
    return House(**rules, on_silence=silence, no_right=no_right)


def plain_pace() -> Pace:
    """Of a request of which nothing else is known."""
    ours = house()
    return Pace(ours, ours.rounds, ours.ship_back_days, ours.pay_days, ours.person_hours)


def pace_of(
    ours: House, rounds: int, platform: Platform | None, entitlement: Entitlement, asked_at: datetime
) -> Pace:
    """``rounds``: the merchant's own limit; ``asked_at``: when the buyer asked.

    Offers end before the platform decides itself, before the money is due by law, and with the last day on
    which the goods may go back.
    """
    days = (entitlement.refund_days, platform.steps_in_days if platform else None)
    ends = [asked_at + timedelta(days=number) for number in days if number]
    if entitlement.return_until:
        ends.append(datetime.combine(entitlement.return_until, time(23), UTC))
    answers = platform.answer_hours if platform and platform.answer_hours else ours.person_hours
    return Pace(
        ours,
        rounds=min(ours.rounds, rounds),
        ship_back_days=(platform.ship_back_days if platform else None) or ours.ship_back_days,
        pay_days=min(entitlement.refund_days or ours.pay_days, ours.pay_days),
        person_hours=min(answers, ours.person_hours),
        ends=tuple(sorted(set(ends))),
        pays_from=entitlement.refund_from,
    )


def _full_hour(moment: datetime) -> datetime:
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor if floor == moment else floor + _HOUR
