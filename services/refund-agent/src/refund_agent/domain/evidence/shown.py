"""Whether pictures show the product, and damage on it, measured against the listing's own pictures."""

from __future__ import annotations

from collections.abc import Sequence

from argosy_commerce.spotting import any_of, plain
from argosy_pictures.colours import named_in
from argosy_pictures.comparing import Studied, likeness
from argosy_pictures.showing import Finding, damaged, shown
from refund_agent.domain.checks import Check, CheckName
from refund_agent.domain.evidence.files import EvidenceFile
from refund_agent.domain.evidence.ordered import OrderedLine


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
        return _check(file, "product_shown", Finding("cannot_tell", "the picture is the listing's own"))
    found = [
        shown(likeness(look, listing), coloured=_is_coloured(line))
        for line, pictures in zip(lines, listings, strict=True)
        for listing in pictures
        for look in looks
    ]
    if not found and not (named := _named(file, lines)):
        none = Finding("cannot_tell", "there is no picture of the listing to compare with")
        return _check(file, "product_shown", none)
    best = min(found, key=lambda one: one.rank, default=None)
    if best and best.result == "passed":
        return _check(file, "product_shown", best)
    if named := _named(file, lines):
        by_name = Finding("passed", f"the name {named} stands on what it shows", True)
        return _check(file, "product_shown", by_name)
    # Every line and every picture of the listing has to differ.
    if best and best.result == "failed" and all(one.result == "failed" for one in found):
        return _check(file, "product_shown", best)
    undecided = next((one for one in found if one.result == "cannot_tell"), None)
    return _check(
        file,
        "product_shown",
        undecided or Finding("cannot_tell", "whether it shows the product cannot be told"),
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
        own = Finding("cannot_tell", "the picture is the listing's own", True)
        return _check(file, "damage_visible", own)
    return _check(file, "damage_visible", damaged(looks, [one for pictures in listings for one in pictures]))


def _is_coloured(line: OrderedLine) -> bool:
    return bool(line.others) or bool(named_in(line.words))


def _named(file: EvidenceFile, lines: Sequence[OrderedLine]) -> str:
    """The brand's name, read on the picture: one of the shop's own words, so that it may be repeated."""
    read = " | ".join(plain(one.text) for look in file.looks for one in look.lines)
    brands = [line.brand for line in lines if len(plain(line.brand)) >= 3]
    return next((brand for brand in brands if any_of([brand]).search(read)), "")


def _check(file: EvidenceFile, name: CheckName, found: Finding) -> Check:
    return Check(file.ref, name, found.result, found.words, found.weak, found.score)
