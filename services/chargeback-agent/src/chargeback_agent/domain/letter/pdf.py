"""A letter as a PDF, made in one pass and without an office program; type is 12 pt and more."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, WrapMode, XPos, YPos

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
from chargeback_agent.domain.letter.faces import Chosen, Faces, choose_faces

_SIZE: Final = 12.0  # pt; processors refuse smaller type
_MARGIN: Final = 22.0  # mm
_LEADING: Final = 1.32
_INK: Final = (31, 42, 55)
_SOFT: Final = (91, 103, 117)
_RULE: Final = (201, 209, 218)
_PT: Final = 25.4 / 72  # mm
_CORE: Final = "Helvetica"
"""Every reader has it; embedding nothing makes a letter in western European words small and quick."""
_TALLEST: Final = 150.0  # mm, of a picture
_PADDING: Final = 1.2  # mm, above and below the text of a row
_KEPT_WHOLE: Final = 190.0  # mm: a table that does not break over pages
_WRAPS_ANYWHERE: Final = frozenset({"zh", "ja", "th"})


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file's bytes, its pages, on which page each anchor stands, letters for which no face was there."""

    content: bytes
    pages: int
    anchors: Mapping[str, int]
    lacking: str = ""


def write_pdf(letter: Document, written: datetime, faces: Faces) -> Pdf:
    """The letter as PDF.

    Args:
        letter: what it says.
        written: the file's date; the same letter and date give the same bytes.
        faces: used where the letter's characters are not all in Windows-1252; of them only what is needed.

    Raises:
        MissingFaces: the letter needs a face and none is given.
    """
    chosen = choose_faces(letter, faces)
    page = _Page(chosen, written)
    page.add_page()
    page.opening()
    blocks = chosen.letter.blocks
    for number, block in enumerate(blocks):
        page.block(block, _under(blocks[number + 1 : number + 4]))
    page.list_pages()
    out = io.BytesIO()
    page.output(out)
    return Pdf(out.getvalue(), page.pages_count, dict(page.anchors), chosen.lacking)


@dataclass(slots=True)
class _Listed:
    """A line of the contents whose page is filled in at the end."""

    anchor: str
    page: int
    y: float


@dataclass(slots=True)
class _State:
    anchors: dict[str, int] = field(default_factory=dict)
    listed: list[_Listed] = field(default_factory=list)
    numbered: int = 0


