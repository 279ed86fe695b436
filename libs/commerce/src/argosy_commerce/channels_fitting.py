"""Fits titles, bullets, descriptions and keywords into a channel's rules, and says what it changed.

Pure functions. Nothing is cut inside a word where the script has spaces, never inside a grapheme
(Thai vowel signs, Arabic marks, emoji sequences, decomposed Hangul), and a cut title does not end in
a preposition.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from argosy_commerce.channels import Channel, Counted, ListLimit, function_words, promotion_words

_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}--[0-9#*©®™]]", flags=regex.V1)
_WORD = regex.compile(r"[\p{L}\p{Nl}\p{No}][\p{L}\p{M}\p{Nl}\p{No}]+(?:[-'’][\p{L}\p{M}\p{Nl}\p{No}]+)*")
"""Vowel and tone marks belong to their word: สำหรับ is one. A run of words without spaces is one, too."""
_SPACES = re.compile(r"\s+")
_BREAK = re.compile(r"(?<=[\s/,;:|–—·،؛、。])")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？؟])\s+|(?<=[。！？])(?=\S)|\n+")
_DANGLING = " \t,;:|/–—-·+&،؛、("
_LONGEST_INPUT = 100_000


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that keeps the rules, and what had to be done for it, for the merchant to see."""

    text: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule of the channel that a text breaks."""

    part: str
    rule: str
    detail: str


def length(text: str, counted: Counted) -> int:
    """Length as the channel counts it; of the NFC form, which is what is sent."""
    text = unicodedata.normalize("NFC", text)
    if counted == "bytes":
        return len(text.encode("utf-8"))
    if counted == "letters":
        return sum(1 for _ in _GRAPHEME.finditer(text))
    return len(text)


def cut(text: str, most: int, counted: Counted, language: str) -> str:
    """The longest beginning that fits, ending after a whole word.

    Trailing separators and function words go too. Only a text whose first word alone is too long
    is cut inside it, between graphemes.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if length(text, counted) <= most:
        return text
    kept, used = "", 0
    for piece in _BREAK.split(text):
        used += length(piece, counted)
        if used - (length(piece, counted) - length(piece.rstrip(), counted)) > most:
            break
        kept += piece
    kept = _without_dangling(kept, language)
    if kept:
        return kept
    used = 0
    for grapheme in _GRAPHEME.findall(text):
        used += length(grapheme, counted)
        if used > most:
            break
        kept += grapheme
    return kept.rstrip(_DANGLING)


def _without_dangling(text: str, language: str) -> str:
    idle = function_words(language)
    while True:
        text = text.rstrip(_DANGLING)
        if text.count("(") > text.count(")"):
            text = text[: text.rindex("(")]
            continue
        head, _, last = text.rpartition(" ")
        if last.casefold() not in idle:
            return text
        text = head


def fit_title(text: str, rules: Channel, language: str) -> Fitted:
    """Make a title keep the channel's rules: characters, emoji, promotion, repeats, length."""
    changes: list[str] = []
    title = cleaned(text)
    title = _step(title, _without_characters(title, rules), "forbidden characters", changes)
    if not rules.emoji:
        title = _step(title, _tidy(_EMOJI.sub(" ", title)), "emoji", changes)
    if not rules.promotion:
        title = _step(title, without_promotion(title, language), "promotion", changes)
    if rules.word_repeats is not None:
        repeated = _without_repeats(title, rules.word_repeats, language)
        title = _step(title, repeated, "repeated words", changes)
    shorter = cut(title, rules.title.most, rules.title.counted, language)
    title = _step(title, shorter, f"cut to {rules.title.most} {rules.title.counted}", changes)
    return Fitted(title, tuple(changes))


def fit_parts(parts: Sequence[str], rules: Channel, language: str, separator: str = " ") -> Fitted:
    """Join title parts, the most important first, leaving out those that no longer fit.

    Better than cutting where a language has no spaces (Thai): each part stays whole.
    """
    limit, kept, left = rules.title, "", []
    for part in parts:
        longer = f"{kept}{separator}{part}" if kept else part
        if length(longer, limit.counted) <= limit.most or not kept:
            kept = longer
        else:
            left.append(part)
    fitted = fit_title(kept, rules, language)
    return Fitted(fitted.text, (*fitted.changes, *(f"left out: {part}" for part in left)))


def fit_bullets(bullets: Sequence[str], rules: Channel, language: str) -> tuple[str, ...]:
    """As many bullets as the channel takes, each within its length; none if it has none."""
    limit = rules.bullets
    if limit is None:
        return ()
    fitted = []
    for bullet in bullets:
        text = cleaned(bullet)
        if not rules.promotion:
            text = without_promotion(text, language)
        if text := cut(text, limit.most, limit.counted, language):
            fitted.append(text)
    return tuple(dict.fromkeys(fitted))[: limit.count]


def fit_description(text: str, rules: Channel, language: str) -> str:
    """Whole sentences as far as they fit; the first one is cut if it alone is too long."""
    limit = rules.description
    text = "\n".join(filter(None, (cleaned(line) for line in text[:_LONGEST_INPUT].splitlines())))
    if length(text, limit.counted) <= limit.most:
        return text
    kept = ""
    for ending in _SENTENCE_END.finditer(text):
        if length(text[: ending.start()], limit.counted) > limit.most:
            break
        kept = text[: ending.start()]
    return kept or cut(text, limit.most, limit.counted, language)


