"""Words that no listing may hold, whatever the product is: dated word lists and plain patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from argosy_commerce.channels import function_words
from argosy_commerce.claims import restricted
from argosy_commerce.languages import languages
from argosy_commerce.terms.strict_yaml import document

MARKUP = re.compile(
    r"<\s*/?\s*[a-z!][^>]*>?|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});|javascript:|\bon\w{3,12}\s*=|\*\*|__|^#{1,4}\s|```|~~~"
    r"|\]\(|\\u[0-9a-f]{4}|[{}\[\]]",
    re.IGNORECASE | re.MULTILINE,
)
CONTACT = re.compile(
    r"https?:|www\.|\b[\w-]{1,63}\.(?:com|net|org|cn|info|biz|shop|store|top|xyz|io|co|de|es|kr|th|sa|ae|me|ly|link)\b"
    r"|[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?\w|@\w{3,}|(?<!\w)\+?\d[\d\s().-]{8,24}\d(?!\w)"
    r"|\b(?:whats\s?app|we\s?chat|telegram|viber|kakao\s?talk|line\s?id|instagram|facebook|tiktok|weixin)\b"
    r"|واتساب|واتس اب|تيليجرام|카카오톡|카톡|ไลน์ไอดี|วอทส์แอพ|微信",
    re.IGNORECASE,
)
_PROMPT_REMNANTS = (
    r"<\||\|>|\[/?INST\]|</?s>|</?think>|<<SYS",
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|prompt|rules?|above)\b",
    r"\b(?:system prompt|as an ai|language model|as instructed)\b",
    r"\b(?:i cannot|i can't|i am unable|here (?:is|are) the|sure, here)\b",
    r"\b(?:json|prompt|instructions?:|assistant:|user:|system:|facts:)",
    r"\bignora(?:r|d)?\b.{0,30}\binstrucciones|como (?:modelo de lenguaje|una ia)\b",
    r"aquí (?:está|tienes) (?:el|la|tu)\b",
    r"\bignorier\w*\b.{0,40}\b(?:anweisung|anleitung)|(?:vorherigen|obigen) anweisungen",
    r"\bals (?:ki|sprachmodell)\b|hier ist (?:der|die|das|ihr)\b",
    r"تجاهل.{0,30}(?:التعليمات|الأوامر)|التعليمات السابقة|نموذج لغوي|كذكاء اصطناعي",
    r"(?:이전|위의|모든).{0,10}(?:지시|명령|지침).{0,15}무시|언어 모델|시스템 프롬프트",
    r"(?:เพิกเฉย|ละเว้น|ไม่ต้องสนใจ|ลืม).{0,20}คำสั่ง|คำสั่งก่อนหน้า|โมเดลภาษา",
    r"忽略.{0,10}指令|系统提示",
)
PROMPT = re.compile("|".join(_PROMPT_REMNANTS), re.IGNORECASE)
FORMULA = re.compile(r"^\s*[=+@\t]|^\s*-[^\s\d]")
IN_CIRCLES = re.compile(r"(.{2,40}?)\1{3}|(.{12,80}?)\2{2}", re.IGNORECASE)
_JOINED = frozenset({"th", "ja", "ko", "zh"})
_JOINERS = frozenset("\u200c\u200d")


class _NeutralConcept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    why: str
    below: str | None = None
    """Category under which it is neutral; everywhere without one."""


class _NeutralWord(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str
    why: str


class _Neutral(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    concepts: tuple[_NeutralConcept, ...]
    words: dict[str, tuple[_NeutralWord, ...]]


@cache
def checked_languages() -> frozenset[str]:
    """Languages whose forbidden wording is known: a generator's text in another one cannot be checked."""
    return frozenset.intersection(*(frozenset(group.words) for group in restricted().values()))


@cache
def _neutral() -> _Neutral:
    return _Neutral.model_validate(_data("neutral_names.yaml"))


@cache
def neutral_concepts(categories: frozenset[str]) -> frozenset[str]:
    """Concepts that may be named without a fact, of a product in these categories (its own and above)."""
    return frozenset(row.id for row in _neutral().concepts if row.below is None or row.below in categories)


@cache
def neutral_words(language: str) -> frozenset[str]:
    """Words that name a concept and mostly mean something else; casefolded."""
    return frozenset(row.word.casefold() for row in _neutral().words.get(language, ()))


def _data(name: str) -> dict[str, Any]:
    text = files("listing_localizer").joinpath(f"data/{name}").read_text(encoding="utf-8")
    rows: dict[str, Any] = document(text)
    return rows


@cache
def restricted_pattern(language: str, group: str | None = None) -> re.Pattern[str]:
    """Wording of one group, or of all but purity, in a language; English stands in every market's text."""
    wanted = [group] if group else [name for name in restricted() if name != "purity"]
    words = {word for name in wanted for word in restricted()[name].words.get(language, ())}
    if group is None:
        words |= {word for name in wanted for word in restricted()[name].words.get("en", ())}
    return _pattern(words, language)


def _pattern(words: set[str], language: str) -> re.Pattern[str]:
    parts = []
    for word in sorted(words, key=lambda w: (-len(w), w)):
        body = re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
        body = body.replace(r"\ ", r"[\s\u00a0-]+")
        if word.isascii() or language not in _JOINED:
            front = r"(?<!\w)(?:[وفبلك]|ال|وال|بال|لل)?" if language == "ar" else r"(?<!\w)"
            body = rf"{front}{body}(?!\w)"
        parts.append(body)
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def strange_characters(text: str) -> Iterator[str]:
    """Control, direction and private characters; line breaks and the joiners scripts need are none."""
    for character in text:
        category = unicodedata.category(character)
        if character != "\n" and character not in _JOINERS and category in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            yield character


@cache
def _telling_words(language: str) -> frozenset[str]:
    """Function words that no other Latin-written language of ours shares."""
    others: set[str] = set()
    for other in languages().values():
        if other.script == "Latn" and other.base != language:
            others |= function_words(other.base)
    return frozenset(w for w in function_words(language) - others if len(w) > 1)


def other_language(text: str, language: str) -> str | None:
    """A Latin-written language that a text of another one is in by its small words; None if unsuspicious."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    own = sum(word in function_words(language) for word in words)
    for other in languages().values():
        if other.script != "Latn" or other.base == language:
            continue
        theirs = [word for word in words if word in _telling_words(other.base)]
        if len(theirs) >= 2 and len(theirs) > own:
            return other.base
    if len(words) >= 14 and own == 0:
        return "unknown"
    return None
