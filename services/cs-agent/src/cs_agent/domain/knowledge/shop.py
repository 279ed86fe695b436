"""What holds whatever product is asked about: a shop's terms, its own entries, the country's mains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from argosy.fact.v1 import fact_pb2
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.faq import Entry, facts_of_entries
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.knowledge.policies import facts_of_policy


def facts_of_shop(
    policies: Iterable[fact_pb2.PolicyUpdated], entries: Sequence[Entry], country: str
) -> tuple[Fact, ...]:
    """Facts of the policies in force, of the entries, and of a country (ISO 3166-1), if one is named."""
    told = (fact for policy in policies for fact in facts_of_policy(policy).facts)
    return (*told, *facts_of_entries(entries).facts, *(facts_of_market(country) if country else ()))
