"""Why a buyer complains: the reasons that the words say, weighed and put in order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from refund_agent.domain.complaint import ReadReason, Reason
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled
from refund_agent.domain.complaints.tongues import Speech

_SAYS: Final = 0.8
_SWAPPED: Final = 0.75
"""That something came instead is seen in two words far apart."""
_HINTS: Final = 0.35
_SUPPOSED: Final = 0.4
"""What stands behind an "if" counts so much."""
_MOST: Final = 400
"""Wordings that are weighed; a longer text says nothing new."""
_ENOUGH: Final = 0.5
"""A further reason is named from here on; the main one is named whatever its score."""
_WEIGHT: Final[dict[Reason, float]] = {
    "unsafe": 1.3, "counterfeit": 1.2, "charged_twice": 1.2, "cancelled": 1.15, "not_received": 1.0,
    "wrong_item": 1.0, "wrong_variant": 1.05, "damaged": 1.0, "defective": 1.0, "missing_parts": 1.0,
    "does_not_fit": 1.0, "not_as_described": 0.9, "changed_mind": 0.9, "late": 0.95,
}  # fmt: skip
"""Between reasons that are said equally clearly: the rarer and graver wording is the one that is meant."""
_OVER: Final[dict[Reason, frozenset[Reason]]] = {
    "late": frozenset({"not_as_described", "not_received", "missing_parts", "wrong_item"}),
    "wrong_variant": frozenset({"wrong_item", "not_as_described", "missing_parts", "does_not_fit"}),
    "counterfeit": frozenset({"not_as_described", "wrong_item", "defective", "missing_parts"}),
    "does_not_fit": frozenset({"defective", "damaged"}),
    "damaged": frozenset({"defective"}),
    "unsafe": frozenset({"defective", "damaged", "not_as_described"}),
    "not_received": frozenset({"missing_parts", "wrong_item", "defective"}),
    "missing_parts": frozenset({"wrong_item", "defective"}),
    "not_as_described": frozenset({"does_not_fit", "wrong_item"}),
    "cancelled": frozenset({"changed_mind", "wrong_item", "not_received", "late"}),
    "charged_twice": frozenset({"wrong_item", "missing_parts", "not_received"}),
}
"""Of wordings that share words, the reason that is the more exact one."""
_SWAPS: Final[tuple[Reason, ...]] = ("wrong_item", "wrong_variant")
_TOLD_BETTER: Final = frozenset[Reason]({"missing_parts", "not_received", "late", "damaged", "does_not_fit"})
"""What a wording that something came instead may really be about."""
_CLEARER: Final = 0.95
_CAME: Final = frozenset[Reason]({
    "damaged", "defective", "wrong_item", "wrong_variant", "does_not_fit", "not_as_described", "counterfeit",
})  # fmt: skip
_APART: Final[tuple[tuple[frozenset[Reason], frozenset[Reason]], ...]] = (
    (frozenset({"not_received"}), _CAME),
    (frozenset({"changed_mind"}), _CAME | {"late", "missing_parts", "unsafe", "not_received"}),
    (frozenset({"not_received", "changed_mind", "wrong_item"}), frozenset({"cancelled"})),
    (frozenset({"not_as_described"}), frozenset({"counterfeit"})),
    (frozenset({"wrong_item"}), frozenset({"wrong_variant", "missing_parts"})),
    (frozenset({"not_received"}), frozenset({"late"})),
)
"""Reasons that cannot both be meant; the first of a pair is given up unless it is said more clearly."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One wording in the text: what it says, how strongly, and where."""

    reason: Reason
    strength: float
    start: int
    end: int


def heard(read: Spelled, speech: Speech, scopes: Scopes) -> tuple[Heard, ...]:
    """Every wording of a reason that is neither denied nor part of a denial, in the order of the text."""
    found = sorted(_heard(read, speech, scopes), key=lambda one: (one.start, -one.end, one.reason))[:_MOST]
    return tuple(one for one in found if not any(_exacter(other, one) for other in found))


def _exacter(one: Heard, other: Heard) -> bool:
    """Whether a wording stands on another one's words and tells them better."""
    if one.strength < other.strength or one.start >= other.end or other.start >= one.end:
        return False
    swapped = other.strength == _SWAPPED and one.reason in _TOLD_BETTER
    return swapped or other.reason in _OVER.get(one.reason, frozenset())


def _heard(read: Spelled, speech: Speech, scopes: Scopes) -> Iterator[Heard]:
    for reason, spotted in speech.reasons.items():
        denials = [found.span() for found in spotted.denies.finditer(read.text)]
        for pattern, strength in ((spotted.says, _SAYS), (spotted.hints, _HINTS)):
            for start, end in _free(pattern, read.text, denials):
                if not scopes.denied(start, end):
                    supposed = scopes.supposed(start, end)
                    yield Heard(reason, strength * (_SUPPOSED if supposed else 1), start, end)
    denials = [
        found.span()
        for reason in _SWAPS
        if (swapped := speech.reasons.get(reason))
        for found in swapped.denies.finditer(read.text)
    ]
    for start, end in _free(speech.swapped, read.text, denials):
        yield Heard(
            "wrong_variant" if _varies(read, speech, start, end) else "wrong_item", _SWAPPED, start, end
        )


def _free(
    pattern: re.Pattern[str], text: str, denials: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        start, end = found.span()
        if end > start and not any(first < end and start < last for first, last in denials):
            yield start, end


def _varies(read: Spelled, speech: Speech, start: int, end: int) -> bool:
    """Whether the sentence speaks of a colour, a size or a model: then it is the same product."""
    _, last = read.sentence(end)
    return speech.variants.search(read.text, start, last) is not None


def weighed(said: tuple[Heard, ...], read: Spelled, *, everything: bool = False) -> tuple[ReadReason, ...]:
    """The reasons by how clearly phrases say them, the main one first; ``other`` where nothing is said.

    ``everything``: also those that are given up for others or said too weakly.
    """
    by_reason: dict[Reason, list[Heard]] = defaultdict(list)
    for one in said:
        by_reason[one.reason].append(one)
    scores = {reason: _score(found, read) for reason, found in by_reason.items()}
    for given_up, others in () if everything else _APART:
        for reason in given_up & scores.keys():
            rivals = [scores[one] * _WEIGHT.get(one, 1.0) for one in others & scores.keys() - {reason}]
            if rivals and max(rivals) >= scores[reason] * _WEIGHT.get(reason, 1.0) * _CLEARER:
                del scores[reason]
    ordered = sorted(
        scores, key=lambda reason: (-scores[reason] * _WEIGHT.get(reason, 1.0), by_reason[reason][0].start)
    )
    if not ordered:
        return (ReadReason("other", 0.0, ()),)
    kept = [
        reason for index, reason in enumerate(ordered) if everything or not index or scores[reason] >= _ENOUGH
    ]
    return tuple(
        ReadReason(reason, round(min(scores[reason], 0.99), 2), _words(by_reason[reason], read))
        for reason in kept
    )


def _score(found: list[Heard], read: Spelled) -> float:
    """Sentences add up as independent hints do; within one sentence the clearest wording counts."""
    best: dict[int, float] = {}
    for one in found:
        sentence = read.sentence(one.start)[0]
        best[sentence] = max(best.get(sentence, 0.0), one.strength)
    missed = 1.0
    for strength in best.values():
        missed *= 1 - strength
    return 1 - missed


def _words(found: list[Heard], read: Spelled) -> tuple[str, ...]:
    clearest = sorted(found, key=lambda one: (-one.strength, one.start))
    return tuple(dict.fromkeys(read.quote(one.start, one.end) for one in clearest))[:4]
