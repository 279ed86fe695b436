"""Whether pictures show the product, and damage on it, measured against the listing's own pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from argosy_commerce.spotting import any_of, plain
from refund_agent.domain.checks import Check, CheckName, Result
from refund_agent.domain.evidence.colours import named_in
from refund_agent.domain.evidence.comparing import Likeness, Studied, likeness
from refund_agent.domain.evidence.damage import difference
from refund_agent.domain.evidence.files import EvidenceFile
from refund_agent.domain.evidence.ordered import OrderedLine

# Set between what 40 drawn products measured against themselves and each other (tests/quality/evidence.py).
_COVERED: Final = 0.85
_COLOURS: Final = 0.40
_MANY: Final = 25
_WIDE: Final = 0.30
_LIKE_SHAPE: Final = 0.08
_LIKE_COLOURS: Final = 0.65
_OTHER_SHAPE: Final = 0.30
_OTHER_COLOURS: Final = 0.10
_NEAR_BY: Final = 0.35
"""Of what surrounds the thing so much has the listing's colours that it may be the goods from near by."""
_LEAST_DAMAGE: Final = 0.003
_MOST_DAMAGE: Final = 0.35
_STRONG_DAMAGE: Final = 18.0
_SCATTERED: Final = 0.08
Finding = tuple[Result, str, bool, float | None]
"""Result, finding, weak, score."""


def product_shown(
    file: EvidenceFile,
    looks: Sequence[Studied],
    lines: Sequence[OrderedLine],
    listings: Sequence[Sequence[Studied]],
    *,
    copied: bool = False,
) -> Check:
    """Print, outline and colours against the listing's pictures, then the brand's name on the thing.

    Args:
        looks: the file's pictures; listings: for each line its listing's pictures.
        copied: the picture is the listing's own, which shows nothing of what came.
    """
    if copied:
        return _check(file, "product_shown", ("cannot_tell", "the picture is the listing's own", False, None))
    found = [
        _compared(likeness(look, listing), line)
        for line, pictures in zip(lines, listings, strict=True)
        for listing in pictures
        for look in looks
    ]
    if not found and not (named := _named(file, lines)):
        return _check(
            file,
            "product_shown",
            ("cannot_tell", "there is no picture of the listing to compare with", False, None),
        )
    best = min(found, key=_rank, default=None)
    if best and best[0] == "passed":
        return _check(file, "product_shown", best)
    if named := _named(file, lines):
        return _check(
            file, "product_shown", ("passed", f"the name {named} stands on what it shows", True, None)
        )
    # Every line and every picture of the listing has to differ.
    if best and best[0] == "failed" and not any(one[0] != "failed" for one in found):
        return _check(file, "product_shown", best)
    undecided = next((one for one in found if one[0] == "cannot_tell"), None)
    return _check(
        file,
        "product_shown",
        undecided or ("cannot_tell", "whether it shows the product cannot be told", False, None),
    )


def damage_visible(
    file: EvidenceFile,
    looks: Sequence[Studied],
    listings: Sequence[Sequence[Studied]],
    *,
    copied: bool = False,
) -> Check:
    """A place on the thing that the listing's picture does not have. Weak and never failed."""
    if copied:
        return _check(file, "damage_visible", ("cannot_tell", "the picture is the listing's own", True, None))
    laid = False
    for look in looks:
        for listing in (one for pictures in listings for one in pictures):
            if not listing.subject.sure or (where := likeness(look, listing).where) is None:
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
                finding = f"a place of {apart.share:.1%} of the thing differs from the listing's picture"
                return _check(file, "damage_visible", ("passed", finding, True, round(apart.share, 4)))
    said = (
        "nothing differs clearly from the listing's picture"
        if laid
        else "the listing's picture cannot be laid over it"
    )
    return _check(file, "damage_visible", ("cannot_tell", said, True, None))


def _compared(like: Likeness, line: OrderedLine) -> Finding:  # noqa: PLR0911 — one return an outcome
    where, outline, colours, shape = like.where, like.outline, like.colours, like.shape
    score = None if where is None else float(where.agreeing)
    coloured = bool(line.others) or bool(named_in(line.words))
    if where is not None and outline is not None and colours is not None and outline >= _COVERED:
        if colours >= _COLOURS:
            return "passed", "print, outline and colours are the listing's", where.agreeing < _MANY, score
        if where.spread >= _WIDE:
            return "passed", "print and outline are the listing's, in other colours", True, score
    if where is not None and where.spread >= _WIDE:
        return "passed", "the print is the listing's", where.agreeing < _MANY, score
    if where is not None:
        return (
            "cannot_tell",
            "the same lettering or mark is on it, which other goods may bear too",
            False,
            score,
        )
    if colours is None or shape is None:
        said = "the thing goes beyond the frame or cannot be told from what surrounds it"
        return "cannot_tell", said, False, None
    if like.plain and colours >= _LIKE_COLOURS and shape <= _LIKE_SHAPE:
        return "passed", "outline and colours are like the listing's", True, round(colours, 3)
    near_by = like.around is not None and like.around >= _NEAR_BY
    if colours <= _OTHER_COLOURS and shape >= _OTHER_SHAPE and not coloured and not near_by:
        return "failed", "neither outline nor colours are the listing's", True, round(colours, 3)
    return "cannot_tell", "whether it shows the product cannot be told", False, None


def _rank(one: Finding) -> tuple[int, bool]:
    return ("passed", "failed", "cannot_tell").index(one[0]), one[2]


def _named(file: EvidenceFile, lines: Sequence[OrderedLine]) -> str:
    """The brand's name, read on the picture: one of the shop's own words, so that it may be repeated."""
    read = " | ".join(plain(one.text) for look in file.looks for one in look.lines)
    brands = [line.brand for line in lines if len(plain(line.brand)) >= 3]
    return next((brand for brand in brands if any_of([brand]).search(read)), "")


def _check(file: EvidenceFile, name: CheckName, found: Finding) -> Check:
    result, finding, weak, score = found
    return Check(file.ref, name, result, finding, weak, score)
