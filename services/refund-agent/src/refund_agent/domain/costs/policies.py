"""A merchant's policy as limits: from its rules, or from a file to try a change with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.money import Money, minor_digits
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping, validated
from refund_agent.domain.complaint import Reason
from refund_agent.domain.costs.case import OUTCOMES, Limits, Params
from refund_agent.domain.costs.past import MoneyRow
from refund_agent.domain.options import Decision
from refund_agent.domain.rights.policy import MerchantPolicy


class Policy(BaseModel):
    """A YAML file with `policy:`; the keys that data/policy_keys.yaml has too mean the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    most_without_person: MoneyRow | None = None
    instant_below: MoneyRow | None = None
    keep_below: MoneyRow | None = None
    outcomes: frozenset[Decision] = OUTCOMES
    rounds: Annotated[int, Field(ge=1, le=3)] = 3
    floors: Mapping[Reason, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)

    def limits(self, currency: str, params: Params, goods_cost: float | None = None) -> Limits:
        """In a currency. ``goods_cost``: as a share of what was paid, where it is known."""

        def here(row: MoneyRow | None) -> Money | None:
            return None if row is None else turned(row.money, currency, params)

        return Limits(
            most_without_person=here(self.most_without_person),
            instant_below=here(self.instant_below),
            keep_below=here(self.keep_below),
            outcomes=self.outcomes,
            rounds=self.rounds,
            goods_cost=goods_cost,
            floors=self.floors,
        )


def limits_of(policy: MerchantPolicy | None, currency: str, params: Params) -> Limits:
    """The limits that a policy's rules set, in a currency; amounts without a rate set none."""
    if policy is None:
        return Limits()

    def here(money: Money | None) -> Money | None:
        known = money is not None and (money.currency == currency or params.knows(money.currency))
        return turned(money, currency, params) if money is not None and known else None

    return Limits(
        most_without_person=here(policy.most_without_person),
        instant_below=here(policy.instant_below),
        keep_below=here(policy.keep_below),
        floors={reason: float(share) for reason, share in policy.floors.items()},
    )


def read_policy(text: str, source: str, params: Params) -> Policy:
    """A policy from YAML. Raises TermDataError naming the file and the fault."""
    document: dict[str, Any] = read_mapping(text, source, holds="policy", may_hold=frozenset())
    policy = validated(Policy, document["policy"], source)
    for row in (policy.most_without_person, policy.instant_below, policy.keep_below):
        if row is not None and not params.knows(row.currency):
            raise TermDataError(f"{source}: no rate for {row.currency}")
    return policy


def turned(money: Money, currency: str, params: Params) -> Money:
    """About the same in another currency: for limits, never for offers. Raises KeyError without a rate."""
    if money.currency == currency:
        return money
    own = params.units(1.0, money.currency) / float(Decimal(10) ** minor_digits(money.currency))
    return Money.of_minor(round(float(money.amount) / own * params.units(1.0, currency)), currency)
