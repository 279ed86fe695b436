"""What a shop allows, as data: data/shop_rules.yaml, or another shop's file of the same form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.sources import Source
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping, validated
from cs_agent.domain.tools.orders import Status, When

Tool = Literal[
    "find_user", "list_orders", "get_order", "get_product", "cancel_order", "change_address", "change_items",
    "return_items", "exchange_items", "ask_refund", "hand_over",
]  # fmt: skip
WRITES: Final = frozenset(
    {"cancel_order", "change_address", "change_items", "return_items", "exchange_items"}
)
"""What changes an order or moves money."""
Needed = Literal["email", "name", "postcode"]
Where = Literal["original", "gift_card"]
"""Where money goes or comes from: how the order was paid, or a gift card of the user's."""
Condition = Literal["unused", "opened", "used"]
Days = Annotated[int, Field(ge=0, le=3650)]
Words = Annotated[str, Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Rule(_Row):
    source: str
    since: date


class Identification(_Rule):
    """How a buyer is known, and how often he may err before a person goes on."""

    any_of: tuple[tuple[Needed, ...], ...]
    failed_tries: int = Field(ge=1, le=20)


class Confirmation(_Rule):
    """How long a question stands, in minutes."""

    expires_minutes: int = Field(ge=1, le=24 * 60)


class ReadRule(_Rule):
    """A tool that only tells."""

    kind: Literal["read"]
    identification: Literal["none", "user"]


class _OrderRule(_Rule):
    statuses: tuple[Status, ...]
    confirmation: Literal["plain_yes", "none"] = "plain_yes"


class CancelRule(_OrderRule):
    """The whole order; ``fee_share`` of what was paid is kept."""

    kind: Literal["cancel"]
    reasons: tuple[Words, ...]
    fee_share: Annotated[str, Field(pattern=r"^0(\.[0-9]{1,4})?$")] = "0"
    within_working_days: Days
    status_after: Status


class Places(_Row):
    """Addresses of a kind, by the words that name them, and the countries where the shop sends there."""

    countries: tuple[str, ...]
    words: tuple[Words, ...]


class AddressRule(_OrderRule):
    """``same_country``: another one changes price and customs, so a person goes on."""

    kind: Literal["address"]
    needs: tuple[Literal["street", "postcode", "city"], ...]
    same_country: bool
    special: Mapping[str, Places] = Field(default_factory=dict)


class ItemsRule(_OrderRule):
    """Other options of the same products. ``days``: from delivery, None where that does not count."""

    kind: Literal["items"]
    same_product: bool
    in_stock: bool
    times_per_order: int = Field(ge=1)
    days: Days | None = None
    dearer: tuple[Where, ...]
    cheaper: tuple[Where, ...]
    cheaper_when: When
    within_working_days: Days
    status_after: Status


class NotReturnable(_Row):
    """Goods that stay when they are in one of these conditions; ``categories``: words of the product's."""

    when: tuple[Condition, ...]
    categories: tuple[Words, ...]


class ReturnRule(_OrderRule):
    """The lines' prices less their share of the discount go back once the goods do."""

    kind: Literal["return"]
    days: Days
    unused: bool
    part_of_order: bool
    not_returnable: Mapping[str, NotReturnable] = Field(default_factory=dict)
    to: tuple[Where, ...]
    within_working_days: Days
    label: Mapping[str, Literal["free_label", "buyer"]]
    status_after: Status


class RequestRule(_OrderRule):
    """Asks another service, which decides; changes no order."""

    kind: Literal["request"]
    reasons: tuple[Words, ...]
    times_per_order_and_reason: int = Field(ge=1)


class HandOverRule(_Rule):
    """A person goes on."""

    kind: Literal["handover"]
    reasons: tuple[Words, ...]


AnyRule = Annotated[
    ReadRule | CancelRule | AddressRule | ItemsRule | ReturnRule | RequestRule | HandOverRule,
    Field(discriminator="kind"),
]


class ShopRules(_Row):
    """Everything that an engine needs to know of a shop. ``sold_out``: SKUs that cannot be had now."""

    version: Literal[1]
    as_of: date
    merchant_id: str = ""
    sources: Mapping[str, Source]
    identification: Identification
    confirmation: Confirmation
    tools: Mapping[Tool, AnyRule]
    sold_out: frozenset[str] = frozenset()


_OTHERS: Final = frozenset(ShopRules.model_fields) - {"tools"}
_KINDS: Final[Mapping[str, str]] = {
    "cancel_order": "cancel", "change_address": "address", "change_items": "items", "return_items": "return",
    "exchange_items": "items", "ask_refund": "request", "hand_over": "handover",
}  # fmt: skip


@cache
def shop_rules() -> ShopRules:
    """The rules that come with the service."""
    return read_shop_rules((files("cs_agent") / "data/shop_rules.yaml").read_text("utf-8"), "shop_rules.yaml")


def read_shop_rules(text: str, name: str) -> ShopRules:
    """Rules of a file. Raises TermDataError with the file's name, the place and what is wrong there."""
    rules = validated(ShopRules, read_mapping(text, name, holds="tools", may_hold=_OTHERS), name)
    found = faults(rules)
    if found:
        raise TermDataError(f"{name}: {'; '.join(found[:5])}")
    return rules


def faults(rules: ShopRules) -> list[str]:
    """What is wrong with rows that each read well, above all what would open a shop to everybody."""
    return [*_faults_of_identity(rules), *_faults_of_tools(rules), *_faults_of_sources(rules)]


def _faults_of_identity(rules: ShopRules) -> Iterator[str]:
    if not rules.identification.any_of:
        yield "identification: nothing identifies a buyer"
    for needed in rules.identification.any_of:
        if "email" not in needed and not {"name", "postcode"} <= set(needed):
            yield f"identification: {'+'.join(needed) or 'nothing'} is not enough; e-mail, or name+postcode"


def _faults_of_tools(rules: ShopRules) -> Iterator[str]:
    for tool in sorted(set(get_args(Tool)) - set(rules.tools)):
        yield f"tools: no rule for {tool}"
    for tool, rule in rules.tools.items():
        if rule.kind != _KINDS.get(tool, "read"):
            yield f"{tool}: kind {rule.kind!r}, expected {_KINDS.get(tool, 'read')!r}"
        if (
            isinstance(rule, ReadRule)
            and rule.identification == "none"
            and tool in {"list_orders", "get_order"}
        ):
            yield f"{tool}: nothing of an order is told before the buyer is known"
        if isinstance(rule, _OrderRule) and tool in WRITES and rule.confirmation != "plain_yes":
            yield f"{tool}: changes an order, so it needs a plain yes"
        if isinstance(rule, _OrderRule) and not rule.statuses:
            yield f"{tool}: no status allows it"
        if (
            isinstance(rule, ItemsRule)
            and rule.cheaper_when == "returned"
            and "delivered" not in rule.statuses
        ):
            yield f"{tool}: nothing is returned of what was not delivered"
        if isinstance(rule, ReturnRule) and "other" not in rule.label:
            yield f"{tool}: label: no row for other countries"


def _faults_of_sources(rules: ShopRules) -> Iterator[str]:
    named = {rules.identification.source, rules.confirmation.source}
    named |= {rule.source for rule in rules.tools.values()}
    yield from (f"no source {key!r}" for key in sorted(named - set(rules.sources)))
    yield from (f"sources: nothing names {key!r}" for key in sorted(set(rules.sources) - named))
