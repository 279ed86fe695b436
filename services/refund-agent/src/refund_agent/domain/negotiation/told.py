"""What messages of one request say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Entitlement, PaidLine
from refund_agent.domain.negotiation.pace import Pace

MOST_NAMED: Final = 3
"""How many lines or rules a message names."""


@dataclass(frozen=True, slots=True)
class Told:
    """A request as its buyer is told of it.

    ``goods``: the buyer has something that he can keep; ``paid``: for the lines in question; ``already``:
    what went back of the order before; ``nothing_left``: so much that nothing more can; ``returning``: what
    will go back for these lines once their goods, which were asked for before, have come; ``returns``: the
    request is the use of a right to return; ``exchanges``: it asks for other goods.
    """

    order_id: str
    lines: tuple[PaidLine, ...]
    reason: Reason
    goods: bool
    paid: Money
    already: Money
    nothing_left: bool
    entitlement: Entitlement
    pace: Pace
    returning: Money | None = None
    returns: bool = False
    exchanges: bool = False

    @property
    def parts_only(self) -> bool:
        """Whether new goods are only what was missing."""
        return self.reason == "missing_parts"
