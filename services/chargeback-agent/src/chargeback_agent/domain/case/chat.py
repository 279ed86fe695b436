"""What buyer and shop wrote that matters in a dispute (data/chat_words.yaml), in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from argosy_commerce.spotting import any_of, plain
from argosy_ledger.facts import Conversation, Said
from chargeback_agent.domain.case.reading import data

ShopMeaning = Literal[
    "refund_promised", "defect_admitted", "order_cancelled", "remedy_offered", "renewal_notice"
]
BuyerMeaning = Literal[
    "acknowledged",
    "cancellation_asked",
    "return_asked",
    "refund_asked",
    "not_received_said",
    "purchase_denied",
]
_SENTENCES: Final = re.compile(r"[^.!?。！？؟\n]+[.!?。！？؟]*")
_CERTAIN: Final = frozenset({"acknowledged", "refund_promised", "defect_admitted", "order_cancelled"})
"""Meanings that a negation or a question mark beside them undoes."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message in which one sentence says something that counts."""

    said: Said
    sentence: str
    conditional: bool = False


def shop_said(meaning: ShopMeaning, conversations: Iterable[Conversation]) -> tuple[Told, ...]:
    """Messages of the shop that say it, oldest first."""
    return tuple(_told("shop", meaning, conversations))


def buyer_said(meaning: BuyerMeaning, conversations: Iterable[Conversation]) -> tuple[Told, ...]:
    """Messages of the buyer that say it, oldest first."""
    return tuple(_told("buyer", meaning, conversations))


def hinted(of: Literal["return", "cancel", "refund"], messages: Iterable[Said]) -> bool:
    """Whether some message may ask for it or promise it, in whatever words.

    The words of all languages count, since a tag may be wrong, and so does a message in an unknown language.
    """
    parts = [part for parts in _data()["hints"][of].values() for part in parts]
    return any(
        (one.language and not _tongue(one.language)) or any(part in f" {plain(one.text)}" for part in parts)
        for one in messages
    )


def _told(side: str, meaning: str, conversations: Iterable[Conversation]) -> Iterator[Told]:
    said = [one for conversation in conversations for one in conversation.said if one.side == side]
    for one in sorted(said, key=lambda one: (one.time, one.message_id)):
        tongue = _tongue(one.language)
        for sentence in _SENTENCES.findall(one.text):
            words = plain(sentence)
            found = _phrases(side, meaning, tongue).search(words)
            if found is None:
                continue
            rest = words[: found.start()] + " " + words[found.end() :]
            if meaning in _CERTAIN and ("?" in sentence or "？" in sentence or "؟" in sentence):
                continue
            if meaning in _CERTAIN and _list("negations", tongue).search(rest):
                continue
            if meaning == "acknowledged" and _list("no_goods", "").search(words):
                continue
            yield Told(one, sentence.strip(), bool(_list("conditions", tongue).search(rest)))
            break


def _tongue(language: str) -> str:
    """The base of a language tag where its words are known, else "": all languages' words count."""
    base = language.partition("-")[0].lower()
    return base if base in _data()["negations"] else ""


@cache
def _phrases(side: str, meaning: str, tongue: str) -> re.Pattern[str]:
    rows = _data()[side][meaning]
    # Buyers write English to shops abroad whatever their language is, so English always counts.
    chosen = {tongue, "en"} if tongue else set(rows)
    return any_of(phrase for language in chosen for phrase in rows[language])


@cache
def _list(name: str, tongue: str) -> re.Pattern[str]:
    rows = _data()[name]
    chosen = {tongue, "en"} if tongue else set(rows)
    return any_of(phrase for language in chosen for phrase in rows[language])


def _data() -> dict[str, Any]:
    return data("chat_words", "shop", "buyer", "conditions", "negations", "hints", "no_goods")
