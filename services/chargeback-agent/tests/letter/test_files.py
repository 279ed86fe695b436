"""The letter as files: what stands in them is read back by other libraries than wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from chargeback_agent.domain.letter.document import Contents, Heading, Paragraph, Picture, Run, Table
from chargeback_agent.domain.letter.faces import Faces, MissingFaces
from chargeback_agent.domain.letter.pdf import write_pdf
from chargeback_agent.domain.letter.word import write_word

from .letters import letter

WRITTEN = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOSTILE = (
    "{{7*7}} MERGEFIELD x \\* HYPERLINK \"http://evil.example\" =cmd|'/c calc'!A0 <w:fldSimple/> ]]> &amp;"
)


def test_a_word_files_parts_carry_the_letters_time_and_not_the_clocks() -> None:
    with zipfile.ZipFile(io.BytesIO(write_word(letter(), WRITTEN))) as package:
        assert {part.date_time for part in package.infolist()} == {(2026, 11, 25, 12, 0, 0)}


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def xml_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if re.match(r"word/\w+\.xml", name)
        )


def picture(width: int = 400, height: int = 300) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (30, 120, 160)).save(out, "PNG")
    return Picture(out.getvalue(), width, height, "Exhibit A: the parcel at the door")


def test_word_and_pdf_say_the_same_in_the_same_order() -> None:
    said = letter(exhibits="ABCDE")
    word = docx.Document(io.BytesIO(write_word(said, WRITTEN)))
    paragraphs = [paragraph.text for paragraph in word.paragraphs if paragraph.text.strip()]
    pdf = re.sub(r"\s+", " ", " ".join(pages_of(write_pdf(said, WRITTEN, Faces()).content)))
    place = 0
    for text in paragraphs:
        found = pdf.find(re.sub(r"\s+", " ", text).strip()[:40], place)
        assert found >= place, text
        place = found
    assert [table.rows[0].cells[0].text for table in word.tables][:2] == ["Order", "Exhibit"]


def test_the_contents_name_the_page_on_which_an_exhibit_stands() -> None:
    made = write_pdf(letter(exhibits="ABCDEFG"), WRITTEN, Faces())
    pages = pages_of(made.content)
    assert made.pages == len(pages) > 2
    for label in "ABCDEFG":
        assert f"Exhibit {label}: Delivery {label}" in pages[made.anchors[f"exhibit_{label}"] - 1]
    # Written last, when the pages are known: they end the first page's text.
    assert pages[0].split("\n")[-7:] == [str(made.anchors[f"exhibit_{label}"]) for label in "ABCDEFG"]
    assert pages[0].count(f"Page 1 of {made.pages}") == 1
    xml = xml_of(write_word(letter(exhibits="AB"), WRITTEN, {"exhibit_A": 2, "exhibit_B": 3}))
    assert "PAGEREF exhibit_A" in xml
    assert 'w:name="exhibit_A"' in xml


def test_words_from_outside_make_no_field_no_link_and_no_macro() -> None:
    content = write_word(letter(name=HOSTILE, quote=HOSTILE), WRITTEN)
    plain = write_word(letter(), WRITTEN)
    with zipfile.ZipFile(io.BytesIO(content)) as hostile, zipfile.ZipFile(io.BytesIO(plain)) as usual:
        assert hostile.namelist() == usual.namelist()
        links = hostile.read("word/_rels/document.xml.rels").decode()
        assert links == usual.read("word/_rels/document.xml.rels").decode()
    for mark in ("<w:fldChar", "<w:instrText", "<w:hyperlink", "<w:fldSimple", "<w:altChunk"):
        assert xml_of(content).count(mark) == xml_of(plain).count(mark)
    assert HOSTILE in "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    made = write_pdf(letter(name=HOSTILE, quote=HOSTILE), WRITTEN, Faces())
    for page in PdfReader(io.BytesIO(made.content)).pages:
        assert "/Annots" not in page
    assert b"/JavaScript" not in made.content


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert write_pdf(letter(), WRITTEN, Faces()).content == write_pdf(letter(), WRITTEN, Faces()).content


def test_a_letter_in_other_scripts_needs_a_font_and_says_which_characters() -> None:
    said = letter(name="深圳市朗莫贸易", quote="どうもありがとう")
    with pytest.raises(MissingFaces, match=r"深|朗|莫"):
        write_pdf(said, WRITTEN, Faces())


FONTS = Path("/usr/share/fonts")
SANS = next(iter(sorted(FONTS.rglob("NotoSans-Regular.ttf")) or sorted(FONTS.rglob("DejaVuSans.ttf"))), None)


@pytest.mark.skipif(SANS is None, reason="no Noto Sans or DejaVu Sans on this machine")
def test_eastern_european_names_stand_in_the_pdf_as_they_are_written() -> None:
    assert SANS is not None
    bold = SANS.with_name(SANS.name.replace("-Regular", "").replace(".ttf", "-Bold.ttf"))
    made = write_pdf(letter(name="Łódzka Spółka Žďár"), WRITTEN, Faces(SANS, bold))
    assert "Łódzka Spółka Žďár" in pages_of(made.content)[0]


@pytest.mark.parametrize(("width", "height"), [(400, 300), (5000, 200), (200, 6000), (1, 1)])
def test_pictures_keep_their_shape_and_stay_on_the_page(width: int, height: int) -> None:
    said = letter(pictures=(picture(width, height),))
    made = write_pdf(said, WRITTEN, Faces())
    assert len(PdfReader(io.BytesIO(made.content)).pages[-1].images) == 1
    (shape,) = docx.Document(io.BytesIO(write_word(said, WRITTEN))).inline_shapes
    assert shape.width <= 21.0 * 360_000
    assert shape.height <= 29.7 * 360_000
    assert abs(shape.width / shape.height - width / height) < 0.02 * width / height + 1e-3


def test_type_is_twelve_points_and_more() -> None:
    sizes: set[float] = set()

    def visit(_text, _cm, _tm, _font, size) -> None:
        sizes.add(float(size))

    for page in PdfReader(io.BytesIO(write_pdf(letter(), WRITTEN, Faces()).content)).pages:
        page.extract_text(visitor_text=visit)
    assert min(size for size in sizes if size) >= 12


def test_rows_are_as_tall_as_their_words_whatever_stood_before_them() -> None:
    """A heading's larger type does not measure the row under it; long heads of the contents do not break."""
    label = "Date of the first payment"
    table = Table(((label, "one"), ("Amount", "two"), ("Currency", "three")), (0.34, 0.66))
    contents = Contents(
        ("Bewijsstuknummer", "What it shows", "Seitenzahl"), (("A", "Delivery", "exhibit_A"),)
    )
    said = letter(exhibits="A")
    blocks = (Heading("Long rows"), table, Heading("Long heads"), contents, *said.blocks[-3:])
    made = write_pdf(replace(said, blocks=blocks), WRITTEN, Faces())
    height: dict[str, float] = {}

    def visit(text, _cm, tm, _font, _size) -> None:
        height.setdefault(text.strip(), tm[5])

    PdfReader(io.BytesIO(made.content)).pages[0].extract_text(visitor_text=visit)
    step = height["Amount"] - height["Currency"]
    assert height[label] - height["Amount"] == pytest.approx(step, abs=0.1)
    assert height["Bewijsstuknummer"] - height["Delivery"] == pytest.approx(step, abs=0.1)
    assert height["Seitenzahl"] == height["Bewijsstuknummer"]


