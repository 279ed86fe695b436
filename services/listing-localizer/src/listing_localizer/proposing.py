"""A listing as it was proposed to a person, with what its writer was told: what a decision is kept beside."""

from __future__ import annotations

from datetime import date

from argosy_catalogue.facts import read_facts
from argosy_catalogue.own_words import in_own_words
from argosy_catalogue.source import read_source
from argosy_commerce.channels import channel
from argosy_commerce.glossaries import Glossary
from argosy_commerce.markets import market
from argosy_commerce.terms import TermBase
from listing_localizer.domain.listing import Engine
from listing_localizer.domain.preferences import Proposal
from listing_localizer.domain.remembering import Place, Remembered
from listing_localizer.domain.rewriting.ground import ground_of
from listing_localizer.domain.rewriting.prompt import brief_of
from listing_localizer.domain.writing import write_listing


def proposal_of(
    kept: Remembered, place: Place, merchant_id: str, base: TermBase, glossary: Glossary, on: date
) -> Proposal:
    """The listing that the person looked at, and the brief that any writer of it has had. CPU only."""
    target, rules = market(place[0]), channel(place[1], place[0])
    said, wrote = kept.message, kept.message.engine
    engine = Engine(wrote.name, wrote.model, wrote.revision, wrote.profile)
    facts = read_facts(read_source(kept.product), base)
    facts, terms = in_own_words(facts, base, glossary, target.locale)
    own = write_listing(facts, target, rules, terms, kept.sentences, engine, on)
    return Proposal(
        merchant_id=merchant_id,
        product_id=said.product_id,
        brief=brief_of(facts, ground_of(facts, own, target, rules, terms)),
        market=place[0],
        channel=place[1],
        title=said.title,
        bullets=tuple(said.bullets),
        description=said.description,
        keywords=tuple(said.keywords),
        engine=engine,
    )
