"""A case as the letter and the event need it. No texts: statements name sentences of data/letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from argosy_commerce.money import Money
from chargeback_agent.domain.rules.model import Category, Claim, Product, Stage, Weight

Choice = Literal["FIGHT", "ACCEPT", "REFUND", "ASK"]
Value = str | int | Decimal | Money | date | datetime
"""What a sentence may carry: formatted for the letter's language when it is written, never before."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment to answer, and why this one is the earliest that applies."""

    at: datetime
    why: str
    others: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """What is disputed: read from the notice, from the event's own fields, and from rules."""

    dispute_id: str
    order_id: str
    network: str
    """An id of the rule book: visa, mastercard, amex, discover, generic."""
    code: str
    """A reason code of that network; under ``generic`` a claim."""
    claim: Claim
    category: Category
    stage: Stage
    amount: Money | None
    opened_at: datetime
    deadline: Deadline
    products: tuple[Product, ...]
    processor: str = ""
    case_ref: str = ""
    arn: str = ""
    card_last4: str = ""
    transaction_on: date | None = None
    language: str = "en"
    """The notice's."""
    issuer_country: str = ""
    """ISO 3166-1 alpha-2, by the card's number; empty where the payment did not tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an exhibit: what it is and what the record says. ``label`` names a word of data/letters."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words as they were written: by whom, when, in which language (BCP 47) where it was told."""

    side: Literal["buyer", "shop", "policy"]
    time: datetime
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence: facts of the ledger, as they are kept, under one caption.

    ``ref`` addresses the facts (``order/o-1``, ``shipment/T123``); ``picture_url`` a blob to show; ``quotes``
    words of buyer and shop, and of a policy.
    """

    label: str
    kind: str
    weight: Weight
    ref: str
    rows: tuple[Row, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    picture_url: str = ""
    strength: float = 0.0
    """0..1: how much this evidence moves the case, by the rule's weight and by how complete the record is."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of fact: its id in data/letters, the values it carries, the exhibits it rests on."""

    id: str
    values: Mapping[str, Value]
    exhibits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Evidence that would count and is not there."""

    kind: str
    weight: Weight
    why: str
    how_to_get: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something in the shop's own records that an analyst will hold against it, or that ends the case."""

    id: str
    text: str
    effect: Literal["fatal", "weakens", "look"]
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the advice is what it is: in words, with what it adds to or takes from the likelihood."""

    text: str
    log_odds: float = 0.0


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether to fight. ``expected_value`` is net of fees and work, in the disputed currency."""

    choice: Choice
    win_likelihood: float
    expected_value: Money | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """All of it."""

    dispute: Dispute
    exhibits: tuple[Exhibit, ...]
    statements: tuple[Statement, ...]
    contradictions: tuple[Contradiction, ...]
    missing: tuple[Missing, ...]
    advice: Advice
    summary: tuple[Row, ...] = ()
    """The transaction's table at the head of the letter."""
    doubts: tuple[str, ...] = ()
    """Why a person should look before it is sent."""
    evidence_mix: tuple[str, ...] = field(default=())
    """Kinds shown, sorted: what outcomes are counted by."""
