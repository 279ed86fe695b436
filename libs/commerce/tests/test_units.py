from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.errors import UnknownUnit, UnreadableAmount
from argosy_commerce.numerals import in_digits
from argosy_commerce.units import (
    Quantity,
    range_formatted,
    unit,
    units,
    units_by_zh,
    write_number,
)

LOCALES = ("en", "es", "de", "ar", "ko", "th", "fr", "it", "pt-BR", "nl", "pl", "ru", "tr", "ja")
decimals = st.decimals(-(10**6), 10**6, places=3, allow_nan=False)


def of(value: str, unit_id: str) -> Quantity:
    return Quantity(Decimal(value), unit_id)


@pytest.mark.parametrize(
    ("given_", "unit_id", "target", "expected"),
    [
        ("100", "jin", "kg", "50"),
        ("95", "jin", "kg", "47.5"),
        ("3", "liang", "g", "150"),
        ("2", "chi", "cm", "66.7"),  # a third of a metre has no end: one decimal
        ("10", "in", "cm", "25.4"),
        ("90", "cm", "in", "35.4"),
        ("1.5", "l", "ml", "1500"),
        ("77", "fahrenheit", "celsius", "25"),
        ("0", "celsius", "fahrenheit", "32"),
        ("2", "lb", "kg", "0.90718474"),
        ("20", "Ah", "mAh", "20000"),
    ],
)
def test_conversions(given_: str, unit_id: str, target: str, expected: str) -> None:
    assert of(given_, unit_id).to(target) == of(expected, target)


@given(decimals, st.sampled_from(sorted(units())))
def test_a_conversion_is_within_half_a_step_of_the_exact_value(value: Decimal, source: str) -> None:
    row = unit(source)
    for target in (u for u in units().values() if u.dimension == row.dimension):
        exact = (Fraction(value) + row.offset) * row.scale / target.scale - target.offset
        if abs(exact) >= 10**15:
            continue
        got = Quantity(value, source).to(target.id).value
        assert abs(Fraction(got) - exact) <= Fraction(1, 2 * 10**target.decimals)


def test_dimensions_do_not_mix() -> None:
    with pytest.raises(UnknownUnit, match=r"kg \(mass\) is no length"):
        of("1", "kg").to("cm")
    with pytest.raises(UnknownUnit, match="no unit 'parsec'"):
        of("1", "parsec")


def test_values_are_bounded() -> None:
    for value in (Decimal("NaN"), Decimal("1e15"), Decimal("1." + "1" * 40)):
        with pytest.raises(UnreadableAmount):
            Quantity(value, "kg")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_unit_that_leaves_china_can_be_written_in_every_language(locale: str) -> None:
    for row in units().values():
        if row.convert_to is not None:
            continue
        for value in ("1", "2", "5", "1.5", "100"):
            said = of(value, row.id).formatted(locale)
            assert write_number(Decimal(value), locale) in said, (row.id, said)
            assert row.cldr is None or row.cldr not in said, (row.id, said)


@pytest.mark.parametrize(
    ("value", "unit_id", "locale", "written"),
    [
        ("1.5", "l", "de", "1,5 l"),
        ("1.5", "l", "en", "1.5 L"),
        ("1.5", "l", "ar", "1.5 لتر"),
        ("2", "h", "ar", "2 ساعة"),  # not the dual: the figure must be seen
        ("5", "h", "ar", "5 ساعات"),
        ("5000", "mAh", "ko", "5000mAh"),
        ("20000", "mAh", "es", "20000 mAh"),
        ("220", "V", "de", "220 V"),
        ("1", "in", "es", "1 pulgada"),
        ("15.6", "in", "es", "15,6 pulgadas"),
        ("3", "age_year", "ko", "3세"),
        ("24", "h", "th", "24 ชั่วโมง"),
        ("500", "ml", "th", "500 มล."),
        ("25", "celsius", "en", "25°C"),
    ],
)
def test_units_are_written_as_shops_do(value: str, unit_id: str, locale: str, written: str) -> None:
    assert of(value, unit_id).formatted(locale) == written


def test_chinese_units_become_metric_before_they_leave() -> None:
    assert of("120", "jin").for_market("metric") == of("60", "kg")
    assert of("120", "jin").for_market("us") == of("60", "kg")
    assert of("40", "cm").for_market("us") == of("40", "cm")
    with pytest.raises(UnknownUnit, match="convert it to kg"):
        of("120", "jin").formatted("de")


def test_a_range_says_its_unit_once() -> None:
    assert range_formatted(of("45", "kg"), of("60", "kg"), "de") == "45–60 kg"
    assert range_formatted(of("2", "h"), of("3", "h"), "ar") == "2–3 ساعات"
    with pytest.raises(UnknownUnit, match="one unit"):
        range_formatted(of("45", "kg"), of("60", "g"), "de")


def test_what_merchants_write_leads_to_a_unit() -> None:
    by_zh = units_by_zh()
    assert by_zh["斤"] == ("jin",)
    assert by_zh["寸"] == ("in",)  # 20寸 suitcase, 15.6寸 screen
    assert set(by_zh["毫安"]) == {"mA", "mAh"} or by_zh["毫安"] == ("mAh",)


def test_other_digits_are_written_on_request() -> None:
    assert of("1.5", "kg").formatted("ar", digits="arab") == "١٫٥ كجم"
    assert of("24", "h").formatted("th", digits="thai") == "๒๔ ชั่วโมง"
    with pytest.raises(ValueError, match="no numbering system"):
        in_digits("1", "roman")
