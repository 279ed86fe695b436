from __future__ import annotations

from cs_agent.domain.answer import Draft, Sentence
from cs_agent.domain.checking import faults
from cs_agent.domain.fact import Fact
from cs_agent.domain.understood import ReadIntent, Understood

QUESTION = Understood("?", "tr", (ReadIntent("returns_policy", 0.9, "?"),))
KNOWN = Fact("order", "o-1", "2026-05-22", of="o-1")


def test_a_dotted_capital_before_a_day_moves_nothing() -> None:
    right = Draft("tr", (Sentence("İade için son gün: 22 Mayıs 2026.", "done", (KNOWN,)),))
    wrong = Draft("tr", (Sentence("İade için son gün: 23 Mayıs 2026.", "done", (KNOWN,)),))
    assert faults(right, QUESTION) == ()
    assert faults(wrong, QUESTION)
