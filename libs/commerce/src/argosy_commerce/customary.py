"""What a metric measure is in the units a market's shoppers think in (data/customary_units.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

from argosy_commerce.terms.strict_yaml import document
from argosy_commerce.units import Quantity, unit


@dataclass(frozen=True, slots=True)
class _Step:
    unit: str
    below: Decimal | None


@dataclass(frozen=True, slots=True)
class _System:
    error: Fraction
    become: Mapping[str, tuple[_Step, ...]]
    signs: Mapping[str, str]
    tight: Mapping[str, str]


def customary(quantities: Sequence[Quantity], system: str) -> tuple[Quantity, ...] | None:
    """Measures that stand together, in one unit of the system; rounded as `Quantity.to` does.

    None where the system has no such unit (the metric system has none), where they are in it
    already, or where rounding would take more from one of them than the table allows.
    """
    table = _systems().get(system)
    if table is None or not quantities:
        return None
    largest = max(quantities, key=lambda q: abs(q.value))
    step = next(
        (
            step
            for step in table.become.get(largest.unit, ())
            if step.below is None or abs(largest.value) < step.below
        ),
        None,
    )
    if step is None or any(q.unit != largest.unit for q in quantities):
        return None
    converted = tuple(q.to(step.unit) for q in quantities)
    whole = all(_keeps(q, c, table.error) for q, c in zip(quantities, converted, strict=True))
    return converted if whole else None


def is_customary(unit_id: str, system: str) -> bool:
    """Whether a unit is one that the system's shoppers think in and metric ones do not."""
    table = _systems().get(system)
    return table is not None and unit_id in table.signs


def sign_of(unit_id: str, system: str, *, tight: bool = False) -> str:
    """How a customary unit is abbreviated: 'in', tight '"'."""
    table = _systems()[system]
    return table.tight.get(unit_id, table.signs[unit_id]) if tight else table.signs[unit_id]


def _keeps(metric: Quantity, converted: Quantity, error: Fraction) -> bool:
    source, goal = unit(metric.unit), unit(converted.unit)
    if goal.offset:  # degrees: a share of the value says nothing
        return True
    exact = Fraction(metric.value) * source.scale / goal.scale
    return abs(Fraction(converted.value) - exact) <= error * abs(exact)


@cache
def _systems() -> dict[str, _System]:
    text = files("argosy_commerce").joinpath("data/customary_units.yaml").read_text(encoding="utf-8")
    return {
        name: _System(
            Fraction(row["error"]),
            {
                source: tuple(
                    _Step(step["unit"], Decimal(step["below"]) if "below" in step else None) for step in steps
                )
                for source, steps in row["become"].items()
            },
            row["signs"],
            row["tight"],
        )
        for name, row in document(text).items()
    }
