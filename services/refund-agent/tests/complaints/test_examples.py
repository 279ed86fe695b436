import re
from collections import Counter

import pytest

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import TermDataError
from argosy_testing.growth import cost_growth
from refund_agent.domain.complaints.examples import (
    NO_WISH,
    REASONS,
    SEVERITIES,
    WISHES,
    _row,
    alike,
    most_like,
    written,
)
from refund_agent.domain.complaints.reading import read_complaint
from refund_agent.domain.complaints.tongues import LANGUAGES
from refund_agent.domain.complaints.weighing import weighing


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_languages_examples_cover_every_reason_and_none_stands_twice(language: str) -> None:
    rows = written(language)
    compared = Counter(re.sub(r"\W+", " ", folded(row.text, language)).strip() for row in rows)
    assert not [text for text, times in compared.items() if times > 1 or not text]
    told = Counter(reason for row in rows for reason in row.reasons)
    assert len(rows) >= 390
    assert not [reason for reason in REASONS if told[reason] < 10]
    assert {severity for row in rows if (severity := row.severity)} == {
        "slight",
        "partial",
        "unusable",
        "unknown",
    }


@pytest.mark.parametrize(
    "line", ["late | unknown | -", "lat | unknown | - | x", "late | bad | - | x", "late | unknown | cash | x",
             "late,late | unknown | - | x", "late | unknown | - | "],
)  # fmt: skip
def test_a_line_that_is_no_example_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(TermDataError, match=r"en\.txt:7"):
        _row(line, "en.txt:7")


def test_the_weighing_knows_every_meaning_and_no_other() -> None:
    file = weighing()
    assert set(file.main.usual) == set(file.meant.usual) == set(REASONS)
    assert set(file.severity.usual) == set(SEVERITIES)
    assert set(file.wish.usual) == {*WISHES, NO_WISH}
    assert 0 < file.unsure_below < 1
    assert 0 < file.wish_from < 1


def test_what_a_text_is_most_like_is_an_example_of_the_reason() -> None:
    found = most_like("the box is empty, nothing came", "en", "not_received")
    assert found is not None
    assert any(folded(row.text, "en") == found[0] for row in written("en") if "not_received" in row.reasons)


def test_examples_read_what_no_phrase_says_and_quote_the_clause_that_does() -> None:
    read = read_complaint(
        "Bought it for my dad, the lens has a web of fractures running through it.", "en", ()
    )
    assert read.reason == "damaged"
    assert read.reasons[0].words
    assert all(word in "the lens has a web of fractures running through it" for word in read.reasons[0].words)


def test_an_unsure_reading_says_so_and_a_clear_one_does_not() -> None:
    clear = read_complaint("The parcel never arrived, nothing came, where is it?", "en", ())
    assert clear.reasons[0].confidence >= weighing().unsure_below
    assert not clear.unsure
    hazy = read_complaint("Hmm, the thing with the thing.", "en", ())
    assert hazy.unsure
    assert hazy.reasons[0].confidence < weighing().unsure_below
    assert any("confidence" in doubt for doubt in hazy.doubts)


def test_a_wrong_tag_and_two_languages_in_one_text_are_read() -> None:
    german = "Das Paket ist nie angekommen, ich warte immer noch und es ist nichts da."
    assert read_complaint(german, "th", ()).language == "de"
    assert read_complaint(german, "th", ()).reason == "not_received"
    assert read_complaint(f"Hello, {german} Please help me!", "en", ()).reason == "not_received"


def test_reasons_are_the_same_each_time() -> None:
    text = "La borsa è arrivata con la cerniera rotta e in ritardo"
    assert read_complaint(text, "it", ()) == read_complaint(text, "it", ())


@pytest.mark.parametrize("language", ["en", "zh", "th"])
def test_a_flood_of_text_costs_no_more_than_it_is_long(language: str) -> None:
    alike(["."], language)
    flood = "kaputt, broken! 坏了。 เสีย\u202e\x00\u200b\ud800 " * 4000
    assert cost_growth(lambda text: read_complaint(text, language, ()), flood[:6250], flood[:100_000]) < 40
