"""How phrases and examples together say why a buyer complains, and how sure that is.

Each reason gets a sum of what phrases say, what examples say, and how usual it is. Over all reasons this is a
probability to be the main one (softmax), each by itself one to be meant at all (logistic). The numbers are
data (`data/complaint_weighing.yaml`), fitted by tests/quality/weigh_complaints.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.strict_yaml import read_mapping, validated
from refund_agent.domain.complaint import ReadReason, Reason
from refund_agent.domain.complaints.examples import REASONS, compared, reader_of
from refund_agent.domain.complaints.reasons import Heard, weighed
from refund_agent.domain.complaints.spelling import Spelled
from refund_agent.domain.complaints.tongues import Speech

_NAME: Final = "complaint_weighing.yaml"
_SECOND: Final = 0.5
"""What the further reasons of the phrases count beside their first."""
_MEANT: Final = 0.5
"""A further reason is named where it is likelier meant than not."""
_LONGEST_QUOTE: Final = 120
_MOST_CLAUSES: Final = 60
Doubles = NDArray[np.float64]


class _Sum(BaseModel):
    """What each part counts; ``usual``: by reason, what is there without any word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    examples: float
    said: float
    chosen: float
    usual: Mapping[Reason, float]

    def of(self, parts: Doubles) -> Doubles:
        """(reasons,) from (reasons, 3)."""
        usual = np.array([self.usual[reason] for reason in REASONS])
        summed: Doubles = parts @ np.array([self.examples, self.said, self.chosen]) + usual
        return summed


class Weighing(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    main: _Sum
    meant: _Sum
    unsure_below: float
    """A main reason that is less sure than this is no ground to decide money on without a person."""


@cache
def weighing() -> Weighing:
    """The numbers. Raises TermDataError."""
    text = (files("refund_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(Weighing.model_fields) - {"main"}
    return validated(Weighing, read_mapping(text, _NAME, holds="main", may_hold=others), _NAME)


def parts_of(
    read: Spelled, speech: Speech, said: tuple[Heard, ...], scores: Doubles | None = None
) -> Doubles:
    """(reasons, 3): the examples' score, the clearest phrase, and the place among what phrases say.

    ``scores``: those of the examples, where they are known.
    """
    parts = np.zeros((len(REASONS), 3))
    parts[:, 0] = _scores([read.text], speech.language)[0] if scores is None else scores
    for one in said:
        row = REASONS.index(one.reason)
        parts[row, 1] = max(parts[row, 1], one.strength)
    for place, found in enumerate(weighed(said, read)):
        parts[REASONS.index(found.reason), 2] = found.confidence * (_SECOND if place else 1.0)
    return parts


def likely(read: Spelled, speech: Speech, said: tuple[Heard, ...]) -> tuple[ReadReason, ...]:
    """The likeliest main reason with its probability, and further ones with theirs to be meant at all."""
    parts = parts_of(read, speech, said)
    sums = weighing().main.of(parts)
    shares = np.exp(sums - sums.max())
    shares /= shares.sum()
    meant = 1 / (1 + np.exp(-weighing().meant.of(parts)))
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
            round(min(float(confidence), 0.99), 2),
            phrases.get(REASONS[place]) or _telling(read, speech.language, place),
        )
        for place, confidence in sure
    )


def _telling(read: Spelled, language: str, place: int) -> tuple[str, ...]:
    """The clause that is most like the examples of a reason, in the buyer's characters."""
    bounds = sorted({0, len(read.text), *read.clauses, *(i for i, c in enumerate(read.text) if c == "\n")})
    spans = [span for span in pairwise(bounds) if read.text[slice(*span)].strip()]
    spans = spans[:_MOST_CLAUSES]
    if not spans:
        return ()
    scores = _scores([read.text[slice(*span)] for span in spans], language)[:, place]
    start, end = spans[int(scores.argmax())]
    quoted = read.quote(start, end).strip(" ,;:()、，；：")
    return (quoted[:_LONGEST_QUOTE],) if quoted else ()


def _scores(texts: list[str], language: str) -> Doubles:
    return reader_of(language).scores([compared(text, language) for text in texts], language)
