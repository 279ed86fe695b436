"""A letter as a Word file: real styles, header, page numbers, exhibits listed with their pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Cm
from docx.text.paragraph import Paragraph as WordParagraph

from chargeback_agent.domain.letter.direction import bare, right_to_left, stretches
from chargeback_agent.domain.letter.document import (
    Block,
    Contents,
    Document,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
)
from chargeback_agent.domain.letter.ooxml import contents, paragraph, parsed, runs_of_field, table
from chargeback_agent.domain.letter.ooxml_turned import turn, turn_page
from chargeback_agent.domain.letter.package import saved
from chargeback_agent.domain.letter.templates import EXHIBITS, LETTER, Template, fill
from chargeback_agent.domain.letter.word_styles import SOFT, set_styles, speak

_MARGIN: Final = Cm(2.2)
_PAGE: Final = (Cm(21.0), Cm(29.7))
_TEXT_WIDTH: Final = _PAGE[0] - 2 * _MARGIN
_TALLEST: Final = Cm(15.0)
_HANG: Final = 510  # twentieths of a point, 0.9 cm
_SET_IN: Final = ("Title", "Heading 1", "Heading 2", "Quote", "Caption")
_OURS: Final = frozenset(
    {"Normal", "header", "footer", "caption", *_SET_IN, *(name.lower() for name in _SET_IN)}
)
_GAP: Final = '<w:spacing w:after="40"/>'


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
    turned = right_to_left(letter.language)
    word = docx.Document(io.BytesIO(template.content if template else _base(turned=turned)))
    anchors: Mapping[str, WordParagraph] = {}
    if template:
        anchors = fill(word, _places(letter))
        _missing_styles(word)
    else:
        _head_and_foot(word, letter)
        speak(word, letter.language)
    properties = word.core_properties
    properties.title, properties.author = letter.title, bare(letter.sender.name)
    properties.language = letter.language
    properties.created = properties.modified = written.replace(tzinfo=None)
    properties.comments = ""
    names = _style_ids(word)
    if not template:
        _append(word, list(_opening(letter, names)))
        if turned:
            turn(list(word.element.body)[:-1])
    said, enclosed = letter.parted if EXHIBITS in anchors else (letter.blocks, ())
    for name, blocks, first in ((LETTER, said, 0), (EXHIBITS, enclosed, len(said))):
        begun, anchor = len(word.element.body), anchors.get(name)
        _write(word, blocks, _Sheet(names, _text_width(word, anchor), pages or {}), first)
        if turned:
            turn(list(word.element.body)[begun - 1 : -1], names["Quote"])
        if anchor is not None:
            _moved(word, begun, anchor)
    return saved(word, written)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What blocks are set on: ids of styles by name, the width of the text (EMU), pages of anchors."""

    names: Mapping[str, str]
    width: int
    pages: Mapping[str, int]


def _write(word: WordDocument, blocks: Sequence[Block], sheet: _Sheet, first: int) -> None:
    """Blocks at the end of a body; ``first`` is the number of the first one's bookmark."""
    made: list[str] = []
    numbered = 0
    for count, block in enumerate(blocks):
        numbered += isinstance(block, Paragraph) and block.numbered
        pictured = isinstance(blocks[min(count + 1, len(blocks) - 1)], Picture)
        made += _written(block, numbered, first + count, sheet, pictured=pictured)
        if isinstance(block, Picture):
            _append(word, made)
            made = []
            _picture(word, block, sheet.width)
    _append(word, made)


def _text_width(word: WordDocument, anchor: WordParagraph | None) -> int:
    """Between the margins of the page on which something will stand, EMU."""
    ended = anchor._p.xpath("preceding-sibling::w:p[w:pPr/w:sectPr]") if anchor is not None else ()  # noqa: SLF001
    section = word.sections[len(ended)]
    return (section.page_width or _PAGE[0]) - (section.left_margin or 0) - (section.right_margin or 0)