def fit_keywords(words: Sequence[str], rules: Channel) -> tuple[str, ...]:
    """Keywords in their order without doubles, each and all together within the limits.

    Amazon counts the joined bytes ("fewer than 250"), Etsy the tags and each tag's characters.
    """
    limit: ListLimit | None = rules.keywords
    if limit is None:
        return ()
    kept: list[str] = []
    seen: set[str] = set()
    total = 0
    for word in words:
        plain = cleaned(word)
        size = length(plain, limit.counted)
        added = size + (length(limit.separator, limit.counted) if kept else 0)
        too_many = limit.count is not None and len(kept) >= limit.count
        too_long = limit.total is not None and total + added > limit.total
        if not plain or plain.casefold() in seen or size > limit.most or too_long or too_many:
            continue
        kept.append(plain)
        seen.add(plain.casefold())
        total += added
    return tuple(kept)


def breaches(title: str, rules: Channel, language: str) -> tuple[Breach, ...]:
    """Every rule of the channel that a title breaks; empty when it may be published."""
    found: list[Breach] = []
    size = length(title, rules.title.counted)
    if not rules.title.least <= size <= rules.title.most:
        bounds = f"{rules.title.least}-{rules.title.most} {rules.title.counted}"
        found.append(Breach("title", "length", f"{size}, allowed {bounds}"))
    bad = sorted(set(title) & set(rules.forbidden))
    if bad:
        found.append(Breach("title", "characters", " ".join(bad)))
    if not rules.emoji and _EMOJI.search(title):
        found.append(Breach("title", "emoji", "".join(_EMOJI.findall(title))))
    if not rules.promotion and (words := find_promotion(title, language)):
        found.append(Breach("title", "promotion", ", ".join(words)))
    if rules.word_repeats is not None:
        counts = Counter(word.casefold() for word in _words_of(title, language))
        often = sorted(word for word, count in counts.items() if count > rules.word_repeats)
        if often:
            found.append(Breach("title", "repeats", ", ".join(often)))
    return tuple(found)


@cache
def _promotion_pattern(language: str) -> re.Pattern[str] | None:
    words = [re.escape(word).replace(r"\{n\}", r"\d+") for word in promotion_words(language)]
    if not words:
        return None
    # Thai, Japanese and Korean join words (and particles) without spaces.
    joined = language.split("-", maxsplit=1)[0] in {"th", "ja", "ko"}
    body = "|".join(words)
    return re.compile(body if joined else rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def find_emoji(text: str) -> tuple[str, ...]:
    """Emoji of a text; ©, ®, ™, digits and signs are none."""
    return tuple(_EMOJI.findall(text))


def find_promotion(text: str, language: str) -> tuple[str, ...]:
    """Promotion wording in a text of the language, as it stands there."""
    pattern = _promotion_pattern(language)
    return tuple(match[0] for match in pattern.finditer(text)) if pattern else ()


def without_promotion(text: str, language: str) -> str:
    """The text without its promotion wording."""
    pattern = _promotion_pattern(language)
    return _tidy(pattern.sub(" ", text)) if pattern and pattern.search(text) else text


def _words_of(text: str, language: str) -> list[str]:
    idle = function_words(language)
    words: list[str] = _WORD.findall(text)
    return [word for word in words if word.casefold() not in idle]


def _without_repeats(text: str, most: int, language: str) -> str:
    """Leave out a word from its (most + 1)th time on; numbers and function words may repeat."""
    counts: Counter[str] = Counter()
    kept = []
    for token in text.split(" "):
        words = [word.casefold() for word in _words_of(token, language)]
        if words and all(counts[word] >= most for word in words):
            continue
        counts.update(words)
        kept.append(token)
    return _tidy(" ".join(kept))


def _without_characters(text: str, rules: Channel) -> str:
    for character in rules.forbidden:
        text = text.replace(character, " ")
    for character in rules.once:
        first = text.find(character) + 1
        text = text[:first] + text[first:].replace(character, " ")
    # "Decorative usage is not allowed": kept only beside a digit ("Style #4301", "<10 lb").
    for character in rules.decoration:
        sign = re.escape(character)
        text = re.sub(rf"(?<!\d){sign}(?!\d)", " ", text)
    return _tidy(text)


def cleaned(text: str) -> str:
    """NFC, no control or format characters but the joiners scripts need, single spaces."""
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", text[:_LONGEST_INPUT])
        if character.isspace()
        or character in "\u200c\u200d"
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return _SPACES.sub(" ", kept).strip()


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text)
    text = re.sub(r"\s+([,;:،؛])", r"\1", text)
    text = re.sub(r"([,;|،؛])(?:\s*[,;|،؛])+", r"\1", text)
    text = re.sub(r"\(\s*\)|\[\s*\]", "", text)
    return text.strip(" ,;:|/–—·،؛-")


def _step(before: str, after: str, name: str, changes: list[str]) -> str:
    if after != before:
        changes.append(name)
    return after
