"""Pages of a letter that runs from right to left: the same parts, mirrored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chargeback_agent.domain.letter.direction import Direction, bare, direction_of
from chargeback_agent.domain.letter.document import Run
from chargeback_agent.domain.letter.faces import Chosen
from chargeback_agent.domain.letter.pdf_lines import Line, laid
from chargeback_agent.domain.letter.pdf_page import INDENT, NUMBER, PADDING, SIZE, Page, line_height

_RTL: Final[Direction] = "rtl"


class TurnedPage(Page):
    """Lines and columns begin at the right; within them each script keeps its own direction."""

    def __init__(self, chosen: Chosen, written: datetime) -> None:
        super().__init__(chosen, written)
        self.set_author(bare(self._letter.sender.name))
        self._shaped = chosen.shaped
        self._soft = False
        self._lines: dict[tuple[tuple[Run, ...], float, float, Direction], list[Line]] = {}

    def header(self) -> None:
        """The sender at the right, the case at the left."""
        half = self.epw / 2
        for text, x, align in (
            (self._letter.sender.name, self.l_margin + half, "R"),
            (self._letter.reference, self.l_margin, "L"),
        ):
            self.set_type(SIZE, soft=True)
            self.set_y(11)
            said = Run(self._fitting(text, half))
            for line in self._laid((said,), half, SIZE, _RTL)[:1]:
                self._draw(line, x, half, SIZE, align, soft=True)
        self.set_y(24)

    def footer(self) -> None:
        """Left to `number_pages`: what fpdf2 puts in for their number leaves a gap within this text."""

    def number_pages(self) -> None:
        """The numbers of all pages, once the last is there."""
        last = self.page
        self.set_auto_page_break(auto=False)
        for page in range(1, last + 1):
            self.page, self.current_font_is_set_on_page = page, False
            said = self._letter.page_of.format(page=page, pages=last)
            (line,) = self._laid((Run(said),), self.epw, SIZE, _RTL)
            wide = sum(self._wide(piece.text, SIZE, bold=False) for piece in line)
            self.set_y(-15)
            self._draw(line, (self.w - wide) / 2 - self.c_margin, self.epw, SIZE, "L", soft=True)
        self.page = last

    def set_type(self, size: float, *, bold: bool = False, soft: bool = False) -> None:
        """The face of what is written next; soft is grey."""
        super().set_type(size, bold=bold, soft=soft)
        self._soft = soft

    def lines(self, text: str, size: float = SIZE) -> None:
        """A text of its own, broken to the page's width."""
        self._written((Run(text, self.font_style == "B"),), size, _RTL, soft=self._soft)

    def paragraph(self, runs: Sequence[Run], number: int | None = None) -> None:
        """Text in several looks, its number at the right of it."""
        if number is not None:
            y = self.get_y()
            self._written((Run(f"{number}."),), SIZE, _RTL)
            self.set_y(y)
        self._written(runs, SIZE, _RTL, indent=0.0 if number is None else NUMBER)

    def cells(
        self, texts: tuple[str, ...], widths: tuple[float, ...], aligns: str, *, bold: bool, soft_first: bool
    ) -> None:
        """One row's texts, the first at the right; the pen comes back to the row's upper left."""
        y, x = self.get_y(), self.l_margin + self.epw
        for number, (text, width, align) in enumerate(zip(texts, widths, aligns, strict=True)):
            x -= width
            soft = soft_first and number == 0
            self.set_y(y + PADDING)
            for line in self._laid((Run(text, bold),), width, SIZE, _RTL):
                self._draw(line, x, width, SIZE, "L" if align == "R" else "R", soft=soft)
        self.set_xy(self.l_margin, y)

    def row_height(self, texts: tuple[str, ...], widths: tuple[float, ...]) -> float:
        """Height of a row with the face as it is set."""
        bold = self.font_style == "B"
        cells = zip(texts, widths, strict=True)
        most = max(len(self._laid((Run(text, bold),), width, SIZE, _RTL)) for text, width in cells)
        return most * line_height() + 2 * PADDING

    def _listed(self, page: str) -> None:
        # No footer has left its face on the page that is gone back to.
        self.current_font_is_set_on_page = False
        self._draw(self._laid((Run(page),), 20, SIZE, _RTL)[0], self.l_margin, 20, SIZE, "L")

    def _quoted(self, text: str) -> None:
        for line in text.split("\n"):
            self._written((Run(line),), SIZE, direction_of(line, _RTL), indent=INDENT)

    def _beginning(self, width: float) -> float:
        return self.w - self.r_margin - width

    def _written(
        self,
        runs: Sequence[Run],
        size: float,
        direction: Direction,
        *,
        indent: float = 0.0,
        soft: bool = False,
    ) -> None:
        """A paragraph below the last; it is indented where its lines begin."""
        width = self.epw - indent
        left, align = (self.l_margin + indent, "L") if direction == "ltr" else (self.l_margin, "R")
        for line in self._laid(runs, width, size, direction):
            self._draw(line, left, width, size, align, soft=soft)

    def _laid(self, runs: Sequence[Run], width: float, size: float, direction: Direction) -> list[Line]:
        def measure(text: str, *, bold: bool) -> float:
            return self._wide(text, size, bold=bold)

        key = (tuple(runs), width, size, direction)
        if key not in self._lines:
            # Rows are measured before they are drawn.
            self._lines[key] = laid(runs, width - 2 * self.c_margin, direction, measure)
        return self._lines[key]

    def _wide(self, text: str, size: float, *, bold: bool) -> float:
        self.set_type(size, bold=bold, soft=self._soft)
        return self.get_string_width(text)

    def _draw(
        self, line: Line, x: float, width: float, size: float, align: str, *, soft: bool = False
    ) -> None:
        """One line into a cell ``x`` from the left, and the pen below it."""
        if self.will_page_break(line_height(size)):
            self.add_page()
        y = self.get_y()
        if align == "R":
            x += width - 2 * self.c_margin - sum(self._wide(one.text, size, bold=one.bold) for one in line)
        for piece in line:
            self.set_type(size, bold=piece.bold, soft=soft)
            self._turn(piece.direction)
            self.set_xy(x, y)
            self.cell(0, line_height(size), piece.text)
            x += self._wide(piece.text, size, bold=piece.bold)
        self._turn(None)
        self.set_xy(self.l_margin, y + line_height(size))

    def _turn(self, direction: Direction | None) -> None:
        """The direction of what is written next; None: that of its letters."""
        if self._shaped:
            self.set_text_shaping(use_shaping_engine=True, direction=direction)
