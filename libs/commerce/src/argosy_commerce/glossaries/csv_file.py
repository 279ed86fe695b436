"""Glossaries as CSV: a row per rule, or a row per source with a column per language."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from argosy_commerce.glossaries.rows import Rows, UnreadableGlossary
from argosy_commerce.glossaries.rules import FORMULA_STARTS, BadRule, Rule, rule_language

COLUMNS: Final = ("source", "language", "target", "never_translate", "category", "note")
_HEADINGS: Final = {
    "source": "source, source term, term, zh, zh cn, chinese, 中文, 原文, 源词, 源术语, 源语言, 术语, 词条",
    "language": "language, lang, target language, 语言, 目标语言, 语种",
    "target": "target, target term, translation, 译文, 译词, 翻译, 目标, 目标术语",
    "never_translate": "never translate, do not translate, dnt, 不翻译, 禁止翻译, 无需翻译, 保留原文",
    "category": "category, 类目, 分类, 品类",
    "note": "note, notes, comment, 备注, 说明, 注释",
}
_FIELDS: Final = {name: field for field, names in _HEADINGS.items() for name in names.split(", ")}
_YES: Final = frozenset({"yes", "y", "true", "1", "x", "✓", "是", "对"})
_NO: Final = frozenset({"", "no", "n", "false", "0", "否"})
_DELIMITERS: Final = ",;\t"
_LONGEST_LINE: Final = 100_000
_MOST_LINES: Final = 20
"""Lines that one quoted cell is looked for in; a quote that is never closed spoils these at most."""
_LINE_END = re.compile(r"\r\n|\n|\r")


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; :func:`original` gives back exactly what went in.

    >>> neutral("=1+1"), original("'=1+1"), neutral("'t Hof"), neutral("'=1")
    ("'=1+1", '=1+1', "'t Hof", "''=1")

    An apostrophe is what https://owasp.org/www-community/attacks/CSV_Injection asks for.
    """
    quoted = len(cell) > 1 and cell[0] == "'" and cell[1] in _GUARDED
    return f"'{cell}" if cell[:1] in tuple(FORMULA_STARTS) or quoted else cell


