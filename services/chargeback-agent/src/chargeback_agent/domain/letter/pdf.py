"""A letter as a PDF, block below block, made in one pass and without an office program; 12 pt and more."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from fpdf.enums import XPos, YPos

from chargeback_agent.domain.letter.direction import right_to_left
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
from chargeback_agent.domain.letter.pdf_page import INDENT, NUMBER, PADDING, SIZE, Page, line_height
from chargeback_agent.domain.letter.pdf_turned import TurnedPage

_TALLEST: Final = 150.0  # mm, of a picture
_KEPT_WHOLE: Final = 190.0  # mm: a table that does not break over pages


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
    page = (_TurnedPages if right_to_left(letter.language) else _Pages)(chosen, written)
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


class _Pages(Page):
    """The letter's blocks, one below the other."""

    def __init__(self, chosen: Chosen, written: datetime) -> None:
        super().__init__(chosen, written)
        self._state = _State()

    @property
    def anchors(self) -> Mapping[str, int]:
        return self._state.anchors

    def opening(self) -> None:
        """Who writes to whom, when, about what."""
        self.set_type(SIZE, bold=True)
        self.lines(self._letter.sender.name)
        self.set_type(SIZE)
        for line in self._letter.sender.lines:
            self.lines(line)
        self.ln(5)
        for line in self._letter.recipient:
            self.lines(line)
        self.ln(3)
        self.lines(self._letter.date)
        self.ln(6)
        self.set_type(20, bold=True)
        self.lines(self._letter.title, 20)
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
            self._listed(str(self.anchors[line.anchor]))
        self.page = last

    def _listed(self, page: str) -> None:
        self.set_x(self.w - self.r_margin - 20)
        self.set_type(SIZE)
        self.cell(20, line_height(), page, align="R")

    def _heading(self, block: Heading, following: tuple[Block, ...]) -> None:
        size = 15 if block.level == 1 else 13
        if self.will_page_break(2.5 * line_height(size) + sum(self._held(one) for one in following)):
            self.add_page()
        self.ln(4 if block.level == 1 else 6)
        self.set_type(size, bold=True)
        if block.anchor:
            self._state.anchors[block.anchor] = self.page_no()
        self.lines(block.text, size)
        self.ln(1.5)

    def _held(self, block: Block) -> float:
        """Height, mm, of what must stand on the page of the heading above it."""
        match block:
            case Table():
                widths = tuple(self.epw * share for share in block.widths)
                self.set_type(SIZE)
                height = sum(self.row_height(row, widths) for row in block.rows)
                return height if height <= _KEPT_WHOLE else 4 * line_height()
            case Contents():
                # With the two lines that end the letter.
                return (len(block.entries) + 1) * (line_height() + 2 * PADDING) + 2 * line_height() + 3
            case Paragraph():
                return (2 if block.kept else 1) * line_height() + 2
            case Quote():
                return 2 * line_height()
            case Picture():
                return self._size_of(block)[1] + 2 * line_height()
        return line_height()

    def _paragraph(self, block: Paragraph) -> None:
        if block.numbered:
            self._state.numbered += 1
            self.set_type(SIZE)
            if self.will_page_break(2 * line_height()):
                self.add_page()
        self._runs(block)

    def _runs(self, block: Paragraph) -> None:
        indent = NUMBER if block.numbered else 0.0
        if block.numbered:
            self.cell(indent, line_height(), f"{self._state.numbered}.", new_x=XPos.LMARGIN, new_y=YPos.TOP)
        left = self.l_margin
        self.set_left_margin(left + indent)
        self.set_x(left + indent)
        for run in block.runs:
            self.set_type(SIZE, bold=run.bold)
            wide = self.get_string_width(run.text)
            if wide > self.w - self.r_margin - self.get_x() - 2 * self.c_margin and wide < self.epw / 3:
                self.ln(line_height())  # a short run, as "(Exhibit A)", is not cut
            full, first = self.w - self.l_margin - self.r_margin, self.w - self.r_margin - self.get_x()
            self.write(line_height(), self.broken(run.text, full, first))
        self.set_left_margin(left)
        self.ln(line_height() + 2)

    def _table(self, block: Table) -> None:
        """Rows between rules. Ours, since fpdf2's tables measure every cell several times."""
        widths = tuple(self.epw * share for share in block.widths)
        for number, row in enumerate(block.rows):
            bold = block.head and number == 0
            self.set_type(SIZE, bold=bold)
            height = self.row_height(row, widths)
            if self.will_page_break(height):
                self.add_page()
            elif number:
                self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())
            self.cells(row, widths, "L" * len(row), bold=bold, soft_first=not block.head)
            self.set_xy(self.l_margin, self.get_y() + height)
        self.ln(3)

    def _contents(self, block: Contents) -> None:
        self.set_type(SIZE, bold=True)
        wide = [self.get_string_width(head) + 2 * self.c_margin + 1 for head in block.heads]
        first, last = max(24.0, wide[0]), max(20.0, wide[2])
        widths = (first, self.epw - first - last, last)
        self._row(block.heads, widths, bold=True)
        for label, title, anchor in block.entries:
            height = self._row((label, title, ""), widths, bold=False)
            self._state.listed.append(_Listed(anchor, self.page, self.get_y() - height + PADDING))
        self.ln(3)

    def _row(self, texts: tuple[str, str, str], widths: tuple[float, float, float], *, bold: bool) -> float:
        """One line of the contents between rules; its height."""
        self.set_type(SIZE, bold=bold)
        height = self.row_height(texts, widths)
        if self.will_page_break(height):
            self.add_page()
        y = self.get_y()
        self.line(self.l_margin, y, self.l_margin + self.epw, y)
        self.cells(texts, widths, "LLR", bold=bold, soft_first=False)
        self.line(self.l_margin, y + height, self.l_margin + self.epw, y + height)
        self.set_xy(self.l_margin, y + height)
        return height

    def _quote(self, block: Quote) -> None:
        self.set_type(SIZE, soft=True)
        if self.will_page_break(3 * line_height()):
            self.add_page()
        self.lines(block.source)
        self.set_type(SIZE)
        self._quoted(block.text)
        self.ln(2)

    def _quoted(self, text: str) -> None:
        left = self.l_margin
        self.set_left_margin(left + INDENT)
        self.lines(text)
        self.set_left_margin(left)

    def _picture(self, block: Picture) -> None:
        width, height = self._size_of(block)
        if self.will_page_break(height + 2 * line_height()):
            self.add_page()
        x = self._beginning(width)
        self.image(io.BytesIO(block.content), x=x, w=width, h=height, alt_text=block.caption)
        self.set_type(SIZE, soft=True)
        self.lines(block.caption)
        self.ln(2)

    def _beginning(self, width: float) -> float:  # noqa: ARG002 — of use to pages that begin at the right
        return self.l_margin

    def _size_of(self, block: Picture) -> tuple[float, float]:
        """Width and height on the page, mm."""
        scale = min(self.epw / block.width, _TALLEST / block.height, 25.4 / 96)
        return block.width * scale, block.height * scale


class _TurnedPages(TurnedPage, _Pages):
    """The same blocks from right to left."""

    def list_pages(self) -> None:
        """Write the exhibits' pages into the contents and their numbers on all pages."""
        super().list_pages()
        self.number_pages()

    def _runs(self, block: Paragraph) -> None:
        self.paragraph(block.runs, self._state.numbered if block.numbered else None)
        self.ln(2)


def _under(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Of the blocks after a heading those kept under it: an exhibit whole, of the argument its beginning."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) or (found and not isinstance(block, Table | Picture)):
            break
        found.append(block)
    return tuple(found)
