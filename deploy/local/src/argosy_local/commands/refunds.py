"""`argosy refunds`: how a request stands, past requests, and what a change of policy would have cost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from argosy_commerce.terms.strict_yaml import TermDataError
from argosy_local.commands.console import err, failed, out
from argosy_local.commands.refund_requests import past, show
from refund_agent.charting import order, page, summary
from refund_agent.domain.costs.case import Params
from refund_agent.domain.costs.learning import learned
from refund_agent.domain.costs.past import BadLine, PastRequest, read_past
from refund_agent.domain.costs.policies import Policy, read_policy
from refund_agent.domain.costs.recorded import outcome_of
from refund_agent.domain.costs.simulating import ALL, Simulation, Tally, simulate, strategies

refunds = typer.Typer(no_args_is_help=True, help="Refunds: how requests stand, and what a policy costs.")

refunds.command("show")(show)
refunds.command("past")(past)

_MOST_BAD = 10
_BAR_FROM = 200  # requests; fewer are done before a bar is read


@refunds.command("simulate")
def simulate_(
    file: Annotated[Path, typer.Argument(help="Past requests, one JSON object a line.")],
    *,
    policy: Annotated[
        Path | None, typer.Option(help="A YAML file with the changed policy, to be compared.")
    ] = None,
    current: Annotated[
        Path | None, typer.Option(help="A YAML file with the policy in use; no limits without it.")
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Re-estimate acceptance and costs from the file first.")
    ] = False,
    out_: Annotated[Path | None, typer.Option("--out", help="Write a chart to this HTML file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Compare policies over past requests: cost, acceptance, satisfaction, disputes. Nothing is changed.

    Exit 0: compared, also where some lines could not be used. 1: a file cannot be read, or no line can be
    used.
    """
    params = Params()
    changed = _policy(policy, params) if policy else None
    used = _policy(current, params) if current else Policy()
    lines = list(read_past(_lines(file), params))
    if learn:
        past = [line for line in lines if isinstance(line, PastRequest)]
        params = learned([outcome_of(one) for one in past], params)
        lines = [_with(line, params) for line in lines]
    found = simulate(_watched(lines), strategies(used, changed))
    for bad in found.bad[:_MOST_BAD]:
        err.print(f"{file}: line {bad.number}: {bad.why}", markup=False, highlight=False, soft_wrap=True)
    if len(found.bad) > _MOST_BAD:
        err.print(f"{file}: {len(found.bad) - _MOST_BAD} more lines cannot be used")
    if not found.requests:
        raise failed(f"{file}: no line can be used")
    if out_ is not None:
        _write(out_, page(found, "What refund policies cost"))
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return
    out.print(summary(found), highlight=False, markup=False)
    out.print(_table(found))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise failed(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise failed(f"{file} is no UTF-8 text: byte {error.start}") from None


def _policy(file: Path, params: Params) -> Policy:
    try:
        return read_policy(file.read_text(encoding="utf-8"), str(file), params)
    except (OSError, UnicodeDecodeError) as error:
        raise failed(f"{file} cannot be read: {error}") from None
    except TermDataError as error:
        raise failed(str(error)) from None


def _with(line: PastRequest | BadLine, params: Params) -> PastRequest | BadLine:
    if isinstance(line, BadLine):
        return line
    return replace(line, case=replace(line.case, params=params))


def _watched(lines: list[PastRequest | BadLine]) -> Iterable[PastRequest | BadLine]:
    """The lines, with a bar on standard error while many are worked on."""
    if len(lines) < _BAR_FROM:
        yield from lines
        return
    with Progress(console=err, transient=True) as progress:
        yield from progress.track(lines, description="requests")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise failed(f"{file} cannot be written: {error.strerror}") from None


def _table(found: Simulation) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for title in ("EUR each", "agreed", "satisfied", "disputed", "person"):
        table.add_column(title, justify="right", no_wrap=True)
    for reason in (ALL, *found.reasons()):
        tallies = [(policy, found.tallies.get((policy, reason))) for policy in order(found)]
        most = max(tally.requests for _, tally in tallies if tally)
        table.add_row(f"{reason.replace('_', ' ')}, {most}", style="bold")
        for policy, tally in tallies:
            if tally:
                table.add_row(f"  {policy}", *_figures(tally))
    return table


def _figures(tally: Tally) -> tuple[str, ...]:
    shares = (tally.mean(name) for name in ("acceptance", "satisfaction", "disputes", "by_a_person"))
    return (
        f"{tally.mean('cost'):,.2f}",
        *(f"{share:.0%}" if share >= 0.1 or not share else f"{share:.1%}" for share in shares),
    )


def _as_json(found: Simulation) -> dict[str, object]:
    names = ("cost", "acceptance", "satisfaction", "disputes", "by_a_person")
    return {
        "requests": found.requests,
        "bad_lines": [{"line": bad.number, "why": bad.why} for bad in found.bad],
        "first_offers": {
            "answered": found.first_offers,
            "accepted": found.accepted,
            "expected": round(found.expected, 2),
        },
        "currency": "EUR",
        "policies": [
            {
                "policy": policy,
                "reason": reason,
                "requests": tally.requests,
                **{name: round(tally.mean(name), 4) for name in names},
            }
            for (policy, reason), tally in found.tallies.items()
        ],
    }
