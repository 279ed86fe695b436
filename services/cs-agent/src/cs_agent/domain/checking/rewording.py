"""Whether a re-worded answer says what the answer said: the same figures, days, names, as much denied."""

from __future__ import annotations

from collections.abc import Iterator

from argosy_commerce.proofreading.figures import Figure, agrees, compact
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft, Sentence
from cs_agent.domain.checking.said import QUOTED, Said, is_currency, names_in, said_in
from cs_agent.domain.checking.words import base_of, claimed, denied, phrase_words, plain
from cs_agent.domain.retrieval.indexed import concepts_of
from cs_agent.domain.understanding.language import language_of
from cs_agent.domain.understanding.spelling import cleaned

_LONGER = 2
"""A re-worded sentence is at most so many times as long, and a line's length more."""
_LINE = 60
_CLAIMING = ("feature.", "material.", "certificate.", "part.", "color.", "audience.")
"""Kinds of concepts that say something of a product; other words are anybody's."""
_QUESTION = ("?", "？", "؟")


def kept(draft: Draft, reworded: Draft, base: TermBase | None = None) -> tuple[str, ...]:
    """What a re-worded draft changed, by sentence (from 1); () where nothing. It is asked of `faults` too.

    It has the same sentences in their order: each may be worded otherwise, none is joined, left out or added.
    ``base``: with it, no material, feature or other thing may come in that the sentence did not name.
    """
    if (draft.language, draft.handoff) != (reworded.language, reworded.handoff):
        return ("another language, or another who goes on",)
    if [_basis(one) for one in draft.sentences] != [_basis(one) for one in reworded.sentences]:
        return ("other sentences than the draft has, or other facts",)
    return tuple(
        f"sentence {number}: {fault}"
        for number, (old, new) in enumerate(zip(draft.sentences, reworded.sentences, strict=True), 1)
        for fault in (_changed(old, new.text, draft.language, base) if old.text != new.text else ())
    )


def _basis(sentence: Sentence) -> tuple[object, ...]:
    return sentence.kind, sentence.rule, tuple(fact.place for fact in sentence.facts)


def _changed(sentence: Sentence, new: str, tag: str, base: TermBase | None) -> Iterator[str]:
    old, language = sentence.text, base_of(tag)
    was, now = said_in(old, tag), said_in(new, tag)
    lost = [one.text for one in was.figures if not _among(one, now.figures)]
    added = [one.text for one in now.figures if not _among(one, was.figures)]
    if lost or added or len(was.figures) != len(now.figures):
        yield f"other figures: {', '.join((*lost, *added))[:60]}"
    if _days(was) != _days(now) or was.times != now.times or was.currencies != now.currencies:
        yield "other days, times or currencies"
    if was.codes != now.codes or sorted(map(compact, was.quotes)) != sorted(map(compact, now.quotes)):
        yield "other numbers of orders, or other quotations"
    known = phrase_words(language)
    mine, theirs = (
        {plain(one) for one in names_in(text, tag) if not is_currency(one)} for text in (old, new)
    )
    folded = plain(old)
    if strange := [one for one in theirs - mine - known if one not in folded] + [
        one for one in mine - known if one not in plain(new)
    ]:
        yield f"other names: {', '.join(sorted(strange))[:60]}"
    if denied(old, language).total() != denied(new, language).total():
        yield "it denies more or less than it did"
    if _asks(old) != _asks(new):
        yield "a question became none, or the other way round"
    if brought := claimed(new, language) - claimed(old, language):
        yield f"it claims more: {', '.join(sorted(brought))[:60]}"
    if base is not None and (things := list(_things(old, new, sentence, Naming.of(base, language)))):
        yield f"it names what it did not: {', '.join(things)[:60]}"
    if language_of(cleaned(QUOTED.sub(" ", new)), "", tag) != language:
        yield "it is written in another language"
    if len(new) > _LONGER * len(old) + _LINE:
        yield "it is much longer"


def _things(old: str, new: str, sentence: Sentence, naming: Naming) -> Iterator[str]:
    """Concepts' names that neither the sentence nor its facts know."""
    known = set(naming.concepts(old)) | {fact.concept for fact in sentence.facts}
    known |= {concept for fact in sentence.facts for concept in concepts_of(fact.items)}
    for named in naming.find(new):
        if not named.concepts & known and any(one.startswith(_CLAIMING) for one in named.concepts):
            yield named.text


def _among(figure: Figure, others: tuple[Figure, ...]) -> bool:
    """With the same unit: a rewording converts nothing."""
    return any(
        agrees(figure, other) and (figure.units == other.units or not (figure.values and other.values))
        for other in others
    )


def _days(said: Said) -> list[tuple[int, int, int]]:
    return sorted((day.year, day.month, day.day) for day in said.days)


def _asks(text: str) -> bool:
    return any(mark in text for mark in _QUESTION)
