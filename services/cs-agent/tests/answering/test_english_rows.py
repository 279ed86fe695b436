"""Rows that a shop writes in English: said whole, in pieces, or quoted, and never so that a limit is lost."""

from __future__ import annotations

import re

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft
from cs_agent.domain.answering.knowledge import doubts
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.checking import faults
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.understood import ReadIntent, Understood

from .asked import product

LANGUAGES = ("zh", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
NOTE = " Was auf Englisch dasteht, ist so vom Shop übernommen."
SMALL_LATIN = re.compile(r"[a-z]{3,}")


def said(base: TermBase, name: str, value: str, language: str = "de") -> tuple[str, str]:
    fact = facts_of_product(product((name, value), language="en"), base).facts[0]
    found = Saying(base, language).said(fact)
    return found.text, found.rule


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("Battery life", "up to 30 hours", "Akkulaufzeit: Bis zu 30 Stunden."),
        ("Bulb base", "E27, bulb not included", "Lampensockel: E27, Glühbirne nicht enthalten."),
        ("Package contents", "1 duvet cover, 2 pillowcases", "Lieferumfang: Bettbezug × 1, Kissenbezug × 2."),
        ("Fabric", "65% polyester, 35% cotton", "Material: 65 % Polyester, 35 % Baumwolle."),
        ("Range", "28-210 Nm", "Reichweite: 28–210 Nm."),
        ("Microwave safe", "No", "Mikrowellengeeignet: Nein."),
        ("Care", "Machine wash cold, do not bleach, tumble dry low",
         ("Pflegehinweise: Kalte Maschinenwäsche, "
         "nicht bleichen, bei niedriger Temperatur im Trockner trocknen.")),
        ("Age", "3+", "Alter: Mindestens 3 Jahre."),
    ],
)  # fmt: skip
def test_a_row_of_which_all_is_known_is_said_whole(base: TermBase, name: str, value: str, text: str) -> None:
    assert said(base, name, value) == (text, "")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("Care", "hand wash, zorble the brim", "Pflegehinweise: Handwäsche, «zorble the brim»."),
        ("In the box", "gizzle, 2 pillowcases", "Lieferumfang: «gizzle», Kissenbezug × 2."),
        ("Gizzle", "up to 15 mm", "«Gizzle»: Bis zu 15 mm."),
        ("Dimmable", "Yes, by gizzle", "Dimmbar: Ja, «by gizzle»."),
        ("Care", "no gizzle, hand wash; do not bleach",
         "Pflegehinweise: «no gizzle, hand wash», nicht bleichen."),
        ("Care", "gizzle; do not bleach, dry clean; hand wash",
         "Pflegehinweise: «gizzle», nicht bleichen, «dry clean», Handwäsche."),
        ("Features", "waterproof, but gizzle", "«Features»"),
        ("Features", "only with gizzle, waterproof; foldable", "«only with gizzle, waterproof», faltbar"),
    ],
)  # fmt: skip
def test_the_rest_is_quoted_at_its_place(base: TermBase, name: str, value: str, text: str) -> None:
    found, rule = said(base, name, value)
    if text.startswith("«Features»"):
        assert rule == "quoted:en"
        return
    assert text.rstrip(".") in found
    assert found.endswith(NOTE)
    assert rule == "in_part:quoted:en"


@pytest.mark.parametrize(
    ("name", "value", "lost"),
    [
        ("Dishwasher safe", "Yes (top rack only)", "top rack only"),
        ("Water resistance", "none, do not fly in rain", "do not fly in rain"),
        ("Accuracy", "±4%", "±"),
        ("Material", "cotton or linen", " or "),
        ("Drainage", "yes, unless frozen", "unless frozen"),
        ("Capacity", "24 cm: 4.2 L, 28 cm: 6.5 L", "24 cm: 4.2 L"),
        ("Charger", "included, but no cable", "but no cable"),
    ],
)
def test_what_limits_an_answer_is_never_lost(base: TermBase, name: str, value: str, lost: str) -> None:
    for language in LANGUAGES:
        assert lost in said(base, name, value, language)[0]


def test_a_buyer_who_reads_english_gets_the_whole_answer_too(base: TermBase) -> None:
    assert "batteries" in said(base, "Charger", "not included (batteries are)", "en")[0]
    assert said(base, "Charger", "Not included", "en")[0] == "Charger: Not included."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_word_is_left_in_what_is_said_whole(base: TermBase, language: str) -> None:
    rows = [
        ("Charging time", "approx. 2 hours"),
        ("Max load", "up to 15 kg"),
        ("Contents", "storage bag, 2 pillowcases, instruction manual"),
        ("Charger", "not included"),
        ("Washing instructions", "hand wash only, do not tumble dry"),
        ("Outer", "100% cotton"),
        ("Closure", "zipper"),
        ("Pages", "192 pages"),
    ]
    for name, value in rows:
        text, rule = said(base, name, value, language)
        assert rule == "", (name, text)
        if language in {"zh", "ru", "ar", "th", "ja", "ko"}:
            assert not SMALL_LATIN.search(text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_it_passes_the_check_and_is_to_be_looked_at(base: TermBase, language: str) -> None:
    rows = product(("Care", "gizzle wash, hand wash, do not bleach"), language="en")
    fact = facts_of_product(rows, base).facts[0]
    sentence = Saying(base, language).sentence(fact)
    assert sentence.rule == "in_part:quoted:en"
    draft = Draft(language, (sentence,))
    assert faults(draft, Understood("?", language, (ReadIntent("care", 0.9, "?"),))) == ()
    assert doubts([sentence])
