"""`argosy refunds simulate`, from file to table, chart and exit code."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from argosy_local.cli import app

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
