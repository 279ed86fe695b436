"""A merchant's own refund policy: the `rules` of a policy.updated event, read by data/policy_keys.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, Literal, get_args

from google.protobuf.json_format import MessageToDict
from pydantic import BaseModel, ConfigDict

from argosy.fact.v1 import fact_pb2
from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import packaged, validated
from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Payer
from refund_agent.domain.rights.model import Category

Kind = Literal["days", "payer", "share", "truth", "categories", "amount", "shares"]
_LONGEST: Final = 3650


class Key(BaseModel):
    """One key of a policy's rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    meaning: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MerchantPolicy:
    """What a policy says; None or empty where it says nothing. ``shown``: before the order was placed.

    Amounts are in whatever currency the policy names.
    """

    shown: bool = False
    window_days: int | None = None
    fault_window_days: int | None = None
    return_paid_by: Payer | None = None
    restocking_fee_share: Decimal | None = None
    shipping_refunded: bool | None = None
    shipping_on_part: bool | None = None
    excluded_categories: frozenset[Category] = frozenset()
    promised_days: int | None = None
    late_refund_days: int | None = None
    keep_below: Money | None = None
    instant_below: Money | None = None
    most_without_person: Money | None = None
    floors: Mapping[Reason, Decimal] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@cache
def policy_keys() -> Mapping[str, Key]:
    """The keys that are understood, by their names and other spellings' own names."""
    rows = packaged("refund_agent", "policy_keys", "keys")["keys"]
    return {name: validated(Key, row, f"policy_keys.yaml: {name}") for name, row in rows.items()}


def read_policy(told: fact_pb2.PolicyUpdated | None) -> MerchantPolicy | None:
    """A policy as in force at the order's date (`PolicyLedger.on`); what cannot be read of it is a doubt."""
    if told is None:
        return None
    known = {spelling: name for name, key in policy_keys().items() for spelling in (name, *key.also)}
    values: dict[str, Any] = {}
    doubts: list[str] = []
    for spelling, value in sorted(MessageToDict(told.rules).items()):
        name = known.get(spelling)
        if name is None:
            doubts.append(f"the refund policy's rule {spelling[:40]!r} is not known and was not applied")
            continue
        read = _read(policy_keys()[name].kind, value)
        if read is None:
            doubts.append(
                f"the refund policy's {name} cannot be read as {policy_keys()[name].kind}; it was not applied"
            )
        else:
            values[name] = read
    return MerchantPolicy(shown=told.shown_at_checkout, doubts=tuple(doubts), **values)


def faults() -> list[str]:
    """Keys that the value does not hold, and the other way round."""
    ours = {one.name for one in fields(MerchantPolicy)} - {"shown", "doubts"}
    spellings = [one for key in policy_keys().values() for one in key.also]
    found = [f"{name}: nothing reads it" for name in set(policy_keys()) - ours]
    found += [f"{name}: no such key" for name in ours - set(policy_keys())]
    found += [f"{name}: a key and another key's spelling" for name in spellings if name in policy_keys()]
    return sorted(found)


def _read(kind: Kind, value: object) -> Any:  # noqa: ANN401, PLR0911 — one reader for all kinds of values
    """None where the value is not of that kind."""
    match kind:
        case "days":
            whole = isinstance(value, float) and value == int(value) and 0 <= value <= _LONGEST
            return int(value) if whole and isinstance(value, float) else None
        case "payer":
            return value if value in get_args(Payer) else None
        case "share":
            return _share(value)
        case "truth":
            return value if isinstance(value, bool) else None
        case "categories":
            named = frozenset(value) if isinstance(value, list) else None
            return named if named is not None and named <= set(get_args(Category)) else None
        case "amount":
            return _amount(value)
        case "shares":
            return _shares(value)


def _share(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (float, str)):
        return None
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        return None
    return read if read.is_finite() and 0 <= read <= 1 else None


def _amount(value: object) -> Money | None:
    if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
        return None
    try:
        read = Money.from_strings(str(value["amount"]), str(value["currency"]))
    except (UnknownCurrency, UnreadableAmount):
        return None
    return read if read.amount >= 0 else None


def _shares(value: object) -> Mapping[str, Decimal] | None:
    if not isinstance(value, dict):
        return None
    read = {name: share for name, share in _each(value) if share is not None}
    return read if len(read) == len(value) and set(read) <= set(get_args(Reason)) else None


def _each(value: Mapping[str, object]) -> Iterator[tuple[str, Decimal | None]]:
    for name, one in value.items():
        yield name, _share(one)
