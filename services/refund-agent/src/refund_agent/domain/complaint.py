"""What a buyer complains of, as read from the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from argosy_commerce.money import Money

Reason = Literal[
    "not_received",  # nothing came
    "late",  # it came, or is still coming, after the promised day
    "damaged",  # broken, dented, torn, stained on arrival
    "defective",  # does not work, or stopped working
    "wrong_item",  # another product than ordered
    "wrong_variant",  # the right product in another size, colour or model than ordered
    "does_not_fit",  # as ordered, but too small, too large, does not suit or fit the device
    "not_as_described",  # material, look, quality or function other than the listing says
    "missing_parts",  # parts, accessories or pieces of the order are missing
    "counterfeit",  # said to be a fake
    "changed_mind",  # not wanted any more, ordered by mistake, cheaper elsewhere
    "cancelled",  # to be stopped before it is sent
    "charged_twice",  # paid twice or too much
    "unsafe",  # hurt somebody, allergy, burnt, a danger: a person decides
    "other",  # a complaint that names none of these
]
Severity = Literal["slight", "partial", "unusable", "unknown"]
"""How much of the use is lost: a blemish, some of it, all of it."""
Wish = Literal["refund", "partial_refund", "return", "exchange", "resend"]
Threat = Literal["chargeback", "review", "platform", "legal"]


@dataclass(frozen=True, slots=True)
class ReadReason:
    """A reason, how sure, and the buyer's words that say it.

    ``confidence``, 0..1: of the first reason, how likely it is the main one; of another, that it is meant.
    """

    reason: Reason
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as read. ``reasons``: the likeliest first, at least one; ``other`` if nothing was found."""

    language: str
    reasons: tuple[ReadReason, ...]
    severity: Severity = "unknown"
    wish: Wish | None = None
    asked: Money | None = None
    """An amount that the buyer asks for."""
    asked_share: float | None = None
    """A share of the price that the buyer asks for, 0..1."""
    skus: tuple[str, ...] = ()
    """Lines of the order that the words name; empty: all are meant, unless it is ``unclear``."""
    unclear: bool = False
    """The order has several lines and the words do not tell which: not all of them may be taken as meant."""
    quantities: tuple[tuple[str, int], ...] = ()
    """(sku, pieces) where the words say how many."""
    threats: tuple[Threat, ...] = ()
    """Never change the money; counted for the risk of a chargeback or review alone where policy says so."""
    wants_person: bool = False
    unsure: bool = False
    """The main reason is too little sure to decide on; a person does."""
    doubts: tuple[str, ...] = ()

    @property
    def reason(self) -> Reason:
        """The likeliest."""
        return self.reasons[0].reason
