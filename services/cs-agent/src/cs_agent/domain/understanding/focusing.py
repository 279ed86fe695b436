"""What a conversation is about once a message is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cs_agent.domain.conversation import Focus
from cs_agent.domain.understanding.asked_words import named_in
from cs_agent.domain.understanding.bodies import with_measured
from cs_agent.domain.understood import Intent, Understood

_ASKS_NOTHING: Final[frozenset[Intent]] = frozenset(
    {"unclear", "greeting", "thanks", "goodbye", "yes", "no", "identify", "abuse", "complaint_service",
     "human", "off_topic", "manipulation"}
)  # fmt: skip
"""What changes nothing of what is talked about."""


def focus_after(read: Understood, focus: Focus, product_id: str = "", told: str = "") -> Focus:
    """What the conversation is about once a message is read; ``product_id``: "" where it is the same.

    ``told``: the variant that the answer spoke of, where it was one.
    """
    asks = read.intent not in _ASKS_NOTHING
    moved = bool(product_id) and product_id != focus.product_id
    base = Focus(product_id=product_id, country=focus.country) if moved else focus
    return replace(
        base,
        sku=read.skus[0] if len(read.skus) == 1 else told or base.sku,
        order_id=read.identity.order_id or base.order_id,
        intent=read.intent if asks else base.intent,
        concepts=read.concepts if asks else base.concepts,
        matters=tuple(sorted({*named_in(read), *read.about})) if asks else base.matters,
        country=read.country or base.country,
        options=_options_after(read, base),
        measured=tuple({one.of: one for one in reversed(with_measured(read, focus)) if one.of}.values()),
    )


def _options_after(read: Understood, focus: Focus) -> tuple[tuple[str, str], ...]:
    """What was named last of each option: a new colour stands in the place of the one before."""
    if read.options is None or read.options.way == "apart":
        return focus.options
    named = {name for name, _ in read.options.named} | {*read.options.lacking, *read.options.unsure}
    return (*(one for one in focus.options if one[0] not in named), *read.options.named)
