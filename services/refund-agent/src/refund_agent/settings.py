"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class RefundSettings(BaseSettings):
    """What this service needs beyond the host's own settings."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True, extra="ignore")

    triton_url: str = Field(description="gRPC address of the tier, host:port (ARGOSY_TRITON_URL)")
    mongodb_uri: str = Field(description="the document store (ARGOSY_MONGODB_URI)")
    blob_url: str = Field(description="where evidence lies that came with requests (ARGOSY_BLOB_URL)")
    fetch_allow: str = Field(
        default="", description="hosts that evidence may be fetched from (ARGOSY_FETCH_ALLOW)"
    )
    ledger_keys: str = Field(default="", description="seal personal data at rest (ARGOSY_LEDGER_KEYS)")
    ledger_lookup_key: str = Field(default="", description="makes handles of buyers and cards")
    facts_wait_s: float = Field(
        default=2.0,
        ge=0,
        le=30,
        description="how long a request waits in place for its order (ARGOSY_FACTS_WAIT_S)",
    )
    refund_patience_s: float = Field(
        default=900.0,
        gt=0,
        le=86_400,
        description="how long a request then waits for its order to be told; after that a person decides "
        "(ARGOSY_REFUND_PATIENCE_S)",
    )
    refund_sweep_s: float = Field(
        default=15.0,
        gt=0,
        le=3600,
        description="how often it is looked for offers whose time is over (ARGOSY_REFUND_SWEEP_S)",
    )
    refund_country: str = Field(
        default="CN",
        pattern=r"^[A-Z]{2}$",
        description="where returned goods go, ISO 3166-1 (ARGOSY_REFUND_COUNTRY)",
    )
    refund_learn: Literal["off", "on"] = Field(
        default="on",
        description="whether a merchant's ended requests move his figures of costs (ARGOSY_REFUND_LEARN)",
    )
    retention_days: int = Field(
        default=730,
        ge=120,
        le=36_500,
        description="requests are deleted so many days after anything last happened to them, with the files "
        "that came with them (ARGOSY_RETENTION_DAYS, decision 0094)",
    )
    tier_deadline_s: float = Field(default=10.0, gt=0, description="of one call while evidence is looked at")
    evidence_s: float = Field(
        default=20.0,
        gt=0,
        le=300,
        description="what of a request's evidence is not looked at by then is told so (ARGOSY_EVIDENCE_S)",
    )
    refund_sight: Literal["off", "on"] = Field(
        default="off",
        description="whether the tier's text_generator, where it sees, is asked about pictures "
        "(ARGOSY_REFUND_SIGHT)",
    )
    concurrency: int = Field(default=4, ge=1, description="requests of different keys at once")
