"""Reads the rules of lettering from data/*.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict

from argosy_commerce.lettering_rules.model import Rule, Source, Spelling
from argosy_commerce.terms.loader import parse_concepts
from argosy_commerce.terms.model import Concept
from argosy_commerce.terms.patterns import Slot, parse_pattern
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping, validated

M = TypeVar("M", bound=BaseModel)
RULE_FILES: Final = ("lettering", "contact", "price", "promotion", "platform", "claims")
_CONCEPT_FILES: Final = ("promotion_phrases.yaml",)
_A_FIGURE: Final = (
    r"(?:\d{1,6}(?:\.\d{1,2})?|[一二两三四五六七八九十百千万半]{1,4})\s?(?:个?月|年|天|日|小时|元|块|%|折)?"
)


class PriceWords(BaseModel):
    """Words that stand with a price (data/price.yaml), longest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: tuple[str, ...]
    references: tuple[str, ...]
    off: tuple[str, ...]
    lead_ins: tuple[str, ...]
    tails: tuple[str, ...]
    off_tails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules by id, their sources, and the groups of markets and words they speak of."""

    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    areas: Mapping[str, tuple[str, ...]]
    denials: tuple[str, ...]
    fillers: tuple[str, ...]
    price_words: PriceWords


@cache
def rule_book() -> RuleBook:
    """Our own rules."""
    return read_rule_book(files("argosy_commerce.lettering_rules") / "data")


def read_rule_book(folder: Traversable) -> RuleBook:
    """The rules of a folder laid out as ours. Raises TermDataError naming file and rule."""
    rules: dict[str, Rule] = {}
    words: Any = None
    for name in RULE_FILES:
        document = _document(folder, name, "rules", frozenset({"words"}))
        words = document.get("words", words)
        for rule_id, body in document["rules"].items():
            if rule_id in rules:
                raise TermDataError(f"{name}.yaml: {rule_id} is already a rule of another file")
            rules[rule_id] = validated(Rule, {**body, "id": rule_id}, f"{name}.yaml: {rule_id}")
    known = _document(folder, "sources", "sources", frozenset())["sources"]
    about = _document(folder, "areas", "areas", frozenset({"source", "denials", "fillers"}))
    return RuleBook(
        rules,
        {key: validated(Source, row, f"sources.yaml: {key}") for key, row in known.items()},
        {key: tuple(codes) for key, codes in about["areas"].items()},
        tuple(about.get("denials", ())),
        tuple(sorted(about.get("fillers", ()), key=len, reverse=True)),
        validated(
            PriceWords,
            {key: sorted(row, key=len, reverse=True) for key, row in (words or {}).items()},
            "price.yaml: words",
        ),
    )


@cache
def promotion_concepts() -> Mapping[str, Concept]:
    """The term base's concepts of promotion and policy, by id, without their terms of other languages."""
    folder = files("argosy_commerce.terms") / "data"
    return {
        concept.id: concept
        for name in _CONCEPT_FILES
        for concept in parse_concepts((folder / name).read_text(encoding="utf-8"), name)
    }


def spellings_of(rule: Rule) -> tuple[list[Spelling], list[str]]:
    """A rule's spellings, its concepts' among them, and the patterns of those with slots."""
    words, patterns = [word for word in rule.zh if word.text not in rule.not_these], list(rule.patterns)
    for concept_id in rule.concepts:
        for surface in promotion_concepts()[concept_id].zh:
            if surface.text in rule.not_these:
                continue
            parts = parse_pattern(surface.text)
            if any(isinstance(part, Slot) for part in parts):
                said = (_A_FIGURE if isinstance(part, Slot) else re.escape(part) for part in parts)
                patterns.append("".join(said))
            else:
                words.append(
                    Spelling(text=surface.text, not_before=surface.not_before, not_after=surface.not_after)
                )
    return words, patterns


def _document(folder: Traversable, name: str, holds: str, may_hold: frozenset[str]) -> dict[str, Any]:
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    return read_mapping(text, f"{name}.yaml", holds=holds, may_hold=may_hold)
