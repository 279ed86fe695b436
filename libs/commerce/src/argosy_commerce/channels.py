"""Channels: what a listing may look like where it is published (data/channels.yaml)."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.errors import UnknownChannel
from argosy_commerce.terms.strict_yaml import document

Counted = Literal["characters", "bytes", "letters"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Row):
    """How long one text may be, and how it is counted."""

    most: int = Field(gt=0)
    least: int = Field(default=0, ge=0)
    counted: Counted


class ListLimit(Limit):
    """The same for each item of a list; ``total`` bounds the joined list, in the same count."""

    count: int | None = Field(default=None, gt=0)
    total: int | None = Field(default=None, gt=0)
    separator: str = ", "


class Channel(_Row):
    """One channel's rules. ``None`` for a part means the channel has no such part.

    forbidden       characters never allowed in a title
    decoration      characters allowed in measurements and numbers, not as ornament
    once            characters allowed once each
    keyword_words   whether the channel matches keywords word by word, so that phrases waste room
    word_repeats    how often one word may stand in a title; None: no rule
    promotion       whether promotion wording is allowed
    source, read    where the limits were found, and when
    """

    id: str
    name: str
    title: Limit
    bullets: ListLimit | None = None
    description: Limit
    keywords: ListLimit | None = None
    keyword_words: bool = False
    forbidden: str = ""
    decoration: str = ""
    once: str = ""
    word_repeats: int | None = Field(default=None, ge=1)
    promotion: bool
    emoji: bool = False
    brand_in_title: bool = True
    languages: tuple[str, ...] | None = None
    markets: dict[str, dict[str, Any]] = Field(default_factory=dict)
    source: str
    read: date
    note: str | None = None

    def in_market(self, market: str) -> Channel:
        """The rules with this market's own limits in place of the general ones."""
        override = self.markets.get(market.upper())
        if not override:
            return self
        return Channel.model_validate({**self.model_dump(), **override, "markets": {}})


@cache
def channels() -> dict[str, Channel]:
    """All channels by id; 'generic' is the one that needs no account anywhere."""
    text = files("argosy_commerce").joinpath("data/channels.yaml").read_text(encoding="utf-8")
    return {key: Channel(id=key, **row) for key, row in document(text).items()}


def channel(channel_id: str, market: str | None = None) -> Channel:
    """The rules of a channel, in a market where it matters. Raises UnknownChannel."""
    found = channels().get(channel_id.strip().lower()) if len(channel_id) <= 64 else None
    if found is None:
        known = ", ".join(channels())
        raise UnknownChannel(f"no channel {channel_id[:32]!r}; there are {known}")
    return found.in_market(market) if market else found


@cache
def function_words(language: str) -> frozenset[str]:
    """Articles, prepositions and conjunctions of a language, lower case; empty if unknown."""
    return _words("function_words.yaml").get(_base(language), frozenset())


@cache
def promotion_words(language: str) -> tuple[str, ...]:
    """Promotion wording of a language, longest first; '{n}' stands for a number."""
    words = _words("promotion_words.yaml").get(_base(language), frozenset())
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _base(language: str) -> str:
    return language.replace("_", "-").split("-", 1)[0].lower()


@cache
def _words(name: str) -> dict[str, frozenset[str]]:
    text = files("argosy_commerce").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return {language: frozenset(words) for language, words in document(text).items()}
