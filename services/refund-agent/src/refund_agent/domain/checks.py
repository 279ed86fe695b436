"""What a check of the evidence found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from argosy_pictures.showing import Result

CheckName = Literal[
    "readable",  # a file of its kind that can be opened and is sharp enough to tell anything
    "about_this_order",  # order number, tracking number, address or amount on it are this order's
    "receipt_matches",  # a receipt's amount, date and shop are the ledger's
    "product_shown",  # the picture shows the product of the listing
    "variant_shown",  # the picture shows the colour or size ordered
    "size_measured",  # a ruler or tape in the picture, against the size promised
    "damage_visible",  # a difference to the listing's picture where damage is claimed
    "not_reused",  # no such picture in an earlier request of another order
    "not_edited",  # no marks of an editor or generator; a signal, never the only reason to refuse
    "taken_after_delivery",  # the file's own time is not before the delivery
    "delivery",  # what the carrier recorded, against what is claimed
]


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one piece of evidence.

    ``ref`` is the evidence's address, or ``text`` or ``order``; ``weak`` findings never decide alone;
    ``score`` is the measured value where there is one.
    """

    ref: str
    check: CheckName
    result: Result
    finding: str
    weak: bool = False
    score: float | None = None