def original(cell: str) -> str:
    """The cell that :func:`neutral` was given."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in _GUARDED else cell


_GUARDED: Final = frozenset(FORMULA_STARTS) | {"'"}


def write_table(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV that Excel opens as UTF-8, no cell of which is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_csv(rules: Iterable[Rule]) -> bytes:
    """A row per rule."""
    rows: list[Sequence[str]] = [COLUMNS]
    rows += (
        (
            rule.source,
            rule.language,
            rule.target or "",
            "yes" if rule.never_translate else "",
            rule.category or "",
            rule.note,
        )
        for rule in rules
    )
    return write_table(rows)


@dataclass(frozen=True, slots=True)
class _Header:
    """Which column is what: fields by name, and the columns that are languages."""

    fields: dict[str, int]
    languages: dict[int, str]
    width: int

    def cell(self, row: Sequence[str], field: str) -> str:
        at = self.fields.get(field, len(row))
        return row[at] if at < len(row) else ""


def read_csv(text: str, rows: Rows) -> None:
    """Every row into ``rows``. Raises UnreadableGlossary if the header does not say what is what."""
    lines = _LINE_END.split(text)
    first = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("sep=")), None)
    if first is None:
        raise UnreadableGlossary("the file is empty; its first line names the columns")
    delimiter, header = _header(lines[first], first + 1, rows)
    for line, cells in _records(lines, first + 1, delimiter, rows):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > header.width and any(cell.strip() for cell in cells[header.width :]):
            rows.fault(
                line,
                f"{len(cells)} cells under {header.width} headings",
                f"put what holds a {delimiter!r} in quotes",
            )
            continue
        _row(line, [original(cell.strip()) for cell in cells], header, rows)


def _header(line: str, number: int, rows: Rows) -> tuple[str, _Header]:
    """The delimiter under which the header says most, and the header."""
    best = max(_DELIMITERS, key=lambda delimiter: len(_columns(_cells(line, delimiter)).fields))
    headings = _cells(line, best)
    header = _columns(headings)
    if "source" not in header.fields:
        raise UnreadableGlossary(
            f"line {number} has no column 'source' (or 中文); the first line names the columns, such as "
            f"{','.join(COLUMNS)}"
        )
    if "target" in header.fields and header.languages:
        raise UnreadableGlossary(
            f"line {number} has a column 'target' and columns of languages; keep the one or the others"
        )
    if "target" in header.fields and "language" not in header.fields:
        raise UnreadableGlossary(
            f"line {number} does not say the targets' language; add a column 'language', or name the column "
            "of the targets by it (es, de ...)"
        )
    if not header.languages and not {"target", "never_translate"} & set(header.fields):
        raise UnreadableGlossary(f"line {number} has no column of targets; add 'language' and 'target'")
    for place, heading in enumerate(headings):
        if heading.strip() and place not in header.languages and place not in header.fields.values():
            rows.fault(number, f"the column {heading.strip()[:40]!r} means nothing here", "leave it out")
    return best, header


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line[:_LONGEST_LINE]], delimiter=delimiter), [])
    except csv.Error:
        return []


def _columns(headings: Sequence[str]) -> _Header:
    fields: dict[str, int] = {}
    languages: dict[int, str] = {}
    for place, heading in enumerate(headings):
        name = re.sub(r"[\s_-]+", " ", original(heading.strip()).casefold())
        if name in _FIELDS:
            fields.setdefault(_FIELDS[name], place)
        elif name:
            try:
                languages[place] = rule_language(original(heading.strip()))
            except BadRule:
                continue
    return _Header(fields, languages, len(headings))


def _records(lines: Sequence[str], first: int, delimiter: str, rows: Rows) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells. A quoted cell may go over several lines, a lost quote spoils one."""
    at = first
    while at < len(lines):
        taken, cells = _record(lines, at, delimiter)
        if isinstance(cells, str):
            rows.fault(at + 1, "it cannot be read as cells", cells)
        elif cells:
            yield at + 1, cells
        at += taken


def _record(lines: Sequence[str], at: int, delimiter: str) -> tuple[int, list[str] | str]:
    """How many lines a record takes, and its cells, or what to do about it."""
    if not lines[at].strip():
        return 1, []
    text = ""
    for taken, line in enumerate(lines[at : at + _MOST_LINES], start=1):
        text = f"{text}\n{line}" if taken > 1 else line
        if len(text) > _LONGEST_LINE:
            break
        try:
            return taken, next(csv.reader([text], delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            if "unexpected end" not in str(error):
                break
    return 1, 'close its quotes, and write "" for a quote within quotes'


def _row(line: int, cells: Sequence[str], header: _Header, rows: Rows) -> None:
    source, category, note = (header.cell(cells, name) for name in ("source", "category", "note"))
    flag = header.cell(cells, "never_translate").casefold()
    if flag not in _YES | _NO:
        rows.fault(line, f"never_translate is {flag[:20]!r}", "write yes, or leave it empty")
        return
    never = flag in _YES
    if not header.languages:
        language, target = header.cell(cells, "language"), header.cell(cells, "target")
        if target and not language.strip():
            rows.fault(line, "it names no language", "write a language's tag (es, de ...), or * for all")
            return
        rows.add(line, source, language, target, never_translate=never, category=category, note=note)
        return
    said = {tag: cells[at] for at, tag in header.languages.items() if at < len(cells) and cells[at].strip()}
    if never:
        target = next(iter(said.values()), "")
        rows.add(line, source, "", target, never_translate=True, category=category, note=note)
    elif not said:
        rows.fault(line, f"{source[:40]!r} has no target in any language", "write one, or leave the row out")
    for tag, target in ({} if never else said).items():
        rows.add(line, source, tag, target, category=category, note=note)
