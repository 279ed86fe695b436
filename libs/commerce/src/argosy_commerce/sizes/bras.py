"""Bras: band and cup, paired as labels are (data/sizes/bras.yaml)."""

from __future__ import annotations

import re
from typing import Any

from argosy_commerce.markets import Market
from argosy_commerce.sizes.model import Answer, Audience, Converted, Kept, KeptReason, table

_SIZE = re.compile(
    r"(?<!\d)(?P<band>\d{2,3})\s?(?:/\s?(?P<other>\d{2,3}))?\s?(?P<cup>aa|[a-h]{1,2})(?![a-z])"
    r"|(?<![a-z])(?P<first>aa|[a-h])\s?(?P<after>[6-9]\d)(?!\d)"
)


def convert_bra(text: str, _: Audience, market: Market) -> Answer | None:
    """A folded bra label; None if it is none."""
    data = table("bras")
    found = _sizes(text)
    if not found:
        return None
    if None in found:
        return Kept(text, KeptReason.OUT_OF_RANGE, "no table has this band")
    if len(found) > 1:
        return Kept(text, KeptReason.AMBIGUOUS, "it names more than one size")
    band, cup = next(one for one in found if one is not None)
    if cup not in data["cups"]:
        return Kept(text, KeptReason.AMBIGUOUS, f"cups above D are named differently in every market: {cup}")
    return _label(band, cup, market)


def _sizes(text: str) -> set[tuple[int, str] | None]:
    """Bands in cm with their cups; None for a band that no table has, or two that are not one."""
    bands: dict[int, Any] = table("bras")["bands"]
    by_inch = {int(row["INCH"]): band for band, row in bands.items()}
    found: set[tuple[int, str] | None] = set()
    for match in _SIZE.finditer(text):
        numbers = [int(b) for b in (match["band"], match["other"], match["after"]) if b]
        read = {number if number in bands else by_inch.get(number) for number in numbers}
        band = read.pop() if len(read) == 1 else None
        found.add(None if band is None else (band, (match["cup"] or match["first"]).upper()))
    return found


def _label(band: int, cup: str, market: Market) -> Converted:
    data = table("bras")
    if market.code in data["cup_first"]:
        return Converted(f"{cup}{band}", market.code, "band in cm, cup first", data["source"])
    for name, row in data["markets"].items():
        if market.code in row["markets"]:
            label = data["bands"][band][row["system"]]
            return Converted(f"{label}{cup}", name, f"band of {band} cm", data["source"], about=True)
    return Converted(
        f"{band}{cup}", "EU", "the Chinese label is the European one", data["source"], about=True
    )
