"""What a translator makes of the shop's own words where a sentence could only quote them, and when it counts.

The shop's words stay in the sentence: a buyer, or somebody whom he asks, can see what was translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from argosy_commerce.proofreading.figures import Figure, agrees, read_figures
from cs_agent.domain.answer import Draft, Sentence
from cs_agent.domain.answering.phrases import phrase
from cs_agent.domain.answering.saying import IN_PART
from cs_agent.domain.answering.saying import QUOTED as RULE
from cs_agent.domain.checking import faults
from cs_agent.domain.checking.said import QUOTED
from cs_agent.domain.checking.words import base_of, denied
from cs_agent.domain.understood import Understood

MOST: Final = 5
_LONGER: Final = 6
_LINE: Final = 80


@dataclass(frozen=True, slots=True)
class Quoted:
    """The place of a sentence that quotes, the words quoted, and their language (``zh``)."""

    place: int
    words: str
    language: str


def quoted(draft: Draft) -> tuple[Quoted, ...]:
    """The sentences that quote a fact of the shop in another language, at most five."""
    found = []
    for place, sentence in enumerate(draft.sentences):
        rule, _, language = sentence.rule.removeprefix(f"{IN_PART}:").partition(":")
        words = _quotation(sentence)
        if rule == RULE and language and words:
            found.append(Quoted(place, words, language))
    return tuple(found[:MOST])


def _quotation(sentence: Sentence) -> str:
    """What a sentence quotes; of a row that is said in part the whole row. "" where it quotes otherwise."""
    if sentence.rule.startswith(f"{IN_PART}:"):
        row = sentence.facts[0]
        return f"{row.ref.partition('#')[0]}：{row.quote}"
    quotes = [one[0][1:-1].strip() for one in QUOTED.finditer(sentence.text)]
    return quotes[0] if len(quotes) == 1 else ""


def translated(draft: Draft, given: Sequence[tuple[Quoted, str]], understood: Understood) -> Draft:
    """The draft with those translations that say the same figures and deny as much, and pass the checks.

    Args:
        given: what was quoted with its whole translation; one that leaves anything over is not among them.
    """
    sentences = list(draft.sentences)
    for one, text in given:
        old = sentences[one.place]
        if new := _sentence(old, one, " ".join(text.split()), draft.language, understood):
            sentences[one.place] = new
    return replace(draft, sentences=tuple(sentences))


def _sentence(old: Sentence, one: Quoted, text: str, tag: str, understood: Understood) -> Sentence | None:
    if not text or len(text) > _LONGER * len(one.words) + _LINE or QUOTED.search(text):
        return None
    if not _same_figures(read_figures(one.words, one.language), read_figures(text, tag)):
        return None
    if bool(denied(one.words, one.language).total()) != bool(denied(text, base_of(tag)).total()):
        return None
    said = phrase("knowledge", "translated", tag, words=one.words, translation=text)
    new = replace(old, text=said, rule=f"translated:{one.language}")
    return None if faults(Draft(tag, (new,)), understood) else new


def _same_figures(old: Sequence[Figure], new: Sequence[Figure]) -> bool:
    """As many, and each among the others."""
    return len(old) == len(new) and all(any(agrees(a, b) for b in new) for a in old)
