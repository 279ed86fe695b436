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


def test_latin_letters_in_a_japanese_word_of_the_trade_are_no_name() -> None:
    care = Fact("attribute", "洗涤说明", "30度以下机洗", "attribute.care", of="p")
    said = Draft("ja", (Sentence("お手入れ方法：30°以下、洗濯機OK。", "fact", (care,)),))
    asked = Understood("?", "ja", (ReadIntent("care", 0.9, "?"),))
    assert faults(said, asked) == ()
    named = Draft("ja", (Sentence("お手入れ方法：ZORVEX。", "fact", (care,)),))
    assert faults(named, asked)
