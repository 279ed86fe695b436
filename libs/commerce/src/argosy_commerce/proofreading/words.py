"""Words of a text as its language parts and bends them: where a term stands, in whichever of its forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

Span = tuple[int, int]

ENDING = 3
"""Letters by which a word's form may differ from the term asked for (negro, negras)."""
SCRIPT_NAMES = {
    "Arab": {"ARABIC"}, "Cyrl": {"CYRILLIC"}, "Deva": {"DEVANAGARI"}, "Grek": {"GREEK"}, "Hans": {"CJK"},
    "Hant": {"CJK"}, "Hebr": {"HEBREW"}, "Jpan": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    "Kore": {"HANGUL", "CJK"}, "Latn": {"LATIN"}, "Thai": {"THAI"},
}  # fmt: skip
"""Unicode's names of the scripts that a language's script (ISO 15924) is made of."""
_ARABIC_CLITICS = re.compile(r"^[وف]?[بكل]?(?:ال|لل)?")


def occurrences(text: str, word: str, *, is_part: bool = False) -> Iterator[Span]:
    """Where `word` stands in `text` as a word of its own (in scripts that part words)."""
    # Compiling thousands of a glossary's words would take longer than looking for them.
    if not word or word not in text:
        return
    for found in re.finditer(re.escape(word), text):
        start, end = found.span()
        if is_part or not (_joins(text, start) or _joins(text, end)):
            yield start, end


def says(text: str, term: str) -> bool:
    """Whether `text` holds `term`: its words in a row, each in one of its forms."""
    text, term = (unicodedata.normalize("NFC", s).casefold() for s in (text, term))
    if any(occurrences(text, term)):
        return True
    words, asked = _words(text), _words(term)
    if not asked or any(not _parts_words(word) for word in asked):
        return False
    return any(
        all(_same_word(w, a) for w, a in zip(words[i : i + len(asked)], asked, strict=True))
        for i in range(len(words) - len(asked) + 1)
    )


def scripts_of(text: str) -> list[str]:
    """The script of each letter, as Unicode's character names begin: LATIN, CJK, HANGUL."""
    return [script_of(c) for c in text if c.isalpha()]


def script_of(letter: str) -> str:
    """The script of one letter."""
    name = unicodedata.name(letter, "")
    # MICRO SIGN, MASCULINE ORDINAL and the like stand in Latin text.
    return "LATIN" if ord(letter) < 0x250 else name.split(" ")[0]


def _joins(text: str, at: int) -> bool:
    """Whether the characters around `at` belong to one word."""
    if at in {0, len(text)}:
        return False
    before, after = text[at - 1], text[at]
    return all(c.isalnum() and _parts_words(c) for c in (before, after))


def _parts_words(text: str) -> bool:
    """Whether the script puts spaces between words (not Chinese, Japanese, Thai; nor Korean particles)."""
    return not any(
        script_of(c) in {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI"} for c in text if c.isalpha()
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _same_word(word: str, asked: str) -> bool:
    if script_of(asked[0]) == "ARABIC":
        word, asked = (_ARABIC_CLITICS.sub("", w) or w for w in (word, asked))
    if word == asked:
        return True
    shared = next((i for i, (a, b) in enumerate(zip(word, asked, strict=False)) if a != b), None)
    common = min(len(word), len(asked)) if shared is None else shared
    return common >= 3 and len(asked) - common < ENDING and len(word) - common <= ENDING
