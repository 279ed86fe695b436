"""Whether a thing is sent somewhere, how long that takes and what it costs, beside what else is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import INTENTS
from cs_agent.domain.understanding.notions import notions_in
from cs_agent.domain.understanding.places import country_in
from cs_agent.domain.understood import Intent, ReadIntent

SENDING: Final[frozenset[Intent]] = frozenset({"ships_to", "delivery_time", "delivery_cost"})
_OF_LENGTH: Final[frozenset[Intent]] = frozenset({"dimensions", "specification", "features"})
"""What "how long" is read as where no word says that it is a time."""
_FEW: Final = 16
"""Letters of a part that asks how long and names nothing."""
_ASIDE: Final = 0.6
_SURE: Final = 0.5
_SHORT: Final = {
    "zh": re.compile(r"[发寄送邮](?:到|往|去|给)?(?P<place>[^，。？！\s]{2,8}?)(?:吗|么|嘛|不$|不[?？]|可以)")
}
"""Where one character sends and the place follows: 发日本吗."""


def without_carried(
    intents: tuple[ReadIntent, ...], asking: Sequence[str], language: str
) -> tuple[ReadIntent, ...]:
    """Duties first, and whether it is sent there only where one of the parts ``asking`` asks that by itself.

    "If I have it sent to Paris, will I pay customs?": a "yes, we send there" reads as a yes to the duties.
    """
    if not {"customs", "ships_to"} <= {one.intent for one in intents}:
        return intents
    sends, duties = INTENTS.index("ships_to"), INTENTS.index("customs")
    if any(row[sends] > 0 and not row[duties] > 0 for row in pointed(asking, language)):
        return intents
    others = (one for one in intents if one.intent != "ships_to")
    return tuple(sorted(others, key=lambda one: one.intent != "customs"))


def priced_apart(intents: Sequence[ReadIntent], text: str) -> bool:
    """Whether the price is asked for before anything of a sending: it is the thing's.

    "What does it cost? Do you ship to Kuwait?", where "do you ship to Kuwait and what does it cost" asks what
    the sending costs.
    """
    price = next((one.words for one in intents if one.intent == "price"), "")
    sent = [one.words for one in intents if one.intent in SENDING and one.words != price]
    place = text.find(price) if price else -1
    behind = [text.find(words) for words in sent]
    return place >= 0 and bool(behind) and all(place + len(price) <= other for other in behind)


def of_delivery(intents: tuple[ReadIntent, ...], text: str) -> tuple[ReadIntent, ...]:
    """What the delivery costs, where a price is asked for behind whether it is sent somewhere.

    A price that is asked for before it is the thing's, and answered first.
    """
    if intents[0].intent not in SENDING:
        return intents
    if priced_apart(intents, text):
        return tuple(sorted(intents, key=lambda one: one.intent != "price"))
    found = [replace(one, intent="delivery_cost") if one.intent == "price" else one for one in intents]
    return tuple({one.intent: one for one in reversed(found)}.values())[::-1]


def of_the_thing(
    intents: tuple[ReadIntent, ...], text: str, language: str, sends: frozenset[str]
) -> tuple[ReadIntent, ...]:
    """A price, where a delivery's was hardly read and no word names a sending: "et il coûte combien"."""
    main = intents[0]
    if main.intent != "delivery_cost" or main.confidence >= _SURE:
        return intents
    about = matters().named(text, language)
    if "price" not in about or "delivery_cost" in about or notions_in(text, language) & sends:
        return intents
    if country_in(text, language):
        return intents
    others = (one for one in intents[1:] if one.intent != "price")
    return (replace(main, intent="price"), *others)


def how_long_it_takes(
    intents: tuple[ReadIntent, ...], parts: Sequence[str], language: str, sends: frozenset[str]
) -> tuple[ReadIntent, ...]:
    """With "how long" as a time, in a few words behind a part that sends to a place, and as no length.

    "Versand nach Spanien, wie lange und was kostet das?" names no thing that could be long.
    """
    sent = False
    for part in parts:
        named = notions_in(part, language)
        short = "days" in named and len(part) <= _FEW and not country_in(part, language)
        if sent and short and any(one.intent in _OF_LENGTH and one.words == part for one in intents):
            kept = (one for one in intents if not (one.intent in _OF_LENGTH and one.words == part))
            told = any(one.intent == "delivery_time" for one in intents)
            return (*kept,) if told else (*kept, ReadIntent("delivery_time", _ASIDE, part))
        sent = sent or bool(named & sends and country_in(part, language))
    return intents


def sent_besides(
    intents: tuple[ReadIntent, ...], parts: Sequence[str], language: str, sends: frozenset[str]
) -> tuple[ReadIntent, ...]:
    """With what a part of the message asks of a sending to the place that it names, beside something else.

    ``sends``: notions of sending. "How long to Seoul and what is the postage?" asks for two things.
    """
    read = {one.intent for one in intents}
    for part in parts:
        if not country_in(part, language):
            continue
        named = notions_in(part, language)
        short = _SHORT[language].search(part) if language in _SHORT else None
        if short and not read & SENDING and country_in(short["place"], language):
            meant = ReadIntent("ships_to", _ASIDE, part)
            unsure = intents[0].intent == "unclear" or intents[0].confidence < _SURE
            return (meant, *intents[1:]) if unsure else (*intents, meant)
        if "days" in named and "delivery_time" not in read and read & SENDING:
            kept = (one for one in intents if not (one.intent in _OF_LENGTH and one.words == part))
            intents = (*kept, ReadIntent("delivery_time", _ASIDE, part))
            read |= {"delivery_time"}
        if "delivery_cost" not in read and read & SENDING and _points_to_cost(part, language):
            return (*intents, ReadIntent("delivery_cost", _ASIDE, part))
        if named & sends and not read & SENDING and intents[0].intent == "price":
            return (*intents, ReadIntent("ships_to", _ASIDE, part))
    return intents


def _points_to_cost(part: str, language: str) -> bool:
    cost = INTENTS.index("delivery_cost")
    return any(row[cost] > 0 for row in pointed([part], language))
