"""Rules of laws, platforms and shops as values (data/law, data/platforms, data/house.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Payer, RefundFrom, Remedy

Category = Literal[
    "hygiene",  # sealed for health or hygiene: underwear, cosmetics, earphones that go into the ear
    "custom_made",  # made to the buyer's measure or wish, engraved
    "perishable",  # spoils or expires soon: food, flowers
    "food",  # food and drink, perishable or not
    "digital",  # content or a code, not on a medium
    "sealed_media",  # records, films, games, software in a sealed pack
    "printed_news",  # newspapers, periodicals
    "mixed_in",  # fuel, paint on a wall: cannot be separated any more
    "price_moves",  # its price follows a market: gold, coins
    "large",  # cannot be sent by post: furniture, large appliances
]
"""Kinds of goods that rules treat apart. A line may be of several, or of none."""
Words = Annotated[str, Field(min_length=1)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Days = Annotated[int, Field(gt=0, le=4000)]
Months = Annotated[int, Field(gt=0, le=120)]
Share = Annotated[Decimal, Field(ge=0, le=1)]

FAULTS: tuple[Reason, ...] = (
    "damaged", "defective", "wrong_item", "wrong_variant", "not_as_described", "missing_parts", "counterfeit",
    "unsafe",
)  # fmt: skip
"""Reasons that say that the goods are not what was bought."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Rule(_Data):
    source: Words
    """The id of a Source."""
    article: Words
    """Law and article, or the policy's name."""
    since: date
    """Orders from this day on."""
    until: date | None = None
    countries: tuple[Country, ...] = ()
    """Of the market's; none: all of them."""
    reasonable: bool = False
    """The text says "reasonable" and names no figure; ours is a judgement, and passing it is a doubt."""
    note: str = ""


class Exclusion(_Data):
    """A kind of goods that a rule leaves out: always, once unsealed, or once its supply has begun."""

    category: Category
    when: Literal["always", "unsealed", "begun"] = "always"


class Fee(_Data):
    """What the shop may keep: a share of the price, at most an amount of one currency."""

    share: Share
    most: Mapping[str, Decimal] = {}


class Withdrawal(_Rule):
    """Goods may go back without a reason within ``days`` after the day they came.

    ``untold_days``: where the buyer was not told of it; None: no longer. ``unless_shown``: the shop's own
    return terms, shown before the order, take its place. ``outward``: whether the way out is paid back.
    ``refund_days`` count from when the shop was told, or from when the goods have come (``refund_from``).
    """

    ground: Literal["withdrawal"]
    days: Days
    working_days: bool = False
    untold_days: Days | None = None
    next_working_day: bool = False
    """A window that ends on a Saturday, Sunday or public holiday ends on the next working day."""
    unless_shown: bool = False
    unused: bool = False
    before_delivery: bool = True
    exclusions: tuple[Exclusion, ...] = ()
    return_paid_by: Payer = "buyer"
    return_paid_by_untold: Payer = "buyer"
    outward: Literal["whole_order", "share", "never"] = "whole_order"
    fee: Fee | None = None
    refund_days: Days | None = None
    refund_from: RefundFrom = "told"


class Conformity(_Rule):
    """Goods that are not what was bought: damaged, defective, other than described, incomplete.

    ``months`` or ``days`` from delivery; within ``burden_months`` the shop has to prove that they were right;
    within ``reject_days`` the buyer may choose the money at once. ``merchant_first``: what the shop may try
    before; ``slight_first``: only where the fault is slight. ``claim_months``: how much longer a hidden fault
    that showed within the time may be claimed.
    """

    ground: Literal["conformity"]
    days: Days | None = None
    months: Months | None = None
    burden_months: Annotated[int, Field(ge=0, le=120)] = 0
    claim_months: Annotated[int, Field(ge=0, le=120)] = 0
    reject_days: Annotated[int, Field(ge=0, le=400)] = 0
    remedies: tuple[Remedy, ...] = ("refund", "price_reduction", "exchange", "resend")
    merchant_first: tuple[Remedy, ...] = ()
    slight_first: tuple[Remedy, ...] = ()
    reasons: tuple[Reason, ...] = FAULTS
    return_paid_by: Payer = "merchant"
    exclusions: tuple[Exclusion, ...] = ()
    refund_days: Days | None = None

    @model_validator(mode="after")
    def _one_window(self) -> Conformity:
        if (self.days is None) == (self.months is None):
            raise ValueError("give either days or months")
        return self


class NonDelivery(_Rule):
    """Nothing came within ``days`` of the order, or of the agreed time, and ``additional_days`` more.

    ``met_by``: what ends the waiting: delivery, or that it was handed to a carrier.
    """

    ground: Literal["non_delivery"]
    days: Days
    additional_days: Annotated[int, Field(ge=0, le=60)] = 0
    met_by: Literal["delivered", "sent"] = "delivered"
    agreed_counts: bool = True
    """A time that the shop named before the order takes the place of ``days``."""
    refund_days: Days | None = None


class LateDelivery(_Rule):
    """It came ``days`` or more after the order or the agreed time: the buyer may send it back."""

    ground: Literal["late_delivery"]
    days: Days
    agreed_counts: bool = True
    within_days: Days
    """After the delivery."""
    return_paid_by: Payer = "merchant"


class Cancellation(_Rule):
    """The order may be stopped before it is sent; all of the money goes back."""

    ground: Literal["cancellation"]


class Overcharge(_Rule):
    """What was paid too much goes back."""

    ground: Literal["overcharge"]


Rule = Annotated[
    Withdrawal | Conformity | NonDelivery | LateDelivery | Cancellation | Overcharge,
    Field(discriminator="ground"),
]


class Law(_Data):
    """The rules of one market, or of any (``market: any``).

    ``utc_offset``: whole hours of its westernmost place in winter; days are counted there.
    """

    market: Words
    name: Words
    as_of: date
    countries: tuple[Country, ...] = ()
    utc_offset: Annotated[int, Field(ge=-12, le=14)] = 0
    caveat: str = ""
    rules: Mapping[str, Rule]


class Platform(_Data):
    """What a platform gives buyers, and how a request runs there.

    ``answer_hours``: the seller's time to answer; ``steps_in_days``: when the platform decides itself;
    ``ship_back_days``: the buyer's time to send goods back; ``may_keep_share``: the most that a seller may
    keep of goods that come back used or damaged.
    """

    platform: Words
    name: Words
    as_of: date
    also: tuple[Words, ...] = ()
    answer_hours: Annotated[int, Field(gt=0)] | None = None
    steps_in_days: Days | None = None
    ship_back_days: Days | None = None
    may_keep_share: Share | None = None
    caveat: str = ""
    rules: Mapping[str, Rule]
