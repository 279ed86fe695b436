"""What the words of a message say against an intent that was read of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.vocabulary import vocabulary
from cs_agent.domain.understanding.comparing import compares
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understood import Intent, ReadIntent

SPARES: Final = frozenset({"replacing", "refill", "spare_battery"})
"""What names a new part of a thing that one has."""
_OF_AN_EXCHANGE: Final = frozenset({"option", "unused", "send_back", "ordered", "wrong"})
_OF_A_WAY: Final = frozenset({"sent", "shipping", "arrive", "arrived", "parcel", "ordered"})
_ALSO_CHARGES: Final = {"ar": frozenset({"sent", "shipping", "parcel"})}
"""Notions whose words say "charge" as well."""
_LASTS: Final = frozenset({"battery_life", "standby_time", "charging_time", "light_life"})
_PROCESSES: Final = frozenset(
    f"general.{one}"
    for one in (
        "grind",
        "boil",
        "dry_v",
        "charge",
        "heat_v",
        "cool_v",
        "freeze",
        "melt",
        "assemble",
        "install",
        "fill",
        "empty_v",
        "inflate",
        "deflate",
        "soak",
        "wash",
        "sew",
        "print",
        "mix",
        "polish",
        "sharpen",
        "brew",
        "unfold",
        "fold",
    )
) | frozenset(
    f"home.{one}"
    for one in ("cook", "bake", "fry", "defrost", "brew", "reheat", "grow", "steam_cook", "espresso")
)
"""What takes its time by itself, or only sounds like a delivery: grinding, an espresso (data/vocabulary)."""
_OF_COMPARING: Final[frozenset[Intent]] = frozenset(
    {"unclear", "features", "price", "discount", "competitor", "recommend"}
)
"""What a comparison with another maker is read as by its words."""
_SURE: Final = 0.95


def amended(
    intents: tuple[ReadIntent, ...],
    text: str,
    language: str,
    named: frozenset[str],
    *,
    spoke: bool,
    to_place: bool,
) -> tuple[ReadIntent, ...]:
    """Without an exchange where a new part is to be bought, and a delivery where a charge lasts.

    ``named``: the notions of the text; ``spoke``: an order was spoken of; ``to_place``: a place is named.
    """
    read = {one.intent for one in intents}
    about = matters().named(text, language) if read & {"exchange_item", "delivery_time"} else frozenset()
    where_from = {"exchange_item", "price"} <= read and "where" in named and not named & _OF_AN_EXCHANGE
    if where_from and not spoke and about & SPARES:
        # "Where do I get replacement heads and what do they cost?"
        intents = tuple(one for one in intents if one.intent != "exchange_item")
    on_its_way = to_place or named & (_OF_A_WAY - _ALSO_CHARGES.get(language, frozenset()))
    takes_time = frozenset[str]().union(*vocabulary().meanings(text, language)) & _PROCESSES
    if "delivery_time" in read and (about & _LASTS or takes_time) and not on_its_way:
        # "How many days does one charge last?", "how long does grinding take?"
        found = (
            replace(one, intent="specification") if one.intent == "delivery_time" else one for one in intents
        )
        intents = tuple({one.intent: one for one in reversed([*found])}.values())[::-1]
    return intents


def compared_with_others(
    intents: tuple[ReadIntent, ...], text: str, language: str, product: ProductSummary | None
) -> tuple[ReadIntent, ...]:
    """A comparison with another maker or shop first, where there is one: "cheaper than Lush?"."""
    words = compares(text, language, product)
    if not words:
        return intents
    others = tuple(one for one in intents if one.intent not in _OF_COMPARING)
    return (ReadIntent("competitor", _SURE, words[:160]), *others)
