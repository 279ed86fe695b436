"""A conversation's state: what was said, what it is about, who the buyer is, what waits for a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from cs_agent.domain.answer import Call
from cs_agent.domain.understood import Identity, Intent, Measured

Speaker = Literal["buyer", "agent", "person"]


@dataclass(frozen=True, slots=True)
class Line:
    """Something said. ``intents``: of a buyer's line, as read."""

    message_id: str
    by: Speaker
    text: str
    at: datetime
    intents: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """What "it", "that one", "and in red?" mean now.

    ``matters``: what the last question was about (data/matters). ``measured``: of a body, each measure once.
    ``offered``: products that a picture may show, among which the buyer was asked to choose. ``options``:
    what was named last of each option, by its name: the red of "and in XL?".
    """

    product_id: str = ""
    sku: str = ""
    order_id: str = ""
    intent: Intent | None = None
    concepts: tuple[str, ...] = ()
    country: str = ""
    measured: tuple[Measured, ...] = ()
    matters: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A call that waits for a plain yes. ``question``: the digest of what was asked, so that a yes to another
    question, or to the same one with other money, confirms nothing. ``stands``: nothing but the question was
    said since; only then does a yes count. ``asked_at`` makes the call's id, with the conversation's.
    ``will``: what was asked, in JSON (`tools.verdicts.Will.told`).
    """

    call: Call
    question: str
    asked_at: datetime
    will: Mapping[str, object] = field(default_factory=dict)
    stands: bool = True
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What the buyer wants of an order and has not got yet: his later words fill it, he says it once.

    ``words``: his own so far, in ``language``, and the ``concepts`` that they name; ``told``: what is known
    of its call, in JSON; ``asked``: what he was asked for last ("identity", "order", "reason", ...).
    """

    intent: Intent
    words: str = ""
    language: str = ""
    concepts: tuple[str, ...] = ()
    told: Mapping[str, object] = field(default_factory=dict)
    asked: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A conversation between messages. ``user``: the shop's id of the buyer once he is identified, and never
    another after that. ``pending``: what waits for a plain yes. ``with_person``: a person goes on until he
    hands it back. ``unanswered``: ids of messages that the next answer is to answer. ``not_the_buyer``: he
    says that the account is somebody else's. ``wishes``: what is being worked on, and what comes after it.
    """

    conversation_id: str
    language: str = ""
    lines: tuple[Line, ...] = ()
    focus: Focus = field(default_factory=Focus)
    identity: Identity = field(default_factory=Identity)
    user: str = ""
    pending: Pending | None = None
    with_person: bool = False
    unanswered: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    tries: int = 0
    """Identifications that failed."""
    not_the_buyer: bool = False
    wishes: tuple[Wish, ...] = ()

    def said(self, line: Line, *, keep: int = 60) -> State:
        """With one more line; the oldest go."""
        return replace(self, lines=(*self.lines, line)[-keep:])
