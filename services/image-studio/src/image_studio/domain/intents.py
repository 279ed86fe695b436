"""What is to become of each block of a picture in one market, before any words are known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from image_studio.domain.blocks import Block
from image_studio.domain.kinds import Kind, Verdict
from image_studio.domain.lettering import is_source
from image_studio.domain.orders import Order, Wishes
from image_studio.domain.study import Study


class Action(Enum):
    KEEP = "keep"
    TRANSLATE = "translate"
    WRITE = "write"
    REMOVE = "remove"


@dataclass(frozen=True)
class Intent:
    """What is to become of a block.

    ``text`` is for TRANSLATE the source words to say, for WRITE the words as they are to stand.
    ``rule`` names the rule that decided, if one did; ``why`` is a sentence for the person who has
    to look at the picture, or empty.
    """

    action: Action
    text: str = ""
    rule: str = ""
    why: str = ""

    @property
    def changes(self) -> bool:
        return self.action is not Action.KEEP


def intents_for(study: Study, order: Order) -> tuple[Intent, ...]:
    """The intent for every block of a picture, by index."""
    return tuple(
        _intent(block, verdict, order.wishes)
        for block, verdict in zip(study.blocks, study.verdicts, strict=True)
    )


def _intent(block: Block, verdict: Verdict, wishes: Wishes) -> Intent:
    if verdict.kind in wishes.remove:
        return Intent(Action.REMOVE)
    said = verdict.kind is Kind.TEXT or verdict.kind in wishes.translate
    if said and is_source(block.text):
        return Intent(Action.TRANSLATE, block.text)
    return Intent(Action.KEEP)
