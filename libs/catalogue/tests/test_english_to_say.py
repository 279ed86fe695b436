"""Rows in English read for saying: phrases around figures and things, and pieces that stay unread whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_catalogue.english import read_english_rows, read_to_say
from argosy_catalogue.facts import AttributeFact
from argosy_catalogue.source import SourceAttribute
from argosy_commerce.reading.items import Break, ConceptMatch, Count, Item, Model, Unknown
from argosy_commerce.terms import TermBase


def row(base: TermBase, name: str, value: str) -> AttributeFact:
    return read_to_say(SourceAttribute(name, value), base)


def shown(item: Item) -> str:
    match item:
        case ConceptMatch(concept_id=concept, fills=fills):
            return f"{concept}({', '.join(fill.source for _, fill in fills)})" if fills else concept
        case Unknown(source=source):
            return f"unread {source}"
        case Model(text=text):
            return text
        case Count(unit_id=unit):
            return f"{item.source.strip()} {unit}"
    return f"{type(item).__name__} {item.source}"


def read(base: TermBase, name: str, value: str) -> list[str]:
    return [shown(item) for item in row(base, name, value).value.items if not isinstance(item, Break)]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("Battery life", "up to 30 hours", ["qualified.at_most(30 hours)"]),
        ("Charging time", "approx. 2 h", ["qualified.about(2 h)"]),
        ("Socket", "E14, bulb not included", ["E14", "contents.not_included(bulb)"]),
        ("Contents", "1 duvet cover, 2 pillowcases", ["1 unit.piece", "category.duvet_cover", "2 unit.piece",
                                                        "category.pillowcase"]),
        ("Included", "3 pairs of ear tips", ["3 pairs unit.pair", "item.ear_tips"]),
        ("Batteries", "2 x AAA, not included", ["2 × AAA", "contents.not_included_it"]),
        ("Compatible with", "iOS 15, iPhone 14 Pro", ["iOS 15", "iPhone 14 Pro"]),
        ("Torque", "28-210 Nm", ["28–210 Nm"]),
        ("Pages", "192 pages", ["192 pages unit.page"]),
        ("Display", "1.19 inch AMOLED", ["Amount 1.19 inch", "AMOLED"]),
        ("Handle", "Aluminium", ["material.aluminium"]),
        ("Age", "14+", ["qualified.at_least(14)"]),
        ("Care", "Hand wash only, lay flat to dry", ["care.hand_wash_only", "care.dry_flat"]),
        ("Material", "walnut", ["material.walnut_wood"]),
        ("Colour", "walnut", ["colour.walnut"]),
    ],
)  # fmt: skip
def test_a_piece_is_read_with_its_phrase(base: TermBase, name: str, value: str, told: list[str]) -> None:
    assert read(base, name, value) == told


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("Drive", "±4 %", "the sign says how far it may be off"),
        ("Capacity", "24 cm: 4.2 L", "a colon joins what a list would part"),
        ("Dishwasher safe", "Yes (top rack only)", "what stands in the bracket limits the answer"),
        ("Material", "cotton or linen", "an alternative is no list"),
        ("Material", "Linen blend", "part of it is not known"),
        ("Frame", "latex free", "it denies what stands beside it"),
        ("Season", "3-season", "a figure in a word is no code"),
        ("Material", "polyester cotton", "two of a kind side by side"),
        ("Fretboard", "walnut", "a colour's name, and a wood's"),
        ("Bluetooth", "range 5.3", "a figure of what?"),
        ("Closure", "TIE NOT ZIP", "a denial in capitals is no code"),
    ],
)
def test_a_piece_of_which_something_is_not_understood_stays_unread_whole(
    base: TermBase, name: str, value: str, why: str
) -> None:
    assert any(isinstance(item, Unknown) for item in row(base, name, value).value.items), why


def test_small_parts_are_not_what_is_without_them(base: TermBase) -> None:
    assert read(base, "Warning", "small parts") == ["advice.small_parts"]
    (fact,) = read_english_rows([SourceAttribute("Features", "small parts")], base)
    assert "feature.no_small_parts" not in {match.concept_id for match in fact.value.matches}


def test_the_name_of_a_row_may_count_things_or_be_of_one(base: TermBase) -> None:
    counted, of = row(base, "Number of pillowcases", "2"), row(base, "Handle material", "Nylon")
    assert (counted.concept_id, counted.of) == ("attribute.quantity", "category.pillowcase")
    assert (of.concept_id, of.of) in {
        ("attribute.handle_material", None),
        ("attribute.material", "part.handle"),
    }


PIECES = [
    "cotton ",
    "95% ",
    "no ",
    "up to ",
    "30 h",
    ", ",
    "; ",
    "(",
    ")",
    " and ",
    "or ",
    "3 x ",
    "AA",
    "±",
    "iOS 1",
    ": ",
    "not included",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_nothing_of_a_text_is_lost(base: TermBase, value: str) -> None:
    items = row(base, "Material", value).value.items
    spans = [item.span for item in items]
    assert spans == sorted(spans)
    covered = "".join(value[start:end] for start, end in spans)
    letters = "".join(filter(str.isalnum, value))
    assert "".join(filter(str.isalnum, covered)) == letters
