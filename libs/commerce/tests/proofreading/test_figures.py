from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from argosy_commerce.proofreading.figures import Figure, agrees, read_figures, rows, same_row
from argosy_commerce.units import Quantity, units


def one(text: str, locale: str) -> Figure:
    (figure,) = read_figures(text, locale)
    return figure


@pytest.mark.parametrize(
    ("locale", "text", "value", "unit"),
    [
        ("en-US", "1,500 ml", "1500", "ml"),
        ("en-US", "holds 500ml of water", "500", "ml"),
        ("en-US", "five hundred millilitres", "500", "ml"),
        ("en-US", "half a litre", "0.5", "l"),
        ("en-US", "down to -20 °C", "-20", "celsius"),
        ("en-GB", "11.8 in", "11.8", "in"),
        ("es-ES", "1.500 ml", "1500", "ml"),
        ("es-ES", "10 000 mAh", "10000", "mAh"),
        ("es-MX", "1.5 litros", "1.5", "l"),
        ("es-ES", "95 por ciento", "95", "percent"),
        ("de-DE", "500-ml-Flasche", "500", "ml"),
        ("de-DE", "zweihundertfünfzig Gramm", "250", "g"),
        ("ar-SA", "٥٠٠ مل", "500", "ml"),
        ("ar-SA", "خمسمائة مل", "500", "ml"),
        ("ar-SA", "ضمان سنتان", "2", "year"),
        ("ko-KR", "500밀리리터의", "500", "ml"),
        ("ko-KR", "오백 밀리리터", "500", "ml"),
        ("ko-KR", "2만mAh", "20000", "mAh"),
        ("th-TH", "500 มล.", "500", "ml"),
        ("th-TH", "ห้าร้อยมิลลิลิตร", "500", "ml"),
    ],
)
def test_a_figure_is_read_as_the_market_writes_it(locale: str, text: str, value: str, unit: str) -> None:
    figure = one(text, locale)
    assert figure.values == {Decimal(value)}
    assert unit in figure.units


@pytest.mark.parametrize(
    ("locale", "text"), [("en-US", "1,5 l"), ("de-DE", "1.5 l"), ("es-ES", "0.32 kg"), ("ko-KR", "0,32kg")]
)
def test_another_countrys_decimal_sign_is_no_number(locale: str, text: str) -> None:
    assert one(text, locale).values == frozenset()


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-US", "a great bag for one and all, one of the best on the market"),
        ("de-DE", "ein Begleiter, eine Tasche und ein Hemd"),
        ("es-ES", "una camiseta para un día de verano"),
        ("ar-SA", "ملابس وأحذية"),
        ("ko-KR", "이 백팩은 구두와 세트로 일상에서 사용하기 좋습니다"),
        ("th-TH", "สามารถพันรอบและห้อยได้"),
    ],
)
def test_words_that_only_look_like_numbers_are_none(locale: str, text: str) -> None:
    assert read_figures(text, locale) == []


@pytest.mark.parametrize(
    ("said", "known", "is_same"),
    [
        ("0.5 l", "500 ml", True),
        ("500 l", "500 ml", False),
        ("16.9 fl oz", "500 ml", True),
        ("19.6 fl oz", "500 ml", False),
        ("12 in", "30 cm", True),
        ("13 in", "30 cm", False),
        ("4 in", "9 cm", False),
        ("320 g", "0.32 kg", True),
        ("0.3 kg", "0.32 kg", False),
        ("500", "500 ml", False),
        ("2 pieces", "2", True),
        ("3 pairs", "3 pieces", False),
        ("2-pack", "2", True),
        ("IP67", "IP68", False),
        ("24 hours", "1440 min", True),
        ("2 years", "2 months", False),
        ("95%", "95 cm", False),
    ],
)
def test_what_agrees_says_the_same_in_any_unit(said: str, known: str, is_same: bool) -> None:
    left, right = (read_figures(text, "en-US")[-1] for text in (said, known))
    assert agrees(left, right) is is_same


def test_the_sides_of_a_box_share_its_unit_and_stand_or_fall_together() -> None:
    text, other = "14.5 × 7 × 2 cm", "14.5 x 2 x 2 cm"
    known = rows(text, read_figures(text, "en-US"))[0]
    (turned,) = rows("2 × 7 × 14.5 cm", read_figures("2 × 7 × 14.5 cm", "en-US"))
    (false,) = rows(other, read_figures(other, "en-US"))
    assert all(figure.units == {"cm"} for figure in known)
    assert same_row(turned, known)
    assert not same_row(false, known)


def test_names_that_are_masked_hold_no_figures() -> None:
    text = "M-42X with 20 W"
    assert [figure.text for figure in read_figures(text, "en-US", [(0, 5)])] == ["20 W"]


@given(
    st.decimals(min_value="0.01", max_value="99999", places=2),
    st.sampled_from(["ml", "l", "cm", "mm", "kg", "g", "V", "W", "mAh", "in", "h", "min", "month"]),
    st.sampled_from(["en-US", "es-ES", "es-MX", "de-DE", "ar-SA", "ko-KR", "th-TH"]),
)
def test_what_the_term_base_writes_is_read_back_as_itself(value: Decimal, unit: str, locale: str) -> None:
    written = Quantity(value.normalize(), unit).formatted(locale)
    figure = one(written, locale)
    assert figure.values == {value.normalize()}, written
    assert unit in figure.units, written


@given(
    st.integers(min_value=1, max_value=9999),
    st.integers(min_value=1, max_value=9999),
    st.sampled_from(sorted(units())),
)
def test_two_values_in_one_unit_never_agree(value: int, other: int, unit: str) -> None:
    assume(value != other)
    left, right = (Figure(str(v), 0, 1, frozenset({Decimal(v)}), frozenset({unit})) for v in (value, other))
    assert not agrees(left, right)


@given(st.text(max_size=200), st.sampled_from(["en-US", "de-DE", "ar-SA", "ko-KR", "th-TH", "ja-JP"]))
def test_any_text_is_read_with_every_figure_in_its_place(text: str, locale: str) -> None:
    for figure in read_figures(text, locale):
        assert text[figure.start : figure.end] == figure.text
