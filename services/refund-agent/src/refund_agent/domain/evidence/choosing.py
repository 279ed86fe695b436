"""Which checks make sense for which reason (data/evidence/checks.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.strict_yaml import TermDataError, packaged, validated
from refund_agent.domain.checks import CheckName
from refund_agent.domain.complaint import Reason


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    file: tuple[CheckName, ...]
    order: tuple[CheckName, ...]
    why: str


class _Figure(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    value: int
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Margins:
    """By how much clocks and scans may be off, and how long is too long."""

    scan: timedelta
    clock: timedelta
    silent: timedelta
    late: timedelta


@dataclass(frozen=True, slots=True)
class Chosen:
    """Checks of each file, and of the order's records."""

    of_files: frozenset[CheckName]
    of_order: frozenset[CheckName]


def chosen(reasons: Iterable[Reason]) -> Chosen:
    """The checks that any of the reasons asks for, and those that are always made of files."""
    rows = [_rows()[reason] for reason in reasons]
    files = frozenset(_always()).union(*(row.file for row in rows))
    return Chosen(files, frozenset[CheckName]().union(*(row.order for row in rows)))


@cache
def margins() -> Margins:
    """The figures of the data file."""
    found = {
        name: validated(_Figure, row, f"evidence/checks.yaml: {name}").value
        for name, row in _data()["margins"].items()
    }
    return Margins(
        timedelta(hours=found["scan_hours"]),
        timedelta(hours=found["clock_hours"]),
        timedelta(days=found["silent_days"]),
        timedelta(days=found["late_days"]),
    )


@cache
def _rows() -> Mapping[Reason, _Row]:
    rows = {
        name: validated(_Row, row, f"evidence/checks.yaml: {name}")
        for name, row in _data()["reasons"].items()
    }
    if set(rows) != set(get_args(Reason)):
        raise TermDataError(
            f"evidence/checks.yaml: reasons differ: {sorted(set(rows) ^ set(get_args(Reason)))}"
        )
    return rows


def _always() -> tuple[CheckName, ...]:
    names = tuple(_data()["always"])
    if unknown := set(names) - set(get_args(CheckName)):
        raise TermDataError(f"evidence/checks.yaml: always: no such checks {sorted(unknown)}")
    return names


def _data() -> dict[str, Any]:
    return packaged("refund_agent", "evidence/checks", "reasons", "always", "margins")
