"""Looks at a finished listing with other eyes than those that wrote it: numbers, letters, limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from argosy_catalogue.facts import ProductFacts
from argosy_catalogue.speaking import Speaker, what_it_says
from argosy_commerce import channels_fitting as fitting
from argosy_commerce.channels import Channel
from argosy_commerce.reading.items import MEASURES, Model, Price, Year
from argosy_commerce.terms.scripts import foreign_han
from listing_localizer.domain.listing import Listing

_MOST_QUOTED = 200
"""Characters of the source that a reason quotes."""
_WARNS = re.compile("勿|禁|慎|不可|不能|不得|不要|不宜|必须|务必|避免|危险|烫伤|窒息|触电|过敏|误食|远离")
_FIGURES = re.compile(r"\d+")


def check_listing(listing: Listing, facts: ProductFacts, speaker: Speaker, channel: Channel) -> list[str]:
    """Every reason why a person should look at the listing before it is published; empty if there is none."""
    reasons: list[str] = []
    texts = [listing.title, *listing.bullets, listing.description, *listing.keywords]
    texts += [f"{attribute.name} {attribute.value}" for attribute in listing.attributes]
    if not listing.title:
        reasons.append("no title could be written: none of the source title's words is known")
    if speaker.hidden:
        reasons.append(
            f"the brand {speaker.hidden} is left out: buyers in {listing.market} do not read its letters; "
            "give its name there in the glossary, or mark it as never translated"
        )
    if not listing.description:
        reasons.append("no description could be written")
    allowed = set("" if speaker.hidden else facts.source.brand).union(*speaker.base.kept)
    strange = sorted({c for text in texts for c in foreign_han(text, speaker.language)} - allowed)
    if strange:
        reasons.append(f"Chinese characters in the text: {''.join(strange[:20])}")
    reasons += (
        f"{b.part}: {b.rule}: {b.detail}" for b in fitting.breaches(listing.title, channel, speaker.language)
    )
    reasons += _missing_numbers(facts, speaker, texts)
    reasons += _left_over(listing)
    return reasons


def _left_over(listing: Listing) -> Iterator[str]:
    """What was not said, where it matters: facts of title, attributes and variants, and warnings.

    Prose without a warning is no reason: it stands in `left_over` and lowers `coverage`.
    """
    facts = [left.text for left in listing.left_over if left.field != "description"]
    if facts:
        yield f"not said: {'、'.join(dict.fromkeys(facts))[:_MOST_QUOTED]}"
    prose = [left.text for left in listing.left_over if left.field == "description"]
    warnings = [text for text in prose if _WARNS.search(text)]
    if warnings:
        quoted = "、".join(dict.fromkeys(warnings))[:_MOST_QUOTED]
        yield f"warnings of the description that are not said: {quoted}"


def _missing_numbers(facts: ProductFacts, speaker: Speaker, texts: Sequence[str]) -> list[str]:
    """Figures of title and attributes that stand nowhere in the listing, as the market writes them."""
    there = set(_FIGURES.findall(" ".join(texts)))
    missing: list[str] = []
    for reading in (facts.title, *(attribute.value for attribute in facts.attributes)):
        for item in reading.items:
            if isinstance(item, Price | Year) or what_it_says(item) in speaker.by_rule:
                continue
            if isinstance(item, Model):
                figures = _FIGURES.findall(item.text)
            elif isinstance(item, MEASURES):
                figures = _FIGURES.findall(speaker.measure(item))
            else:
                continue
            if not set(figures) <= there:
                missing.append(item.source)
    return (
        [f"numbers of the source that the listing lacks: {', '.join(dict.fromkeys(missing))}"]
        if missing
        else []
    )


def with_reasons(listing: Listing, reasons: Iterable[str]) -> Listing:
    """The listing marked with reasons to look at it, each once."""
    return replace(listing, review_reasons=tuple(dict.fromkeys(reasons)))
