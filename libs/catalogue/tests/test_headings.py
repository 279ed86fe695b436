"""Headings of attribute tables: what is asked of what, and the bare answers under them."""

from __future__ import annotations

import pytest

from argosy_catalogue.facts import AttributeFact, read_facts
from argosy_catalogue.source import read_source
from argosy_commerce.terms import TermBase
from argosy_testing.products import product


def row(base: TermBase, name: str, value: str) -> AttributeFact:
    facts = read_facts(read_source(product(attributes=[{"name": name, "value": value}])), base)
    return facts.attributes[0]


@pytest.mark.parametrize(
    ("name", "value", "concept", "of"),
    [
        ("肩带宽", "2cm", "attribute.width", "part.shoulder_strap"),
        ("玻璃厚度", "5mm", "attribute.thickness", "material.glass"),
        ("自重", "3.4kg", "attribute.weight", None),
        ("标准容量", "500ml", "attribute.capacity", None),
        ("外箱尺寸", "61*40*45cm", None, None),
        ("肩带宽", "可调", None, None),
        ("是否可进洗碗机", "否", "feature.dishwasher_safe", None),
        ("防水与否", "是", "feature.waterproof", None),
        ("是否含石棉", "否", None, None),
    ],
)
def test_a_heading_is_known_whole_or_not_at_all(
    base: TermBase, name: str, value: str, concept: str | None, of: str | None
) -> None:
    fact = row(base, name, value)
    assert (fact.concept_id, fact.of) == (concept, of)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("否", "answer.no"),
        ("无（需自备）", "answer.no"),
        ("支持", "answer.yes"),
        ("是", "answer.yes"),
        ("IPX7", None),
    ],
)
def test_a_bare_answer_counts_under_a_known_heading(base: TermBase, value: str, answer: str | None) -> None:
    said = [match.concept_id for match in row(base, "防水", value).value.matches]
    assert (answer in said) if answer else not {"answer.yes", "answer.no"} & set(said)
