"""The shapes of webhooks, each a function from JSON to a notice; None where the JSON is of somebody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from chargeback_agent.domain.notices.model import Kind, Notice, Read
from chargeback_agent.domain.notices.webhook_draft import Draft, Node, inside, words
from chargeback_agent.domain.rules.model import Claim

_ENDED: Final = frozenset({"won", "lost", "reversed"})


def stripe(node: Node, draft: Draft) -> Notice | None:
    """Stripe's events about disputes and early fraud warnings, and their objects alone."""
    event = node if node.get("object") == "event" or "api_version" in node else None
    item = inside(node, "data", "object") if "data" in node else node
    if not isinstance(item, dict) or not (
        event or str(node.get("type", "")).startswith("charge.") or item is node
    ):
        return None
    if item.get("object") == "radar.early_fraud_warning":
        kind: Read[Kind] = Read("inquiry", draft.quote("object", item["object"]), "body", 0.99)
        claim: Read[Claim] | None = draft.read(item, "fraud_type", lambda _: "fraud", 0.9)
        return Notice(kind, "en", "stripe", claim=claim, case_ref=draft.words(item, "id"))
    if item.get("object") != "dispute":
        return _other(draft, node, "type", "stripe") if event and item is not node else None
    own = words()["stripe"]
    card = inside(item, "payment_method_details", "card")
    status = draft.kind(item, "status", own["kinds"])
    case_type = inside(card, "case_type")
    if status and status.value == "dispute" and case_type == "inquiry":
        status = Read("inquiry", draft.quote("case_type", case_type), "body", 0.95)
    claim = draft.read(item, "reason", lambda raw: own["reasons"].get(str(raw)))
    network = draft.network(card, "brand") or draft.network(card, "network")
    coded = card if inside(card, "network_reason_code") else item
    charge = item.get("charge")
    found = Notice(
        status or _unsure(draft, item, "status"),
        "en", "stripe", network,
        draft.code(coded, "network_reason_code", network, claim),
        claim,
        draft.minor(item, "amount", item.get("currency"), own["digits"]),
        draft.minor(charge, "amount", inside(charge, "currency"), own["digits"]),
        _stripe_fee(item, draft, own["digits"]),
        card_last4=draft.words(inside(charge, "payment_method_details", "card"), "last4"),
        transaction_on=draft.day(charge, "created"),
        disputed_on=draft.day(item, "created"),
        due_at=draft.moment(item.get("evidence_details"), "due_by"),
        order_ref=draft.order(item.get("metadata"), inside(charge, "metadata")),
        case_ref=draft.words(item, "id"),
        descriptor=draft.words(charge, "calculated_statement_descriptor"),
    )  # fmt: skip
    return _settled(found, answerable=str(item.get("status")) in own["answerable"])


def _stripe_fee(item: Node, draft: Draft, digits: dict[str, int]) -> Any:  # noqa: ANN401
    """What was taken beside the amount: the first withdrawal's fee that is no zero."""
    for number in range(4):
        moved = inside(item, "balance_transactions", number)
        for detail in range(4):
            fee = inside(moved, "fee_details", detail)
            read = draft.minor(fee, "amount", inside(fee, "currency"), digits)
            if read and read.value.amount:
                return read
    return None


