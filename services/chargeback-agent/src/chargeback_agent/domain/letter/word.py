"""A letter as a Word file: real styles, header, page numbers, exhibits listed with their pages."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from chargeback_agent.domain.letter.document import (
    Block,
    Contents,
    Document,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Table,
)
from chargeback_agent.domain.letter.templates import Template, fill

_INK: Final = RGBColor(0x1F, 0x2A, 0x37)
_SOFT: Final = RGBColor(0x5B, 0x67, 0x75)
_LINE: Final = "C9D1DA"
_MARGIN: Final = Cm(2.2)
_PAGE: Final = (Cm(21.0), Cm(29.7))
_TEXT_WIDTH: Final = _PAGE[0] - 2 * _MARGIN
_TALLEST: Final = Cm(15.0)
_KEPT_WHOLE: Final = 18
"""Rows of a table that does not break over pages."""
_LATIN: Final = "Liberation Sans"
_EAST_ASIAN: Final = "Noto Sans CJK SC"


def write_word(
    letter: Document,
    written: datetime,
    pages: Mapping[str, int] | None = None,
    template: Template | None = None,
) -> bytes:
    """The file's bytes.

    Args:
        letter: what it says.
        written: kept in the file's properties; aware UTC.
        pages: page of each anchor, shown until Word counts them anew.
        template: the merchant's own, in place of our page, header and footer.
    """
    word = docx.Document(io.BytesIO(template.content)) if template else docx.Document()
    anchor = None
    if template:
        anchor = fill(word, _places(letter))
        _missing_styles(word)
    else:
        _page(word, letter)
    properties = word.core_properties
    properties.title, properties.author = letter.title, letter.sender.name
    properties.language = letter.language
    properties.created = properties.modified = written.replace(tzinfo=None)
    properties.comments = ""
    begun = len(word.element.body)
    if not template:
        _opening(word, letter)
    numbered = 0
    for count, block in enumerate(letter.blocks):
        numbered += isinstance(block, Paragraph) and block.numbered
        _block(word, block, numbered, count, pages or {})
    if anchor is not None:
        _moved(word, begun, anchor)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: WordDocument, letter: Document) -> None:
    _styles(word)
    section = word.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    _head_and_foot(word, letter)


def _places(letter: Document) -> dict[str, str]:
    return {
        "merchant": letter.sender.name,
        "date": letter.date,
        "recipient": ", ".join(letter.recipient),
        "title": letter.title,
        "reference": letter.reference,
    }


def _missing_styles(word: WordDocument) -> None:
    """A template may lack styles that the letter is set in."""
    for name in ("Heading 1", "Heading 2", "Quote", "Caption"):
        if name not in word.styles:
            word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]


def _moved(word: WordDocument, begun: int, anchor: WordParagraph) -> None:
    """What was written at the end goes where the template wants it."""
    # The last child of a body is its section, which new blocks are put before.
    for element in list(word.element.body)[begun - 1 : -1]:
        anchor._p.addprevious(element)  # noqa: SLF001 — python-docx has no call to move blocks
    anchor._p.getparent().remove(anchor._p)  # noqa: SLF001


def _styles(word: WordDocument) -> None:
    normal = word.styles["Normal"]
    _font(normal, 12, _INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.12
    for name, size, before in (("Title", 20, 0), ("Heading 1", 15, 16), ("Heading 2", 13, 18)):
        style = word.styles[name]
        _font(style, size, _INK, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(5)
        style.paragraph_format.keep_with_next = True
    quote = word.styles["Quote"]
    _font(quote, 12, _INK)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.8)
    caption = word.styles["Caption"]
    _font(caption, 12, _SOFT)


def _font(style: Any, size: int, color: RGBColor, *, bold: bool = False) -> None:  # noqa: ANN401 — docx is untyped
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), bold
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _EAST_ASIAN)
    fonts.set(qn("w:cs"), _LATIN)
    for border in style.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)


def _head_and_foot(word: WordDocument, letter: Document) -> None:
    section = word.sections[0]
    head = section.header.paragraphs[0]
    head.style = foot_style = word.styles["Normal"]
    _two_ended(head, letter.sender.name, letter.reference)
    foot = section.footer.paragraphs[0]
    foot.style = foot_style
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = letter.page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(text)
        if code:
            _field(foot, code, "1")
    for run in (*head.runs, *foot.runs):
        run.font.color.rgb = _SOFT


def _two_ended(paragraph: WordParagraph, left: str, right: str) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{left}\t{right}")


def _opening(word: WordDocument, letter: Document) -> None:
    sender = word.add_paragraph()
    sender.add_run(letter.sender.name).bold = True
    for line in letter.sender.lines:
        sender.add_run().add_break()
        sender.add_run(line)
    word.add_paragraph("\n".join(letter.recipient))
    word.add_paragraph(letter.date)
    word.add_paragraph(letter.title, style="Title")


def _block(word: WordDocument, block: Block, numbered: int, count: int, pages: Mapping[str, int]) -> None:
    match block:
        case Heading():
            heading = word.add_heading(block.text, level=block.level)
            if block.anchor:
                _bookmark(heading, block.anchor, count)
        case Paragraph():
            paragraph = word.add_paragraph()
            if block.numbered:
                paragraph.paragraph_format.left_indent = Cm(0.9)
                paragraph.paragraph_format.first_line_indent = Cm(-0.9)
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
                paragraph.add_run(f"{numbered}.\t")
            for run in block.runs:
                paragraph.add_run(run.text).bold = run.bold
        case Table():
            _table(word, block)
        case Contents():
            _contents(word, block, pages)
        case Quote():
            word.add_paragraph(block.source, style="Caption").paragraph_format.keep_with_next = True
            word.add_paragraph(block.text, style="Quote")
        case Picture():
            _picture(word, block)


def _table(word: WordDocument, block: Table) -> None:
    table = _empty_table(word, block.widths)
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
            # Exhibits are read whole: a short table does not leave its last rows on the next page.
            paragraph.paragraph_format.keep_with_next = number + 1 < len(block.rows) <= _KEPT_WHOLE
            run = paragraph.add_run(text)
            run.bold = block.head and number == 0
            if column == 0 and not block.head:
                run.font.color.rgb = _SOFT
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _contents(word: WordDocument, block: Contents, pages: Mapping[str, int]) -> None:
    table = _empty_table(word, (0.14, 0.74, 0.12))
    table.add_row()
    for column, text in enumerate(block.heads):
        table.rows[0].cells[column].paragraphs[0].add_run(text).bold = True
    for label, title, anchor in block.entries:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label)
        cells[1].paragraphs[0].add_run(title)
        _field(cells[2].paragraphs[0], f"PAGEREF {anchor}", str(pages.get(anchor, "")))
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _picture(word: WordDocument, block: Picture) -> None:
    scale = min(_TEXT_WIDTH / block.width, _TALLEST / block.height)
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(block.content), width=int(block.width * scale))
    shape._inline.docPr.set("descr", block.caption)  # noqa: SLF001 — python-docx has no call for the alternative text
    word.add_paragraph(block.caption, style="Caption")


def _empty_table(word: WordDocument, widths: tuple[float, ...]) -> Any:  # noqa: ANN401 — docx is untyped
    table = word.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = int(_TEXT_WIDTH * share)
    _borders(table)
    return table


def _borders(table: Any) -> None:  # noqa: ANN401 — docx is untyped
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 — python-docx has no call for borders


def _field(paragraph: WordParagraph, code: str, shown: str) -> None:
    """A field of ours: only names made here become one, never a word from outside."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 — python-docx has no call for fields
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)  # noqa: SLF001


def _bookmark(paragraph: WordParagraph, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1, start)  # noqa: SLF001 — python-docx has no call for bookmarks
    paragraph._p.append(end)  # noqa: SLF001
