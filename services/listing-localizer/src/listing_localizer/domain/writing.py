"""Writes a listing anew for one market and channel from the facts of a product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from argosy_catalogue.facts import Origin, ProductFacts
from argosy_catalogue.mains import MainsFinding, mains_findings
from argosy_catalogue.size_charts import say_charts
from argosy_catalogue.sizing import sizing_of
from argosy_catalogue.speaking import Speaker, unreadable_brand, weight
from argosy_catalogue.specs import say_attributes
from argosy_catalogue.spoken import LeftOverWords
from argosy_catalogue.variants import say_variants
from argosy_commerce import channels_fitting as fitting
from argosy_commerce.channels import Channel
from argosy_commerce.markets import Market
from argosy_commerce.phrasing import Register
from argosy_commerce.reading.items import Composition, ConceptMatch, Item, Verbatim
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from listing_localizer.domain import checks
from listing_localizer.domain.bullets import attribute_lines, write_bullets
from listing_localizer.domain.drafting import Draft, Line
from listing_localizer.domain.keywords import keywords_of
from listing_localizer.domain.listing import (
    Engine,
    Listing,
    SpokenSentence,
)
from listing_localizer.domain.page_writing import joined, write_page
from listing_localizer.domain.selling_points import SellingPoint, rank_selling_points

_IN_TITLE = ("attribute.material", "attribute.audience")


def write_listing(
    facts: ProductFacts,
    market: Market,
    channel: Channel,
    base: TermBase,
    sentences: Sequence[SpokenSentence],
    engine: Engine,
    on: date,
) -> Listing:
    """The listing of one market and channel.

    Args:
        facts: what the source says.
        market: decides language, units and what sells first.
        channel: whose limits hold, already in this market.
        base: the term base.
        sentences: the description's sentences in the market's language, in their order.
        engine: who said the sentences; the same term base writes the rest.
        on: the day it is written for; some rules hold in some months.
    """
    language = market.language.base
    sizing = sizing_of(facts, market, base)
    hidden = unreadable_brand(facts.source.brand, language, base)
    draft = Draft(facts, market, channel, Speaker(base, language, facts.category, hidden), sizing)
    charts, variants = say_charts(facts, sizing, base), say_variants(facts, sizing, base)
    mains = mains_findings(facts, market)
    points = _ranked(facts, market, base, mains, on)
    title = _title(draft)
    attributes = say_attributes(facts, sizing, draft.speaker)
    bullets, remaining = write_bullets(draft, points, attributes)
    lines = [*attribute_lines(draft, attributes), *remaining]
    description = _description(draft, title, sentences, list(dict.fromkeys(lines)))
    wanted = keywords_of(facts, base.lexicon, language, channel, title)
    keywords = fitting.fit_keywords(wanted, channel)
    coverage = _account(draft, sentences)
    listing = Listing(
        market=market.code,
        locale=market.locale,
        channel=channel.id,
        category=facts.category,
        title=title,
        bullets=bullets,
        description=description,
        keywords=keywords,
        detail_html=_detail_page(draft, sentences),
        attributes=attributes,
        claims=tuple(draft.claims),
        selling_points=points,
        coverage=coverage,
        left_over=(*draft.left_over, *charts.left_over, *variants.left_over),
        review_reasons=(),
        engine=engine,
        variants=variants.variants,
        size_charts=tuple(charts.charts),
    )
    reasons = [
        *facts.source.cut,
        *draft.reasons,
        *charts.reasons,
        *variants.reasons,
        *(finding.why for finding in mains if not finding.fits),
        *checks.check_listing(listing, facts, draft.speaker, channel),
    ]
    return checks.with_reasons(listing, reasons)


def _title(draft: Draft) -> str:
    """Brand, then one noun phrase of what title and telling attributes say, within the channel's limit."""
    facts, channel = draft.facts, draft.channel
    items: list[Item] = [_without_false_purity(item, draft) for item in facts.title.items]
    said = {item.concept_id for item in facts.title.matches}
    origins = [Origin("title", "", facts.source.title)]
    for attribute in facts.attributes:
        telling = [m for m in attribute.stated if m.concept_id not in said]
        if attribute.concept_id in _IN_TITLE and len(attribute.value.matches) == 1 and telling:
            items += telling
            origins.append(attribute.origin)
    if not _names_product(facts.title.matches, draft):
        items += _category_of_hint(draft, origins)
    brand = "" if draft.speaker.hidden else facts.source.brand
    if brand and channel.brand_in_title and brand.casefold() not in facts.source.title.casefold():
        items.insert(0, Verbatim((0, 0), brand, brand))
        origins.append(Origin("brand", "", brand))
    if channel.title.counted == "bytes":
        room = channel.title.most // (1 if draft.market.language.script == "Latn" else 3)
    else:
        room = channel.title.most
    text = draft.speaker.say(items, Register.TITLE, max_chars=room)
    fitted = fitting.fit_title(text, channel, draft.speaker.language)
    if facts.rivals:
        one, other = facts.rivals
        draft.reasons.append(
            f"the title says {one} and {other} side by side, and which of them is sold is not known: "
            "neither is named; give the product's kind in category_hint"
        )
    if not _names_product((item for item in items if isinstance(item, ConceptMatch)), draft):
        draft.reasons.append("no known product name in title or category: the title names features only")
    return draft.claim(fitted.text, *origins) if fitted.text else ""


