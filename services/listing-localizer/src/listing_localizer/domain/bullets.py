"""Bullets: what sells first in the market, then what matters for the category, each with its origins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from argosy_catalogue.facts import Origin
from argosy_catalogue.measure_headings import measure_heading
from argosy_catalogue.speaking import what_it_says
from argosy_catalogue.specs import most_telling_first
from argosy_catalogue.spoken import SpokenAttribute
from argosy_commerce import channels_fitting as fitting
from argosy_commerce.phrasing import Register, grammar_for
from argosy_commerce.reading.items import Amount, Composition, ConceptMatch, Count, Item, Percent
from argosy_commerce.terms.model import Concept, Group, Kind
from argosy_commerce.units import unit
from listing_localizer.domain.drafting import Draft, Line
from listing_localizer.domain.selling_points import SellingPoint

FEATURES_IN_A_BULLET = 3
_MEASURABLE = frozenset({Kind.FEATURE, Kind.PART, Kind.ATTRIBUTE})
_OF_BODIES = frozenset({"length", "mass", "volume"})
_TELLING = (Composition, Count, Percent)
"""Measures that name what they count: 95 % cotton, 4 pieces."""
_HEADING = {
    Kind.OCCASION: "attribute.occasion",
    Kind.SEASON: "attribute.season",
    Kind.AUDIENCE: "attribute.audience",
}
"""What a concept answers that names no attribute of its own."""


def write_bullets(
    draft: Draft, points: Sequence[SellingPoint], attributes: Sequence[SpokenAttribute]
) -> tuple[tuple[str, ...], list[Line]]:
    """The channel's bullets, and the lines that it has no room for."""
    features = list(_feature_lines(draft, points))
    phrases = list(_phrase_lines(draft))
    facts = attribute_lines(draft, attributes)
    others = [*_measure_lines(draft), *_detail_lines(draft, points)]
    # Turn by turn: five bullets of features would say nothing of what it is made of.
    turns = zip_longest(features, facts, phrases, others)
    wanted = _each_once([line for turn in turns for line in turn if line is not None])
    fitted = fitting.fit_bullets([line.text for line in wanted], draft.channel, draft.speaker.language)
    by_text = {line.text: line for line in reversed(wanted)}
    for text in fitted:
        if text in by_text:
            draft.keep(by_text[text])
    return fitted, [line for line in wanted if line.text not in fitted and not _is_said(line, draft)]


def _each_once(lines: Sequence[Line]) -> list[Line]:
    """Lines without those that say the same in the same words: 宽3.5cm beside a row of the width."""
    kept: dict[str, Line] = {}
    for line in lines:
        kept.setdefault(re.sub(r"[\W_]+", " ", line.text).casefold().strip(), line)
    return list(kept.values())


def _is_said(line: Line, draft: Draft) -> bool:
    return bool(line.says) and line.says <= draft.speaker.said


def attribute_lines(draft: Draft, attributes: Sequence[SpokenAttribute]) -> list[Line]:
    """`Material: cotton`, what matters most for the category first."""
    chosen = most_telling_first(attributes, draft.facts.category, draft.speaker.base.lexicon)
    return [
        Line(draft.speaker.spec(a.name, a.value), (Origin("attribute", a.source.name, a.source.value),))
        for a in chosen
    ]


def _feature_lines(draft: Draft, points: Sequence[SellingPoint]) -> Iterator[Line]:
    found = _first_matches(draft)
    features = [
        p.concept
        for p in points
        if p.concept in found and draft.speaker.base.lexicon[p.concept].kind is Kind.FEATURE
    ]
    for start in range(0, len(features), FEATURES_IN_A_BULLET):
        group = [found[concept] for concept in features[start : start + FEATURES_IN_A_BULLET]]
        matches = [match for match, _ in group]
        text, says = draft.speaker.speak(matches, Register.BULLET, of_product=True)
        if text:
            yield Line(text, tuple(origin for _, origin in group), says)


