"""Sentences of the letter in a language (data/letters), and values written as that language writes them."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal

from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping
from chargeback_agent.domain.case.model import Statement, Value
from chargeback_agent.domain.letter.outside import printable

LANGUAGES: Final = ("en",)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language: the frame around the argument, labels of rows, statements of fact."""

    language: str
    frame: Mapping[str, str]
    labels: Mapping[str, str]
    statements: Mapping[str, str]

    def said(self, statement: Statement) -> str:
        """A statement's sentence with its values."""
        return self._filled(self.statements[statement.id], statement.values)

    def framed(self, name: str, /, **values: Value) -> str:
        """A sentence or heading of the frame."""
        return self._filled(self.frame[name], values)

    def label(self, name: str) -> str:
        """The word of a table's row."""
        return self.labels[name]

    def value(self, value: Value) -> str:
        """A value as the language writes it; words from outside made printable."""
        if isinstance(value, Money):
            return (
                f"{format_decimal(value.amount, self._pattern(value), locale=self._locale)} {value.currency}"
            )
        if isinstance(value, datetime):
            moment = value.astimezone(UTC)
            return f"{self.value(moment.date())}, {moment:%H:%M} UTC"
        if isinstance(value, date):
            return format_date(value, "d MMMM y" if self.language == "en" else "long", locale=self._locale)
        if isinstance(value, int | Decimal):
            return format_decimal(value, locale=self._locale)
        return printable(value)

    def _filled(self, sentence: str, values: Mapping[str, Value]) -> str:
        # Not str.format: a value must never be read as a format again, nor reach into an object.
        parts = []
        for literal, name, _, _ in string.Formatter().parse(sentence):
            parts.append(literal)
            if name is not None:
                parts.append(self.value(values[name]))
        return "".join(parts)

    @property
    def _locale(self) -> str:
        return self.language.replace("-", "_")

    @staticmethod
    def _pattern(value: Money) -> str:
        decimals = len(value.to_strings()[0].partition(".")[2])
        return "#,##0" + ("." + "0" * decimals if decimals else "")


@cache
def wording(language: str) -> Wording:
    """The words of a language, English where a language has none."""
    known = language if language in LANGUAGES else language.split("-", maxsplit=1)[0]
    return read_wording(known if known in LANGUAGES else "en")


def read_wording(language: str) -> Wording:
    """Reads data/letters. Raises TermDataError naming the file and the sentence."""
    folder = files("chargeback_agent") / "data" / "letters"
    text = (folder / f"{language}.yaml").read_text(encoding="utf-8")
    read = read_mapping(text, f"{language}.yaml", holds="statements", may_hold=frozenset({"labels"}))
    frame = read_mapping(
        (folder / "frames" / f"{language}.yaml").read_text(encoding="utf-8"),
        f"frames/{language}.yaml", holds="frame", may_hold=frozenset(),
    )["frame"]  # fmt: skip
    for name, sentence in {**frame, **read["labels"], **read["statements"]}.items():
        if not isinstance(sentence, str) or not sentence.strip():
            raise TermDataError(f"{language}.yaml: {name}: no sentence")
    return Wording(language, frame, read["labels"], read["statements"])
