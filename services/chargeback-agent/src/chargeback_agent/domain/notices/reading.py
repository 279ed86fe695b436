"""A notice's parts become values, each with the words that say it.

    received_at = mail.sent_at or received_at
    notice = read_notice(mail.parts, mail.sender, received_at, rule_book(), mail.headers)

Pure; nothing is looked up elsewhere, and no value comes out whose words do not stand in a part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from chargeback_agent.domain.notices.choosing import Candidate, candidate, choose
from chargeback_agent.domain.notices.coding import read_codes
from chargeback_agent.domain.notices.dates import Order, order_of
from chargeback_agent.domain.notices.model import Kind, Notice, Part, Read
from chargeback_agent.domain.notices.origin import (
    country_of,
    country_told,
    language_of,
    platform_of,
    sender_of,
)
from chargeback_agent.domain.notices.other_mail import why_of_none
from chargeback_agent.domain.notices.page import Page, page
from chargeback_agent.domain.notices.parts import Headers
from chargeback_agent.domain.notices.stages import ENDED, stages
from chargeback_agent.domain.notices.sums import read_amounts
from chargeback_agent.domain.notices.times import Calendar, read_calendar
from chargeback_agent.domain.notices.trust import Refusal, judged
from chargeback_agent.domain.notices.view import View
from chargeback_agent.domain.notices.webhooks import read_webhook
from chargeback_agent.domain.notices.whose import read_references
from chargeback_agent.domain.rules.loader import RuleBook

MOST_PARTS: Final = 24
MOST_CHARS: Final = 60_000
_LOCAL: Final = frozenset({"bank", "other"})
"""Senders who are where their mail says; a provider's footer names its own seat, not its merchants'."""


def read_notice(
    parts: Sequence[Part],
    sender: str,
    received_at: datetime,
    rules: RuleBook,
    headers: Headers | None = None,
    *,
    of_known: bool = False,
) -> Notice:
    """What a notice says. ``sender`` wrote the notice itself; ``received_at`` is aware.

    ``of_known``: whoever hands it in says which dispute it is about, so a line that tells the end
    (``You have won the chargeback.``) need not name the case again.

    Phishing and what is no dispute have a kind, a language and a sender, and the reasons as doubts.
    """
    for part in parts:
        webhook = read_webhook(part.text, rules) if part.text.lstrip()[:1] in {"{", "["} else None
        if webhook is not None:
            return webhook
    pages = [page(_cut(part)) for part in parts[:MOST_PARTS]]
    views = [one.view for one in pages]
    country = country_of(sender)
    language = language_of([seen for seen in views if seen.part.where != "subject"] or views, country)
    who = sender_of(sender, views)
    refusal, reasons = judged(views, [one.hits for one in pages], sender, headers)
    if refusal:
        return _refused(refusal, reasons, pages, sender, language)
    doubts = list(reasons)
    proven = order_of(views)
    order = proven or _usual_order(views, country, language, who)
    if not country and (who in _LOCAL or language != "en"):
        country = country_told(views)
    calendar = read_calendar(pages, order, proven is not None, received_at, country, language, doubts)
    amounts = read_amounts(pages, calendar.places, country, language, doubts)
    coded = read_codes(pages, calendar.places, amounts.places, who, rules.networks, doubts)
    kind = _kind(pages, calendar.asked, doubts)
    named = read_references(pages, calendar.places, amounts.places, coded.places, doubts)
    over = kind.value in ENDED
    notice = Notice(
        kind=kind, language=language, sender=who, platform=platform_of(sender),
        network=coded.network, reason_code=coded.code, claim=coded.claim,
        amount=amounts.disputed, transaction_amount=amounts.transaction, fee=amounts.fee,
        arn=named.arn, card_last4=named.card, descriptor=named.descriptor,
        order_ref=named.order, case_ref=named.case,
        transaction_on=calendar.transaction_on, disputed_on=calendar.disputed_on,
        due_at=None if over else calendar.due_at,
        doubts=tuple(dict.fromkeys(doubts if not over else _without_due(doubts, calendar))),
    )  # fmt: skip
    none = "" if over and of_known else why_of_none(notice, views, [one.hits for one in pages])
    if none and not (headers and headers.unread):
        return _refused("not_a_dispute", (none, *reasons), pages, sender, language)
    return notice


def _refused(
    refusal: Refusal, reasons: tuple[str, ...], pages: Sequence[Page], sender: str, language: str
) -> Notice:
    first = pages[0].view.part if pages else Part("subject", "")
    return Notice(
        Read(refusal, first.text[:80], first.where, 0.9),
        language,
        sender_of(sender, (), believed=refusal != "phishing"),
        doubts=reasons,
    )


def _without_due(doubts: Sequence[str], calendar: Calendar) -> list[str]:
    return [doubt for doubt in doubts if doubt not in calendar.due_doubts]


def _cut(part: Part) -> Part:
    return part if len(part.text) <= MOST_CHARS else Part(part.where, part.text[:MOST_CHARS], part.sure)


def _usual_order(views: Sequence[View], country: str, language: str, who: str) -> Order | None:
    """Month first in the United States only; where English does not show its country, nobody knows."""
    if language != "en":
        return "day"
    if country:
        return "month" if country == "us" else "day"
    text = "\n".join(seen.flat for seen in views)
    if who == "network":
        return "month"
    if re.search(r"£|\b(?:GBP|EUR|AUD|NZD|Ltd|plc|P\.?O\.? Box \d+, (?:London|Leeds|Sydney))\b|€", text):
        return "day"
    if re.search(r"\b[A-Z]{2} \d{5}\b|\b(?:LLC|Inc)\b|\b[ECMP][SD]?T\b|\$ ?\d|\bUSD\b", text):
        return "month"
    return None


def _kind(pages: Sequence[Page], asked: Mapping[int, int], doubts: list[str]) -> Read[Kind]:
    said: list[Candidate[Kind]] = []
    for number, one in enumerate(pages):
        said += [candidate(one, found, worth) for found, worth in stages(one, asked.get(number))]
    best = choose(said, "the stage", doubts, least=0.4, first=True)
    if best is not None:
        return best.read()
    doubts.append("the stage: no words say whether this is a dispute, an inquiry or a later round")
    text = pages[0].view.part if pages else Part("subject", "")
    return Read("dispute", text.text[:80], text.where, 0.2)
