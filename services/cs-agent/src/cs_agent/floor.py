"""What conversations are led with: the repositories, what is known, the skills, who listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from argosy_commerce.terms import TermBase
from argosy_store import Versioned
from cs_agent.acting import Desk
from cs_agent.adapters.conversations import ConversationRepository
from cs_agent.adapters.knowledge import GapRepository, KnownProduct, ProductRepository
from cs_agent.domain.intake import Pace
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.modelled import Modelled
from cs_agent.picturing import Eyes
from cs_agent.turn_means import Skills
from cs_agent.voice import Speaks


class Knows(Protocol):
    """`knowing.Knowledge`."""

    async def shelf(
        self,
        merchant_id: str,
        product_id: str,
        country: str,
        language: str,
        now: datetime,
        *,
        kept: Versioned[KnownProduct] | None = None,
    ) -> Shelf:
        """All that is known for a buyer's question about a product; ``kept``: as it was just read."""
        ...


@dataclass(frozen=True, slots=True)
class Floor:
    """What conversations are led with.

    ``desk``: of a merchant; ``behind``: how many messages of the conversation wait behind the one that is
    handled; ``speaks``: publishes a delta, and never raises; ``eyes``: looks at pictures, if anybody does.
    """

    conversations: ConversationRepository
    products: ProductRepository
    gaps: GapRepository
    knowledge: Knows
    base: TermBase
    skills: Skills
    desk: Callable[[str], Desk]
    speaks: Speaks
    behind: Callable[[], int]
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    merchant_language: str = "zh-CN"
    modelled: Modelled = field(default_factory=Modelled)
    eyes: Eyes | None = None
