"""The service's settings, from ARGOSY_* environment variables; a wrong one fails the start, by name."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PictureSettings(BaseSettings):
    """What looking at pictures needs."""

    model_config = SettingsConfigDict(env_prefix="ARGOSY_", frozen=True, extra="ignore")

    triton_url: str = Field(default="localhost:8001", description="the tier (ARGOSY_TRITON_URL)")
    blob_url: str = Field(
        default="", description="where pictures lie that the platform keeps here (ARGOSY_BLOB_URL)"
    )
    fetch_allow: str = Field(
        default="",
        description="addresses from which pictures may be fetched (ARGOSY_FETCH_ALLOW); none by default",
    )
    tag_pictures: int = Field(
        default=3,
        ge=0,
        le=20,
        description="of a product's pictures so many are looked at (ARGOSY_TAG_PICTURES); 0: none, and the "
        "tier is not asked",
    )
    tag_pictures_s: float = Field(
        default=10.0,
        gt=0,
        le=120,
        description="for fetching a product's pictures, and again for looking at each "
        "(ARGOSY_TAG_PICTURES_S); what is not looked at by then is told",
    )
    tag_pictures_at_once: int = Field(
        default=2,
        ge=1,
        le=64,
        description="pictures of all products that are looked at at the same time "
        "(ARGOSY_TAG_PICTURES_AT_ONCE)",
    )


class TaggerSettings(PictureSettings):
    """What this service needs beyond the host's own settings."""

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
