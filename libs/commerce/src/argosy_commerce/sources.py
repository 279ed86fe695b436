"""Where rules and figures of the trade were found: one shape for every file of sources."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1)]


class Source(BaseModel):
    """Where a rule or figure was found. ``how``: its words were read, or it is only generally known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words
    publisher: Words
    url: str = ""
    dated: date | None = None
    seen: date
    how: Literal["read", "outside list", "general knowledge"]
