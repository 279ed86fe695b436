from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_testing.growth import cost_growth
from chargeback_agent.domain.letter.breaking import broken, pieces_of


def lines(text: str, room: float, first: float | None = None) -> list[str]:
    return broken(text, len, first or room, room).split("\n")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("当店（anna@example.com）です。", ["当", "店", "（anna@example.com）", "で", "す。"]),
        ("2026年8月1日", ["2026年", "8月", "1日"]),
        ("金额为129.90 EUR。", ["金", "额", "为", "129.90 ", "EUR。"]),
        ("บริษัทขนส่ง DHL", ["บริษัท", "ขนส่ง ", "DHL"]),
    ],
)
def test_lines_break_between_ideographs_and_thai_words_only(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == pieces


def test_a_thai_vowel_stays_with_its_consonant() -> None:
    text = "ผู้ซื้อได้ส่งข้อความถึงร้านค้าและไม่มีข้อความใดขอคืนสินค้า"
    starts = {line[0] for room in range(8, 30) for line in lines(text, room)}
    assert not starts & set("ะัาำิีึืฺุู็่้๊๋์")


def test_words_with_spaces_between_are_left_to_the_page() -> None:
    assert broken("Zustellung am 12. August 2026", len, 5, 5) == "Zustellung am 12. August 2026"
    assert broken("배송이 완료되었습니다.", len, 5, 5) == "배송이 완료되었습니다."


def test_the_first_line_may_have_less_room_and_line_ends_stay() -> None:
    assert lines("一二三四五六七八", 4, first=2) == ["一二", "三四五六", "七八"]
    assert lines("一二\n三四", 4, first=2) == ["一二", "三四"]


@given(st.text(alphabet="一二。（） aB9กาศน้ำ\n"), st.integers(1, 9))
def test_nothing_but_spaces_at_line_ends_is_lost(text: str, room: int) -> None:
    made = broken(text, len, room, room)
    assert "".join(made.split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["ตากลม", "一二。", "a（"])
def test_long_words_from_outside_cost_in_proportion(text: str) -> None:
    assert cost_growth(lambda times: lines(text * times, 60), 100, 1600) < 40
