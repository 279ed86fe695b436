"""HTML mails as a person sees them: lines of text, a table's cells parted by tabs, and where links lead.

What a person does not see (display:none, no size, `hidden`) is left out: mails carry preview lines and decoys
there. nh3 mends the mark-up first, so that nothing below meets an unclosed tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Final

import nh3

_MOST_CHARS: Final = 300_000
_DEEPEST: Final = 256
_MOST_LINKS: Final = 200
_BLOCKS: Final = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
     "section", "article", "header", "footer", "center", "address", "fieldset", "figure", "figcaption", "hr"]
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_KEPT: Final = {*_BLOCKS, *_CELLS, "table", "tr", "br", "a", "img", "span", "font"}
_STYLED: Final = {"style", "hidden"}
_UNSEEN: Final = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0+)?(?:;|$)|(?:font-size|max-height|max-width)"
    r":0(?:\.0+)?(?:px|pt|em|rem|%)?(?:!important)?(?:;|$)"
)
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, and the words that one clicks on; of plain text both are the address."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be seen of an HTML document."""

    text: str
    links: tuple[Link, ...]
    cut: bool
    """Whether it was longer or deeper than is read."""


def see(html: str) -> Seen:
    """The visible text of HTML. Linear in its length, and never raises on any text."""
    kept = html[:_MOST_CHARS].replace("\x00", "")
    cut = len(html) > _MOST_CHARS
    if _depth(kept) > 4 * _DEEPEST:  # the mending is quadratic in the depth
        kept, cut = re.sub(r"<(?!/?(?:a|td|tr|table|br)\b)[^<>]*>", "\n", kept), True
        kept = re.sub(r"<[^<>]*>", "\n", kept) if _depth(kept) > 4 * _DEEPEST else kept
    clean = nh3.clean(
        kept,
        tags=_KEPT,
        clean_content_tags={"script", "style", "title", "template", "noscript", "select", "textarea"},
        attributes={**dict.fromkeys(_KEPT, _STYLED), "a": {*_STYLED, "href"}, "img": {*_STYLED, "alt"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return Seen("\n".join(_tidied(reader.finished())), tuple(reader.links), cut)


def _depth(html: str) -> int:
    """How deep tags may be nested, reckoned high."""
    deepest = depth = 0
    for tag in re.finditer(r"<(/?)[a-zA-Z][^<>]{0,2000}>", html):
        depth += -1 if tag[1] else 1
        if re.match(r"<(?:br|img|hr|meta|link|input|col|p|li|tr|td|th)\b", tag[0], re.IGNORECASE):
            depth -= 1
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    return deepest


@dataclass(slots=True)
class _Table:
    rows: list[tuple[bool, list[list[str]]]] = field(default_factory=list)
    """(all cells are heads, the cells' lines)."""
    cells: list[list[str]] | None = None
    heads: bool = True


@dataclass(slots=True)
class _Flow:
    """Lines being written: of the page, or of one cell."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        line = _SPACES.sub(" ", "".join(self.words)).strip()
        self.words.clear()
        if line:
            self.lines.append(line)

    def gap(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")


class _Reader(HTMLParser):
    """Reads nh3's well-formed output."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self._flows = [_Flow()]
        self._tables: list[_Table] = []
        self._open: list[str] = []
        self._unseen = 0
        """How many open tags there are from the outermost hidden one on."""
        self._link: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in {"br", "img", "hr"}:
            self._open.append(tag)
            if self._unseen or _hides(given):
                self._unseen += 1
        if self._unseen or _hides(given):
            return
        flow = self._flows[-1]
        match tag:
            case "br":
                flow.end_line()
            case "img":
                flow.words.append(f" {(given.get('alt') or '')[:60]} ")
            case "a" if given.get("href"):
                self._link = (given["href"] or "", [])
            case "table":
                flow.end_line()
                self._tables.append(_Table())
            case "tr" if self._tables:
                self._tables[-1].cells, self._tables[-1].heads = [], True
            case "td" | "th" if self._tables and len(self._flows) < _DEEPEST:
                self._flows.append(_Flow())
                self._tables[-1].heads &= tag == "th"
            case "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                flow.gap()
            case _ if tag in _BLOCKS:
                flow.end_line()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            return  # cannot be: nh3 closes in order
        self._open.pop()
        if self._unseen:
            self._unseen -= 1
            return
        match tag:
            case "a" if self._link:
                self._end_link()
            case "table" if self._tables:
                self._end_table()
            case "tr" if self._tables and self._tables[-1].cells is not None:
                table = self._tables[-1]
                table.rows.append((table.heads, table.cells or []))
                table.cells = None
            case "td" | "th" if self._tables and len(self._flows) > 1:
                self._end_cell()
            case _ if tag in _BLOCKS:
                self._flows[-1].end_line()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        self._flows[-1].words.append(data)
        if self._link:
            self._link[1].append(data)

    def finished(self) -> list[str]:
        """All lines, whatever is still open closed."""
        while self._tables:
            self._end_table()
        self._flows[0].end_line()
        return self._flows[0].lines

    def _end_link(self) -> None:
        if self._link and len(self.links) < _MOST_LINKS:
            address, words = self._link
            self.links.append(Link(address.strip()[:2000], _SPACES.sub(" ", "".join(words)).strip()[:500]))
        self._link = None

    def _end_cell(self) -> None:
        cell = self._flows.pop()
        cell.end_line()
        table = self._tables[-1]
        if table.cells is None:
            table.cells = []
        table.cells.append([line for line in cell.lines if line])

    def _end_table(self) -> None:
        table = self._tables.pop()
        if table.cells:
            table.rows.append((table.heads, table.cells))
        self._flows[-1].lines += laid_out(table.rows)


def _hides(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style) and _UNSEEN.search(re.sub(r"\s", "", style or "").lower()) is not None


def laid_out(rows: Sequence[tuple[bool, Sequence[Sequence[str]]]]) -> list[str]:
    """A table's rows as lines. Each row comes as (all of it heads, its cells, each of lines).

    A row of cells becomes a line with tabs. Where the first row names columns, each later row becomes lines
    of `name tab value`, so that a value always stands behind its name. A cell of many lines is no value but a
    layout, and its lines stay as they are.
    """
    plain = [
        (heads, [" ".join(cell) for cell in cells])
        for heads, cells in rows
        if all(len(c) <= 1 for c in cells)
    ]
    if len(plain) == len(rows) and (named := _named(plain)) is not None:
        return named
    lines: list[str] = []
    for _, cells in rows:
        filled = [cell for cell in cells if cell]
        heights = {len(cell) for cell in filled}
        if not filled:
            continue
        if len(filled) == 1:
            lines += filled[0]
        elif len(heights) == 1 and not any("\t" in line for cell in filled for line in cell):
            lines += ["\t".join(across) for across in zip(*filled, strict=True)]
        elif len(filled[0]) == 1 and len(filled) == 2 and len(filled[0][0]) <= 60 and max(heights) <= 6:
            lines += [f"{filled[0][0]}\t{filled[1][0]}", *filled[1][1:]]
        else:
            lines += [line for cell in filled for line in cell]
    return lines


def _named(rows: list[tuple[bool, list[str]]]) -> list[str] | None:
    """Rows under a row of column names; None if the table has none."""
    rows = [(heads, cells) for heads, cells in rows if any(cells)]
    if len(rows) < 2 or any("\t" in cell for _, cells in rows for cell in cells):
        return None
    (heads, names), following = rows[0], rows[1:]
    if len(names) < 2 or any(len(cells) > len(names) for _, cells in following):
        return None
    if not (heads and not any(other for other, _ in following)) and not _looks_named(names, following):
        return None
    lines: list[str] = []
    for _, cells in following:
        lines += [f"{name}\t{cell}" for name, cell in zip_longest(names, cells, fillvalue="") if cell]
        lines.append("")
    return lines[:-1]


def _looks_named(names: list[str], following: list[tuple[bool, list[str]]]) -> bool:
    """No digit above, digits in most columns below; two columns are names and values side by side mostly."""
    if any(_DIGIT.search(name) or not name for name in names) or any(name.endswith(":") for name in names):
        return False
    if any(len(cells) != len(names) for _, cells in following):
        return False
    with_digits = sum(any(_DIGIT.search(cells[i]) for _, cells in following) for i in range(len(names)))
    firsts = sum(1 for _, cells in following if _DIGIT.search(cells[0]))
    if len(names) == 2:
        return len(following) == 1 and with_digits == 2
    return 2 * with_digits >= len(names) and (firsts > 0 or with_digits >= 3)


def _tidied(lines: Sequence[str]) -> Iterator[str]:
    """No blank lines at the ends, and never two."""
    last = ""
    for line in lines:
        if line or last:
            yield line
        last = line
