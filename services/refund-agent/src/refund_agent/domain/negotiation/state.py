"""Where a request stands: offers made, what ended it, and the trail of how it came there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from argosy_commerce.money import Money
from refund_agent.domain.options import Decision, Offer

Meaning = Literal["accepts", "refuses", "counters", "returns", "exchanges", "person", "asks"]
"""Takes the offer, does not, wants another amount, wants to send the goods back, wants the goods anew,
wants a person, asks something else."""
By = Literal["buyer", "agent", "clock", "carrier"]
What = Literal[
    "asked", "waits", "offered", "restated", "replied", "lapsed", "decided", "ignored", "came_back", "lost",
]  # fmt: skip
How = Literal[
    "at_once",  # nothing was to be negotiated
    "accepted",  # the buyer took the last offer
    "agreed",  # the buyer gets what he asked for, or all
    "right",  # the buyer used a right
    "silence",  # no answer in time
    "no_agreement",  # the last offer was refused and there is no better one
    "person",  # a person decides
]
Phase = Literal["unasked", "waiting", "open", "decided"]
MAX_TRAIL: Final = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A buyer's answer as far as it counts here."""

    meaning: Meaning
    counter: Money | None = None
    wants_person: bool = False

    @property
    def for_a_person(self) -> bool:
        """Whether a person is asked for, in whatever words."""
        return self.wants_person or self.meaning == "person"


@dataclass(frozen=True, slots=True)
class Asked:
    """The request itself."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Replied:
    """The buyer's answer, and the round it answers; 0: not told."""

    at: datetime
    answer: Answer
    round: int = 0


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The time of a round is over; of round 0: the time in which the order's facts should have come."""

    at: datetime
    round: int


@dataclass(frozen=True, slots=True)
class Handed:
    """Nothing can be decided here any more: why a person has to."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """The carrier brought the goods of a return to the shop, or lost them on the way."""

    at: datetime
    lost: bool = False


Happening = Asked | Replied | Lapsed | Handed | CameBack


@dataclass(frozen=True, slots=True)
class Round:
    """An offer and when it ends. ``questions``: how many the buyer asked meanwhile."""

    number: int
    offer: Offer
    made_at: datetime
    until: datetime
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Pay:
    """When the money has to be paid: ``by`` a moment, or so many ``days`` after the goods have come.

    A return whose goods come later than ``by`` is paid once they, or a proof that they were sent, have come.
    """

    by: datetime | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a request ended. ``offer`` is None where a person decides, ``pay`` where no money is paid."""

    decision: Decision
    offer: Offer | None
    how: How
    at: datetime
    why: tuple[str, ...] = ()
    pay: Pay | None = None

    @property
    def refund(self) -> Money | None:
        """What is paid, at once or once the goods are back."""
        return self.offer.refund if self.offer else None

    @property
    def returns(self) -> bool:
        """Whether goods are to come back."""
        offer = self.offer
        return (
            offer is not None and not offer.keep_item and offer.decision in {"RETURN_THEN_REFUND", "EXCHANGE"}
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the trail. ``why`` never quotes the buyer."""

    at: datetime
    by: By
    what: What
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A request. ``person``: the buyer has asked for a person; ``back_at``: when the goods came back."""

    request_id: str
    asked_at: datetime | None = None
    rounds: tuple[Round, ...] = ()
    verdict: Verdict | None = None
    trail: tuple[Entry, ...] = ()
    person: bool = False
    back_at: datetime | None = None

    @property
    def phase(self) -> Phase:
        """Not asked yet, asked and waiting for facts, an offer open, or decided."""
        if self.verdict is not None:
            return "decided"
        if self.rounds:
            return "open"
        return "unasked" if self.asked_at is None else "waiting"

    @property
    def last(self) -> Round | None:
        """The offer that counts."""
        return self.rounds[-1] if self.rounds else None

    def noted(self, at: datetime, by: By, what: What, *why: str) -> State:
        """With one more step; the first and the latest steps are kept where there are very many."""
        trail = (*self.trail, Entry(at, by, what, why))
        if len(trail) > MAX_TRAIL:
            trail = (*trail[:10], *trail[10 - MAX_TRAIL :])
        return replace(self, trail=trail)
