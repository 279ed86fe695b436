"""Evidence of what buyer and shop wrote, and of what was not written in messages that are there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from argosy_ledger.facts import Said
from chargeback_agent.domain.case.candidate import Candidate, Fact
from chargeback_agent.domain.case.chat import BuyerMeaning, Told, buyer_said, hinted, shop_said
from chargeback_agent.domain.case.model import Quoted, Row
from chargeback_agent.domain.case.records import Records

_LONGEST = 600
QUALITY: Final = frozenset({"not_as_described", "counterfeit", "misrepresented"})
"""Claims about the goods themselves."""
_MOST_QUOTES = 6


def buyer_contact(records: Records) -> Candidate | None:
    """The correspondence, where something in it speaks for the shop and nothing known against it.

    Harm is told by known words alone; without a reason to show the messages they stay where they are.
    """
    said, talks = records.said, records.conversations
    helpful = buyer_said("acknowledged", talks) or shop_said("remedy_offered", talks)
    if not helpful or _harmful(records):
        return None
    both = {one.side for one in said} == {"buyer", "shop"}
    fact: Fact = (
        "corresponded",
        {"first": said[0].time.date(), "last": said[-1].time.date()},
    )
    quotes = tuple(_quote(one) for one in _chosen(said))
    return Candidate("buyer_contact", _ref(records), 0.7 if both else 0.35, _span(said), (fact,), quotes)


def buyer_acknowledged(records: Records) -> Candidate | None:
    """The buyer wrote that the goods came, and did not take it back later."""
    first = min(
        (parcel.shipped.at for parcel in records.parcels if parcel.shipped), default=records.placed_at
    )
    told = [
        one for one in buyer_said("acknowledged", records.conversations) if first and one.said.time > first
    ]
    denied = buyer_said("not_received_said", records.conversations)
    told = [one for one in told if not any(no.said.time >= one.said.time for no in denied)]
    if not told:
        return None
    facts: tuple[Fact, ...] = (("buyer_acknowledged", {"date": told[-1].said.time.date()}),)
    return Candidate("buyer_acknowledged", _ref(records), 1.0, (), facts, _sentences(told))


def no_return_attempt(records: Records) -> Candidate | None:
    """None of the buyer's messages asks for a return or the money, and no parcel came back."""
    buyers = [one for one in records.said if one.side == "buyer"]
    # Who wants the money back may mean to send the goods back.
    if not buyers or hinted("return", buyers):
        return None
    if any(parcel.gone_back for parcel in records.parcels):
        return None
    return _absence(records, "no_return_attempt", "no_return_message", buyers)


def no_cancellation(records: Records) -> Candidate | None:
    """None of the buyer's messages before the charge asks to cancel."""
    captured = records.captured_at
    if captured is None:
        return None
    before = [one for one in records.said if one.side == "buyer" and one.time < captured]
    if not before or hinted("cancel", before):
        return None
    return _absence(records, "no_cancellation", "no_cancel_message", before)


def no_refund_due(records: Records) -> Candidate | None:
    """None of the shop's messages promises a refund, nothing came back, and none was decided."""
    shops = [one for one in records.said if one.side == "shop"]
    if not shops or records.decided or hinted("refund", shops):
        return None
    if any(parcel.gone_back for parcel in records.parcels):
        return None
    return _absence(records, "no_refund_due", "no_refund_message", shops)


def remedy_offered(records: Records) -> Candidate | None:
    """The shop offered a replacement, a repair or money."""
    told = [
        one
        for one in shop_said("remedy_offered", records.conversations)
        if records.placed_at is None or one.said.time > records.placed_at
    ]
    if not told:
        return None
    facts: tuple[Fact, ...] = (("remedy_offered", {"date": told[0].said.time.date()}),)
    return Candidate("remedy_offered", _ref(records), 0.8, (), facts, _sentences(told))


def renewal_notice(records: Records) -> Candidate | None:
    """The shop told of the renewal before the charge."""
    captured = records.captured_at
    told = [
        one
        for one in shop_said("renewal_notice", records.conversations)
        if captured is not None and one.said.time < captured
    ]
    if not told:
        return None
    facts: tuple[Fact, ...] = (("renewal_told", {"date": told[-1].said.time.date()}),)
    return Candidate("renewal_notice", _ref(records), 0.8, (), facts, _sentences(told[-1:]))


def buyer_cancelled(records: Records) -> Candidate | None:
    """The buyer asked to cancel after the order and before any delivery."""
    delivered = min((parcel.delivered.at for parcel in records.parcels if parcel.delivered), default=None)
    told = [
        one
        for one in buyer_said("cancellation_asked", records.conversations)
        if records.placed_at and one.said.time > records.placed_at and not one.conditional
        if delivered is None or one.said.time < delivered
    ]
    if not told:
        return None
    facts: tuple[Fact, ...] = (("buyer_asked_to_cancel", {"date": told[0].said.time.date()}),)
    return Candidate("buyer_cancelled", _ref(records), 0.6, (), facts, _sentences(told[:1]))


def _absence(records: Records, kind: str, sentence: str, said: list[Said]) -> Candidate:
    first, last = said[0].time.date(), said[-1].time.date()
    fact: Fact = (sentence, {"count": len(said), "first": first, "last": last})
    if len(said) == 1:
        fact = (f"{sentence}_one", {"date": first})
    # What is not in them can only be seen in the messages; but a complaint is not put before the bank twice.
    shown = records.dispute.claim not in QUALITY and not _harmful(records)
    quotes = tuple(_quote(one) for one in _chosen(tuple(said))) if shown else ()
    return Candidate(kind, _ref(records), 0.6 if len(said) > 1 else 0.5, _span(said), (fact,), quotes)


def _harmful(records: Records) -> bool:
    """Whether the messages hold what an issuer would read against the shop."""
    talks, claim = records.conversations, records.dispute.claim
    against: object = shop_said("refund_promised", talks) or shop_said("defect_admitted", talks)
    if records.dispute.category == "fraud":
        # Who thanks for the goods took part; who complains proves the cardholder right.
        against = against or buyer_said("purchase_denied", talks) or not buyer_said("acknowledged", talks)
    elif claim == "not_received":
        against = against or buyer_said("not_received_said", talks)
    elif claim in {"cancelled", "cancelled_recurring", "credit_not_processed"}:
        asked: tuple[BuyerMeaning, ...] = ("cancellation_asked", "return_asked", "refund_asked")
        against = against or any(buyer_said(meaning, talks) for meaning in asked)
    return bool(against or shop_said("order_cancelled", talks))


def _chosen(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The first and the last messages: how it began and how it ended."""
    half = _MOST_QUOTES // 2
    return said if len(said) <= _MOST_QUOTES else (*said[:half], *said[-half:])


def _span(said: Iterable[Said]) -> tuple[Row, ...]:
    times = [one.time for one in said]
    return Row("messages", len(times)), Row("first_message", min(times)), Row("last_message", max(times))


def _sentences(told: Iterable[Told]) -> tuple[Quoted, ...]:
    return tuple(_quote(one.said, one.sentence) for one in told)[:_MOST_QUOTES]


def _quote(one: Said, sentence: str = "") -> Quoted:
    return Quoted(one.side, one.time, (sentence or one.text)[:_LONGEST], one.language)


def _ref(records: Records) -> str:
    ids = [conversation.conversation_id for conversation in records.conversations if conversation.said]
    return "; ".join(f"conversation/{one}" for one in ids[:3])
