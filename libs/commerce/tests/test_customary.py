from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.customary import customary, is_customary, sign_of
from argosy_commerce.reading.lone_measures import measures_in
from argosy_commerce.units import Quantity, unit, units

WITHOUT_DEGREES = sorted(set(units()) - {"celsius"})


def of(value: str, unit_id: str) -> Quantity:
    return Quantity(Decimal(value), unit_id)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (of("25", "cm"), of("9.8", "in")),
        (of("900", "g"), of("31.7", "oz")),
        (of("1200", "g"), of("2.6", "lb")),
        (of("110", "jin"), of("121.3", "lb")),
        (of("500", "ml"), of("16.9", "fl_oz")),
        (of("20", "l"), of("5.3", "gal")),
        (of("-20", "celsius"), of("-4", "fahrenheit")),
    ],
)
def test_what_a_metric_measure_is_in_the_us(given_: Quantity, expected: Quantity) -> None:
    assert customary([given_], "us") == (expected,)
    assert customary([given_], "metric") is None


@given(
    st.decimals(min_value="0.01", max_value=10**5, places=2),
    st.sampled_from(sorted(set(units()) - {"celsius"})),
)
def test_no_conversion_loses_more_than_a_twentieth(value: Decimal, source: str) -> None:
    converted = customary([Quantity(value, source)], "us")
    if converted is None:
        return
    (got,) = converted
    assert got == Quantity(value, source).to(got.unit)
    assert is_customary(got.unit, "us")
    assert sign_of(got.unit, "us")
    exact = Fraction(value) * unit(source).scale / unit(got.unit).scale
    assert abs(Fraction(got.value) - exact) <= exact / 20


def test_measures_that_stand_together_get_one_unit() -> None:
    assert customary([of("900", "g"), of("1500", "g")], "us") == (of("2", "lb"), of("3.3", "lb"))
    assert customary([of("25", "cm"), of("2", "kg")], "us") is None
    assert customary([of("25", "cm"), of("1", "mm")], "us") is None


def test_lone_measures_are_the_longest_ones_in_any_language() -> None:
    found = measures_in("Höhe 25 cm, 45–60 kg, 30 × 40 × 10 cm")
    assert [measure.source for measure in found] == ["25 cm", "45–60 kg", "30 × 40 × 10 cm"]
    assert measures_in("no figure at all") == ()