@cache
def _base(*, turned: bool) -> bytes:
    """An empty letter of ours: page and styles, without the many styles that Word's own template brings."""
    word = docx.Document()
    set_styles(word)
    section = word.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    for style in list(word.styles.element.style_lst):
        if style.name_val not in _OURS and not style.default:
            style.getparent().remove(style)
    for name in _links_to_styles(word):
        name.getparent().remove(name)
    for number, part in list(word.part.rels.items()):
        if part.reltype.endswith("/stylesWithEffects"):
            del word.part.rels[number]
    if turned:
        turn_page(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _links_to_styles(word: WordDocument) -> list[Any]:
    """What names styles that are gone: the headings' twins for characters, levels of unused lists."""
    lists = word.part.numbering_part.element.xpath(".//w:pStyle")
    return [*word.styles.element.xpath("./w:style/w:link"), *lists]


def _style_ids(word: WordDocument) -> dict[str, str]:
    """Once a letter: python-docx looks through all styles for each name that it is given."""
    ids = {style.name_val: style.styleId for style in word.styles.element.style_lst}
    # Word writes the names of its own headings in small letters, python-docx in capitals.
    return {name: ids.get(name) or ids.get(name.lower()) or "" for name in _SET_IN}


def _append(word: WordDocument, made: list[str]) -> None:
    """Blocks as XML, before the section that ends a body."""
    if made:
        body = word.element.body
        for element in parsed(made):
            body.insert(len(body) - 1, element)


def _places(letter: Document) -> dict[str, str]:
    places = {
        "merchant": letter.sender.name,
        "date": letter.date,
        "recipient": ", ".join(letter.recipient),
        "title": letter.title,
        "reference": letter.reference,
    }
    if not right_to_left(letter.language):
        return places
    return {name: "".join(text for text, _ in stretches(said, "rtl")) for name, said in places.items()}


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
    if anchor._p.xpath("./w:pPr/w:sectPr"):  # noqa: SLF001
        anchor.text = ""  # a section ends with this paragraph, and its page would go with it
    else:
        anchor._p.getparent().remove(anchor._p)  # noqa: SLF001


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
            for run in runs_of_field(code, "1"):
                foot._p.append(run)  # noqa: SLF001 — python-docx has no call for fields
    for run in (*head.runs, *foot.runs):
        run.font.color.rgb = SOFT
    if right_to_left(letter.language):
        turn((head._p, foot._p))  # noqa: SLF001 — python-docx has no call for directions


def _two_ended(paragraph: WordParagraph, left: str, right: str) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{left}\t{right}")


def _opening(letter: Document, names: Mapping[str, str]) -> Iterator[str]:
    sender = (Run(letter.sender.name, bold=True), *(Run(f"\n{line}") for line in letter.sender.lines))
    yield paragraph(sender)
    yield paragraph((Run("\n".join(letter.recipient)),))
    yield paragraph((Run(letter.date),))
    yield paragraph((Run(letter.title),), style=names["Title"])


def _written(block: Block, numbered: int, count: int, page: _Sheet, *, pictured: bool) -> Iterator[str]:
    names = page.names
    match block:
        case Heading():
            style = names[f"Heading {block.level}"]
            yield paragraph((Run(block.text),), style=style, bookmark=(block.anchor, count))
        case Paragraph() if block.numbered:
            hanging = f'<w:tabs><w:tab w:val="left" w:pos="{_HANG}"/></w:tabs>'
            indent = f'<w:ind w:left="{_HANG}" w:hanging="{_HANG}"/>'
            yield paragraph((Run(f"{numbered}.\t"), *block.runs), layout=hanging + indent)
        case Paragraph():
            yield paragraph(block.runs, kept=block.kept)
        case Table():
            yield table(block, page.width, held=pictured)
            yield paragraph((), kept=pictured, layout=_GAP)
        case Contents():
            yield contents(block, page.width, page.pages)
            yield paragraph((), layout=_GAP)
        case Quote():
            yield paragraph((Run(block.source),), style=names["Caption"], kept=True)
            yield paragraph((Run(block.text),), style=names["Quote"])
        case Picture():
            pass


def _picture(word: WordDocument, block: Picture, width: int) -> None:
    scale = min(width / block.width, _TALLEST / block.height)
    holder = word.add_paragraph()
    holder.paragraph_format.keep_with_next = True
    shape = holder.add_run().add_picture(io.BytesIO(block.content), width=int(block.width * scale))
    shape._inline.docPr.set("descr", bare(block.caption))  # noqa: SLF001 — python-docx has no call for the alternative text
    word.add_paragraph(block.caption, style="Caption")
