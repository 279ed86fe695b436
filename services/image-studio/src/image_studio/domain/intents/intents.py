"""What is to become of each block of a picture in one market, before any words are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from image_studio.domain.blocks.block import Block
from image_studio.domain.intents.contact_rows import accounts_beside
from image_studio.domain.intents.leftovers import left_alone
from image_studio.domain.intents.travel import Travel, travels
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.lettering import is_source
from image_studio.domain.numbers.figures import SURE_FIGURE, figure_texts
from image_studio.domain.numbers.size_charts import CellChange, chart_changes, heads_with_units
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
    ``shorter`` are other ways to write them, each for less room. ``beside`` is set behind translated
    words as it is. ``may_stay``: whether the old lettering may, where the new has no words or no
    room. ``rule`` names the rule that decided, if one did; ``why`` is a sentence for the
    person who has to look at the picture, or empty.
    """

    action: Action
    text: str = ""
    rule: str = ""
    why: str = ""
    shorter: tuple[str, ...] = ()
    beside: str = ""
    may_stay: bool = True

    @property
    def changes(self) -> bool:
        return self.action is not Action.KEEP


def intents_for(study: Study, order: Order) -> tuple[Intent, ...]:
    """The intent for every block of a picture, by index."""
    changes = {
        **heads_with_units(study.tables, study.blocks, order.market),
        **chart_changes(study.charts, study.blocks, order.market),
    }
    plain = [_intent(*judged, order) for judged in zip(study.blocks, study.verdicts, strict=True)]
    labels = [i for i, intent in enumerate(plain) if _is_contact(intent)]
    for i, label in accounts_beside(labels, study.blocks).items():
        if plain[i].action is Action.KEEP and study.verdicts[i].kind is not Kind.ON_PRODUCT:
            why = f"“{study.blocks[i].text[:60]}” is taken out: it stands beside a contact's label"
            plain[i] = Intent(Action.REMOVE, rule=plain[label].rule, why=f"{why} ({plain[label].rule})")
    offers = [i for i, intent in enumerate(plain) if _is_offer(intent)]
    for i, offer in left_alone(study.blocks, offers).items():
        if study.verdicts[i].kind is not Kind.BRAND:
            said = study.blocks[i].text[:60]
            why = f"“{said}” is taken out: it says nothing without “{study.blocks[offer].text[:60]}”"
            plain[i] = Intent(Action.REMOVE, rule=plain[offer].rule, why=f"{why} ({plain[offer].rule})")
    return tuple(_in_chart(intent, changes.get(i)) for i, intent in enumerate(plain))


def _is_offer(intent: Intent) -> bool:
    return intent.action is Action.REMOVE and intent.rule.startswith(("promotion.", "price."))


def _is_contact(intent: Intent) -> bool:
    return intent.action is Action.REMOVE and intent.rule.startswith("contact.")


def _in_chart(intent: Intent, change: CellChange | None) -> Intent:
    """What a chart makes of a block that would be translated, or written or kept as a figure."""
    if change is None or intent.action is Action.REMOVE or not intent.may_stay:
        return intent
    if change.words:
        if intent.action is not Action.TRANSLATE:
            return replace(intent, why=change.why or intent.why)
        return replace(intent, text=change.words, beside=change.beside, why=change.why or intent.why)
    if change.figures:
        return Intent(Action.WRITE, change.figures[0], shorter=change.figures[1:])
    return Intent(Action.KEEP)


def _intent(block: Block, verdict: Verdict, order: Order) -> Intent:
    wishes = order.wishes
    if verdict.kind in wishes.remove:
        return Intent(Action.REMOVE)
    allowed = travels(block.text, verdict, order)
    if allowed.gone:
        return Intent(Action.REMOVE, rule=allowed.rule, why=allowed.why)
    kept_whole = allowed.text == block.text
    return replace(_of_allowed(block, verdict, order, allowed), rule=allowed.rule, may_stay=kept_whole)


def taken_out(intent: Intent, why_unsaid: str) -> Intent:
    """The intent of a block that may not stay as it was and cannot be lettered anew."""
    return replace(intent, action=Action.REMOVE, why=f"{intent.why}; all of it goes: {why_unsaid}")


def _of_allowed(block: Block, verdict: Verdict, order: Order, allowed: Travel) -> Intent:
    """What becomes of a block of which some words may stand."""
    text, price = allowed.text, " ".join(allowed.prices)
    said = verdict.kind is Kind.TEXT or verdict.kind in order.wishes.translate
    if said and is_source(text):
        return Intent(Action.TRANSLATE, text, why=allowed.why, beside=price)
    if text != block.text:
        return Intent(Action.WRITE, f"{text} {price}".strip(), why=allowed.why)
    if verdict.kind is Kind.NUMBER and not verdict.printed and not allowed.why:
        return _figure(block, order)
    return Intent(Action.KEEP, why=allowed.why)


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
