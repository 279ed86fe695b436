"""What a buyer is told: which sentences, in which order. The words are data/messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Closed, Entitlement, PaidLine
from refund_agent.domain.negotiation.fairness import may_stand
from refund_agent.domain.negotiation.pace import Pace
from refund_agent.domain.negotiation.state import Answer, Pay, Round, Verdict
from refund_agent.domain.negotiation.wording import Words, printable
from refund_agent.domain.options import Offer

_NO_FAULT: Final[frozenset[Reason]] = frozenset({"changed_mind", "cancelled", "other", "does_not_fit"})
"""Reasons for which nobody has to be sorry."""
_MOST_NAMED: Final = 3
Group = Iterable[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What messages of one request say of it.

    ``goods``: the buyer has something that he can keep; ``paid``: for the lines in question; ``already``:
    what went back of the order before; ``nothing_left``: so much that nothing more can; ``returning``: what
    will go back for these lines once their goods, which were asked for before, have come; ``returns``: the
    request is the use of a right to return.
    """

    order_id: str
    lines: tuple[PaidLine, ...]
    reason: Reason
    goods: bool
    paid: Money
    already: Money
    nothing_left: bool
    entitlement: Entitlement
    pace: Pace
    returning: Money | None = None
    returns: bool = False

    @property
    def parts_only(self) -> bool:
        """Whether new goods are only what was missing."""
        return self.reason == "missing_parts"


def offer_message(words: Words, told: Told, made: Round, answer: Answer | None = None) -> str:
    """An offer: what is given, until when, what else the buyer may do. ``answer``: to the offer before it."""
    return _text(
        words,
        [_about(words, told), *([words.said("sorry")] if made.number == 1 and _sorry(told) else [])],
        _heard(words, answer),
        _offer(words, told, made),
        _rights(words, told),
        _how_to_answer(words, told, made),
    )


def restated_message(words: Words, told: Told, made: Round) -> str:
    """The same offer after a question that a person answers."""
    return _text(
        words,
        [words.said("about", order=told.order_id, items=_items(words, told))],
        [words.said("question")],
        _offer(words, told, made),
        _rights(words, told),
        _how_to_answer(words, told, made),
    )


def verdict_message(words: Words, told: Told, verdict: Verdict) -> str:
    """How the request ended."""
    if verdict.offer is None:
        return escalation_message(words, told.pace, verdict.at, _about(words, told))
    offer, rights = verdict.offer, [words.said("rights")]
    begin = [_about(words, told), *([words.said("sorry")] if _sorry(told) else [])]
    if offer.decision == "REJECT":
        return _text(words, begin, _rejected(words, told), [words.said("appeal"), *rights])
    # Who has agreed to keep the goods for a part of the money was told of his right before.
    kept = offer.decision == "PARTIAL_KEEP" and verdict.how in {"silence", "no_agreement"}
    also = _rights(words, told) if kept else rights
    return _text(words, begin, _decision(words, told, offer, verdict), also)


def came_back_message(words: Words, order_id: str, verdict: Verdict) -> str:
    """The goods of a return have come: what was promised for them is due."""
    return _text(
        words, [words.said("came_back", order=order_id)], _due(words, verdict), [words.said("rights")]
    )


def _due(words: Words, verdict: Verdict) -> Iterator[str]:
    if verdict.refund:
        yield words.said("refund", amount=verdict.refund)
    if verdict.decision == "EXCHANGE":
        yield words.said("resend")
    if verdict.pay is not None and verdict.pay.by is not None:
        yield words.said("pay_by", date=verdict.pay.by.date())


def escalation_message(words: Words, pace: Pace, at: datetime, about: str = "") -> str:
    """A person decides; by when that is."""
    until = (at + timedelta(hours=pace.person_hours)).replace(minute=0, second=0, microsecond=0)
    said = words.said("escalated", until=until + timedelta(hours=1))
    return _text(words, [about] if about else [words.said("reason_other")], [said], [words.said("rights")])


def _about(words: Words, told: Told) -> str:
    about = words.said("about", order=told.order_id, items=_items(words, told))
    return f"{about}\n\n{words.said(f'reason_{told.reason}')}"


def _items(words: Words, told: Told) -> str:
    named = [f"{line.quantity} × {printable(line.title or line.sku, 60)}" for line in told.lines]
    more = ["…"] if len(named) > _MOST_NAMED else []
    return words.listed([*named[:_MOST_NAMED], *more])


def _heard(words: Words, answer: Answer | None) -> Iterator[str]:
    if answer is None:
        return
    if answer.counter is not None:
        yield words.said("heard_amount", amount=answer.counter)
    elif answer.meaning == "refuses":
        yield words.said("heard_no")


