"""Lines of text as the reader found them, and what their characters say about them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from argosy_commerce.lettering_rules.prices import names_price
from image_studio.domain.geometry import Quad

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
# Units a number carries without becoming a word; upper and lower case alike.
_UNITS = (
    r"(?:mm|cm|m|km|mg|g|kg|ml|l|oz|lb|in|inch|ft|w|kw|v|a|ma|mah|wh|hz|khz|mhz|ghz|gb|mb|tb|"
    r"db|lm|pcs|pc|px|dpi|k|p|d|d/m2|gsm|ph|spf|pa|kpa|rpm|fps|mp|h|hr|min|s|°c|°f|℃|℉|°|%|\"|')"
)
_NUMBER_WORD = re.compile(
    rf"^[~≈≤≥<>±+\-]?[\d.,:/]+(?:\s*[-~–—×xX*+/]\s*[\d.,]+)*\s*{_UNITS}?\+?$", re.IGNORECASE
)
_SIZE_WORD = re.compile(r"^(?:\d{0,2}X{0,4}[SL]|M|XX?M|F|[A-Z]{1,4}(?:[-/][A-Z]{0,3})?\d[\w\-/.]*)$")

_MASKED_NAME = re.compile(r"\w{1,2}\*{2,}\w{0,2}")
_A_ROW = 3  # of one sign over and over


@dataclass(frozen=True)
class Line:
    """One line as the reader gave it: corners clockwise from the first letter's top."""

    quad: Quad
    text: str
    confidence: float


def cleaned(text: str) -> str:
    """A read line without control and formatting characters, its spaces single.

    Whoever draws a picture chooses what is read from it, so nothing invisible is passed on.
    """
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(kept.split())


def han_in(text: str) -> list[str]:
    """The Han characters of a text, in order."""
    return _HAN.findall(text)


def is_source(text: str) -> bool:
    """Chinese: Han characters, and not Japanese (の alone is a fashion among Chinese merchants).

    ★★女女女 is what a reader makes of five stars, and 小**鱼 a buyer's name, made unreadable on purpose.
    """
    unstarred = re.sub("[★☆⭐]", "", text)
    one_sign = len(set(unstarred)) <= 1 and (unstarred != text or len(text) >= _A_ROW)
    if one_sign or _MASKED_NAME.fullmatch(text):
        return False
    kana = re.findall(r"[\u3041-\u30fa\uff66-\uff9f]", text.replace("の", ""))
    return bool(_HAN.search(text)) and not kana


def is_number(text: str) -> bool:
    """Numbers, measures, sizes and model numbers: the same in every language."""
    words = unicodedata.normalize("NFKC", text).replace("·", " ").split()
    if not words or not any(c.isdigit() for c in text):
        return bool(words) and all(_SIZE_WORD.match(w) for w in words)
    glued = re.sub(r"\s*([-~–—×xX*+/])\s*", r"\1", " ".join(words)).split()
    return all(
        _NUMBER_WORD.match(w)
        or _SIZE_WORD.match(w)
        or re.fullmatch(_UNITS, w, re.IGNORECASE)
        or re.fullmatch(r"[¥￥$€£]\s*[\d.,]+", w)
        or not any(c.isalnum() for c in w)
        for w in glued
    )


def is_yuan_price(text: str) -> bool:
    """A price in yuan: it cannot simply be carried into another market."""
    return names_price(text)


def is_latin(text: str) -> bool:
    """Letters, and all of them Latin."""
    letters = [c for c in unicodedata.normalize("NFKC", text) if c.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(c, "") for c in letters)


def folded(text: str) -> str:
    """A text reduced to what makes two marks the same: letters and digits, without case."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
