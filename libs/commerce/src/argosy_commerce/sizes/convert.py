"""One door to all kinds of sizes."""

from __future__ import annotations

import re
from collections.abc import Callable

from argosy_commerce.markets import Market
from argosy_commerce.sizes.beds import convert_bed, convert_quilt
from argosy_commerce.sizes.bras import convert_bra
from argosy_commerce.sizes.clothing import convert_bottoms, convert_tops
from argosy_commerce.sizes.model import Answer, Audience, Kept, KeptReason, SizeKind
from argosy_commerce.sizes.rings import convert_ring
from argosy_commerce.sizes.shoes import convert_shoes
from argosy_commerce.terms.normalize import fold

_LONGEST = 60
_LETTERS = re.compile(
    r"(?<![a-z0-9])(?:x{1,5}s|[2-9]xs|s|m|l|x{1,6}l|\d{1,2}xl)(?![a-z])|[大中小]码|加大|加肥|特大"
)
_ONE_SIZE = re.compile(
    r"均码|均一码|单一尺码|(?<![a-z])(?:one ?size|free ?size|freesize|free|os|f码?)(?![a-z])"
)

_BY_KIND: dict[SizeKind, Callable[[str, Audience, Market], Answer | None]] = {
    SizeKind.SHOES: convert_shoes,
    SizeKind.TOPS: convert_tops,
    SizeKind.BOTTOMS: convert_bottoms,
    SizeKind.RING: convert_ring,
    SizeKind.BRA: convert_bra,
    SizeKind.BED: convert_bed,
    SizeKind.QUILT: convert_quilt,
}


def convert(size: str, kind: SizeKind, audience: Audience, market: Market) -> Answer:
    """The seller's size in the market's system, or why it is kept.

    ``size`` is a label as sellers write it: '38码', '36-41码', '240(2.5)', '160/84A', '110cm', '港码12号',
    '75B', '1.5m床'. Never raises on any text; a label that says two things is kept.
    """
    text = fold(size[: _LONGEST * 4]).strip()
    if not text or len(text) > _LONGEST:
        return Kept(size[:_LONGEST], KeptReason.UNREADABLE, "it is no size label")
    if (answer := _BY_KIND[kind](text, audience, market)) is not None:
        return answer
    if _ONE_SIZE.search(text):
        return Kept(size, KeptReason.ONE_SIZE, "one size has no number in any system")
    if letters := _LETTERS.search(text):
        why = f"letters have no common ground: a Chinese {letters.group().upper()} is not the "
        return Kept(size, KeptReason.LETTERS, f"{why}{letters.group().upper()} of another market")
    return Kept(size, KeptReason.UNREADABLE, "no rule reads it as a size of this kind")
