"""A row read again to be said: a fact keeps what its value says, not of which part."""

from __future__ import annotations

from dataclasses import replace

from argosy_catalogue.english import read_to_say
from argosy_catalogue.facts import AttributeFact, fact_of
from argosy_catalogue.headings import CONTENTS, PACKAGING, Heading, read_heading
from argosy_catalogue.source import SourceAttribute
from argosy_catalogue.values import answered, known_parts
from argosy_commerce.reading.items import ConceptMatch, Reading, Unknown
from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.plainly import plainly
from cs_agent.domain.fact import Fact


def read_again(fact: Fact, base: TermBase) -> AttributeFact | None:
    """The row, named as it was read beside the product; None in a language that is not read whole."""
    source = SourceAttribute(fact.ref.partition("#")[0], fact.quote)
    if "en" in fact.words:
        return read_to_say(source, base)
    if "zh" not in fact.words:
        return None
    name = base.read(source.name)
    heading = read_heading(name, source.value, base, None)
    named = name.items[0] if len(name.items) == 1 else None
    is_other = bool(fact.concept) and fact.concept != heading.concept_id
    if is_other and isinstance(named, ConceptMatch | Unknown):
        # Read with the product's category before: a jacket's 帽子 is its hood, 奶嘴 is a word of bottles.
        heading = Heading(fact.concept)
        name = replace(name, items=(ConceptMatch(named.span, named.source, fact.concept),))
    elif isinstance(named, ConceptMatch) and named.concept_id == PACKAGING and heading.concept_id == CONTENTS:
        # 包装 over what lies in the box.
        name = replace(name, items=(ConceptMatch(named.span, named.source, CONTENTS),))
    value = base.read(source.value, attribute=heading.concept_id)
    if fact.items and len(Reading("", fact.items).unknown) <= len(value.unknown):
        # Read beside the product: a shoe's 圆头 is its toe, a cushion's 外套 its cover.
        value = replace(value, items=fact.items)
    if heading.concept_id is not None:
        value = answered(value, base, heading.concept_id)
    value = plainly(value)
    return fact_of(source, name, value, heading, known_parts(value), base)
