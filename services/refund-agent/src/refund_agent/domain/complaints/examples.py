"""Example complaints (data/complaints/examples/<language>.txt), and what is learned from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, get_args

from argosy_commerce.examples import Doubles, Example, Reader, learned, left_out
from argosy_commerce.folding import folded
from argosy_commerce.grams import Shape
from argosy_commerce.terms.strict_yaml import TermDataError
from refund_agent.domain.complaint import Reason, Severity, Wish

REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
WISHES: Final[tuple[Wish, ...]] = get_args(Wish)
NO_WISH: Final = "none"
_LABELS: Final = (*REASONS, *SEVERITIES, *(f"wish {wish}" for wish in (*WISHES, NO_WISH)))
_SHAPES: Final[Mapping[str, Shape]] = {
    "zh": Shape(1, 4, words=False),
    "ja": Shape(1, 4, words=False),
    "ko": Shape(1, 4),
    "th": Shape(2, 5, words=False),
}
_SPACED: Final = Shape(2, 5)
_SECOND: Final = 0.5
"""How much a further reason of an example counts beside its main one."""
_UNTOLD: Final = "?"
_NONE: Final = "-"


@dataclass(frozen=True, slots=True)
class Written:
    """One example as it stands in the file; ``severity`` and ``wish`` are None where it was not judged."""

    text: str
    reasons: tuple[Reason, ...]
    severity: Severity | None
    wish: Wish | None
    wish_told: bool


@cache
def written(language: str) -> tuple[Written, ...]:
    """The examples of a language. Raises TermDataError for a line that is none."""
    name = f"{language}.txt"
    text = (files("refund_agent") / "data" / "complaints" / "examples" / name).read_text(encoding="utf-8")
    numbered = enumerate(text.splitlines(), 1)
    return tuple(_row(line, f"{name}:{number}") for number, line in numbered if not line.startswith("#"))


def _row(line: str, place: str) -> Written:
    fields = line.split(" | ")
    if len(fields) != 4 or not fields[3].strip():
        raise TermDataError(f"{place}: expected 'reasons | severity | wish | text'")
    reasons, severity, wish, text = fields
    named = tuple(reasons.split(","))
    known: tuple[Reason, ...] = tuple(reason for one in named for reason in REASONS if reason == one)
    severities: tuple[Severity, ...] = tuple(one for one in SEVERITIES if one == severity)
    wishes: tuple[Wish, ...] = tuple(one for one in WISHES if one == wish)
    wrong = {
        "reasons": len(known) != len(named) or len(set(known)) != len(known),
        "severity": not severities and severity != _UNTOLD,
        "wish": not wishes and wish not in {_UNTOLD, _NONE},
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise TermDataError(f"{place}: {field} is none of the closed set: {line[:60]!r}")
    return Written(
        text, known, severities[0] if severities else None, wishes[0] if wishes else None, wish != _UNTOLD
    )


def shape_of(language: str) -> Shape:
    """What texts of a language are compared by."""
    return _SHAPES.get(language, _SPACED)


def examples_of(language: str) -> tuple[Example, ...]:
    """The examples of a language as they are learned from."""
    rows = written(language)
    severities: Counter[str] = Counter(row.severity for row in rows if row.severity)
    wishes = Counter(_wished(row) for row in rows if row.wish_told)
    usual = {name: count / told.total() for told in (severities, wishes) for name, count in told.items()}
    return tuple(Example(folded(row.text, language), _meant(row, usual)) for row in rows)


def _meant(row: Written, usual: Mapping[str, float]) -> dict[str, float]:
    """What was not judged counts as what is usual, and so teaches nothing."""
    meant: dict[str, float] = {reason: _SECOND if place else 1.0 for place, reason in enumerate(row.reasons)}
    meant.update({row.severity: 1.0} if row.severity else {name: usual[name] for name in SEVERITIES})
    meant.update(
        {_wished(row): 1.0} if row.wish_told else {one: usual[one] for one in usual if "wish" in one}
    )
    return meant


def _wished(row: Written) -> str:
    return f"wish {row.wish or NO_WISH}"


@dataclass(frozen=True, slots=True)
class Alike:
    """How like the examples of each meaning texts are: (texts, meanings); wishes end with none."""

    reasons: Doubles
    severities: Doubles
    wishes: Doubles

    @classmethod
    def of(cls, scores: Doubles) -> Alike:
        """From the scores of all labels."""
        first, last = len(REASONS), len(REASONS) + len(SEVERITIES)
        return cls(scores[:, :first], scores[:, first:last], scores[:, last:])


def alike(texts: Sequence[str], language: str) -> Alike:
    """How like the examples folded texts are; a language is learned when first asked for."""
    return Alike.of(_learned(language).scores(texts))


def most_like(text: str, language: str, reason: Reason) -> tuple[str, float] | None:
    """The folded example of a reason that a folded text is most like, and how like it is, 0..1."""
    found = _learned(language).nearest(text, reason)
    return (found[0].text, round(found[1], 2)) if found else None


def alike_left_out(language: str) -> Alike:
    """How like the other examples of its language each one is."""
    return Alike.of(left_out(examples_of(language), _LABELS, shape_of(language)))


@cache
def _learned(language: str) -> Reader:
    return learned(examples_of(language), _LABELS, shape_of(language))
