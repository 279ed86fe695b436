"""Rows of products whose merchants write English: read by the term base's names, or left as words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_catalogue.english import read_english_rows
from argosy_catalogue.facts import AttributeFact
from argosy_catalogue.source import SourceAttribute, UnusableProductError, bounded_source, read_source
from argosy_catalogue.speaking import Speaker
from argosy_commerce.phrasing import Register
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    Break,
    Composition,
    ConceptMatch,
    Dimensions,
    Dropped,
    Item,
    Model,
    Number,
    Series,
)
from argosy_commerce.terms import TermBase
from argosy_testing.products import product


def row(base: TermBase, name: str, value: str) -> AttributeFact:
    (fact,) = read_english_rows([SourceAttribute(name, value)], base)
    return fact


def known(fact: AttributeFact) -> list[str]:
    """What was read of the value: concept ids, shares, measures as written."""
    return [shown(item) for item in fact.known if not isinstance(item, Break | Dropped)]


def shown(item: Item) -> str:
    match item:
        case ConceptMatch(concept_id=concept):
            return concept
        case Composition(parts=parts):
            return ", ".join(f"{share} {material}" for share, material in parts)
        case Amount() | AmountRange() | Series() | Dimensions() | Model() | Number():
            return f"{type(item).__name__} {item.source}"
    return f"unread {item.source}"


@pytest.mark.parametrize(
    ("name", "value", "concept", "read"),
    [
        ("Material", "100% Cotton", "attribute.material", ["100 material.cotton"]),
        ("Fabric", "95% polyester, 5% spandex", "attribute.material",
         ["95 material.polyester, 5 material.spandex"]),
        ("Material", "Cotton 60%, Polyester 40%", "attribute.material",
         ["60 material.cotton, 40 material.polyester"]),
        ("Colour", "Black/White", "attribute.colour", ["colour.black", "colour.white"]),
        ("Item Weight", "2.5 pounds", "attribute.weight", ["Amount 2.5 pounds"]),
        ("Product Dimensions", "30 x 20 x 10 cm", "attribute.dimensions", ["Dimensions 30 x 20 x 10 cm"]),
        ("Voltage", "100-240V, 50/60Hz", "attribute.voltage", ["AmountRange 100-240V", "Series 50/60Hz"]),
        ("Age Range", "3-6 years", "attribute.age", ["AmountRange 3-6 years"]),
        ("Number of Pockets", "5", "attribute.pocket_count", ["Number 5"]),
        ("Waterproof", "IPX7", "feature.waterproof", ["Model IPX7"]),
        ("Department", "Women's", "attribute.audience", ["audience.women"]),
        ("Season", "Spring and Summer", "attribute.season", ["season.spring", "season.summer"]),
        ("Care Instructions", "Machine washable", "attribute.care", ["feature.machine_washable"]),
    ],
)  # fmt: skip
def test_a_row_is_read_into_the_facts_that_a_chinese_row_gives(
    base: TermBase, name: str, value: str, concept: str, read: list[str]
) -> None:
    fact = row(base, name, value)
    assert (fact.concept_id, known(fact)) == (concept, read)


def test_the_width_of_a_part_is_of_the_part(base: TermBase) -> None:
    fact = row(base, "Collar material", "Nylon")
    assert (fact.concept_id, fact.of, known(fact)) == (
        "attribute.material",
        "part.collar",
        ["material.nylon"],
    )
    assert fact.stated == ()


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("Is Dishwasher Safe", "No", ["answer.no"]),
        ("Waterproof", "Yes", ["answer.yes"]),
        ("Rechargeable", "No (batteries not included)", ["answer.no"]),
        ("Noise", "Nobody knows", []),
    ],
)
def test_a_bare_answer_counts_under_a_known_heading_and_what_follows_is_a_remark(
    base: TermBase, name: str, value: str, answer: list[str]
) -> None:
    fact = row(base, name, value)
    assert known(fact) == answer
    assert fact.stated == ()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("Features", "Water-resistant", "which waterproof things are, and not the other way round"),
        ("Material", "Merino wool and silk", "part of it is not known"),
        ("Material", "Linen blend", "part of it is not known"),
        ("Material", "Leather free", "it denies what stands beside it"),
        ("Port", "USB, power bank not included", "it denies what stands beside it"),
        ("Pattern", "Solid", "one word has too many senses: solid core"),
        ("Insulated", "Double-wall", "a hyphen makes one word of two"),
        ("Recommended Age", "6 months+", "the figure is where it begins"),
        ("Battery Life", "Up to 30 hours", "the figure is where it ends"),
        ("Connectivity", "Bluetooth 5.3", "a figure of what is not known"),
        ("Brand", "Lumora", "no name of the term base"),
    ],
)
def test_what_is_not_known_whole_stays_words(base: TermBase, name: str, value: str, why: str) -> None:
    fact = row(base, name, value)
    assert not set(known(fact)) - {"feature.usb"}, why
    assert fact.value.unknown
    assert fact.source.value == value


def test_a_heading_that_is_not_known_names_nothing_and_states_nothing(base: TermBase) -> None:
    fact = row(base, "Main squeeze colour", "Black")
    assert fact.concept_id is None
    assert fact.stated == ()


def test_what_was_read_in_english_is_said_in_another_language(base: TermBase) -> None:
    fact = row(base, "Material", "95% cotton, 5% spandex")
    speaker = Speaker(base, "de", None)
    assert fact.concept_id is not None
    assert speaker.spec(
        speaker.heading(fact.concept_id, fact.of) or "", speaker.say(fact.known, Register.BULLET)
    ) == ("Material: 95 % Baumwolle, 5 % Elasthan")


PIECES = [
    *"-/+():. \n½Ⅷ黑\u0661",
    "cotton ",
    "95% ",
    "no ",
    "x ",
    "30 ",
    "cm ",
    ", ",
    "and ",
    "black ",
    "free ",
    "IP68 ",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join))
def test_nothing_of_a_value_is_in_no_item_and_nothing_unread_is_known(base: TermBase, text: str) -> None:
    fact = row(base, "Material", text)
    place = 0
    for item in fact.value.items:
        assert item.span[0] == place
        assert fact.value.text[item.span[0] : item.span[1]] == item.source
        place = item.span[1]
    assert place == len(fact.value.text)
    assert not set(fact.known) & set(fact.value.unknown)


def test_a_products_rows_are_bounded_in_any_language_and_listings_still_ask_for_chinese() -> None:
    english = product(
        language="en-US",
        title="Cotton T-shirt",
        description="",
        attributes=[{"name": "Color", "value": "Red"}],
    )
    assert bounded_source(english).attributes == (SourceAttribute("Color", "Red"),)
    with pytest.raises(UnusableProductError, match="not Chinese"):
        read_source(english)
