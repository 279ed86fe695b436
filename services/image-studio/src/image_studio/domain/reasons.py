"""Why a person should look at a picture before shoppers do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from image_studio.domain.blocks.block import Block
from image_studio.domain.intents.intents import Action, Intent
from image_studio.domain.intents.wording import Wording
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.lettering import han_in
from image_studio.domain.setting.layout import Layout
from image_studio.domain.study import Study

_UNSURE_KIND: Final = 0.7
_UNSURE_READING: Final = 0.75
_SMALL: Final = 0.45  # of the old size: a designer should see it


def reasons_for(
    study: Study, intents: Sequence[Intent], wordings: Mapping[int, Wording], layout: Layout
) -> tuple[str, ...]:
    """Everything known to be doubtful before the finished picture is measured."""
    reasons = list(study.reasons)
    for i, (block, verdict) in enumerate(zip(study.blocks, study.verdicts, strict=True)):
        if intents[i].why:
            reasons.append(intents[i].why)
        if intents[i].action is Action.REMOVE:
            continue
        if intents[i].action is Action.WRITE and i in layout.too_long:
            reasons.append(f"{_quoted(block.text)} stays as it was: {_quoted(intents[i].text)} has no room")
        if not han_in(block.text) or verdict.kind is Kind.NUMBER:
            continue
        reasons += _about_reading(block, verdict)
        if i in wordings:
            reasons += _about_words(block, wordings[i], placed=i not in layout.too_long)
    for item in layout.placed:
        block = study.blocks[item.index]
        if item.setting.size_px < _SMALL * block.em_px:
            said = _quoted(" ".join(item.setting.lines))
            reasons.append(f"{said} is set in {item.setting.size_px} px, was {block.em_px:.0f} px")
    return tuple(reasons)


def _about_reading(block: Block, verdict: Verdict) -> list[str]:
    said, reasons = _quoted(block.text), []
    if block.confidence < _UNSURE_READING:
        reasons.append(f"{said} was read with a confidence of {block.confidence:.2f}")
    if verdict.kind in {Kind.TEXT, Kind.ON_PRODUCT} and verdict.confidence < _UNSURE_KIND:
        taken = "advertising" if verdict.kind is Kind.TEXT else "printed on the product"
        reasons.append(f"{said} is taken for {taken}, not surely ({verdict.why})")
    return reasons


def _about_words(block: Block, wording: Wording, *, placed: bool) -> list[str]:
    said, reasons = _quoted(block.text), []
    if not wording.usable:
        return [f"{said} stays as it was: {wording.why_not}"]
    if wording.left_over:
        reasons.append(f"{said} is said without {', '.join(wording.left_over)}"[:200])
    if not placed:
        reasons.append(f"{said} stays as it was: {_quoted(wording.text)} has no room")
    elif not block.ink.clear:
        reasons.append(f"{said}: letters and ground could not be told apart")
    return reasons


def _quoted(text: str) -> str:
    return f"“{text[:60]}”"
