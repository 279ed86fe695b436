"""What the policy engine says to a call, in slots that no language is in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from argosy_commerce.money import Money
from cs_agent.domain.tools.orders import Method, When

Slots = Mapping[str, object]
"""JSON values only."""

ReasonId = Literal[
    "no_such_order",  # none of this user's; whether another has it is not told
    "one_user",  # the conversation is another user's
    "with_person",  # a person goes on already
    "status",  # slots: status, allowed
    "reason",  # slots: allowed
    "part_of_order",  # a part cannot be cancelled or returned
    "address_kind",  # a PO box or locker where the shop sends to none; slots: which, countries
    "unchanged",  # nothing would change
    "no_such_line",  # slots: sku
    "too_many",  # more pieces than bought; slots: sku, quantity
    "other_product",  # slots: sku
    "no_such_variant",  # slots: sku
    "sold_out",  # slots: sku
    "times",  # done as often as may be; slots: times
    "window",  # slots: days, delivered, until
    "used",  # slots: sku
    "not_returnable",  # slots: sku, which
    "refund_elsewhere",  # to another card, an account, cash
    "charge_elsewhere",
    "gift_card_balance",  # slots: to, balance, needed
    "more_than_paid",
    "asked_before",  # a refund was asked for that reason
]
HandOverReason = Literal[
    "asked_for_a_person", "invoice", "payment_problem", "redelivery", "wholesale", "not_the_buyer",
    "identity_tries", "out_of_scope", "delivery_unknown", "other_country", "currency", "shop_disagrees",
    "shop_unreachable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that will go or come. ``to``: a card's last four digits or a gift card's id. ``amount`` > 0."""

    kind: Literal["refund", "charge"]
    method: Method
    to: str
    amount: Money
    when: When = "now"

    def told(self) -> dict[str, object]:
        """As JSON."""
        amount, currency = self.amount.to_strings()
        return {
            "kind": self.kind,
            "method": self.method,
            "to": self.to,
            "amount": {"amount": amount, "currency": currency},
            "when": self.when,
        }


@dataclass(frozen=True, slots=True)
class Swap:
    """``quantity`` pieces of ``sku``; ``new``: what they become, "" where they only go back."""

    sku: str
    quantity: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Will:
    """What a call will do: all that the buyer is asked about, and all that is done after his yes.

    ``reason``: why, or the condition of what goes back. ``lines``: empty for the whole order as it is.
    ``days``: working days until money is back. ``label``: who pays the way back, "" where nothing goes back.
    """

    tool: str
    order_id: str
    status_after: str = ""
    reason: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Swap, ...] = ()
    movements: tuple[Movement, ...] = ()
    days: int = 0
    label: str = ""

    def told(self) -> dict[str, object]:
        """As JSON: for a question's slots, its digest and the shop."""
        return {
            "tool": self.tool,
            "order_id": self.order_id,
            "status_after": self.status_after,
            "reason": self.reason,
            "address": dict(self.address),
            "lines": [{"sku": one.sku, "quantity": one.quantity, "new": one.new} for one in self.lines],
            "movements": [movement.told() for movement in self.movements],
            "days": self.days,
            "label": self.label,
        }

    @property
    def again(self) -> dict[str, object]:
        """The arguments of the call that it came of, for those who check it again."""
        to = self.movements[0].to if len(self.movements) == 1 else ""
        return {
            "order_id": self.order_id,
            "reason": self.reason,
            "condition": self.reason,
            "address": dict(self.address),
            "lines": [{"sku": one.sku, "quantity": one.quantity, "new": one.new} for one in self.lines],
            "to": to,
        }

    @property
    def digest(self) -> str:
        """Names this question: any other order, thing, address, amount or payment gives another."""
        text = json.dumps(self.told(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def read_will(told: Mapping[str, Any]) -> Will:
    """From `Will.told`. Raises KeyError, TypeError, ValueError where it is another's."""
    return Will(
        told["tool"],
        told["order_id"],
        told["status_after"],
        told["reason"],
        dict(told["address"]),
        tuple(Swap(row["sku"], int(row["quantity"]), row["new"]) for row in told["lines"]),
        tuple(
            Movement(row["kind"], row["method"], row["to"], Money.from_strings(**row["amount"]), row["when"])
            for row in told["movements"]
        ),
        int(told["days"]),
        told["label"],
    )


@dataclass(frozen=True, slots=True)
class Permitted:
    """Do it, with this id: the same again is the same call. ``will`` is None for what only tells."""

    call_id: str
    will: Will | None = None


@dataclass(frozen=True, slots=True)
class NeedsIdentity:
    """``any_of``: what would do; ``tries``: how often he may still err."""

    any_of: tuple[tuple[str, ...], ...]
    tries: int


@dataclass(frozen=True, slots=True)
class NeedsMore:
    """What the buyer has yet to say, by names of arguments; ``allowed``: what he may choose from."""

    missing: tuple[str, ...]
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedsYes:
    """Ask exactly this."""

    will: Will


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule forbids it."""

    reason: ReasonId
    slots: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person goes on."""

    reason: HandOverReason


Planned = Will | NeedsMore | Refused | HandOver
Verdict = Permitted | NeedsIdentity | NeedsMore | NeedsYes | Refused | HandOver
