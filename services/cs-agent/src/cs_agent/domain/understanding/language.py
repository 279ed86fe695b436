"""Which of the fifteen languages a message is written in: by the words of the example messages."""

from __future__ import annotations

from functools import cache

from argosy_commerce.language_finding import IN_LATIN, LanguageFinder
from argosy_commerce.languages import language_for, spoken_base
from cs_agent.domain.understanding.examples import written


def language_of(text: str, tag: str, conversation: str = "") -> str:
    """The base of a cleaned text's language; ``tag`` came with it, ``conversation`` is the last answer's."""
    return _finder().find(text, spoken_base(conversation) or spoken_base(tag))


def tag_of(base: str) -> str:
    """The tag to answer with: pt-BR for pt."""
    return language_for(base).tag


@cache
def _finder() -> LanguageFinder:
    return LanguageFinder({language: [row.text for row in written(language)] for language in IN_LATIN})
