"""Mails that speak of disputes and tell of none: adverts, payouts, invoices, buyers, trade in goods."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from chargeback_agent.domain.notices import impostors
from chargeback_agent.domain.notices.forwards import domain_of
from chargeback_agent.domain.notices.model import Notice
from chargeback_agent.domain.notices.view import View
from chargeback_agent.domain.notices.vocabulary import Hit

Hits = Mapping[str, Sequence[Hit]]

_REFERENCES: Final = ("ref_case", "ref_order")

_CARD: Final = re.compile(
    r"(?<![*xX#•∙●·])[*xX#•∙●·]{2,24}(?:[ -][*xX#•∙●·]{2,12}){0,3}[ -]?\d{4}(?!\d)"
    r"|\d{4,6}[ -]?\d{0,2}[*xX#•]{2,}"
)
_NUMBER_BEHIND: Final = re.compile(
    r"[ :：#№n°º.\t\n*|]{0,30}(?=[^\s]{0,24}\d{3})[A-Za-z]{0,8}[-_/.]?[A-Za-z0-9_/.-]{0,24}\d{3}"
)
"""``dispute DSP-77120``"""
_ARN: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){22}(?!\d)")
_FACTS: Final = (
    "ref_case",
    "amount_disputed",
    "arn",
    "code",
    "card",
    "date_disputed",
    "date_due",
    "amount_fee",
)
_TELLING: Final = frozenset(
    f"stages.{stage}"
    for stage in (
        "dispute",
        "booked",
        "inquiry",
        "pre_arbitration",
        "arbitration",
        "won",
        "lost",
        "refused",
        "reversed",
    )
)
_TURNING: Final = frozenset({"stages.if", "stages.not", "stages.and", "stages.told"})
_BESIDE: Final = _TURNING | {"stages.moved", "stages.denied"}
"""Words around stages that name none."""
_FEW: Final = 2
_PAYING: Final = "trust.card_words"
_STAGES: Final = ("dispute", "inquiry", "pre_arbitration", "arbitration", "won", "lost", "reversed")


def words_said(seen: Sequence[View], found: Sequence[Hits], meaning: str, *, once: bool = False) -> list[str]:
    """Different words of a meaning, as they stand there."""
    said: dict[str, str] = {}
    for one, hits in zip(seen, found, strict=True):
        for hit in hits.get(meaning, ()):
            said.setdefault(one.low[hit.start : hit.end], one.quote(hit.start, hit.end))
            if once:
                break
    return [words for low, words in said.items() if not any(low != other and low in other for other in said)]


def why_no_dispute(seen: Sequence[View], found: Sequence[Hits], sender: str) -> str:
    """Why a mail is no dispute; "" if it may be one."""
    facts = _facts(seen, found)
    meanings = {meaning for hits in found for meaning in hits if meaning.startswith(("stages.", "claims."))}
    if not meanings - _TURNING and not facts:
        return "nothing in it speaks of a dispute"
    return (
        _of_payouts(seen, found)
        or _general(seen, found, facts)
        or _private(seen, found, facts, sender)
        or _between_companies(seen, found, facts)
    )


def why_of_none(notice: Notice, seen: Sequence[View], found: Sequence[Hits]) -> str:
    """Why what was read is no dispute of one payment, though it speaks of disputes; "" if it may be one.

    Every notice names the case, the order, the card or the payment, or else two of its sum and days, or one
    in a field of its own; essays, adverts and applications do not. Where a number alone stands there, a card
    or a payment must be spoken of; receipts and parcels' notices say no word of disputes.
    """
    said = {meaning for hits in found for meaning in hits}
    staged = {meaning for meaning in said if meaning.startswith("stages.")} - _BESIDE
    if not (staged or notice.disputed_on or notice.reason_code or notice.network):
        return "no word of it says dispute, chargeback or their like"
    told = [one for one in (notice.amount, notice.transaction_on, notice.disputed_on) if one]
    if notice.order_ref or notice.arn or notice.card_last4 or len(told) >= _FEW or _of_a_case(seen, found):
        return ""
    if not notice.case_ref:
        return "it names no case, no order, no card and no payment"
    if notice.network or notice.reason_code or notice.claim or told or _PAYING in said:
        return ""
    return "a number is disputed, and neither a card nor a payment is spoken of"


def _of_payouts(seen: Sequence[View], found: Sequence[Hits]) -> str:
    """Payouts, invoices and statements with a line on disputes: nothing tells that one has come."""
    subject = [hits for one, hits in zip(seen, found, strict=True) if one.part.where == "subject"]
    paid = words_said(seen, found, "trust.payout")
    in_subject = any("trust.payout" in hits for hits in subject)
    if (not in_subject and len(paid) < _FEW) or any("stages.dispute_word" in hits for hits in subject):
        return ""
    if _tells_of_one(seen, found):
        return ""
    return f"it is about payouts or invoices: {', '.join(map(repr, paid[:2]))}"


def _tells_of_one(seen: Sequence[View], found: Sequence[Hits]) -> bool:
    """Whether it tells that a dispute came or ended, of a card or a code, or asks for an answer."""
    if any(meaning.startswith("claims.") or meaning in _TELLING for hits in found for meaning in hits):
        return True
    coded = (
        _valued(one, hit)
        for one, hits in zip(seen, found, strict=True)
        for hit in hits.get("labels.code", ())
    )
    return (
        _numbered(seen)
        or any(coded)
        or any(hits.get("events.disputed") for hits in found)
        or _answer_asked(seen, found)
    )


def _of_a_case(seen: Sequence[View], found: Sequence[Hits]) -> bool:
    """Whether a card, a payment's reference or a value in a field of a dispute stands there."""
    return _numbered(seen) or any(
        _valued(one, hit) and one.flat[hit.end : hit.end + 3].strip()[:1] in {":", "：", "\t", "|", "#"}
        for one, hits in zip(seen, found, strict=True)
        for name in ("amount_disputed", "code", "date_disputed")
        for hit in hits.get(f"labels.{name}", ())
    )