def adyen(node: Node, draft: Draft) -> Notice | None:
    """Adyen's standard notifications."""
    items = node.get("notificationItems")
    if not isinstance(items, list) or not items:
        return None
    own = words()["adyen"]
    requests = [inside(item, "NotificationRequestItem") for item in items[:100]]
    disputes = [item for item in requests if inside(item, "eventCode") in own["kinds"]]
    item = disputes[0] if disputes else requests[0]
    if not isinstance(item, dict):
        return None
    if not disputes:
        return _other(draft, item, "eventCode", "adyen")
    more = item.get("additionalData")
    kind = draft.kind(item, "eventCode", own["kinds"]) or _unsure(draft, item, "eventCode")
    network = (
        draft.network(more, "chargebackSchemeCode")
        or draft.network(item, "paymentMethod")
        or draft.network(more, "paymentMethodVariant")
    )
    coded = inside(more, "chargebackReasonCode")
    claim = draft.claim_in_words(item, "reason", network, coded)
    opening = item.get("eventCode") in own["opening"]
    money = item.get("amount")
    found = Notice(
        kind, "en", "adyen", network,
        draft.code(more, "chargebackReasonCode", network, claim),
        claim,
        draft.minor(money, "value", inside(money, "currency"), own["digits"]),
        arn=draft.words(more, "arn") or draft.words(more, "acquirerReferenceNumber"),
        card_last4=draft.words(more, "cardSummary"),
        disputed_on=draft.day(item, "eventDate") if opening else None,
        due_at=draft.moment(more, "defensePeriodEndsAt"),
        order_ref=draft.words(item, "merchantReference"),
        case_ref=draft.words(item, "pspReference"),
        doubts=("the message tells of several disputes; the first was read",) if len(disputes) > 1 else (),
    )  # fmt: skip
    return _settled(found, answerable=inside(more, "defendable") in {None, "true", True})


def paypal(node: Node, draft: Draft) -> Notice | None:
    """PayPal's events of disputes, and the dispute alone. A bank's chargeback comes as EXTERNAL."""
    event = str(node.get("event_type", ""))
    item = node.get("resource") if event else node
    if not isinstance(item, dict) or not (event or "dispute_life_cycle_stage" in item):
        return None
    if event and "DISPUTE" not in event:
        return (
            _other(draft, node, "event_type", "paypal")
            if "event_version" in node or "resource_type" in node
            else None
        )
    if "dispute_id" not in item:
        return None
    own = words()["paypal"]
    outcome = item.get("dispute_outcome")
    kind = (
        draft.kind(outcome, "outcome_code", own["outcomes"])
        or draft.kind(item, "dispute_life_cycle_stage", own["kinds"])
        or _unsure(draft, item, "status")
    )
    claim: Read[Claim] | None = draft.read(item, "reason", lambda raw: own["reasons"].get(str(raw)))
    outside = item.get("dispute_channel") == "EXTERNAL"
    network: Read[str] | None = (
        draft.network_of_code(item, "external_reason_code")
        if outside
        else Read("paypal", draft.quote("dispute_id", item["dispute_id"]), "body", 0.95)
    )
    deal = inside(item, "disputed_transactions", 0)
    gross, amount = inside(deal, "gross_amount"), item.get("dispute_amount")
    several = inside(item, "disputed_transactions", 1) is not None
    found = Notice(
        kind, "en", "paypal", network,
        draft.code(item, "external_reason_code", network, claim) if outside else None,
        claim,
        draft.decimal(amount, "value", inside(amount, "currency_code")),
        None if several else draft.decimal(gross, "value", inside(gross, "currency_code")),
        transaction_on=None if several else draft.day(deal, "create_time"),
        disputed_on=draft.day(item, "create_time"),
        due_at=draft.moment(item, "seller_response_due_date"),
        order_ref=draft.words(deal, "invoice_number") or draft.order(deal) or draft.words(deal, "custom"),
        case_ref=draft.words(item, "dispute_id"),
        doubts=("several payments are disputed at once; the first one's order was read",) if several else (),
    )  # fmt: skip
    return _settled(found, answerable=str(item.get("status", "OPEN")) in own["answerable"])


