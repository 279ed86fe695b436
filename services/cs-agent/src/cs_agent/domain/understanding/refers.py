"""What "it" and "and in red?" mean: a message as read, filled up from what the conversation is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cs_agent.domain.conversation import Focus
from cs_agent.domain.understood import Intent, ReadIntent, Understood

_ASKS_NOTHING: Final[frozenset[Intent]] = frozenset(
    {
        "unclear",
        "greeting",
        "thanks",
        "goodbye",
        "yes",
        "no",
        "identify",
        "abuse",
        "human",
        "off_topic",
        "manipulation",
    }
)
_OF_OPTIONS: Final = ("colour.", "size.", "pattern.")
_SHORT: Final = 40
"""Characters of a message that may be no more than a new option for the question before."""
_SURE: Final = 0.6
_BORROWED: Final = 0.6
"""How sure an intent is that was taken over from the question before."""


def with_focus(read: Understood, focus: Focus) -> Understood:
    """The message with what it leaves out: the intent of a bare "and in red?", the country, what it is about.

    Concepts of the question before are taken over only where the intent is, options only where none is named.
    """
    country = read.country or focus.country
    if focus.intent is None or not _goes_on(read):
        return replace(read, country=country)
    rest = tuple(one for one in read.intents if one.intent not in {focus.intent, "unclear", "variants"})
    intents = (ReadIntent(focus.intent, _BORROWED, read.text[:160]), *rest)
    options = {one for one in read.concepts if one.startswith(_OF_OPTIONS)}
    kept = tuple(one for one in focus.concepts if not (options and one.startswith(_OF_OPTIONS)))
    concepts = tuple(dict.fromkeys((*read.concepts, *kept)))
    return replace(read, intents=intents, concepts=concepts, country=country, refers=True)


def focus_after(read: Understood, focus: Focus, product_id: str = "") -> Focus:
    """What the conversation is about once a message is read; ``product_id``: "" where it is the same."""
    asks = read.intent not in _ASKS_NOTHING
    moved = bool(product_id) and product_id != focus.product_id
    base = Focus(product_id=product_id, country=focus.country) if moved else focus
    return replace(
        base,
        sku=read.skus[0] if len(read.skus) == 1 else base.sku,
        order_id=read.identity.order_id or base.order_id,
        intent=read.intent if asks else base.intent,
        concepts=read.concepts if asks else base.concepts,
        country=read.country or base.country,
    )


def _goes_on(read: Understood) -> bool:
    """Whether a message only changes a detail of the question before."""
    if len(read.text) > _SHORT or not (read.refers or read.skus or read.figures):
        return False
    main = read.intents[0]
    if main.intent in {
        "yes",
        "no",
        "thanks",
        "goodbye",
        "greeting",
        "human",
        "abuse",
        "manipulation",
        "identify",
    }:
        return False
    return main.intent in {"unclear", "variants"} or (main.confidence < _SURE and bool(read.skus))
