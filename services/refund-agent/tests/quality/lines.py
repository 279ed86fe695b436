# ruff: noqa: T201 — prints what it measures
"""How well is read which lines of an order are meant, and how many pieces.

    python lines.py ../complaints/lines.yaml complaints_tuning.yaml [--faults] [--language de]

Per language, of the rows whose order has several lines: right; silent (several are possible, and nothing
is guessed); wrong (a line that is not meant, or one left out that is). Of those with a line of several
pieces: right, silent (all pieces where fewer are meant), wrong (another number). Rows as in complaints.py, or
as in lines.yaml.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from refund_agent.domain.complaint import Complaint
from refund_agent.domain.complaints.reading import read_complaint


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line of an order."""

    sku: str
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Row:
    """A text, the order, and what is meant: pieces by sku (0: all of them); None: the words do not tell."""

    id: str
    language: str
    text: str
    lines: tuple[Ordered, ...]
    meant: Mapping[str, int] | None


def rows_of(path: Path) -> list[Row]:
    """The rows of a file of either form."""
    return [_row(one) for one in yaml.safe_load(path.read_text(encoding="utf-8"))]


def _row(row: Mapping[str, Any]) -> Row:
    if "truth" not in row:
        lines = tuple(Ordered(*line) for line in row["order"])
        meant = None if row.get("unclear") else row["meant"]
    else:
        lines = tuple(Ordered(one["sku"], one["title"], one.get("quantity", 1)) for one in row["order"])
        pieces = row["truth"].get("quantities") or {}
        named = row["truth"].get("skus") or [line.sku for line in lines]
        meant = {sku: pieces.get(sku, 0) for sku in named}
    if meant is not None:
        ordered = {line.sku: line.quantity for line in lines}
        meant = {sku: count or ordered[sku] for sku, count in meant.items()}
    return Row(row["id"], row["language"], row["text"], lines, meant)


def said(row: Row, complaint: Complaint) -> dict[str, int] | None:
    """What the reader takes as meant, as a row says it."""
    if complaint.unclear:
        return None
    told = dict(complaint.quantities)
    chosen = [line for line in row.lines if line.sku in complaint.skus or not complaint.skus]
    return {line.sku: told.get(line.sku, line.quantity) for line in chosen}


def read(row: Row) -> dict[str, int] | None:
    """What the reader takes as meant."""
    return said(row, read_complaint(row.text, row.language, row.lines))


def about_lines(row: Row, ours: Mapping[str, int] | None) -> str:
    """right, silent or wrong; "" where the order has one line."""
    if len(row.lines) < 2:
        return ""
    if (ours is None) != (row.meant is None):
        return "silent" if ours is None else "wrong"
    return "right" if ours is None or row.meant is None or ours.keys() == row.meant.keys() else "wrong"


def about_pieces(row: Row, ours: Mapping[str, int] | None) -> str:
    """right, silent or wrong; "" where no meant line has several pieces, or the line is not read."""
    if ours is None or row.meant is None or ours.keys() != row.meant.keys():
        return ""
    ordered = {line.sku: line.quantity for line in row.lines}
    if all(ordered[sku] == 1 for sku in row.meant):
        return ""
    if ours == row.meant:
        return "right"
    return "silent" if all(ours[sku] in {ordered[sku], row.meant[sku]} for sku in ours) else "wrong"


def main() -> int:
    """Prints the figures; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="+")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--language")
    arguments = parser.parse_args()
    counted: Counter[tuple[str, str, str]] = Counter()
    languages: dict[str, None] = {}
    for row in (row for file in arguments.file for row in rows_of(file)):
        if arguments.language not in {None, row.language}:
            continue
        ours = read(row)
        verdicts = {"lines": about_lines(row, ours), "pieces": about_pieces(row, ours)}
        languages[row.language] = None
        for what, verdict in verdicts.items():
            counted[row.language, what, verdict] += 1
            counted["all", what, verdict] += 1
        if arguments.faults and {*verdicts.values()} & {"silent", "wrong"}:
            print(f"\n{row.id} {verdicts}: {row.text}\n   order:", *row.lines, sep="\n      ")
            print(f"   said {ours}, true {row.meant}")
    print(f"\n{'':8}{'lines':>8}{'silent':>8}{'wrong':>8}{'pieces':>10}{'silent':>8}{'wrong':>8}")
    for language in [*sorted(languages), "all"]:
        told = [
            counted[language, what, how]
            for what in ("lines", "pieces")
            for how in ("right", "silent", "wrong")
        ]
        print(
            f"{language:8}{told[0]:>4}/{sum(told[:3]):<3}{told[1]:>8}{told[2]:>8}{told[3]:>6}/{sum(told[3:]):<3}{told[4]:>8}{told[5]:>8}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
