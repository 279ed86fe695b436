from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from argosy_commerce.lettering_rules.loader import RuleBook, read_rule_book, rule_book
from argosy_commerce.lettering_rules.model import Rule
from argosy_commerce.lettering_rules.validator import faults_of, main
from argosy_commerce.terms.strict_yaml import TermDataError

GENERAL = {"action": "cut", "source": "own"}


def _with(**body: object) -> RuleBook:
    row = {"id": "promotion.tried", "kind": "promotion", "says": "tried in a test", "zh": ["试试看"]}
    rule = Rule.model_validate({**row, "cases": [GENERAL], **body})
    return replace(rule_book(), rules={**rule_book().rules, rule.id: rule})


def test_our_own_rules_have_no_fault() -> None:
    assert faults_of(rule_book()) == ()
    assert main([]) == 0


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"concepts": ["promo.nothing"]}, "no promotion concept promo.nothing"),
        ({"restricted": "nothing"}, "no group 'nothing'"),
        ({"zh": []}, "it never holds"),
        ({"not_these": ["别的"]}, "which it does not have"),
        ({"patterns": ["(包"]}, "no regular expression"),
        ({"patterns": ["(?:包邮)?"]}, "fits nothing at all"),
        ({"patterns": ["(?:包邮)+"]}, "repeats without a bound"),
        ({"patterns": ["a.*b"]}, "repeats without a bound"),
        ({"patterns": ["VX号"]}, "has capitals"),
        ({"cases": [{**GENERAL, "markets": ["US"]}]}, "one without must end the list"),
        ({"cases": [GENERAL, GENERAL]}, "those after it never"),
        ({"cases": [{**GENERAL, "markets": ["XX"]}, GENERAL]}, "no market or area XX"),
        ({"cases": [{**GENERAL, "channels": ["nowhere"]}, GENERAL]}, "no channel nowhere"),
        ({"cases": [{"action": "cut", "source": "hearsay"}]}, "no source 'hearsay'"),
        ({"cases": [{"action": "convert", "source": "own"}]}, "only prices can be converted"),
        ({"cases": [{**GENERAL, "from": "2026-02-01", "until": "2026-01-01"}, GENERAL]}, "before it begins"),
        ({"zh": ["一件代发"]}, "is a word of"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_named_with_its_rule(body: dict[str, object], fault: str) -> None:
    found = faults_of(_with(**body))
    assert any(fault in message and "promotion.t" in message for message in found), found


def test_a_rule_written_wrong_is_named_with_its_file(tmp_path: Path) -> None:
    for entry in (files("argosy_commerce.lettering_rules") / "data").iterdir():
        (tmp_path / entry.name).write_text(entry.read_text(encoding="utf-8"), encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    path = tmp_path / "platform.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("action: cut", "action: burn", 1), "utf-8")
    with pytest.raises(TermDataError, match=r"platform.yaml: platform.china"):
        read_rule_book(tmp_path)
    assert main([str(tmp_path)]) == 1
