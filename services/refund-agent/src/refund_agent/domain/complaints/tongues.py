"""How each language says what counts in a complaint (data/complaints/<language>.yaml), compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from refund_agent.domain.complaint import Reason, Severity, Threat, Wish
from refund_agent.domain.complaints.reply import Meaning as ReplyMeaning
from refund_agent.domain.complaints.wordings import Wordings

LANGUAGES: Final = ("en", "zh", "de", "es", "fr", "it", "pt", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
"""The bases of the languages that have a file."""

_ONE_IS_AN_ARTICLE: Final = frozenset({"de", "es", "fr", "it", "pt", "nl"})

Words = Annotated[tuple[str, ...], BeforeValidator(lambda rows: tuple(map(str, rows)))]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sayings(_Row):
    """Wordings that say a reason, that let it be supposed, and that say it is not so."""

    says: Words = ()
    hints: Words = ()
    denies: Words = ()


class Negations(_Row):
    """``reach``: how many words (characters where words are not spaced) lie between at most."""

    before: Words = ()
    after: Words = ()
    never: Words = ()
    """Wordings with a negation that deny nothing ("not only")."""
    reach: int = 3


class Amounts(_Row):
    """``asked``: beside an amount that is asked for; ``paid``: beside another. Shares by their value."""

    asked: Words
    paid: Words
    shares: Mapping[str, Words]


class Counts(_Row):
    """``numbers``: small numbers in words."""

    numbers: Mapping[int, Words]


class Tongue(_Row):
    """One language's file."""

    as_of: date
    words: Words
    """Frequent words that tell the language from its neighbours."""
    classes: Mapping[str, Words] = {}
    contrasts: Words = ()
    conditions: Words = ()
    negations: Negations
    reasons: Mapping[Reason, Sayings]
    swapped: Words
    """Something came instead of something else: another product, or another variant of it."""
    variants: Words
    """Colours, sizes, models: what a variant differs in."""
    severity: Mapping[Severity, Words]
    wishes: Mapping[Wish, Words]
    threats: Mapping[Threat, Words]
    person: Words
    amounts: Amounts
    counts: Counts
    replies: Mapping[ReplyMeaning, Words] = {}


@dataclass(frozen=True, slots=True)
class Spotted:
    """A reason's patterns."""

    says: re.Pattern[str]
    hints: re.Pattern[str]
    denies: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Speech:
    """A language's patterns, ready to search folded texts with."""

    language: str
    unspaced: bool
    reach: int
    contrasts: re.Pattern[str]
    conditions: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    never: re.Pattern[str]
    reasons: Mapping[Reason, Spotted]
    swapped: re.Pattern[str]
    variants: re.Pattern[str]
    severity: Mapping[Severity, re.Pattern[str]]
    wishes: Mapping[Wish, re.Pattern[str]]
    threats: Mapping[Threat, re.Pattern[str]]
    person: re.Pattern[str]
    asked: re.Pattern[str]
    paid: re.Pattern[str]
    shares: Mapping[Decimal, re.Pattern[str]]
    numbers: Mapping[str, int]
    replies: Mapping[ReplyMeaning, re.Pattern[str]]


@cache
def tongue(language: str) -> Tongue:
    """The file of a language (the base of its tag). Raises TermDataError."""
    name = f"{language}.yaml"
    text = (files("refund_agent") / "data" / "complaints" / name).read_text(encoding="utf-8")
    others = frozenset(Tongue.model_fields) - {"reasons"}
    return validated(Tongue, read_mapping(text, name, holds="reasons", may_hold=others), name)


@cache
def speech(language: str) -> Speech:
    """The patterns of a language. Raises TermDataError, WordingError."""
    data = tongue(language)
    numbers = {
        folded(word, language): value for value, words in data.counts.numbers.items() for word in words
    }
    counted = [word for word, value in numbers.items() if value > 1 or language not in _ONE_IS_AN_ARTICLE]
    compiled = Wordings(language, data.classes, sorted(counted, key=len, reverse=True))
    return Speech(
        language=language,
        unspaced=compiled.unspaced,
        reach=data.negations.reach,
        contrasts=compiled.pattern(data.contrasts),
        conditions=compiled.pattern(data.conditions),
        before=compiled.pattern(data.negations.before),
        after=compiled.pattern(data.negations.after),
        never=compiled.pattern(data.negations.never),
        reasons={
            reason: Spotted(
                compiled.pattern(row.says), compiled.pattern(row.hints), compiled.pattern(row.denies)
            )
            for reason in get_args(Reason)
            if (row := data.reasons.get(reason))
        },
        swapped=compiled.pattern(data.swapped),
        variants=compiled.pattern(data.variants),
        severity={name: compiled.pattern(words) for name, words in data.severity.items()},
        wishes={name: compiled.pattern(words) for name, words in data.wishes.items()},
        threats={name: compiled.pattern(words) for name, words in data.threats.items()},
        person=compiled.pattern(data.person),
        asked=compiled.pattern(data.amounts.asked),
        paid=compiled.pattern(data.amounts.paid),
        shares={Decimal(value): compiled.pattern(words) for value, words in data.amounts.shares.items()},
        numbers=numbers,
        replies={name: compiled.pattern(words) for name, words in data.replies.items()},
    )


def faults(language: str) -> tuple[str, ...]:
    """What a language's file lacks, in words; patterns that do not compile raise."""
    data, found = tongue(language), []
    speech(language)
    found += [
        f"{language}: no wordings for {reason}"
        for reason in get_args(Reason)
        if reason not in data.reasons and reason != "other"
    ]
    found += [
        f"{language}: no wordings for the wish {wish}" for wish in get_args(Wish) if wish not in data.wishes
    ]
    found += [
        f"{language}: no wordings for the threat {one}" for one in get_args(Threat) if one not in data.threats
    ]
    found += [
        f"{language}: no replies that mean {one}"
        for one in get_args(ReplyMeaning)
        if one not in {*data.replies, "person"}
    ]
    return tuple(found)
