"""A query's language, and every name in it, whichever languages are mixed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

from argosy_commerce.folding import BREAKS, HIDDEN
from argosy_commerce.language_finding import IN_LATIN, LanguageFinder
from argosy_commerce.languages import spoken_base
from argosy_commerce.terms.base import TermBase
from search_tagger.domain.querying.matches import FOREIGN, Found, Match
from search_tagger.domain.querying.names import LANGUAGES, UNSPACED, Names
from search_tagger.domain.querying.units import is_measured_in

LONGEST: Final = 400
"""Characters read of a query: what a search box takes is shorter."""
_SURE: Final = 0.85
"""Part of a query's letters that names must cover for Russian in Latin letters not to be tried."""
_LEAD: Final = 1.5
"""How many times the letters of the next language make a language sure."""
_LIKELY: Final = 2
"""Languages whose names are tried in full."""
_OF_FINDER: Final = 0.12
_OF_ENGLISH: Final = 0.06
_OF_UNIT: Final = 0.5
"""A unit's own word behind a figure: 28 Zoll is no Dutch."""
_OF_RUSSIAN: Final = -0.1
"""Names that sound Russian by chance are short: who writes Russian in Latin letters is understood by more."""
_SCRIPTS: Final = {
    "han": re.compile(r"[\u3400-\u9fff\u3005\uf900-\ufaff]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "latin": re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]"),
}
_OWN: Final = {
    "zh": ("han", "latin"),
    "ja": ("han", "ja", "latin"),
    "ko": ("ko", "latin"),
    "th": ("th", "latin"),
    "ru": ("ru",),
    "ar": ("ar",),
}
_LATIN_WORDS: Final = re.compile(r"[a-zA-Z\u00c0-\u024f]+(?:['\u2019][a-zA-Z]+)?")


def cleaned(text: str) -> str:
    """The first LONGEST characters without what shows nothing; every digit as 0-9, a space a gap."""
    kept = []
    for character in unicodedata.normalize("NFC", text[: LONGEST * 2]):
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif "\uff01" <= character <= "\uff5e":
            kept.append(unicodedata.normalize("NFKC", character))
        elif character in BREAKS or category[0] == "Z" or category in {"So", "Cc"}:
            kept.append(" ")
        elif category not in HIDDEN:
            kept.append(character)
    return " ".join("".join(kept).split())[:LONGEST]


def language_of(text: str, given: str, base: TermBase) -> str:
    """The base of a query's language: the one that is given, else the one whose names it is made of."""
    held = spoken_base(given)
    if held in LANGUAGES:
        return held
    found = LanguageFinder.of_names(base).find(text)
    if found not in IN_LATIN:
        return found if found in LANGUAGES else "en"
    names = Names.of(base)
    latin = _only(text, "latin")
    familiar = names.familiar(latin)
    likely = sorted(familiar, key=lambda one: -familiar[one])
    if likely[0] == found and familiar[found] >= _LEAD * familiar[likely[1]]:
        return found
    covered = {
        language: names.spaced(language).coverage(latin)
        for language in dict.fromkeys((found, *likely[:_LIKELY]))
        if language == found or familiar[language]
    }
    if max(covered.values()) < _SURE:
        covered["ru"] = names.spaced("ru").coverage(names.russian_in_latin().read(latin))
    for language in covered:
        covered[language] += _OF_UNIT if is_measured_in(text, language) else 0
    for language, lead in ((found, _OF_FINDER), ("en", _OF_ENGLISH), ("ru", _OF_RUSSIAN)):
        if language in covered:
            covered[language] += lead
    return max(covered, key=lambda language: (covered[language], language == found))


def found_in(text: str, language: str, base: TermBase) -> Found:
    """Every name in a cleaned text; words in other scripts are of their own languages."""
    names = Names.of(base)
    english = names.spaced("en")
    own = _OWN.get(language, ("latin",))
    parts = [_in_main(text, language, own, names)]
    for script, letters in _SCRIPTS.items():
        if script in own or not letters.search(text):
            continue
        other = _only(text, script)
        if script == "latin":
            parts.append(_in_russian(other, names) if language == "ru" else english.find(other))
        elif script in {"ru", "ar"}:
            parts.append(names.spaced(script).find(other))
        else:
            parts.append(names.unspaced("zh" if script == "han" else script).find(other))
    main = parts[0]
    if language in UNSPACED or (language in IN_LATIN and language != "en"):
        foreign = _only(_kept(text, main.left), "latin")
        if foreign.strip():
            second = english.find(foreign, slips=language in UNSPACED)
            things = tuple(
                replace(one, quality=min(one.quality, FOREIGN)) for one in second.matches if one.entries
            )
            left = tuple(
                one for one in main.left if not any(a.start < one[1] and one[0] < a.end for a in things)
            )
            parts[0] = Found((*main.matches, *things), left)
    matches = sorted((one for part in parts for one in part.matches), key=lambda one: (one.start, one.end))
    return Found(tuple(matches), tuple(sorted(one for part in parts for one in part.left)))


def _in_main(text: str, language: str, own: tuple[str, ...], names: Names) -> Found:
    mine = _without(text, [script for script in _SCRIPTS if script not in own])
    if language in UNSPACED:
        return names.unspaced(language).find(mine)
    other = names.spaced("en") if language != "en" and language in IN_LATIN else None
    return names.spaced(language).find(mine, other=other)


def _in_russian(text: str, names: Names) -> Found:
    """Names in Russian that Latin letters write, at the places of the Latin words."""
    words = list(_LATIN_WORDS.finditer(text))
    read = names.russian_in_latin()
    said, places = "", []
    for word in words:
        places.append((len(said), word.start(), word.end()))
        said += read.read(word[0]) + " "
    found = names.spaced("ru").find(said)

    def span(start: int, end: int) -> tuple[int, int]:
        inside = [(a, b) for at, a, b in places if start <= at < end] or [
            (a, b) for at, a, b in places if at <= start
        ][-1:]
        return inside[0][0], inside[-1][1]

    def moved(match: Match) -> Match:
        a, b = span(match.start, match.end)
        return replace(match, start=a, end=b, words=text[a:b])

    return Found(tuple(map(moved, found.matches)), tuple(span(*one) for one in found.left))


def _only(text: str, script: str) -> str:
    """The text with letters of other scripts blanked; every place stays."""
    return _without(text, [other for other in _SCRIPTS if other != script])


def _without(text: str, scripts: list[str]) -> str:
    for script in scripts:
        text = _SCRIPTS[script].sub(" ", text)
    return text


def _kept(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    kept = [" "] * len(text)
    for start, end in spans:
        kept[start:end] = text[start:end]
    return "".join(kept)
