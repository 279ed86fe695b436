"""What must hold before an answer goes out: it says what its facts say, and nothing else.

The same rules hold for the templates' sentences and for those that a generator re-worded. A list of what
may be said, not of what may not: a figure, a date, an order's number, a name in an answer stands in the facts
of its sentence, or the buyer wrote it himself.
"""

from cs_agent.domain.checking.drafts import checked, faults
from cs_agent.domain.checking.rewording import kept

__all__ = ["checked", "faults", "kept"]
