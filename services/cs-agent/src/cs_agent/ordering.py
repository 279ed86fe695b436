"""A turn about orders: who the buyer is, what he wants, the calls that it takes, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass

from cs_agent.acting import Desk
from cs_agent.domain.answer import Call, Sentence
from cs_agent.domain.conversation import State, Wish
from cs_agent.domain.ordering.wishes import PROBLEMS, READS, kind_of, wanted
from cs_agent.domain.tools.engine import settled
from cs_agent.domain.understanding.reading import OF_THE_THING
from cs_agent.domain.understood import Identity, Intent, Understood
from cs_agent.ordering_identity import Identifying
from cs_agent.ordering_work import Work

_MANNERS: frozenset[Intent] = frozenset({"thanks", "goodbye", "greeting", "human", "abuse", "manipulation"})
_DETAILS = frozenset(
    {"order", "things", "option", "reason", "problem", "condition", "address", "address.city", "to"}
)
"""Asked for one of these, a buyer answers in few words, which may read as anything."""
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the order intents of a message came to. ``handoff``: why a person is to go on, and then a sentence
    tells it already: the call that tells him is the caller's, who knows all of the answer; "" where none is.
    ``calls``: those that were made, and the one that waits for a yes.
    """

    sentences: tuple[Sentence, ...]
    state: State
    calls: tuple[Call, ...] = ()
    handoff: str = ""


async def ordered(understood: Understood, state: State, desk: Desk) -> Ordered:
    """Answers what a message wants of orders; nothing where it wants nothing of them.

    At most six calls, at most one of them a change, and that only after the buyer's plain yes to the question
    that stands. ``state`` holds the message as its last line. Raises ShopBusy, with nothing changed that the
    same message would not find again.
    """
    if state.with_person:
        return Ordered((), state)
    turn = Work(understood, state, desk)
    how = understood.intent if understood.intent in {"yes", "no"} else "other"
    turn.answer(how)
    if not await Identifying(turn).stops():
        if state.pending is not None:
            await _answered(turn, understood, how)
        else:
            await _asked(turn, understood)
    return Ordered(tuple(turn.sentences), turn.state, tuple(turn.calls), turn.handoff)


async def _answered(turn: Work, read: Understood, how: str) -> None:
    """Something waits: a yes makes it, a no drops it, another detail asks anew, anything else asks again."""
    if how == "yes":
        await turn.confirmed()
        return
    pending = turn.waiting
    current = turn.state.wishes[0] if turn.state.wishes else None
    fresh = wanted(read, turn.state)
    if current is not None and not any(kind_of(one) != kind_of(current) for one in fresh):
        turn.hear(fresh)
        if await turn.changes_detail(pending):
            return
    if how == "no":
        await turn.dropped()
        return
    others = [one for one in fresh if current is None or kind_of(one) != kind_of(current)]
    if others:
        if any(kind_of(one) not in READS for one in others):
            # He wants something else done: what he was asked about is no more.
            turn.state = settled(turn.state)
        turn.queue(others)
        await turn.work()
        if turn.state.pending is not None and not turn.state.pending.stands:
            await turn.asked_again(apart=True)
        return
    if not _is_manners(read):
        await turn.asked_again(apart=_is_another_matter(read))


async def _asked(turn: Work, read: Understood) -> None:
    """Nothing waits: new wishes, or what was missing of the one that is being worked on."""
    fresh = wanted(read, turn.state)
    before = turn.state.wishes
    if fresh:
        turn.queue(fresh)
    elif before and before[0].asked in _DETAILS:
        turn.hear(())
        if read.intent == "no" and turn.state.wishes == before:
            await turn.dropped()
            return
    elif before and before[0].asked == "identity" and _is_of_the_thing(read):
        return
    elif before and turn.says_more:
        turn.hear(())
    elif read.intent == "yes" and len(read.intents) == 1 and not before:
        again = turn.state.focus.intent
        if turn.state.user and again in {*PROBLEMS, "refund_request"} and turn.state.focus.order_id:
            turn.queue((Wish("refund_request", "", read.language),))
        else:
            turn.say("nothing_waits", "asks")
            return
    elif not before or (_is_another_matter(read) and not turn.identified_now):
        if turn.identified_now and not before:
            turn.say("identified", "manners")
        return
    elif _is_manners(read) and not turn.identified_now:
        return
    await turn.work()


def _is_of_the_thing(read: Understood) -> bool:
    """Whether somebody who was asked who he is asks about the goods instead; not asked again for that."""
    return read.identity == Identity() and read.intent in OF_THE_THING and not read.address


def _is_manners(read: Understood) -> bool:
    return all(one.intent in _MANNERS for one in read.intents) and read.intents[0].confidence >= _SURE


def _is_another_matter(read: Understood) -> bool:
    """Whether the message is surely about something else, which others answer."""
    own = {"identify", "yes", "no", "unclear"}
    return any(one.intent not in own and one.confidence >= _SURE for one in read.intents) and not any(
        one.intent in own for one in read.intents[:1]
    )
