"""Which of several texts that passed is taken, field by field. Deterministic: of equals the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from argosy_commerce import channels_fitting as fitting
from argosy_commerce.channels import Limit
from argosy_commerce.proofreading.figures import read_figures
from listing_localizer.domain.rewriting.candidates import Candidate, Field
from listing_localizer.domain.rewriting.checking import asked_fields, check_field
from listing_localizer.domain.rewriting.findings import Finding
from listing_localizer.domain.rewriting.ground import Ground

FULL_TITLE = 0.85
"""Share of the channel's length from which a title is as long as it should be."""
_WORDS_A_SENTENCE = 22
"""A longer sentence is hard to read on a phone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What became of one field: the best text that passed, or why there is none."""

    field: Field
    texts: tuple[str, ...]
    """Of the candidate taken; () if none passed."""
    findings: tuple[Finding, ...]
    """Of the candidate that came nearest, if none passed."""

    @property
    def is_taken(self) -> bool:
        return bool(self.texts)


def choose(candidates: Sequence[Candidate], ground: Ground, instruction: str = "") -> tuple[Choice, ...]:
    """Per field of the channel the best candidate's text, or the findings of the one with the fewest."""
    choices = []
    for field in asked_fields(ground):
        passed: list[tuple[float, int, tuple[str, ...]]] = []
        nearest: list[Finding] | None = None
        for place, candidate in enumerate(candidates):
            findings = check_field(field, candidate, ground, instruction)
            if not findings:
                texts = candidate.texts(field)
                passed.append((-score(field, texts, ground), place, texts))
            elif nearest is None or len(findings) < len(nearest):
                nearest = findings
        if passed:
            choices.append(Choice(field, min(passed)[2], ()))
        else:
            choices.append(Choice(field, (), tuple(nearest or ())))
    return tuple(choices)


def score(field: Field, texts: Sequence[str], ground: Ground) -> float:
    """How good a passing text is, from its words alone; comparable within one field."""
    joined = "\n".join(texts)
    facts = len(ground.facts_named(joined)) + len(read_figures(joined, ground.market.locale))
    points = 0.1 * facts + _searched_for(joined, ground)
    if field == "title":
        points += 0.5 * min(1.0, _used(joined, ground.channel.title) / FULL_TITLE)
    if field == "description":
        points -= 0.2 * _long_sentences(joined)
    return points


def _searched_for(text: str, ground: Ground) -> float:
    """Words shoppers type, the earlier in the text the better: 1 at its start, a half at its end."""
    folded = text.casefold()
    places = [folded.find(word.casefold()) for word in ground.listing.keywords]
    found = [place for place in places if place >= 0]
    if not found:
        return 0.0
    return sum(1 - place / (2 * len(folded)) for place in found) / len(places)


def _used(text: str, limit: Limit) -> float:
    return fitting.length(text, limit.counted) / limit.most


def _long_sentences(text: str) -> float:
    sentences = [s for s in re.split(r"[.!?。؟\n]+", text) if s.strip()]
    long = sum(len(sentence.split()) > _WORDS_A_SENTENCE for sentence in sentences)
    return long / max(1, len(sentences))
