"""Sentences for buyers in a language (data/messages), and values written as that language writes them."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from babel.dates import format_timedelta

from argosy_commerce.days import said_day
from argosy_commerce.languages import read_tag
from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping

LANGUAGES: Final = tuple(
    sorted(one.name.removesuffix(".yaml") for one in (files("refund_agent") / "data/messages").iterdir())
)
_NO_SPACES: Final = frozenset({"ja", "zh"})
"""Languages whose sentences follow each other without a space."""
_COMMAS: Final[Mapping[str, str]] = {"ar": "، ", "ja": "、", "zh": "、"}
_LONGEST: Final = 80
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"

_MARKS: Final = "\u200e\u200f\u2069"

Value = str | Money | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    language: str
    sentences: Mapping[str, str]

    def said(self, name: str, /, **values: Value | Sequence[str]) -> str:
        """A sentence with its values; several texts are listed."""
        # Not str.format: a value must never be read as a format again, nor reach into an object.
        said = ""
        for literal, field, _, _ in string.Formatter().parse(self.sentences[name]):
            # "8.00 ر.س." and "2026 r." bring the full stop that ends a sentence.
            ended = literal.startswith(".") and said.rstrip(_MARKS).endswith(".")
            said += literal[1:] if ended else literal
            if field is not None:
                value = values[field]
                texts = [value] if isinstance(value, str) or not isinstance(value, Sequence) else value
                said += _COMMAS.get(self.language, ", ").join(self._apart(text) for text in texts)
        return said

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.language in _NO_SPACES else " ").join(sentences)

    def value(self, value: Value) -> str:
        """A value as the language writes it, a span in whole days; words from outside in one short line."""
        if isinstance(value, Money):
            return value.formatted(self.language)
        if isinstance(value, datetime):
            moment, pattern = value.astimezone(UTC), self.sentences["moment"]
            day, time = self.value(moment.date()), f"{moment:%H:%M}"
            return pattern.replace("{date}", day).replace("{time}", time)
        locale = self.language.replace("-", "_")
        if isinstance(value, timedelta):
            days = format_timedelta(value, granularity="day", threshold=1000, locale=locale)
            return days.replace(" ", "") if self.language in _NO_SPACES else days
        if isinstance(value, date):
            return said_day(value, self.language)
        return printable(value)

    def _apart(self, value: Value) -> str:
        """A value; those of the other direction keep their order inside the sentence."""
        text = self.value(value)
        return f"{_ISOLATE}{text}{_END}" if self.language == "ar" or _right_to_left(text) else text


def printable(text: str, longest: int = _LONGEST) -> str:
    """Words from outside without control characters and marks of direction, on one line."""
    kept = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def known(tag: str) -> str:
    """The language of messages that a tag names; "" where there is none, as for traditional Chinese."""
    try:
        read = read_tag(tag)
    except ValueError:
        return ""
    if read.full_script == "Hant":
        return ""
    return next((one for one in LANGUAGES if one.partition("-")[0] == read.language), "")


@cache
def words(language: str) -> Words:
    """The sentences of a language, English where it has none."""
    return read_words(known(language) or "en")


def read_words(language: str) -> Words:
    """Reads data/messages. Raises TermDataError naming the file and the sentence."""
    source = f"messages/{language}.yaml"
    text = (files("refund_agent") / "data" / source).read_text(encoding="utf-8")
    sentences = read_mapping(text, source, holds="sentences", may_hold=frozenset())["sentences"]
    for name, sentence in sentences.items():
        if not isinstance(sentence, str) or not sentence.strip():
            raise TermDataError(f"{source}: {name}: no sentence")
    return Words(language, sentences)
