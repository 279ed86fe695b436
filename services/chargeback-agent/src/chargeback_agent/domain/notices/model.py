"""What a notice says, with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from argosy_commerce.money import Money
from chargeback_agent.domain.rules.model import Claim

V = TypeVar("V")

Kind = Literal[
    "dispute", "inquiry", "pre_arbitration", "arbitration", "won", "lost", "reversed",
    "not_a_dispute", "phishing",
]  # fmt: skip
"""``inquiry``: a retrieval request or an early warning; ``reversed``: withdrawn by cardholder or issuer."""


@dataclass(frozen=True, slots=True)
class Part:
    """One readable part of a notice: ``where`` is ``subject``, ``body`` or an attachment's name.

    ``text`` is plain: a table's cells are parted by tabs, blocks by line ends. ``sure``: how surely its
    characters were read, 1.0 but for pictures.
    """

    where: str
    text: str
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Read(Generic[V]):
    """A value, the words it was read from as they stand there, where, and how sure that is (0..1)."""

    value: V
    quote: str
    where: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was read; None where it does not say, or says several things at once.

    ``due_at`` is a date where the notice names a day only. ``doubts`` are sentences about what stands there
    and could not be made one value of.
    """

    kind: Read[Kind]
    language: str
    sender: str = "other"
    network: Read[str] | None = None
    reason_code: Read[str] | None = None
    """As the network's rules write it today where they know it, else as it stands there."""
    claim: Read[Claim] | None = None
    amount: Read[Money] | None = None
    transaction_amount: Read[Money] | None = None
    fee: Read[Money] | None = None
    arn: Read[str] | None = None
    card_last4: Read[str] | None = None
    transaction_on: Read[date] | None = None
    disputed_on: Read[date] | None = None
    due_at: Read[date | datetime] | None = None
    order_ref: Read[str] | None = None
    case_ref: Read[str] | None = None
    descriptor: Read[str] | None = None
    doubts: tuple[str, ...] = ()
    platform: str = ""
    """Which one, by its id in data/processors.yaml, where the sender is a platform with rules of its own."""