def checkout(node: Node, draft: Draft) -> Notice | None:
    """Checkout.com's workflow events."""
    item = node.get("data")
    event = str(node.get("type", ""))
    if (
        not isinstance(item, dict)
        or "object" in node
        or not ("_links" in node or str(node.get("id")).startswith("evt_"))
    ):
        return None
    if not event.startswith(("dispute_", "retrieval_")):
        return _other(draft, node, "type", "checkout") if "_" in event else None
    own = words()["checkout"]
    kind = draft.kind(node, "type", own["kinds"]) or _unsure(draft, node, "type")
    paid = item.get("payment")  # of newer versions; older ones have keys that begin with payment_
    network = (
        draft.network(item, "payment_method")
        or draft.network(item, "scheme")
        or draft.network(paid, "method")
        or draft.network(paid, "scheme")
    )
    claim: Read[Claim] | None = draft.read(item, "category", lambda raw: own["reasons"].get(str(raw)))
    found = Notice(
        kind, "en", "checkout", network,
        draft.code(item, "reason_code", network, claim),
        claim,
        draft.minor(item, "amount", item.get("currency"), own["digits"]),
        draft.minor(paid, "amount", inside(paid, "currency"), own["digits"]),
        arn=draft.words(item, "payment_arn") or draft.words(paid, "arn"),
        transaction_on=draft.day(paid, "processed_on"),
        disputed_on=draft.day(item, "date") or draft.day(item, "received_on"),
        due_at=draft.moment(item, "evidence_required_by"),
        order_ref=draft.words(item, "payment_reference") or draft.words(paid, "reference"),
        case_ref=draft.words(item, "id"),
    )  # fmt: skip
    return _settled(found, answerable=event in own["answerable"])


def shopify(node: Node, draft: Draft) -> Notice | None:
    """Shopify's `disputes/create` and `disputes/update`."""
    if not {"initiated_at", "evidence_due_by", "reason", "amount"} <= set(node):
        return None
    own = words()["shopify"]
    kind = draft.kind(node, "status", own["kinds"]) or _unsure(draft, node, "status")
    if kind.value == "dispute" and node.get("type") == "inquiry":
        kind = Read("inquiry", draft.quote("type", "inquiry"), "body", 0.99)
    claim: Read[Claim] | None = draft.read(node, "reason", lambda raw: own["reasons"].get(str(raw)))
    network = draft.network(node, "card_brand") or draft.network_of_code(node, "network_reason_code")
    found = Notice(
        kind, "en", "platform", network,
        draft.code(node, "network_reason_code", network, claim),
        claim,
        draft.decimal(node, "amount", node.get("currency")),
        disputed_on=draft.day(node, "initiated_at"),
        due_at=draft.moment(node, "evidence_due_by"),
        order_ref=draft.order(node),
        case_ref=draft.words(node, "id"),
        platform="shopify_payments",
    )  # fmt: skip
    return _settled(found, answerable=str(node.get("status")) in own["answerable"])


def square(node: Node, draft: Draft) -> Notice | None:
    """Square's `dispute.*` events."""
    item = inside(node, "data", "object", "dispute")
    if not isinstance(item, dict) or "amount_money" not in item:
        return None
    own = words()["square"]
    kind = draft.kind(item, "state", own["kinds"]) or _unsure(draft, item, "state")
    claim: Read[Claim] | None = draft.read(item, "reason", lambda raw: own["reasons"].get(str(raw)))
    money = item["amount_money"]
    found = Notice(
        kind, "en", "square", draft.network(item, "card_brand"), None, claim,
        draft.minor(money, "amount", inside(money, "currency"), own["digits"]),
        disputed_on=draft.day(item, "reported_at") or draft.day(item, "created_at"),
        due_at=draft.moment(item, "due_at"),
        case_ref=draft.words(item, "id") or draft.words(item, "dispute_id"),
    )  # fmt: skip
    return _settled(found, answerable=str(item.get("state")) in own["answerable"])


def _other(draft: Draft, node: Node, key: str, sender: str) -> Notice:
    """A known sender's message about something else."""
    return Notice(Read("not_a_dispute", draft.quote(key, node.get(key)), "body", 0.97), "en", sender)


def _unsure(draft: Draft, node: Node, key: str) -> Read[Kind]:
    """A dispute whose status has a word that the data does not know."""
    draft.doubts.append(f"{key} {str(node.get(key))[:60]!r} is a word that is not known; taken for a dispute")
    return Read("dispute", draft.quote(key, node.get(key)), "body", 0.5)


def _settled(notice: Notice, *, answerable: bool) -> Notice:
    """Without a term where nothing is asked any more."""
    if notice.kind.value in _ENDED or not answerable:
        return replace(notice, due_at=None)
    return notice


SHAPES: Final[tuple[Callable[[Node, Draft], Notice | None], ...]] = (
    stripe,
    adyen,
    paypal,
    checkout,
    shopify,
    square,
)