def _names_product(matches: Iterable[ConceptMatch], draft: Draft) -> bool:
    return any(draft.speaker.base.lexicon[match.concept_id].kind is Kind.CATEGORY for match in matches)


def _category_of_hint(draft: Draft, origins: list[Origin]) -> list[Item]:
    """The hint's category as head noun, if it is more than a department's name (kitchen, electronics)."""
    category, hint = draft.facts.category, draft.facts.source.category_hint
    if category is None or draft.speaker.base.lexicon[category].parent is None:
        return []
    origins.append(Origin("category_hint", "", hint))
    return [ConceptMatch((0, 0), hint, category)]


def _without_false_purity(item: Item, draft: Draft) -> Item:
    """纯棉 beside an attribute of 95 % cotton: the figure wins, the boast goes, and the merchant is told."""
    if not isinstance(item, ConceptMatch) or item.purity is None:
        return item
    for attribute in draft.facts.attributes:
        for measure in attribute.value.measures:
            if isinstance(measure, Composition):
                share = sum(share for share, material in measure.parts if material == item.concept_id)
                if share != item.purity:
                    source = attribute.source
                    draft.reasons.append(
                        f"the title says {item.source} ({item.purity} %), the attribute {source.name} says "
                        f"{source.value}: the attribute was taken"
                    )
                    return replace(item, purity=None)
    return item


def _description(draft: Draft, title: str, sentences: Sequence[SpokenSentence], lines: Sequence[Line]) -> str:
    """The sentences that were carried well enough, then the attributes and what had no place yet."""
    said = [
        draft.claim(sentence.text, Origin("description", "", sentence.source))
        for sentence in sentences
        if sentence.is_faithful
    ]
    prose = joined(said, draft.speaker.language)
    lines = [line for line in lines if line.text.casefold() not in prose.casefold()]
    text = "\n".join(filter(None, [prose or title, *(line.text for line in lines)]))
    fitted = fitting.fit_description(text, draft.channel, draft.speaker.language)
    there = set(fitted.splitlines())
    for line in lines:
        if line.text in there:
            draft.keep(line)
    return fitted


def _detail_page(draft: Draft, sentences: Sequence[SpokenSentence]) -> str:
    """The description with its structure; empty where it has none."""
    page = draft.facts.source.page
    if not page.is_structured:
        return ""
    return write_page(page, {sentence.source: sentence for sentence in sentences}, draft.market.locale)


def _ranked(
    facts: ProductFacts, market: Market, base: TermBase, mains: Sequence[MainsFinding], on: date
) -> tuple[SellingPoint, ...]:
    telling = {Kind.FEATURE, Kind.VALUE}
    concepts = [
        match.concept_id
        for match, _ in facts.concepts()
        if base.lexicon[match.concept_id].kind in telling
        and base.lexicon[match.concept_id].term(market.language.base) is not None
    ]
    above = base.lexicon.ancestors(facts.category) if facts.category else ()
    fitting_mains = {finding.concept: finding.why for finding in mains if finding.fits}
    return rank_selling_points(concepts, market.code, on, above, known_good=fitting_mains)


def _account(draft: Draft, sentences: Sequence[SpokenSentence]) -> float:
    """Coverage over all fields, and what is left over; both are facts about the source, not guesses."""
    facts = draft.facts
    total = lost_weight = 0
    readings = [("title", facts.title), *((a.origin.field, a.value) for a in facts.attributes)]
    for name, reading in readings:
        lost = draft.speaker.lost(reading)
        total += weight(reading.items)
        lost_weight += weight(lost)
        draft.left_over += (LeftOverWords(item.source, name, *item.span) for item in lost)
    for fact in facts.attributes:
        if fact.concept_id is None and not fact.own_name:
            lost_weight += weight(fact.name.items)
            total += weight(fact.name.items)
            draft.left_over.append(
                LeftOverWords(fact.source.name, fact.origin.field, 0, len(fact.source.name))
            )
    for sentence in sentences:
        size = sum(1 for character in sentence.source if character.isalnum())
        carried = sentence.coverage if sentence.is_faithful else 0.0
        total += size
        lost_weight += round(size * (1 - carried))
        spans = sentence.left_over if carried else ((sentence.source, 0, len(sentence.source)),)
        draft.left_over += (
            LeftOverWords(text, "description", sentence.start + start, sentence.start + end)
            for text, start, end in spans
        )
    return 1.0 if total == 0 else max(0.0, 1.0 - lost_weight / total)
