"""Whether a picture was used before, and what may be said of a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import cv2
import numpy as np

from argosy_pictures.fingerprints import Fingerprint
from argosy_pictures.looks import Look
from argosy_pictures.showing import Result
from refund_agent.domain.checks import Check
from refund_agent.domain.evidence.files import EvidenceFile

_WRITTEN: Final = 0.04
_LINES: Final = 8

Buyer = Literal["same", "other", "unknown"]
_TELLING: Final[tuple[Buyer, ...]] = ("other", "unknown", "same")


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier picture that is near. Nothing in it names a request, an order, a shop or a buyer.

    ``buyer``: whether who sent it is who asks now.
    """

    away: int
    same_shop: bool
    buyer: Buyer
    at: datetime


def not_reused(
    file: EvidenceFile, prints: Sequence[Fingerprint], matches: Sequence[Match], *, copied: bool
) -> Check:
    """No near picture in an earlier request of another buyer.

    A buyer may show one picture for two of his orders: they may have come in one parcel. Screens and papers
    of one kind look alike: with much writing on it a match is weak. Another shop's match is told as such and
    no more.
    """
    if copied:
        return _told(file, "cannot_tell", "the picture is the listing's own, which anybody may send")
    if not any(one.telling for one in prints):
        return _told(file, "cannot_tell", "too little is in the picture to compare it")
    if not matches:
        return _told(file, "passed", "no picture like it is in an earlier request")
    nearest = min(matches, key=lambda one: (_TELLING.index(one.buyer), not one.same_shop, one.away))
    where = (
        "is in an earlier request for another order" if nearest.same_shop else "was used in another request"
    )
    said, score = f"a picture like it {where}", float(nearest.away)
    if nearest.buyer == "same":
        return _told(file, "cannot_tell", f"{said} of the same buyer", weak=True, score=score)
    if nearest.buyer == "unknown":
        return _told(file, "cannot_tell", f"{said}; whose that was is not known", weak=True, score=score)
    return _told(file, "failed", said, weak=any(_written(look) for look in file.looks), score=score)


def _written(look: Look) -> bool:
    area = sum(float(cv2.contourArea(np.array(one.quad, np.float32))) for one in look.lines)
    return len(look.lines) >= _LINES or area > _WRITTEN * look.pixels.shape[0] * look.pixels.shape[1]


def _told(
    file: EvidenceFile, result: Result, finding: str, *, weak: bool = False, score: float | None = None
) -> Check:
    return Check(file.ref, "not_reused", result, finding, weak, score)
