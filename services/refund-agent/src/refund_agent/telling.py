"""What a step is told as: messages in the buyer's language, and what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Output
from refund_agent.adapters.requests import RequestRecord
from refund_agent.domain.matters import Matter
from refund_agent.domain.negotiation.advancing import Step
from refund_agent.domain.negotiation.messages import (
    came_back_message,
    escalation_message,
    offer_message,
    restated_message,
    verdict_message,
)
from refund_agent.domain.negotiation.pace import plain_pace
from refund_agent.domain.negotiation.state import Happening, Replied, Round, State, Verdict
from refund_agent.domain.negotiation.wording import Words, known, words
from refund_agent.events import refund_decided, refund_offered, stamp, tell_pay

QUESTION = "the buyer asks something that the offer does not answer"


@dataclass(frozen=True, slots=True)
class Teller:
    """Speaks for one request. ``spoken``: the language of the reply that is answered; "" if there is none.

    ``matter`` is None as long as the order is not on record.
    """

    record: RequestRecord
    matter: Matter | None
    spoken: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language of messages: the buyer's last, else that of the request; else English."""
        requested = self.record.requested
        read = self.matter.complaint.language if self.matter else ""
        tags = (self.spoken, self.record.language, requested.language if requested else "", read)
        return next((found for tag in tags if tag and (found := known(tag))), "en")

    def outputs(self, step: Step, happening: Happening) -> tuple[Output, ...]:
        """What is published; nothing where nothing is to be told."""
        said = words(self.language)
        if step.offered is not None:
            return (self._offered(said, step.offered, happening),)
        if step.restated is not None:
            return (self._restated(said, step.restated),)
        if step.decided is not None:
            return (self._decided(said, step, step.decided),)
        if step.due is not None:
            return (self._due(said, step.due, step.state),)
        return (self._reminded(said, step.look, happening.at),) if step.reminded is not None else ()

    def _offered(self, said: Words, made: Round, happening: Happening) -> Output:
        answer = happening.answer if isinstance(happening, Replied) else None
        text = offer_message(said, self._matter.told, made, answer)
        return self._offer(made, text, self._review())

    def _restated(self, said: Words, made: Round) -> Output:
        text = restated_message(said, self._matter.told, made)
        return self._offer(made, text, (QUESTION, *self._review()))

    def _offer(self, made: Round, text: str, review: tuple[str, ...]) -> Output:
        record = self.record
        message = refund_offered(record.request_id, record.order_id, made, self.language, text, review)
        return Output("refund.offered", message, discriminator=record.request_id)

    def _decided(self, said: Words, step: Step, verdict: Verdict) -> Output:
        record, matter = self.record, self.matter
        if matter is None:
            text = escalation_message(said, plain_pace(), verdict.at)
        else:
            text = verdict_message(said, matter.told, verdict)
        message = refund_decided(
            record.request_id,
            record.order_id,
            verdict,
            len(step.state.rounds),
            self.language,
            text,
            (*self._review(), *_threatened(matter, verdict)),
            complaint=matter.complaint if matter else None,
            checks=matter.case.checks if matter else (),
            entitlement=matter.entitlement if matter else None,
            options=step.plan.options if step.plan else record.options,
        )
        return Output("refund.decided", message, discriminator=record.request_id)

    def _due(self, said: Words, verdict: Verdict, state: State) -> Output:
        """The decision once more, as its goods are back."""
        message = self._told_before()
        tell_pay(message, verdict)
        if state.back_at is not None:
            message.goods_back_at.CopyFrom(stamp(state.back_at))
        message.message.language = self.language
        message.message.text = came_back_message(said, self.record.order_id, verdict)
        return Output("refund.decided", message, discriminator=self.record.request_id)

    def _reminded(self, said: Words, look: str, at: datetime) -> Output:
        """The decision as it was, for a person to look at; the buyer is told that somebody will."""
        message = self._told_before()
        message.message.language = self.language
        message.message.text = escalation_message(said, plain_pace(), at)
        message.needs_review = True
        message.review_reasons.append(look)
        return Output("refund.decided", message, discriminator=self.record.request_id)

    def _told_before(self) -> refund_pb2.RefundDecided:
        told = next(one for one in reversed(self.record.answered) if one.type == "refund.decided")
        return refund_pb2.RefundDecided.FromString(told.data)

    def _review(self) -> tuple[str, ...]:
        requested = self.record.requested
        wanted = self.spoken or (requested.language if requested else "")
        unwritten = () if not wanted or known(wanted) else (f"no messages are written in {wanted[:20]!r}",)
        return (*self.doubts, *(self.matter.doubts if self.matter else ()), *unwritten)

    @property
    def _matter(self) -> Matter:
        if self.matter is None:
            raise ValueError("an offer rests on the order's facts")
        return self.matter


def _threatened(matter: Matter | None, verdict: Verdict) -> tuple[str, ...]:
    """What a buyer threatens with, for who decides to know how long there is; it moves no money."""
    if matter is None or verdict.decision != "ESCALATE" or not matter.complaint.threats:
        return ()
    return (f"the buyer speaks of: {', '.join(matter.complaint.threats)}",)
