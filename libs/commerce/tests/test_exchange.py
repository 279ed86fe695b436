from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.errors import UnusableRates
from argosy_commerce.exchange import ExchangeRates, read_rates
from argosy_commerce.money import Money


def test_rates_are_read_with_their_day() -> None:
    rates = read_rates('{"date": "2026-11-20", "CNY": {"EUR": "0.127", "KRW": "195.4"}}')
    assert rates.on == date(2026, 11, 20)
    assert rates.convert(Money(Decimal(199), "CNY"), "EUR") == Money(Decimal("25.27"), "EUR")
    assert rates.convert(Money(Decimal("9.9"), "CNY"), "KRW") == Money(Decimal(1934), "KRW")
    assert rates.convert(Money(Decimal(1), "CNY"), "PLN") is None
    assert rates.convert(Money(Decimal(1), "USD"), "EUR") is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("EUR=0.127", "no JSON"),
        ("[]", "need a date"),
        ('{"CNY": {"EUR": "0.127"}}', "need a date"),
        ('{"date": "yesterday", "CNY": {"EUR": "0.127"}}', "yesterday"),
        ('{"date": "2026-11-20", "CNY": "0.127"}', "mapping of currencies"),
        ('{"date": "2026-11-20", "CNY": {"EUR": 0.127}}', "floats lose digits"),
        ('{"date": "2026-11-20", "CNY": {"EUR": "much"}}', "no number"),
        ('{"date": "2026-11-20", "CNY": {"EUR": "0"}}', "not above 0"),
        ('{"date": "2026-11-20", "CNY": {"EUR": "NaN"}}', "not above 0"),
        ('{"date": "2026-11-20", "CNY": {"EURO": "0.127"}}', "EURO"),
        ('{"date": "2026-11-20", "YUAN": {"EUR": "0.127"}}', "YUAN"),
    ],
)
def test_what_is_wrong_with_rates_is_said(text: str, wrong: str) -> None:
    with pytest.raises(UnusableRates, match=wrong):
        read_rates(text)


@given(
    st.decimals("0.01", 10**8, places=2),
    st.decimals("0.0001", 10**6, places=4),
    st.sampled_from(["EUR", "JPY"]),
)
def test_a_converted_amount_is_at_most_half_a_minor_unit_off(
    amount: Decimal, rate: Decimal, into: str
) -> None:
    rates = ExchangeRates(date(2026, 11, 20), {"CNY": {into: rate}})
    found = rates.convert(Money(amount, "CNY"), into)
    assert found is not None
    half = Decimal("0.005") if into == "EUR" else Decimal("0.5")
    assert abs(found.amount - amount * rate) <= half
    assert found == found.rounded()
