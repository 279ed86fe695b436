"""Which language a notice is in, who sends it, and from which country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from argosy_commerce.terms.strict_yaml import read_mapping
from chargeback_agent.domain.notices.forwards import domain_of
from chargeback_agent.domain.notices.naming import by_brand, by_head, by_own_name, by_signature
from chargeback_agent.domain.notices.senders import senders
from chargeback_agent.domain.notices.view import View, folded

_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST: Final = 6000
_SECOND_LEVEL: Final = frozenset({"co", "com", "or", "ne", "org", "net", "ac", "gov"})
_SCRIPTS: Final = (
    (0x41, 0x250, "latin"), (0x400, 0x530, "cyrillic"), (0x600, 0x780, "arabic"), (0xFB50, 0xFF00, "arabic"),
    (0xE00, 0xE80, "thai"), (0x3040, 0x3100, "kana"), (0xAC00, 0xD7B0, "korean"), (0x1100, 0x1200, "korean"),
    (0x3400, 0xA000, "han"),
)  # fmt: skip
_REPEATABLE: Final = 4
"""A word counts so often, or a table in English would outvote a Dutch mail."""


@cache
def _languages() -> Mapping[str, Any]:
    text = (files("chargeback_agent") / "data" / "notices" / "languages.yaml").read_text(encoding="utf-8")
    others = frozenset({"traditional", "simplified", "brazilian", "european"})
    return read_mapping(text, "notices/languages.yaml", holds="words", may_hold=others)


@cache
def _speakers() -> Mapping[str, tuple[str, ...]]:
    """Word -> the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _languages()["words"].items():
        for word in words:
            found[folded(str(word))] = (*found.get(folded(str(word)), ()), language)
    return found


def language_of(views: Sequence[View], country: str) -> str:
    """The language that a notice's prose is in; ``en`` if nothing tells."""
    text = "\n".join(seen.low[:_MOST] for seen in views)
    letters = Counter(map(_script, (char for char in text if char.isalpha())))
    latin = letters.pop("latin", 0)
    for script in ("arabic", "thai", "korean", "cyrillic"):
        if letters[script] > 20 and letters[script] * 5 > latin:
            return {"arabic": "ar", "thai": "th", "korean": "ko", "cyrillic": "ru"}[script]
    if letters["kana"] > 10 and letters["kana"] * 12 > letters["han"]:
        return "ja"
    if letters["han"] > 12 and letters["han"] * 6 > latin:
        return _chinese("".join(seen.part.text[:_MOST] for seen in views))
    counts: dict[str, float] = {}
    for word, count in Counter(_WORD.findall(text)).items():
        speakers = _speakers().get(word, ())
        for language in speakers:
            counts[language] = counts.get(language, 0.0) + min(count, _REPEATABLE) / len(speakers)
    if not counts:
        return "en"
    best = max(counts, key=lambda language: counts[language])
    return _portuguese(text, country) if best == "pt" else best


def _script(char: str) -> str:
    code = ord(char)
    return next((script for first, last, script in _SCRIPTS if first <= code < last), "other")


def _chinese(text: str) -> str:
    data = _languages()
    traditional = set(data["traditional"]) - set(data["simplified"])
    simplified = set(data["simplified"]) - set(data["traditional"])
    more = sum(char in traditional for char in text) - sum(char in simplified for char in text)
    return "zh-Hant" if more > 0 else "zh"


def _portuguese(text: str, country: str) -> str:
    data = _languages()
    score = sum(folded(word) in text for word in data["brazilian"])
    score -= sum(folded(word) in text for word in data["european"])
    score += {"br": 3, "pt": -3}.get(country, 0)
    return "pt-BR" if score >= 0 else "pt-PT"


def country_of(sender: str) -> str:
    """The country in the sender's domain; ``""`` if it has none."""
    last = domain_of(sender).rpartition(".")[2]
    if len(last) == 2 and last.isalpha():
        return "gb" if last == "uk" else last
    return ""


@cache
def _places() -> Mapping[str, re.Pattern[str]]:
    text = (files("chargeback_agent") / "data" / "notices" / "places.yaml").read_text(encoding="utf-8")
    places = read_mapping(text, "notices/places.yaml", holds="places", may_hold=frozenset())["places"]
    return {
        country: re.compile("|".join(rf"(?<![a-z]){re.escape(folded(word))}(?![a-z])" for word in words))
        for country, words in places.items()
    }


def country_told(views: Sequence[View]) -> str:
    """The one country whose places a notice names, of those whose money has the sign ``$``; else ""."""
    named = [
        country
        for country, pattern in _places().items()
        if any(pattern.search(seen.low, 0, _MOST) for seen in views)
    ]
    return named[0] if len(named) == 1 else ""


def sender_of(sender: str, views: Sequence[View], *, believed: bool = True) -> str:
    """Who sends: a provider's name, ``bank``, ``platform``, ``network``, or ``other``.

    A company that no list has is named by its domain, if its own name in the address agrees. ``believed``:
    not where a notice has been found to be phishing; then only known domains say more than ``other``.
    """
    domain = domain_of(sender)
    known = _by_domain(domain)
    if known:
        return known
    if _names_bank(folded(sender)):
        return "bank"
    if not believed:
        return "other"
    return by_brand(sender, views) or _by_file(views) or by_signature(views) or by_own_name(sender) or "other"


def _by_domain(domain: str) -> str:
    data = senders()
    for name, provider in data["providers"].items():
        if _under(domain, provider["domains"]):
            return str(name)
    for kind in ("platform", "network"):
        if _under(domain, data[f"{kind}s"]["domains"]):
            return kind
    return "other" if domain in data["free_mail"] or _under(domain, data["alerts"]["domains"]) else ""


def platform_of(sender: str) -> str:
    """The platform at whose domain a sender writes, by its id in data/processors.yaml; "" for any other."""
    domain = domain_of(sender)
    rows = senders()["platforms"]["processors"].items()
    return next((str(name) for name, domains in rows if _under(domain, domains)), "")


def _by_file(views: Iterable[View]) -> str:
    """By the first line of a file that a colleague passes on."""
    heads = [
        seen.low.strip().partition("\n")[0][:80]
        for seen in views
        if seen.part.where not in {"subject", "body"}
    ][:2]
    named = next(filter(None, map(by_head, heads)), "")
    return named or ("bank" if any(map(_names_bank, heads)) else "")


def _under(domain: str, owners: Iterable[str]) -> bool:
    return any(domain == owner or domain.endswith(f".{owner}") for owner in owners)


@cache
def _banks() -> re.Pattern[str]:
    words = "|".join(re.escape(folded(word)) for word in senders()["banks"]["words"])
    return re.compile(rf"(?<![a-z])(?:[a-zа-я]*(?:{words}))")


def _names_bank(text: str) -> bool:
    return _banks().search(text) is not None
