"""Whether a thing is sent somewhere, beside what is asked of its duties."""

from __future__ import annotations

from collections.abc import Sequence

from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import INTENTS
from cs_agent.domain.understood import ReadIntent


def without_carried(
    intents: tuple[ReadIntent, ...], asking: Sequence[str], language: str
) -> tuple[ReadIntent, ...]:
    """Duties first, and whether it is sent there only where one of the parts ``asking`` asks that by itself.

    "If I have it sent to Paris, will I pay customs?": a "yes, we send there" reads as a yes to the duties.
    """
    if not {"customs", "ships_to"} <= {one.intent for one in intents}:
        return intents
    sends, duties = INTENTS.index("ships_to"), INTENTS.index("customs")
    if any(row[sends] > 0 and not row[duties] > 0 for row in pointed(asking, language)):
        return intents
    others = (one for one in intents if one.intent != "ships_to")
    return tuple(sorted(others, key=lambda one: one.intent != "customs"))
