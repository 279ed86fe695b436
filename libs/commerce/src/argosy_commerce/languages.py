"""Languages by BCP 47 tag: read, normalised by CLDR, and matched to the fifteen the project speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.terms.strict_yaml import document

# RFC 5646 language, extlang, script, region, variants, extensions, private use; ours are short.
_TAG: Final = re.compile(
    r"(?P<language>[A-Za-z]{2,3})"
    r"(?:-(?P<script>[A-Za-z]{4}))?"
    r"(?:-(?P<region>[A-Za-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-[A-Za-z0-9]{1,8}){0,8})"
)
_LONGEST: Final = 64
_WRITTEN_RIGHT_TO_LEFT: Final = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"})

_WRITINGS: Final = (
    (0x41, 0x250, "latin"), (0x400, 0x530, "ru"), (0x600, 0x780, "ar"), (0xFB50, 0xFE00, "ar"),
    (0xE00, 0xE80, "th"), (0x3040, 0x3100, "ja"), (0xAC00, 0xD7B0, "ko"), (0x1100, 0x1200, "ko"),
    (0x3130, 0x3190, "ko"), (0x3400, 0xA000, "han"),
)  # fmt: skip
"""Characters from, to before, and the only one of the fifteen that is written so; else what several are."""

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A BCP 47 tag in its parts, in the usual case; deprecated codes replaced (iw -> he)."""

    language: str
    script: str | None = None
    region: str | None = None

    def __str__(self) -> str:
        return "-".join(part for part in (self.language, self.script, self.region) if part)

    @property
    def full_script(self) -> str:
        """The script, from CLDR's likely subtags where the tag has none: zh-TW is Hant."""
        if self.script:
            return self.script
        likely = get_global("likely_subtags")
        keys = [f"{self.language}_{self.region}", self.language] if self.region else [self.language]
        for key in keys:
            found = likely.get(key)
            if found and len(found.split("_")) > 1:
                return str(found.split("_")[1])
        return "Latn"

    @property
    def direction(self) -> Direction:
        """'rtl' for Arabic and Hebrew script, else 'ltr'."""
        return "rtl" if self.full_script in _WRITTEN_RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Language:
    """One of the project's languages, as in data/languages.yaml."""

    tag: str
    name: str
    script: str
    direction: Direction
    is_source: bool
    variant: str | None

    @property
    def base(self) -> str:
        """Without script and region: what term data is filed under (pt-BR -> pt)."""
        return self.tag.split("-", 1)[0]

    def name_in(self, locale: str) -> str:
        """Its name in another language, by CLDR: 'Spanisch' in 'de'."""
        said = Locale.parse(self.tag, sep="-").get_display_name(locale.replace("-", "_"))
        return said or self.name

    @property
    def own_name(self) -> str:
        """Its name in itself: 'español', '한국어'."""
        return self.name_in(self.tag)


@cache
def read_tag(text: str) -> Tag:
    """Read a BCP 47 tag (or the '_' form of one) and normalise it.

    Variants, extensions and private use are dropped. Raises UnknownLanguage for what is no
    well-formed tag or whose language CLDR does not know.
    """
    plain = text.strip().replace("_", "-")
    match = _TAG.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None:
        raise UnknownLanguage(f"{text[:32]!r} is no BCP 47 tag; write one like 'es' or 'pt-BR'")
    aliases = get_global("language_aliases")
    language = match["language"].lower()
    language = str(aliases.get(language, language)).split("_")[0]
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError) as error:
        raise UnknownLanguage(f"{text[:32]!r}: CLDR knows no language {language!r}") from error
    script, region = match["script"], match["region"]
    return Tag(
        language=language,
        script=script.title() if script else None,
        region=region.upper() if region else None,
    )


@cache
def languages() -> dict[str, Language]:
    """The fifteen, by tag, the source first."""
    text = files("argosy_commerce").joinpath("data/languages.yaml").read_text(encoding="utf-8")
    return {
        tag: Language(
            tag=tag,
            name=row["name"],
            script=row["script"],
            direction=read_tag(tag).direction,
            is_source=row.get("source", False),
            variant=row.get("variant"),
        )
        for tag, row in document(text).items()
    }


@cache
def language_for(text: str) -> Language:
    """The project's language that serves a tag: 'es-MX' -> es, 'pt' -> pt-BR, 'zh-TW' -> zh-CN.

    Traditional Chinese is read as Chinese; nothing is written in it. Raises UnknownLanguage.
    """
    tag = read_tag(text)
    for language in languages().values():
        if language.base == tag.language:
            return language
    known = ", ".join(languages())
    raise UnknownLanguage(f"{text!r} is none of the languages spoken here ({known})")


def targets() -> tuple[Language, ...]:
    """The languages that are written for buyers."""
    return tuple(language for language in languages().values() if not language.is_source)


def spoken_base(text: str) -> str:
    """The base of a tag if it is one of the fifteen ('es-MX' -> es), else ""; raises nothing."""
    try:
        return language_for(text).base if text else ""
    except UnknownLanguage:
        return ""


def writing_of(character: str) -> str:
    """What a letter tells of its language: one of ru, ar, th, ja (kana), ko; han or latin; else other."""
    code = ord(character)
    return next((writing for first, last, writing in _WRITINGS if first <= code < last), "other")
