"""Whether an answer may go out: each sentence held against its facts and against what the buyer told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from argosy_commerce.proofreading.figures import Figure, compact
from argosy_commerce.units import units
from cs_agent.domain.answer import Draft, Sentence, SentenceKind
from cs_agent.domain.checking.ground import Ground, both, ground_of, told_by
from cs_agent.domain.checking.private import links_in, private_in
from cs_agent.domain.checking.said import (
    Said,
    foreign_letters,
    is_currency,
    names_in,
    own_share,
    said_in,
    script_of_language,
)
from cs_agent.domain.checking.words import (
    base_of,
    denied,
    phrase_text,
    phrase_words,
    plain,
    promised,
    trade_words,
    words_of,
)
from cs_agent.domain.knowledge.told import instructs
from cs_agent.domain.understood import Understood

FAULTY: Final = "faulty_answer"
"""Why a person goes on where nothing of an answer may be said."""
_GROUNDED: Final[frozenset[SentenceKind]] = frozenset({"fact", "derived", "done"})
_BUYERS_TOO: Final[frozenset[SentenceKind]] = frozenset(
    {"derived", "asks", "unknown", "refusal", "manners", "handover"}
)
_PARTS: Final = re.compile(r"[:：,，;；、。/|\n]")
"""What parts a quotation that was put together of a row's name and its value."""
_OPEN: Final = re.compile(r"(?:[:：]|[:：]\s?[.。])\s*$|«\s*»|\(\s*\)")
_LONGEST: Final = 1_500
"""Characters of a sentence; none is so long."""
_SHORTEST: Final = 8
"""Letters from which a script tells a language."""


def faults(draft: Draft, understood: Understood) -> tuple[str, ...]:
    """What is wrong with a draft, by sentence (from 1); () where it may go out. Never raises.

    A fault names figures and words, never an e-mail, a telephone or a card.
    """
    found = [
        f"sentence {number}: {fault}"
        for number, sentence in enumerate(draft.sentences, 1)
        for fault in _faults(sentence, draft.language, understood)
    ]
    if len({one.text for one in draft.sentences}) < len(draft.sentences):
        found.append("a sentence is said twice")
    return tuple(found)


def checked(draft: Draft, understood: Understood) -> Draft:
    """The draft without its faulty sentences, each a doubt; where nothing is left, a person goes on."""
    kept: list[Sentence] = []
    doubts = list(draft.doubts)
    for number, sentence in enumerate(draft.sentences, 1):
        wrong = _faults(sentence, draft.language, understood)
        doubts += [f"sentence {number} left out: {fault}" for fault in wrong]
        if not wrong and all(sentence.text != one.text for one in kept):
            kept.append(sentence)
    says = [one for one in kept if one.kind != "manners"]
    lost = (
        len(kept) < len(draft.sentences)
        and not says
        and any(one.kind != "manners" for one in draft.sentences)
    )
    return replace(
        draft,
        sentences=tuple(kept),
        doubts=tuple(dict.fromkeys(doubts)),
        handoff=draft.handoff or (FAULTY if lost else ""),
    )


def _faults(sentence: Sentence, tag: str, understood: Understood) -> tuple[str, ...]:
    if len(sentence.text) > _LONGEST:
        return ("it is no sentence: too long",)
    ground = ground_of(sentence.facts, tag)
    may = both(ground, told_by(understood, tag)) if sentence.kind in _BUYERS_TOO else ground
    said = said_in(sentence.text, tag)
    return tuple(
        dict.fromkeys(
            (
                *_rests(sentence),
                *private_in(sentence.text),
                *_figures(sentence, said, may, tag),
                *_names(said, may, tag),
                *_script(sentence, said, may, tag),
                *_promises(sentence, tag),
            )
        )
    )


def _rests(sentence: Sentence) -> Iterator[str]:
    """On facts, and on none that speaks to an agent."""
    if sentence.kind in _GROUNDED and not sentence.facts:
        yield f"a sentence of kind {sentence.kind} has no facts"
    if sentence.kind == "derived" and not sentence.rule:
        yield "it follows by no named rule"
    told = (text for fact in sentence.facts for text in (fact.quote, *fact.words.values()))
    if instructs(sentence.text) or any(map(instructs, told)):
        yield "words that instruct an agent"
    if not sentence.text.strip():
        yield "it says nothing"
    if _OPEN.search(sentence.text):
        yield "nothing stands where something is to be named"


def _figures(sentence: Sentence, said: Said, may: Ground, tag: str) -> Iterator[str]:
    fixed = phrase_text(base_of(tag))
    for figure in said.figures:
        known = may.has(figure, converted=bool(sentence.rule)) or _is_word(figure, fixed)
        if not known and not (sentence.facts and _is_each(figure)):
            yield f"the figure {figure.text[:30]!r} stands in no fact of it"
    yield from (
        f"the day in {said.text[slice(*day.span)][:30]!r}" for day in said.days if not may.has_day(day)
    )
    yield from (f"the time {time}" for time in said.times - may.times)
    yield from (f"amounts in {code}" for code in sorted(said.currencies) if not may.has_currency(code))
    yield from (f"the number {code[:30]!r}" for code in sorted(said.codes) if not may.holds(code))


def _is_word(figure: Figure, fixed: str) -> bool:
    """A number word that the agent's own phrases have: one, both."""
    return not any(c.isnumeric() for c in figure.text) and plain(figure.text) in fixed


def _without(text: str, figures: Sequence[Figure]) -> str:
    """The text with its figures and their units blanked."""
    for figure in figures:
        text = f"{text[: figure.start]}{' ' * (figure.end - figure.start)}{text[figure.end :]}"
    return text


def _is_each(figure: Figure) -> bool:
    """One piece, one box: what the other figure is said of."""
    return figure.values == {1} and bool(figure.units) and not figure.units & units().keys()


def _names(said: Said, may: Ground, tag: str) -> Iterator[str]:
    known = phrase_words(base_of(tag)) | may.words
    rest = _without(said.rest, said.figures)
    strange = [
        name
        for name in names_in(rest, tag)
        if plain(name).strip("-&'") not in known and not may.holds(name) and not is_currency(name)
    ]
    trade = trade_words(said.text, base_of(tag)) if strange else frozenset()
    for name in strange:
        if not words_of(name) <= trade:
            yield f"the name {name[:30]!r} stands in no fact of it"
    fixed = compact(phrase_text(base_of(tag)))
    for quote in said.quotes:
        parts = [part for part in _PARTS.split(quote[1:-1]) if compact(part)]
        if not all(may.holds(part) or compact(part) in fixed for part in parts):
            yield f"a quotation that stands in no fact of it: {quote[:30]!r}"
    for link in links_in(said.text):
        if not may.holds(link):
            yield "the address of a page that no fact names"


def _script(sentence: Sentence, said: Said, may: Ground, tag: str) -> Iterator[str]:
    if strange := foreign_letters(sentence.text, tag):
        yield f"letters of another script: {strange}"
    own, letters = own_share(_without(said.rest, said.figures), tag)
    if script_of_language(base_of(tag)) != "Latn":
        names = sum(len(name) for name in names_in(sentence.text, tag) if may.holds(name))
        if letters - names >= _SHORTEST and own * 2 < letters - names:
            yield "it is not written in the language's script"


def _promises(sentence: Sentence, tag: str) -> Iterator[str]:
    if sentence.facts or denied(sentence.text, base_of(tag)):
        return
    if word := promised(sentence.text, base_of(tag)):
        yield f"it promises without a fact: {word[:30]!r}"
