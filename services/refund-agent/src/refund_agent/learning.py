"""Figures of costs as a merchant's own requests have moved them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from argosy_eventing.threads import in_thread
from refund_agent.adapters.outcomes import OutcomeRepository
from refund_agent.adapters.requests import RequestRecord
from refund_agent.domain.costs.case import Params
from refund_agent.domain.costs.learning import learned
from refund_agent.domain.costs.past import PastRequest, read_past
from refund_agent.domain.costs.recorded import outcome_of
from refund_agent.past_requests import past_line

_GOOD_FOR_S: Final = 3600.0
_MERCHANTS: Final = 500


@dataclass(slots=True)
class Experience:
    """The figures for a merchant: ours, moved by how his requests ended; read anew once in an hour.

    ``learns`` False: ours as they stand, and outcomes are kept all the same.
    """

    outcomes: OutcomeRepository
    ours: Params = field(default_factory=Params)
    learns: bool = True
    seconds: Callable[[], float] = time.monotonic
    _known: OrderedDict[str, tuple[float, Params]] = field(default_factory=OrderedDict)

    async def params(self, merchant_id: str) -> Params:
        """The figures and beliefs to choose by."""
        if not self.learns:
            return self.ours
        now = self.seconds()
        known = self._known.get(merchant_id)
        if known is not None and now - known[0] < _GOOD_FOR_S:
            return known[1]
        ended = await self.outcomes.all_of(merchant_id)
        params = await in_thread(learned, ended, self.ours) if ended else self.ours
        self._known[merchant_id] = (now, params)
        self._known.move_to_end(merchant_id)
        while len(self._known) > _MERCHANTS:
            self._known.popitem(last=False)
        return params

    async def keep(self, record: RequestRecord) -> None:
        """Remember how a request ended, where that teaches something."""
        line = past_line(record)
        past = next(iter(read_past([line], self.ours)), None) if line else None
        if isinstance(past, PastRequest) and past.offers:
            await self.outcomes.keep(record.merchant_id, record.request_id, outcome_of(past))
