"""That a face cut to a letter's characters is to fpdf2 what the whole face was."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from fontTools.cffLib import CFFFontSet
from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from chargeback_agent.adapters.faces import find_faces
from chargeback_agent.domain.letter.direction import may_turn
from chargeback_agent.domain.letter.faces import choose_faces
from chargeback_agent.domain.letter.pdf import write_pdf
from chargeback_agent.domain.letter.pdf_faces import CutFace, characters_of, cut
from chargeback_agent.domain.letter.pdf_page import SIZE, Page

from .letters import letter

WRITTEN = datetime(2026, 11, 25, 12, tzinfo=UTC)
FACES = find_faces([Path("/usr/share/fonts")])
_NAMES = re.compile("Sans(?!CJK|Symbols)")
SCRIPTS = [path for path in (FACES.regular, *FACES.fallbacks) if path and _NAMES.search(path.name)]
WORDS = {
    "ja": "ご請求の件について、高橋さくら様へ。",
    "ko": "김민수 님께 배송되었습니다.",
    "zh": "包裹已由王小明签收。",
}
needs_noto = pytest.mark.skipif(
    FACES.east_asian is None or not SCRIPTS, reason="no Noto fonts on this machine"
)


def face_of(source: Path | bytes, number: int = 0) -> Any:
    return hb.Face(source if isinstance(source, bytes) else hb.Blob.from_file_path(source), number)


def look(face: Any, text: str) -> list[tuple[Any, ...]]:
    """Of each glyph of a text: which letters it stands for, where it is put, the box that it fills."""
    font, buffer = hb.Font(face), hb.Buffer()
    buffer.cluster_level = 1  # as fpdf2 does
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {})
    return [
        (info.cluster, *place.position, tuple(font.get_glyph_extents(info.codepoint) or ()))
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


@needs_noto
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
@given(data=st.data())
def test_letters_that_join_and_stack_look_as_in_the_whole_face(path: Path, data: st.DataObject) -> None:
    whole = face_of(path)
    known = sorted(code for code in whole.unicodes if unicodedata.category(chr(code))[0] in "LMN")
    text = data.draw(st.text(st.sampled_from([chr(code) for code in known]), min_size=1, max_size=12))
    part = cut(path, 0, characters_of(letter(quote=text), shaped=True), shaped=True)
    assert look(face_of(part), text) == look(whole, text)


@needs_noto
@pytest.mark.parametrize(("number", "language"), list(enumerate(WORDS)))
def test_an_ideograph_keeps_the_shape_of_its_language(number: int, language: str) -> None:
    for path in FACES.east_asian or ():
        text = WORDS[language] + "直骨曜 Łx"
        said = letter(quote=text)
        alone, beside = (
            face_of(cut(path, number, characters_of(said, shaped=shaped), shaped=shaped))
            for shaped in (False, True)
        )
        assert look(beside, text) == look(face_of(path, number), text)
        assert [look(alone, sign) for sign in text] == [look(face_of(path, number), sign) for sign in text]


def read(page: PageObject) -> str:
    # pypdf puts a NUL before each sign of such a font.
    return page.extract_text().replace("\0", "")


def box_of(font: Any) -> list[int]:
    """The box that an embedded font says is around all its glyphs."""
    program = CFFFontSet()
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    program.decompile(io.BytesIO(descriptor["/FontFile3"].get_data()), None)
    found: list[int] = program.topDictIndex[0].FontBBox
    return found


def written(text: str, path: Path, number: int, *, whole: bool) -> bytes:
    page = FPDF()
    page.set_creation_date(WRITTEN)
    if whole:
        page.add_font("letter", "", path, collection_font_number=number)
    else:
        characters = characters_of(letter(quote=text), shaped=False)
        page.fonts["letter"] = CutFace(page, "letter", "", cut(path, number, characters, shaped=False))
    page.add_page()
    page.set_font("letter", "", SIZE)
    page.multi_cell(0, 7, text)
    return bytes(page.output())


@needs_noto
@pytest.mark.parametrize("text", ["Łucja Źdźbło, 12 kwietnia", "Анна Иванова"])
def test_a_letter_without_ideographs_is_byte_by_byte_what_fpdf2_writes_of_the_whole_face(text: str) -> None:
    assert FACES.regular
    assert written(text, FACES.regular, 0, whole=False) == written(text, FACES.regular, 0, whole=True)


@needs_noto
@pytest.mark.parametrize(("number", "language"), list(enumerate(WORDS)))
def test_a_letter_with_ideographs_is_drawn_and_read_as_with_the_whole_face(
    number: int, language: str
) -> None:
    assert FACES.east_asian
    part, whole = (
        PdfReader(io.BytesIO(written(WORDS[language], FACES.east_asian[0], number, whole=whole))).pages[0]
        for whole in (False, True)
    )
    assert read(part) == read(whole) == WORDS[language]
    assert part.get_contents().get_data() == whole.get_contents().get_data()
    fonts = [page["/Resources"]["/Font"].values() for page in (part, whole)]
    (one,), (other,) = ([font.get_object() for font in page] for page in fonts)
    assert one["/Encoding"].get_data() == other["/Encoding"].get_data()
    assert one["/DescendantFonts"][0]["/W"] == other["/DescendantFonts"][0]["/W"]
    # Around glyphs that fpdf2 does not embed, too; that of the whole face is 3,900 wide.
    (left, below, right, above), box = box_of(one), box_of(other)
    assert left <= box[0]
    assert below <= box[1]
    assert right >= box[2]
    assert above >= box[3]
    assert right - left < 1_200


@needs_noto
@pytest.mark.parametrize("language", WORDS)
def test_the_words_of_a_letter_are_read_back(language: str) -> None:
    said = letter(name="王小明", quote=WORDS[language], language=language)
    made = write_pdf(said, WRITTEN, FACES)
    pages = PdfReader(io.BytesIO(made.content))
    text = "".join(read(page) for page in pages.pages)
    assert text.count(WORDS[language]) == 3
    assert "Statement 3 of fact. (Exhibit A)" in text
    assert pages.pdf_header >= "%PDF-1.6"


@needs_noto
def test_fpdf2_reads_a_letters_characters_of_a_face_and_no_others() -> None:
    said = letter(name="王小明", quote=WORDS["ja"], language="ja")
    page = Page(choose_faces(said, FACES), WRITTEN)
    for face in page.fonts.values():
        assert set(face.cmap) <= characters_of(said, shaped=False)
        assert len(face.ttfont.getGlyphOrder()) < 200
    page.add_page()
    page.output(io.BytesIO())  # closes the faces


@given(st.text())
def test_a_text_that_cannot_turn_has_one_direction(text: str) -> None:
    if not may_turn(text):
        found = BidiParagraph(text, preserve_bn_chars=True).get_bidi_fragments()
        assert found == (((text, TextDirection.LTR),) if text else ())