def _offer(words: Words, told: Told, made: Round) -> Iterator[str]:
    offer = made.offer
    match offer.decision:
        case "PARTIAL_KEEP":
            yield words.said("offer_part", amount=offer.refund, paid=told.paid)
        case "RETURN_THEN_REFUND":
            yield words.said("offer_return", amount=offer.refund)
            yield words.said("label" if offer.return_label else "own_post")
        case "EXCHANGE" if not offer.resend:
            yield words.said("offer_exchange")
            yield words.said("label")
        case "EXCHANGE":
            yield words.said("offer_parts" if told.parts_only else "offer_resend")
        case _:
            yield words.said("offer_full", amount=offer.refund)
    if offer.keep_item and told.goods:
        yield words.said("keep")
    if made.number >= told.pace.rounds:
        yield words.said("last_offer")


def _rights(words: Words, told: Told) -> Iterator[str]:
    """The right to return, wherever there is one: until when, in what state, at whose cost."""
    owed = told.entitlement
    if owed.must_offer_return:
        if owed.return_until:
            yield words.said("right_return_until", date=owed.return_until)
        else:
            yield words.said("right_return")
        yield from _conditions(words, told)
        yield words.said("right_free" if owed.return_paid_by == "merchant" else "right_own")
    yield words.said("rights")


def _conditions(words: Words, told: Told) -> Iterator[str]:
    for condition in sorted(told.entitlement.return_conditions):
        yield words.said(condition)


def _how_to_answer(words: Words, told: Told, made: Round) -> Iterator[str]:
    yield words.said("answer" if made.offer.decision == "PARTIAL_KEEP" else "answer_other")
    yield words.said("until", until=made.until)
    stands = (
        told.pace.house.on_silence == "stands"
        and not made.questions
        and may_stand(made.offer, told.entitlement)
    )
    if stands and told.returns and made.offer.decision == "PARTIAL_KEEP":
        yield words.said("silence_return")
    else:
        yield words.said("silence_stands" if stands else "silence_person")


def _decision(words: Words, told: Told, offer: Offer, verdict: Verdict) -> Iterator[str]:
    ship_by = (verdict.at + timedelta(days=told.pace.ship_back_days)).date()
    pay = verdict.pay or Pay()
    match offer.decision:
        case "RETURN_THEN_REFUND":
            yield words.said("refund_return", amount=offer.refund)
            yield words.said("send_back", date=ship_by)
            yield from _conditions(words, told)
            yield words.said("label" if offer.return_label else "own_post")
            if pay.by is not None:
                yield words.said("pay_back_by", date=pay.by.date())
            else:
                yield words.said("pay_back_days", days=str(pay.days or told.pace.pay_days))
        case "EXCHANGE" if not offer.resend:
            yield words.said("exchange")
            yield words.said("send_back", date=ship_by)
            yield words.said("label")
        case "EXCHANGE":
            yield words.said("resend_parts" if told.parts_only else "resend")
        case _:
            yield words.said("refund", amount=offer.refund)
            by = pay.by or verdict.at + timedelta(days=told.pace.pay_days)
            yield words.said("pay_by", date=by.date())
    if offer.keep_item and told.goods:
        yield words.said("keep")


def _rejected(words: Words, told: Told) -> Iterator[str]:
    """The rules that speak against it, those of law first."""
    if told.nothing_left:
        yield words.said("rejected")
        if told.returning:
            yield words.said("rejected_return", amount=told.returning)
        else:
            yield words.said("rejected_left", amount=told.already)
        return
    closed = _worth_telling(told.entitlement.closed)
    waits = [one for one in closed if one.how == "wait"]
    if waits:
        # From the first of these days on a rule gives the money back.
        first = min(waits, key=lambda one: one.on)
        yield words.said("rejected_wait", date=first.on, source=first.source)
        return
    yield words.said("rejected")
    for one in closed[:_MOST_NAMED]:
        yield words.said("rejected_over", date=one.on, source=one.source)
    if not closed:
        sources = [text.partition(":")[0] for text in told.entitlement.exclusions[:_MOST_NAMED]]
        if sources:
            yield words.said("rejected_rules", sources=words.listed(sources))


def _worth_telling(closed: Iterable[Closed]) -> list[Closed]:
    """Of each layer's rules whose time is over the one that ran longest, law first; and all that wait."""
    order = ("law", "platform", "merchant")
    over = [one for one in closed if one.how == "over"]
    latest = [
        max((one for one in over if one.layer == layer), key=lambda one: one.on, default=None)
        for layer in order
    ]
    return [*(one for one in latest if one), *(one for one in closed if one.how == "wait")]


def _sorry(told: Told) -> bool:
    return told.reason not in _NO_FAULT


def _text(words: Words, *groups: Group) -> str:
    """Groups of sentences as paragraphs."""
    return "\n\n".join(filter(None, (words.joined(group) for group in groups)))
