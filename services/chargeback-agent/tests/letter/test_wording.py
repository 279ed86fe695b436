from __future__ import annotations

import string
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from argosy_commerce.money import Money
from chargeback_agent.domain.case.model import Statement
from chargeback_agent.domain.case.sentences import LABELS, STATEMENTS
from chargeback_agent.domain.letter.direction import bare
from chargeback_agent.domain.letter.wording import LANGUAGES, known, wording
from chargeback_agent.domain.rules.loader import rule_book

_ENGLISH = wording("en")
every_language = pytest.mark.parametrize("language", LANGUAGES)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@every_language
def test_every_sentence_and_label_is_worded_and_no_other(language: str) -> None:
    words = wording(language)
    assert set(words.statements) == set(STATEMENTS)
    assert set(words.labels) == set(LABELS)
    assert set(words.frame) == set(_ENGLISH.frame)


@every_language
def test_a_sentence_carries_exactly_its_values(language: str) -> None:
    words = wording(language)
    for name, sentence in words.statements.items():
        assert _places(sentence) == set(STATEMENTS[name]), name
    for name, sentence in words.frame.items():
        assert _places(sentence) == _places(_ENGLISH.frame[name]), name
    # Word's footer is made in this order.
    assert words.frame["page_of"].index("{page}") < words.frame["page_of"].index("{pages}")


@every_language
def test_evidence_and_claims_have_names(language: str) -> None:
    words, rules = wording(language), rule_book()
    if language == "en":
        assert not words.evidence
    else:
        assert set(words.evidence) == set(rules.evidence)
        assert set(words.claims) == set(rules.networks["generic"].codes)


@every_language
def test_no_two_evidence_titles_or_row_labels_of_one_table_are_alike(language: str) -> None:
    words, rules = wording(language), rule_book()
    assert not _twice(words.title(kind, rules) for kind in rules.evidence)
    assert not _twice(words.claim(code, rules) for code in rules.networks["generic"].codes)


@every_language
def test_sentences_end_as_sentences_do_and_carry_no_mark_of_another(language: str) -> None:
    words = wording(language)
    ends = {"zh": "。", "ja": "。", "th": ""}.get(language, ".")
    for name, sentence in words.statements.items():
        assert sentence.endswith(ends), name
        # A date that ends in a full stop of its own would double the sentence's.
        filled = words.said(Statement(name, dict.fromkeys(STATEMENTS[name], date(2026, 5, 2)), ()))
        assert ".." not in filled, name
        assert "  " not in filled, name


@every_language
def test_figures_survive_exactly(language: str) -> None:
    words = wording(language)
    assert "2026" in words.value(date(2026, 9, 3))
    assert words.value(datetime(2026, 9, 3, 7, 5, tzinfo=UTC)).endswith("07:05 UTC")
    written = bare(words.value(Money(Decimal("1234567.50"), "EUR")))
    assert "".join(filter(str.isdecimal, written)) == "123456750"
    assert written.endswith("EUR")


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("de", "1. August 2026", "2. August 2026"),
        ("fr", "1er août 2026", "2 août 2026"),
        ("it", "1º agosto 2026", "2 agosto 2026"),
        ("nl", "1 augustus 2026", "2 augustus 2026"),
        ("pt-BR", "1º de agosto de 2026", "2 de agosto de 2026"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_does(language: str, first: str, second: str) -> None:
    words = wording(language)
    written = [words.value(date(2026, 8, day)).replace("\u00a0", " ") for day in (1, 2)]
    assert written == [first, second]


def test_a_french_figure_needs_no_face_of_its_own() -> None:
    written = wording("fr").value(Money(Decimal("1234567.50"), "EUR"))
    assert written == "1\u00a0234\u00a0567,50\u00a0EUR"
    assert written.encode("cp1252")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("de-AT", "de"), ("zh-Hant", ""), ("zh-TW", ""), ("xx", "")],
)
def test_the_language_that_a_tag_names(tag: str, language: str) -> None:
    assert known(tag) == (language if language in LANGUAGES else "")


def _twice(texts: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {text for text in texts if text in seen or seen.add(text)}  # type: ignore[func-returns-value]