@pytest.mark.parametrize("rows", [3, 9, 14, 18])
def test_an_exhibit_stands_whole_on_its_page(rows: int) -> None:
    """Wherever the page before it ends."""
    for filler in range(0, 30, 3):
        said = letter(exhibits="A")
        exhibit = (
            Heading("Exhibit Z: Whole", 2, "exhibit_Z"),
            Paragraph((Run("Shows that it is whole."),), kept=True),
            Table(tuple((f"first{row}", f"last{row}") for row in range(rows)), (0.34, 0.66)),
        )
        blocks = (*said.blocks, *(Paragraph((Run("filler"),)),) * filler, *exhibit)
        made = write_pdf(replace(said, blocks=blocks), WRITTEN, Faces())
        page = pages_of(made.content)[made.anchors["exhibit_Z"] - 1]
        assert "Exhibit Z: Whole" in page
        assert f"last{rows - 1}" in page


def test_the_exhibit_named_behind_a_sentence_is_never_cut() -> None:
    said = letter()
    many = tuple(
        Paragraph((Run("word " * 10 + "x" * length + " "), Run("(Exhibit\u00a0A)", bold=True)), numbered=True)
        for length in range(1, 34)
    )
    text = "\n".join(pages_of(write_pdf(replace(said, blocks=many), WRITTEN, Faces()).content))
    assert text.replace("\u00a0", " ").count("(Exhibit A)") == len(many)


def test_a_picture_stays_with_its_table_in_word() -> None:
    said = letter(exhibits="")
    table = Table((("Carrier", "DHL"), ("Place", "Madrid")), (0.34, 0.66))
    blocks = (*said.blocks, Heading("Exhibit P", 2, "exhibit_P"), table, picture(), table)
    word = docx.Document(io.BytesIO(write_word(replace(said, blocks=blocks), WRITTEN)))
    first, last = word.tables[-2:]
    kept = [
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in one.rows]
        for one in (first, last)
    ]
    assert kept == [[True, True], [True, None]]


def test_the_contents_in_word_are_as_wide_as_the_text_and_their_heads_do_not_break() -> None:
    def widths(*heads: str) -> list[int]:
        contents = Contents((heads[0], "Что показывает", heads[1]), (("A", "Delivery", "exhibit_A"),))
        said = letter(exhibits="A")
        written = write_word(replace(said, blocks=(contents, *said.blocks[-3:])), WRITTEN)
        return [column.width for column in docx.Document(io.BytesIO(written)).tables[0].columns]

    usual, long = widths("Exhibit", "Page"), widths("Приложение", "Страница")
    assert sum(usual) == sum(long)
    assert long[0] > 1486 * 635 > usual[0]  # what Liberation Sans Bold takes at 12 pt
    assert long[2] > 1147 * 635


def test_words_own_styles_that_no_letter_uses_are_left_out_and_nothing_names_them() -> None:
    content = write_word(letter(), WRITTEN)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    there = set(re.findall(r'w:styleId="(\w+)"', xml["word/styles.xml"]))
    named = set(
        re.findall(r'<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val="(\w+)"', "".join(xml.values()))
    )
    assert named <= there
    assert len(there) < 20
