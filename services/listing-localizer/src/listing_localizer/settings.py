"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class LocalizerSettings(BaseSettings):
    """What this service needs beyond the host's own settings."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True)

    triton_url: str = Field(description="gRPC address of the tier, host:port")
    mongodb_uri: str = Field(description="where outcomes are kept")
    default_markets: tuple[str, ...] = Field(
        default=("US",), description="markets of an event that names none (ARGOSY_DEFAULT_MARKETS, a JSON list)"
    )
    tier_deadline_s: float = Field(default=20.0, gt=0, description="for one batch of sentences")
