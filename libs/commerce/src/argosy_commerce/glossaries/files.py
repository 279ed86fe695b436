"""Glossaries in files: which format one is in, reading and writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from argosy_commerce.glossaries.csv_file import read_csv, write_csv
from argosy_commerce.glossaries.decoding import decoded
from argosy_commerce.glossaries.jsonl import read_jsonl, write_jsonl
from argosy_commerce.glossaries.rows import ReadGlossary, Rows, UnreadableGlossary
from argosy_commerce.glossaries.rules import CategoryOf, Rule
from argosy_commerce.glossaries.tbx import read_tbx, write_tbx


class Format(StrEnum):
    """The formats of a glossary's file."""

    CSV = "csv"
    TBX = "tbx"
    JSONL = "jsonl"


_SUFFIXES: Final[Mapping[str, Format]] = MappingProxyType(
    {
        ".csv": Format.CSV,
        ".tsv": Format.CSV,
        ".txt": Format.CSV,
        ".tbx": Format.TBX,
        ".xml": Format.TBX,
        ".jsonl": Format.JSONL,
        ".ndjson": Format.JSONL,
    }
)
_READERS: Final[Mapping[Format, Callable[[str, Rows], None]]] = MappingProxyType(
    {Format.CSV: read_csv, Format.TBX: read_tbx, Format.JSONL: read_jsonl}
)
_WRITERS: Final[Mapping[Format, Callable[[Iterable[Rule]], bytes]]] = MappingProxyType(
    {Format.CSV: write_csv, Format.TBX: write_tbx, Format.JSONL: write_jsonl}
)


def format_of(name: str) -> Format:
    """The format that a file's name says. Raises UnreadableGlossary."""
    found = _SUFFIXES.get(PurePath(name).suffix.lower())
    if found is None:
        raise UnreadableGlossary(
            f"{name}: a glossary is a file of {', '.join(_SUFFIXES)}; from Excel save it as “CSV UTF-8”"
        )
    return found


def read_glossary(data: bytes, name: str, *, category_of: CategoryOf | None = None) -> ReadGlossary:
    """The rules in a file, and what is wrong with the other rows.

    ``name`` tells the format; ``category_of`` gives the concept id of what a category's cell says.
    Raises UnreadableGlossary, where no row can be read, or more than a glossary may have.
    """
    reader = _READERS[format_of(name)]
    text, encoding = decoded(data)
    rows = Rows(category_of)
    reader(text, rows)
    return rows.read(encoding)


def write_glossary(rules: Iterable[Rule], form: Format) -> bytes:
    """The rules as a file that :func:`read_glossary` reads back as they are."""
    return _WRITERS[form](rules)
