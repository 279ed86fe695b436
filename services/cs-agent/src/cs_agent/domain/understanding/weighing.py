"""How examples, cues and notions together say what a message asks for, and how sure that is.

Each intent of a piece of text gets a sum of what these three say; over all intents this is a
probability (softmax). A message is weighed whole and in its sentences and clauses, so that several intents
are seen. The numbers are data (data/intent_weighing.yaml), fitted by tests/quality/weigh_intents.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from argosy_commerce.examples import Doubles
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import INTENTS, alike
from cs_agent.domain.understanding.notions import told
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understanding.spelling import clauses, sentences
from cs_agent.domain.understood import Intent, ReadIntent

Flags = NDArray[np.bool_]
_NAME: Final = "intent_weighing.yaml"
_MANNERS: Final[frozenset[Intent]] = frozenset(
    {"greeting", "thanks", "goodbye", "yes", "no", "unclear", "identify"}
)
"""Never the main intent beside one that asks for something."""
_BY_RULE: Final[frozenset[Intent]] = frozenset({"yes", "no", "unclear"})
"""Read otherwise, or nothing to name besides."""
_EITHER: Final[tuple[frozenset[Intent], ...]] = (
    frozenset({"change_order", "exchange_item"}),
    frozenset({"wrong_item", "change_order"}),
)
"""Two ways to read the same words: where one is read, no rule reads the other besides."""
_MOST: Final = 6
_SUREST: Final = 0.99
_LONGEST_QUOTE: Final = 160
_LONGEST_WHOLE: Final = 600
_SHORTEST_CLAUSE: Final = 4


class _Weights(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    examples: float
    cues: float
    notions: float


class Weighing(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    weights: _Weights
    calibrated: tuple[tuple[float, float], ...]
    unclear_below: float
    """A main intent that is less sure than this is `unclear`."""
    beside_manners: float
    """What a part without manners asks for is the main intent of a message with manners from here on."""
    further_by_notions: float
    """How often a rule of notions is right besides another main intent."""
    further_from: float
    """What a part of the message asks for is named beside the main intent from here on."""

    def sure(self, share: float) -> float:
        """How often what the sum says with this share is right."""
        said, right = zip(*self.calibrated, strict=True)
        return round(float(np.interp(share, said, right)), 2)


@cache
def weighing() -> Weighing:
    """The numbers. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(Weighing.model_fields) - {"weights"}
    return validated(Weighing, read_mapping(text, _NAME, holds="weights", may_hold=others), _NAME)


def shares(examples: Doubles, cues: Doubles, notions: Doubles) -> Doubles:
    """(texts, intents): probabilities from what each of the three says."""
    weights = weighing().weights
    sums = weights.examples * examples + weights.cues * cues + weights.notions * notions
    raised = np.exp(sums - sums.max(axis=1, keepdims=True))
    found: Doubles = raised / raised.sum(axis=1, keepdims=True)
    return found


def likely(text: str, language: str) -> tuple[ReadIntent, ...]:
    """The intents of a cleaned text, the main one first; ``unclear`` alone where none is sure enough."""
    if not re.search(r"\w", text):
        return (ReadIntent("unclear", _SUREST, text[:_LONGEST_QUOTE]),)
    parts = parts_of(text, language)
    whole = text[:_LONGEST_WHOLE]
    texts = (whole, *(part for part in parts if part != whole))
    by_notions = told(texts, language)
    found = shares(alike(texts, language), pointed(texts, language), by_notions)
    sums = found[0] + found[1:].max(axis=0) if len(texts) > 1 else found[0] * 2
    asked = [place for place in (-sums).argsort() if INTENTS[place] not in _MANNERS]
    first = int(sums.argmax())
    if INTENTS[first] in _MANNERS and _asks_besides(texts, found, asked[0]):
        first = int(asked[0])
    sure = weighing().sure(float(sums[first]) / 2)
    if sure < weighing().unclear_below:
        return (ReadIntent("unclear", round(1 - sure, 2), whole[:_LONGEST_QUOTE]),)
    rows = [_read(first, sure, texts, found), *_further(first, texts, found, by_notions.max(axis=0) > 0)]
    return tuple(rows[:_MOST])


def parts_of(text: str, language: str) -> tuple[str, ...]:
    """Sentences, and the clauses of those that have several."""
    found: list[str] = []
    joins = slot_patterns(language).joins
    for sentence in sentences(text):
        found.append(sentence[:_LONGEST_WHOLE])
        pieces = [one for one in clauses(sentence, joins) if len(one) >= _SHORTEST_CLAUSE]
        found += [one[:_LONGEST_WHOLE] for one in pieces] if len(pieces) > 1 else []
    return tuple(dict.fromkeys(found))[:24]


def _asks_besides(texts: Sequence[str], found: Doubles, place: int) -> bool:
    """Whether a message with manners in it asks for something too: surely, or in a part without manners."""
    if weighing().sure(float(found[:, place].max())) >= weighing().further_from:
        return True
    others = (
        [row for row in found[1:] if INTENTS[int(row.argmax())] not in _MANNERS] if len(texts) > 1 else []
    )
    return any(weighing().sure(float(row.max())) >= weighing().beside_manners for row in others)


def _further(first: int, texts: Sequence[str], found: Doubles, ruled: Flags) -> list[ReadIntent]:
    """What other parts are about, each the likeliest of its part; besides, what ``ruled`` by notions says."""
    seen: dict[int, float] = {}
    for row in found[1:] if len(texts) > 1 else found:
        best = int(row.argmax())
        if (
            best != first
            and INTENTS[best] not in _BY_RULE
            and (sure := weighing().sure(float(row[best]))) >= weighing().further_from
        ):
            seen[best] = max(seen.get(best, 0.0), sure)
    for place in ruled.nonzero()[0].tolist():
        if place not in {first, *seen} and not _excludes(INTENTS[place], {first, *seen}):
            seen[place] = weighing().further_by_notions
    return [_read(place, seen[place], texts, found) for place in sorted(seen, key=lambda one: -seen[one])]


def _excludes(intent: Intent, places: Collection[int]) -> bool:
    others = {INTENTS[place] for place in places}
    return any(intent in pair and pair & others for pair in _EITHER)


def _read(place: int, sure: float, texts: Sequence[str], found: Doubles) -> ReadIntent:
    parts = found[1:, place] if len(texts) > 1 else found[:, place]
    words = texts[int(parts.argmax()) + (1 if len(texts) > 1 else 0)]
    return ReadIntent(INTENTS[place], sure, words[:_LONGEST_QUOTE])
