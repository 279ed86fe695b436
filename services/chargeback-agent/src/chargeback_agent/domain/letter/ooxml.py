"""Blocks as WordprocessingML: written as text, since python-docx takes a hundred calls for each table.

All words go through `escape`; no other mark-up than this module's own comes into a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

from chargeback_agent.domain.letter.document import Contents, Run, Table

_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SOFT: Final = "5B6775"
_LINE: Final = "C9D1DA"
_EMU: Final = 635  # in a twentieth of a point
_LETTER: Final = 155
"""Twentieths of a point, of a bold letter of 12 pt: Cyrillic, the widest of our alphabets, takes 149."""
_SIDES: Final = 230  # twentieths of a point, a cell's margins
_KEPT_WHOLE: Final = 22
"""Rows of a table that does not break over pages."""
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
    for side in ("top", "bottom", "insideH")
)


def parsed(blocks: Iterable[str]) -> list[Any]:
    """The blocks as elements of python-docx."""
    return list(parse_xml(f'<w:body xmlns:w="{_NAMESPACE}">{"".join(blocks)}</w:body>'))


def paragraph(
    runs: Sequence[Run],
    *,
    style: str = "",
    kept: bool = False,
    layout: str = "",
    bookmark: tuple[str, int] = ("", 0),
) -> str:
    """A paragraph.

    Args:
        runs: its text; line ends and tabs become Word's.
        style: a style's id.
        kept: it stays on the page of what follows.
        layout: further properties as XML, in the schema's order: tabs, spacing, ind, jc.
        bookmark: name and number of a bookmark around it, if it has one.
    """
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    properties += ("<w:keepNext/>" if kept else "") + layout
    text = "".join(_run(run) for run in runs)
    name, number = bookmark
    if name:
        start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
        text = f'{start}{text}<w:bookmarkEnd w:id="{number}"/>'
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{text}</w:p>"


def table(block: Table, width: int, *, held: bool = False) -> str:
    """Rows between lines, the first column soft; short ones stay on one page. ``width`` in EMU.

    ``held``: the page of what follows is the table's own.
    """
    widths = [int(share * width / _EMU) for share in block.widths]
    rows = []
    for number, cells in enumerate(block.rows):
        kept = len(block.rows) <= _KEPT_WHOLE and (held or number + 1 < len(block.rows))
        head = block.head and number == 0
        made = (
            _cell((Run(text, bold=head),), wide, kept=kept, soft=column == 0 and not block.head)
            for column, (text, wide) in enumerate(zip(cells, widths, strict=True))
        )
        rows.append(_row(made))
    return _table(rows, widths)


def contents(block: Contents, width: int, pages: Mapping[str, int]) -> str:
    """The list of exhibits; their pages are fields, shown as ``pages`` has them until Word counts anew."""
    label, title, page = block.heads
    whole = width // _EMU
    first, last = (max(int(share * whole), _wide(head)) for share, head in ((0.14, label), (0.12, page)))
    widths = [first, whole - first - last, last]
    rows = [_row((
        _cell((Run(label, bold=True),), widths[0], kept=True),
        _cell((Run(title, bold=True),), widths[1], kept=True),
        _cell((Run(page, bold=True),), widths[2], kept=True, right=True),
    ))]  # fmt: skip
    for number, (label, title, anchor) in enumerate(block.entries):
        kept = number + 1 < len(block.entries)
        field = _field(f"PAGEREF {anchor}", str(pages.get(anchor, "")))
        rows.append(_row((
            _cell((Run(label),), widths[0], kept=kept),
            _cell((Run(title),), widths[1], kept=kept),
            _cell((), widths[2], kept=kept, right=True, more=field),
        )))  # fmt: skip
    return _table(rows, widths)


def runs_of_field(code: str, shown: str) -> list[Any]:
    """A field of ours as elements: only names made here become one, never a word from outside."""
    (holder,) = parsed([f"<w:p>{_field(code, shown)}</w:p>"])
    return list(holder)


def _wide(head: str) -> int:
    """What a cell needs for a bold word, twentieths of a point: Word breaks one that is too long anywhere."""
    return _LETTER * len(head) + _SIDES


def _table(rows: Iterable[str], widths: Sequence[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    total = sum(widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(cells: Iterable[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    runs: Sequence[Run], width: int, *, kept: bool, soft: bool = False, right: bool = False, more: str = ""
) -> str:
    layout = ("<w:keepNext/>" if kept else "") + '<w:spacing w:before="60" w:after="60"/>'
    layout += '<w:jc w:val="right"/>' if right else ""
    text = "".join(_run(run, soft=soft) for run in runs) + more
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p><w:pPr>{layout}</w:pPr>{text}</w:p></w:tc>"
    )


def _run(run: Run, *, soft: bool = False) -> str:
    look = ("<w:b/><w:bCs/>" if run.bold else "") + (f'<w:color w:val="{_SOFT}"/>' if soft else "")
    lines = []
    for line in run.text.split("\n"):
        pieces = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in line.split("\t"))
        lines.append("<w:tab/>".join(pieces))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:br/>'.join(lines)}</w:r>"


def _field(code: str, shown: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    instruction = f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    return f"{marks[0]}{instruction}{marks[1]}{_run(Run(shown))}{marks[2]}"
