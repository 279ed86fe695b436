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

from argosy_commerce.amounts import currency_signs
from argosy_commerce.terms.strict_yaml import document

_SUM: Final = re.compile(r"\{(price|free_above)\}")
_NUMBER: Final = r"\d{1,6}(?:\.\d{1,2})?"
_LISTED: Final = re.compile(r"\s*(?:[、和且及]|,? and )\s*")
_LISTS: Final[Mapping[str, str]] = {
    "conditions": "condition",
    "faults": "warranty_excludes",
    "places": "not_sent_to",
    "methods": "payment",
}
"""Groups that hold a list, and their keys."""
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
    listed: Mapping[str, Mapping[str, str]]
    """Words of closed lists: group of a clause, word, its name among phrases."""
    numbers: Mapping[str, str]
    currencies: Mapping[str, str]


def keys_of_text(lines: Sequence[str], kind: str, market: str, language: str) -> dict[str, Any]:
    """Keys of `rules` that a policy's sentences say; {} unless every clause of every sentence is understood.

    What is not understood may limit the rest: 特价商品不退. ``market``: the policy's, "" for all; a sentence
    may begin with its name. Linear in the lines, each of at most 200 characters.
    """
    found: dict[str, Any] = {}
    for line in lines:
        said = _of_sentence(line, kind, market, language)
        if said is None or not _joined(found, said):
            return {}
    return found


def _joined(found: dict[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether what a clause says goes with what was found; then it is added. Lists grow: 未使用，包装完好."""
    for key, value in said.items():
        if key in _LISTS.values():
            found[key] = [*dict.fromkeys([*found.get(key, ()), *value])]
        elif found.setdefault(key, value) != value:
            return False
    return True


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
        if told is None or not _joined(said, told):
            return None
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
            said[key] = {"amount": amount, "currency": known.currencies[sign.lower()]}
    for group, key in _LISTS.items():
        if (listed := groups.pop(group, None)) is None:
            continue
        words = known.listed[group] if group in known.listed else _territories()
        named = [words.get(one.strip()) or words.get(one.strip().casefold()) for one in _LISTED.split(listed)]
        if None in named:
            return None
        said[key] = named
    if (hour := groups.pop("dispatch_same_day_before", None)) is not None:
        said["dispatch_same_day_before"] = f"{hour}:00"
    # A struct's numbers are floats.
    numbers = {key: float(known.numbers.get(text, text)) for key, text in groups.items()}
    if (years := numbers.pop("warranty_years", None)) is not None:
        numbers["warranty_months"] = years * 12
    if said.get("exchange_window_days") == "same":
        said["exchange_window_days"] = numbers["window_days"]
    return said | numbers


@cache
def _territories() -> Mapping[str, str]:
    """Countries by their Chinese names (CLDR)."""
    named = Locale("zh").territories.items()
    return {name: code for code, name in named if len(code) == 2 and code.isalpha()}


@cache
def _patterns() -> _Patterns:
    rows = document(files("cs_agent").joinpath("data/policy_text.yaml").read_text(encoding="utf-8"))
    currencies = currency_signs()
    numbers: dict[str, str] = rows["numbers"]
    number = rf"\d{{1,3}}|{'|'.join(numbers)}"
    signs = "|".join(re.escape(one) for one in sorted(currencies, key=len, reverse=True))

    def compiled(row: Mapping[str, Any]) -> _Clause:
        clause = _SUM.sub(
            lambda of: (
                f"(?:(?P<{of[1]}_sign>(?i:{signs}))\\s?(?P<{of[1]}_after>{_NUMBER})"
                f"|(?P<{of[1]}_amount>{_NUMBER})\\s?(?P<{of[1]}_word>(?i:{signs})))"
            ),
            row["clause"],
        )
        for group in _LISTS:
            clause = clause.replace(f"{{{group}}}", f"(?P<{group}>.+?)")
        return _Clause(re.compile(clause.replace("{number}", number)), row.get("also", {}))

    return _Patterns(
        tuple(rows["heads"]),
        re.compile(rows["parts"]),
        {
            language: {kind: tuple(map(compiled, several)) for kind, several in rows[language].items()}
            for language in ("zh", "en")
        },
        {
            group: {word: name for name, words in rows[group].items() for word in words}
            for group in _LISTS
            if group in rows
        },
        numbers,
        currencies,
    )
