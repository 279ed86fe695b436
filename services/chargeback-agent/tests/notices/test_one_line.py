"""A line that tells how a dispute ended, from a sender who names the dispute beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.reading import read_notice
from chargeback_agent.domain.notices.stages import ENDED
from chargeback_agent.domain.rules.loader import rule_book

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
LINES = yaml.safe_load(Path(__file__).with_name("one_line.yaml").read_text(encoding="utf-8"))
SAID = [(line, "" if end == "open" else end) for end, lines in LINES.items() for line in lines]


def end_of(line: str, where: str, *, of_known: bool = True) -> str:
    parts = [Part("subject", line)] if where == "subject" else [Part("subject", "Update"), Part("body", line)]
    sender = "Disputes <disputes@acquirer.example>"
    kind = read_notice(parts, sender, NOW, rule_book(), of_known=of_known).kind.value
    return kind if kind in ENDED else ""


@pytest.mark.parametrize("where", ["subject", "body"])
@pytest.mark.parametrize(("line", "end"), SAID)
def test_the_end_is_read_from_one_line_and_from_no_hope_of_it(line: str, end: str, where: str) -> None:
    assert end_of(line, where) == end


def test_where_nobody_says_which_dispute_a_line_ends_none() -> None:
    assert not end_of("You have won the chargeback.", "body", of_known=False)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("You did not answer and the dispute was decided in the cardholder's favor.", "lost"),
        ("As you did not respond the case is lost: you lost the dispute.", "lost"),
        ("The cardholder does not object and the dispute is closed in your favor.", "won"),
        ("El titular no respondió, la disputa se cerró a tu favor.", "won"),
        ("Am 3. Mai wurde der Streitfall zu Ihren Gunsten entschieden.", "won"),
        ("Спор закрыт не в вашу пользу.", "lost"),
    ],
)
def test_a_denial_of_something_else_denies_no_end(line: str, end: str) -> None:
    assert end_of(line, "body") == end
