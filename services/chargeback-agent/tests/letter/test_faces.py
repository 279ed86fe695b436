"""Which fonts a letter takes, and that no word is lost on the way to the page."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from chargeback_agent.adapters.faces import find_faces
from chargeback_agent.domain.letter.document import Document
from chargeback_agent.domain.letter.faces import Faces, choose_faces
from chargeback_agent.domain.letter.pdf import write_pdf
from chargeback_agent.domain.letter.pdf_page import SIZE, Page

from .letters import letter

WRITTEN = datetime(2026, 11, 25, 12, tzinfo=UTC)
FACES = find_faces([Path("/usr/share/fonts")])
needs_noto = pytest.mark.skipif(
    FACES.regular is None or not any("Hebrew" in path.name for path in FACES.fallbacks),
    reason="no Noto fonts on this machine",
)


def first_page(said) -> str:
    return PdfReader(io.BytesIO(write_pdf(said, WRITTEN, FACES).content)).pages[0].extract_text()


def test_a_western_letter_takes_no_font_file() -> None:
    assert choose_faces(letter(name="Émile Šaškė".replace("ė", "e")), Faces()).family is None


def test_pictographs_do_not_cost_a_western_letter_its_face_and_ask_nothing() -> None:
    chosen = choose_faces(letter(quote="Thanks 😀👍🏽!"), Faces())
    assert chosen.family is None
    assert "Thanks **!" in repr(chosen.letter)


@needs_noto
@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Łucja Źdźbło", None), ("Şükrü Göçmen", None), ("Анна Иванова", None), ("王小明", "CJK"),
        ("김민수", "CJK"), ("محمد الأحمد", "Arabic"), ("יעל כהן", "Hebrew"), ("สมชาย ใจดี", "Thai"),
        ("आशा शर्मा", "Devanagari"),
    ],
)  # fmt: skip
def test_only_the_fonts_that_a_name_needs_are_taken(name: str, script: str | None) -> None:
    chosen = choose_faces(letter(name=name), FACES)
    assert [path.name for path in chosen.fallbacks if script is None or script not in path.name] == []
    assert len(chosen.fallbacks) == (script is not None)
    assert chosen.shaped == (script not in {None, "CJK"})
    assert chosen.lacking == ""


@needs_noto
@pytest.mark.parametrize(
    "name", ["Łucja Źdźbło", "Анна Иванова", "王小明", "김민수", "محمد", "יעל כהן", "สมชาย"]
)
def test_a_name_stands_on_the_page(name: str) -> None:
    # Readers give right-to-left words back in either order.
    text = first_page(letter(name=name))
    assert set(name) - {" "} <= set(text)


@needs_noto
def test_arabic_letters_join_over_vowel_signs() -> None:
    def wide(text: str) -> float:
        page = Page(choose_faces(letter(name=text), FACES), WRITTEN)
        page.add_page()
        page.set_type(SIZE)
        found = page.get_string_width(text)
        page.output(io.BytesIO())  # closes the faces' files
        return found

    # Within a word letters are narrower than they are alone; vowel signs have no width.
    assert wide("قُدِّمت") == wide("قدمت") < wide("ق دمت") - wide(" ")


@needs_noto
def test_a_thousand_dashes_beside_an_arabic_name_cost_no_letter() -> None:
    made = write_pdf(letter(name="محمد الأحمد", quote="-" * 1_200), WRITTEN, FACES)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    assert text.count("-" * 40) >= 3 * 20


@needs_noto
def test_letters_that_no_font_has_are_boxes_and_are_named() -> None:
    chosen = choose_faces(letter(quote="𒀀𒀁 thanks"), FACES)
    assert chosen.lacking == "𒀀𒀁"
    assert "𒀀" not in repr(chosen.letter)
    assert write_pdf(letter(quote="𒀀𒀁 thanks"), WRITTEN, FACES).lacking == "𒀀𒀁"


@needs_noto
def test_a_name_in_another_script_takes_no_other_word_off_the_page() -> None:
    plain, named = (words_of_pages(letter(name=name)) for name in ("Łucja", "王小明"))
    assert [[word.replace("王小明", "Łucja") for word in page] for page in named] == plain


def words_of_pages(said: Document) -> list[list[str]]:
    pages = PdfReader(io.BytesIO(write_pdf(said, WRITTEN, FACES).content)).pages
    return [page.extract_text().replace("\0", "").split() for page in pages]


@needs_noto
@pytest.mark.parametrize(("language", "number"), [("ja", 0), ("ko", 1), ("zh", 2)])
def test_an_east_asian_letter_is_set_in_its_own_shapes_regular_and_bold(language: str, number: int) -> None:
    chosen = choose_faces(letter(name="王小明 Łucja", language=language), FACES)
    assert chosen.family == FACES.east_asian
    assert chosen.number == number
    assert [path.name for path in chosen.fallbacks] == ["NotoSans-Regular.ttf"]


@needs_noto
def test_a_thai_heading_is_bold() -> None:
    chosen = choose_faces(letter(name="สมชาย", language="th"), FACES)
    assert [path.name for path in chosen.bolds.values()] == ["NotoSansThai-Bold.ttf"]
