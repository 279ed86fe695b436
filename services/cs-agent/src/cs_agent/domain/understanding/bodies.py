"""A body that is measured over several messages: told before, said more of, put right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from cs_agent.domain.conversation import Focus
from cs_agent.domain.understood import Identity, Measured, ReadIntent, Understood

_NEAR: Final = Decimal("0.3")
"""How far a figure that is put right may lie from the one before, as a share of it."""
_SHORT: Final = 40
"""Characters of a message that may be no more than a new option for the question before."""
_SURE: Final = 0.6
_BORROWED: Final = 0.6
"""How sure an intent is that was taken over from the question before."""


def tells_a_body(read: Understood, focus: Focus) -> Understood:
    """A size, asked for before and said more of: "she weighs 52 lbs" is no question of the thing."""
    tells = any(one.of.startswith("measure.") for one in read.measured) and not read.asks_whether
    if not (focus.measured and tells) or read.intents[0].intent not in {"weight", "dimensions", "features"}:
        return read
    others = tuple(one for one in read.intents if one.intent not in {"size_advice", read.intent})
    return replace(read, intents=(ReadIntent("size_advice", _BORROWED, read.text[:160]), *others))


def put_right(read: Understood, focus: Focus) -> Understood:
    """A size asked for with a figure put right: "sorry, 128 not 118", after 118 cm were told."""
    kept = {one.of: one for one in focus.measured}
    if read.measured or len(read.text) > _SHORT or len(kept) != 1:
        return read
    if read.identity != Identity() or read.intents[0].confidence >= _SURE:
        return read
    ((_, told),) = kept.items()
    figures = [Decimal(one.replace(",", ".")) for one in read.figures]
    if focus.intent != "size_advice" and told.value not in figures:
        return read
    others = [one for one in figures if one != told.value and abs(one - told.value) <= told.value * _NEAR]
    if len(others) != 1 or not set(figures) <= {told.value, others[0]}:
        return read
    intents = (ReadIntent("size_advice", _BORROWED, read.text[:160]),)
    return replace(read, intents=intents, measured=(replace(told, value=others[0]),))


def measured_before(read: Understood, focus: Focus) -> Understood:
    """With what was measured before, where a size is asked for."""
    asks = any(one.intent == "size_advice" for one in read.intents)
    return replace(read, measured=with_measured(read, focus)) if asks else read


def with_measured(read: Understood, focus: Focus) -> tuple[Measured, ...]:
    """What was measured now, and what was told before; the same measure anew is another body or put right."""
    told = {one.of for one in read.measured if one.of}
    kept = {one.of for one in focus.measured}
    if told & kept:
        return read.measured
    return (*read.measured, *focus.measured)
