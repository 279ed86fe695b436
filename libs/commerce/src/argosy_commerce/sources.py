"""Where rules and figures of the trade were found: one shape for every file of sources."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1)]


How = Literal[
    "text read",  # the words of the law, rule or price list, as published or quoted in full
    "official guidance",  # what an authority, a court or the rule's own maker says of it
    "secondary account",  # what anybody else says of it: a firm, a shop, a newspaper, somebody's table
    "general knowledge",  # known in the trade; nothing was read for it
]
"""How well a rule is known. What is not one of these is no source."""


class Source(BaseModel):
    """Where a rule or figure was found, and when it was looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words
    publisher: Words
    url: str = ""
    dated: date | None = None
    seen: date
    how: How
