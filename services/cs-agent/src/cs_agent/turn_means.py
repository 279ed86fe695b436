"""What a turn is made with, what it is made of, and what it comes to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from argosy_commerce.terms import TermBase
from cs_agent.acting import Desk
from cs_agent.domain.answer import Call, Draft, Sentence, Unanswered
from cs_agent.domain.conversation import State
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understood import Understood
from cs_agent.picturing import Pictures

Says = Callable[[Sentence, str], Awaitable[None]]
"""Hears a sentence and the language (a tag) that it is in."""


class Ordering(Protocol):
    """What the order part of a message came to; `ordering.Ordered` is one."""

    @property
    def sentences(self) -> tuple[Sentence, ...]: ...
    @property
    def state(self) -> State: ...
    @property
    def calls(self) -> tuple[Call, ...]: ...
    @property
    def handoff(self) -> str: ...


class Skills(Protocol):
    """What a turn is made of; `skills.Own` is this service's. All but `orders` are pure."""

    def understands(
        self, text: str, tag: str, state: State, product: ProductSummary | None, now: datetime
    ) -> Understood: ...

    def knows(
        self,
        understood: Understood,
        state: State,
        shelf: Shelf,
        product: ProductSummary | None,
        now: datetime,
        base: TermBase,
    ) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]: ...

    async def orders(self, understood: Understood, state: State, desk: Desk) -> Ordering: ...

    def checks(self, draft: Draft, understood: Understood) -> Draft: ...


async def as_read(understood: Understood) -> Understood:
    """Nothing but rules and examples reads it."""
    return understood


async def silent(_sentence: Sentence, _language: str) -> None:
    """Nobody listens while it is written."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a turn is made with.

    ``shelf``: what is known of a product for a country and a language; ``says``: hears each sentence as soon
    as it is sure to stand in the answer, in the answer's order; ``reads_again``: reads a message a second
    time; ``pictures``: looks at pictures, None where nobody does.
    """

    base: TermBase
    desk: Desk
    skills: Skills
    shelf: Callable[[str, str, str, datetime], Awaitable[Shelf]]
    now: datetime
    merchant_language: str = "zh-CN"
    says: Says = silent
    reads_again: Callable[[Understood], Awaitable[Understood]] = as_read
    pictures: Pictures | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """``state``: the conversation's afterwards, its lines and unanswered messages not touched."""

    draft: Draft
    state: State
    understood: Understood
