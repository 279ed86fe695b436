"""Facts said in a language: rows of the specification, and what was said, left out by rule, or lost."""

from __future__ import annotations

import pytest

from argosy_catalogue.facts import ProductFacts, read_facts
from argosy_catalogue.sizing import sizing_of
from argosy_catalogue.source import read_source
from argosy_catalogue.speaking import Speaker, unreadable_brand
from argosy_catalogue.specs import most_telling_first, say_attributes
from argosy_commerce.markets import market
from argosy_commerce.phrasing import Register
from argosy_commerce.terms import TermBase
from argosy_testing.products import product

ROWS = [
    {"name": "颜色", "value": "黑色"},
    {"name": "材质", "value": "95%棉5%氨纶"},
    {"name": "肩带宽", "value": "2cm"},
    {"name": "咕噜", "value": "黑色"},
]


@pytest.fixture(scope="module")
def facts(base: TermBase) -> ProductFacts:
    return read_facts(read_source(product(title="夏季连衣裙", category_hint="", attributes=ROWS)), base)


def spec_lines(facts: ProductFacts, base: TermBase, code: str) -> list[str]:
    target = market(code)
    speaker = Speaker(base, target.language.base, facts.category)
    said = say_attributes(facts, sizing_of(facts, target, base), speaker)
    return [
        speaker.spec(row.name, row.value) for row in most_telling_first(said, facts.category, base.lexicon)
    ]


def test_rows_are_said_in_the_language_the_most_telling_first(base: TermBase, facts: ProductFacts) -> None:
    assert spec_lines(facts, base, "DE") == [
        "Material: 95 % Baumwolle, 5 % Elasthan",
        "Farbe: Schwarz",
        "Breite (Schultergurt): 2 cm",
    ]


def test_one_value_of_those_that_buyers_choose_from_is_not_said_beside_the_choice(base: TermBase) -> None:
    variants = [{"sku": v, "options": [{"name": "颜色", "value": v}]} for v in ("黑色", "红色")]
    source = read_source(product(attributes=ROWS[:1], variants=variants))
    assert spec_lines(read_facts(source, base), base, "US") == ["Color: Black, red"]


def test_a_speaker_knows_what_it_said_and_what_nobody_said(base: TermBase) -> None:
    reading = base.read("黑色 魑魅 防水")
    speaker = Speaker(base, "en", None)
    assert speaker.say(reading.matches[:1], Register.BULLET) == "Black"
    assert [item.source for item in speaker.lost(reading)] == ["魑魅", "防水"]


def test_a_brand_that_readers_cannot_read_is_left_out_of_what_is_said(base: TermBase) -> None:
    assert unreadable_brand("青禾家", "en", base) == "青禾家"
    assert unreadable_brand("青禾家", "ja", base) == unreadable_brand("Lumora", "en", base) == ""
    reading = base.read("青禾家 防水", keep=["青禾家"])
    assert Speaker(base, "en", None, hidden="青禾家").say(reading.items, Register.BULLET) == "Waterproof"
