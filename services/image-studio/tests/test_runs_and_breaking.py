from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from installed_fonts import font_book

from image_studio.domain.blocks.block import Align
from image_studio.domain.geometry import Box
from image_studio.domain.setting.breaking import Piece, joined, pieces_of
from image_studio.domain.setting.fonts import FontBook, FontMissing
from image_studio.domain.setting.runs import missing_glyphs, visual_runs
from image_studio.domain.setting.style import Style
from image_studio.domain.setting.typefaces import Family
from image_studio.domain.setting.typeset import even_lines


def _drawn(text: str, language: str, fonts: FontBook, *, rtl: bool) -> list[tuple[str, str, bool]]:
    chain = fonts.chain(language, Family.SANS, bold=False)
    return [
        (run.text.strip(), run.face.name, run.right_to_left)
        for run in visual_runs(text, chain, fonts, right_to_left=rtl)
        if run.text.strip()
    ]


def test_latin_words_and_figures_stand_in_their_own_face_inside_arabic(fonts: FontBook) -> None:
    runs = _drawn("سعة 500 ml كبيرة", "ar", fonts, rtl=True)
    assert [text for text, _, _ in runs if text in {"500", "ml", "500 ml"}]
    first, last = runs[0], runs[-1]
    assert first[0] == "كبيرة"  # leftmost on screen is the last word
    assert last[0] == "سعة"
    assert first[2]
    assert first[1] == "Noto Sans Arabic Regular"
    assert any(name == "Noto Sans Regular" and not rtl for _, name, rtl in runs)


def test_a_percent_sign_and_a_minus_stay_with_their_figure(fonts: FontBook) -> None:
    texts = "".join(text for text, _, _ in _drawn("خصم 50% فقط", "ar", fonts, rtl=True))
    assert "50%" in texts


def test_brackets_turn_round_where_the_shaper_does_not_turn_them(fonts: FontBook) -> None:
    chain = fonts.chain("ar", Family.SANS, bold=False)
    runs = visual_runs("قطن % (خالص) %", chain, fonts, right_to_left=True)
    by_hand = "".join(run.text for run in runs if not run.right_to_left)
    assert "%" in by_hand
    # On screen, read from the left, "(" still opens: the closing bracket has been turned.
    assert by_hand.index("(") < by_hand.index(")")


def test_thai_with_figures_uses_two_faces(fonts: FontBook) -> None:
    names = {name for _, name, _ in _drawn("นาน 24 ชม.", "th", fonts, rtl=False)}
    assert names == {"Noto Sans Thai Regular", "Noto Sans Regular"}


def test_what_no_face_can_draw_is_named(fonts: FontBook) -> None:
    chain = fonts.chain("es", Family.SANS, bold=True)
    assert missing_glyphs("Año ™ ✓", chain, fonts) in ([], ["✓"])
    assert missing_glyphs("A\U0001f600", chain, fonts) == ["\U0001f600"]


@given(st.text(alphabet="abc אب5 %-.,()ทน한字", max_size=30), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_character_is_lost_or_added_by_ordering(text: str, rtl: bool) -> None:
    fonts = font_book()
    runs = visual_runs(text, fonts.chain("ar", Family.SANS, bold=False), fonts, right_to_left=rtl)
    flat = "".join(run.text for run in runs)
    assert sorted(flat.replace("(", ")")) == sorted(text.replace("(", ")"))


def test_fonts_that_are_missing_are_named_with_what_to_install(tmp_path: object) -> None:
    book = FontBook([tmp_path])  # type: ignore[list-item]
    with pytest.raises(FontMissing, match=r"NotoSansArabic.*fonts-noto-core"):
        book.check(["ar"])


def test_thai_breaks_between_words_and_never_inside_one() -> None:
    pieces = [piece.text for piece in pieces_of("ผ้าฝ้ายแท้ ระบายอากาศได้ดี", "th")]
    assert pieces[0] == "ผ้าฝ้าย"
    assert "ระบายอากาศ" in pieces
    assert joined(pieces_of("ผ้าฝ้ายแท้ ระบายอากาศได้ดี", "th")) == "ผ้าฝ้ายแท้ ระบายอากาศได้ดี"


def test_japanese_does_not_start_a_line_with_a_full_stop() -> None:
    assert all(piece.text[0] not in "。、)" for piece in pieces_of("通気性が良い。軽い、丈夫", "ja"))


def test_lines_break_where_a_reader_would_break_them(typesetter) -> None:
    def lines(text: str, language: str, size: int, width: float) -> tuple[str, ...]:
        style = Style(language, Family.SANS, bold=True, align=Align.CENTER, outline_em=0.0)
        room = Box(0, 0, width, 200)
        setting = typesetter.fit(text, style, room, Box(width / 2 - 5, 90, width / 2 + 5, 110), size, 10)
        assert setting is not None
        return setting.lines

    assert lines("1点購入で1点プレゼント", "ja", 40, 260) == ("1点購入で", "1点プレゼント")
    assert lines("1 kaufen, 1 gratis dazu", "de", 40, 260) == ("1 kaufen,", "1 gratis dazu")
    assert "オールシーズン" in lines("オールシーズン対応", "ja", 40, 300)


def test_a_measure_of_several_figures_is_parted_before_it_and_not_within() -> None:
    pieces = pieces_of("Dimensões: 30 × 20 × 45 cm", "pt")
    within = [piece.cost for piece in pieces if piece.text[0] in "×24"]
    assert len(within) >= 3
    assert min(within) > max(piece.cost for piece in pieces if piece.text[0] not in "×24")


def test_a_figure_is_not_parted_from_its_unit_and_compounds_break_after_the_hyphen() -> None:
    assert [piece.text for piece in pieces_of("Hält 24 h warm", "de")] == ["Hält", "24\u00a0h", "warm"]
    assert [p.text for p in pieces_of("Bestseller-Empfehlung T-Shirt", "de")] == [
        "Bestseller-",
        "Empfehlung",
        "T-Shirt",
    ]


@given(st.lists(st.floats(5, 300), min_size=1, max_size=9), st.integers(1, 5))
def test_even_lines_hold_every_piece_once_none_wider_than_said(widths: list[float], count: int) -> None:
    count = min(count, len(widths))
    pieces = [Piece("x", i > 0) for i in range(len(widths))]
    spans, widest, _ = even_lines(pieces, widths, 10.0, count)
    assert [i for a, b in spans for i in range(a, b)] == list(range(len(widths)))
    assert len(spans) == count
    for a, b in spans:
        assert sum(widths[a:b]) + 10.0 * (b - a - 1) <= widest + 1e-6
