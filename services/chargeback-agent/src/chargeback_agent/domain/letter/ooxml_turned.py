"""Blocks of a Word file turned from right to left, after they were made.

Word knows directions of paragraphs, tables and runs instead of Unicode's isolates. Left and right of indents,
tabs and alignment mean the beginning and the end of a line there, and need no change (ECMA-376, 17.3.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from chargeback_agent.domain.letter.direction import Direction, direction_of, stretches

_AFTER_BIDI: Final = frozenset(qn(f"w:{name}") for name in ("spacing", "ind", "jc", "rPr", "sectPr"))
_AFTER_SECTION_BIDI: Final = frozenset(qn(f"w:{name}") for name in ("rtlGutter", "docGrid"))


def turn(blocks: Iterable[Any], own: str = "") -> None:
    """Turn paragraphs and tables; those in the style ``own`` (its id) run as their first letter does."""
    for block in blocks:
        for table in block.iter(qn("w:tbl")):
            table.tblPr.insert(0, OxmlElement("w:bidiVisual"))
        for paragraph in list(block.iter(qn("w:p"))):
            _turn_paragraph(paragraph, own)


def turn_page(word: WordDocument) -> None:
    """Columns begin at the right, and Arabic letters are slanted only where Latin ones are."""
    for latin in word.styles.element.iter(qn("w:i")):
        for old in latin.getparent().findall(qn("w:iCs")):
            latin.getparent().remove(old)
        latin.addnext(OxmlElement("w:iCs", dict(latin.attrib)))
    for section in word.sections:
        _insert(section._sectPr, OxmlElement("w:bidi"), _AFTER_SECTION_BIDI)  # noqa: SLF001 — python-docx has no call


def _turn_paragraph(paragraph: Any, own: str) -> None:  # noqa: ANN401 — python-docx is untyped here
    properties = paragraph.get_or_add_pPr()
    direction: Direction = "rtl"
    if own and paragraph.style == own:
        direction = direction_of("".join(text.text or "" for text in paragraph.iter(qn("w:t"))), "rtl")
    _insert(properties, _switch("w:bidi", direction), _AFTER_BIDI)
    for run in list(paragraph.iter(qn("w:r"))):
        for part in _parts(run, direction):
            run.addprevious(part)
        run.getparent().remove(run)


def _parts(run: Any, outer: Direction) -> Iterator[Any]:  # noqa: ANN401 — python-docx is untyped here
    """A run for each stretch of one direction."""
    for child in list(run):
        if child.tag == qn("w:rPr"):
            continue
        if child.tag != qn("w:t"):
            yield _run(run, child, outer)
            continue
        for text, direction in stretches(child.text or "", outer):
            said = OxmlElement("w:t", {qn("xml:space"): "preserve"})
            said.text = text
            yield _run(run, said, direction)


def _run(like: Any, child: Any, direction: Direction) -> Any:  # noqa: ANN401 — python-docx is untyped here
    run = OxmlElement("w:r")
    look = like.find(qn("w:rPr"))
    properties = OxmlElement("w:rPr") if look is None else deepcopy(look)
    properties.append(_switch("w:rtl", direction))
    run.append(properties)
    run.append(child)
    return run


def _switch(name: str, direction: Direction) -> Any:  # noqa: ANN401 — python-docx is untyped here
    return OxmlElement(name, {} if direction == "rtl" else {qn("w:val"): "0"})


def _insert(properties: Any, element: Any, before: frozenset[str]) -> None:  # noqa: ANN401 — python-docx is untyped here
    """In the place that the schema has for it."""
    place = next((at for at, child in enumerate(properties) if child.tag in before), len(properties))
    properties.insert(place, element)
