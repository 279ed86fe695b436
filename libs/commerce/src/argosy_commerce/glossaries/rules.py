"""One rule of a glossary: what a merchant's word is called in a language, or that it stays as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.languages import Tag, language_for, languages, read_tag
from argosy_commerce.terms.model import CONCEPT_ID
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.scripts import foreign_han

ANY_LANGUAGE = "*"
MAX_RULES = 40_000
"""Of one glossary. A large brand has some thousands; our own term base, exported in one language, 21,000."""
MAX_FIELD = 200
"""Characters of one field, as of a term in the term base."""
FORMULA_STARTS = "=+-@＝＋－＠"
"""What spreadsheets take for the start of a formula, the full-width forms in East Asian versions."""

# https://owasp.org/www-community/attacks/CSV_Injection: a sign before a call (@SUM(, +HYPERLINK() or a
# DDE link (cmd|...). "-40 °C" and "+Size" are words.
_FORMULA = re.compile(r"[=＝]|[+\-@＋－＠]\s*[\w+\-*/.$:%]*[(|]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiner: letters of some scripts need them."""
_MARK_UP = re.compile(r"[<>{}]")

CategoryOf = Callable[[str], str | None]
"""What a category's column says -> its concept id, or None if there is none."""


class BadRule(ValueError):
    """A rule that cannot be used: ``what`` is wrong, and the ``remedy``."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Rule:
    """``source`` is said as ``target``, or kept exactly as written where ``target`` is None.

    ``language`` is a BCP 47 tag (es, pt-BR, es-MX) or ``*``; ``category`` a concept id of the term base
    for whose products (and those below it) alone the rule holds. Make one with :func:`checked_rule`.
    """

    source: str
    language: str
    target: str | None
    category: str | None = None
    note: str = ""

    @property
    def never_translate(self) -> bool:
        """Whether the source is kept as it is."""
        return self.target is None

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for two rules of which only one can hold: 連衣裙 and 连衣裙 are one source."""
        return folded_source(self.source), self.language, self.category or ""


def folded_source(source: str) -> str:
    """A source as texts are compared with it: width, case and traditional characters folded."""
    return fold(source).strip()


def checked_rule(
    source: str,
    language: str = "",
    target: str = "",
    *,
    never_translate: bool = False,
    category: str = "",
    note: str = "",
    category_of: CategoryOf | None = None,
) -> Rule:
    """A rule of what somebody wrote, each field stripped. An empty language means every language.

    Raises BadRule, saying what is wrong and what to do.
    """
    source, target, note = _field("source", source), _field("target", target), _field("note", note)
    tag = rule_language(language)
    if not source:
        raise BadRule("the source is empty", "write the Chinese word")
    if not any(character.isalnum() for character in folded_source(source)):
        raise BadRule(f"the source {source!r} has no letter or digit", "write the word to be found")
    if mark := _MARK_UP.search(source + target):
        raise BadRule(f"{mark.group()!r} is mark-up", "write plain words")
    if never_translate and target and target != source:
        raise BadRule("it has a target and says never translate", "leave one of them out")
    if not never_translate and not target:
        raise BadRule("it has no target", "write one, or say never translate")
    if not never_translate and foreign_han(target, tag):
        where = "the target for every language" if tag == ANY_LANGUAGE else f"the {tag} target"
        raise BadRule(
            f"{where} {target!r} has Chinese characters",
            "say never translate to keep the source as it is, or write the word of the language",
        )
    found = _category(category, category_of)
    return Rule(source, tag, None if never_translate else target, found, note)


def _field(name: str, text: str) -> str:
    text = text.strip()
    if len(text) > MAX_FIELD:
        raise BadRule(f"the {name} has {len(text)} characters", f"{MAX_FIELD} are read; shorten it")
    for character in text:
        if character not in _JOINERS and unicodedata.category(character) in _INVISIBLE:
            raise BadRule(
                f"the {name} has the control or invisible character U+{ord(character):04X}", "remove it"
            )
    if _FORMULA.match(text):
        raise BadRule(f"the {name} {text[:40]!r} is a spreadsheet formula", "write the word itself")
    return text


def rule_language(text: str) -> str:
    """The tag that a language's column means: a tag, a name in English, Chinese or itself, or ``*``.

    >>> rule_language("西班牙语"), rule_language("pt_br"), rule_language("所有")
    ('es', 'pt-BR', '*')

    Raises BadRule.
    """
    plain = text.strip()
    if plain.casefold() in _EVERY:
        return ANY_LANGUAGE
    known = language_names().get(plain.casefold())
    if known is not None:
        return known
    try:
        tag = read_tag(plain)
        spoken = language_for(plain)
    except UnknownLanguage:
        tags = ", ".join(tag for tag, found in languages().items() if not found.is_source)
        raise BadRule(f"{plain[:32]!r} is no language spoken here", f"write one of {tags}, or *") from None
    if spoken.is_source:
        raise BadRule(f"{plain[:32]!r} is what is read, nothing is written in it", "name a target language")
    if tag.region and tag.region not in Locale.parse("en").territories:
        raise BadRule(f"there is no region {tag.region} of {plain[:32]!r}", f"write {tag.language}")
    return str(Tag(tag.language, None, tag.region))


_EVERY = frozenset({"", ANY_LANGUAGE, "all", "any", "所有", "全部", "所有语言", "全部语言"})


@cache
def language_names() -> Mapping[str, str]:
    """Case-folded name of a target language in English, Chinese and itself -> its tag."""
    names: dict[str, str] = {}
    for language in languages().values():
        if not language.is_source:
            base = Locale.parse(language.base)
            said = {base.get_display_name(locale) for locale in ("en", "zh", language.base)}
            said |= {language.name, language.own_name, language.name_in("en"), language.name_in("zh")}
            names.update({name.casefold(): language.tag for name in said if name})
    return names


def _category(text: str, category_of: CategoryOf | None) -> str | None:
    text = text.strip()
    if not text:
        return None
    found = category_of(text) if category_of else text if CONCEPT_ID.match(text) else None
    if found is None:
        raise BadRule(
            f"{text[:64]!r} is no category",
            "`argosy terms find` shows the ids of those there are; leave it empty for all",
        )
    return found