class _Page(FPDF):
    """fpdf2 with this letter's header, footer and blocks."""

    def __init__(self, chosen: Chosen, written: datetime) -> None:
        super().__init__("P", "mm", "A4")
        self.core_fonts_encoding = "cp1252"
        self._letter = letter = chosen.letter
        self._state = _State()
        self._family = self._add_faces(chosen)
        anywhere = letter.language.split("-")[0] in _WRAPS_ANYWHERE
        self._wrap = WrapMode.CHAR if anywhere else WrapMode.WORD
        self.set_margins(_MARGIN, 24, _MARGIN)
        self.set_auto_page_break(auto=True, margin=22)
        self.set_title(letter.title)
        self.set_author(letter.sender.name)
        self.set_lang(letter.language)
        self.set_creation_date(written)
        self.set_text_color(*_INK)
        self.set_draw_color(*_RULE)
        self.alias_nb_pages("\u00a6n\u00a6")

    @property
    def anchors(self) -> Mapping[str, int]:
        return self._state.anchors

    def _add_faces(self, chosen: Chosen) -> str:
        if chosen.family is None:
            return _CORE
        regular, bold = chosen.family
        self.add_font("letter", "", regular)
        self.add_font("letter", "B", bold)
        names = [f"fallback{number}" for number in range(len(chosen.fallbacks))]
        for name, path in zip(names, chosen.fallbacks, strict=True):
            self.add_font(name, "", path)
        if names:
            self.set_fallback_fonts(names, exact_match=False)
        if chosen.shaped:
            self.set_text_shaping(use_shaping_engine=True)
        return "letter"

    def header(self) -> None:
        """The sender at the left, the case at the right."""
        self._type(_SIZE, soft=True)
        self.set_y(11)
        half = self.epw / 2
        self.cell(half, 6, self._fitting(self._letter.sender.name, half), new_x=XPos.RIGHT, new_y=YPos.TOP)
        self.cell(half, 6, self._fitting(self._letter.reference, half), align="R")
        self.set_y(24)

    def footer(self) -> None:
        """The page's number."""
        self.set_y(-15)
        self._type(_SIZE, soft=True)
        said = self._letter.page_of.replace("{pages}", self.str_alias_nb_pages or "")
        self.cell(0, 6, said.replace("{page}", str(self.page_no())), align="C")

    def opening(self) -> None:
        """Who writes to whom, when, about what."""
        self._type(_SIZE, bold=True)
        self._lines(self._letter.sender.name)
        self._type(_SIZE)
        for line in self._letter.sender.lines:
            self._lines(line)
        self.ln(5)
        for line in self._letter.recipient:
            self._lines(line)
        self.ln(3)
        self._lines(self._letter.date)
        self.ln(6)
        self._type(20, bold=True)
        self._lines(self._letter.title, 20)
        self.ln(2)

    def block(self, block: Block, following: tuple[Block, ...] = ()) -> None:
        """One block below the last; a heading is not parted from the short table that it stands over."""
        match block:
            case Heading():
                self._heading(block, following)
            case Paragraph():
                self._paragraph(block)
            case Table():
                self._table(block)
            case Contents():
                self._contents(block)
            case Quote():
                self._quote(block)
            case Picture():
                self._picture(block)

    def list_pages(self) -> None:
        """Write the exhibits' pages into the contents, once they are known."""
        last = self.page
        for line in self._state.listed:
            self.page = line.page
            self.set_y(line.y)
            self.set_x(self.w - _MARGIN - 20)
            self._type(_SIZE)
            self.cell(20, _line(_SIZE), str(self.anchors[line.anchor]), align="R")
        self.page = last

    def _heading(self, block: Heading, following: tuple[Block, ...]) -> None:
        size = 15 if block.level == 1 else 13
        if self.will_page_break(2.5 * _line(size) + sum(self._held(one) for one in following)):
            self.add_page()
        self.ln(4 if block.level == 1 else 6)
        self._type(size, bold=True)
        if block.anchor:
            self._state.anchors[block.anchor] = self.page_no()
        self._lines(block.text, size)
        self.ln(1.5)

    def _held(self, block: Block) -> float:
        """Height, mm, of what must stand on the page of the heading above it."""
        match block:
            case Table():
                widths = tuple(self.epw * share for share in block.widths)
                self._type(_SIZE)
                height = sum(self._row_height(row, widths) for row in block.rows)
                return height if height <= _KEPT_WHOLE else 4 * _line(_SIZE)
            case Contents():
                # With the two lines that end the letter.
                return (len(block.entries) + 1) * (_line(_SIZE) + 2 * _PADDING) + 2 * _line(_SIZE) + 3
            case Paragraph():
                return (2 if block.kept else 1) * _line(_SIZE) + 2
            case Quote():
                return 2 * _line(_SIZE)
            case Picture():
                return self._size_of(block)[1] + 2 * _line(_SIZE)
        return _line(_SIZE)

    def _paragraph(self, block: Paragraph) -> None:
        indent = 9.0 if block.numbered else 0.0
        if block.numbered:
            self._state.numbered += 1
            self._type(_SIZE)
            if self.will_page_break(2 * _line(_SIZE)):
                self.add_page()
            self.cell(indent, _line(_SIZE), f"{self._state.numbered}.", new_x=XPos.LMARGIN, new_y=YPos.TOP)
        left = self.l_margin
        self.set_left_margin(left + indent)
        self.set_x(left + indent)
        for run in block.runs:
            self._type(_SIZE, bold=run.bold)
            wide = self.get_string_width(run.text)
            if wide > self.w - self.r_margin - self.get_x() - 2 * self.c_margin and wide < self.epw / 3:
                self.ln(_line(_SIZE))  # a short run, as "(Exhibit A)", is not cut
            self.write(_line(_SIZE), run.text, wrapmode=self._wrap)
        self.set_left_margin(left)
        self.ln(_line(_SIZE) + 2)

    def _table(self, block: Table) -> None:
        """Rows between rules. Ours, since fpdf2's tables measure every cell several times."""
        widths = tuple(self.epw * share for share in block.widths)
        for number, row in enumerate(block.rows):
            height = self._row_height(row, widths)
            if self.will_page_break(height):
                self.add_page()
            elif number:
                self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())
            bold = block.head and number == 0
            self._cells(row, widths, "L" * len(row), bold=bold, soft_first=not block.head)
            self.set_xy(self.l_margin, self.get_y() + height)
        self.ln(3)

    def _cells(
        self, texts: tuple[str, ...], widths: tuple[float, ...], aligns: str, *, bold: bool, soft_first: bool
    ) -> None:
        """One row's texts, side by side; the pen comes back to the row's upper left."""
        x, y = self.l_margin, self.get_y()
        for number, (text, width, align) in enumerate(zip(texts, widths, aligns, strict=True)):
            self._type(_SIZE, bold=bold, soft=soft_first and number == 0)
            self.set_xy(x, y + _PADDING)
            if self._one_line(text, width):
                self.cell(width, _line(_SIZE), text, align=align)
            else:
                self.multi_cell(width, _line(_SIZE), text, align=align, wrapmode=self._wrap)
            x += width
        self.set_xy(self.l_margin, y)

    def _row_height(self, texts: tuple[str, ...], widths: tuple[float, ...]) -> float:
        return max(self._tall(text, width) for text, width in zip(texts, widths, strict=True)) + 2 * _PADDING

    def _one_line(self, text: str, width: float) -> bool:
        return "\n" not in text and self.get_string_width(text) <= width - 2 * self.c_margin

    def _contents(self, block: Contents) -> None:
        widths = (24.0, self.epw - 44.0, 20.0)
        self._row(block.heads, widths, bold=True)
        for label, title, anchor in block.entries:
            height = self._row((label, title, ""), widths, bold=False)
            self._state.listed.append(_Listed(anchor, self.page, self.get_y() - height + _PADDING))
        self.ln(3)

    def _row(self, texts: tuple[str, str, str], widths: tuple[float, float, float], *, bold: bool) -> float:
        """One line of the contents between rules; its height."""
        height = self._row_height(texts, widths)
        if self.will_page_break(height):
            self.add_page()
        y = self.get_y()
        self.line(self.l_margin, y, self.l_margin + self.epw, y)
        self._cells(texts, widths, "LLR", bold=bold, soft_first=False)
        self.line(self.l_margin, y + height, self.l_margin + self.epw, y + height)
        self.set_xy(self.l_margin, y + height)
        return height

    def _tall(self, text: str, width: float) -> float:
        """Height of a text broken to a width, mm."""
        if self._one_line(text, width):
            return _line(_SIZE)
        how = MethodReturnValue.HEIGHT
        tall = self.multi_cell(width, _line(_SIZE), text, wrapmode=self._wrap, dry_run=True, output=how)
        assert isinstance(tall, float)  # noqa: S101 — fpdf2 types every output as any of them
        return tall

    def _quote(self, block: Quote) -> None:
        self._type(_SIZE, soft=True)
        if self.will_page_break(3 * _line(_SIZE)):
            self.add_page()
        self._lines(block.source)
        self._type(_SIZE)
        left = self.l_margin
        self.set_left_margin(left + 8)
        self._lines(block.text)
        self.set_left_margin(left)
        self.ln(2)

    def _picture(self, block: Picture) -> None:
        width, height = self._size_of(block)
        if self.will_page_break(height + 2 * _line(_SIZE)):
            self.add_page()
        self.image(io.BytesIO(block.content), w=width, h=height, alt_text=block.caption)
        self._type(_SIZE, soft=True)
        self._lines(block.caption)
        self.ln(2)

    def _size_of(self, block: Picture) -> tuple[float, float]:
        """Width and height on the page, mm."""
        scale = min(self.epw / block.width, _TALLEST / block.height, 25.4 / 96)
        return block.width * scale, block.height * scale

    def _type(self, size: float, *, bold: bool = False, soft: bool = False) -> None:
        self.set_font(self._family, "B" if bold else "", size)
        self.set_text_color(*(_SOFT if soft else _INK))

    def _lines(self, text: str, size: float = _SIZE) -> None:
        self.set_x(self.l_margin)
        place = (XPos.LMARGIN, YPos.NEXT)
        self.multi_cell(0, _line(size), text, align="L", wrapmode=self._wrap, new_x=place[0], new_y=place[1])

    def _fitting(self, text: str, width: float) -> str:
        while text and self.get_string_width(text) > width - 2:
            text = text[:-2].rstrip() + "…"
        return text


def _under(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Of the blocks after a heading those kept under it: an exhibit whole, of the argument its beginning."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) or (found and not isinstance(block, Table | Picture)):
            break
        found.append(block)
    return tuple(found)


def _line(size: float) -> float:
    return size * _LEADING * _PT
