"""Countries that buyers name, by their own names or by a place in them (data/places.yaml, CLDR; `cities`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs
from babel import Locale
from babel.core import get_global
from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.cities import cities_in
from cs_agent.domain.understanding.language import tag_of

_NAME: Final = "places.yaml"
_GAPS: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_ANYWHERE: Final = frozenset({"zh", "ja", "th"})
_MOST: Final = 1_500
_SHORTEST: Final = 4
"""Letters of a name that may bear endings."""
_WRITTEN_LARGE: Final = {
    "US": "US",
    "USA": "US",
    "UK": "GB",
    "UAE": "AE",
    "KSA": "SA",
    "EEUU": "US",
    "EUA": "US",
}
_LARGE: Final = re.compile(r"(?<![A-Za-z])(?:USA|US|UK|UAE|KSA|EEUU|EUA)(?![A-Za-z]| ?\d)")
_COMMON: Final = frozenset(
    {"chad", "nice", "mali", "man", "jersey", "georgia", "reunion", "guinea", "oman", "togo", "того",
     "가나", "말리", "수단", "오만", "기니", "이란"}
)  # fmt: skip
"""Names of countries that are more often other words in a shop: 며칠 가나요, 말리는데, 오만원."""
_ARABIC_FRONTS: Final = frozenset({"", "و", "ف", "ب", "ل", "ال", "لل", "بال", "وال", "فال", "وب", "ول"})
_KATAKANA: Final = re.compile(r"[\u30a1-\u30fe]")


class Places(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    zones: tuple[str, ...]
    said: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, int]
    cut: Mapping[str, int]


@cache
def places() -> Places:
    """The file. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(Places.model_fields) - {"said"}
    return validated(Places, read_mapping(text, _NAME, holds="said", may_hold=others), _NAME)


def country_in(text: str, language: str) -> str:
    """ISO 3166-1 code of the last place named in a cleaned text; "" where none is."""
    return next(reversed(countries_in(text, language)), "")


def countries_in(text: str, language: str) -> tuple[str, ...]:
    """ISO 3166-1 codes of the places named in a cleaned text, each once, the last named last."""
    line = _line(text[:_MOST], language)
    most = places().endings.get(language, 0)
    found = {one.start(): (len(one[0]), _WRITTEN_LARGE[one[0]]) for one in _LARGE.finditer(text[:_MOST])}
    for end, (size, code, exact) in _names(language).iter(line):
        start = end - size + 1
        if _stands(line, start, end + 1, 0 if exact else most, language):
            found[start] = (size, code)
    for place in cities_in(line, language):
        size = place.end - place.start
        # Of two names in one stretch the longer: Northern Ireland, Monachium (Monako without its end).
        beside = [one for one, (long, _) in found.items() if one < place.end and place.start < one + long]
        if all(found[one][0] < size for one in beside):
            found = {one: name for one, name in found.items() if one not in beside}
            found[place.start] = (size, place.code)
    named = [found[start][1] for start in sorted(found, reverse=True)]
    return tuple(reversed(dict.fromkeys(named)))


def _stands(line: str, start: int, end: int, most: int, language: str) -> bool:
    if language in _ANYWHERE:
        # タイ is in タイプ and タイマー: a name in katakana is a whole run of it.
        runs = _KATAKANA.match(line, start) is not None
        return not (runs and (_KATAKANA.match(line, end) or (start and _KATAKANA.match(line, start - 1))))
    front = line[line.rfind(" ", 0, start) + 1 : start]
    if front and not (language == "ar" and front in _ARABIC_FRONTS):
        return False
    return line.find(" ", end) - end <= (most if end - start >= _SHORTEST or language == "ko" else 0)


def _line(text: str, language: str) -> str:
    plain = _GAPS.sub(" ", folded(text, language))
    if language in _ANYWHERE:
        return plain.replace(" ", "")
    return f" {plain} "


@cache
def _names(language: str) -> Any:  # noqa: ANN401 — untyped C module
    named: dict[str, tuple[str, bool]] = {}
    cut = places().cut.get(language, 0)
    locale = Locale.parse(tag_of(language), sep="-")
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha():
            _add(named, name, code, language, cut)
    homes = get_global("zone_territories")
    for zone in places().zones:
        city = locale.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if code := homes.get(zone):
            _add(named, city, code, language, cut)
    for code, names in places().said.items():
        for name in names:
            _add(named, name, code, language, 0)
    built = ahocorasick.Automaton()
    for key, (code, exact) in named.items():
        built.add_word(key, (len(key), code, exact))
    built.make_automaton()
    return built


def _add(named: dict[str, tuple[str, bool]], name: str, code: str, language: str, cut: int) -> None:
    exact = name.endswith("_")
    key = _line(name.rstrip("_"), language).strip()
    if len(key) < (4 if language == "th" else 2) or key in _COMMON:
        return
    named[key] = (code, exact or (len(key) < _SHORTEST and language != "ko"))
    if cut and len(key) - cut >= _SHORTEST and " " not in key:
        named.setdefault(key[:-cut], (code, False))
