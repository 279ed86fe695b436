"""`argosy refunds simulate`, from file to table, chart and exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from argosy_commerce.money import Money
from argosy_local.cli import app
from argosy_local.commands import refund_requests
from refund_agent.adapters.requests import RequestRecord
from refund_agent.domain.negotiation.state import Pay, State, Verdict
from refund_agent.domain.options import Offer

SAMPLES = Path(__file__).parents[3] / "services" / "refund-agent" / "samples"
PAST = SAMPLES / "past_requests.jsonl"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["refunds", "simulate", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_policies_are_compared_and_a_chart_is_written(tmp_path: Path) -> None:
    chart = tmp_path / "chart.html"
    code, said, _ = run(str(PAST), "--policy", str(SAMPLES / "policy.yaml"), "--out", str(chart))
    assert code == 0
    for policy in ("as recorded", "always refund", "always return", "current policy", "changed policy"):
        assert policy in said
    assert chart.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_for_programs_bad_lines_are_counted_and_named(tmp_path: Path) -> None:
    file = tmp_path / "past.jsonl"
    file.write_text(PAST.read_text(encoding="utf-8").splitlines()[0] + "\nnot json\n", encoding="utf-8")
    code, said, complained = run(str(file), "--json", "--learn")
    told = json.loads(said)
    assert code == 0
    assert (told["requests"], told["bad_lines"][0]["line"], told["currency"]) == (1, 2, "EUR")
    assert "line 2: no JSON" in complained


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "past.jsonl"
    assert run(str(file))[0] == 1
    file.write_text("{}\n", encoding="utf-8")
    code, _, complained = run(str(file))
    assert (code, "no line can be used" in complained) == (1, True)
    file.write_bytes(b"\xff\xfe")
    assert "no UTF-8" in run(str(file))[2]
    policy = tmp_path / "policy.yaml"
    policy.write_text("policy: {rounds: 9}", encoding="utf-8")
    assert "rounds" in run(str(PAST), "--policy", str(policy))[2]


def test_a_request_is_shown_with_when_its_money_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    offer = Offer("RETURN_THEN_REFUND", Money(Decimal("40.00"), "EUR"), keep_item=False, return_label=True)
    verdict = Verdict("RETURN_THEN_REFUND", offer, "right", at)

    def shown(state: State) -> str:
        async def one(*_: object) -> RequestRecord:
            return RequestRecord("m-1", "rr-1", state)

        monkeypatch.setattr(refund_requests, "_one", one)
        return CliRunner().invoke(app, ["refunds", "show", "--merchant", "m-1", "rr-1"]).stdout

    by = State("rr-1", verdict=replace(verdict, pay=Pay(by=at)))
    assert "decided: RETURN_THEN_REFUND 40.00 EUR label (right)" in shown(by)
    assert "to be paid by 2026-11-20 UTC, later only if neither goods nor proof of sending came" in shown(by)
    assert "the goods are to come back" in shown(by)
    counted = State("rr-1", verdict=replace(verdict, pay=Pay(days=7)))
    assert "to be paid within 7 days after the goods have come" in shown(counted)
    there = replace(by, back_at=at)
    assert "the goods came back: 2026-11-20 09:30 UTC\nto be paid by 2026-11-20 UTC\n" in shown(there)
