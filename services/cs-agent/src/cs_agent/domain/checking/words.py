"""The words of data/checking.yaml, and all that the agent's own phrases say, by language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Final

from babel import Locale
from pydantic import BaseModel, ConfigDict

from argosy_commerce.channels import promotion_words
from argosy_commerce.claims import restricted
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.answering.phrases import GROUPS, LANGUAGES, phrases

_NAME: Final = "checking.yaml"
_ANYWHERE: Final[Mapping[str, frozenset[str]]] = {
    "promises": frozenset({"zh", "ja", "th", "ko"}),
    "denying": frozenset({"zh", "ja", "th", "ko", "tr"}),
}
"""Languages whose words stand within others, by list."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    promises: Mapping[str, tuple[str, ...]]
    denying: Mapping[str, tuple[str, ...]]


_ASCII: Final = re.compile(r"[A-Za-z]+")


def base_of(tag: str) -> str:
    """The language without its region: pt of pt-BR."""
    return tag.partition("-")[0]


def plain(text: str) -> str:
    """As words are compared: NFC, without case."""
    return unicodedata.normalize("NFC", text).replace("İ", "i").casefold().replace("’", "'")


def promised(text: str, language: str) -> str:
    """The first promise in a text; "" where there is none."""
    found = _pattern("promises", language).search(plain(text))
    return found[0] if found else ""


def claimed(text: str, language: str) -> frozenset[str]:
    """Words of a text that praise or promise: healing, certified, the best, free shipping."""
    return frozenset(found[0] for found in _claims(language).finditer(plain(text)))


def denied(text: str, language: str) -> Counter[str]:
    """The words of a text that turn it round."""
    return Counter(found[0] for found in _pattern("denying", language).finditer(plain(text)))


def words_of(text: str) -> frozenset[str]:
    """The words of a text, without case."""
    return frozenset(_WORD.findall(plain(text)))


def trade_words(text: str, language: str) -> frozenset[str]:
    """Words of a text that name things of the trade (EU-stekker) or countries: no names, and no brands."""
    naming = Naming.of(TermBase.load(), language)
    found = [
        one.text for one in naming.find(text) if not all(id_.startswith("brand.") for id_ in one.concepts)
    ]
    countries = Locale.parse(language).territories.values()
    found += [str(country) for country in countries if str(country) in text]
    # 洗濯機OK is one word of letters, and its OK is looked for as a name.
    found += [latin for one in found for latin in _ASCII.findall(one)]
    return frozenset(word for one in found for word in words_of(one))


@cache
def phrase_words(language: str) -> frozenset[str]:
    """All words that the agent's phrases in a language consist of, slots left out."""
    if language not in LANGUAGES:
        return frozenset()
    found: set[str] = set()
    for group in GROUPS:
        for text in _known(group, language).values():
            found |= words_of(" ".join(literal for literal, *_ in Formatter().parse(text)))
    return frozenset(found)


@cache
def phrase_text(language: str) -> str:
    """The same as one text, for languages that do not part words."""
    texts = [text for group in GROUPS for text in _known(group, language).values()] if language else []
    return plain("\n".join("\n".join(literal for literal, *_ in Formatter().parse(text)) for text in texts))


def _known(group: str, language: str) -> Mapping[str, str]:
    try:
        return phrases(group, language)
    except FileNotFoundError:
        return {}


@cache
def _data() -> _File:
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    return validated(
        _File, read_mapping(text, _NAME, holds="promises", may_hold=frozenset({"as_of", "denying"})), _NAME
    )


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    return _compiled(getattr(_data(), kind).get(language, ()), anywhere=language in _ANYWHERE[kind])


@cache
def _claims(language: str) -> re.Pattern[str]:
    words = {word for group in restricted().values() for word in group.words.get(language, ())}
    words |= set(_data().promises.get(language, ()))
    words |= {word for word in promotion_words(language) if "{n}" not in word}
    return _compiled(tuple(words), anywhere=language in _ANYWHERE["promises"])


def _compiled(words: tuple[str, ...], *, anywhere: bool) -> re.Pattern[str]:
    made = []
    for word in sorted(words, key=len, reverse=True):
        stem = re.escape(plain(word.rstrip("*")))
        ending = r"\w*" if word.endswith("*") else ("" if anywhere else r"(?!\w)")
        made.append(("" if anywhere else r"(?<!\w)") + stem + ending)
    return re.compile("|".join(made) or r"(?!)")
