"""What a buyer answers to an offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Threat

Meaning = Literal["accepts", "refuses", "counters", "returns", "exchanges", "person", "asks"]
"""Takes the offer, does not, wants another amount, wants to send the goods back, wants the goods anew,
wants a person, asks something else."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A buyer's answer as read. ``meaning``: the one to act on; "asks" wherever nothing is sure."""

    language: str
    meaning: Meaning
    confidence: float
    words: tuple[str, ...] = ()
    """The buyer's words that say it."""
    counter: Money | None = None
    """The amount that the buyer wants instead."""
    counter_share: float | None = None
    """The share of the price that the buyer wants instead, 0..1."""
    wants_person: bool = False
    sends_back: bool = False
    """The words say that the goods go back, whatever else is meant."""
    threats: tuple[Threat, ...] = ()
    doubts: tuple[str, ...] = ()
