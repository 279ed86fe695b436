"""Fonts of PDFs: which files a letter's words need, and what becomes of signs that none of them has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import uharfbuzz as hb  # type: ignore[import-untyped]  # ships no types

from chargeback_agent.domain.letter.direction import ISOLATES
from chargeback_agent.domain.letter.document import Document

T = TypeVar("T")
_BOXES: Final = "□\ufffd"
_MARK: Final = "*"
"""Stands for a pictograph; a question mark would ask."""
_INVISIBLE: Final = frozenset({0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)})
"""Joiners, variants and skin tones: they change the sign before them and are none of their own."""
_EAST_ASIAN: Final = {"ja": 0, "ko": 1, "zh": 2}
"""Languages whose letters are set in the East Asian family; its number in the collection, for each writes
the same ideograph in its own shape."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Font files for words that Helvetica lacks: regular and bold of the first family, then fallbacks.

    ``bolds``: of some fallbacks the bold file. ``east_asian``: collections, regular and bold, for letters
    in Japanese, Korean and Chinese.
    """

    regular: Path | None = None
    bold: Path | None = None
    fallbacks: tuple[Path, ...] = ()
    bolds: Mapping[Path, Path] = field(default_factory=dict)
    east_asian: tuple[Path, Path] | None = None


@dataclass(frozen=True, slots=True)
class MissingFaces(Exception):
    """Words of the letter need characters that no face given has."""

    characters: str

    def __str__(self) -> str:
        return f"no font is given for {self.characters!r}; install fonts-noto-core and fonts-noto-cjk"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a letter is set in: the first family, fallbacks that it needs, and its text as it can be set.

    ``number`` is that of the first family in its collection; ``bolds``: of some fallbacks the bold file.
    ``shaped``: letters join, stack or run from right to left. ``lacking``: letters that no face has, for
    which boxes stand.
    """

    letter: Document
    family: tuple[Path, Path] | None = None
    number: int = 0
    fallbacks: tuple[Path, ...] = ()
    bolds: Mapping[Path, Path] = field(default_factory=dict)
    shaped: bool = False
    lacking: str = ""


def choose_faces(letter: Document, faces: Faces) -> Chosen:
    """The fewest files that have the letter's characters.

    Of a sign that none has a box is left, so that nobody takes what stands for the whole.

    Raises:
        MissingFaces: the letter needs faces and none are given.
    """
    used = {ord(char) for text in texts_of(letter) for char in text if char != "\n" and char not in ISOLATES}
    # Pictographs are no reason to set a western letter in another face.
    plain = {code for code in used if not _in_cp1252(code)}
    drawn = {code for code in plain if _pictograph(code)}
    if plain == drawn:
        table = {code: _without(code) for code in drawn}
        return Chosen(_translated(letter, table) if table else letter)
    if faces.regular is None or faces.bold is None:
        raise MissingFaces(_named(plain - drawn))
    family, others, number = (faces.regular, faces.bold), faces.fallbacks, 0
    base = letter.language.partition("-")[0]
    if faces.east_asian and base in _EAST_ASIAN:
        family, others, number = faces.east_asian, (faces.regular, *others), _EAST_ASIAN[base]
    lacking = used - (_characters(family[0]) & _characters(family[1]))
    fallbacks = []
    for path in others:
        if lacking & _characters(path):
            fallbacks.append(path)
            lacking -= _characters(path)
    box = next((sign for sign in _BOXES if ord(sign) in _characters(family[0])), "?")
    table = {code: _without(code) if _pictograph(code) else box for code in lacking}
    said = _translated(letter, table) if table else letter
    shaped = any(joins(code) for code in used - lacking)
    letters = _named(code for code in lacking if not _pictograph(code))
    bolds = {path: faces.bolds[path] for path in fallbacks if path in faces.bolds}
    return Chosen(said, family, number, tuple(fallbacks), bolds, shaped, letters)


@lru_cache(maxsize=64)
def _characters(path: Path) -> frozenset[int]:
    return frozenset(hb.Face(hb.Blob.from_file_path(path)).unicodes)


def _without(code: int) -> str:
    return "" if code in _INVISIBLE else _MARK


def _pictograph(code: int) -> bool:
    return code in _INVISIBLE or unicodedata.category(chr(code)) in {"So", "Sk", "Sm", "Co", "Cn"}


def joins(code: int) -> bool:
    """Whether a character may look otherwise beside others.

    So do scripts from Hebrew to Mongolian but Korean's letters, and their presentation forms.
    """
    return (0x0590 <= code < 0x1CFF and not 0x1100 <= code < 0x1200) or 0xFB1D <= code < 0xFEFF


def _in_cp1252(code: int) -> bool:
    try:
        chr(code).encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _named(codes: Iterable[int]) -> str:
    return "".join(chr(code) for code in sorted(codes)[:20])


def texts_of(value: Any) -> Iterator[str]:  # noqa: ANN401 — whatever a document holds
    """All texts of a document or of one of its parts, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_of(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from texts_of(getattr(value, one.name))


def _translated(value: T, table: Mapping[int, str]) -> T:
    """A document with some characters exchanged, whatever block they stand in."""
    changed: Any = value
    if isinstance(value, str):
        changed = value.translate(table)
    elif isinstance(value, tuple):
        changed = tuple(_translated(one, table) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: _translated(getattr(value, one.name), table) for one in fields(value)}
        changed = replace(value, **parts)
    said: T = changed
    return said
