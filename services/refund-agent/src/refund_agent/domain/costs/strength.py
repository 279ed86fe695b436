"""How well checks of the evidence bear a claim out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from refund_agent.domain.checks import Check
from refund_agent.domain.costs.figures import ReasonFigures, Strength


@dataclass(frozen=True, slots=True)
class Evidence:
    """The strength, whether findings say both, and the findings that count."""

    strength: Strength
    conflicting: bool
    findings: tuple[str, ...]


def evidence(checks: Sequence[Check], reason: ReasonFigures) -> Evidence:
    """What the checks say of the claim.

    Strong: a finding bears it out and none speaks against it; some: only weak findings bear it out;
    contradicted: a finding speaks against it and none bears it out; none: nothing tells. Findings of both
    kinds conflict: what is left of such evidence counts as some, and a person looks. Weak findings never
    contradict; of the very file that bears the claim out they conflict with it.
    """
    shown = [one for one in checks if reason.shown_by.get(one.check) == one.result]
    doubts = [one for one in checks if reason.spoken_against_by.get(one.check) == one.result]
    against = [one for one in doubts if not one.weak]
    firm = [one for one in shown if not one.weak]
    refs = {one.ref for one in shown}
    of_shown = [one for one in doubts if one.weak and one.ref in refs]
    findings = tuple(one.finding for one in (*shown, *against, *of_shown))
    if firm and against:
        return Evidence("some", True, findings)
    if against:
        return Evidence("contradicted", False, findings)
    if of_shown:
        return Evidence("some", True, findings)
    if firm:
        return Evidence("strong", False, findings)
    return Evidence("some" if shown else "none", False, findings)
