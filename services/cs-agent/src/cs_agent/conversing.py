"""One message to its end: remembered, answered with those that waited, kept, told; repeated, told alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Final

from argosy.conversation.v1 import conversation_pb2
from argosy.product.v1 import product_pb2
from argosy_eventing import Outcome, Output, Skip, publish, skip
from argosy_store import DocumentConflict, StoreError
from argosy_telemetry import logger
from cs_agent.adapters.conversations import Conversation, Told
from cs_agent.domain.answer import Call, Draft, Sentence
from cs_agent.domain.answering.manners import Key, said
from cs_agent.domain.answering.summary import summary
from cs_agent.domain.conversation import Line, State
from cs_agent.domain.intake import KEPT_TEXT, Pace
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.personal import personal_in
from cs_agent.domain.receiving import answered, follows, is_cut, passed_over, received, to_answer
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.understanding.language import language_of, tag_of
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understood import Intent, ReadIntent, Understood
from cs_agent.events import chat_replied
from cs_agent.floor import Floor
from cs_agent.knowing import note_gap
from cs_agent.measures import count_answer, count_fault, count_passed_over, place_of
from cs_agent.picturing import Pictures
from cs_agent.replying import FAULTY, NOT_SURE, reply
from cs_agent.turn_means import Means, Replied, silent
from cs_agent.voice import Chat, Voice

_log = logger("cs_agent")
_ROUNDS: Final = 8
"""How often a message is taken up anew because others changed its conversation meanwhile."""
DONE_BESIDE: Final = "it was done while a person took the conversation over"
CUT: Final = "more was written than is read at once; the first of it is not"
_TOLD: Final = 20
"""Answers that are kept as they were told."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A conversation after its message, what is published, and the turn that this came of."""

    record: Conversation
    outcome: Outcome
    turn: Replied | None = None


async def converse(event: Chat, floor: Floor) -> Outcome:
    """What a message that can be one leads to. Raises DocumentConflict: others kept changing it meanwhile."""
    merchant, data, key = event.merchant_id, event.data, f"{event.source} {event.id}"
    voice, began, lost = Voice(event, floor.speaks), monotonic(), None
    for _ in range(_ROUNDS):
        kept = await floor.conversations.get(merchant, data.conversation_id)
        before = kept.document if kept else Conversation(merchant, State(data.conversation_id))
        if told := before.told_for(key):
            return publish(_output(conversation_pb2.ChatReplied.FromString(told.data)))
        if data.message_id in before.state.answered:
            return skip("repeated")
        record = _received(before, event, floor.pace)
        voice.begins()
        step = await _went_on(record, event, floor, voice, lost)
        try:
            if kept is None:
                await floor.conversations.insert(merchant, data.conversation_id, step.record)
            elif step.record != kept.document:
                await floor.conversations.replace(
                    merchant, data.conversation_id, step.record, version=kept.version
                )
        except DocumentConflict:
            lost = step.turn if step.turn and _done(step.turn) else lost
            continue
        if step.turn is not None:
            count_answer(step.turn.draft, step.turn.understood.intent, monotonic() - began)
        elif isinstance(step.outcome, Skip):
            count_passed_over(step.outcome.reason)
        return step.outcome
    raise DocumentConflict(f"conversation {data.conversation_id!r} changed {_ROUNDS} times during a message")


def _received(before: Conversation, event: Chat, pace: Pace) -> Conversation:
    data = event.data
    new = data.message_id not in before.state.unanswered
    line = Line(data.message_id, "buyer", data.text[:KEPT_TEXT], event.time)
    state = received(before.state, line, product_id=data.product_id, order_id=data.order_id)
    return replace(
        before,
        state=state,
        platform=event.platform,
        order_id=data.order_id or before.order_id,
        tag=data.language or before.tag,
        images=(*before.images, *data.images)[-16:] if new else before.images,
        recent=pace.counted(before.recent, event.time) if new else before.recent,
    )


async def _went_on(
    record: Conversation, event: Chat, floor: Floor, voice: Voice, lost: Replied | None
) -> _Step:
    """``lost``: a turn before that changed an order, and could not be kept."""
    too_many = floor.pace.too_many(record.recent)
    next_ = follows(
        record.state,
        behind=floor.behind(),
        together=floor.pace.together,
        waits_until=record.waits_until,
        now=floor.clock(),
        too_many=too_many,
    )
    match next_:
        case "person":
            return await _with_person(record, event, voice, lost)
        case "silence":
            passed = replace(
                record, state=passed_over(record.state, event.data.message_id), cooling=True, waits_until=None
            )
            if record.cooling:
                return _Step(passed, skip("too_many"))
            return await _said(passed, event, "rate_limit", voice)
        case "wait":
            until = record.waits_until or floor.clock() + floor.pace.waits
            return _Step(replace(record, cooling=False, waits_until=until), skip("more_to_come"))
    return await _answered(replace(record, cooling=False), event, floor, voice)


async def _with_person(record: Conversation, event: Chat, voice: Voice, lost: Replied | None) -> _Step:
    if lost is not None:
        return _told_beside(record, event, lost)
    if record.assured or _person_spoke_last(record.state):
        return _Step(replace(record, images=()), skip("with_person"))
    # Who writes on while nobody has come yet is told once that his messages are there.
    step = await _said(record, event, "waiting", voice, "waiting")
    return replace(step, record=replace(step.record, assured=True))


