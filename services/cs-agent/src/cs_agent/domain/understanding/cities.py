"""Cities and regions that a message names where it says whereto, where or whence.

data/cities.tsv has thousands of names, many of which are words or people's names too: one counts only behind
a word that leads to a place (to, nach, в), with an ending or a particle that does (Konya'ya, 大阪まで), or
where it is all that is said (and Recife?).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated

_REGIONS: Final = "regions.yaml"
_CITIES: Final = "cities.tsv"
_GAPS: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_SCRIPTS: Final = (
    ("cyrillic", "\u0400", "\u04ff"),
    ("arabic", "\u0600", "\u06ff"),
    ("thai", "\u0e00", "\u0e7f"),
    ("kana", "\u3041", "\u30fe"),
    ("han", "\u3400", "\u9fff"),
    ("hangul", "\uac00", "\ud7af"),
)
"""Scripts by the characters from and to; all else is Latin."""
_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("han",), "ja": ("kana", "han"), "ko": ("hangul",), "th": ("thai",), "ar": ("arabic",),
    "ru": ("cyrillic",),
}  # fmt: skip
_UNSPACED: Final = frozenset({"zh", "ja", "th"})
_WRITES_HAN: Final = frozenset({"JP", "CN", "TW", "KR", "HK"})
"""Countries whose places Japanese writes in signs; those of others stand in kana."""
_MOST_WORDS: Final = 4
_LONGEST_NAME: Final = 16
_LEAST: Final = 4
"""Letters of a name that may bear endings."""
_ENDINGS: Final[Mapping[str, frozenset[str]]] = {
    "pl": frozenset(["a", "u", "ie", "e", "i", "y", "em", "iem", "ach", "iach", "owi", "om", "ow", "iu"]),
    "ru": frozenset(["а", "у", "е", "и", "ы", "ю", "я", "ой", "ом", "ем", "ью", "ах", "ях", "ам", "ями"]),
}
_VOWELS: Final[Mapping[str, str]] = {"pl": "aeioy", "ru": "аяьоеыи"}
"""Last letters that fall before an ending: Warszawa, Warszawie; Самара, Самаре."""
_OF_PLURALS: Final = "eyыи"
"""Those that fall where nothing follows: Kielce, do Kielc."""
_SOFTENED: Final[Mapping[str, tuple[str, str]]] = {
    "ce": ("ka", "ca"), "dze": ("ga", "ga"), "rze": ("ra", "r"), "cie": ("ta", "t"),
    "dzie": ("da", "d"), "zie": ("dda", "dd"),
}  # fmt: skip
"""Polish endings before which the last letters change: w Osace, do Sztokholmu, w Madrycie."""
_RUN: Final = re.compile(r"[\u30a1-\u30fe]")
_TURKISH: Final = re.compile(r"[yns]?[ae]|[dt][ae](?:yim|yiz|ki|n)?|n?d[ae]n?|li|lu")
_KOREAN_VERBS: Final = ("사는", "살아", "살고", "삽니", "거주", "배송", "보내", "택배", "배달")
_KOREAN: Final = re.compile(
    r"(?:시|도|섬|주|현)?(?:에|에서|에도|에는|로|으로|까지|인데|인데요|으로도|로도|이에요|예요)(?:요|는|도)?|(?:섬|시|도)도"
)
_KOREAN_ALONE: Final = re.compile(r"(?:시|도|섬|주|현)?(?:은|는|도|은요|는요|도요|요)?")
_JAPANESE: Final = re.compile(
    r"(?:市|府|県|都|州|島)?(?:へ|に|まで|から|在住|でも|で(?!き|す)|宛|行き|は$|なん|だと|って|在|の(?:住|家|自宅|友|実家|ホテル|私書箱))"
)
_CHINESE_BEHIND: Final = re.compile(
    r"(?:市|省|州|岛|县)?(?:呢|吗|能|可以|行不|行吗|这边|那边|要几|要多|多久|几天|收货|邮费|运费|包邮|寄|发货)"
)
_ARABIC: Final = ("", "و", "ب", "ل", "ف", "وب", "ول")
_ARABIC_LEADS: Final = frozenset({"ب", "ل", "وب", "ول"})


class Regions(BaseModel):
    """data/regions.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    lead: Mapping[str, tuple[str, ...]]
    within: Mapping[str, tuple[str, ...]]
    ands: Mapping[str, tuple[str, ...]]
    people: frozenset[str]
    said: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A country by a place in it, and where its name starts and ends in the line that was read."""

    start: int
    end: int
    code: str


def cities_in(line: str, language: str) -> Iterator[Place]:
    """Places by their cities and regions in a folded line without marks, as `places` reads it."""
    if language in _UNSPACED:
        yield from _in_letters(line, language)
    else:
        yield from _in_words(line, language)


@cache
def regions() -> Regions:
    """The file. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _REGIONS).read_text(encoding="utf-8")
    others = frozenset(Regions.model_fields) - {"said"}
    return validated(Regions, read_mapping(text, _REGIONS, holds="said", may_hold=others), _REGIONS)


def key_of(name: str) -> str:
    """A name as names are compared, whatever the language."""
    return " ".join(_GAPS.sub(" ", folded(name, "en")).split())


def script_of(key: str) -> str:
    """The script that a key is written in."""
    return next((one for one, first, last in _SCRIPTS if first <= key[:1] <= last), "latin")


