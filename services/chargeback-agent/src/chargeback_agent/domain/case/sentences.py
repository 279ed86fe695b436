"""The sentences and row labels that cases use; data/letters/<language>/sentences.yaml words each of them.

``STATEMENTS`` maps a sentence's id to the values that it carries, ``LABELS`` are the ids of rows. Values are
formatted by the letter's language; a sentence must name each of its values once at least and no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from argosy_ledger.parcels import Step

STATEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    # the order
    "ordered": ("order_id", "date", "amount"),
    "ordered_too": ("order_id", "date", "amount"),
    "items_ordered": ("items",),
    "amount_agreed": ("order_id", "amount"),
    "amount_adds_up": ("amount",),
    "amount_disputed_is_total": ("amount",),
    "currency_ordered": ("order_id", "currency", "amount"),
    "single_order": ("order_id", "date"),
    "ordered_from_ip": ("order_id", "ip"),
    "ordered_on_device": ("order_id", "device"),
    "earlier_orders": ("count", "first"),
    "paid_before": ("order_id", "date", "amount"),
    "same_account": ("value",),
    "same_email": ("value",),
    "same_ip": ("value",),
    "same_device": ("value",),
    "same_address": ("value",),
    # the payment
    "captured": ("date", "last4"),
    "captured_on": ("date",),
    "captured_after_order": ("ordered", "captured"),
    "arn_is": ("arn",),
    "two_references": ("arn", "other_arn"),
    "card_is": ("last4",),
    "avs_matched": ("result",),
    "avs_matched_in_part": ("result",),
    "cvv_matched": ("result",),
    "authenticated": ("version",),
    "authenticated_plainly": (),
    "authentication_attempted": ("version",),
    "authentication_attempted_plainly": (),
    "eci_is": ("eci",),
    "descriptor_is": ("descriptor",),
    "refunded": ("amount", "date"),
    "refunded_before_dispute": ("date",),
    # the delivery
    "shipped": ("carrier", "number", "date"),
    "delivered": ("carrier", "number", "date"),
    "delivered_by": ("carrier", "date"),
    "delivered_plainly": ("date",),
    "delivered_too": ("order_id", "number", "date"),
    "delivered_before_dispute": ("date",),
    "delivered_in_postcode": ("place",),
    "delivered_in_city": ("place",),
    "delivered_in_time": ("due", "date"),
    "signed": ("name", "date"),
    "photographed": ("date",),
    "replacement_delivered": ("number", "date"),
    # what was agreed
    "refund_policy_shown": ("date",),
    "cancellation_policy_shown": ("date",),
    "terms_shown": ("date",),
    "recurring_terms_shown": ("date",),
    "return_window_is": ("days",),
    # what was written
    "corresponded": ("first", "last"),
    "buyer_acknowledged": ("date",),
    "no_return_message": ("count", "first", "last"),
    "no_cancel_message": ("count", "first", "last"),
    "no_refund_message": ("count", "first", "last"),
    "no_return_message_one": ("date",),
    "no_cancel_message_one": ("date",),
    "no_refund_message_one": ("date",),
    "remedy_offered": ("date",),
    "renewal_told": ("date",),
    "buyer_asked_to_cancel": ("date",),
}

LABELS: Final[tuple[str, ...]] = (
    # the summary at the head
    "dispute_number",
    "case_ref",
    "disputed_amount",
    "disputed_on",
    "transaction_on",
    # the order
    "order_number",
    "ordered_at",
    "buyer",
    "address",
    "item",
    "price_each",
    "more_items",
    "shipping",
    "tax",
    "discount",
    "total",
    "currency",
    "ip",
    "device",
    "account",
    "same_account",
    "same_email",
    "same_ip",
    "same_device",
    "same_address",
    # the payment
    "card_network",
    "card_last4",
    "captured_at",
    "arn",
    "arn_of_payment",
    "avs",
    "cvv",
    "three_ds_version",
    "eci",
    "three_ds_outcome",
    "descriptor",
    "refunded",
    "refunded_at",
    # the delivery
    "carrier",
    "tracking_number",
    "place",
    "signature",
    "promised_by",
    "delivered_at",
    *(f"step_{step}" for step in get_args(Step) if step != "unknown"),
    # what was agreed and written
    "policy_since",
    "window_days",
    "messages",
    "first_message",
    "last_message",
)
