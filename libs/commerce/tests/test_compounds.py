"""A compound of two things is named by its last: 自行车打气筒 is a pump, never a bicycle (compounds.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from argosy_commerce.phrasing.plan import plan
from argosy_commerce.reading.compounds import Relation, relation, things_in
from argosy_commerce.terms import Constraints, TermBase, translate
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import packaged

_CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "compounds.yaml").read_text(encoding="utf-8")
)
_LANGUAGES = ("en", "zh", "de", "ja", "ar", "pl", "es", "fr", "it", "pt", "nl", "ru", "tr", "ko", "th")


def by_title(case: dict[str, Any]) -> str:
    return str(case["zh"])


def things(base: TermBase, title: str) -> list[tuple[str, tuple[str, ...]]]:
    found = things_in(base.read(title).items, base.lexicon)
    return [(thing.match.concept_id, tuple(other.concept_id for other in thing.made_for)) for thing in found]


@pytest.mark.parametrize("case", _CASES["compounds"], ids=by_title)
def test_the_last_of_a_compound_is_the_thing_and_the_one_before_what_it_is_for(
    base: TermBase, case: dict[str, Any]
) -> None:
    assert things(base, case["zh"])[0] == (f"category.{case['is']}", (f"category.{case['for']}",))
    for language, title in case["said"].items():
        done = translate(case["zh"], language, "title", base=base)
        assert done.text == title
        assert done.left_over == ()


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_language_names_what_a_thing_is_for_as_the_product(base: TermBase, language: str) -> None:
    for case in _CASES["compounds"]:
        product, other = f"category.{case['is']}", f"category.{case['for']}"
        phrase, _ = plan(base.read(case["zh"]).items, base.lexicon, language)
        assert phrase.head is not None
        assert phrase.head.concept.id == product
        done = translate(case["zh"], language, "title", base=base)
        told, name = dict(done.terms_used), base.lexicon[other].term(language)
        assert name is not None
        said = name.preferred.casefold()
        if not phrase.head.term.preferred.casefold().startswith(said):
            assert not done.text.casefold().startswith(said)
        # It is said behind the product, or the product's own name says it, or a person is asked.
        recorded = {one.concept_id for one in done.dropped} | {one.text for one in done.left_over}
        source = next(m.source for m in done.reading.matches if m.concept_id == other)
        assert other in told or recorded & {other, source}


@pytest.mark.parametrize("case", _CASES["strung"], ids=by_title)
def test_names_strung_together_give_the_first(base: TermBase, case: dict[str, Any]) -> None:
    assert things(base, case["zh"])[0] == (f"category.{case['is']}", ())
    assert translate(case["zh"], "en", "title", base=base).text == case["en"]


@pytest.mark.parametrize("case", _CASES["parts"], ids=by_title)
def test_a_part_that_is_sold_by_itself_is_the_product(base: TermBase, case: dict[str, Any]) -> None:
    assert things(base, case["zh"])[0] == (f"part.{case['part']}", (f"category.{case['for']}",))
    for language in ("en", "de", "ja", "ar", "pl"):
        assert translate(case["zh"], language, "title", base=base).text == case[language]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_language_sells_the_thing_that_a_part_is_for(base: TermBase, language: str) -> None:
    for case in _CASES["parts"]:
        phrase, _ = plan(base.read(case["zh"]).items, base.lexicon, language)
        assert phrase.head is not None
        assert phrase.head.concept.id == f"part.{case['part']}"
        assert [of.concept_id for of in phrase.made_for] == [f"category.{case['for']}"]


@pytest.mark.parametrize("case", _CASES["with_parts"], ids=by_title)
def test_a_part_of_any_other_thing_is_what_it_has(base: TermBase, case: dict[str, Any]) -> None:
    assert things(base, case["zh"]) == [(f"category.{case['is']}", ())]
    assert translate(case["zh"], "en", "title", base=base).text == case["en"]


@pytest.mark.parametrize("case", _CASES["spaced"], ids=by_title)
def test_a_space_parts_a_compound_where_no_role_says_otherwise(base: TermBase, case: dict[str, Any]) -> None:
    of = (f"category.{case['for']}",) if case["for"] else ()
    assert things(base, case["zh"])[0] == (f"category.{case['is']}", of)
    assert translate(case["zh"], "en", "title", base=base).text.startswith(case["en"])


@pytest.mark.parametrize("case", _CASES["narrowed"], ids=by_title)
def test_a_shelf_or_a_wider_name_before_the_thing_is_not_the_thing(
    base: TermBase, case: dict[str, Any]
) -> None:
    assert things(base, case["zh"])[0] == (f"category.{case['is']}", ())


@pytest.mark.parametrize("language", _LANGUAGES)
def test_of_two_things_of_which_nobody_knows_which_is_sold_neither_is_named(
    base: TermBase, language: str
) -> None:
    for case in _CASES["untold"]:
        done = translate(case["zh"], language, "title", base=base)
        assert [one.text for one in done.left_over] == case["words"]
        named = [one for one in dict(done.terms_used) if base.lexicon[one].kind is Kind.CATEGORY]
        assert named == []
        first = next(m.concept_id for m in done.reading.matches if m.source == case["words"][0])
        hinted = Constraints(category=first)  # who says what it is settles it
        settled = translate(case["zh"], language, "title", hinted, base=base)
        assert first in dict(settled.terms_used)


def test_several_things_right_before_what_is_made_for_them_are_all_said(base: TermBase) -> None:
    assert (
        translate("微波炉烤箱饭盒", "de", "title", base=base).text == "Lunchbox, für Mikrowellen und Backöfen"
    )


def test_what_comes_with_a_product_is_the_last_of_a_compound_too(base: TermBase) -> None:
    done = translate("山地车 送自行车打气筒", "en", "title", base=base)
    assert done.text == "Bicycle, Comes with a Hand Pump"


def test_a_compound_that_is_not_the_product_says_nothing_of_it(base: TermBase) -> None:
    """5号电池 ... 玩具收纳盒: the batteries are not for toys."""
    done = translate("纯棉连衣裙 手机钢化膜", "en", "title", base=base)
    assert done.text == "100% Cotton Dress"


def test_socks_are_not_for_basketballs_and_a_person_is_asked(base: TermBase) -> None:
    done = translate("篮球袜子 男", "en", "title", base=base)
    assert done.text == "Men's Socks"
    assert [one.text for one in done.left_over] == ["篮球"]


def test_a_list_of_prose_says_a_compound_as_one_thing(base: TermBase) -> None:
    done = translate("自行车打气筒、篮球", "en", "bullet", base=base)
    assert done.text == "Hand pump for bicycles, basketball"


def test_every_thing_of_the_table_is_a_category_and_none_is_made_for_its_own_kind(base: TermBase) -> None:
    table = packaged("argosy_commerce", "compounds", "roles", "class_words", "strung", "parts")
    lists = [table["class_words"], *table["strung"], *table["parts"].values()]
    assert all(base.lexicon[f"part.{name}"].kind is Kind.PART for name in table["parts"])
    for row in table["roles"].values():
        lists += [row["things"], row.get("not", []), [] if row["of"] == "any" else row["of"]]
    for name in (name for names in lists for name in names):
        assert base.lexicon[f"category.{name}"].kind is Kind.CATEGORY
    for row in table["roles"].values():
        for name in row["things"]:
            one = f"category.{name}"
            assert relation(one, one, base.lexicon) is Relation.STRUNG
