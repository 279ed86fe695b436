"""Which letters a language's text may hold: Chinese left in a German title is a fault."""

from __future__ import annotations

import re

HAN = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

_LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ"
_RANGES = {
    "Latin": _LATIN,
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Thai": "\u0e00-\u0e7f",
    "Cyrillic": "\u0400-\u04ff",
    "Kana": "\u3040-\u30ff\u31f0-\u31ff",
    "Han": "\u3005\u3400-\u4dbf\u4e00-\u9fff",
}

OWN_SCRIPTS = {
    "en": ("Latin",),
    "es": ("Latin",),
    "de": ("Latin",),
    "fr": ("Latin",),
    "it": ("Latin",),
    "pt": ("Latin",),
    "nl": ("Latin",),
    "pl": ("Latin",),
    "tr": ("Latin",),
    "id": ("Latin",),
    "vi": ("Latin",),
    "ru": ("Cyrillic",),
    "ar": ("Arabic",),
    "ko": ("Hangul",),
    "th": ("Thai",),
    "ja": ("Kana", "Han"),
    "zh": ("Han",),
}
"""Scripts a language's words are written in; Latin is allowed everywhere (USB, A4, brands)."""

_LETTER = re.compile(r"[^\W\d_]")


_JAPANESE_ENCODING = "cp932"
"""JIS X 0208 with the vendors' rows, what Japanese shop systems take: 6,700 Han characters and no more.
JIS X 0213 (euc_jis_2004) is too wide to tell: as rare forms it has 关, 开, 达, 种 and a hundred others
that our Chinese spellings are written with."""
_JOYO_OUTSIDE_IT = frozenset("\u5861\u525d\u9830\U00020b9f")
"""塡 剝 頰 𠮟: jōyō kanji (Cabinet notification of 2010-11-30) that JIS X 0208 has in another form only."""


def foreign_han(text: str, language: str) -> str:
    """The Chinese characters of ``text`` that the language's readers do not read, joined.

    >>> foreign_han("Kleid 连衣裙", "de"), foreign_han("纯棉ワンピース 綿", "ja")
    ('连衣裙', '纯')
    """
    base = language.split("-", 1)[0]
    if base == "zh":
        return ""
    return "".join(c for c in HAN.findall(text) if base != "ja" or not _is_japanese(c))


def _is_japanese(character: str) -> bool:
    if character in _JOYO_OUTSIDE_IT:
        return True
    try:
        character.encode(_JAPANESE_ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def foreign_letters(text: str, language: str) -> str:
    """The letters of ``text`` that the language's readers cannot be expected to read, joined.

    >>> foreign_letters("Kleid 连衣裙", "de")
    '连衣裙'
    """
    scripts = {*OWN_SCRIPTS[language.split("-", 1)[0]], "Latin"}
    allowed = re.compile(f"[{''.join(_RANGES[script] for script in sorted(scripts))}\u00b5\u2126]")
    return "".join(c for c in text if _LETTER.match(c) and not allowed.match(c))


def has_own_letters(text: str, language: str) -> bool:
    """Whether any letter of the language's own script is there."""
    own = "".join(_RANGES[script] for script in OWN_SCRIPTS[language.split("-", 1)[0]])
    return re.search(f"[{own}]", text) is not None
