"""Whether a message speaks to the machine and not to the shop, or gives secrets away.

Marks of programs, hidden or mixed letters, encoded words, rules to be forgotten (data/manipulating.yaml).
It decides what is said; what may be done no words decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.proofreading.words import script_of
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.checking.private import has_card

_NAME: Final = "manipulating.yaml"
_READ: Final = 4_000
_GAP: Final = r"[^.!?。！？\n]{0,40}"
_ENCODED: Final = re.compile(r"(?<![A-Za-z0-9+/=:.-])[A-Za-z0-9+/]{28,}={0,2}(?![A-Za-z0-9+/])")
_HIDDEN: Final = re.compile("(?<=\\w)[\u200b\u2060\ufeff\u00ad]|[\U000e0020-\U000e007f]")
_MOST_HIDDEN: Final = 3
_ALIKE: Final = ({"LATIN", "CYRILLIC"}, {"LATIN", "GREEK"})
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    marks: tuple[str, ...]
    forget: Mapping[str, str]
    rules: Mapping[str, str]
    show: Mapping[str, str]
    inner: Mapping[str, str]
    secrets: tuple[str, ...]
    plays: tuple[str, ...]
    offices: tuple[str, ...]


def manipulates(text: str) -> str:
    """The words of a message, as it came, that speak to the machine; "" where none do."""
    read = text[:_READ]
    if len(_HIDDEN.findall(read)) >= _MOST_HIDDEN:
        return "hidden characters"
    if any(_is_encoded(one[0]) for one in _ENCODED.finditer(read)):
        return "encoded words"
    if sum(_mixes(word) for word in _WORD.findall(read)) > 1:
        return "letters of two scripts in a word"
    shown = "".join(c for c in unicodedata.normalize("NFKC", read) if unicodedata.category(c) != "Cf")
    plain = "\n".join(" ".join(line.split()) for line in shown.casefold().replace("’", "'").split("\n"))
    found = next((one for pattern in _patterns() if (one := pattern.search(plain))), None)
    return found[0][:80] if found else ""


def from_office(text: str) -> bool:
    """Whether somebody says that he is of the police, the platform, a courier: he is no buyer."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:_READ]).casefold().replace("’", "'").split())
    return any(pattern.search(plain) for pattern in _offices())


def gives_secrets(text: str) -> bool:
    """Whether a buyer writes a card's or an account's number, a code or a password: nobody needs them."""
    read = unicodedata.normalize("NFKC", text[:_READ]).casefold()
    return has_card(read) or any(pattern.search(read) for pattern in _secrets())


def _is_encoded(run: str) -> bool:
    """Both cases and digits mixed as no word mixes them."""
    turns = sum(a.islower() != b.islower() for a, b in pairwise(run))
    return turns * 4 > len(run) and any(c.islower() for c in run) and any(c.isupper() for c in run)


def _mixes(word: str) -> bool:
    scripts = {script_of(c) for c in word}
    return any(scripts == both for both in _ALIKE)


@cache
def _data() -> _File:
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(_File.model_fields) - {"forget"}
    return validated(_File, read_mapping(text, _NAME, holds="forget", may_hold=others), _NAME)


@cache
def _offices() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(unicodedata.normalize("NFKC", one)) for one in _data().offices)


@cache
def _secrets() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(unicodedata.normalize("NFKC", one)) for one in _data().secrets)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = _data()
    made = [*data.marks, *data.plays, *data.offices]
    for first, second in ((data.forget, data.rules), (data.show, data.inner)):
        a, b = first["latin"], second["latin"]
        made += [rf"\b(?:{a})\b{_GAP}\b(?:{b})\b", rf"\b(?:{b})\b{_GAP}\b(?:{a})\b"]
        a, b = first["other"], second["other"]
        made += [rf"(?:{a}){_GAP}(?:{b})", rf"(?:{b}){_GAP}(?:{a})"]
    # As the messages are: NFKC takes Thai's am apart.
    return tuple(re.compile(unicodedata.normalize("NFKC", one)) for one in made)
