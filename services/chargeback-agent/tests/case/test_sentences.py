from __future__ import annotations

import re
from pathlib import Path

from chargeback_agent.domain.case import kinds
from chargeback_agent.domain.case.kinds import SUPPLIES
from chargeback_agent.domain.case.sentences import LABELS
from chargeback_agent.domain.rules.loader import rule_book


def test_every_label_in_the_code_is_on_the_list() -> None:
    folder = Path(kinds.__file__).parents[1]
    code = "".join(path.read_text() for path in (*folder.glob("*.py"), *folder.glob("kinds/*.py")))
    used = set(re.findall(r'Row\("(\w+)"', code))
    assert used <= set(LABELS)


def test_the_ledgers_kinds_are_kinds_of_the_rule_book() -> None:
    book = rule_book().evidence
    assert set(SUPPLIES) <= set(book)
    mine = {"merchant"}
    assert not [kind for kind in SUPPLIES if book[kind].origin in mine]
