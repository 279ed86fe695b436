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
from chargeback_agent.domain.notices.view import View, folded

_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST: Final = 6000
_SECOND_LEVEL: Final = frozenset({"co", "com", "or", "ne", "org", "net", "ac", "gov"})
_REPEATABLE: Final = 4
"""A word counts so often, or a table in English would outvote a Dutch mail."""


@cache
def _languages() -> Mapping[str, Any]:
    text = (files("chargeback_agent") / "data" / "notices" / "languages.yaml").read_text(encoding="utf-8")
    others = frozenset({"traditional", "simplified", "brazilian", "european"})
    return read_mapping(text, "notices/languages.yaml", holds="words", may_hold=others)


@cache
def _senders() -> Mapping[str, Any]:
    text = (files("chargeback_agent") / "data" / "notices" / "senders.yaml").read_text(encoding="utf-8")
    others = frozenset({"platforms", "networks", "banks", "free_mail"})
    return read_mapping(text, "notices/senders.yaml", holds="providers", may_hold=others)


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
    counts: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(text)).items():
        speakers = _speakers().get(word, ())
        for language in speakers:
            counts[language] += min(count, _REPEATABLE) / len(speakers)
    if not counts:
        return "en"
    best = counts.most_common(1)[0][0]
    return _portuguese(text, country) if best == "pt" else best


def _script(char: str) -> str:
    code = ord(char)
    if code < 0x250:
        return "latin"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFF00:
        return "arabic"
    if 0xE00 <= code < 0xE80:
        return "thai"
    if 0x3040 <= code < 0x3100:
        return "kana"
    if 0xAC00 <= code < 0xD7B0 or 0x1100 <= code < 0x1200:
        return "korean"
    return "han" if 0x3400 <= code < 0xA000 else "other"


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


def sender_of(sender: str, views: Iterable[View]) -> str:
    """Who sends: a provider's name, ``bank``, ``platform``, ``network``, or ``other``."""
    data = _senders()
    domain = domain_of(sender)
    for name, provider in data["providers"].items():
        if _under(domain, provider["domains"]):
            return str(name)
    if _under(domain, data["platforms"]["domains"]):
        return "platform"
    if _under(domain, data["networks"]["domains"]):
        return "network"
    if domain in data["free_mail"]:
        return "other"
    shown = folded(sender)
    files = [seen for seen in views if seen.part.where not in {"subject", "body"}]
    if _names_bank(shown) or any(_names_bank(seen.low.strip().partition("\n")[0][:80]) for seen in files[:2]):
        return "bank"
    return "other"


def _under(domain: str, owners: Iterable[str]) -> bool:
    return any(domain == owner or domain.endswith(f".{owner}") for owner in owners)


@cache
def _banks() -> re.Pattern[str]:
    words = "|".join(re.escape(folded(word)) for word in _senders()["banks"]["words"])
    return re.compile(rf"(?<![a-z])(?:[a-zа-я]*(?:{words}))")


def _names_bank(text: str) -> bool:
    return _banks().search(text) is not None
