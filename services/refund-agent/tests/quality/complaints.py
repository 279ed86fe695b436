# ruff: noqa: T201 — prints what it measures
"""How well complaints are read.

    python complaints.py complaints_tuning.yaml [--faults] [--only ID] [--language de]

Per language and per reason: whether the main reason is right, and how many of all reasons are found
(recall) and right (precision); severity, wish, asked amounts, lines, threats, wish for a person.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from argosy_commerce.folding import folded
from argosy_commerce.money import Money
from refund_agent.domain.complaint import Complaint
from refund_agent.domain.complaints.examples import most_like
from refund_agent.domain.complaints.reading import read_complaint

FIELDS: Final = (
    "main",
    "reasons",
    "severity",
    "wish",
    "asked",
    "share",
    "lines",
    "pieces",
    "threats",
    "person",
)


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line of the file."""

    sku: str
    title: str
    quantity: int


def read(row: Mapping[str, Any]) -> Complaint:
    """A row of the file, read as the service reads it; the order's currency is the truth's if it has one."""
    lines = [Ordered(one["sku"], one["title"], one.get("quantity", 1)) for one in row["order"]]
    asked = row["truth"].get("asked") or {}
    return read_complaint(
        row["text"], row["language"], lines, currency=row.get("currency", asked.get("currency", ""))
    )


def said(complaint: Complaint) -> dict[str, object]:
    """The fields as they are compared."""
    return {
        "main": complaint.reason,
        "reasons": frozenset(one.reason for one in complaint.reasons),
        "severity": complaint.severity,
        "wish": complaint.wish,
        "asked": complaint.asked,
        "share": complaint.asked_share,
        "lines": frozenset(complaint.skus),
        "pieces": frozenset(complaint.quantities),
        "threats": frozenset(complaint.threats),
        "person": complaint.wants_person,
    }


def truth(row: Mapping[str, Any]) -> dict[str, object]:
    """What the row says they are."""
    told = row["truth"]
    asked = told.get("asked")
    return {
        "main": told["reasons"][0],
        "reasons": frozenset(told["reasons"]),
        "severity": told.get("severity", "unknown"),
        "wish": told.get("wish"),
        "asked": Money(Decimal(str(asked["amount"])), asked["currency"]) if asked else None,
        "share": told.get("asked_share"),
        "lines": frozenset(told.get("skus", ())),
        "pieces": frozenset((told.get("quantities") or {}).items()),
        "threats": frozenset(told.get("threats", ())),
        "person": bool(told.get("wants_person", False)),
    }


def same(field: str, value: object, other: object) -> bool:
    """Whether two values agree; a share within two hundredths, since a third has no end."""
    if field == "share" and isinstance(value, float | int) and isinstance(other, float | int):
        return abs(value - other) <= 0.02
    return value == other


def main() -> int:
    """Prints the figures; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="+")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--language")
    arguments = parser.parse_args()
    rows = [row for file in arguments.file for row in yaml.safe_load(file.read_text(encoding="utf-8"))]
    rows = [row for row in rows if arguments.only in {None, row["id"]}]
    rows = [row for row in rows if arguments.language in {None, row["language"]}]
    right: Counter[tuple[str, str]] = Counter()
    counted: Counter[str] = Counter()
    by_reason: dict[str, Counter[str]] = defaultdict(Counter)
    kept: Counter[str] = Counter()
    for row in rows:
        complaint = read(row)
        ours, theirs = said(complaint), truth(row)
        language = row["language"]
        counted[language] += 1
        wrong = [field for field in FIELDS if not same(field, ours[field], theirs[field])]
        for field in FIELDS:
            right[language, field] += field not in wrong
        _count(by_reason, ours, theirs, kept)
        if arguments.faults and wrong:
            _show(row, complaint, ours, theirs, wrong)
    _print(right, counted, by_reason, kept)
    return 0


def _count(
    by_reason: dict[str, Counter[str]], ours: Mapping[str, Any], theirs: Mapping[str, Any], kept: Counter[str]
) -> None:
    for reason in ours["reasons"] | theirs["reasons"]:
        by_reason[reason]["said"] += reason in ours["reasons"]
        by_reason[reason]["true"] += reason in theirs["reasons"]
        by_reason[reason]["both"] += reason in ours["reasons"] & theirs["reasons"]
    by_reason[theirs["main"]]["main"] += 1
    by_reason[theirs["main"]]["main_right"] += ours["main"] == theirs["main"]
    for field in ("asked", "share", "lines", "pieces", "threats", "person"):
        kept[f"{field} said"] += bool(ours[field])
        kept[f"{field} true"] += bool(theirs[field])
        kept[f"{field} both"] += bool(theirs[field]) and same(field, ours[field], theirs[field])


def _show(
    row: Mapping[str, Any],
    complaint: Complaint,
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    wrong: list[str],
) -> None:
    print(f"\n{row['id']}: {row['text']}")
    if len(row["order"]) > 1 or "lines" in wrong or "pieces" in wrong:
        print(
            "   order:",
            ", ".join(f"{one['sku']} {one['title']} x{one.get('quantity', 1)}" for one in row["order"]),
        )
    for field in wrong:
        print(f"   {field}: said {_plain(ours[field])}, true {_plain(theirs[field])}")
    if "main" in wrong or "reasons" in wrong:
        for one in complaint.reasons:
            base = complaint.language.partition("-")[0]
            like = most_like(folded(row["text"], base), base, one.reason)
            print(f"      {one.reason} {one.confidence} {one.words}; most like {like}")


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else value if value is None else str(value)


def _print(
    right: Counter[tuple[str, str]],
    counted: Counter[str],
    by_reason: dict[str, Counter[str]],
    kept: Counter[str],
) -> None:
    print(f"\n{'':8}{'rows':>5}" + "".join(f"{field:>10}" for field in FIELDS))
    for language in [*sorted(counted), "all"]:
        chosen = counted if language == "all" else {language: counted[language]}
        total = sum(chosen.values())
        shares = (sum(right[one, field] for one in chosen) / total for field in FIELDS)
        print(f"{language:8}{total:>5}" + "".join(f"{share:>10.3f}" for share in shares))
    print(f"\n{'reason':18}{'main':>9}{'precision':>10}{'recall':>8}{'true':>6}")
    for reason, count in sorted(by_reason.items()):
        main_right = f"{count['main_right']}/{count['main']}"
        precision = count["both"] / count["said"] if count["said"] else 0.0
        recall = count["both"] / count["true"] if count["true"] else 0.0
        print(f"{reason:18}{main_right:>9}{precision:>10.3f}{recall:>8.3f}{count['true']:>6}")
    both, said_, true = (
        sum(count[name] for count in by_reason.values()) for name in ("both", "said", "true")
    )
    print(f"{'all reasons':18}{'':9}{both / max(said_, 1):>10.3f}{both / max(true, 1):>8.3f}{true:>6}")
    for field in ("asked", "share", "lines", "pieces", "threats", "person"):
        counts = ", ".join(f"{name} {kept[f'{field} {name}']}" for name in ("said", "true", "both"))
        print(f"{field:8} {counts}")


if __name__ == "__main__":
    sys.exit(main())
