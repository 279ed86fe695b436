"""The languages that can be written. A new one is a grammar module, one line here, and terms."""

from __future__ import annotations

from collections.abc import Mapping

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.phrasing.arabic import Arabic
from argosy_commerce.phrasing.chinese import Chinese
from argosy_commerce.phrasing.dutch import Dutch
from argosy_commerce.phrasing.english import English
from argosy_commerce.phrasing.french import French
from argosy_commerce.phrasing.german import German
from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.italian import Italian
from argosy_commerce.phrasing.japanese import Japanese
from argosy_commerce.phrasing.korean import Korean
from argosy_commerce.phrasing.polish import Polish
from argosy_commerce.phrasing.portuguese import Portuguese
from argosy_commerce.phrasing.russian import Russian
from argosy_commerce.phrasing.spanish import Spanish
from argosy_commerce.phrasing.thai import Thai
from argosy_commerce.phrasing.turkish import Turkish

GRAMMARS: Mapping[str, Grammar] = {
    grammar.language: grammar
    for grammar in (
        English(),
        Chinese(),
        Spanish(),
        French(),
        Italian(),
        Portuguese(),
        German(),
        Dutch(),
        Arabic(),
        Korean(),
        Thai(),
        Polish(),
        Turkish(),
        Russian(),
        Japanese(),
    )
}


def grammar_for(language: str) -> Grammar:
    """The grammar of a BCP 47 tag's language. Raises UnknownLanguage."""
    grammar = GRAMMARS.get(language.replace("_", "-").split("-", 1)[0].lower())
    if grammar is None:
        raise UnknownLanguage(f"no grammar writes {language[:32]!r}; there is one for {', '.join(GRAMMARS)}")
    return grammar
