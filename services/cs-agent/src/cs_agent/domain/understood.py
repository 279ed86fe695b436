"""What a buyer's message means."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from argosy_commerce.money import Money

Intent = Literal[
    # Before buying.
    "material", "care", "size_advice", "dimensions", "weight", "variants", "contents", "compatibility",
    "voltage", "specification", "features", "origin", "ingredients", "safety", "use", "warranty",
    "authenticity", "stock", "price", "discount", "delivery_time", "delivery_cost", "ships_to", "customs",
    "payment", "returns_policy", "recommend", "picture",
    # Orders.
    "order_status", "delivered_not_received", "change_address", "change_order", "cancel_order",
    "return_item", "exchange_item", "refund_request", "refund_status", "damaged", "wrong_item",
    "missing_part", "invoice", "payment_problem",
    # The conversation itself.
    "identify", "yes", "no", "greeting", "thanks", "goodbye", "human", "complaint_service", "abuse",
    "medical", "legal", "competitor", "off_topic", "manipulation", "unclear",
]  # fmt: skip
"""The closed set; docs/intents of the service's README tells each."""


@dataclass(frozen=True, slots=True)
class ReadIntent:
    """An intent, how sure (0..1, calibrated), and the buyer's words that say it."""

    intent: Intent
    confidence: float
    words: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement of the buyer or of his thing.

    ``of`` is a concept id (``size.height``) or ""; units as he wrote them.
    """

    of: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What the buyer says to be known by. Never logged."""

    order_id: str = ""
    email: str = ""
    name: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class OptionsAsked:
    """What is asked of a product's variants, by the options that name them.

    ``way``: what they cost, whether they can be had, which is the cheapest, how they differ. ``named``:
    values of options as the merchant writes them, those kept from the message before too; ``skus``: the
    variants that have all of them; ``near``: where there is none, those that have the most. ``lacking``:
    options of which a value is asked for that there surely is none of; ``unsure``: that there may be by
    another name; ``packs``: those that say how many come together.
    ``variants``: all there are, with their options by name.
    """

    way: Literal["price", "whether", "both", "least", "apart"]
    named: tuple[tuple[str, str], ...] = ()
    skus: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    variants: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def intent(self) -> Intent:
        """What such a question is among the intents."""
        return {"price": "price", "both": "price", "least": "price", "whether": "stock", "apart": "variants"}[
            self.way
        ]  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as read; ``text`` is all that the buyer wrote since the last answer.

    ``language``: the language to answer in (BCP 47, one of the fifteen). ``intents``: the main first, at
    least one (``unclear``). ``concepts``: ids that the words name (a colour, a material, a feature, a thing).
    ``asks_whether``: a yes or no is expected. ``figures``: as written ("220", "38"). ``country``: ISO 3166-1
    of where the buyer is or wants it sent; "". ``refers``: the words point back ("and in red?", "那个").
    ``country_before``: the country was told in an earlier message, this one names none.
    ``address``: a new address, where one is given. ``skus``: variants that the words name. ``about``: matters
    of the question before that this one goes on with ("and the long one?"). ``pictures``: addresses of those
    that came with it; ``looked_at``: they were, or are going to be. ``otherwise``: the same message read by
    its own words where it was taken to go on with the question before (``gone_on``), or going on where it was
    read alone. ``options``: what is asked of variants by their options, where nothing else is.
    """

    text: str
    language: str
    intents: tuple[ReadIntent, ...]
    concepts: tuple[str, ...] = ()
    asks_whether: bool = False
    measured: tuple[Measured, ...] = ()
    figures: tuple[str, ...] = ()
    amount: Money | None = None
    country: str = ""
    identity: Identity = Identity()
    address: str = ""
    skus: tuple[str, ...] = ()
    refers: bool = False
    about: tuple[str, ...] = ()
    country_before: bool = False
    pictures: tuple[str, ...] = ()
    looked_at: bool = False
    doubts: tuple[str, ...] = ()
    otherwise: Understood | None = None
    gone_on: bool = False
    options: OptionsAsked | None = None

    @property
    def intent(self) -> Intent:
        """The main one."""
        return self.intents[0].intent
