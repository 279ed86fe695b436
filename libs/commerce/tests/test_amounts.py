from __future__ import annotations

from decimal import Decimal

import pytest

from argosy_commerce.amounts import amount_in, figures, without_amounts
from argosy_commerce.money import Money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("it was 12,90 €", "12.90", "EUR"),
        ("$1,290.00 please", "1290.00", "USD"),
        ("платил 2000 р", "2000", "RUB"),
        ("5만원", "50000", "KRW"),
        ("3000円", "3000", "JPY"),
        ("200 ريال", "200", "SAR"),
    ],
)
def test_an_amount_is_found_with_its_currency(text: str, amount: str, currency: str) -> None:
    assert amount_in(text) == Money(Decimal(amount), currency)


def test_a_shared_sign_is_the_markets_own_currency() -> None:
    assert [one.currency for one in figures("$300 ¥3000 €5", "MXN")] == ["MXN", "CNY", "EUR"]
    assert [one.currency for one in figures("¥3000", "JPY")] == ["JPY"]


def test_numbers_without_a_currency_are_figures_too() -> None:
    assert [(one.value, one.currency) for one in figures("size 38, 20 euro")] == [
        (Decimal(38), ""),
        (Decimal(20), "EUR"),
    ]


def test_amounts_are_blanked() -> None:
    assert "20" not in without_amounts("order 7 for 20 €")