async def _answered(record: Conversation, event: Chat, floor: Floor, voice: Voice) -> _Step:
    try:
        turn = await _turn(record, event, floor, voice)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 — a fault of ours in one message would end the service for all
        # Its place, not its message: that may quote the buyer.
        _log.error(
            "an answer failed; a person goes on",
            conversation_id=record.state.conversation_id,
            error=type(error).__name__,
            place=place_of(error),
        )
        count_fault(error)
        turn = _failed(record, tuple(voice.heard), type(error).__name__, floor.merchant_language)
        for sentence in turn.draft.sentences[-2:]:
            await voice.says(sentence, turn.draft.language)
        return _after(record, event, turn, ())
    return _after(record, event, turn, [one.intent for one in turn.understood.intents])


async def _turn(record: Conversation, event: Chat, floor: Floor, voice: Voice) -> Replied:
    state, merchant = record.state, record.merchant_id
    found = await floor.products.get(merchant, state.focus.product_id) if state.focus.product_id else None
    product: ProductSummary | None = summary_of(found.document.product) if found else None

    async def shelf(product_id: str, country: str, language: str, now: datetime) -> Shelf:
        # By its pictures a message may be about another product than the one that was just read.
        kept = found if found is not None and found.key == product_id else None
        return await floor.knowledge.shelf(merchant, product_id, country, language, now, kept=kept)

    async def reads_again(understood: Understood) -> Understood:
        return await floor.modelled.read(understood, merchant)

    async def told(product_id: str) -> product_pb2.Product | None:
        known = await floor.products.get(merchant, product_id)
        return known.document.product if known else None

    means = Means(
        floor.base,
        floor.desk(merchant),
        floor.skills,
        shelf,
        floor.clock(),
        floor.merchant_language,
        silent if floor.modelled.changes_words else voice.says,
        reads_again,
        Pictures(floor.eyes, merchant, told, floor.base) if floor.eyes is not None else None,
    )
    turn = await reply(to_answer(state), record.tag, record.images, state, means, product=product)
    if is_cut(state):
        turn = replace(turn, draft=replace(turn.draft, doubts=(*turn.draft.doubts, CUT)))
    if floor.modelled.changes_words:
        # Other words are given to whole answers: what was said sentence by sentence could not be taken back.
        draft = await floor.modelled.say(turn.draft, turn.understood, floor.base, merchant)
        turn = replace(turn, draft=draft)
        for sentence in draft.sentences:
            await voice.says(sentence, draft.language)
    personal = personal_in(turn.state, turn.understood) if turn.draft.unanswered else ()
    for one in turn.draft.unanswered:
        product_id, language = state.focus.product_id, turn.draft.language
        await note_gap(floor.gaps, merchant, product_id, one, language, event.time, personal)
    return turn


def _failed(record: Conversation, heard: tuple[Sentence, ...], error: str, merchant_language: str) -> Replied:
    """A hand-over, where an answer could not be made to its end. ``heard``: what was said of it before."""
    state, language = record.state, _language(record)
    sentences = (*heard, said("not_certain", language), said("handover", language))
    doubts = (f"the answer failed: {error}", *((NOT_SURE,) if state.pending else ()))
    draft = Draft(language, sentences, handoff=FAULTY, doubts=doubts)
    told = summary(state, to_answer(state), draft, merchant_language)
    draft = replace(draft, calls=(Call("hand_over", {"reason": FAULTY, "summary": told}),))
    return _unread(draft, replace(state, with_person=True))


def _done(turn: Replied) -> bool:
    """Whether an order was changed."""
    return any("did" in (call.result or {}) for call in turn.draft.calls)


def _told_beside(record: Conversation, event: Chat, lost: Replied) -> _Step:
    """What was done before a person came in between, told to both: neither may miss it."""
    done = tuple(one for one in lost.draft.sentences if one.kind == "done")
    draft = replace(lost.draft, sentences=done, handoff="", doubts=(*lost.draft.doubts, DONE_BESIDE))
    now = replace(record.state, pending=lost.state.pending, wishes=lost.state.wishes, user=lost.state.user)
    step = _after(record, event, replace(lost, draft=draft, state=now), ())
    return replace(step, record=replace(step.record, assured=True))


def _after(record: Conversation, event: Chat, turn: Replied, intents: Sequence[Intent]) -> _Step:
    data = event.data
    message = chat_replied(data.conversation_id, data.message_id, turn.draft, turn.understood)
    line = Line(f"re:{data.message_id}", "agent", turn.draft.text, event.time)
    told = Told(f"{event.source} {event.id}", message.SerializeToString(deterministic=True))
    done = replace(
        record,
        state=answered(turn.state, line, intents),
        images=(),
        waits_until=None,
        assured=False,
        told=(*record.told, told)[-_TOLD:],
    )
    return _Step(done, publish(_output(message)), turn)


async def _said(record: Conversation, event: Chat, key: Key, voice: Voice, handoff: str = "") -> _Step:
    """A line that answers nothing: what waited still waits."""
    language = _language(record)
    sentence = said(key, language)
    await voice.says(sentence, language)
    turn = _unread(Draft(language, (sentence,), handoff=handoff), record.state)
    step = _after(record, event, turn, ())
    state = replace(step.record.state, unanswered=record.state.unanswered, answered=record.state.answered)
    return replace(step, record=replace(step.record, state=state))


def _language(record: Conversation) -> str:
    """What the conversation is led in, whatever its next message says."""
    return tag_of(language_of("", record.tag, record.state.language))


def _unread(draft: Draft, state: State) -> Replied:
    """An answer for which no message was read."""
    return Replied(draft, state, Understood("", draft.language, (ReadIntent("unclear", 0.0, ""),)))


def _person_spoke_last(state: State) -> bool:
    others = [line.by for line in state.lines if line.by != "buyer"]
    return bool(others) and others[-1] == "person"


def _output(message: conversation_pb2.ChatReplied) -> Output:
    return Output("chat.replied", message)
