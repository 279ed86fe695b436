from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from refund_agent.domain.entitlement import Closed, Excepted
from refund_agent.domain.negotiation.messages import (
    verdict_message,
)
from refund_agent.domain.negotiation.state import Verdict
from refund_agent.domain.negotiation.wording import LANGUAGES, words

from .bargains import (
    ASKED,
    ISOLATES,
    NOTHING,
    entitled,
    euros,
    told,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rejection_names_the_rule_its_source_and_what_can_be_done(language: str) -> None:
    said = words(language)
    verdict = Verdict("REJECT", NOTHING, "at_once", ASKED)
    over = Closed("eu-withdrawal", "law", "Directive 2011/83/EU, art. 9", "over", date(2026, 10, 1))
    wait = replace(over, how="wait", on=date(2026, 12, 1))
    for closed, day in ((over, date(2026, 10, 1)), (wait, date(2026, 12, 1))):
        one = told(entitlement=entitled(closed=(closed,)))
        text = verdict_message(said, one, verdict).translate(ISOLATES)
        assert said.value(day) in text
        assert "Directive 2011/83/EU, art. 9" in text
        assert said.sentences["appeal"] in text
    left = told(nothing_left=True, already=euros("40.00"))
    assert euros("40.00").formatted(language) in verdict_message(said, left, verdict).translate(ISOLATES)
    promised = replace(left, returning=euros("30.00"))
    assert euros("30.00").formatted(language) in verdict_message(said, promised, verdict).translate(ISOLATES)
    rules = told(entitlement=entitled(exclusions=("CRA 2015, s. 20: not for these goods",)))
    assert "CRA 2015, s. 20" in verdict_message(said, rules, verdict)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rejection_for_the_kind_of_goods_says_so_and_only_laws_are_cited_in_their_words(language) -> None:
    said = words(language)
    excepted = (
        Excepted("eu-withdrawal", "law", "Directive 2011/83/EU, art. 16"),
        Excepted("x-returns", "platform", "Returns within 15 days; change of mind at the buyer's cost"),
    )
    one = told("changed_mind", entitlement=entitled(excepted=excepted, exclusions=("x: custom made",)))
    text = verdict_message(said, one, Verdict("REJECT", NOTHING, "at_once", ASKED)).translate(ISOLATES)
    assert said.sentences["rejected_kind"].partition("{")[0] in text
    assert "Directive 2011/83/EU, art. 16" in text
    assert said.sentences["rules_platform"] in text
    assert "15 days" not in text


def test_a_country_before_a_colon_is_part_of_a_rule_s_name() -> None:
    rules = ("ES: RDL 1/2007, art. 120", "民法, art. 541: ended after a further time")
    text = verdict_message(
        words("en"),
        told(entitlement=entitled(exclusions=rules)),
        Verdict("REJECT", NOTHING, "at_once", ASKED),
    )
    assert "These rules were checked: ES: RDL 1/2007, art. 120, 民法, art. 541." in text
