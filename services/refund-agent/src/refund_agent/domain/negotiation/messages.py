"""What a buyer is told: which sentences, in which order. The words are data/messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from refund_agent.domain.complaint import Reason
from refund_agent.domain.negotiation.fairness import may_stand
from refund_agent.domain.negotiation.pace import Pace
from refund_agent.domain.negotiation.rejecting import rejected
from refund_agent.domain.negotiation.state import Answer, How, Pay, Round, Verdict
from refund_agent.domain.negotiation.told import MOST_NAMED, Told
from refund_agent.domain.negotiation.wording import Value, Words, printable
from refund_agent.domain.options import Offer

_NO_FAULT: Final[frozenset[Reason]] = frozenset({"changed_mind", "cancelled", "other", "does_not_fit"})
"""Reasons for which nobody has to be sorry."""
_HOW: Final[Mapping[How, str]] = {
    "accepted": "thanks",
    "agreed": "thanks",
    "silence": "not_heard",
    "no_agreement": "not_agreed",
}
"""How it came to a decision, where something was said before."""
Group = Iterable[str]


def offer_message(words: Words, told: Told, made: Round, answer: Answer | None = None) -> str:
    """An offer: what is given, until when, what else the buyer may do. ``answer``: to the offer before it."""
    return _text(
        words,
        [_about(words, told), *(_sorry(words, told) if made.number == 1 else ())],
        _heard(words, told, made, answer),
        _offer(words, told, made),
        _rights(words, told, made.offer),
        _how_to_answer(words, told, made),
    )


def restated_message(words: Words, told: Told, made: Round) -> str:
    """The same offer after a question that a person answers."""
    return _text(
        words,
        [_order(words, told)],
        [words.said("question")],
        _offer(words, told, made),
        _rights(words, told, made.offer),
        _how_to_answer(words, told, made),
    )


def verdict_message(words: Words, told: Told, verdict: Verdict) -> str:
    """How the request ended."""
    if verdict.offer is None:
        return escalation_message(words, told.pace, verdict.at, _about(words, told))
    offer, how = verdict.offer, _HOW.get(verdict.how)
    rejecting = offer.decision == "REJECT"
    outcome = list(rejected(words, told) if rejecting else _decision(words, told, offer, verdict))
    # A rejection says that it is sorry in its own words.
    sorry = _sorry(words, told) if verdict.how == "at_once" and words.said("rejected") not in outcome else ()
    return _text(
        words,
        [_about(words, told), *sorry],
        [*([words.said(how)] if how else []), *outcome],
        _afterwards(words, told, offer, verdict),
    )


def _afterwards(words: Words, told: Told, offer: Offer, verdict: Verdict) -> Iterator[str]:
    """What is open to a buyer who has not agreed to the outcome."""
    agreed = verdict.how in {"accepted", "agreed"} or offer.decision == "REFUND"
    # Who has agreed to keep the goods for a part of the money was told of his right before.
    if offer.decision == "PARTIAL_KEEP" and not agreed:
        yield from _right_to_return(words, told, "right_still")
    if not agreed and (verdict.how != "at_once" or offer.decision == "REJECT"):
        yield words.said("appeal")
    yield words.said("rights")


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
    said = [words.said(f"reason_{told.reason}")]
    if told.reason == "unsafe":
        said.append(words.said("do_not_use"))
    return f"{_order(words, told)}\n\n{words.joined(said)}"


def _order(words: Words, told: Told) -> str:
    if not told.lines:
        return words.said("about_order", order=told.order_id)
    named = [f"{line.quantity} × {printable(line.title or line.sku, 60)}" for line in told.lines]
    more = ["…"] if len(named) > MOST_NAMED else []
    return words.said("about", order=told.order_id, items=[*named[:MOST_NAMED], *more])


def _heard(words: Words, told: Told, made: Round, answer: Answer | None) -> Iterator[str]:
    """What the buyer said last, so that he sees it was read; who asked for other goods, that none come."""
    asks_goods = answer.meaning == "exchanges" if answer else told.exchanges
    if asks_goods and made.offer.decision != "EXCHANGE":
        yield words.said("heard_exchange")
    elif answer is not None and answer.counter is not None:
        yield words.said("heard_amount", amount=answer.counter)
    elif answer is not None and answer.meaning == "refuses":
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


def _rights(words: Words, told: Told, offer: Offer) -> Iterator[str]:
    """The rights beside an offer.

    An offer to return has named its money and who pays the way already; who is offered all of it for nothing
    has no use for a return.
    """
    due = told.entitlement.owed_on_return
    if offer.decision == "RETURN_THEN_REFUND":
        free = told.entitlement.return_paid_by == "merchant"
        yield from _right_to_return(words, told, "right_this", payer=free and not offer.return_label)
    elif told.returns and offer.decision == "PARTIAL_KEEP":
        yield words.said("right_asked", amount=due)
        yield _payer(words, told)
        yield from _conditions(words, told)
    elif offer.decision != "REFUND" or offer.refund < due:
        yield from _right_to_return(words, told, "right_return", amount=due)
    yield words.said("rights")


def _right_to_return(
    words: Words, told: Told, name: str, *, payer: bool = True, **values: Value
) -> Iterator[str]:
    """The right to return, wherever there is one: until when, in what state, at whose cost."""
    owed = told.entitlement
    if not owed.must_offer_return:
        return
    if owed.return_until:
        yield words.said(f"{name}_until", date=owed.return_until, **values)
    else:
        yield words.said(name, **values)
    if payer:
        yield _payer(words, told)
    yield from _conditions(words, told)


def _payer(words: Words, told: Told) -> str:
    return words.said("right_free" if told.entitlement.return_paid_by == "merchant" else "right_own")


def _conditions(words: Words, told: Told) -> Iterator[str]:
    for condition in sorted(told.entitlement.return_conditions):
        yield words.said(condition)


def _how_to_answer(words: Words, told: Told, made: Round) -> Iterator[str]:
    if made.number >= told.pace.rounds:
        yield words.said("answer_last")
    else:
        yield words.said("answer" if made.offer.decision == "PARTIAL_KEEP" else "answer_other")
    yield words.said("until", until=made.until)
    if told.pace.house.on_silence != "stands" or made.questions:
        yield words.said("silence_person")
    elif told.returns and made.offer.decision == "PARTIAL_KEEP":
        yield words.said("silence_return")
    else:
        stands = may_stand(made.offer, told.entitlement)
        yield words.said("silence_stands" if stands else "silence_person")


def _decision(words: Words, told: Told, offer: Offer, verdict: Verdict) -> Iterator[str]:
    ship_by = (verdict.at + timedelta(days=told.pace.ship_back_days)).date()
    pay = verdict.pay or Pay()
    match offer.decision:
        case "RETURN_THEN_REFUND":
            if verdict.how == "right":
                yield words.said("by_right")
            yield words.said("refund_return", amount=offer.refund)
            yield words.said("send_back", date=ship_by)
            yield from _conditions(words, told)
            yield words.said("label" if offer.return_label else "own_post")
            if pay.by is not None:
                yield words.said("pay_back_by", date=pay.by.date())
            else:
                yield words.said("pay_back_days", days=timedelta(days=pay.days or told.pace.pay_days))
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


def _sorry(words: Words, told: Told) -> Iterator[str]:
    if told.reason not in _NO_FAULT:
        yield words.said("sorry")


def _text(words: Words, *groups: Group) -> str:
    """Groups of sentences as paragraphs."""
    return "\n\n".join(filter(None, (words.joined(group) for group in groups)))
