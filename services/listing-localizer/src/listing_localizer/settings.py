"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class LocalizerSettings(BaseSettings):
    """What this service needs beyond the host's own settings."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True, extra="ignore")

    triton_url: str = Field(description="gRPC address of the tier, host:port (ARGOSY_TRITON_URL)")
    mongodb_uri: str = Field(description="the document store (ARGOSY_MONGODB_URI)")
    default_markets: tuple[str, ...] = Field(
        default=("US",),
        description="markets of an event that names none (ARGOSY_DEFAULT_MARKETS, a JSON list)",
    )
    tier_deadline_s: float = Field(default=30.0, gt=0, description="for all sentences of one market")
    epoch: str = Field(
        default="",
        description="any word; another one than before has every product that comes again written anew, "
        "for instance after the tier got other models (ARGOSY_EPOCH)",
    )
    terms_dir: Path | None = Field(
        default=None, description="folder of concepts of the platform's own (ARGOSY_TERMS_DIR)"
    )
    glossary_ttl_s: float = Field(
        default=30.0, gt=0, description="seconds after which a changed glossary is seen at the latest"
    )
    concurrency: int = Field(default=4, ge=1, description="products of different keys at once")
    rewrite: Literal["off", "on"] = Field(
        default="off",
        description="whether the tier's text_generator writes listings anew (ARGOSY_REWRITE); what fails the "
        "checks stays the term base's",
    )
    rewrite_candidates: int = Field(default=2, ge=1, le=4, description="answers asked for per listing")
    rewrite_temperature: float = Field(default=0.7, ge=0, le=2, description="0: the likeliest words")
    rewrite_max_tokens: int = Field(default=1500, ge=64, le=8192, description="of one answer")
    rewrite_deadline_s: float = Field(default=120.0, gt=0, description="for all answers of one listing")
