"""Whether a listing's words may stand for a row: they say as much as it does, and no less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from argosy_commerce.proofreading.figures import Figure, agrees, read_figures
from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft, Sentence
from cs_agent.domain.checking import faults
from cs_agent.domain.checking.said import QUOTED
from cs_agent.domain.checking.words import base_of, claimed, denied
from cs_agent.domain.fact import Fact
from cs_agent.domain.understood import Understood

_LONGER: Final = 6
_LINE: Final = 80


def says_as_much(fact: Fact, told: Sentence, tag: str, base: TermBase) -> bool:
    """Whether a sentence of a listing's words has the fact's figures, denies what it denies, and passes.

    It praises and promises nothing where the fact does not. ``told``: the sentence, resting on the fact and
    on the published words.
    """
    language = next(iter(fact.words), "")
    words = f"{fact.ref.partition('#')[0]} {fact.quote}" if fact.kind != "description" else fact.quote
    if len(told.text) > _LONGER * len(words) + _LINE or QUOTED.search(told.text):
        return False
    if not _same_figures(read_figures(words, language), read_figures(told.text, tag)):
        return False
    if claimed(told.text, base_of(tag)) and not claimed(words, language):
        return False
    if bool(denied(told.text, base_of(tag))) not in _denials(words, language, base):
        return False
    return not faults(Draft(tag, (told,)), Understood("", tag, ()))


def _denials(words: str, language: str, base: TermBase) -> set[bool]:
    """Whether words deny; both where a known word does it by itself: 不锈钢 is said without a "not"."""
    rest = words
    if language == "zh":
        for match in base.read(words).items:
            if isinstance(match, ConceptMatch):
                rest = rest.replace(match.source, " ")
    return {bool(denied(words, language)), bool(denied(rest, language))}


def _same_figures(old: Sequence[Figure], new: Sequence[Figure]) -> bool:
    """Each among the others: a listing may give centimetres and inches."""
    return all(any(agrees(one, other) for other in new) for one in old) and all(
        any(agrees(one, other) for other in old) for one in new
    )
