"""Which Chinese characters a language's readers read."""

import pytest

from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.loader import Layer, builtin_concepts, layered, parse_concepts
from argosy_commerce.terms.scripts import foreign_han
from argosy_commerce.terms.translation import Constraints, translate
from argosy_commerce.terms.validator import validate


@pytest.mark.parametrize(
    ("text", "language", "foreign"),
    [
        ("綿100%のTシャツ、花柄", "ja", ""),
        ("塡剝頰𠮟 人々 〇 髙島屋", "ja", ""),
        ("纯棉の衬衫", "ja", "纯衬"),
        ("门开关达种笔", "ja", "门开关达种笔"),
        ("纯棉", "zh-CN", ""),
        ("Kleid 綿", "de-DE", "綿"),
        ("드레스 綿", "ko", "綿"),
    ],
)
def test_characters_no_japanese_shop_writes_are_told_from_those_it_does(
    text: str, language: str, foreign: str
) -> None:
    assert foreign_han(text, language) == foreign


def test_no_japanese_term_holds_a_simplified_character() -> None:
    for _, concept in builtin_concepts():
        term = concept.terms.get("ja")
        said = [] if term is None else [term.preferred, *term.alternatives, term.modifier or ""]
        assert foreign_han("".join(said), "ja") == ""


def test_the_validator_names_the_simplified_characters_of_a_japanese_term() -> None:
    concepts = parse_concepts("concepts: {a.b: {kind: part, zh: [扣], terms: {ja: 纽扣ボタン}}}", "test.yaml")
    faults = validate(layered([(Layer.OURS, [("test.yaml", c) for c in concepts])]), languages=["ja"])
    assert [str(fault) for fault in faults] == [
        "test.yaml: a.b: ja: '纽扣ボタン' holds Chinese characters: 纽"
    ]


def test_what_a_glossary_lets_through_never_reaches_a_japanese_buyer_in_simplified_characters() -> None:
    asked = Constraints(terms=(("连衣裙", "连衣裙ワンピース"),))
    done = translate("黑色连衣裙", "ja", "title", asked, base=TermBase.load())
    assert foreign_han(done.text, "ja") == ""
    assert "ワンピース" in done.text
    kept = translate("达利连衣裙", "ja", "title", Constraints(keep=("达利",)), base=TermBase.load())
    assert "达利" in kept.text
