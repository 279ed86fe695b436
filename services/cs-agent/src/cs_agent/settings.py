"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cs_agent.domain.intake import Pace


class ChatSettings(BaseSettings):
    """What this service needs beyond the host's own settings."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True, extra="ignore")

    mongodb_uri: str = Field(description="the document store (ARGOSY_MONGODB_URI)")
    ledger_keys: str = Field(default="", description="seal personal data at rest (ARGOSY_LEDGER_KEYS)")
    ledger_lookup_key: str = Field(default="", description="makes handles of buyers")
    shop_url: str = Field(default="", description="a shop behind HTTP, its v1 (ARGOSY_SHOP_URL)")
    shop_token: SecretStr = Field(default=SecretStr(""), description="its bearer token (ARGOSY_SHOP_TOKEN)")
    shop_plain: bool = Field(default=False, description="http instead of https will do (ARGOSY_SHOP_PLAIN)")
    shop_file: str = Field(default="", description="the reference shop's JSON file (ARGOSY_SHOP_FILE)")
    shop_merchant: str = Field(default="", description="whose shop it is (ARGOSY_SHOP_MERCHANT)")
    shop_platform: str = Field(
        default="own_shop", description="the platform of refunds that are asked for (ARGOSY_SHOP_PLATFORM)"
    )
    shop_rules: str = Field(default="", description="a file of another shop's rules (ARGOSY_SHOP_RULES)")
    merchant_language: str = Field(
        default="zh-CN", description="of summaries for the shop's people (ARGOSY_MERCHANT_LANGUAGE)"
    )
    chat_messages: int = Field(
        default=30, ge=1, le=10_000, description="of a conversation are answered (ARGOSY_CHAT_MESSAGES)"
    )
    chat_minutes: float = Field(
        default=5.0, gt=0, le=1_440, description="in so many minutes (ARGOSY_CHAT_MINUTES)"
    )
    chat_wait_s: float = Field(
        default=10.0,
        ge=0,
        le=120,
        description="how long a message waits to be answered with those behind it (ARGOSY_CHAT_WAIT_S)",
    )
    chat_together: int = Field(
        default=10, ge=1, le=50, description="how many are answered together (ARGOSY_CHAT_TOGETHER)"
    )
    chat_sweep_s: float = Field(
        default=2.0,
        gt=0,
        le=600,
        description="how often it is looked for messages that wait in vain (ARGOSY_CHAT_SWEEP_S)",
    )
    blob_url: str = Field(
        default="", description="where pictures lie that the platform keeps here (ARGOSY_BLOB_URL)"
    )
    fetch_allow: str = Field(
        default="",
        description="addresses from which pictures may be fetched (ARGOSY_FETCH_ALLOW); none by default",
    )
    pictures_s: float = Field(
        default=3.0,
        gt=0,
        le=60,
        description="for a message's pictures (ARGOSY_PICTURES_S); what is not looked at by then is told",
    )
    triton_url: str = Field(default="localhost:8001", description="the tier (ARGOSY_TRITON_URL)")
    model_reads: Literal["off", "on"] = Field(
        default="off",
        description="whether the tier's text_generator is asked what a message wants that rules are "
        "unsure of (ARGOSY_MODEL_READS)",
    )
    reading_deadline_s: float = Field(
        default=2.0, gt=0, le=60, description="how long a message waits for that (ARGOSY_READING_DEADLINE_S)"
    )
    rewrite: Literal["off", "on"] = Field(
        default="off",
        description="whether the tier's text_generator words answers otherwise (ARGOSY_REWRITE); what fails "
        "the checks stays as the phrases word it",
    )
    rewrite_deadline_s: float = Field(
        default=4.0, gt=0, le=60, description="how long an answer waits for that (ARGOSY_REWRITE_DEADLINE_S)"
    )
    translate: Literal["off", "on"] = Field(
        default="off",
        description="whether the tier's translator is asked for what only the shop's own words say "
        "(ARGOSY_TRANSLATE); the embedded one can say no more than the term base does",
    )
    translate_deadline_s: float = Field(
        default=2.0, gt=0, le=60, description="how long an answer waits (ARGOSY_TRANSLATE_DEADLINE_S)"
    )
    retention_days: int = Field(
        default=730,
        ge=120,
        le=36_500,
        description="conversations are deleted so many days after their last message (ARGOSY_RETENTION_DAYS)",
    )
    concurrency: int = Field(default=16, ge=1, description="conversations at once")

    @model_validator(mode="after")
    def _one_shop(self) -> Self:
        if self.shop_url and self.shop_file:
            raise ValueError("ARGOSY_SHOP_URL and ARGOSY_SHOP_FILE are both set; there is one shop")
        if (self.shop_url or self.shop_file) and not self.shop_merchant:
            raise ValueError("ARGOSY_SHOP_MERCHANT is not set: whose shop is it?")
        if self.shop_url and not self.shop_token.get_secret_value():
            raise ValueError("ARGOSY_SHOP_TOKEN is not set; ARGOSY_SHOP_URL needs one")
        return self

    @property
    def pace(self) -> Pace:
        """How much of a buyer is answered, and when."""
        return Pace(
            self.chat_messages,
            timedelta(minutes=self.chat_minutes),
            timedelta(seconds=self.chat_wait_s),
            self.chat_together,
        )
