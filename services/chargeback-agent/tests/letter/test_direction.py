"""Directions: what is marked in a letter from right to left, and the lines that come of it."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from argosy_commerce.money import Money
from chargeback_agent.domain.case.model import Statement
from chargeback_agent.domain.letter.direction import (
    ISOLATES,
    bare,
    direction_of,
    isolated,
    numbers_isolated,
    right_to_left,
    stretches,
)
from chargeback_agent.domain.letter.document import Run
from chargeback_agent.domain.letter.pdf_lines import laid
from chargeback_agent.domain.letter.wording import LANGUAGES, wording

NUMBER = "1Z 999-22 AA"
TEXTS = st.text("aZ9 -./()،شلم\u064b\u2068\u2069\u2066\u200d漢*", max_size=60)


def by_letters(text: str, *, bold: bool) -> float:
    """A face whose letters are all as wide."""
    return len(bare(text)) * (1.1 if bold else 1.0)


def seen(text: str, width: float = 1_000, direction: str = "rtl") -> list[str]:
    """The lines as an eye goes over them, from left to right; right-to-left pieces stand turned round."""
    lines = laid((Run(text),), width, direction, by_letters)
    return ["".join(p.text[::-1] if p.direction == "rtl" else p.text for p in line) for line in lines]


def test_of_the_languages_of_letters_arabic_alone_runs_from_right_to_left() -> None:
    assert [language for language in LANGUAGES if right_to_left(language)] == ["ar"]


@pytest.mark.parametrize("language", [one for one in LANGUAGES if not right_to_left(one)])
def test_letters_from_left_to_right_hold_no_marks(language: str) -> None:
    words = wording(language)
    for value in ("طلب 100-24-7", NUMBER, Money(Decimal("9.90"), "EUR")):
        assert not ISOLATES & set(words.value(value))
    assert words.quoted("طلب 100-24-7") == "طلب 100-24-7"
    assert not any(ISOLATES & set(one) for one in (*words.statements.values(), *words.frame.values()))


@pytest.mark.parametrize("value", [NUMBER, "100-24-7", "A-10024", "93.184.216.34", "+971 4 123-4567", "3-D"])
def test_a_value_keeps_its_order_within_an_arabic_line(value: str) -> None:
    said = wording("ar").said(
        Statement("delivered", {"carrier": "DHL", "number": value, "date": "هنا"}, ("A",))
    )
    (line,) = seen(said)
    assert value in line
    assert bare(said).replace("\u00a0", " ").startswith("سلّمت شركة الشحن DHL الطرد")


def test_a_value_without_letters_or_figures_of_another_script_is_not_marked() -> None:
    assert isolated("فاطمة الأحمد") == "فاطمة الأحمد"
    assert isolated("Fatima") == "\u2068Fatima\u2069"


def test_words_of_ours_with_values_are_values_themselves_and_stay_marked_once() -> None:
    words = wording("ar")
    source = words.listed([words.framed("source_shipment", number="1Z-9")])
    said = words.framed("shows", shows="ما جرى", source=source)
    assert said.count("\u2068") == said.count("\u2069") == 1
    # What comes from outside brings no marks of its own.
    assert words.framed("source_shipment", number="\u20681\u2069\u2069").count("\u2069") == 1


def test_amounts_are_not_cut_and_stand_as_they_are_written() -> None:
    said = wording("ar").framed("request", amount=Money(Decimal("1234.50"), "AED"))
    for width in range(12, 60):
        assert any("1,234.50\u202fAED" in line for line in seen(said, width))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("رقم 12-34 ab", "ab 34-12 مقر"),
        ("رقم \u206812-34 ab\u2069", "12-34 ab مقر"),
        ("(ab) رقم", "مقر )ab("),
        ("\u2068ab رقم cd\u2069 هنا", "انه ab مقر cd"),
        ("\u2068رقم ab 5\u2069 هنا", "انه ab 5 مقر"),
    ],
)
def test_a_line_stands_as_unicode_orders_it(text: str, line: str) -> None:
    # In pieces from right to left brackets stand turned with their letters; the face mirrors them.
    assert seen(text) == [line]


def test_a_text_from_left_to_right_keeps_its_side() -> None:
    assert seen("order رقم 12-34 ok", direction="ltr") == ["order 34-12 مقر ok"]
    assert seen(numbers_isolated("order رقم 12-34 ok"), direction="ltr") == ["order مقر 12-34 ok"]


@pytest.mark.parametrize(
    ("text", "otherwise", "found"),
    [("abc رقم", "rtl", "ltr"), ("رقم abc", "ltr", "rtl"), ("12-34", "rtl", "rtl"), ("", "ltr", "ltr"),
     ("\u2068A-1\u2069 رقم", "ltr", "rtl")],
)  # fmt: skip
def test_a_text_runs_as_its_first_letter_does(text: str, otherwise: str, found: str) -> None:
    assert direction_of(text, otherwise) == found


@settings(deadline=None)  # fpdf2 looks at each of a thousand dashes from each of them
@given(TEXTS, st.integers(1, 40))
@example("-" * 1_200, 40)
@example("x" * 300, 40)
def test_lines_hold_all_letters_and_none_is_too_wide(text: str, width: int) -> None:
    lines = laid((Run(text), Run(" (A\u00a0B)", bold=True)), width, "rtl", by_letters)
    said = sorted(bare(text + " (A\u00a0B)").replace(" ", ""))
    assert sorted("".join(piece.text for line in lines for piece in line).replace(" ", "")) == said
    for line in lines:
        assert sum(by_letters(p.text, bold=p.bold) for p in line) <= width or len(line) <= 2


def test_a_short_bold_run_is_not_cut() -> None:
    bold = Run("(المرفقات: A، B)", bold=True)
    for length in range(60):
        lines = laid((Run("ك" * length + " "), bold), 60, "rtl", by_letters)
        assert len([line for line in lines if any(piece.bold for piece in line)]) == 1


@given(TEXTS)
def test_stretches_hold_the_text_in_its_order(text: str) -> None:
    found = list(stretches(text, "rtl"))
    assert "".join(said.strip("\u200e\u200f") for said, _ in found) == bare(text)
    for said, direction in found:
        if direction == "ltr":
            assert said[0] == said[-1] == "\u200e"


def test_stretches_take_their_marks_from_their_direction() -> None:
    said = f"رقم {isolated(NUMBER)}، {isolated('شارع 12-14')}"
    assert list(stretches(said, "rtl")) == [
        ("رقم ", "rtl"), (f"\u200e{NUMBER}\u200e", "ltr"), ("، ", "rtl"),
        ("شارع ", "rtl"), ("\u200e12-14\u200e", "ltr"),
    ]  # fmt: skip
    assert all(unicodedata.category(mark) == "Cf" for mark in ISOLATES)
