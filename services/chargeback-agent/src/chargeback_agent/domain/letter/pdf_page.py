"""A page of the letter: its faces, header, footer and margins; how text and rows are measured and drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TextDirection, XPos, YPos
from fpdf.fonts import CoreFont, TTFFont
from fpdf.line_break import Fragment

from chargeback_agent.domain.letter.breaking import broken
from chargeback_agent.domain.letter.direction import may_turn
from chargeback_agent.domain.letter.faces import Chosen
from chargeback_agent.domain.letter.pdf_faces import CutFace, characters_of, cut

SIZE: Final = 12.0  # pt; processors refuse smaller type
PADDING: Final = 1.2  # mm, above and below the text of a row
NUMBER: Final = 9.0  # mm, the column of a paragraph's number
INDENT: Final = 8.0  # mm, of a quote
_MARGIN: Final = 22.0  # mm
_LEADING: Final = 1.32
_INK: Final = (31, 42, 55)
_SOFT: Final = (91, 103, 117)
_RULE: Final = (201, 209, 218)
_PT: Final = 25.4 / 72  # mm
_CORE: Final = "Helvetica"
"""Every reader has it; embedding nothing makes a letter in western European words small and quick."""
_SIGNS: Final = frozenset({"Mn", "Me", "Cf"})
_SLACK: Final = 0.1  # mm: a line measured in pieces may be a little wider as a whole


class Page(FPDF):
    """fpdf2 with this letter's type, header and footer. Lengths are mm, sizes of type pt."""

    def __init__(self, chosen: Chosen, written: datetime) -> None:
        super().__init__("P", "mm", "A4")
        self.core_fonts_encoding = "cp1252"
        self._letter = letter = chosen.letter
        self._widths: dict[tuple[str, str, str, float], float] = {}
        self._family = self._add_faces(chosen)
        self.set_margins(_MARGIN, 24, _MARGIN)
        self.set_auto_page_break(auto=True, margin=22)
        self.set_title(letter.title)
        self.set_author(letter.sender.name)
        self.set_lang(letter.language)
        self.set_creation_date(written)
        self.set_text_color(*_INK)
        self.set_draw_color(*_RULE)
        self.alias_nb_pages("\u00a6n\u00a6")

    def _add_faces(self, chosen: Chosen) -> str:
        if chosen.family is None:
            return _CORE
        characters = characters_of(chosen.letter, shaped=chosen.shaped)

        def add(name: str, style: str, path: Path, number: int = 0) -> None:
            key = name + style
            face = CutFace(self, key, style, cut(path, number, characters, shaped=chosen.shaped))
            self.fonts[key] = face
            if face.is_cid_keyed:
                self._set_min_pdf_version("1.6")

        for style, path in zip(("", "B"), chosen.family, strict=True):
            add("letter", style, path, chosen.number)
        names = [f"fallback{number}" for number in range(len(chosen.fallbacks))]
        for name, path in zip(names, chosen.fallbacks, strict=True):
            add(name, "", path)
            if path in chosen.bolds:
                add(name, "B", chosen.bolds[path])
        if names:
            self.set_fallback_fonts(names, exact_match=False)
        if chosen.shaped:
            self.set_text_shaping(use_shaping_engine=True)
        return "letter"

    def _set_font_for_page(
        self, font: CoreFont | TTFFont, font_size_pt: float, wrap_in_text_object: bool = True
    ) -> str:
        # A page's first line may begin with a fallback: fpdf2 2.8.9 then names the page's own face within
        # that line, with which it ends, and later text has none: https://github.com/py-pdf/fpdf2/issues/1772
        if not wrap_in_text_object and not self.current_font_is_set_on_page:
            self._out(super()._set_font_for_page(font, font_size_pt))
        return super()._set_font_for_page(font, font_size_pt, wrap_in_text_object)

    def _preload_font_styles(
        self,
        text: str | None,
        markdown: bool,
        _initial_emphasis: tuple[bool, bool, bool, bool] | None = None,
    ) -> Sequence[Fragment]:
        # fpdf2 2.8.9 takes vowel signs for a script of their own: the letters around them would not join,
        # and the signs stand beside them.
        joined: list[Fragment] = []
        for part in super()._preload_font_styles(text, markdown, _initial_emphasis):
            if joined and self.text_shaping and _belong(joined[-1], part):
                joined[-1].characters += part.characters
            else:
                joined.append(part)
        return joined

    def get_string_width(self, s: str, normalized: bool = False, markdown: bool = False) -> float:
        """Width of a text as type is set, mm; kept, since rows are measured before they are drawn."""
        key = (s, self.font_family, self.font_style, self.font_size_pt)
        if key not in self._widths:
            self._widths[key] = super().get_string_width(s, normalized, markdown)
        return self._widths[key]

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        if self.text_shaping and not self.text_shaping["direction"] and not may_turn(text):
            # fpdf2 would look at each letter several times to find one direction.
            direction = TextDirection.LTR
            self.text_shaping.update(paragraph_direction=direction, fragment_direction=direction)
            return self._preload_font_styles(text, markdown)
        try:
            return super()._preload_bidirectional_text(text, markdown)
        except RecursionError:
            # fpdf2 goes one call deeper for each of the signs that stand between letters: a message of a
            # thousand dashes would cost the letter.
            shaping = self.text_shaping or {}
            shaping["fragment_direction"] = shaping["paragraph_direction"]
            return self._preload_font_styles(text, markdown)

    def header(self) -> None:
        """The sender at the left, the case at the right."""
        self.set_type(SIZE, soft=True)
        self.set_y(11)
        half = self.epw / 2
        self.cell(half, 6, self._fitting(self._letter.sender.name, half), new_x=XPos.RIGHT, new_y=YPos.TOP)
        self.cell(half, 6, self._fitting(self._letter.reference, half), align="R")
        self.set_y(24)

    def footer(self) -> None:
        """The page's number."""
        self.set_y(-15)
        self.set_type(SIZE, soft=True)
        said = self._letter.page_of.replace("{pages}", self.str_alias_nb_pages or "")
        self.cell(0, 6, said.replace("{page}", str(self.page_no())), align="C")

    def set_type(self, size: float, *, bold: bool = False, soft: bool = False) -> None:
        """The face of what is written next; soft is grey."""
        self.set_font(self._family, "B" if bold else "", size)
        self.set_text_color(*(_SOFT if soft else _INK))

    def lines(self, text: str, size: float = SIZE) -> None:
        """A text of its own, broken to the page's width."""
        self.set_x(self.l_margin)
        said = self.broken(text, self.w - self.l_margin - self.r_margin)
        self.multi_cell(0, line_height(size), said, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def broken(self, text: str, width: float, first: float | None = None) -> str:
        """A text with line ends where fpdf2 finds none; ``width`` is a cell's, ``first`` the first line's."""
        less = 2 * self.c_margin + _SLACK
        return broken(text, self.get_string_width, (width if first is None else first) - less, width - less)

    def cells(
        self, texts: tuple[str, ...], widths: tuple[float, ...], aligns: str, *, bold: bool, soft_first: bool
    ) -> None:
        """One row's texts, side by side; the pen comes back to the row's upper left."""
        x, y = self.l_margin, self.get_y()
        for number, (text, width, align) in enumerate(zip(texts, widths, aligns, strict=True)):
            self.set_type(SIZE, bold=bold, soft=soft_first and number == 0)
            self.set_xy(x, y + PADDING)
            if self._one_line(text, width):
                self.cell(width, line_height(), text, align=align)
            else:
                self.multi_cell(width, line_height(), self.broken(text, width), align=align)
            x += width
        self.set_xy(self.l_margin, y)

    def row_height(self, texts: tuple[str, ...], widths: tuple[float, ...]) -> float:
        """Height of a row with the face as it is set."""
        return max(self._tall(text, width) for text, width in zip(texts, widths, strict=True)) + 2 * PADDING

    def _one_line(self, text: str, width: float) -> bool:
        return "\n" not in text and self.get_string_width(text) <= width - 2 * self.c_margin

    def _tall(self, text: str, width: float) -> float:
        if self._one_line(text, width):
            return line_height()
        said, how = self.broken(text, width), MethodReturnValue.HEIGHT
        tall = self.multi_cell(width, line_height(), said, dry_run=True, output=how)
        assert isinstance(tall, float)  # noqa: S101 — fpdf2 types every output as any of them
        return tall

    def _fitting(self, text: str, width: float) -> str:
        while text and self.get_string_width(text) > width - 2:
            text = text[:-2].rstrip() + "…"
        return text


def _belong(one: Fragment, other: Fragment) -> bool:
    """Whether a sign that changes the letter before it stands where fpdf2 cut."""
    signs = {unicodedata.category(one.string[-1:] or " "), unicodedata.category(other.string[:1] or " ")}
    return one.font is other.font and type(one) is type(other) is Fragment and bool(signs & _SIGNS)


def line_height(size: float = SIZE) -> float:
    """Height of a line of type, mm."""
    return size * _LEADING * _PT
