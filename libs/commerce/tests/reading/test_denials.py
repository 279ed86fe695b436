"""The table of denials: each word does at each of its places what its example says."""

from __future__ import annotations

import pytest

from argosy_commerce.reading.denials import PLACES, Place, denial_rows, denials
from argosy_commerce.reading.spellings import Spellings, denied_at, negated, warned_of
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.normalize import fold


def examples(place: Place) -> list[tuple[str, str]]:
    return [(word, denial_rows()[word][place]) for word in denials(place)]


@pytest.fixture(scope="module")
def spellings(base: TermBase) -> Spellings:
    return Spellings(base.lexicon)


@pytest.mark.parametrize(("word", "example"), examples("feature"))
def test_a_feature_behind_it_is_denied(base: TermBase, spellings: Spellings, word: str, example: str) -> None:
    hits, _ = spellings.find(fold(example))
    behind = [hit for hit in hits if hit.start == len(word) and hit.end == len(example)]
    assert any(negated(fold(example), hit) for hit in behind), f"{example}: no feature stands behind {word}"
    assert [match.source for match in base.read(example).matches if match.span[0] == len(word)] == []


@pytest.mark.parametrize(("word", "example"), examples("phrase"))
def test_a_phrase_behind_it_is_denied(base: TermBase, word: str, example: str) -> None:
    end = example.index(word) + len(word)
    assert denied_at(fold(example), end)
    assert not denied_at(fold(example[end:]), 0)


@pytest.mark.parametrize(("word", "example"), examples("list"))
def test_every_thing_of_a_list_behind_it_is_denied(base: TermBase, word: str, example: str) -> None:
    thing = example.removeprefix(word)
    read = base.read(f"{word}{thing}、充电器")
    told = [match.source for match in read.matches if match.span[0] >= len(word)]
    assert told == [], f"{word}{thing}、充电器"


@pytest.mark.parametrize(("word", "example"), examples("own"))
def test_what_says_itself_whether_it_is_there_is_in_no_lists_denial(
    base: TermBase, word: str, example: str
) -> None:
    assert example.startswith(word)
    alone = [match.source for match in base.read(example).matches if match.span[0] == 0]
    in_list = [match.source for match in base.read(f"不含电池、{example}").matches if match.span[0] == 5]
    assert in_list == alone


@pytest.mark.parametrize(("word", "example"), examples("behind"))
def test_whom_a_warning_follows_is_promised_nothing(
    base: TermBase, spellings: Spellings, word: str, example: str
) -> None:
    hits, _ = spellings.find(fold(example))
    warned = [hit for hit in hits if hit.start == 0 and hit.end == len(example) - len(word)]
    assert any(warned_of(fold(example), hit) for hit in warned)
    whom = example.removesuffix(word)
    assert whom in [match.source for match in base.read(whom).matches]
    assert whom not in [match.source for match in base.read(example).matches]


def test_every_place_has_words_and_every_word_a_place() -> None:
    assert all(denials(place) for place in PLACES)
    assert all(set(row) > {"is"} for row in denial_rows().values())
