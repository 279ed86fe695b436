"""What a written address says for certain, and whether two are one place; "cannot tell" is a result too."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from babel import Locale

from argosy_commerce.languages import languages
from argosy_commerce.terms.strict_yaml import packaged

Match = Literal["same", "same_city", "near", "other", "other_country", "cannot_tell"]
"""``same``: one postcode; ``same_city``: the place's town stands in the address; ``near``: postcodes of one
area; ``other``: postcodes of different areas of one country; ``other_country``: as it says."""

_LONGEST: Final = 400
_NOISE: Final = frozenset(
    {"of", "the", "city", "center", "centre", "depot", "hub", "facility", "branch", "office"}
)


@dataclass(frozen=True, slots=True)
class _Postcode:
    pattern: re.Pattern[str]
    keep: int
    near: int


@dataclass(frozen=True, slots=True)
class Place:
    """What a written address says for certain; "" where it does not."""

    country: str
    postcode: str
    words: frozenset[str]
    text: str


def compared(location: str, address: str, country: str = "") -> Match:
    """A scan's place against an order's address.

    ``country`` (ISO 3166-1 alpha-2) is where the address lies if it is known from elsewhere.
    """
    if not location.strip() or not address.strip():
        return "cannot_tell"
    home = read_place(address, country)
    there = read_place(location, home.country)
    named = _country_of(_parts(location))[0]
    if named and home.country and named != home.country:
        return "cannot_tell" if _kin(named, home.country) else "other_country"
    if home.postcode and there.postcode:
        return _by_postcode(there.postcode, home.postcode, home.country)
    if there.words and there.words <= home.words:
        return "same_city"
    squeezed = re.sub(r"[\s,]+", "", there.text)
    if len(squeezed) > 1 and not squeezed.isascii() and squeezed in re.sub(r"[\s,]+", "", home.text):
        return "same_city"
    return "cannot_tell"


def read_place(text: str, country: str = "") -> Place:
    """Country, postcode and words of an address; ``country`` counts where the text names none."""
    parts = _parts(text)
    named, rest = _country_of(parts)
    last = parts[-1] if len(parts) > 1 else ""
    if not named and last in _states() and postcode_of(", ".join(parts[:-1]), last):
        named, rest = last, parts[:-1]  # a state stands before its postcode, so this is a country
    land = named or country
    joined = ", ".join(rest)
    postcode = postcode_of(joined, land)
    words = frozenset(
        word
        for word in re.findall(r"\w+", _folded(joined))
        if not any(char.isdigit() for char in word) and len(word) > 2 and word not in _NOISE
    )
    return Place(land, postcode, words, _folded(joined))


def postcode_of(text: str, country: str) -> str:
    """The postcode of an address in that country, without spaces and hyphens; "" if none stands there.

    The last that stands there, since house numbers come first in most countries that have numbers of
    the same length; in Japan, Korea, China and Russia addresses begin with the widest part, so the first.
    """
    rule = _postcodes().get(country)
    if rule is None:
        return ""
    plain = unicodedata.normalize("NFKC", text).upper()
    found = [match[0] for match in rule.pattern.finditer(plain)]
    if not found:
        return ""
    chosen = found[0] if country in {"JP", "RU", "KZ", "CN", "TW"} else found[-1]
    return re.sub(r"^(?:L-|LT-)", "", chosen).replace(" ", "").replace("-", "")[: rule.keep]


def _by_postcode(there: str, home: str, country: str) -> Match:
    if there == home:
        return "same"
    near = _postcodes()[country].near
    return "near" if there[:near] == home[:near] else "other"


def _kin(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _data()["kin"])


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,\n;，、/|()]+", text[:_LONGEST]) if part.strip()]


def _country_of(parts: list[str]) -> tuple[str, list[str]]:
    """The country that the last or first part names, and the parts without it.

    Two letters alone are a country only as the last part, written large, and where they are no code of a
    state or province too: "CA" after a town of the US is California.
    """
    for index in (len(parts) - 1, 0) if parts else ():
        code = _countries().get(_folded(parts[index]))
        if code:
            return code, parts[:index] + parts[index + 1 :]
    if len(parts) > 1 and re.fullmatch(r"[A-Z]{2}", parts[-1]):
        code = {"UK": "GB", "EL": "GR"}.get(parts[-1], parts[-1])
        if code in _codes() and code not in _states():
            return code, parts[:-1]
    return "", parts


def _data() -> dict[str, Any]:
    return packaged("argosy_commerce", "postcodes", "countries", "kin", "states", "spoken")


@cache
def _postcodes() -> dict[str, _Postcode]:
    return {
        country: _Postcode(
            re.compile(rf"(?<![\w-]){row['pattern']}(?![\w-])", re.ASCII), row["keep"], row["near"]
        )
        for country, row in _data()["countries"].items()
    }


@cache
def _codes() -> frozenset[str]:
    names = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in names if len(code) == 2 and code.isalpha())


@cache
def _states() -> frozenset[str]:
    """Codes of states and provinces that are countries' codes too."""
    return frozenset(_data()["states"]) & _codes()


@cache
def _countries() -> dict[str, str]:
    """Countries' names in the project's languages, folded, to codes; names that two bear are left out."""
    found: dict[str, set[str]] = {}
    for tag in ("en", *languages()):
        for code, name in Locale.parse(tag, sep="-").territories.items():
            if code in _codes():
                found.setdefault(_folded(name), set()).add(code)
    known = {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
    return {**known, **_data()["spoken"]}


def _folded(text: str) -> str:
    """Lower case without accents, for comparison only."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char)).strip()
