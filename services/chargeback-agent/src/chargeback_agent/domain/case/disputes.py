"""What is disputed: the event's own fields, else what the notice says, normalised by the rule book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from argosy.dispute.v1 import dispute_pb2
from argosy_commerce.money import Money
from argosy_commerce.spotting import plain
from argosy_ledger.facts import OrderFacts, money, utc
from chargeback_agent.domain.case import deadlines
from chargeback_agent.domain.case.beginnings import Began, opened_at
from chargeback_agent.domain.case.deadlines import Lapsed, Limit
from chargeback_agent.domain.case.model import Dispute
from chargeback_agent.domain.case.products import matters, products_of
from chargeback_agent.domain.notices.model import Notice
from chargeback_agent.domain.rules.loader import RuleBook, rule_book
from chargeback_agent.domain.rules.model import Claim, CountedFrom, Network, Stage

Event = dispute_pb2.DisputeOpened | dispute_pb2.DisputeUpdated
_NAMES: Final[Mapping[str, str]] = {
    "visa": "visa", "visa electron": "visa", "mastercard": "mastercard", "master card": "mastercard",
    "mc": "mastercard", "maestro": "mastercard", "amex": "amex", "american express": "amex",
    "americanexpress": "amex", "ax": "amex", "discover": "discover", "diners": "discover",
    "diners club": "discover", "diners club international": "discover", "discover network": "discover",
    "discover diners": "discover",
}  # fmt: skip
_CODE: Final = re.compile(r"(?<![\w.])(?:\d{2}\.\d(?:\.\d)?|[A-Z]{1,3}\d{1,2}|\d{4}|\d{2}|[A-Z]{2})(?![\w.])")
_STAGES: Final[Mapping[str, Stage]] = {
    "inquiry": "inquiry",
    "dispute": "dispute",
    "pre_arbitration": "pre_arbitration",
    "arbitration": "arbitration",
}
_SURE_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class Understood:
    """The dispute, whether its time is over, and what a person should look at."""

    dispute: Dispute
    lapsed: Lapsed
    doubts: tuple[str, ...]


def understand(
    notice: Notice | None,
    event: Event,
    facts: OrderFacts,
    book: RuleBook,
    now: datetime,
    *,
    country: str = "",
    began: Began | None = None,
) -> Understood:
    """Event and notice as one dispute; ``country`` is the merchant's, ISO 3166-1, where it is known.

    ``began``: where there were notices before this one; None: it is the first.

    Where both say something and differ, the event's own field counts and the difference is a doubt.
    """
    doubts = list(notice.doubts) if notice else []
    network, code, named, coded = _code(notice, event, facts, book)
    doubts += coded
    rule = book.networks[network].codes[code]
    amount, about_amount = _amount(notice, event, facts)
    doubts += about_amount
    received = utc(event.notice.received_at) if event.notice.HasField("received_at") else now
    began = began or Began(received, received)
    opened, about_dates = opened_at(notice, began, facts, now)
    doubts += about_dates
    stage: Stage = _STAGES.get(notice.kind.value, "dispute") if notice else "dispute"
    if rule.category == "inquiry" and stage == "dispute":
        stage = "inquiry"
    senders = (notice.sender, notice.platform) if notice else ()
    processor = next((one for one in senders if one in book.processors), "")
    limits = list(_limits(notice, event, named, stage, processor, book, began, opened, facts, country))
    due = deadlines.earliest(limits, now)
    over = deadlines.lapsed(limits, now)
    if over == "computed":
        doubts.append(
            f"The time to answer may be over: {due.why}. The notice names no date; ask the processor."
        )
    elif due.at <= now and over == "no":
        doubts.append(f"By the rules the time to answer is over, by the notice it is not: {due.why}.")
    doubts += _about_order(notice, event.order_id or facts.order_id)
    products, sure = products_of(facts)
    if not sure and matters(rule):
        doubts.append("What kind of thing was sold is not known from the order; physical goods are supposed.")
    payment = facts.payment.data if facts.payment else None
    dispute = Dispute(
        event.dispute_id,
        event.order_id or facts.order_id,
        network,
        code,
        rule.claim if network != "generic" else _claim(notice, rule.claim),
        rule.category,
        stage,
        amount,
        opened,
        due,
        products,
        processor,
        notice.case_ref.value if notice and notice.case_ref else "",
        notice.arn.value if notice and notice.arn else (payment.arn if payment else ""),
        notice.card_last4.value if notice and notice.card_last4 else (payment.card.last4 if payment else ""),
        notice.transaction_on.value if notice and notice.transaction_on else None,
        notice.language if notice else "en",
        payment.card.bin_country.upper() if payment else "",
    )
    return Understood(dispute, over, tuple(dict.fromkeys(doubts)))


def network_named(text: str) -> str:
    """A network's id in the rule book as people and systems write it; "" for others."""
    words = plain(text, 60)
    if words in _NAMES:
        return _NAMES[words]
    return next(
        (_NAMES[name] for name in sorted(_NAMES, key=len, reverse=True) if f" {name} " in f" {words} "), ""
    )


def network_called(told: str) -> str:
    """As the network writes itself: visa is Visa; others as they were told."""
    known = rule_book().networks.get(network_named(told))
    return known.name if known and known.network != "generic" else told


def code_of(network: Network, text: str, claim: Claim | None = None) -> str | None:
    """The key of a reason code as it was written ("Visa 13.1 – Not Received", "UA02"); None if unknown.

    A retired code leads to the one that took its place.
    """
    found = next((key for one in _spellings(text) if (key := network.key_for(one, claim))), None)
    if found and (now := network.codes[found].now) and network.codes[found].retired:
        return network.key_for(now, claim) or now
    return found


