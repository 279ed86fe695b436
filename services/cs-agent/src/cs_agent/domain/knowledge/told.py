"""What a source tells: facts, and words in it that try to instruct an agent and are used for nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.fact import Fact

_SENTENCE = re.compile(r"[^。！？!?;；\n]+[。！？!?]?")
_LATIN_STOP = re.compile(r"(?<=[.])\s+(?=[A-ZÀ-ÞА-Я])")
_MOST_SENTENCES = 200
_WINDOW, _OVERLAP = 2_000, 200
"""Characters in which an instruction is looked for at a time; no pattern is longer than the overlap."""


@dataclass(frozen=True, slots=True)
class Tainted:
    """Words that speak to an agent instead of a buyer: where they stand, what they say; for a person."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """Facts of one source; ``tainted``: what was left out; ``faults``: what could not be read, in words."""

    facts: tuple[Fact, ...] = ()
    tainted: tuple[Tainted, ...] = ()
    faults: tuple[str, ...] = ()

    @classmethod
    def all(cls, several: Iterable[Told]) -> Told:
        """Several as one."""
        rows = list(several)
        return cls(
            tuple(fact for one in rows for fact in one.facts),
            tuple(words for one in rows for words in one.tainted),
            tuple(fault for one in rows for fault in one.faults),
        )


def instructs(text: str) -> bool:
    """Whether a line speaks to an agent or a model: it names one and tells it what to say or forget.

    Rules: data/instructing.yaml. What it says is no fact, however it is meant.
    """
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    # İ is i with a dot above where case is folded.
    plain = " ".join(shown.casefold().replace("\u0307", "").split())
    windows = (plain[start : start + _WINDOW] for start in range(0, max(1, len(plain)), _WINDOW - _OVERLAP))
    return any(pattern.search(window) for window in windows for pattern in _instructing())


def sentences(text: str) -> Iterator[str]:
    """A text's sentences, its full stop kept off; at most 200."""
    count = 0
    for found in _SENTENCE.finditer(text):
        for part in _LATIN_STOP.split(found.group()):
            plain = part.strip().rstrip("。.")
            if plain and count < _MOST_SENTENCES:
                count += 1
                yield plain


@cache
def _instructing() -> tuple[re.Pattern[str], ...]:
    text = files("cs_agent").joinpath("data/instructing.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = document(text)
    return tuple(re.compile(unicodedata.normalize("NFKC", pattern)) for pattern in rows["patterns"])
