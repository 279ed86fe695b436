"""Markets: what a country's shops speak, charge and measure in (data/markets.yaml)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from argosy_commerce.errors import UnknownMarket
from argosy_commerce.languages import Language, language_for
from argosy_commerce.money import minor_digits
from argosy_commerce.terms.strict_yaml import document


class Market(BaseModel):
    """One country's market. Voltage in volts, frequency in hertz, of the households' supply."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[A-Z]{2}$")
    languages: tuple[str, ...] = Field(min_length=1)
    currency: str
    units: Literal["metric", "us"]
    plugs: tuple[str, ...]
    voltage: int = Field(ge=100, le=240)
    frequency: Literal[50, 60]
    clothing_sizes: str
    shoe_sizes: str
    digits: str
    also: str | None = None
    paper: Literal["A4", "letter"]
    note: str | None = None

    @field_validator("currency")
    @classmethod
    def _currency_exists(cls, value: str) -> str:
        minor_digits(value)
        return value

    @property
    def language(self) -> Language:
        """The one a listing is written in unless another is asked for."""
        return language_for(self.languages[0])

    @property
    def locale(self) -> str:
        """BCP 47 tag of the default language in this country: 'ko-KR', 'es-MX'."""
        return f"{self.language.base}-{self.code}"

    def serves(self, voltage_low: int, voltage_high: int) -> bool:
        """Whether a device for that range of volts runs on this market's supply.

        Ten per cent either way, as EN 50160 allows the supply to vary.
        """
        return voltage_low * 0.9 <= self.voltage <= voltage_high * 1.1


@cache
def markets() -> dict[str, Market]:
    """All markets by ISO 3166-1 code."""
    text = files("argosy_commerce").joinpath("data/markets.yaml").read_text(encoding="utf-8")
    return {code: Market(code=code, **row) for code, row in document(text).items()}


def market(code: str) -> Market:
    """The market of an ISO 3166-1 code, any case. Raises UnknownMarket."""
    found = markets().get(code.strip().upper()) if len(code) <= 8 else None
    if found is None:
        raise UnknownMarket(f"no market {code[:8]!r}; there are {', '.join(sorted(markets()))}")
    return found
