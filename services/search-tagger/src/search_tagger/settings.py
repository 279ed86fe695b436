"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class TaggerSettings(BaseSettings):
    """What this service needs beyond the host's own settings."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True, extra="ignore")

    mongodb_uri: str = Field(description="the document store (ARGOSY_MONGODB_URI)")
    terms_dir: Path | None = Field(
        default=None, description="folder of concepts of the platform's own (ARGOSY_TERMS_DIR)"
    )
    search_index: Path | None = Field(
        default=None,
        description="file of the embedded index, in which what is tagged can be found at once "
        "(ARGOSY_SEARCH_INDEX); without it the tags go out as events alone",
    )
    epoch: str = Field(
        default="",
        description="any word; another one than before has every product that comes again tagged anew "
        "(ARGOSY_EPOCH)",
    )
    concurrency: int = Field(default=4, ge=1, description="products and queries of different keys at once")
