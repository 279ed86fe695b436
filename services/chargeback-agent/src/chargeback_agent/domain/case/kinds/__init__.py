"""Kinds of evidence that the ledger can supply: one function each, from records to a candidate or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chargeback_agent.domain.case.candidate import Candidate
from chargeback_agent.domain.case.kinds import bought, paid, policies, shipped, written
from chargeback_agent.domain.case.records import Records

POLICIES: Final = frozenset(
    {"refund_policy", "cancellation_policy", "terms_accepted", "recurring_terms", "within_promised_time"}
)
"""Kinds that the shop's policies supply."""
PRIOR: Final = frozenset({"prior_orders", "prior_transactions", "separate_transactions"})
"""Kinds that the buyer's other orders supply."""
QUOTING: Final = frozenset({"buyer_contact", "no_return_attempt", "no_cancellation", "no_refund_due"})
"""Kinds that show whole messages, not single sentences."""
Supply = Callable[[Records], Candidate | None]

SUPPLIES: Final[Mapping[str, Supply]] = {
    "order_record": bought.order_record,
    "receipt_amount": bought.receipt_amount,
    "currency_agreed": bought.currency_agreed,
    "product_description": bought.product_description,
    "not_recurring": bought.not_recurring,
    "ip_and_device": bought.ip_and_device,
    "prior_orders": bought.prior_orders,
    "prior_transactions": bought.prior_transactions,
    "payment_authorization": paid.payment_authorization,
    "avs_match": paid.avs_match,
    "cvv_match": paid.cvv_match,
    "three_ds": paid.three_ds,
    "descriptor": paid.descriptor,
    "separate_transactions": paid.separate_transactions,
    "presented_in_time": paid.presented_in_time,
    "card_data_correct": paid.card_data_correct,
    "refund_made": paid.refund_made,
    "delivery_confirmation": shipped.delivery_confirmation,
    "delivery_address": shipped.delivery_address,
    "delivery_signature": shipped.delivery_signature,
    "delivery_photo": shipped.delivery_photo,
    "tracking_history": shipped.tracking_history,
    "within_promised_time": shipped.within_promised_time,
    "replacement_sent": shipped.replacement_sent,
    "refund_policy": policies.refund_policy,
    "cancellation_policy": policies.cancellation_policy,
    "terms_accepted": policies.terms_accepted,
    "recurring_terms": policies.recurring_terms,
    "buyer_contact": written.buyer_contact,
    "buyer_acknowledged": written.buyer_acknowledged,
    "no_return_attempt": written.no_return_attempt,
    "no_cancellation": written.no_cancellation,
    "no_refund_due": written.no_refund_due,
    "remedy_offered": written.remedy_offered,
    "renewal_notice": written.renewal_notice,
    "buyer_cancelled": written.buyer_cancelled,
}
