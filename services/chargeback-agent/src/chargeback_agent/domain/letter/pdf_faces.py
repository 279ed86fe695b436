"""Faces as fpdf2 takes them: of each font only what a letter needs, cut out by HarfBuzz.

fpdf2 reads a font whole and has fontTools cut it: for one face of 65,000 glyphs half a second a letter.
HarfBuzz does that in 5 ms, and what is left to read is small. What of it is embedded remains fpdf2's choice.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Final, cast

import uharfbuzz as hb  # type: ignore[import-untyped]  # ships no types
from fpdf import FPDF
from fpdf.fonts import HarfBuzzFont, TTFFont

from chargeback_agent.domain.letter.document import Document
from chargeback_agent.domain.letter.faces import joins, texts_of

_ALWAYS: Final = frozenset({0x00, 0x08, 0x09, 0x0D, 0x1D, *range(0x20, 0x7F), 0xA0, 0xA6, 0x2026})
"""What pages add to a letter's texts: figures, the place of their number, the end of a shortened name; and
controls, since fontTools embeds the glyph of one where the font has it."""
_DOTTED_CIRCLE: Final = 0x25CC
"""HarfBuzz sets it under a vowel sign that follows no letter."""
_LAYOUT: Final = ("GDEF", "GPOS", "GSUB")
_VERTICAL: Final = ("BASE", "VORG", "vhea", "vmtx")


class CutFace(TTFFont):
    """A font of fpdf2 that stands in memory and not in a file."""

    def __init__(self, page: FPDF, key: str, style: str, content: bytes) -> None:
        # fpdf2 hands the path on to fontTools, which takes a file as well.
        super().__init__(page, cast("Path", io.BytesIO(content)), key, style)
        # The one thing that fpdf2 reads from the path itself.
        self._hbfont = HarfBuzzFont(hb.Face(content))
        if "CFF " in self.ttfont:
            # fontTools would draw each glyph twice for the box around all: half of a Japanese letter's time.
            self.ttfont.recalcBBoxes = False
            self.ttfont["CFF "].cff.topDictIndex[0].FontBBox = _box_of(self._hbfont)


def characters_of(letter: Document, *, shaped: bool) -> frozenset[int]:
    """What a face must have, if it can, for this letter to look as it does with the whole face.

    ``shaped``: HarfBuzz sets the text. It joins and parts characters before it takes glyphs, not only as
    Unicode says (Khmer's vowels are parted): of joining scripts rows of 256 are kept, with all it may take.
    """
    said = "\n".join(texts_of(letter))
    found = _ALWAYS.union(map(ord, said))
    if shaped:
        found = found.union(_parts_of(unicodedata.normalize("NFC", said)))
        rows = {code >> 8 for code in found if joins(code)}
        found = found.union({_DOTTED_CIRCLE}, *(range(row << 8, (row + 1) << 8) for row in rows))
    return found


def _parts_of(text: str) -> set[int]:
    """A text's characters and those that they are composed of, step by step: ễ, ê, e and the two accents."""
    found: set[int] = set()
    left = set(map(ord, text))
    while left:
        found |= left
        parts = (part for code in left for part in unicodedata.decomposition(chr(code)).split())
        left = {int(part, 16) for part in parts if not part.startswith("<")} - found
    return found


def cut(path: Path, number: int, characters: Collection[int], *, shaped: bool) -> bytes:
    """A font of these characters, as far as the face has them, that looks as the face does.

    Args:
        path: an OpenType font or collection.
        number: the face's in its collection.
        characters: Unicode.
        shaped: rules of joining and stacking are kept.

    Raises:
        RuntimeError: HarfBuzz cannot read the font.
    """
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE
    dropped = _VERTICAL if shaped else (*_VERTICAL, *_LAYOUT)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
    content: bytes = hb.subset(hb.Face(hb.Blob.from_file_path(path), number), wanted).blob.data
    return content


def _box_of(font: HarfBuzzFont) -> list[int]:
    """The least box around all glyphs; that of the whole face has readers set its letters less exactly."""
    found = [font.get_glyph_extents(glyph) for glyph in range(font.face.glyph_count)]
    return [
        min(one.x_bearing for one in found),
        min(one.y_bearing + one.height for one in found),
        max(one.x_bearing + one.width for one in found),
        max(one.y_bearing for one in found),
    ]
