"""What a generator is told of a case: its statements as sentences, with marks where their values stand.

No value leaves the service: order numbers, names, addresses, amounts and dates are marks such as ⟦3⟧ in what
is asked and in what is answered, so that none can be altered and none can speak to whoever reads the request.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chargeback_agent.domain.case.model import Statement
from chargeback_agent.domain.letter.wording import Wording
from chargeback_agent.domain.rephrasing.words import JoiningWords, joining_words

MARK: Final = re.compile(r"⟦(\d{1,3})⟧")
_DIGITS: Final = re.compile(r"[^\s⟦⟧]*\d[^\s⟦⟧]*")


@dataclass(frozen=True, slots=True)
class Ground:
    """The statements of one letter, in their order.

    ``sentences`` hold marks for values, ``whole`` are the same as the letter's templates word them;
    ``exhibits`` are those that each rests on, ``values`` what each mark stands for. Equal values: one mark.
    """

    words: JoiningWords
    language: str
    sentences: tuple[str, ...]
    whole: tuple[str, ...]
    exhibits: tuple[tuple[str, ...], ...]
    values: Mapping[int, str]

    def filled(self, text: str) -> str:
        """``text`` with its marks replaced by their values, once: a value is never read as a mark."""
        return MARK.sub(lambda mark: self.values[int(mark[1])], text)


def ground_of(statements: Sequence[Statement], wording: Wording) -> Ground:
    """The statements with marks; the wording's language is one of ``checked_languages()``."""
    language = wording.language.partition("-")[0]
    words = joining_words(language)
    numbers: dict[str, int] = {}

    def mark(value: str) -> str:
        return f"⟦{numbers.setdefault(value, len(numbers) + 1)}⟧"

    sentences = []
    for statement in statements:
        marks = {name: mark(wording.value(value)) for name, value in statement.values.items()}
        # Filled with marks instead of values; of a template's own words those with digits are values too.
        said = unicodedata.normalize("NFC", wording.said(replace(statement, values=marks)))
        pieces = re.split(r"(⟦\d+⟧)", said)
        sentences.append("".join(one if MARK.fullmatch(one) else _marked(one, words, mark) for one in pieces))
    return Ground(
        words,
        language,
        tuple(sentences),
        tuple(wording.said(one) for one in statements),
        tuple(one.exhibits for one in statements),
        {number: value for value, number in numbers.items()},
    )


def _marked(literal: str, words: JoiningWords, mark: Callable[[str], str]) -> str:
    """A stretch of a template with marks for its names and for whatever else holds a digit."""
    for name in words.names:
        literal = literal.replace(name, mark(name)) if name in literal else literal
    return "".join(
        one if MARK.fullmatch(one) else _DIGITS.sub(lambda found: mark(found[0]), one)
        for one in re.split(r"(⟦\d+⟧)", literal)
    )
