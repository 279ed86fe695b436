"""Which desk a merchant's orders are worked at: his shop's, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from argosy_ledger import OrderLedger
from argosy_telemetry import logger
from cs_agent.acting import Desk, Noted
from cs_agent.adapters.closed_shop import ClosedShop
from cs_agent.adapters.ledger_shop import LedgerShop
from cs_agent.domain.tools.rules import ReadRule, ShopRules
from cs_agent.domain.tools.shop import Shop

_log = logger("cs_agent")


@dataclass(frozen=True, slots=True)
class Desks:
    """``shops``: by merchant. Who has none gets what events told of his orders: to be read, not changed."""

    shops: Mapping[str, Shop]
    rules: ShopRules
    orders: OrderLedger | None
    clock: Callable[[], datetime]

    def of(self, merchant_id: str) -> Desk:
        """The desk of one merchant; another's orders cannot be reached from it."""
        shop = self.shops.get(merchant_id)
        if shop is not None:
            return Desk(shop, self.rules, noted, self.clock)
        if self.orders is None:
            return Desk(ClosedShop(), reading_only(self.rules), noted, self.clock)
        return Desk(LedgerShop(self.orders, merchant_id), reading_only(self.rules), noted, self.clock)


def reading_only(rules: ShopRules) -> ShopRules:
    """The same rules without any tool that changes an order: what asks for one goes to a person."""
    reads = {
        name: rule for name, rule in rules.tools.items() if isinstance(rule, ReadRule) or name == "hand_over"
    }
    return rules.model_copy(update={"tools": reads})


def noted(row: Noted) -> None:
    """A line of the audit trail, as the log keeps it: ids and outcomes, nothing personal."""
    _log.info(
        "tool",
        tool=row.tool,
        conversation_id=row.conversation_id,
        order_id=row.order_id,
        call_id=row.call_id,
        verdict=row.verdict,
        outcome=row.outcome,
    )
