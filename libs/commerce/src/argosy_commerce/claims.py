"""Wording that claims what nobody may claim without proof, by language (data/restricted_claims.yaml)."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.strict_yaml import document


class RestrictedGroup(BaseModel):
    """Words of one kind of claim: why they are refused, by which source, and how languages say them.

    A word ending in ``*`` stands for any ending.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: str
    source: str
    read: date
    words: dict[str, tuple[str, ...]]


@cache
def restricted() -> dict[str, RestrictedGroup]:
    """The groups by name; ``purity`` is for materials alone."""
    text = files("argosy_commerce").joinpath("data/restricted_claims.yaml").read_text(encoding="utf-8")
    return {name: RestrictedGroup.model_validate(row) for name, row in document(text).items()}
