"""The rules of card networks as values: who must answer by when, and what counts for which reason code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Product = Literal["physical", "digital", "service", "subscription"]
Category = Literal["fraud", "authorization", "processing", "consumer", "inquiry"]
Claim = Literal[
    "fraud", "unrecognized", "not_received", "not_as_described", "counterfeit", "misrepresented",
    "credit_not_processed", "cancelled", "cancelled_recurring", "duplicate", "paid_otherwise",
    "incorrect_amount", "incorrect_currency", "late_presentment", "no_authorization", "processing_error", "other",
]  # fmt: skip
Stage = Literal["inquiry", "dispute", "pre_arbitration", "arbitration"]
CountedFrom = Literal[
    "transaction", "processing", "expected_delivery", "delivery", "discovery", "cancellation", "credit_slip",
    "dispute", "notice", "return",
]  # fmt: skip
Weight = Literal["required", "compelling", "supporting", "useless"]
Words = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(gt=0, le=1000)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Data):
    """Where a rule was found. ``how`` says whether its words were read or it is only generally known."""

    title: Words
    publisher: Words
    url: str = ""
    dated: date | None = None
    seen: date
    how: Literal["read", "outside list", "general knowledge"]


class EvidenceKind(_Data):
    """One kind of evidence (data/evidence.yaml)."""

    origin: Literal["order", "payment", "shipment", "policy", "chat", "merchant"] = Field(alias="from")
    title: Words
    shows: Words
    get: Words


class Limit(_Data):
    """So many days from an event; ``cap_days`` from the transaction at most."""

    days: Days
    counted_from: CountedFrom
    cap_days: Days | None = None
    source: Words
    note: str = ""


class Response(Limit):
    """How long a merchant has at a stage. Where sources disagree each is an entry; the shortest counts."""

    stage: Stage


class Weighed(_Data):
    """What one kind of evidence is worth for a reason code.

    ``required``: without it the case is lost; of several required entries with the same ``one_of`` one is
    enough. ``useless``: banks see it often and it changes nothing.
    """

    kind: Words
    weight: Weight
    products: tuple[Product, ...] = ()
    one_of: str = ""
    note: str = ""
    source: Words


class Condition(_Data):
    """Something that ends or changes a dispute by itself: a refund made, a liability shift, a late filing."""

    id: Words
    text: Words
    effect: Literal["invalid", "lost", "liability_shift", "strong", "weak"]
    source: Words


class ReasonCode(_Data):
    """One reason code of a network."""

    name: Words
    category: Category
    claim: Claim
    formerly: tuple[str, ...] = ()
    retired: bool = False
    """No longer issued; notices about old payments may still name it."""
    now: str = ""
    """The code that took a retired one's place."""
    products: tuple[Product, ...] = ("physical", "digital", "service", "subscription")
    filing: tuple[Limit, ...]
    evidence: tuple[Weighed, ...]
    conditions: tuple[Condition, ...] = ()
    argue: Words
    """The one point that decides the case, for the letter's writer."""
    disagreement: str = ""
    """Where sources differ, in words; the stricter one is encoded."""


class Process(_Data):
    """What the network calls things, for the letter."""

    name: Words
    response: Words
    addressed_to: Words
    second: Words


class Network(_Data):
    """A card network's rules (data/networks/*.yaml)."""

    network: Words
    name: Words
    as_of: date
    process: Process
    respond: tuple[Response, ...]
    codes: Mapping[str, ReasonCode]
