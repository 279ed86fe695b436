"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chargeback_agent.adapters.faces import SYSTEM_DIRS


class ChargebackSettings(BaseSettings):
    """What this service needs beyond the host's own settings."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True, extra="ignore")

    triton_url: str = Field(description="gRPC address of the tier, host:port (ARGOSY_TRITON_URL)")
    mongodb_uri: str = Field(description="the document store (ARGOSY_MONGODB_URI)")
    blob_url: str = Field(description="where letters go and attachments come from (ARGOSY_BLOB_URL)")
    fetch_allow: str = Field(
        default="", description="hosts that attachments may be fetched from (ARGOSY_FETCH_ALLOW)"
    )
    ledger_keys: str = Field(default="", description="seal personal data at rest (ARGOSY_LEDGER_KEYS)")
    ledger_lookup_key: str = Field(
        default="", description="makes handles of buyers and cards (ARGOSY_LEDGER_LOOKUP_KEY)"
    )
    facts_wait_s: float = Field(
        default=2.0,
        ge=0,
        le=30,
        description="how long a dispute waits for its order's facts before it is answered with what is "
        "there; facts that come later have it answered anew (ARGOSY_FACTS_WAIT_S)",
    )
    retention_days: int = Field(
        default=730,
        ge=120,
        le=36_500,
        description="facts, conversations and ended cases are deleted so many days after anything last "
        "happened to them; 730 is the longest in which a network takes a dispute, in 120 most are filed "
        "(ARGOSY_RETENTION_DAYS, decision 0094)",
    )
    tier_deadline_s: float = Field(default=20.0, gt=0, description="for reading the pictures of one notice")
    rewrite: Literal["off", "on"] = Field(
        default="off",
        description="whether the tier's text_generator joins a letter's statements (ARGOSY_REWRITE); what "
        "fails the checks stays as the templates word it",
    )
    rewrite_candidates: int = Field(default=2, ge=1, le=4, description="answers asked for per letter")
    rewrite_temperature: float = Field(default=0.3, ge=0, le=2, description="0: the likeliest words")
    rewrite_max_tokens: int = Field(default=3000, ge=64, le=8192, description="of one answer")
    rewrite_deadline_s: float = Field(
        default=30.0,
        gt=0,
        le=300,
        description="how long a letter waits for all its answers; then it is written without "
        "(ARGOSY_REWRITE_DEADLINE_S)",
    )
    font_dirs: str = Field(default="", description="folders of fonts, joined as in PATH (ARGOSY_FONT_DIRS)")
    concurrency: int = Field(default=4, ge=1, description="disputes of different keys at once")

    def font_directories(self) -> tuple[Path, ...]:
        """The operator's folders, then the system's."""
        own = tuple(Path(part) for part in self.font_dirs.split(os.pathsep) if part)
        return (*own, *SYSTEM_DIRS)
