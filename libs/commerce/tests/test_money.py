from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.errors import CurrencyMismatch, UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money, minor_digits, read_money

CURRENCIES = ("EUR", "KRW", "KWD", "USD", "JPY", "SAR")
monies = st.builds(
    Money.of_minor,
    st.integers(-(10**12), 10**12),
    st.sampled_from(CURRENCIES),
)
same_currency = st.sampled_from(CURRENCIES).flatmap(
    lambda currency: st.tuples(
        *[st.builds(Money.of_minor, st.integers(-(10**11), 10**11), st.just(currency))] * 3
    )
)


@given(monies)
def test_the_events_shape_comes_back_unchanged(money: Money) -> None:
    assert Money.from_strings(*money.to_strings()) == money


@given(same_currency)
def test_addition_is_associative_and_subtraction_undoes_it(three: tuple[Money, ...]) -> None:
    a, b, c = three
    assert (a + b) + c == a + (b + c)
    assert (a + b) - b == a


@given(monies, st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_sharing_loses_and_makes_nothing(money: Money, weights: list[int]) -> None:
    parts = money.share(weights)
    assert sum((part.amount for part in parts), Decimal(0)) == money.amount
    total = sum(weights)
    step = Decimal(1).scaleb(-minor_digits(money.currency))
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.amount - money.amount * weight / total) < step


@given(monies, st.sampled_from(("de", "en", "es", "ko", "th", "pt-BR", "fr", "ar")))
def test_what_a_shop_writes_is_read_back(money: Money, locale: str) -> None:
    written = money.formatted(locale)
    assert read_money(written, locale, money.currency) == money


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch, match="EUR and USD do not mix"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(CurrencyMismatch):
        _ = Money(Decimal(1), "EUR") < Money(Decimal(1), "USD")


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("1e15"), 1.5])
def test_an_amount_is_a_finite_decimal_in_bounds(amount: object) -> None:
    with pytest.raises(UnreadableAmount):
        Money(amount, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1e5", "1,000", " 1", "+1", "0x1", "1.", "", "9" * 40, "١٢"])
def test_the_events_amount_is_a_plain_decimal(text: str) -> None:
    with pytest.raises(UnreadableAmount):
        Money.from_strings(text, "EUR")


def test_an_unknown_currency_is_named() -> None:
    with pytest.raises(UnknownCurrency, match="'EURO'"):
        Money.from_strings("1", "EURO")


def test_minor_units_follow_the_currency() -> None:
    assert Money.from_strings("12.9", "EUR").to_strings() == ("12.90", "EUR")
    assert Money.from_strings("12900", "KRW").to_strings() == ("12900", "KRW")
    assert Money.from_strings("1.5", "KWD").to_strings() == ("1.500", "KWD")
    assert Money.from_strings("12.345", "EUR").rounded().minor == 1234
    with pytest.raises(UnreadableAmount, match="rounded"):
        _ = Money.from_strings("12.345", "EUR").minor


@pytest.mark.parametrize(
    ("text", "locale", "currency", "amount", "read"),
    [
        ("¥59.9", "zh-CN", "CNY", "59.9", "CNY"),
        ("￥59.90", "zh-CN", "CNY", "59.90", "CNY"),
        ("59.9元", "zh-CN", None, "59.9", "CNY"),
        ("1.299,90 €", "de", None, "1299.90", "EUR"),
        ("₩12,900", "ko", None, "12900", "KRW"),
        ("EUR 5", "en", None, "5", "EUR"),
        ("-US$ 1,000.50", "en", None, "-1000.50", "USD"),
        ("฿199", "th", None, "199", "THB"),
        ("99 ر.س", "ar", None, "99", "SAR"),
        ("١٬٢٩٩٫٩٠ ر.س.", "ar-SA", "SAR", "1299.90", "SAR"),
    ],
)
def test_prices_are_read_as_shops_write_them(
    text: str, locale: str, currency: str | None, amount: str, read: str
) -> None:
    assert read_money(text, locale, currency) == Money(Decimal(amount), read)


def test_a_foreign_grouping_is_an_error_and_never_a_guess() -> None:
    with pytest.raises(UnreadableAmount):
        read_money("1.29.9", "de", "EUR")
    with pytest.raises(UnreadableAmount):
        read_money("1,2990", "en", "USD")


def test_a_price_in_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        read_money("¥100", "ja", "EUR")
    with pytest.raises(CurrencyMismatch):
        read_money("5 €", "de", "USD")
    with pytest.raises(UnknownCurrency, match="names no currency"):
        read_money("5", "de")
    with pytest.raises(UnreadableAmount, match="at most"):
        read_money("9" * 65, "de", "EUR")


def test_formats_are_the_locale_s_with_latin_digits_unless_asked() -> None:
    price = Money.from_strings("1299.90", "EUR")
    assert price.formatted("de") == "1.299,90\xa0€"
    assert Money.from_strings("1299.90", "SAR").formatted("en") == "SAR\xa01,299.90"
    assert Money.from_strings("1299.90", "BRL").formatted("en") == "R$1,299.90"
    assert "1,299.90" in Money.from_strings("1299.90", "SAR").formatted("ar-SA")
    assert "١٬٢٩٩٫٩٠" in Money.from_strings("1299.90", "SAR").formatted("ar-SA", digits="arab")
