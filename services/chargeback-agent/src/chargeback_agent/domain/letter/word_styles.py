"""How a Word letter looks: faces, sizes and weights by script, and the language that it names."""

from __future__ import annotations

from typing import Any, Final

from babel.core import get_global
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

SOFT: Final = RGBColor(0x5B, 0x67, 0x75)
_INK: Final = RGBColor(0x1F, 0x2A, 0x37)
_LATIN: Final = "Liberation Sans"
_COMPLEX: Final = "Tahoma"
"""For Thai, Arabic and Hebrew: Windows and macOS bring it, others take their own in its place."""
_EAST_ASIAN: Final = {"ja": "Yu Gothic", "ko": "Malgun Gothic", "zh": "Microsoft YaHei"}
"""Sans serif faces that Windows brings, each with the shapes of ideographs that its readers know."""


def set_styles(word: WordDocument) -> None:
    """Type, sizes and colours of a letter of ours."""
    normal = word.styles["Normal"]
    _font(normal, 12, _INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.12
    for name, size, before in (("Title", 20, 12), ("Heading 1", 15, 16), ("Heading 2", 13, 18)):
        style = word.styles[name]
        _font(style, size, _INK, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(5)
        style.paragraph_format.keep_with_next = True
    quote = word.styles["Quote"]
    _font(quote, 12, _INK)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.8)
    caption = word.styles["Caption"]
    _font(caption, 12, SOFT)


def speak(word: WordDocument, language: str) -> None:
    """Name the language: Word breaks lines, checks spelling and replaces fonts that it lacks by it."""
    base = language.partition("-")[0]
    full = get_global("likely_subtags").get(base, language)
    tag = language if "-" in language else f"{base}-{full.rpartition('_')[2]}"
    (named,) = word.styles.element.xpath("./w:docDefaults//w:lang")
    # Latin names in the letter stay what they are, or they are broken as Japanese or Thai is: anywhere.
    place = "eastAsia" if base in _EAST_ASIAN else "bidi" if base in {"ar", "th"} else "val"
    named.set(qn(f"w:{place}"), tag)
    if base in _EAST_ASIAN:
        for fonts in word.styles.element.iter(qn("w:rFonts")):
            fonts.set(qn("w:eastAsia"), _EAST_ASIAN[base])


def _font(style: Any, size: int, color: RGBColor, *, bold: bool = False) -> None:  # noqa: ANN401 — docx is untyped
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), bold
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _EAST_ASIAN["zh"])
    fonts.set(qn("w:cs"), _COMPLEX)
    # Thai and Arabic letters have a size and a weight of their own.
    properties = style.element.rPr
    for old in properties.xpath("./w:szCs | ./w:bCs"):
        properties.remove(old)
    for latin, twin in (("w:sz", "w:szCs"), ("w:b", "w:bCs")):
        found = properties.find(qn(latin))
        found.addnext(OxmlElement(twin, dict(found.attrib)))
    for border in style.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
