"""A merchant's glossary over the facts of one product."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_catalogue.facts import read_facts
from argosy_catalogue.own_words import in_own_words
from argosy_catalogue.source import read_source
from argosy_commerce.glossaries import Glossary, Layer
from argosy_commerce.glossaries.rules import checked_rule
from argosy_commerce.terms import TermBase
from argosy_testing.products import product


def test_facts_are_read_once_where_no_rule_meets_the_product(base: TermBase) -> None:
    facts = read_facts(read_source(product()), base)
    glossary = Glossary({Layer.MERCHANT: [checked_rule("保温杯", "de", "Becher")]})
    assert in_own_words(facts, base, glossary, "de-DE") == (facts, base)
    assert in_own_words(facts, base, glossary, "de-DE")[0] is facts


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="纯棉短袖T恤云舒绵黑色500ml 魑/|<>{}=", min_size=1, max_size=40))
def test_any_title_is_read_with_a_glossary_as_whole_as_without(base: TermBase, title: str) -> None:
    glossary = Glossary(
        {
            Layer.MERCHANT: [
                checked_rule("云舒绵", never_translate=True),
                checked_rule("T恤", "de", "Oberteil"),
            ]
        }
    )
    source = read_source(product(title=title))
    facts, _ = in_own_words(read_facts(source, base), base, glossary, "de-DE")
    assert facts.category == read_facts(source, base).category
    for item in facts.title.items:
        assert source.title[item.span[0] : item.span[1]] == item.source
