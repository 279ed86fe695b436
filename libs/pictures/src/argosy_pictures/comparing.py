"""A picture of the evidence beside one of the listing: print, outline and colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from argosy_pictures.colours import Family, shares_of
from argosy_pictures.looks import Look
from argosy_pictures.matching import MOST, Features, Placed, features_of, placed
from argosy_pictures.subject import Mask, Subject, subject_of

FEW: Final = 12
"""Of 40 products no two had more features agree than 8, those with the same lettering aside."""
PLAIN: Final = 60
"""With fewer features a thing is not found by its print."""


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """A picture with its thing, its features and its colours; the costly part, done once a picture."""

    look: Look
    subject: Subject
    features: Features
    colours: dict[Family, float]
    around: dict[Family, float]
    """Colours of what is not the thing: from near by that may be the goods, and the thing a hole in them."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How alike two pictures' things are.

    ``where``: where the listing's thing lies in the evidence, if its print was found; ``outline``: how far
    the outlines cover each other there, 0..1, None if not found; ``colours``: share in common, 0..1;
    ``around``: the same of what surrounds the evidence's thing; ``shape``: difference of outlines whatever
    the place, 0 = none (Hu moments). The last three are None where a thing is not sure, ``shape`` also where
    it goes beyond the frame: a part has no outline.
    """

    where: Placed | None
    outline: float | None
    colours: float | None
    around: float | None
    shape: float | None
    plain: bool
    """The listing's thing has too little print to be found by."""


def studied(look: Look, *, thing_only: bool = False, most: int = MOST) -> Studied:
    """``thing_only``: no features of what surrounds it, for the listing's pictures; ``most``: features."""
    subject = subject_of(look.pixels)
    mask = subject.mask if thing_only and subject.sure else None
    colours = shares_of(subject.pixels, subject.mask) if subject.sure else {}
    around = shares_of(subject.pixels, ~subject.mask) if subject.sure else {}
    return Studied(look, subject, features_of(look.pixels, mask, most), colours, around)


def likeness(evidence: Studied, listing: Studied) -> Likeness:
    """Compare two pictures' things."""
    thing = listing.subject.mask if listing.subject.sure else np.ones_like(listing.subject.mask)
    where = placed(listing.features, evidence.features, thing, listing.subject.scale)
    if where is not None and where.agreeing < FEW:
        where = None
    plain = len(listing.features.places) < PLAIN
    if not evidence.subject.sure or not listing.subject.sure:
        return Likeness(where, None, None, None, None, plain)
    common, around = (_common(one, listing.colours) for one in (evidence.colours, evidence.around))
    outline = _outline(where, listing.subject, evidence.subject) if where else None
    seen = evidence.subject.whole and listing.subject.whole
    shape = _shape(evidence.subject.mask, listing.subject.mask) if seen else None
    return Likeness(where, outline, common, around, shape, plain)


def _common(one: Mapping[Family, float], other: Mapping[Family, float]) -> float:
    return sum(min(share, other.get(name, 0.0)) for name, share in one.items())


def _outline(where: Placed, listing: Subject, evidence: Subject) -> float:
    grown, shrunk = (
        np.diag([listing.scale, listing.scale, 1.0]),
        np.diag([1 / evidence.scale, 1 / evidence.scale, 1.0]),
    )
    size = (evidence.mask.shape[1], evidence.mask.shape[0])
    laid = cv2.warpPerspective(listing.mask.astype(np.uint8), shrunk @ where.how @ grown, size) > 0
    return float((laid & evidence.mask).sum()) / max(1.0, float((laid | evidence.mask).sum()))


def _shape(one: Mask, other: Mask) -> float:
    return float(cv2.matchShapes(_border(one), _border(other), cv2.CONTOURS_MATCH_I1, 0))


def _border(mask: Mask) -> np.ndarray:
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return max(found, key=cv2.contourArea)
