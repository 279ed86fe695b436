"""Sentences of the letter in a language (data/letters), and values written as that language writes them."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import format_decimal

from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping
from chargeback_agent.domain.case.model import Statement, Value
from chargeback_agent.domain.letter.direction import isolated, numbers_isolated, right_to_left
from chargeback_agent.domain.letter.outside import printable
from chargeback_agent.domain.rules.loader import RuleBook

LANGUAGES: Final = tuple(
    sorted(one.name for one in (files("chargeback_agent") / "data" / "letters").iterdir() if one.is_dir())
)
"""Languages that letters can be written in: the folders of data/letters."""
_NO_SPACES: Final = frozenset({"ja", "zh"})
"""Languages whose sentences and lists are written without spaces."""
_DAY_THEN_TIME: Final = frozenset({"ja", "ko", "zh"})
"""Languages that put no comma between a day and its time."""
_FIRST_OF_MONTH: Final[Mapping[str, str]] = {"fr": "1er", "it": "1º", "pt-BR": "1º"}
"""How the first of a month is written where not as 1: CLDR's patterns of dates hold no ordinals."""
_COMMA: Final = {"ar": "\u060c", "ja": "、", "zh": "、"}
_UNCUT: Final = "\u202f"
"""In an amount, whose parts would else stand at both ends of a line that is turned: the narrow space, since
LibreOffice cuts words of two directions at the wide one."""


class Worded(str):
    """Words of a right-to-left language in which values are marked: they may be values in turn."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language: the frame around the argument, labels of rows, statements of fact.

    ``evidence`` holds what each kind shows, as (title, shows), ``claims`` the names of the generic network's
    codes; both are empty in English, which is what the rule book itself is written in.
    """

    language: str
    frame: Mapping[str, str]
    labels: Mapping[str, str]
    statements: Mapping[str, str]
    evidence: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)

    def title(self, kind: str, rules: RuleBook) -> str:
        """What stands above exhibits of a kind."""
        return self._ours(self.evidence[kind][0]) if kind in self.evidence else rules.evidence[kind].title

    def shows(self, kind: str, rules: RuleBook) -> str:
        """What a kind shows, to go on after the frame's word for "shows"."""
        return self._ours(self.evidence[kind][1]) if kind in self.evidence else rules.evidence[kind].shows

    def claim(self, code: str, rules: RuleBook) -> str:
        """The name of a code of the generic network."""
        if code in self.claims:
            return self._ours(self.claims[code])
        return rules.networks["generic"].codes[code].name

    def joined(self, *sentences: str) -> str:
        """Sentences one after the other."""
        return ("" if self.language in _NO_SPACES else " ").join(sentences)

    def listed(self, names: Iterable[str]) -> str:
        """Names and values as they are written, one after the other."""
        return self._ours(f"{self._comma}{'' if self.language in _NO_SPACES else ' '}".join(names))

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
        """A value as the language writes it; words from outside made printable.

        In lines from right to left it is marked, so that its figures and Latin letters keep their order.
        """
        if isinstance(value, Worded):
            return value
        said = self._value(value)
        if not right_to_left(self.language) or not isinstance(value, str | Money):
            return said
        return isolated(said.replace("\u00a0", _UNCUT) if isinstance(value, Money) else said)

    def quoted(self, text: str) -> str:
        """Somebody's own words, made printable, with their lines."""
        said = printable(text, lines=True)
        return numbers_isolated(said) if right_to_left(self.language) else said

    def _value(self, value: Value) -> str:
        if isinstance(value, Money):
            return f"{self._figure(value.amount, self._pattern(value))}\u00a0{value.currency}"
        if isinstance(value, datetime):
            moment = value.astimezone(UTC)
            comma = "" if self.language in _DAY_THEN_TIME else self._comma
            return f"{self._value(moment.date())}{comma} {moment:%H:%M} UTC"
        if isinstance(value, date):
            written = format_date(value, self.frame["date_pattern"], locale=self._locale)
            first = _FIRST_OF_MONTH.get(self.language) if value.day == 1 else None
            return written.replace("1", first, 1) if first else written
        if isinstance(value, int | Decimal):
            return self._figure(value)
        return printable(value)

    def _figure(self, number: Decimal | int, pattern: str | None = None) -> str:
        # French groups thousands by U+202F, which Windows-1252 lacks: one such figure alone would set the
        # whole letter in another face (faces.py).
        return format_decimal(number, pattern, locale=self._locale).replace("\u202f", "\u00a0")

    def _filled(self, sentence: str, values: Mapping[str, Value]) -> str:
        # Not str.format: a value must never be read as a format again, nor reach into an object.
        parts = []
        for literal, name, _, _ in string.Formatter().parse(sentence):
            parts.append(literal)
            if name is not None:
                parts.append(self.value(values[name]))
        return self._ours("".join(parts))

    def _ours(self, text: str) -> str:
        return Worded(text) if right_to_left(self.language) else text

    @property
    def _comma(self) -> str:
        return _COMMA.get(self.language, ",")

    @property
    def _locale(self) -> str:
        return self.language.replace("-", "_")

    @staticmethod
    def _pattern(value: Money) -> str:
        decimals = len(value.to_strings()[0].partition(".")[2])
        return "#,##0" + ("." + "0" * decimals if decimals else "")


def known(tag: str) -> str:
    """The language of letters that a tag names: ``pt`` is pt-BR here; "" where there is none.

    Traditional Chinese is not written as simplified.
    """
    if tag in LANGUAGES or tag in {"zh-TW", "zh-HK", "zh-Hant"}:
        return tag if tag in LANGUAGES else ""
    base = tag.partition("-")[0].lower()
    return next((one for one in LANGUAGES if one.partition("-")[0] == base), "")


@cache
def wording(language: str) -> Wording:
    """The words of a language, English where a language has none."""
    return read_wording(known(language) or "en")


def read_wording(language: str) -> Wording:
    """Reads data/letters. Raises TermDataError naming the file and the sentence."""
    sentences = _file(language, "sentences", "statements", "labels")
    frame = _file(language, "frame", "frame", "claims")
    evidence = {} if language == "en" else _file(language, "evidence", "evidence")["evidence"]
    claims = frame.get("claims", {})
    for name, sentence in {
        **frame["frame"],
        **claims,
        **sentences["labels"],
        **sentences["statements"],
    }.items():
        if not isinstance(sentence, str) or not sentence.strip():
            raise TermDataError(f"{language}: {name}: no sentence")
    titles = {}
    for kind, row in evidence.items():
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("title", "shows")):
            raise TermDataError(f"{language}/evidence.yaml: {kind}: needs a title and what it shows")
        titles[kind] = (row["title"], row["shows"])
    return Wording(language, frame["frame"], sentences["labels"], sentences["statements"], titles, claims)


def _file(language: str, name: str, holds: str, *may_hold: str) -> dict[str, Any]:
    path = files("chargeback_agent") / "data" / "letters" / language / f"{name}.yaml"
    source = f"letters/{language}/{name}.yaml"
    return read_mapping(path.read_text(encoding="utf-8"), source, holds=holds, may_hold=frozenset(may_hold))
