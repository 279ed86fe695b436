"""Example messages (data/examples/<language>.txt), and what is learned from them."""

from __future__ import annotations

import re
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
from cs_agent.domain.understood import Intent

INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)
TOGETHER: Final = (
    ("es", "pt", "it", "fr"), ("en", "de", "nl"), ("pl", "ru"), ("zh", "ja"),
    ("ko",), ("tr",), ("ar",), ("th",),
)  # fmt: skip
"""Languages whose words or roots are alike enough to learn from each other's examples."""
_SHAPES: Final[Mapping[str, Shape]] = {
    "zh": Shape(1, 3, words=False),
    "ja": Shape(1, 3, words=False),
    "ko": Shape(1, 3),
    "th": Shape(2, 4, words=False),
}
_SPACED: Final = Shape(2, 4)
_SECOND: Final = 0.5
"""How much a further intent of an example counts beside its main one."""
_LATIN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "z", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "h", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "ju", "я": "ja",
}  # fmt: skip
"""Russian in Polish spelling, as far as roots become alike."""
_RUSSIAN: Final = str.maketrans(_LATIN)
RIDGE: Final = 1.0
"""Found on the examples left out: with 0.3 two percent fewer are read right."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_PAIRS: Final = frozenset({"zh", "ja", "ko"})
_FIGURE: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Written:
    """One example as it stands in the file."""

    text: str
    intents: tuple[Intent, ...]


@cache
def written(language: str) -> tuple[Written, ...]:
    """The examples of a language. Raises TermDataError for a line that is none, or stands there twice."""
    name = f"{language}.txt"
    text = (files("cs_agent") / "data" / "examples" / name).read_text(encoding="utf-8")
    rows = [
        _row(line, f"{name}:{number}")
        for number, line in enumerate(text.splitlines(), 1)
        if not line.startswith("#")
    ]
    if len({row.text for row in rows}) != len(rows):
        raise TermDataError(f"{name}: a text stands there twice")
    return tuple(rows)


def _row(line: str, place: str) -> Written:
    named, _, text = line.partition(" | ")
    if not text.strip():
        raise TermDataError(f"{place}: expected 'intents | text'")
    wanted = named.split(",")
    known = tuple(intent for one in wanted for intent in INTENTS if intent == one)
    if len(known) != len(wanted) or len(set(known)) != len(known):
        raise TermDataError(f"{place}: an intent is none of the closed set: {line[:60]!r}")
    return Written(text, known)


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Folded words (pairs of letters where words are not parted) that two examples or more hold."""
    texts = (folded(row.text, language) for row in written(language))
    met = Counter(piece for text in texts for piece in set(pieces(text, language)))
    return frozenset(piece for piece, count in met.items() if count > 1)


def pieces(text: str, language: str) -> list[str]:
    """The words of a folded text, or its pairs of letters where words are not parted."""
    found = _WORD.findall(text)
    if language not in _PAIRS:
        return found
    return [word[place : place + 2] for word in found for place in range(max(1, len(word) - 1))]


def faults(language: str) -> tuple[str, ...]:
    """Intents that a language's file has fewer than three examples of, in words."""
    counts = dict.fromkeys(INTENTS, 0)
    for row in written(language):
        for intent in row.intents:
            counts[intent] += 1
    return tuple(f"{language}: {count} examples of {name}" for name, count in counts.items() if count < 3)


def compared(text: str, language: str) -> str:
    """A text in the letters that its group of languages shares."""
    plain = _FIGURE.sub("0", folded(text, language))
    return plain.translate(_RUSSIAN) if language == "ru" else plain


def group_of(language: str) -> tuple[str, ...]:
    """The languages that are learned together with one, itself among them."""
    return next(group for group in TOGETHER if language in group)


def shape_of(language: str) -> Shape:
    """What is compared in its group."""
    return _SHAPES.get(language, _SPACED)


def as_example(row: Written, language: str) -> Example:
    """A row as it is learned from."""
    meant: dict[str, float] = {intent: _SECOND if place else 1.0 for place, intent in enumerate(row.intents)}
    return Example(compared(row.text, language), meant)


def alike(texts: Sequence[str], language: str) -> Doubles:
    """(texts, intents): how like the examples each text is; a group is learned when first asked for."""
    return learned_of(group_of(language)).scores([compared(text, language) for text in texts])


def alike_left_out(group: tuple[str, ...]) -> Doubles:
    """(examples, intents): how like the other examples of its group each one is."""
    return left_out(examples_of(group), INTENTS, shape_of(group[0]), ridge=RIDGE)


def examples_of(group: tuple[str, ...]) -> tuple[Example, ...]:
    """All examples of a group."""
    return tuple(as_example(row, language) for language in group for row in written(language))


@cache
def learned_of(group: tuple[str, ...]) -> Reader:
    """What is learned from a group's examples: a second or less, and 4 MB."""
    return learned(examples_of(group), INTENTS, shape_of(group[0]), ridge=RIDGE)
