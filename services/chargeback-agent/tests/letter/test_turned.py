"""A letter from right to left as files: where words stand in the PDF, which way Word sets what."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from chargeback_agent.adapters.faces import find_faces
from chargeback_agent.domain.letter.direction import ISOLATES, isolated
from chargeback_agent.domain.letter.document import (
    Contents,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Quote,
    Run,
    Table,
)
from chargeback_agent.domain.letter.pdf import write_pdf
from chargeback_agent.domain.letter.templates import read_template
from chargeback_agent.domain.letter.word import write_word

from .letters import letter
from .test_files import picture

WRITTEN = datetime(2026, 11, 25, 12, tzinfo=UTC)
FACES = find_faces([Path("/usr/share/fonts")])
needs_noto = pytest.mark.skipif(
    FACES.regular is None or not any("Arabic" in path.name for path in FACES.bolds),
    reason="no Noto fonts on this machine",
)
NUMBER = "1Z 999-22 AA"
WIDTH, MARGIN = 595.3, 62.4  # pt


def arabic(*more: Any) -> Document:
    said = f"سلّمت شركة الشحن {isolated('DHL')} الطرد ذا رقم التتبع {isolated(NUMBER)} بتاريخ 5 أغسطس 2026. "
    return Document(
        title="الرد على اعتراض",
        language="ar",
        sender=Letterhead(isolated("Lumora Trading"), (isolated("12 Harbour Road"),)),
        recipient=("إدارة الاعتراضات",),
        date="25 نوفمبر 2026",
        reference=f"الحالة رقم {isolated('CB-9')}",
        page_of="الصفحة {page} من {pages}",
        blocks=(
            Heading("موقفنا"),
            Paragraph((Run(said), Run(f"(المرفق\u00a0{isolated('A')})", bold=True)), numbered=True),
            Table((("رقم التتبع", isolated(NUMBER)), ("المبلغ", isolated("120.00 EUR"))), (0.34, 0.66)),
            Contents(("المرفق", "ما يبيّنه", "الصفحة"), (("A", "تأكيد التسليم", "exhibit_A"),)),
            Heading("المرفق A", 2, "exhibit_A"),
            Quote("المشتري", "It came (yesterday), 5/8."),
            Quote("المتجر", f"رقم التتبع {isolated('100-24-7')} وصل."),
            *more,
        ),
    )


def drawn(said: Document, page: int = 0) -> list[tuple[float, float, str]]:
    """What stands on a page: points from the left and from below, and the text drawn there at once."""
    found: list[tuple[float, float, str]] = []

    def visit(text: str, _cm: Any, tm: Any, _font: Any, _size: float) -> None:
        if text.strip():
            found.append((tm[4], tm[5], text.strip()))

    made = write_pdf(said, WRITTEN, FACES)
    PdfReader(io.BytesIO(made.content)).pages[page].extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def page() -> list[tuple[float, float, str]]:
    return drawn(arabic())


def x_of(page: list[tuple[float, float, str]], text: str, nth: int = 0) -> float:
    return [x for x, _, said in page if text in said][nth]


@needs_noto
def test_the_sender_stands_at_the_right_and_the_case_at_the_left(page) -> None:
    assert x_of(page, "Lumora") > WIDTH / 2
    assert MARGIN < x_of(page, "CB-9") < WIDTH / 2
    assert x_of(page, "Harbour") > WIDTH / 2


@needs_noto
def test_values_stand_whole_and_in_the_order_of_the_sentence(page) -> None:
    line = {text: (x, y) for x, y, text in page if text in {"DHL", NUMBER, "5"}}
    assert set(line) == {"DHL", NUMBER, "5"}
    (carrier, first), (number, _), (day, _) = line["DHL"], line[NUMBER], line["5"]
    assert WIDTH - MARGIN > carrier > number > day
    numbered = [x for x, y, text in page if text == "1" and abs(y - first) < 1]
    assert numbered
    assert numbered[0] > carrier
    # The row of the table: the label at the right, the value whole beside it.
    assert x_of(page, NUMBER, 1) < WIDTH - MARGIN - 0.34 * (WIDTH - 2 * MARGIN)
    assert x_of(page, "120.00 EUR") > WIDTH / 2


@needs_noto
def test_the_contents_begin_at_the_right_and_name_pages_at_the_left(page) -> None:
    (row,) = [y for x, y, text in page if text == "A" and x > WIDTH - MARGIN - 24]
    assert [text for x, y, text in page if abs(y - row) < 1 and x < MARGIN + 24] == ["1"]


@needs_noto
def test_a_quote_stands_on_the_side_of_its_own_script(page) -> None:
    assert x_of(page, "It came (yesterday), 5/8.") == pytest.approx(MARGIN + 8 * 72 / 25.4 + 2.8, abs=1)
    assert x_of(page, "100-24-7") > WIDTH / 2


@needs_noto
def test_every_page_has_its_number_in_the_middle() -> None:
    filler = (Paragraph((Run("نص"),)),) * 60
    for page in range(2):
        foot = [(x, text) for x, y, text in drawn(arabic(*filler), page) if y < 60]
        numbers = [text for _, text in sorted(foot, reverse=True) if text.isdecimal()]
        assert numbers == [str(page + 1), "3"] or numbers == [str(page + 1), "2"]
        assert all(WIDTH / 2 - 60 < x < WIDTH / 2 + 60 for x, _ in foot)


@needs_noto
def test_a_picture_ends_at_the_right_margin() -> None:
    content = PdfReader(io.BytesIO(write_pdf(arabic(picture()), WRITTEN, FACES).content)).pages[0]
    placed = next(
        operands for operands, operator in content.get_contents().operations
        if operator == b"cm" and float(operands[0]) > 50
    )  # fmt: skip
    assert float(placed[0]) + float(placed[4]) == pytest.approx(WIDTH - MARGIN, abs=1)


@needs_noto
def test_hostile_quotes_cost_no_letter() -> None:
    for text in ("-" * 1_200, "x" * 1_200, "(" * 600 + ")" * 600, "\u0651" * 300, "ش" * 1_200):
        assert write_pdf(arabic(Quote("المشتري", text)), WRITTEN, FACES).pages <= 4


def word_of(said: Document, **more: Any) -> Any:
    return docx.Document(io.BytesIO(write_word(said, WRITTEN, **more)))


def runs_of(element: Any) -> list[tuple[str, bool]]:
    """Texts with whether Word sets them from right to left."""
    found = []
    for run in element.iter(qn("w:r")):
        text = "".join(one.text or "" for one in run.iter(qn("w:t")))
        found.append((text, run.rPr.find(qn("w:rtl")).get(qn("w:val")) != "0"))
    return found


def test_word_sets_paragraphs_and_tables_from_right_to_left_but_foreign_quotes() -> None:
    word = word_of(arabic(picture()))
    parts = (word.element.body, word.sections[0].header._element, word.sections[0].footer._element)
    turned = {
        "".join(text.text or "" for text in one.iter(qn("w:t"))): one.pPr.find(qn("w:bidi")).get(qn("w:val"))
        for part in parts
        for one in part.iter(qn("w:p"))
    }
    assert [text for text, value in turned.items() if value == "0"] == ["It came (yesterday), 5/8."]
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in word.tables)
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is not None


def test_word_sets_values_in_runs_of_their_own_direction_without_isolates() -> None:
    word = word_of(arabic())
    found = [one for one in runs_of(word.element.body) if NUMBER in one[0] or "DHL" in one[0]]
    assert found[:2] == [("\u200eDHL\u200e", False), (f"\u200e{NUMBER}\u200e", False)]
    assert ("سلّمت شركة الشحن ", True) in runs_of(word.element.body)
    package = b"".join(part.blob for part in word.part.package.iter_parts())
    assert not any(mark.encode() in package for mark in ISOLATES)


def test_word_has_arabic_letters_as_large_and_bold_as_latin_ones() -> None:
    word = word_of(arabic())
    for style in word.styles.element.iter(qn("w:style")):
        look = style.find(qn("w:rPr"))
        for latin, arab in (("w:sz", "w:szCs"), ("w:b", "w:bCs"), ("w:i", "w:iCs")):
            if look is not None and look.find(qn(latin)) is not None:
                assert look.find(qn(arab)).get(qn("w:val")) == look.find(qn(latin)).get(qn("w:val"))
    bold = [run for run in word.element.body.iter(qn("w:r")) if run.rPr.find(qn("w:b")) is not None]
    assert bold
    assert all(run.rPr.find(qn("w:bCs")) is not None for run in bold)


_ORDER = ("pStyle", "keepNext", "tabs", "bidi", "spacing", "ind", "jc", "rPr")


def test_words_properties_stand_in_the_order_of_the_schema() -> None:
    for one in word_of(arabic(picture())).element.body.iter(qn("w:pPr")):
        names = [child.tag.split("}")[1] for child in one]
        assert names == sorted(names, key=_ORDER.index)


def test_a_template_takes_an_arabic_letter_and_keeps_its_own_page() -> None:
    made = docx.Document()
    made.add_paragraph("Ref. {{reference}} of {{merchant}}")
    made.add_paragraph("{{letter}}")
    made.add_paragraph("Yours")
    out = io.BytesIO()
    made.save(out)
    word = word_of(arabic(), template=read_template(out.getvalue()))
    first, *_, last = word.paragraphs
    assert first.text == "Ref. الحالة رقم \u200eCB-9\u200e of \u200eLumora Trading\u200e"
    assert first._p.pPr is None or first._p.pPr.find(qn("w:bidi")) is None
    assert last.text == "Yours"
    assert ("سلّمت شركة الشحن ", True) in runs_of_ours(word)


def runs_of_ours(word: Any) -> list[tuple[str, bool]]:
    ours = [
        one
        for one in word.element.body.iter(qn("w:p"))
        if one.pPr is not None and one.pPr.find(qn("w:bidi")) is not None
    ]
    return [run for one in ours for run in runs_of(one)]


def test_a_letter_from_left_to_right_is_not_turned() -> None:
    content = write_word(replace(letter(), language="de"), WRITTEN)
    word = docx.Document(io.BytesIO(content))
    names = {element.tag.split("}")[1] for element in word.element.iter() if isinstance(element.tag, str)}
    assert not names & {"bidi", "rtl", "bidiVisual"}