def _answer_asked(seen: Sequence[View], found: Sequence[Hits]) -> bool:
    """Whether a sentence asks the merchant to do something by a day."""
    for one, hits in zip(seen, found, strict=True):
        for name in ("by", "before", "until", "until_before", "within"):
            for hit in hits.get(f"due.{name}", ()):
                first, last = one.sentence(hit.start)
                asked = any(first <= act.start < last for act in hits.get("due.act", ()))
                if asked and re.search(r"\d", one.flat[first:last]):
                    return True
    return False


def _general(seen: Sequence[View], found: Sequence[Hits], facts: int) -> str:
    """Newsletters, statements of fees, announcements: they name no case."""
    if _of_one_case(seen, found):
        return ""
    marketing = words_said(seen, found, "trust.marketing")
    if len(marketing) >= 2 and facts <= 1 + (len(marketing) >= 4):
        return f"it advertises or informs in general: {marketing[0]!r}, {marketing[1]!r}"
    idle = words_said(seen, found, "trust.no_action")
    if idle and facts <= 1 and not _numbered(seen):
        return f"it informs in general and names no case: {idle[0]!r}"
    return ""


def _of_one_case(seen: Sequence[View], found: Sequence[Hits]) -> bool:
    """Whether a case, an order or a card is named by its number, with or without a table around it."""
    if _numbered(seen) or any(hits.get(f"labels.{name}_behind") for hits in found for name in _REFERENCES):
        return True
    for one, hits in zip(seen, found, strict=True):
        for name in (*_REFERENCES, "card"):
            for hit in hits.get(f"labels.{name}", ()):
                if _NUMBER_BEHIND.match(one.flat, hit.end):
                    return True
    return False


def _private(seen: Sequence[View], found: Sequence[Hits], facts: int, sender: str) -> str:
    """Buyers who complain, and threaten with their bank."""
    domain = domain_of(sender)
    if impostors.is_known(domain):
        return ""
    buyer = words_said(seen, found, "trust.buyer")
    stages = sum(1 for stage in _STAGES if any(f"stages.{stage}" in hits for hits in found))
    if len(buyer) >= (1 if impostors.is_free_mail(domain) else 2) and facts <= 2 and stages <= 1:
        return f"a buyer writes, not a bank: {buyer[0]!r}"
    return ""


def _between_companies(seen: Sequence[View], found: Sequence[Hits], facts: int) -> str:
    """Debit notes for goods between companies, without any card or bank."""
    trade = words_said(seen, found, "trust.trade")
    bank = any("trust.party" in hits for hits in found)
    if len(trade) >= 2 and facts <= 2 and not bank and not _numbered(seen):
        return f"it is about goods between companies: {trade[0]!r}, {trade[1]!r}"
    return ""


def _facts(seen: Sequence[View], found: Sequence[Hits]) -> int:
    """How many kinds of facts of a case stand there with a value beside their label."""
    kinds = set()
    for one, hits in zip(seen, found, strict=True):
        for name in _FACTS:
            if any(_valued(one, hit) for hit in hits.get(f"labels.{name}", ())):
                kinds.add(name)
    return len(kinds) + (1 if _numbered(seen) else 0)


def _valued(one: View, hit: Hit) -> bool:
    """Whether a label opens a cell or a line, and a figure stands behind it."""
    line = one.lines[one.line_at(hit.start)]
    behind = one.flat[hit.end : hit.end + 2].lstrip()[:1] in {":", "\t", "|", "#"}
    opens = behind or any(start <= hit.start <= start + 6 for start, _ in line.cells)
    return opens and re.search(r"\d", one.flat[hit.end : min(line.end, hit.end + 60)]) is not None


def _numbered(seen: Sequence[View]) -> bool:
    """Whether a masked card or an acquirer's reference stands there."""
    return any(_CARD.search(one.part.text) or _ARN.search(one.flat) for one in seen)
