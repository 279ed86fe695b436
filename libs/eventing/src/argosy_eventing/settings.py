"""Settings of a service's host, read from the environment once, frozen."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_PREFIX = "ARGOSY_EVENTING_"


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names the variable."""


class EventingSettings(BaseSettings):
    """How a service reads, retries and commits.

    The first block is read from the variables every part of Argosy shares; the rest from
    ``ARGOSY_EVENTING_<NAME>``. Seconds are ``_s``, sizes are bytes.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore", populate_by_name=True)

    kafka_bootstrap: str = Field(validation_alias="ARGOSY_KAFKA_BOOTSTRAP", min_length=1)
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT", validation_alias="ARGOSY_KAFKA_SECURITY"
    )
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        default="SCRAM-SHA-512", validation_alias="ARGOSY_KAFKA_MECHANISM"
    )
    kafka_username: str | None = Field(default=None, validation_alias="ARGOSY_KAFKA_USERNAME")
    kafka_password: SecretStr | None = Field(default=None, validation_alias="ARGOSY_KAFKA_PASSWORD")
    kafka_ca_file: str | None = Field(default=None, validation_alias="ARGOSY_KAFKA_CA_FILE")
    kafka_cert_file: str | None = Field(default=None, validation_alias="ARGOSY_KAFKA_CERT_FILE")
    """Our own certificate, PEM, for brokers that ask for one; its unencrypted key is the next."""
    kafka_key_file: str | None = Field(default=None, validation_alias="ARGOSY_KAFKA_KEY_FILE")
    mongodb_uri: SecretStr | None = Field(default=None, validation_alias="ARGOSY_MONGODB_URI")
    http_host: str = Field(default="127.0.0.1", validation_alias="ARGOSY_HTTP_HOST")
    http_port: int | None = Field(default=None, validation_alias="ARGOSY_HTTP_PORT", ge=0, le=65_535)
    """Port of /livez, /readyz and /metrics; 0 takes a free one, None serves none."""

    # --- how much at once -----------------------------------------------------------------
    batch_records: int = Field(default=500, ge=1)
    """Most events of a partition that become durable in one transaction."""
    batch_bytes: int = Field(default=8 * 1024 * 1024, ge=1)
    """Outputs after which a transaction is closed, even if fewer events are in it."""
    pending_records: int = Field(default=2_000, ge=1)
    """Events of a partition read and not yet durable, after which reading pauses."""
    pending_bytes: int = Field(default=32 * 1024 * 1024, ge=1)
    """The same in bytes of all partitions of this process together."""
    parked_keys: int = Field(default=32, ge=1)
    """Keys of a partition that may wait for a busy dependency while other keys go on."""

    # --- how long -------------------------------------------------------------------------
    busy_first_delay_s: float = Field(default=0.2, gt=0)
    busy_max_delay_s: float = Field(default=5.0, gt=0)
    busy_budget_s: float = Field(default=600.0, gt=0)
    """An event waits this long for a busy dependency; then the process ends and nothing is skipped."""
    unknown_retries: int = Field(default=3, ge=0)
    unknown_delay_s: float = Field(default=0.5, gt=0)
    drain_s: float = Field(default=10.0, ge=0)
    """At a stop, handlers that have begun get this long to finish."""
    session_timeout_s: float = Field(default=10.0, ge=6)
    """A worker that died gives its partitions up after this."""
    rebalance_timeout_s: float = Field(default=30.0, gt=0)
    transaction_timeout_s: float = Field(default=30.0, gt=0)
    request_timeout_s: float = Field(default=10.0, gt=0)
    metadata_max_age_s: float = Field(default=60.0, gt=0)
    """A topic that was given more partitions is noticed after this."""
    stall_after_s: float = Field(default=120.0, gt=0)
    """With lag and no progress for so long the service calls itself unhealthy."""

    # --- inbox and dead letters ------------------------------------------------------------
    inbox_days: float = Field(default=7.0, gt=0)
    inbox_ids: int = Field(default=1_000_000, ge=1)
    """Ids remembered for each partition; beyond that the oldest are forgotten, with a warning."""
    dead_letter_cap: int = Field(default=100, ge=1)
    dead_letter_share: float = Field(default=0.1, gt=0, le=1)
    dead_letter_window_s: float = Field(default=300.0, gt=0)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.kafka_security.startswith("SASL") and not (self.kafka_username and self.kafka_password):
            raise ValueError("ARGOSY_KAFKA_SECURITY asks for SASL: set ARGOSY_KAFKA_USERNAME and _PASSWORD")
        if bool(self.kafka_cert_file) != bool(self.kafka_key_file):
            raise ValueError("ARGOSY_KAFKA_CERT_FILE and ARGOSY_KAFKA_KEY_FILE go together: one is not set")
        if self.busy_first_delay_s > self.busy_max_delay_s:
            raise ValueError(f"{_PREFIX}BUSY_FIRST_DELAY_S is above {_PREFIX}BUSY_MAX_DELAY_S")
        return self

    @classmethod
    def load(cls, **overrides: Any) -> EventingSettings:  # noqa: ANN401 — each field has its own type
        """Settings from the environment, with what is given here on top.

        Raises:
            SettingsError: naming each variable that is missing or wrong, never its value.
        """
        try:
            return cls(**overrides)
        except ValidationError as error:
            raise SettingsError("; ".join(_said(item) for item in error.errors())) from None


def _said(item: Any) -> str:  # noqa: ANN401 — pydantic's ErrorDetails
    where = str(item["loc"][0]) if item["loc"] else ""
    name = where if where.startswith("ARGOSY_") or not where else _PREFIX + where.upper()
    if item["type"] == "missing":
        return f"{name} is not set" + (" (host:port of a broker)" if "BOOTSTRAP" in name else "")
    return f"{name}: {item['msg']}" if name else str(item["msg"])
