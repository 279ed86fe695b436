"""Concept files: the README's examples hold, and each kind of mistake is named with its place."""

import re
from pathlib import Path

import pytest

from argosy_commerce.phrasing import GRAMMARS
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.loader import Layer, builtin_concepts, layered, parse_concepts
from argosy_commerce.terms.model import Concept
from argosy_commerce.terms.strict_yaml import TermDataError
from argosy_commerce.terms.translation import translate
from argosy_commerce.terms.validator import validate

README = Path(__file__).parents[2] / "README.md"
SIX = ("en", "es", "de", "ar", "ko", "th")
ALL = "{en: x, es: {preferred: x, gender: m}, de: {preferred: X, gender: n, plural: X}, ar: س, ko: 가, th: ก}"


def _concepts(text: str) -> list[tuple[str, Concept]]:
    return [("test.yaml", concept) for concept in parse_concepts(text, "test.yaml")]


def _faults(text: str) -> list[str]:
    return [str(fault) for fault in validate(layered([(Layer.OURS, _concepts(text))]), languages=SIX)]


def test_the_readme_shows_concepts_that_load_and_have_no_fault() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    lexicon = layered([(Layer.OURS, _concepts(blocks[0]))])
    assert len(lexicon) >= 9
    assert validate(lexicon, languages=SIX) == ()


def test_our_own_concepts_have_no_fault() -> None:
    lexicon = layered([(Layer.OURS, builtin_concepts())])
    assert [str(fault) for fault in validate(lexicon)] == []
    assert len(lexicon) >= 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("concepts: {colour.red: {kind: value, zh: [红]}}", "must name its attribute"),
        ("concepts: {Colour: {kind: part, zh: [红]}}", "not of the form kind.name"),
        ("concepts: {a.b: {kind: part, zh: [红], colour: 1}}", "Extra inputs"),
        ("concepts: {a.b: {kind: part}, a.b: {kind: part}}", "written twice"),
        ("concepts: [1, 2]", "expected a mapping with 'concepts:'"),
        ("concepts: {a.b: 7}", "expected a mapping, found 7"),
        ("concepts: {}\nthings: {}", "unknown top-level keys"),
        ("concepts: {a.b: {kind: part, zh: [" + "红" * 65 + "]}}", "at most 64"),
        ("concepts: {a.b: {", "not YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(TermDataError, match=re.escape(expected)) as caught:
        parse_concepts(text, "test.yaml")
    assert str(caught.value).startswith("test.yaml: ")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{kind: part, zh: [扣], terms: {en: button}}", "has no term in es, de, ar, ko, th"),
        ("{kind: part, zh: [扣], terms: " + ALL.replace("x,", "按x,", 1) + "}", "Chinese characters"),
        ("{kind: part, zh: [扣], terms: " + ALL.replace("ko: 가", "ko: 가ก") + "}", "another script: ก"),
        ("{kind: part, zh: [扣], terms: " + ALL.replace("th: ก", "th: button") + "}", "own script"),
        ("{kind: part, terms: " + ALL + "}", "has no zh spelling"),
        ("{kind: part, zh: [扣, 釦, 扣], terms: " + ALL + "}", "is there twice"),
        ("{kind: part, zh: [Ａ扣, a扣], terms: " + ALL + "}", "is there twice"),
        ("{kind: part, parent: a.gone, zh: [扣], terms: " + ALL + "}", "which no file defines"),
        ("{kind: part, parent: a.b, zh: [扣], terms: " + ALL + "}", "its own ancestor"),
        ("{kind: category, zh: [扣], terms: " + ALL + "}", "needs its gender"),
        ("{kind: part, zh: ['扣{n}'], terms: " + ALL + "}", "only kind phrase may have slots"),
        ("{kind: phrase, zh: [24小时发货], terms: " + ALL + "}", "has the figure 24"),
        ("{kind: phrase, zh: ['{n}'], terms: " + ALL + "}", "at least one literal"),
        ("{kind: phrase, zh: ['买{n}'], terms: " + ALL + "}", "loses the slot ['n']"),
        ("{kind: phrase, zh: ['买{thing}'], terms: " + ALL + "}", "needs its type under slots"),
        ("{kind: phrase, zh: [买], terms: " + ALL.replace("ko: 가", "ko: '가{n}'") + "}", "no zh pattern"),
        ("{kind: part, zh: [扣], terms: " + ALL.replace("en: x", "en: {preferred: x, role: compound}") + "}",
         "languages whose nouns grow together"),
        ("{kind: part, zh: [扣], terms: " + ALL.replace("en: x", "en: {preferred: x, forms: {q: y}}") + "}",
         "mean nothing here"),
    ],
)  # fmt: skip
def test_the_validator_names_each_kind_of_mistake(body: str, expected: str) -> None:
    faults = _faults(f"concepts: {{a.b: {body}}}")
    assert any(expected in fault and fault.startswith("test.yaml: a.b: ") for fault in faults), faults


def test_two_concepts_may_share_a_spelling_only_if_one_says_where_it_holds() -> None:
    apple = "{kind: brand, zh: [苹果]}"
    fruit = (
        "{kind: category, zh: [{text: 苹果, %s}], terms: "
        + ALL.replace("ar: س", "ar: {preferred: س, gender: m, plural: س}")
        + "}"
    )
    clash = f"concepts: {{brand.apple: {apple}, category.apple: {fruit % 'not_before: [手机]'}}}"
    told = f"concepts: {{brand.apple: {apple}, category.apple: {fruit % 'only_in: [category.apple]'}}}"
    assert any("belongs to brand.apple, category.apple" in fault for fault in _faults(clash))
    assert _faults(told) == []


def test_the_nearer_layer_wins_and_the_clash_is_told() -> None:
    ours = _concepts(
        "concepts: {part.zip: {kind: part, zh: [拉链], terms: {en: zipper, de: Reißverschluss}}}"
    )
    shop = _concepts("concepts: {part.zip: {kind: part, zh: [拉鍊條], terms: {en: zip}}}")
    lexicon = layered([(Layer.MERCHANT, shop), (Layer.OURS, ours)])
    zipper = lexicon["part.zip"]
    assert {language: term.preferred for language, term in zipper.terms.items()} == {
        "en": "zip",
        "de": "Reißverschluss",
    }
    assert [(c.kept, c.dropped, c.kept_layer) for c in lexicon.clashes] == [("zip", "zipper", Layer.MERCHANT)]
    base = TermBase(lexicon)
    assert translate("拉链", "en", "banner", base=base).text == "Zip"
    assert translate("拉鍊條", "de", "banner", base=base).text == "Reißverschluss"


def test_one_layer_may_not_define_a_concept_twice() -> None:
    concept = "concepts: {part.zip: {kind: part, zh: [拉链]}}"
    with pytest.raises(TermDataError, match="already in"):
        layered([(Layer.OURS, [*_concepts(concept), *_concepts(concept)])])


def test_the_readme_lists_each_languages_forms_as_its_grammar_knows_them() -> None:
    def cell(keys: frozenset[str]) -> str:
        return " ".join(f"`{key}`" for key in sorted(keys)) or "–"

    rows = {
        f"| {grammar.language} | {' '.join(sorted(grammar.genders)) or '–'} "
        f"| {'by rule' if grammar.forms_plurals else 'given'} "
        f"| {cell(grammar.form_keys)} | {cell(grammar.slot_forms)} |"
        for grammar in GRAMMARS.values()
    }
    assert rows <= set(README.read_text(encoding="utf-8").splitlines())
