"""What "it" and "and in red?" mean: a message as read, filled up from what the conversation is about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from cs_agent.domain.conversation import Focus
from cs_agent.domain.understood import Identity, Intent, Measured, ReadIntent, Understood

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
_BY_OPTION: Final[frozenset[Intent]] = frozenset({"price", "stock", "size_advice", "variants"})
"""What another colour or size may change the answer to."""
_OF_PRODUCT: Final[frozenset[Intent]] = frozenset(
    {"material", "care", "dimensions", "weight", "contents", "compatibility", "voltage", "specification",
     "features", "origin", "ingredients", "safety", "use", "warranty", "authenticity", "discount",
     "recommend"}
)  # fmt: skip
_NEAR: Final = Decimal("0.3")
"""How far a figure that is put right may lie from the one before, as a share of it."""
_SHORT: Final = 40
"""Characters of a message that may be no more than a new option for the question before."""
_SURE: Final = 0.6
_BORROWED: Final = 0.6
"""How sure an intent is that was taken over from the question before."""


def with_focus(read: Understood, focus: Focus) -> Understood:
    """The message with what it leaves out: the intent of a bare "and in red?", the country, what it is about.

    Concepts of the question before are taken over only where the intent is, options only where none is named.
    """
    read = _tells_a_body(read, focus)
    before = bool(focus.country) and not read.country
    read = replace(read, country=read.country or focus.country, country_before=before)
    if focus.intent is None or not _goes_on(read, focus):
        return _measured_before(read, focus)
    intents = _gone_on(read, focus.intent)
    options = {one for one in read.concepts if one.startswith(_OF_OPTIONS)}
    kept = tuple(one for one in focus.concepts if not (options and one.startswith(_OF_OPTIONS)))
    concepts = tuple(dict.fromkeys((*read.concepts, *kept)))
    return _measured_before(replace(read, intents=intents, concepts=concepts, refers=True), focus)


def _tells_a_body(read: Understood, focus: Focus) -> Understood:
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


def _gone_on(read: Understood, intent: Intent) -> tuple[ReadIntent, ...]:
    """The question before with another option; whether there is one at all, where that is asked or no
    option changes the answer: "and in blue?" after what comes with it."""
    borrowed = ReadIntent(intent, _BORROWED, read.text[:160])
    main = read.intents[0]
    rest = tuple(one for one in read.intents if one.intent not in {intent, "unclear", "variants"})
    if intent in _BY_OPTION or intent not in _OF_PRODUCT or not _names_option(read):
        alone = intent not in {"variants", "size_advice"} and main.intent == "variants" and read.asks_whether
        asked = (main,) if alone else ()
        return (borrowed, *asked, *rest)
    return (ReadIntent("variants", _BORROWED, read.text[:160]), *rest)


def _names_option(read: Understood) -> bool:
    return bool(read.skus) or any(one.startswith(_OF_OPTIONS) for one in read.concepts)


def _measured_before(read: Understood, focus: Focus) -> Understood:
    """With what was measured before, where a size is asked for."""
    asks = any(one.intent == "size_advice" for one in read.intents)
    return replace(read, measured=_with_measured(read, focus)) if asks else read


def _with_measured(read: Understood, focus: Focus) -> tuple[Measured, ...]:
    """What was measured now, and what was told before; the same measure anew is another body or put right."""
    told = {one.of for one in read.measured if one.of}
    kept = {one.of for one in focus.measured}
    if told & kept:
        return read.measured
    return (*read.measured, *focus.measured)


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
        country=read.country or base.country,
        measured=tuple({one.of: one for one in reversed(_with_measured(read, focus)) if one.of}.values()),
    )


def _goes_on(read: Understood, focus: Focus) -> bool:
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
    if main.intent == "unclear":
        return True
    if main.intent == "variants":
        return _names_option(read) or bool(read.figures)
    # What is read of a price or a stock is asked itself; an option names which.
    by_option = main.intent in _BY_OPTION and focus.intent not in _BY_OPTION
    return main.confidence < _SURE and bool(read.skus) and not by_option
