"""Detail pages: a merchant's HTML or Markdown as a flat list of headings, lines, lists, tables and pictures.

Nothing of the merchant's mark-up survives but its structure: a page is read into blocks of plain text, to
be written anew from them. Scripts, styles, links and unknown tags have no block to stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

MAX_BLOCKS = 500
MAX_CELLS = 60
"""Of a table's row; a wider table is no table but a layout."""

_HTML = re.compile(r"<(?:/?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|!--)", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s|\s*[-*+]\s+\S|\s*\d+[.)]\s+\S|\|.*\|\s*$|!\[)", re.MULTILINE)
_SPACES = re.compile(r"\s+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINES = frozenset({"p", "div", "br", "section", "article", "figure", "figcaption", "blockquote", "caption"})
TAGS = frozenset({*_HEADINGS, *_LINES, "ul", "ol", "li", "table", "tr", "td", "th", "img"})
"""The mark-up that structure is read from."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; nested ones are made flat."""

    ordered: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; ``has_head``: the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]
    has_head: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the product, by its id in the event, with the words that describe it."""

    image_id: str
    caption: str


Block = Heading | Paragraph | ListOf | Table | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """A description in blocks."""

    blocks: tuple[Block, ...]
    cut: bool = False
    """Whether the merchant's page had more blocks than are read."""

    @property
    def is_structured(self) -> bool:
        """Whether it is more than paragraphs; only then is it worth a page of its own."""
        return any(not isinstance(block, Paragraph) for block in self.blocks)

    def units(self) -> Iterator[str]:
        """Every text in order: what is read and said as one."""
        for block in self.blocks:
            yield from texts_of_block(block)

    @property
    def plain_text(self) -> str:
        """All texts, a line each."""
        return "\n".join(unit for unit in self.units() if unit)


def texts_of_block(block: Block) -> tuple[str, ...]:
    """The texts of a block in order."""
    match block:
        case ListOf(items=items):
            return items
        case Table(rows=rows):
            return tuple(cell for row in rows for cell in row)
        case Picture(caption=caption):
            return (caption,)
        case Heading(text=text) | Paragraph(text=text):
            return (text,)


def read_page(text: str, picture_ids: dict[str, str] | None = None) -> Page:
    """A description as blocks, whether it is HTML, Markdown or plain lines.

    ``picture_ids``: addresses of the product's own pictures -> their ids; other pictures leave their words.
    Linear in the text; never raises on any text.
    """
    if _HTML.search(text):
        html = text
    elif _MARKDOWN.search(text):
        html = _markdown().render(text)
    else:
        lines = [_tidy(line) for line in text.splitlines()]
        blocks: list[Block] = [Paragraph(line) for line in lines if line]
        return Page(tuple(blocks[:MAX_BLOCKS]), len(blocks) > MAX_BLOCKS)
    clean = nh3.clean(html, tags=set(TAGS), attributes={"img": {"src", "alt"}}, link_rel=None)
    reader = _Reader(picture_ids or {})
    reader.feed(clean)
    reader.close()
    return Page(tuple(reader.blocks[:MAX_BLOCKS]), len(reader.blocks) > MAX_BLOCKS)


@cache
def _markdown() -> MarkdownIt:
    # html: False writes raw HTML inside Markdown as text; images and tables are what merchants use.
    return MarkdownIt("commonmark", {"html": False}).enable("table")


class _Reader(HTMLParser):
    """Turns nh3's well-formed output into blocks; tags it does not know are only borders."""

    def __init__(self, picture_ids: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._picture_ids = picture_ids
        self._text: list[str] = []
        self._items: list[str] | None = None
        self._ordered = False
        self._depth = 0
        self._rows: list[list[str]] | None = None
        self._heads: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._picture(dict(attrs))
        elif tag == "table":
            self._flush()
            self._rows, self._heads = [], []
        elif self._rows is not None:
            self._in_table(tag)
        elif tag in {"ul", "ol"}:
            self._flush()
            self._depth += 1
            if self._depth == 1:
                self._items, self._ordered = [], tag == "ol"
        else:
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._end_table()
        elif self._rows is not None:
            if tag in {"td", "th"} and self._rows:
                self._rows[-1].append(self._take())
        elif tag in _HEADINGS:
            if text := self._take():
                self.blocks.append(Heading(_HEADINGS[tag], text))
        elif tag in {"ul", "ol"}:
            self._flush()
            self._depth = max(0, self._depth - 1)
            if self._depth == 0 and self._items is not None:
                if self._items:
                    self.blocks.append(ListOf(self._ordered, tuple(self._items)))
                self._items = None
        else:
            self._flush()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        super().close()
        if self._rows is not None:
            self._end_table()
        self._flush()

    def _in_table(self, tag: str) -> None:
        if tag == "tr":
            self._take()
            self._rows = [*(self._rows or []), []]
            self._heads.append(True)
        elif tag in {"td", "th"}:
            self._take()
            if self._heads and tag == "td":
                self._heads[-1] = False
        else:
            self._text.append(" ")

    def _end_table(self) -> None:
        self._take()
        rows = [tuple(row[:MAX_CELLS]) for row in self._rows or [] if any(row)]
        has_head = bool(self._heads and self._heads[0])
        self._rows = None
        if rows and max(len(row) for row in rows) == 1:
            self.blocks += [Paragraph(row[0]) for row in rows if row[0]]  # a layout table, not data
        elif rows:
            self.blocks.append(Table(tuple(rows), has_head))

    def _picture(self, attributes: dict[str, str | None]) -> None:
        caption = _tidy(attributes.get("alt") or "")
        image_id = self._picture_ids.get(attributes.get("src") or "")
        if self._rows is not None or self._items is not None:
            self._text.append(f" {caption} ")
            return
        self._flush()
        if image_id is not None:
            self.blocks.append(Picture(image_id, caption))
        elif caption:
            self.blocks.append(Paragraph(caption))

    def _take(self) -> str:
        text = _tidy("".join(self._text))
        self._text = []
        return text

    def _flush(self) -> None:
        text = self._take()
        if not text:
            return
        if self._items is not None:
            self._items.append(text)
        else:
            self.blocks.append(Paragraph(text))


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
