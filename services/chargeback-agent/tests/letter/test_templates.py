from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import docx.shared
import pytest

from chargeback_agent.domain.letter.document import Paragraph, Run
from chargeback_agent.domain.letter.templates import MAX_BYTES, UnusableTemplate, read_template
from chargeback_agent.domain.letter.word import write_word

from .letters import letter

WRITTEN = datetime(2026, 11, 25, 12, tzinfo=UTC)


def made(*paragraphs: str, header: str = "", split: bool = False) -> bytes:
    word = docx.Document()
    for text in paragraphs:
        paragraph = word.add_paragraph()
        for piece in text if split else [text]:
            paragraph.add_run(piece)
    if header:
        word.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, body)
    return out.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read(name)
    assert old in body
    return with_part(content, name, body.replace(old, new))


def in_table(content: bytes, text: str) -> bytes:
    word = docx.Document(io.BytesIO(content))
    word.add_table(1, 1).cell(0, 0).text = text
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@pytest.mark.parametrize("split", [False, True])
def test_the_letter_goes_where_the_template_wants_it(split: bool) -> None:
    content = made(
        "Dear Sirs, {{ recipient }}",
        "{{letter}}",
        "Yours, {{merchant}} {{ date}}",
        header="{{reference}}",
        split=split,
    )
    written = write_word(letter(), WRITTEN, template=read_template(content))
    word = docx.Document(io.BytesIO(written))
    texts = [paragraph.text for paragraph in word.paragraphs if paragraph.text]
    assert texts[0] == "Dear Sirs, Dispute department of the card issuer, through Adyen"
    assert texts[1] == "The transaction"
    assert texts[-1] == "Yours, Lumora Trading Co., Ltd. 25 November 2026"
    assert word.sections[0].header.paragraphs[0].text == "Case CB-998877"
    assert len(word.tables) == 5
    assert "{{" not in "".join(texts)


def test_exhibits_go_where_the_template_wants_them_apart_from_the_letter() -> None:
    content = made("Dear Sirs", "{{letter}}", "Yours, {{merchant}}", "ENCLOSURES", "{{ exhibits }}", "End")
    blocks = letter().blocks
    said = replace(letter(), blocks=(*blocks[:8], Paragraph((Run("Please ask."),)), *blocks[8:]))
    word = docx.Document(io.BytesIO(write_word(said, WRITTEN, template=read_template(content))))
    texts = [paragraph.text for paragraph in word.paragraphs if paragraph.text]
    before = ["Dear Sirs", "The transaction", "What the records show", "1.\tStatement 1 of fact. (Exhibit A)"]
    behind = ["Exhibits enclosed", "Exhibit A: Delivery A", "Exhibit C: Delivery C", "End"]
    order = [*before, "Please ask.", "Yours, Lumora Trading Co., Ltd.", "ENCLOSURES", *behind]
    assert [text for text in texts if text in order] == order
    assert [table.rows[0].cells[0].text for table in word.tables] == ["Order", "Exhibit", *["2026-08-10"] * 3]
    marks = word.element.xpath("//w:bookmarkStart/@w:id")
    assert len(marks) == len(set(marks)) == 3


@pytest.mark.parametrize("place", ["{{letter}}", "{{exhibits}}"])
def test_a_section_that_ends_where_something_goes_keeps_its_page(place: str) -> None:
    word = docx.Document(io.BytesIO(made("{{letter}}", "{{exhibits}}", "The end")))
    word.sections[0].page_width = docx.shared.Cm(14)
    word.add_section().page_width = docx.shared.Cm(30)
    (ended,) = word.element.xpath("//w:p[w:pPr/w:sectPr]")
    paragraph = next(one for one in word.paragraphs if one.text == place)
    paragraph._p.get_or_add_pPr().append(ended.pPr.xpath("./w:sectPr")[0])
    out = io.BytesIO()
    word.save(out)
    written = docx.Document(io.BytesIO(write_word(letter(), WRITTEN, template=read_template(out.getvalue()))))
    assert [round(one.page_width.cm) for one in written.sections] == [14, 30]
    assert "{{" not in "".join(one.text for one in written.paragraphs)
    assert sum(cell.width.cm for cell in written.tables[0].rows[0].cells) < 14


