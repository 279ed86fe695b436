"""What is to become of each block of a picture in one market, before any words are known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from image_studio.domain.blocks import Block
from image_studio.domain.figures import SURE_FIGURE, figure_texts
from image_studio.domain.kinds import Kind, Verdict
from image_studio.domain.lettering import is_source
from image_studio.domain.orders import Order
from image_studio.domain.study import Study


class Action(Enum):
    KEEP = "keep"
    TRANSLATE = "translate"
    WRITE = "write"
    REMOVE = "remove"


@dataclass(frozen=True)
class Intent:
    """What is to become of a block.

    ``text`` is for TRANSLATE the source words to say, for WRITE the words as they are to stand;
    ``shorter`` are other ways to write them, each for less room. ``rule`` names the rule that decided,
    if one did; ``why`` is a sentence for the person who has to look at the picture, or empty.
    """

    action: Action
    text: str = ""
    rule: str = ""
    why: str = ""
    shorter: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        return self.action is not Action.KEEP


def intents_for(study: Study, order: Order) -> tuple[Intent, ...]:
    """The intent for every block of a picture, by index."""
    return tuple(
        _intent(block, verdict, order) for block, verdict in zip(study.blocks, study.verdicts, strict=True)
    )


def _intent(block: Block, verdict: Verdict, order: Order) -> Intent:
    wishes = order.wishes
    if verdict.kind in wishes.remove:
        return Intent(Action.REMOVE)
    said = verdict.kind is Kind.TEXT or verdict.kind in wishes.translate
    if said and is_source(block.text):
        return Intent(Action.TRANSLATE, block.text)
    if verdict.kind is Kind.NUMBER and not verdict.printed:
        return _figure(block, order)
    return Intent(Action.KEEP)


def _figure(block: Block, order: Order) -> Intent:
    """Figures in the market's units. A misread figure would become a wrong fact, so what was not
    read surely stays."""
    texts = figure_texts(block.text, order.market)
    if not texts:
        return Intent(Action.KEEP)
    if block.confidence < SURE_FIGURE:
        why = f"“{block.text[:60]}” was read with a confidence of {block.confidence:.2f}; it keeps its units"
        return Intent(Action.KEEP, why=why)
    return Intent(Action.WRITE, texts[0], shorter=texts[1:])
