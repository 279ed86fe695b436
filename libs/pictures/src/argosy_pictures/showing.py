"""Whether a picture shows a product, and damage on it: measured against the product's own pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from argosy_pictures.comparing import Likeness, Studied, likeness
from argosy_pictures.damage import difference

Result = Literal["passed", "failed", "cannot_tell"]

# Set between what 40 drawn products measured against themselves and each other
# (services/refund-agent/tests/quality/evidence.py).
_COVERED: Final = 0.85
_COLOURS: Final = 0.40
_MANY: Final = 25
_WIDE: Final = 0.30
_LIKE_SHAPE: Final = 0.08
_LIKE_COLOURS: Final = 0.65
_OTHER_SHAPE: Final = 0.30
_OTHER_COLOURS: Final = 0.10
_NEAR_BY: Final = 0.35
"""Of what surrounds the thing so much has the product's colours that it may be the goods from near by."""
_LEAST_DAMAGE: Final = 0.003
_MOST_DAMAGE: Final = 0.35
_STRONG_DAMAGE: Final = 18.0
_SCATTERED: Final = 0.08


@dataclass(frozen=True, slots=True)
class Finding:
    """What was measured, in words. ``weak``: decides nothing alone; ``score``: the value, if there is one."""

    result: Result
    words: str
    weak: bool = False
    score: float | None = None

    @property
    def rank(self) -> tuple[int, bool]:
        """The least tells most: passed before failed before cannot tell, what is sure before what is weak."""
        return ("passed", "failed", "cannot_tell").index(self.result), self.weak


def shown(like: Likeness, *, coloured: bool) -> Finding:  # noqa: PLR0911 — one return an outcome
    """What a likeness says. ``coloured``: the product comes in other colours, or its words name one."""
    where, outline, colours, shape = like.where, like.outline, like.colours, like.shape
    score = None if where is None else float(where.agreeing)
    if where is not None and outline is not None and colours is not None and outline >= _COVERED:
        if colours >= _COLOURS:
            said = "print, outline and colours are the listing's"
            return Finding("passed", said, where.agreeing < _MANY, score)
        if where.spread >= _WIDE:
            return Finding("passed", "print and outline are the listing's, in other colours", True, score)
    if where is not None and where.spread >= _WIDE:
        return Finding("passed", "the print is the listing's", where.agreeing < _MANY, score)
    if where is not None:
        said = "the same lettering or mark is on it, which other goods may bear too"
        return Finding("cannot_tell", said, False, score)
    if colours is None or shape is None:
        said = "the thing goes beyond the frame or cannot be told from what surrounds it"
        return Finding("cannot_tell", said)
    if like.plain and colours >= _LIKE_COLOURS and shape <= _LIKE_SHAPE:
        return Finding("passed", "outline and colours are like the listing's", True, round(colours, 3))
    near_by = like.around is not None and like.around >= _NEAR_BY
    if colours <= _OTHER_COLOURS and shape >= _OTHER_SHAPE and not coloured and not near_by:
        return Finding("failed", "neither outline nor colours are the listing's", True, round(colours, 3))
    return Finding("cannot_tell", "whether it shows the product cannot be told")


def damaged(looks: Sequence[Studied], listings: Iterable[Studied]) -> Finding:
    """A place on the thing that the product's own picture does not have. Weak and never failed."""
    pictures = [one for one in listings if one.subject.sure]
    laid = False
    for look in looks:
        for listing in pictures:
            if (where := likeness(look, listing).where) is None:
                continue
            apart = difference(
                look.look.pixels, listing.look.pixels, listing.subject.mask, listing.subject.scale, where
            )
            if apart is None:
                continue
            laid = True
            if (
                _LEAST_DAMAGE <= apart.share <= _MOST_DAMAGE
                and apart.strength >= _STRONG_DAMAGE
                and apart.elsewhere <= _SCATTERED
            ):
                said = f"a place of {apart.share:.1%} of the thing differs from the listing's picture"
                return Finding("passed", said, True, round(apart.share, 4))
    said = (
        "nothing differs clearly from the listing's picture"
        if laid
        else "the listing's picture cannot be laid over it"
    )
    return Finding("cannot_tell", said, True)
