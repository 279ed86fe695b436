"""Illnesses, fines and duties: who may answer them, in all languages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.understanding import reading
from cs_agent.domain.understanding.spelling import LANGUAGES

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ROWS = yaml.safe_load((Path(__file__).parent / "hand_over.yaml").read_text(encoding="utf-8"))


def _read(language: str, text: str) -> list[str]:
    state = State("c", language=language, focus=Focus(product_id="p"))
    return [one.intent for one in reading.understand(text, language, state, None, NOW).intents]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", ["medical", "legal"])
def test_an_illness_or_a_fine_beside_may_i_is_read_as_such(intent: str, language: str) -> None:
    assert {text: _read(language, text)[0] for text in ROWS[intent][language]} == dict.fromkeys(
        ROWS[intent][language], intent
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_allergen_in_the_thing_is_a_question_to_its_facts(language: str) -> None:
    for text in ROWS["allergen"][language]:
        assert "medical" not in _read(language, text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_duties_are_asked_for_and_not_whether_it_is_sent_there(language: str) -> None:
    found = _read(language, ROWS["customs"][language])
    assert (found[0], "ships_to" in found) == ("customs", False), found


@pytest.mark.parametrize("language", sorted(ROWS["both"]))
def test_whether_it_is_sent_there_stays_where_that_is_asked_by_itself(language: str) -> None:
    assert {"customs", "ships_to"} <= {*_read(language, ROWS["both"][language])}
