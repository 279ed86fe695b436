"""One turn: what a buyer wrote since the last answer, read, looked up, acted on, checked and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from argosy_eventing.threads import in_thread
from argosy_telemetry import names
from cs_agent.acting import act
from cs_agent.domain.answer import Call, Draft, Sentence, Unanswered
from cs_agent.domain.answering.knowledge import doubts
from cs_agent.domain.answering.manners import OF_THE_TALK, handoff_of, intents_of, manners, said
from cs_agent.domain.answering.summary import summary
from cs_agent.domain.conversation import State
from cs_agent.domain.tools.shop import ShopBusy
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understanding.speaking_for import speaks_for_another
from cs_agent.domain.understood import Understood
from cs_agent.measures import count_left_out, watched
from cs_agent.picturing import Pictured, of_order, pictured
from cs_agent.turn_means import Means, Replied

_LAST: Final = frozenset({"manners.goodbye", "manners.unclear_again"})
_LEAST: Final = 0.3
"""What is read with less is no question that facts could answer: asking again beats answering another."""
FAULTY: Final = "faulty_answer"
"""Why a person goes on where the check leaves nothing that answers."""
NOT_SURE: Final = (
    "a change was under way when the shop's orders could not be reached: see whether it was made"
)


@dataclass(slots=True)
class _Answer:
    """An answer while it is put together: what is said is said, questions wait for its end."""

    understood: Understood
    means: Means
    said: list[Sentence] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    lost: bool = False

    async def say(self, sentences: Sequence[Sentence]) -> None:
        """Those that pass the check."""
        for sentence in sentences:
            if not await self.may_be_said(sentence):
                self.lost = True
            elif all(sentence.text != one.text for one in self.said):
                self.said.append(sentence)
                await self.means.says(sentence, self.understood.language)

    async def may_be_said(self, sentence: Sentence) -> bool:
        """Whether the check lets it pass; why not is a doubt."""
        alone = Draft(self.understood.language, (sentence,))
        checked = await in_thread(self.means.skills.checks, alone, self.understood)
        self.doubts += checked.doubts
        if not checked.sentences:
            count_left_out(sentence.kind)
        return bool(checked.sentences)

    @property
    def says_something(self) -> bool:
        """More than manners."""
        return any(one.kind != "manners" for one in self.said)


async def reply(
    text: str,
    tag: str,
    images: Sequence[str],
    state: State,
    means: Means,
    *,
    product: ProductSummary | None = None,
) -> Replied:
    """The answer to what a buyer wrote, and the conversation's state after it.

    A shop that does not answer, or a check that leaves nothing of an answer, is a hand-over, never an
    exception. Raises StoreUnavailable where the shelf cannot be had.
    """
    skills, now = means.skills, means.now
    with watched(names.SPAN_CHAT_READ):
        understood = await in_thread(skills.understands, text, tag, state, product, now)
        looked_at = bool(images) and means.pictures is not None
        understood = replace(understood, pictures=tuple(images), looked_at=looked_at)
        understood = await means.reads_again(understood)
    language = understood.language
    another = state.not_the_buyer or speaks_for_another(text)
    state = replace(state, language=language, not_the_buyer=another)
    answer = _Answer(understood, means)
    polite = manners(understood, state)
    handoff = handoff_of(understood, state)
    await answer.say([one for one in polite if one.kind != "asks" and one.rule not in _LAST])
    asks: list[Sentence] = []
    unanswered: tuple[Unanswered, ...] = ()
    seen = Pictured(understood, state, product)
    if (images or state.focus.offered) and handoff != "distress":
        seen = await _pictured(seen, text, tag, answer)
        understood, state, asks = seen.read, seen.state, [*seen.sight.asks]
    asked_facts = not intents_of(understood) <= OF_THE_TALK and understood.intents[0].confidence >= _LEAST
    if asked_facts and seen.sight.answers:
        unanswered = await _known(seen, answer, asks)
    after, calls, reason = await _ordered(understood, state, answer, asks)
    handoff = handoff or reason
    if answer.lost and not answer.says_something and not asks:
        handoff = handoff or FAULTY
        await answer.say([said("not_certain", language)])
    if not answer.says_something and not asks and not handoff:
        asks, handoff = await _at_a_loss(polite, answer)
    if handoff:
        if all(one.kind != "handover" for one in answer.said):
            await answer.say([said("human" if handoff == "asked_for_a_person" else "handover", language)])
    else:
        await answer.say(asks)
    await answer.say([one for one in polite if one.rule == "manners.goodbye"])
    after = replace(after, focus=focus_after(understood, after.focus, told=_variant_told(answer.said)))
    draft = Draft(
        language, tuple(answer.said), unanswered, calls, handoff, (*understood.doubts, *answer.doubts)
    )
    if handoff:
        draft = replace(draft, seen=await of_order(seen.sight, after, means.desk))
        draft, after = await _handed_over(draft, text, after, means)
    return Replied(draft, after, understood)


async def _pictured(seen: Pictured, text: str, tag: str, answer: _Answer) -> Pictured:
    """The message by its pictures, if anybody looks at them, or by what was offered for those before."""
    means, read = answer.means, seen.read
    if means.pictures is None:
        return seen

    def again(about: State, thing: ProductSummary | None) -> Understood:
        understood = means.skills.understands(text, tag, about, thing, means.now)
        return replace(understood, pictures=read.pictures, looked_at=read.looked_at)

    seen = await pictured(read, seen.state, seen.product, means.pictures, again, answer.say)
    answer.understood = seen.asked
    await answer.say(seen.sight.says)
    return seen


async def _known(seen: Pictured, answer: _Answer, asks: list[Sentence]) -> tuple[Unanswered, ...]:
    """What facts answer, said, with at most one question; what they do not."""
    means, state = answer.means, seen.state
    with watched(names.SPAN_CHAT_KNOW):
        shelf = await means.shelf(state.focus.product_id, seen.read.country, seen.read.language, means.now)
        told_by = (seen.asked, state, shelf, seen.product, means.now, means.base)
        known, unanswered = await in_thread(means.skills.knows, *told_by)
    answer.doubts += doubts(known)
    # What is known first, then what is not; what is stated besides stands after what it is beside.
    told = [one for one in known if one.kind != "asks"]
    if told and told[0].kind != "unknown":
        told.sort(key=lambda one: one.kind == "unknown")
    await answer.say(told)
    asks += [one for one in known if one.kind == "asks"][: 1 - len(asks)]
    return seen.without_codes(unanswered)


def _variant_told(said: Sequence[Sentence]) -> str:
    """The one variant that an answer speaks of, which "how much is that one" means then; "" where none is."""
    offers = (
        one for one in said if one.rule.endswith(":choice") or any(f.kind == "price" for f in one.facts)
    )
    told = {fact.ref for one in offers for fact in one.facts if fact.kind == "variant"}
    return told.pop() if len(told) == 1 else ""


async def _at_a_loss(polite: Sequence[Sentence], answer: _Answer) -> tuple[list[Sentence], str]:
    """Where neither facts nor orders answer: what manners ask, or a person where they have asked before."""
    again = [one for one in polite if one.rule == "manners.unclear_again"]
    await answer.say(again)
    if again:
        return [], "not_understood"
    only_polite = intents_of(answer.understood) <= OF_THE_TALK
    if only_polite and polite and all(one.kind != "asks" for one in polite):
        return [], ""
    return [one for one in polite if one.kind == "asks"][:1] or [
        said("unclear", answer.understood.language)
    ], ""


async def _ordered(
    understood: Understood, state: State, answer: _Answer, asks: list[Sentence]
) -> tuple[State, tuple[Call, ...], str]:
    """What became of orders: said, its questions put in front of all others."""
    try:
        with watched(names.SPAN_CHAT_ORDER):
            done = await answer.means.skills.orders(understood, state, answer.means.desk)
    except ShopBusy:
        pending = state.pending is not None and understood.intent == "yes"
        answer.doubts.append(NOT_SURE if pending else "the shop's orders cannot be reached")
        await answer.say([said("not_sure_done" if pending else "no_orders", understood.language)])
        return state, (), "shop_unreachable"
    lost, answer.lost = answer.lost, False
    questions = [one for one in done.sentences if one.kind == "asks"]
    await answer.say([one for one in done.sentences if one.kind != "asks"])
    asked = all([await answer.may_be_said(one) for one in questions])
    state, reason = done.state, done.handoff
    if answer.lost or not asked:
        # What was done is not told, or a yes would be taken for a question that nobody read.
        reason = reason or FAULTY
        state = replace(state, pending=None)
        await answer.say([said("not_certain", understood.language)])
    elif questions:
        # A yes counts for the question that stands: it is the only one of the answer.
        asks[:] = questions
    answer.lost = answer.lost or lost
    return state, done.calls, reason


async def _handed_over(draft: Draft, text: str, state: State, means: Means) -> tuple[Draft, State]:
    """With the call that tells the shop's people, what they need to know in it."""
    if any(call.tool == "hand_over" for call in draft.calls):
        return draft, replace(state, with_person=True)
    told = summary(state, text, draft, means.merchant_language)
    call = Call("hand_over", {"reason": draft.handoff, "summary": told})
    try:
        acted = await act(call, replace(state, with_person=False), means.desk)
    except ShopBusy:
        # The event tells them all the same: chat.replied carries the hand-over.
        return replace(draft, calls=(*draft.calls, call)), replace(state, with_person=True)
    return replace(draft, calls=(*draft.calls, acted.call)), replace(acted.state, with_person=True)
