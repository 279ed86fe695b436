"""How phrases and examples together say what a buyer means, and how sure that is.

Each reason gets a sum of what phrases say, what examples say, and how usual it is. Over all reasons this is a
probability to be the main one (softmax), each by itself one to be meant at all (logistic). Severity and wish
are weighed alike. The numbers are data (`data/complaint_weighing.yaml`), fitted by
tests/quality/weigh_complaints.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from argosy_commerce.examples import Doubles
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from refund_agent.domain.complaint import ReadReason, Severity, Wish
from refund_agent.domain.complaints.examples import NO_WISH, REASONS, SEVERITIES, WISHES, Alike, alike
from refund_agent.domain.complaints.reasons import Heard, weighed
from refund_agent.domain.complaints.spelling import Spelled

_NAME: Final = "complaint_weighing.yaml"
_SECOND: Final = 0.5
"""What the further reasons of the phrases count beside their first."""
_MEANT: Final = 0.5
"""A further reason is named where it is likelier meant than not."""
_SUREST: Final = 0.99
_LONGEST_QUOTE: Final = 120
_MOST_CLAUSES: Final = 60


class _Sum(BaseModel):
    """What each part counts; ``usual``: by meaning, what is there without any word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    examples: float
    said: float
    chosen: float
    usual: Mapping[str, float]

    def of(self, parts: Doubles, names: Sequence[str]) -> Doubles:
        """(meanings,) from (meanings, 3)."""
        usual = np.array([self.usual[name] for name in names])
        summed: Doubles = parts @ np.array([self.examples, self.said, self.chosen]) + usual
        return summed


class Weighing(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    main: _Sum
    meant: _Sum
    severity: _Sum
    wish: _Sum
    unsure_below: float
    """A main reason that is less sure than this is no ground to decide money on without a person."""
    wish_from: float
    """A wish that no phrase says is believed from here on."""


@cache
def weighing() -> Weighing:
    """The numbers. Raises TermDataError."""
    text = (files("refund_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(Weighing.model_fields) - {"main"}
    return validated(Weighing, read_mapping(text, _NAME, holds="main", may_hold=others), _NAME)


def about_reasons(read: Spelled, said: tuple[Heard, ...], scores: Doubles) -> Doubles:
    """(reasons, 3): the examples' score, the clearest phrase, and the place among what phrases say."""
    parts = np.zeros((len(REASONS), 3))
    parts[:, 0] = scores
    for one in said:
        row = REASONS.index(one.reason)
        parts[row, 1] = max(parts[row, 1], one.strength)
    for place, found in enumerate(weighed(said, read)):
        parts[REASONS.index(found.reason), 2] = found.confidence * (_SECOND if place else 1.0)
    return parts


def about_severity(said: Collection[Severity], chosen: Severity, scores: Doubles) -> Doubles:
    """(severities, 3): the examples' score, whether a phrase says it, and whether phrases choose it."""
    rows = [[score, name in said, name == chosen] for name, score in zip(SEVERITIES, scores, strict=True)]
    return np.array(rows, dtype=np.float64)


def likely(read: Spelled, language: str, said: tuple[Heard, ...], found: Alike) -> tuple[ReadReason, ...]:
    """The likeliest main reason with its probability, and further ones with theirs to be meant at all."""
    parts = about_reasons(read, said, found.reasons[0])
    shares = _shares(weighing().main.of(parts, REASONS))
    meant = 1 / (1 + np.exp(-weighing().meant.of(parts, REASONS)))
    first = int(shares.argmax())
    further = sorted(
        (place for place in range(len(REASONS)) if place != first and meant[place] >= _MEANT),
        key=lambda place: -meant[place],
    )
    sure = [
        (first, shares[first]),
        *((place, meant[place]) for place in further if REASONS[place] != "other"),
    ]
    phrases = {one.reason: one.words for one in weighed(said, read, everything=True)}
    return tuple(
        ReadReason(
            REASONS[place],
            round(min(float(confidence), _SUREST), 2),
            phrases.get(REASONS[place]) or _telling(read, language, place),
        )
        for place, confidence in sure
    )


def likely_severity(said: Collection[Severity], chosen: Severity, found: Alike) -> Severity:
    """The likeliest severity."""
    sums = weighing().severity.of(about_severity(said, chosen, found.severities[0]), SEVERITIES)
    return SEVERITIES[int(sums.argmax())]


def likely_wish(found: Alike) -> Wish | None:
    """What texts like it wish for, if that is sure enough."""
    parts = np.zeros((len(WISHES) + 1, 3))
    parts[:, 0] = found.wishes[0]
    shares = _shares(weighing().wish.of(parts, (*WISHES, NO_WISH)))[:-1]
    best = int(shares.argmax())
    return WISHES[best] if shares[best] >= weighing().wish_from else None


def _shares(sums: Doubles) -> Doubles:
    raised = np.exp(sums - sums.max())
    shares: Doubles = raised / raised.sum()
    return shares


def _telling(read: Spelled, language: str, place: int) -> tuple[str, ...]:
    """The clause that is most like the examples of a reason, in the buyer's characters."""
    breaks = (index for index, character in enumerate(read.text) if character == "\n")
    bounds = sorted({0, len(read.text), *read.clauses, *breaks})
    spans = [span for span in pairwise(bounds) if read.text[slice(*span)].strip()][:_MOST_CLAUSES]
    if not spans:
        return ()
    scores = alike([read.text[slice(*span)] for span in spans], language).reasons[:, place]
    quoted = read.quote(*spans[int(scores.argmax())]).strip(" .,;:!?()[]\"'、，；：。！？")
    return (quoted[:_LONGEST_QUOTE],) if quoted else ()
