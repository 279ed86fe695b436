"""What was given back, against what is disputed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from argosy_commerce.money import Money
from chargeback_agent.domain.case.records import Records


@dataclass(frozen=True, slots=True)
class RefundState:
    """``share``: how much of the disputed amount was given back, 0..1; ``before``: all before the dispute."""

    amount: Money | None
    share: float
    before: bool
    last: datetime | None
    dated: bool = True
    """False: of something given back nobody told when, so that before or after the dispute is open."""
    in_currency: bool = True
    """False: something was given back in another currency, so that nothing can be compared."""

    @property
    def full(self) -> bool:
        """All that is disputed."""
        return self.share >= 1


def refund_state(records: Records) -> RefundState:
    """Refunds that the processor tells of, against the disputed amount, else against the order's total."""
    against = records.dispute.amount or records.total
    repaid = records.repaid
    if not repaid:
        return RefundState(None, 0.0, before=False, last=None)
    last = max((one.at for one in repaid if one.at), default=None)
    dated = all(one.at is not None for one in repaid)
    before = all(one.at is not None and one.at < records.dispute.opened_at for one in repaid)
    if against is None or any(one.amount.currency != against.currency for one in repaid):
        return RefundState(None, 0.0, before, last, dated, in_currency=False)
    amount = Money(sum((one.amount.amount for one in repaid), Decimal(0)), against.currency)
    share = float(min(amount.amount / against.amount, Decimal(1))) if against.amount > 0 else 0.0
    return RefundState(amount, share, before, last, dated)
