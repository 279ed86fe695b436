"""What the words of a message name and ask, read by themselves."""

from __future__ import annotations

from typing import Final

from argosy_commerce.folding import folded
from cs_agent.domain.retrieval.analysis import TOGETHER
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.misspelt import nearly_named
from cs_agent.domain.understanding.slot_words import joining_words, slot_patterns
from cs_agent.domain.understood import Understood

OF_OPTIONS: Final = ("colour.", "size.", "pattern.")
"""How the concepts begin that tell variants apart."""
_METALS: Final = frozenset({"silver", "gold", "copper", "bronze"})
"""Materials that buyers name as colours."""
_MADE_OF: Final = frozenset({"composition"})
_SOME_WORDS: Final = 2
_AND_THE: Final = "وال"
"""Arabic writes "and" onto the word; before an article it is no letter of the word's own."""


def named_in(read: Understood) -> frozenset[str]:
    """Matters that a message names."""
    about = matters().named(read.text, read.language) or nearly_named(read.text, read.language)
    about = about.union(*(matters().by_concept.get(one, frozenset()) for one in read.concepts))
    return about | _MADE_OF if _materials(read) else about


def _materials(read: Understood) -> set[str]:
    """Materials that are named, without those that are colours too: in silver, in walnut."""
    named = {one.partition(".")[::2] for one in read.concepts}
    colours = {of for kind, of in named if kind == "colour"} - {"steel"} | _METALS  # steel is a metal first
    return {of for kind, of in named if kind == "material" and not of.endswith((*colours,))}


def names_option(read: Understood) -> bool:
    """Whether a variant is named, or what may tell one from another."""
    return bool(read.skus) or any(one.startswith(OF_OPTIONS) for one in read.concepts)


def begins_with_and(read: Understood) -> bool:
    """Whether a message begins with a word that joins it to the one before."""
    language = read.language.partition("-")[0]
    line = folded(read.text, language)
    if language in TOGETHER:
        return line.startswith(joining_words(language))
    if language == "ar" and line.startswith(_AND_THE):
        return True
    return any(one in joining_words(language) for one in line.split(maxsplit=1)[:1])


def asks_so(read: Understood) -> bool:
    """Whether a word of it, and no mere question mark, asks for a yes or no."""
    language = read.language.partition("-")[0]
    return slot_patterns(language).whether.search(folded(read.text, language)) is not None


def asks_what(read: Understood) -> bool:
    """Whether a word of it asks what or how much, and others say of what: "how many grams at a time"."""
    language = read.language.partition("-")[0]
    if language in TOGETHER or len(read.text.split()) < _SOME_WORDS:
        return False
    return slot_patterns(language).open.search(folded(read.text, language)) is not None
