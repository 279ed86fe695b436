"""Exchange rates that an operator gives; none are shipped, and none are fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from argosy_commerce.errors import UnknownCurrency, UnusableRates
from argosy_commerce.money import Money, minor_digits

_LARGEST = Decimal(10) ** 7


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """What one unit of a currency is worth in others, on one day.

    ``per_unit`` maps a currency to the currencies it can be converted to: ``{"CNY": {"EUR": 0.127}}``.
    """

    on: date
    per_unit: Mapping[str, Mapping[str, Decimal]]

    def rate(self, of: str, into: str) -> Decimal | None:
        """How much of ``into`` one unit of ``of`` is; None if not given."""
        return self.per_unit.get(of, {}).get(into)

    def convert(self, money: Money, into: str) -> Money | None:
        """An amount in another currency, rounded half up to its minor unit; None without a rate.

        Raises UnreadableAmount where the result is no amount of money any more.
        """
        rate = self.rate(money.currency, into)
        if rate is None:
            return None
        with localcontext() as context:
            context.prec = 40
            digits = Decimal(1).scaleb(-minor_digits(into))
            return Money((money.amount * rate).quantize(digits, ROUND_HALF_UP), into)


def read_rates(text: str) -> ExchangeRates:
    """Rates of a JSON object: ``{"date": "2026-11-20", "CNY": {"EUR": "0.127"}}``.

    Rates are decimal strings above zero. Raises UnusableRates, which names what is wrong.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise UnusableRates(f"exchange rates are no JSON: {error}") from error
    if not isinstance(found, dict) or "date" not in found:
        raise UnusableRates('exchange rates need a date: {"date": "2026-11-20", "CNY": {"EUR": "0.127"}}')
    day = found.pop("date")
    try:
        on = date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise UnusableRates(f"the rates' date {str(day)[:32]!r} is no day like 2026-11-20") from error
    return ExchangeRates(on, {_currency(of): _row(of, row) for of, row in found.items()})


def _row(of: str, row: object) -> dict[str, Decimal]:
    if not isinstance(row, dict) or not row:
        raise UnusableRates(f"{of[:16]!r} needs a mapping of currencies to rates")
    return {_currency(into): _rate(of, into, value) for into, value in row.items()}


def _currency(code: str) -> str:
    try:
        minor_digits(code)
    except UnknownCurrency as error:
        raise UnusableRates(f"exchange rates: {error}") from error
    return code


def _rate(of: str, into: str, value: object) -> Decimal:
    if not isinstance(value, str):
        raise UnusableRates(f"the rate of {of} in {into} must be a string: '0.127', floats lose digits")
    try:
        rate = Decimal(value)
    except InvalidOperation as error:
        raise UnusableRates(f"the rate of {of} in {into}, {value[:32]!r}, is no number") from error
    if not rate.is_finite() or not 0 < rate < _LARGEST:
        raise UnusableRates(f"the rate of {of} in {into}, {value[:32]!r}, is not above 0 and below 1e7")
    return rate