def test_a_name_that_looks_like_a_place_is_not_filled_again() -> None:
    content = made("{{letter}}", "{{merchant}} and {{date}}")
    written = write_word(letter(name="{{date}}"), WRITTEN, template=read_template(content))
    assert docx.Document(io.BytesIO(written)).paragraphs[-1].text == "{{date}} and 25 November 2026"


GOOD = made("{{letter}}")
BODY = b"<w:body>"
SIMPLE = b'<w:p><w:fldSimple w:instr="DDE cmd"/></w:p>'
SPLIT = (
    b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDE</w:instrText>'
    b'<w:instrText>PICTURE "http://x"</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
LINK = b'<Relationship Id="r9" Type="t" Target="http://evil.example/a.dotm" TargetMode="External"/>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "no Word document"),
        (b"PK\x03\x04 and nothing more", "no Word document"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "no Word document"),
        (b"x" * (MAX_BYTES + 1), "is the most"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (made("nothing"), r"no paragraph holds \{\{letter\}\}"),
        (made("see {{letter}} here"), "must stand alone"),
        (made("{{letter}}", "{{letter}}"), "stands 2 times"),
        (made("{{letter}}", "{{ arn }} {{}}"), r"\{\{arn\}\} is no place; there are merchant, date"),
        (made("{{letter}}", header="{{letter}}"), "stands in a header"),
        (made("{{letter}}", "{{exhibits}}", "{{exhibits}}"), r"\{\{exhibits\}\} stands 2 times"),
        (made("{{letter}}", "see {{exhibits}}"), r"\{\{exhibits\}\} must stand alone .* 'see"),
        (made("{{letter}} {{exhibits}}"), "must stand alone"),
        (made("{{exhibits}}", "{{letter}}"), r"\{\{exhibits\}\} stands before \{\{letter\}\}"),
        (made("{{exhibits}}"), r"no paragraph holds \{\{letter\}\}"),
        (made("{{letter}}", header="{{exhibits}}"), r"\{\{exhibits\}\} stands in a header"),
        (in_table(made("{{letter}}"), "{{exhibits}}"), r"\{\{exhibits\}\} stands in a table"),
        (with_part(GOOD, "word/vbaProject.bin", b"x"), "a macro"),
        (with_part(GOOD, "word/embeddings/oleObject1.bin", b"x"), "an embedded object"),
        (changed(GOOD, "word/document.xml", b"<w:body>", b"<w:body><!-- --></x>"), "not well-formed"),
        (changed(GOOD, "word/document.xml", BODY, BODY + SIMPLE), "field 'DDE'"),
        (changed(GOOD, "word/document.xml", BODY, BODY + SPLIT), "field 'INCLUDEPICTURE'"),
        (
            changed(GOOD, "word/_rels/document.xml.rels", b"</Relationships>", LINK + b"</Relationships>"),
            "points outside the file",
        ),
        (changed(GOOD, "word/document.xml", b"<w:document", b"<!DOCTYPE x []><w:document"), "DOCTYPE"),
        (with_part(GOOD, "word/zeros.xml", b"0" * (50 * 1024 * 1024)), "unpacked"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_used_says_what_is_wrong(content: bytes, fault: str) -> None:
    with pytest.raises(UnusableTemplate, match=fault):
        read_template(content)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(UnusableTemplate) as caught:
        read_template(made("{{who}}", "{{what}}"))
    assert len(caught.value.faults) == 3


def test_tables_and_pictures_keep_to_the_margins_of_a_template() -> None:
    word = docx.Document()
    word.sections[0].left_margin = word.sections[0].right_margin = docx.shared.Cm(5)
    word.add_paragraph("{{letter}}")
    out = io.BytesIO()
    word.save(out)
    written = docx.Document(io.BytesIO(write_word(letter(), WRITTEN, template=read_template(out.getvalue()))))
    section = written.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    assert written.tables
    for table in written.tables:
        assert sum(column.width for column in table.columns) <= width
