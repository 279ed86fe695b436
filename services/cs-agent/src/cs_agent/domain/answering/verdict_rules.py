"""What tells yes from no: data/verdicts.yaml, words of a text, and values that are bare answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.retrieval.analysis import TOGETHER

CLAUSE: Final = re.compile(r"[，,。；;、！!？?\n（）()：:]+")
GAPS: Final = re.compile(r"[^\w%٪％'’]+")


class Settled(BaseModel):
    """A question, by its matter and words it must hold, and what settles it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    matter: str
    words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    no_words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class VerdictRules(BaseModel):
    """data/verdicts.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: object
    denying: Mapping[str, tuple[str, ...]]
    pure: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    sentences: Mapping[str, Mapping[str, tuple[str, ...]]]
    may_settle: frozenset[str]
    supplied: frozenset[str]
    settled: Mapping[str, Settled]


@cache
def verdict_rules() -> VerdictRules:
    """data/verdicts.yaml, read once."""
    text = files("cs_agent").joinpath("data/verdicts.yaml").read_text(encoding="utf-8")
    return VerdictRules(**document(text))


def polarity(value: str, name: str, language: str) -> str:
    """`none`, `left_out` or `there` of a value that is a bare answer, its row's name said again or not."""
    rules = verdict_rules().values.get(language)
    plain = value.strip().casefold()
    if rules is None or not plain:
        return ""
    first = CLAUSE.split(plain)[0].strip()
    rest = CLAUSE.split(plain, maxsplit=1)[1:]
    if language == "zh" and rest and any(rest):
        return ""  # 连帽，无抽绳: what follows may be about something else
    for kind in ("left_out", "none", "there"):
        for word in sorted(rules[kind], key=len, reverse=True):
            after = first.removeprefix(word).strip() if first.startswith(word) else None
            if after is not None and (not after or (language == "zh" and after in name)):
                return kind
    return ""


def holds(text: str, language: str, words: Mapping[str, Iterable[str]]) -> bool:
    """Whether a text holds one of a language's words; `*` before or after: any letters."""
    line = f" {' '.join(GAPS.split(text.casefold()))} "
    for word in words.get(language, ()):
        plain = word.casefold()
        if language in TOGETHER:
            found = plain in text.casefold()
        elif plain.startswith("*"):
            found = f"{plain[1:]} " in line
        elif plain.endswith("*"):
            found = f" {plain[:-1]}" in line
        else:
            found = f" {plain} " in line
        if found:
            return True
    return False
