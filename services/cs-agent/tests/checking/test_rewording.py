"""A re-worded answer says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drafts_made import DAY, LENGTH, PRICE, fact, heard, said

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft, Sentence
from cs_agent.domain.checking import faults, kept
from cs_agent.domain.fact import Fact

CORD = fact("防水: 否", ref="防水")
SAME = [
    ("en", "It costs $1,299.00.", "The price is 1,299.00 USD.", PRICE),
    ("de", "Das Kabel ist 0,75 m lang.", "Die Länge des Kabels beträgt 0,75 m.", LENGTH),
    (
        "fr",
        "Le dernier relevé date du 14 février 2026.",
        "Il a été relevé pour la dernière fois le 14/02/2026.",
        DAY,
    ),
    ("ja", "電源コードの長さは0.75mです。", "0.75mの電源コードです。", LENGTH),
    ("en", "It is not waterproof.", "It isn't waterproof.", CORD),
    ("zh-CN", "它不防水。", "这款不是防水的。", CORD),
    ("ko", "방수가 아닙니다.", "방수 제품이 아니에요.", CORD),
]
OTHER = [
    ("en", "It costs $1,299.00.", "It costs $1,199.00.", PRICE),
    ("en", "It costs $1,299.00.", "The price is fine.", PRICE),
    ("en", "It costs $1,299.00.", "It costs €1,299.00.", PRICE),
    ("de", "Das Kabel ist 0,75 m lang.", "Das Kabel ist 0,75 cm lang.", LENGTH),
    ("de", "Das Kabel ist 0,75 m lang.", "Das Kabel ist 75 cm lang.", LENGTH),
    ("de", "Das Kabel ist 0,75 m lang.", "Ist das Kabel 0,75 m lang?", LENGTH),
    ("en", "The last scan is of February 14.", "The last scan is of February 15.", DAY),
    ("en", "It is not waterproof.", "It is waterproof.", CORD),
    ("en", "The cord is 0.75 m long.", "The cord is never 0.75 m long.", LENGTH),
    ("zh-CN", "它不防水。", "它防水。", CORD),
    ("ja", "防水ではありません。", "防水です。", CORD),
    ("ru", "Он не водонепроницаемый.", "Он водонепроницаемый.", CORD),
    ("ar", "ليس مقاوما للماء.", "هو مقاوم للماء.", CORD),
    ("th", "ไม่กันน้ำ", "กันน้ำได้", CORD),
    ("tr", "Su geçirmez değil.", "Su geçirmez.", CORD),
    ("en", "Parcel EH148802456US with EagleHop.", "Parcel EH148802457US with EagleHop.", DAY),
    ("en", "Parcel EH148802456US with EagleHop.", "Parcel EH148802456US with Karvast.", DAY),
    ("en", "The cord is 0.75 m long.", "The cord is 0.75 m long and certified.", LENGTH),
    ("en", "The cord is 0.75 m long.", "The best cord: it is 0.75 m long.", LENGTH),
    (
        "de",
        "Das Kabel ist 0,75 m lang.",
        "The cord is long, 0,75 m of it, as the shop says.",
        LENGTH,
    ),
    ("en", "It has 0.75 m.", "It has 0.75 m " + "and really so " * 20, LENGTH),
]


@pytest.mark.parametrize(("language", "old", "new", "known"), SAME)
def test_other_words_for_the_same_pass(language: str, old: str, new: str, known: Fact) -> None:
    assert kept(said(old, known, language=language), said(new, known, language=language)) == ()


@pytest.mark.parametrize(("language", "old", "new", "known"), OTHER)
def test_another_statement_does_not_pass(language: str, old: str, new: str, known: Fact) -> None:
    assert kept(said(old, known, language=language), said(new, known, language=language))


def test_sentences_are_neither_added_nor_lost_nor_given_other_facts() -> None:
    one = said("It costs $1,299.00.", PRICE)
    two = Draft("en", (*one.sentences, Sentence("Thank you.", "manners")))
    assert kept(one, two)
    assert kept(two, one)
    assert kept(one, said("It costs $1,299.00.", LENGTH))
    assert kept(one, replace(one, language="de"))
    assert kept(one, one) == ()
    assert faults(one, heard()) == ()


@pytest.mark.parametrize(("language", "old", "new"), [
    ("en", "The cord is 0.75 m long.", "The waterproof cord is 0.75 m long."),
    ("ja", "電源コードの長さは0.75mです。", "防水の電源コードの長さは0.75mです。"),
    ("en", "The cord is 0.75 m long.", "The cotton cord is 0.75 m long."),
])  # fmt: skip
def test_nothing_comes_in_that_the_sentence_did_not_name(language: str, old: str, new: str) -> None:
    was, now = said(old, LENGTH, language=language), said(new, LENGTH, language=language)
    assert kept(was, now, TermBase.load())
    assert kept(was, was, TermBase.load()) == ()
