"""Sentences for buyers in a language (data/messages), and values written as that language writes them."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Final

from babel.dates import format_date

from argosy_commerce.languages import read_tag
from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping

LANGUAGES: Final = tuple(
    sorted(one.name.removesuffix(".yaml") for one in (files("refund_agent") / "data/messages").iterdir())
)
_NO_SPACES: Final = frozenset({"ja", "zh"})
"""Languages whose sentences follow each other without a space, and whose lists have a comma of their own."""
_DAY_THEN_TIME: Final = frozenset({"ja", "ko", "zh"})
_FIRST_OF_MONTH: Final[Mapping[str, str]] = {"fr": "1er", "it": "1º", "pt-BR": "1º"}
"""How the first of a month is written where not as 1: CLDR's patterns of dates hold no ordinals."""
_DATES: Final[Mapping[str, str]] = {"ru": "d MMMM y 'года'"}
"""Dates where CLDR's long form ends in a full stop, which a sentence would double."""
_LONGEST: Final = 80
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"

Value = str | Money | date | datetime


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    language: str
    sentences: Mapping[str, str]

    def said(self, name: str, /, **values: Value) -> str:
        """A sentence with its values."""
        # Not str.format: a value must never be read as a format again, nor reach into an object.
        parts = []
        for literal, field, _, _ in string.Formatter().parse(self.sentences[name]):
            parts.append(literal)
            if field is not None:
                parts.append(self._set_apart(self.value(values[field])))
        return "".join(parts)

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.language in _NO_SPACES else " ").join(sentences)

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other."""
        return ("、" if self.language in _NO_SPACES else ", ").join(names)

    def value(self, value: Value) -> str:
        """A value as the language writes it; words from outside in one line and not too long."""
        if isinstance(value, Money):
            return value.formatted(self.language)
        if isinstance(value, datetime):
            moment = value.astimezone(UTC)
            comma = "" if self.language in _DAY_THEN_TIME else ","
            return f"{self.value(moment.date())}{comma} {moment:%H:%M} UTC"
        if isinstance(value, date):
            pattern = _DATES.get(self.language, "long")
            written = format_date(value, pattern, locale=self.language.replace("-", "_"))
            first = _FIRST_OF_MONTH.get(self.language) if value.day == 1 else None
            return written.replace("1", first, 1) if first else written
        return printable(value)

    def _set_apart(self, value: str) -> str:
        """Numbers and names of the other direction keep their order inside the sentence."""
        return f"{_ISOLATE}{value}{_END}" if self.language == "ar" or _right_to_left(value) else value


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
