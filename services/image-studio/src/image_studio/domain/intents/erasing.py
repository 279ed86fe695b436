"""What goes when a picture's owner asks for lettering, marks or panels to be gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from image_studio.domain.blocks.badges import Badge, badge_under
from image_studio.domain.blocks.block import Block, inked
from image_studio.domain.geometry import Frame, Mask, Pixels, shape_of
from image_studio.domain.intents.intents import Action, Intent
from image_studio.domain.kinds.kinds import Kind, Verdict, on_product_or_over_it
from image_studio.domain.kinds.subject import find_subject
from image_studio.domain.study import Study

_SURE_MARK: Final = 0.85  # the brand's own name, or a trade mark sign
_UNSURE: Final = 0.7
_ON_THE_PANEL: Final = 0.5


class Target(Enum):
    """Classes of what is to go."""

    TEXT = "text"
    TEXT_BLOCK = "text_block"
    LOGO = "logo"
    WATERMARK = "watermark"


@dataclass(frozen=True)
class Erasure:
    """What is to become of each block, the panels that go whole (``bool[height, width]``, None for
    none), and what a person should know."""

    intents: tuple[Intent, ...]
    spots: Mask | None
    reasons: tuple[str, ...]


def erasure(picture: Pixels, study: Study, targets: Collection[Target], *, on_product: bool) -> Erasure:
    """What goes from a picture.

    Lettering printed on the product, in any language, goes only with ``on_product``. TEXT is all
    lettering but marks; TEXT_BLOCK the same with the panel that it stands on, where that is a drawn
    shape standing free on even ground. Watermarks are no blocks and are taken out before.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        study: its blocks.
        targets: the classes that are to go.
    """
    shape = shape_of(picture)
    reasons: list[str] = []
    gone: set[int] = set()
    places = _places(picture, study)
    for i, (block, verdict) in enumerate(zip(study.blocks, study.verdicts, strict=True)):
        if not _wanted(verdict, targets) or (places[i].kind is Kind.ON_PRODUCT and not on_product):
            continue
        gone.add(i)
        if verdict.kind is Kind.BRAND and Target.LOGO not in targets:
            reasons.append(f"{_quoted(block)} is erased as text; it may be a mark")
        if not on_product and places[i].confidence < _UNSURE:
            reasons.append(f"{_quoted(block)} is taken for advertising, not surely ({places[i].why})")
    panels = _panels(picture, study, gone, reasons) if Target.TEXT_BLOCK in targets else []
    spots = np.zeros(shape, bool) if panels else None
    for panel in panels:
        if spots is not None:
            panel.cover(spots)
    for i, block in enumerate(study.blocks):
        if i not in gone and any(_stands_on(panel, block) for panel in panels):
            gone.add(i)
            reasons.append(f"{_quoted(block)} goes with the panel that it stands on")
    intents = tuple(Intent(Action.REMOVE if i in gone else Action.KEEP) for i in range(len(study.blocks)))
    return Erasure(intents, spots, tuple(reasons))


def emptied_badges(picture: Pixels, study: Study, gone: Sequence[Collection[int]]) -> Mask | None:
    """The badges that nothing is left on: ``bool[height, width]``, or None.

    A starburst without its price is worse than none. A badge goes where it stands free on even ground,
    holds no picture, and all its lettering goes for every one of a picture's orders.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        study: its blocks.
        gone: by order the indexes of the blocks that a rule takes out.
    """
    everywhere = set[int].intersection(*map(set, gone)) if gone else set()
    spots: Mask | None = None
    for _, badge in _badges_under(picture, study, everywhere):
        on_it = {j for j, other in enumerate(study.blocks) if _stands_on(badge, other)}
        plain = badge.free and badge.is_plain(picture, [study.blocks[j] for j in on_it])
        if plain and on_it <= everywhere:
            spots = np.zeros(shape_of(picture), bool) if spots is None else spots
            badge.cover(spots)
    return spots


def _wanted(verdict: Verdict, targets: Collection[Target]) -> bool:
    text = Target.TEXT in targets or Target.TEXT_BLOCK in targets
    if verdict.kind is Kind.BRAND:
        return Target.LOGO in targets or (text and verdict.confidence < _SURE_MARK)
    return text


def _places(picture: Pixels, study: Study) -> list[Verdict]:
    """For every block, whatever it says and in whatever language: on the product, or over the picture."""
    subject = find_subject(picture, inked(study.blocks, shape_of(picture)))
    return [
        verdict
        if verdict.kind is Kind.ON_PRODUCT
        else on_product_or_over_it(block, subject.standing(block.frame, block.core))
        for block, verdict in zip(study.blocks, study.verdicts, strict=True)
    ]


def _panels(picture: Pixels, study: Study, gone: Collection[int], reasons: list[str]) -> list[Badge]:
    panels: list[Badge] = []
    for block, panel in _badges_under(picture, study, gone):
        if panel.free:
            panels.append(panel)
        else:
            reasons.append(
                f"only the letters of {_quoted(block)} go: what is behind its panel cannot be known"
            )
    return panels


def _badges_under(picture: Pixels, study: Study, indexes: Collection[int]) -> Iterator[tuple[Block, Badge]]:
    """The badge that each of some blocks stands on; one that stands free comes with its first block only."""
    free: list[Badge] = []
    for i in sorted(indexes):
        block = study.blocks[i]
        if any(_stands_on(badge, block) for badge in free):
            continue
        badge = badge_under(picture, block)
        if badge is None:
            continue
        if badge.free:
            free.append(badge)
        yield block, badge


def _stands_on(panel: Badge, block: Block) -> bool:
    return panel.share_of(Frame().box_of(block.quad)) >= _ON_THE_PANEL


def _quoted(block: Block) -> str:
    return f"“{block.text[:60]}”"
