"""The words that notices are read by, in every language."""

from __future__ import annotations

import itertools

import pytest

from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.view import folded, view
from chargeback_agent.domain.notices.vocabulary import LANGUAGES, vocabulary, word_file

_PLAIN = frozenset({"months", "times", "numbers"})
_NEEDED = {
    "labels": {"amount_disputed", "amount_transaction", "amount_fee", "amount", "date_transaction",
               "date_disputed", "date_due", "ref_case", "ref_order", "card", "code", "reason", "network"},
    "due": {"act", "never", "within", "from_letter", "from_mail"},
    "stages": {"won", "lost", "reversed", "arbitration", "pre_arbitration", "inquiry", "dispute"},
    "trust": {"party", "card_words", "secrets", "pay_fee", "urgent", "marketing", "buyer", "no_action"},
    "units": {"hour", "business_day", "day", "week"},
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_found_where_it_stands(language: str) -> None:
    words = vocabulary()
    for group, entries in word_file(language).items():
        if group in _PLAIN:
            continue
        for name, phrases in entries.items():
            for phrase in map(str, phrases):
                text = phrase.replace("…", " x ").replace("*", "")
                assert f"{group}.{name}" in words.find(view(Part("body", text))), (group, name, phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words_that_matter(language: str) -> None:
    said = word_file(language)
    needed = {**_NEEDED, "claims": set(word_file("en")["claims"])}
    for group, names in needed.items():
        short = {name for name in names if not said.get(group, {}).get(name)}
        assert not short, (group, short)
    assert said["due"].get("by") or said["due"].get("until")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_says_two_stages(language: str) -> None:
    stages = word_file(language)["stages"]
    told = ("won", "lost", "reversed", "inquiry", "dispute", "arbitration")
    for one, other in itertools.combinations(told, 2):
        assert not set(map(folded, stages[one])) & set(map(folded, stages[other])), (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_are_all_there_and_none_is_two(language: str) -> None:
    months = word_file(language).get("months")
    if not months:
        return
    assert list(months) == list(range(1, 13))
    said = [{folded(str(name)).rstrip(".") for name in names} for names in months.values()]
    assert sum(map(len, said)) == len(set().union(*said))
