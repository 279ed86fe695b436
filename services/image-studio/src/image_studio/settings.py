"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, InstanceOf, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from argosy_commerce.errors import UnusableRates
from argosy_commerce.exchange import ExchangeRates, read_rates
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.orders import REMOVABLE, TRANSLATABLE, Wishes
from image_studio.domain.setting.fonts import SYSTEM_DIRS


def _rates(value: object) -> object:
    """Rates from JSON, or from the file that a path names."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    if value.lstrip().startswith("{"):
        return read_rates(value)
    try:
        return read_rates(Path(value).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableRates(f"exchange rates: {value[:200]!r} cannot be read: {error}") from error


class StudioSettings(BaseSettings):
    """What this service needs beyond the host's own settings."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True, extra="ignore")

    triton_url: str = Field(description="gRPC address of the tier, host:port (ARGOSY_TRITON_URL)")
    blob_url: str = Field(description="root of the blob store (ARGOSY_BLOB_URL), file:// or s3://")
    mongodb_uri: str = Field(description="the document store (ARGOSY_MONGODB_URI)")
    glossary_ttl_s: float = Field(
        default=30.0, gt=0, description="seconds after which a changed glossary is seen at the latest"
    )
    fetch_allow: str = Field(
        default="", description="outside addresses that may be read (ARGOSY_FETCH_ALLOW, a comma list)"
    )
    font_dirs: str = Field(
        default="",
        description="directories of fonts before the system's (ARGOSY_FONT_DIRS), joined as in PATH",
    )
    terms_dir: Path | None = Field(
        default=None,
        description="a folder of the platform's own concepts (ARGOSY_TERMS_DIR), over the built-in ones",
    )
    exchange_rates: Annotated[InstanceOf[ExchangeRates] | None, NoDecode, BeforeValidator(_rates)] = Field(
        default=None,
        description="prices in yuan become the market's (ARGOSY_EXCHANGE_RATES): a path, or JSON such as "
        '{"date": "2026-11-20", "CNY": {"EUR": "0.127"}}; without them such prices are taken out',
    )
    default_markets: tuple[str, ...] = Field(
        default=("US",),
        description="markets of an event that names none (ARGOSY_DEFAULT_MARKETS, a JSON list)",
    )
    min_coverage: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="share of a line that must be said for its new words to be shown (ARGOSY_MIN_COVERAGE)",
    )
    translate_kinds: tuple[str, ...] = Field(
        default=(),
        description="kinds of lettering to translate although they are kept by default: brand, on_product "
        "(ARGOSY_TRANSLATE_KINDS, a JSON list)",
    )
    remove_kinds: tuple[str, ...] = Field(
        default=(),
        description="kinds to take out although they are left alone by default: watermark, code, brand, "
        "on_product (ARGOSY_REMOVE_KINDS, a JSON list)",
    )
    kinds_by_sight: bool = Field(
        default=False,
        description="ask the tier's text_generator, which must see, about the kinds of lettering "
        "(ARGOSY_KINDS_BY_SIGHT)",
    )
    tier_deadline_s: float = Field(default=60.0, gt=0, description="for each call of the tier")
    concurrency: int = Field(default=2, ge=1, description="products of different keys at once")
    markets_at_once: int = Field(default=2, ge=1, description="markets of one picture at once")

    @field_validator("translate_kinds", "remove_kinds")
    @classmethod
    def _known_kinds(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        allowed = TRANSLATABLE if info.field_name == "translate_kinds" else REMOVABLE
        possible = sorted(kind.value for kind in allowed)
        for name in names:
            if name not in possible:
                raise ValueError(f"{name!r} is no kind to name here; the kinds are {', '.join(possible)}")
        return names

    def wishes(self) -> Wishes:
        """What is asked of every picture."""
        return Wishes(
            frozenset(Kind(name) for name in self.translate_kinds),
            frozenset(Kind(name) for name in self.remove_kinds),
        )

    def font_directories(self) -> tuple[Path, ...]:
        """Where faces are looked for: the named directories, the project's cache, the system's."""
        named = [Path(part) for part in self.font_dirs.split(os.pathsep) if part]
        return (*named, Path(".cache/fonts"), *SYSTEM_DIRS)
