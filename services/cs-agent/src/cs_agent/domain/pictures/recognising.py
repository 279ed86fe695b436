"""Which product a picture shows: for sure, perhaps, or none that is known. Never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from argosy_pictures.comparing import Likeness, Studied, likeness
from argosy_pictures.fingerprints import NEAR, Fingerprint
from argosy_pictures.showing import Finding, shown
from cs_agent.domain.pictures.imprint import Imprint

MOST_NEAR: Final = 3
"""More that may be meant are no help to a buyer."""
_COLOURS: Final = 0.40
"""Share of colours in common below which a print tells the print and not the product."""
# Another product of one brand, shape and colour agreed in up to 68 features, over up to 0.6 of it, and in
# up to a quarter of those of a rich print (docs/quality.md, "Conversations: pictures").
_SURE: Final = 60
_SURE_SPREAD: Final = 0.30
_SURE_SHARE: Final = 0.30
"""Of the features of the product's picture so many agree; fewer do where they lie all over it."""
_ALL_OVER: Final = 0.75
_SHARE_ALL_OVER: Final = 0.20
_SAME: Final = 0.70
"""Share of a picture's own features that agree where it is that picture again."""
_SAME_LEAST: Final = 25
_RIVAL: Final = 0.5
"""A second product that agrees so much, of what the first does, leaves it open which of the two it is."""
_PRINTED: Final = 0.10
"""Share of a product that what agrees spans: less is a brand's mark, which other goods bear too."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A product's best picture beside the buyer's. ``copied``: they are alike as a whole; ``features``: its.
    ``coloured``: the product comes in several variants.
    """

    product_id: str
    finding: Finding
    like: Likeness
    copied: bool
    features: int
    coloured: bool = False

    @property
    def agreeing(self) -> int:
        """Features that agree on one place."""
        return self.like.where.agreeing if self.like.where is not None else 0

    @property
    def in_its_colours(self) -> bool:
        """Whether colours, as far as they can be told, are the product's."""
        return self.like.colours is None or self.like.colours >= _COLOURS

    @property
    def is_sure(self) -> bool:
        """Whether, with no other product beside it, it is this one."""
        where = self.like.where
        if where is None or not self.in_its_colours:
            return False
        share = _SHARE_ALL_OVER if where.spread >= _ALL_OVER else _SURE_SHARE
        enough = where.agreeing >= max(_SURE, share * self.features)
        printed = enough and where.spread >= _SURE_SPREAD
        again = self.copied and where.agreeing >= max(_SAME_LEAST, _SAME * self.features)
        return printed or again

    @property
    def is_near(self) -> bool:
        """Whether it may be this one."""
        where = self.like.where
        printed = where is not None and where.spread >= _PRINTED
        return self.copied or self.finding.result == "passed" or printed


@dataclass(frozen=True, slots=True)
class Recognised:
    """``sure``: the product, or None. ``near``: without it, those that may be meant, the likeliest first."""

    sure: Compared | None = None
    near: tuple[Compared, ...] = ()


def compared(
    product_id: str,
    theirs: Studied,
    print_: Fingerprint,
    ours: Sequence[Imprint],
    *,
    coloured: bool = False,
) -> Compared:
    """A buyer's picture beside a product's; ``ours``: at least one."""
    return min(
        (_one(product_id, theirs, print_, one, coloured=coloured) for one in ours),
        key=lambda one: (not one.copied, one.finding.rank, -one.agreeing),
    )


def _one(product_id: str, theirs: Studied, print_: Fingerprint, ours: Imprint, *, coloured: bool) -> Compared:
    like = likeness(theirs, ours.studied)
    copied = print_.telling and print_.away(ours.traits.hashes) <= NEAR
    # Whether its words name a colour is not known here: what would then be failed is told as open.
    features = len(ours.studied.features.places)
    return Compared(product_id, shown(like, coloured=True), like, copied, features, coloured)


def recognised(found: Sequence[Compared]) -> Recognised:
    """One that is sure and has no rival; else the few that are near, or none where that would be many."""
    near = sorted(
        (one for one in found if one.is_near),
        key=lambda one: (not one.is_sure, one.finding.rank, -one.agreeing),
    )
    first = near[0] if near else None
    if first is not None and first.is_sure and not any(_rivals(one, first) for one in near[1:]):
        return Recognised(first)
    strong = [one for one in near if one.is_sure or one.agreeing]
    kept = strong or near
    return Recognised(None, tuple(kept) if len(kept) <= MOST_NEAR else ())


def _rivals(one: Compared, first: Compared) -> bool:
    """Whether it may as well be this one."""
    if one.is_sure:
        return True
    return first.agreeing == 0 or one.agreeing >= _RIVAL * first.agreeing


def by_product(keys: Sequence[str]) -> Mapping[str, list[str]]:
    """Keys of pictures by the product that they are of, in order."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(product_of(key), []).append(key)
    return found


def key_of(product_id: str, at: int) -> str:
    """A picture's key in a catalogue."""
    return f"{at}/{product_id}"


def product_of(key: str) -> str:
    """The product that a picture is of."""
    return key.partition("/")[2]
