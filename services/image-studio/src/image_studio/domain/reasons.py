"""Why a person should look at a picture before shoppers do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from image_studio.domain.kinds import Kind
from image_studio.domain.layout import Layout
from image_studio.domain.lettering import han_in, is_yuan_price
from image_studio.domain.study import Study
from image_studio.domain.wording import Wording

_UNSURE_KIND: Final = 0.7
_UNSURE_READING: Final = 0.75


def reasons_for(study: Study, wordings: Mapping[int, Wording], layout: Layout) -> tuple[str, ...]:
    """Everything known to be doubtful before the finished picture is measured."""
    reasons = list(study.reasons)
    for i, (block, verdict) in enumerate(zip(study.blocks, study.verdicts, strict=True)):
        said = f"“{block.text[:60]}”"
        if not han_in(block.text) and verdict.kind is not Kind.NUMBER:
            continue
        if is_yuan_price(block.text):
            reasons.append(f"{said} is a price in yuan: the market's own price is not known here")
        if verdict.kind is Kind.NUMBER:
            continue
        if block.confidence < _UNSURE_READING:
            reasons.append(f"{said} was read with a confidence of {block.confidence:.2f}")
        if verdict.kind in {Kind.TEXT, Kind.ON_PRODUCT} and verdict.confidence < _UNSURE_KIND:
            taken = "advertising" if verdict.kind is Kind.TEXT else "printed on the product"
            reasons.append(f"{said} is taken for {taken}, not surely ({verdict.why})")
        wording = wordings.get(i)
        if wording is None:
            continue
        if not wording.usable:
            reasons.append(f"{said} stays as it was: {wording.why_not}")
            continue
        if wording.left_over:
            reasons.append(f"{said} is said without {', '.join(wording.left_over)}"[:200])
        if i in layout.too_long:
            reasons.append(f"{said} stays as it was: “{wording.text[:60]}” has no room")
        if not block.ink.clear:
            reasons.append(f"{said}: letters and ground could not be told apart")
    for item in layout.placed:
        block = study.blocks[item.index]
        if item.setting.size_px < 0.45 * block.em_px:
            reasons.append(
                f"“{' '.join(item.setting.lines)[:60]}” is set in {item.setting.size_px} px, the "
                f"original in {block.em_px:.0f} px"
            )
    return tuple(reasons)
