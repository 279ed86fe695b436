"""Rows of a report under the names of their columns, made lines of ``name tab value``."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from chargeback_agent.domain.notices.html import laid_out

_MOST_ROWS: Final = 200
_FEWEST_COLUMNS: Final = 5
_LONGEST_NAME: Final = 40


def csv_text(text: str) -> str:
    """A file of rows under names, a blank line between two rows; the text itself where it is none."""
    first = text.split("\n", 1)[0]
    rows = _rows(text, max(",;\t|", key=first.count))
    return "\n".join(_lines(rows)) if rows else text


def with_rows_read(text: str) -> str:
    """A mail's text in which rows of a report, parted by commas or semicolons, are lines of their own.

    A head has five columns or more, and no figure; what stands around the rows stays.
    """
    lines = text.split("\n")
    result: list[str] = []
    at = 0
    while at < len(lines):
        end = _end_of_report(lines, at)
        if end:
            delimiter = max(",;", key=lines[at].count)
            result += _lines(_rows("\n".join(lines[at:end]), delimiter))
            at = end
        else:
            result.append(lines[at])
            at += 1
    return "\n".join(result)


def _end_of_report(lines: list[str], at: int) -> int:
    """The line behind the last row under a head; 0 where no report begins in this line."""
    delimiter = max(",;", key=lines[at].count)
    if lines[at].count(delimiter) < _FEWEST_COLUMNS - 1 or re.search(r"\d{2}", lines[at]):
        return 0
    head = _rows(lines[at], delimiter)
    if not head or not all(0 < len(name.strip()) <= _LONGEST_NAME for name in head[0]):
        return 0
    end = at + 1
    while end < len(lines) and end <= at + _MOST_ROWS:
        row = _rows(lines[end], delimiter)
        if not row or len(row[0]) != len(head[0]):
            break
        end += 1
    return end if end > at + 1 else 0


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            rows.append(row)
            if len(rows) > _MOST_ROWS:
                break
    except csv.Error:
        return []
    return rows


def _lines(rows: list[list[str]]) -> list[str]:
    named = [[name.replace("_", " ") for name in rows[0]], *rows[1:]]
    cells = [
        (number == 0, [[" ".join(cell.split())] if cell.strip() else [] for cell in row])
        for number, row in enumerate(named)
    ]
    return list(laid_out(cells))