def _phrase_lines(draft: Draft) -> Iterator[Line]:
    """Phrases of title and description; those of an attribute stand in its own row, under its heading."""
    known: set[str] = set()
    for match, origin in draft.facts.concepts():
        if origin.kind == "attribute":
            continue
        concept = draft.speaker.base.lexicon[match.concept_id]
        if concept.kind is Kind.PHRASE and concept.group is not Group.PROMOTION:
            text, says = draft.speaker.speak([match], Register.BULLET)
            if text and text not in known:
                known.add(text)
                yield Line(text, (origin,), says)


def _measure_lines(draft: Draft) -> Iterator[Line]:
    """Measures of the title that it had no room for, under what they measure; a bare figure tells nothing.

    The heading is the attribute that the category leaves no choice of, or what stands right before it in the
    title (内增高6厘米). One without either is no line: it counts as not said.
    """
    lexicon = draft.speaker.base.lexicon
    for item in draft.facts.title.measures:
        if draft.speaker.accounts_for(item):
            continue
        heading = measure_heading(item, draft.facts.category, lexicon) or _measured(item, draft)
        text, says = draft.speaker.speak([item], Register.BULLET)
        name = draft.speaker.name_of(heading) if heading else None
        if text and (name or isinstance(item, _TELLING)):
            said = draft.speaker.spec(name, text) if name else text
            yield Line(said, (Origin("title", "", item.source),), says)


def _measured(item: Item, draft: Draft) -> str | None:
    """The feature, part or attribute that a measure of the title follows at once."""
    if not isinstance(item, Amount) or unit(item.quantity.unit).dimension not in _OF_BODIES:
        return None
    for match in draft.facts.title.matches:
        if match.span[1] == item.span[0] and draft.speaker.base.lexicon[match.concept_id].kind in _MEASURABLE:
            return match.concept_id
    return None


def _detail_lines(draft: Draft, points: Sequence[SellingPoint]) -> Iterator[Line]:
    """What else the title names and had no room for, under its heading: `Neckline: V-neck`."""
    spoken_of = {p.concept for p in points if draft.speaker.base.lexicon[p.concept].kind is Kind.FEATURE}
    under: dict[str, list[ConceptMatch]] = {}
    alone: list[ConceptMatch] = []
    for match in _open_matches(draft):
        concept = draft.speaker.base.lexicon[match.concept_id]
        heading = _heading(concept)
        if concept.id in spoken_of or concept.kind in {Kind.CATEGORY, Kind.PHRASE, Kind.ATTRIBUTE}:
            continue
        if heading is not None and draft.speaker.name_of(heading) is not None:
            under.setdefault(heading, []).append(match)
        else:
            alone.append(match)
    for heading, matches in under.items():
        yield _headed(draft, heading, matches)
    for match in alone:
        text, says = draft.speaker.speak([match], Register.BULLET)
        if text:
            yield Line(text, (Origin("title", "", match.source),), says)


def _open_matches(draft: Draft) -> Iterable[ConceptMatch]:
    language, lexicon = draft.speaker.language, draft.speaker.base.lexicon
    found: dict[str, ConceptMatch] = {}
    for match in draft.facts.title.matches:
        can_be_said = lexicon[match.concept_id].term(language) is not None
        if can_be_said and not draft.speaker.accounts_for(match):
            found.setdefault(match.concept_id, match)
    return found.values()


def _heading(concept: Concept) -> str | None:
    return concept.attribute or _HEADING.get(concept.kind)


def _headed(draft: Draft, heading: str, matches: Sequence[ConceptMatch]) -> Line:
    grammar, lexicon = grammar_for(draft.speaker.language), draft.speaker.base.lexicon
    terms = [lexicon[match.concept_id].term(draft.speaker.language) for match in matches]
    value = grammar.listed([grammar.under(heading, term) for term in terms if term is not None])
    text = draft.speaker.spec(draft.speaker.name_of(heading) or "", grammar.sentence(value))
    origins = tuple(Origin("title", "", match.source) for match in matches)
    return Line(text, origins, frozenset(what_it_says(match) for match in matches))


def _first_matches(draft: Draft) -> dict[str, tuple[ConceptMatch, Origin]]:
    found: dict[str, tuple[ConceptMatch, Origin]] = {}
    for match, origin in draft.facts.concepts():
        found.setdefault(match.concept_id, (match, origin))
    return found