@cache
def _named() -> Mapping[str, Mapping[str, str]]:
    """Countries by names, by script: read when the first message comes."""
    found: dict[str, dict[str, str]] = {name: {} for name in ("latin", *(name for name, _, _ in _SCRIPTS))}
    for line in (files("cs_agent") / "data" / _CITIES).read_text(encoding="utf-8").splitlines():
        code, _, names = line.partition("\t")
        if not line.startswith("#"):
            for key in names.split("|"):
                found[script_of(key)].setdefault(key, code)
    for code, regions_of in regions().said.items():
        for name in regions_of:
            key = key_of(name)
            found[script_of(key)][key] = code
    # Chinese is read with simplified signs, Japanese as it stands.
    found["han"] = {folded(key, "zh"): code for key, code in found["han"].items()} | found["han"]
    return found


def _bent(word: str, names: Mapping[str, str], language: str) -> str:
    """The country of a name with an ending of its language: w Lublinie, до Самары, w Osace."""
    for size in range(min(4, len(word) - 2), -1, -1):
        stem, ending = word[: len(word) - size], word[len(word) - size :]
        if size and ending not in _ENDINGS[language] and ending not in _SOFTENED:
            continue
        if size and len(stem) >= _LEAST and ending in _ENDINGS[language] and stem in names:
            return names[stem]
        if len(stem) >= (_LEAST - 1 if size else _LEAST + 1):
            fallen = _VOWELS[language] if size else _OF_PLURALS
            bare = (stem + last for last in fallen) if ending not in _SOFTENED else ()
            changed = (stem + last for last in _SOFTENED.get(ending, ())) if language == "pl" else ()
            for one in (*bare, *changed):
                if len(one) >= _LEAST and one in names:
                    return names[one]
    return ""


def _in_words(line: str, language: str) -> Iterator[Place]:
    places = [(one.start(), one[0]) for one in re.finditer(r"[^\W_]+", line)]
    words = [word for _, word in places]
    lead, within, ands = _leads(language)
    names = _named()[_OF.get(language, ("latin",))[0]]
    for first in range(len(words)):
        for last in range(min(len(words), first + _MOST_WORDS), first, -1):
            leads = first > 0 and words[first - 1] in lead
            if language == "ko":
                leads = last < len(words) and words[last].startswith(_KOREAN_VERBS)
            is_within = first > 0 and words[first - 1] in within
            is_all = last == len(words) and (first == 0 or (first == 1 and words[0] in ands))
            found = _word(words[first:last], names, language, leads=leads, is_all=is_all, is_within=is_within)
            if found:
                yield Place(places[first][0], places[last - 1][0] + len(words[last - 1]), found)
                break


def _word(
    words: list[str], names: Mapping[str, str], language: str, *, leads: bool, is_all: bool, is_within: bool
) -> str:
    name = " ".join(words)
    if language == "tr":
        return _with_ending(name, names, _TURKISH) or (names.get(name, "") if is_all else "")
    if language == "ko":
        alone = _with_ending(name, names, _KOREAN_ALONE) if is_all else ""
        return _with_ending(name, names, _KOREAN) or alone or (names.get(name, "") if leads else "")
    if language == "ar":
        return _arabic(name, names, leads=leads or is_all)
    if not leads and not is_all:
        return ""
    if name in names and (name not in regions().people or is_within):
        return names[name]
    return _bent(name, names, language) if language in _ENDINGS and len(words) == 1 else ""


def _with_ending(name: str, names: Mapping[str, str], ending: re.Pattern[str]) -> str:
    for size in range(len(name), 1, -1):
        if name[:size] in names and ending.fullmatch(name[size:].strip()):
            return names[name[:size]]
    return ""


def _arabic(name: str, names: Mapping[str, str], *, leads: bool) -> str:
    for front in _ARABIC:
        if not name.startswith(front) or not (leads or front in _ARABIC_LEADS):
            continue
        rest = name[len(front) :]
        # The article is written as one with "to": للدمام.
        plain = "ال" + rest[1:] if front in {"ل", "ول"} and rest.startswith("ل") else rest
        for one in (plain, plain.removeprefix("ال")):
            if len(one) > 2 and one in names:
                return names[one]
    return ""


@cache
def _leads(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words in front of a place, those of them in front of no person, and all that may be said besides."""
    file = regions()
    told = (file.lead, file.within, file.ands)
    lead, within, ands = (frozenset(folded(one, language) for one in row.get(language, ())) for row in told)
    return lead, within, ands


def _in_letters(line: str, language: str) -> Iterator[Place]:
    lead, _, _ = _leads(language)
    fronts = tuple(lead)
    names = [_named()[one] for one in _OF[language]]
    place = 0
    while place < len(line):
        size = 0
        for size in range(_LONGEST_NAME, 1, -1):
            end = place + size
            key = line[place:end]
            code = next((found[key] for found in names if key in found), "") if end <= len(line) else ""
            if code and _stands(line, place, end, code, language, fronts):
                yield Place(place, end, code)
                break
        else:
            size = 1
        place += size


def _stands(line: str, start: int, end: int, code: str, language: str, fronts: tuple[str, ...]) -> bool:
    before, behind = line[:start], line[end:]
    is_all = not before and not behind
    if language == "zh":
        return (
            is_all
            or before.endswith(fronts)
            or (_CHINESE_BEHIND.match(behind) is not None and len(before) < 3)
        )
    if language == "th":
        return is_all or before.endswith(fronts)
    if _RUN.match(line, start):
        # A name in katakana is a whole run of it.
        if _RUN.match(line, end) or (start and _RUN.match(line, start - 1)):
            return False
    elif code not in _WRITES_HAN or re.match(r"[\u3400-\u9fff]", line[start - 1 : start] if start else ""):
        return False
    return is_all or _JAPANESE.match(behind) is not None
