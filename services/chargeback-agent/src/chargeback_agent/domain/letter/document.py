"""A letter before it is a file: blocks of plain text, the same for Word and PDF.

Texts hold no mark-up: whatever they contain is printed as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is a section of the letter, 2 an exhibit; ``anchor`` lets the contents name its page."""

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``numbered`` ones count through the letter's argument.

    ``kept``: it is not parted from the block after it.
    """

    runs: tuple[Run, ...]
    numbered: bool = False
    kept: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. ``head``: the first row names the columns; ``widths`` are shares of the page."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words as they were written: who and when above, the words below."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of exhibits with their pages: label, title, anchor of each."""

    heads: tuple[str, str, str]
    entries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG or JPEG bytes, pixels) with its caption."""

    content: bytes
    width: int
    height: int
    caption: str


Block: TypeAlias = Heading | Paragraph | Table | Quote | Contents | Picture


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the argument, and the labels of the exhibits it rests on."""

    text: str
    exhibits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: as the merchant gave it; lines below the name are printed as they are."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole letter. ``page_of`` is a sentence with {page} and {pages}."""

    title: str
    language: str
    sender: Letterhead
    recipient: tuple[str, ...]
    date: str
    reference: str
    page_of: str
    blocks: tuple[Block, ...]

    @property
    def parted(self) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        """What is said, and what is enclosed: the list of exhibits under its heading, and the exhibits."""
        enclosed, exhibits = [], False
        for place, one in enumerate(self.blocks):
            exhibits = exhibits or (isinstance(one, Heading) and one.level == 2)
            heads = isinstance(self.blocks[min(place + 1, len(self.blocks) - 1)], Contents)
            if exhibits or heads or isinstance(one, Contents):
                enclosed.append(place)
        said = tuple(one for place, one in enumerate(self.blocks) if place not in enclosed)
        return said, tuple(self.blocks[place] for place in enclosed)
