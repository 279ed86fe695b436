"""What a policy's text says in sellers' usual sentences, as the keys that a platform with fields gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from babel import Locale

from argosy_commerce.terms.strict_yaml import document

_SUM: Final = re.compile(r"\{(price|free_above)\}")
_NUMBER: Final = r"\d{1,6}(?:\.\d{1,2})?"
_LISTED: Final = re.compile(r"\s*(?:[、和且及]|,? and )\s*")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class _Clause:
    pattern: re.Pattern[str]
    also: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """data/policy_text.yaml, compiled: clauses by language and kind of policy."""

    heads: tuple[str, ...]
    parts: re.Pattern[str]
    clauses: Mapping[str, Mapping[str, tuple[_Clause, ...]]]
    conditions: Mapping[str, str]
    currencies: Mapping[str, str]


def keys_of_text(lines: Sequence[str], kind: str, market: str, language: str) -> dict[str, Any]:
    """Keys of `rules` that a policy's sentences say; {} unless every clause of every sentence is understood.

    What is not understood may limit the rest: 特价商品不退. ``market``: the policy's, "" for all; a sentence
    may begin with its name. Linear in the lines, each of at most 200 characters.
    """
    found: dict[str, Any] = {}
    for line in lines:
        said = _of_sentence(line, kind, market, language)
        if said is None or any(found.get(key, value) != value for key, value in said.items()):
            return {}
        found.update(said)
    return found


def _of_sentence(line: str, kind: str, market: str, language: str) -> dict[str, Any] | None:
    known = _patterns()
    clauses = known.clauses.get(language, {}).get(kind, ())
    plain = unicodedata.normalize("NFKC", line).strip().lower() if language == "en" else line.strip()
    if not clauses or len(plain) > _LONGEST:
        return None
    head, colon, rest = re.sub("[：:]", ":", plain).partition(":")
    if colon and head in _heads(market, language):
        plain = rest
    said: dict[str, Any] = {}
    for part in known.parts.split(plain):
        told = next((t for one in clauses if (t := _told(one, part.strip(), known)) is not None), None)
        if told is None or any(said.get(key, value) != value for key, value in told.items()):
            return None
        said.update(told)
    return said


@cache
def _heads(market: str, language: str) -> frozenset[str]:
    """What a sentence for a market may begin with."""
    if not market:
        return frozenset(_patterns().heads)
    name = Locale(language).territories.get(market.upper(), "")
    return frozenset({name.casefold()}) if name else frozenset()


def _told(clause: _Clause, part: str, known: _Patterns) -> dict[str, Any] | None:
    """What a clause says; None where it is not this one, or names what nobody knows."""
    match = clause.pattern.fullmatch(part)
    if match is None:
        return None
    said: dict[str, Any] = dict(clause.also)
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    for key in ("price", "free_above"):
        if amount := groups.pop(f"{key}_amount", None) or groups.pop(f"{key}_after", None):
            sign = groups.pop(f"{key}_sign", None) or groups.pop(f"{key}_word", "")
            said[key] = {"amount": amount, "currency": known.currencies[sign]}
    if (listed := groups.pop("conditions", None)) is not None:
        named = [known.conditions.get(one) for one in _LISTED.split(listed)]
        if None in named:
            return None
        said["condition"] = named
    # A struct's numbers are floats.
    return said | {key: float(text) for key, text in groups.items()}


@cache
def _patterns() -> _Patterns:
    rows = document(files("cs_agent").joinpath("data/policy_text.yaml").read_text(encoding="utf-8"))
    currencies: dict[str, str] = rows["currencies"]
    signs = "|".join(re.escape(one) for one in sorted(currencies, key=len, reverse=True))

    def compiled(row: Mapping[str, Any]) -> _Clause:
        clause = _SUM.sub(
            lambda of: (
                f"(?:(?P<{of[1]}_sign>{signs})\\s?(?P<{of[1]}_after>{_NUMBER})"
                f"|(?P<{of[1]}_amount>{_NUMBER})\\s?(?P<{of[1]}_word>{signs}))"
            ),
            row["clause"],
        )
        return _Clause(re.compile(clause.replace("{conditions}", "(?P<conditions>.+)")), row.get("also", {}))

    return _Patterns(
        tuple(rows["heads"]),
        re.compile(rows["parts"]),
        {
            language: {kind: tuple(map(compiled, several)) for kind, several in rows[language].items()}
            for language in ("zh", "en")
        },
        {word: name for name, words in rows["conditions"].items() for word in words},
        currencies,
    )