def _spellings(text: str) -> Iterator[str]:
    whole = text.strip()
    yield from dict.fromkeys((whole, whole.upper(), whole.lower(), *_CODE.findall(whole.upper())))


def _code(
    notice: Notice | None, event: Event, facts: OrderFacts, book: RuleBook
) -> tuple[str, str, str, list[str]]:
    """Network and code of the rule book, the network whose limits count, and doubts."""
    doubts = []
    told = network_named(notice.network.value) if notice and notice.network else ""
    network = network_named(event.network) or told
    if told and network != told:
        doubts.append(f"The event names {network}, the notice {told}; the event's is taken.")
    card = network_named(facts.payment.data.card.network) if facts.payment else ""
    if card and network and card != network:
        doubts.append(f"The notice names {network}, the order was paid with {card}.")
    claim = notice.claim.value if notice and notice.claim else None
    written = [event.reason_code, notice.reason_code.value if notice and notice.reason_code else ""]
    keys = [_found(text, network or card, claim, book) for text in written if text.strip()]
    known = [key for key in keys if key]
    if len(keys) == 2 and len(set(keys)) > 1:
        doubts.append(f"The event's reason code is {written[0]}, the notice's {written[1]}.")
    if known:
        found, code = known[0]
        if network and found not in {network, "generic"}:
            doubts.append(f"{code} is a code of {found}, not of {network}.")
        return found, code, (network or card or found if found == "generic" else found), doubts
    if any(text.strip() for text in written):
        doubts.append(
            f"Reason code {next(text for text in written if text.strip())!r} is in no rule book here."
        )
    named = network or card or "generic"
    generic = book.networks["generic"]
    key = generic.key_for(claim or "other", claim) or generic.key_for("other") or next(iter(generic.codes))
    doubts.append(
        "No reason code is known; the claim's own rules are used." if claim else "No claim is known."
    )
    return "generic", key, named, doubts


def _found(text: str, network: str, claim: Claim | None, book: RuleBook) -> tuple[str, str] | None:
    """In the network that is named; else in the only one that knows such a code."""
    if network and (key := code_of(book.networks[network], text, claim)):
        return network, key
    cards = [one for one in book.networks if one != "generic"]
    distinct = not re.fullmatch(r"\s*\d{2}\s*", text)  # two digits mean something else in every network
    if distinct:
        found = [(one, key) for one in cards if (key := code_of(book.networks[one], text, claim))]
        in_use = [
            (one, key)
            for one, key in found
            if any(part in book.networks[one].codes for part in _spellings(text))
        ]
        for rows in (in_use, found):
            if len(rows) == 1:
                return rows[0]
    key = code_of(book.networks["generic"], text, claim)
    return ("generic", key) if key else None


def _claim(notice: Notice | None, otherwise: Claim) -> Claim:
    return notice.claim.value if notice and notice.claim else otherwise


def _amount(notice: Notice | None, event: Event, facts: OrderFacts) -> tuple[Money | None, list[str]]:
    own = money(event.amount) if event.HasField("amount") else None
    told = notice.amount.value if notice and notice.amount else None
    if own and told and own != told:
        return own, [f"The event says that {own} is disputed, the notice {told}; the event's is taken."]
    if found := own or told:
        return found, []
    order = facts.order.data if facts.order else None
    total = money(order.total) if order and order.HasField("total") else None
    if total is None:
        return None, ["No disputed amount is known."]
    return total, [f"No disputed amount is known; the order's total of {total} is taken."]


def _about_order(notice: Notice | None, order_id: str) -> list[str]:
    """Whether the notice names another order than the case is about; platforms add marks and prefixes."""
    told = notice.order_ref.value if notice and notice.order_ref else ""
    mine, theirs = ("".join(filter(str.isalnum, text.casefold())) for text in (order_id, told))
    if not mine or not theirs or mine.endswith(theirs) or theirs.endswith(mine):
        return []
    return [f"The notice names order {told}, the case is about order {order_id}: is it one order?"]


def _limits(
    notice: Notice | None,
    event: Event,
    network: str,
    stage: Stage,
    processor: str,
    book: RuleBook,
    began: Began,
    opened: datetime,
    facts: OrderFacts,
    country: str,
) -> Iterator[Limit]:
    if event.HasField("due_at"):
        yield deadlines.stated_limit(utc(event.due_at), "the event")
    sure = bool(notice and notice.due_at and notice.due_at.confidence >= _SURE_ENOUGH)
    if sure and notice and notice.due_at:
        yield deadlines.stated_limit(notice.due_at.value, "the notice")
    first_round = began.stage <= began.dispute
    dates: dict[CountedFrom, date] = {
        "dispute": (opened if first_round else began.stage).date(),
        "notice": began.stage.date(),
    }
    if facts.payment and facts.payment.data.HasField("captured_at"):
        captured = utc(facts.payment.data.captured_at).date()
        dates |= {"processing": captured, "transaction": captured}
    if notice and notice.transaction_on:
        dates["transaction"] = notice.transaction_on.value
    rules = book.networks[network]
    of_processor = []
    if processor:
        of_processor = list(
            deadlines.processor_limits(book.processors[processor], network, stage, dates, country)
        )
        yield from of_processor
    told = event.HasField("due_at") or sure
    if network == "generic" and (of_processor or told):
        return  # its days stand for nobody in particular: they count only where nothing else is known
    of_network = list(deadlines.network_limits(rules, stage, dates))
    yield from of_network or deadlines.network_limits(rules, "dispute", dates)
