from __future__ import annotations

import re
import string
from pathlib import Path

from chargeback_agent.domain.case import kinds
from chargeback_agent.domain.case.kinds import SUPPLIES
from chargeback_agent.domain.case.sentences import LABELS, STATEMENTS
from chargeback_agent.domain.letter.wording import wording
from chargeback_agent.domain.rules.loader import rule_book


def test_english_words_every_sentence_and_label_and_no_other() -> None:
    english = wording("en")
    assert set(english.statements) == set(STATEMENTS)
    assert set(english.labels) == set(LABELS)


def test_a_sentence_carries_exactly_its_values() -> None:
    for name, sentence in wording("en").statements.items():
        placed = {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}
        assert placed == set(STATEMENTS[name]), name


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
