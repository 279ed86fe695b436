"""Messages whose misreading makes an answer wrong: how many are read right may not fall.

The figures are no promise for other messages: what was misread of these was mended since they were written.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from cs_agent.domain.conversation import State
from cs_agent.domain.understanding import notions, reading
from cs_agent.domain.understanding.spelling import LANGUAGES

NOW = datetime(2026, 2, 20, tzinfo=UTC)
ROWS = yaml.safe_load((Path(__file__).parent / "readings.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _without_the_term_base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "concepts_in", lambda text, language: ())


def test_every_language_has_four() -> None:
    assert {language: len(rows) for language, rows in ROWS.items()} == dict.fromkeys(LANGUAGES, 4)


def test_what_would_make_an_answer_wrong_is_read_right() -> None:
    main = besides = 0
    for language, rows in ROWS.items():
        for text, mains, also in rows:
            found = [one.intent for one in reading.understand(text, language, State("c"), None, NOW).intents]
            main += found[0] in mains
            besides += found[0] in mains and set(also) <= set(found)
    assert (main >= 54, besides >= 50) == (True, True), (main, besides)


def test_notions_have_words_in_every_language_and_rules_name_only_these() -> None:
    assert notions.faults() == ()


def test_one_word_is_not_two_notions_at_once() -> None:
    assert not notions.told(["refund"], "en").any()


def test_a_rule_is_not_met_across_a_long_message() -> None:
    near, far = "cancel my order", f"cancel {'and so on ' * 12} my order"
    found = notions.told([near, far], "en").any(axis=1)
    assert found.tolist() == [True, False]
