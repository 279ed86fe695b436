"""The checker: holds each text of a candidate against the facts. It is no model, and it trusts none.

What it cannot see: a fluent sentence of words that name no concept of the term base and hold no figure.
What it can see and cannot place in the facts is refused, also where a person would let it pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from argosy_commerce import channels_fitting as fitting
from argosy_commerce.channels import Limit, ListLimit
from argosy_commerce.proofreading.figures import agrees, compact, read_figures
from argosy_commerce.terms.model import Kind
from listing_localizer.domain.rewriting.candidates import FIELDS, Candidate, Field
from listing_localizer.domain.rewriting.findings import Finding, Rule, finding
from listing_localizer.domain.rewriting.form import form_findings
from listing_localizer.domain.rewriting.ground import Ground
from listing_localizer.domain.rewriting.statements import statement_findings

_SENTENCE_END = re.compile(r"(?<=[.!?。؟])\s+|\n+")
_LEAST_CARRIED = 0.5
"""Share of the facts of the term base's text that the generator's must name."""


def check(candidate: Candidate, ground: Ground, instruction: str = "") -> tuple[Finding, ...]:
    """Everything held against a candidate; a field without a finding may be published.

    `instruction` is the prompt without the facts: whoever repeats it leaks it.
    """
    return tuple(
        found
        for field in asked_fields(ground)
        for found in check_field(field, candidate, ground, instruction)
    )


def asked_fields(ground: Ground) -> tuple[Field, ...]:
    """The fields that the channel has."""
    return tuple(field for field in FIELDS if _limit(field, ground) is not None)


def check_field(field: Field, candidate: Candidate, ground: Ground, instruction: str = "") -> list[Finding]:
    """What is held against one field."""
    texts = candidate.texts(field)
    if not texts:
        return [finding(field, Rule.EMPTY)]
    found = list(_length(field, texts, ground))
    if found:
        return found  # what is too long is not read: no answer may cost more than a listing
    for text in texts:
        found += form_findings(field, text, ground, instruction)
        found += statement_findings(field, text, ground)
    found += _whole(field, texts, ground)
    return list(dict.fromkeys(found))


def _limit(field: Field, ground: Ground) -> Limit | None:
    limit: Limit | None = getattr(ground.channel, field)
    return limit


def _length(field: Field, texts: Sequence[str], ground: Ground) -> Iterator[Finding]:
    limit = _limit(field, ground)
    if limit is None:
        return
    for text in texts:
        if fitting.length(text, limit.counted) > limit.most:
            yield finding(field, Rule.LENGTH, text)
    if isinstance(limit, ListLimit):
        joined = limit.separator.join(texts)
        if limit.count is not None and len(texts) > limit.count:
            yield finding(field, Rule.LENGTH, f"{len(texts)} items")
        if limit.total is not None and fitting.length(joined, limit.counted) > limit.total:
            yield finding(field, Rule.LENGTH, joined)
    least = ground.channel.title.least if field == "title" else 0
    if fitting.length(texts[0], limit.counted) < least:
        yield finding(field, Rule.LENGTH, texts[0])


def _whole(field: Field, texts: Sequence[str], ground: Ground) -> Iterator[Finding]:
    """What only shows over all texts of a field: doubles, what is lost, and whether it says anything."""
    if doubled := _doubled(field, texts):
        yield finding(field, Rule.REPEATS, doubled)
    if field == "title":
        yield from _lost_from_title(texts[0], ground)
    elif field == "bullets":
        yield from _lost_figures(field, "\n".join(texts), "\n".join(ground.listing.bullets), ground)
    if (idle := _idle(field, texts, ground)) is not None:
        yield finding(field, Rule.IDLE, idle)


def _doubled(field: Field, texts: Sequence[str]) -> str | None:
    """A text, or a sentence of a description, that stands there twice."""
    if field == "description":
        texts = [sentence for sentence in _SENTENCE_END.split(texts[0]) if len(sentence) > 12]
    keys = [compact(text) for text in texts]
    return next((text for text, key in zip(texts, keys, strict=True) if keys.count(key) > 1), None)


def _idle(field: Field, texts: Sequence[str], ground: Ground) -> str | None:
    """Text that carries too little of the product; None if it carries enough."""
    joined = "\n".join(texts)
    named, wanted = ground.facts_named(joined), ground.facts_named("\n".join(_own(field, ground)))
    least = 0 if field == "keywords" else _LEAST_CARRIED * len(wanted)
    if not named or len(named & wanted) < least:
        return ""
    silent = [text for text in texts if not ground.says_something(text)]
    allowed = len(texts) // 2 if field == "keywords" else 0
    return silent[0] if len(silent) > allowed else None


def _own(field: Field, ground: Ground) -> tuple[str, ...]:
    value = getattr(ground.listing, field)
    return tuple(value) if isinstance(value, tuple) else ((value,) if value else ())


def _lost_from_title(text: str, ground: Ground) -> Iterator[Finding]:
    own = ground.listing.title
    for name in ground.kept:
        if name.casefold() in own.casefold() and name.casefold() not in text.casefold():
            yield finding("title", Rule.LOST_NAME, name)
    yield from _lost_figures("title", text, own, ground)
    if not _nouns(own, ground) & _nouns(text, ground):
        yield finding("title", Rule.LOST_NOUN, text)


def _lost_figures(field: Field, text: str, own: str, ground: Ground) -> Iterator[Finding]:
    """Figures of the term base's text that the generator's does not say."""
    said = read_figures(text, ground.market.locale, ground.masks(text))
    for figure in read_figures(own, ground.market.locale, ground.masks(own)):
        if not any(agrees(other, figure) for other in said):
            yield finding(field, Rule.LOST_NUMBER, figure.text)


def _nouns(text: str, ground: Ground) -> frozenset[str]:
    """Names of the product in a text: its category, what that is a kind of, or what the source names too."""
    if ground.category is None:
        return frozenset()
    lexicon = ground.base.lexicon
    return frozenset(
        concept
        for concept in ground.naming.concepts(text) & ground.concepts
        if lexicon[concept].kind is Kind.CATEGORY and lexicon[concept].parent is not None
    )
