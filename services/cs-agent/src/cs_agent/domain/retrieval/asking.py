"""A question as it is looked for: its concepts, matters, words, codes, and what its intents want."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.terms import TermBase
from cs_agent.domain.conversation import Focus
from cs_agent.domain.retrieval.analysis import TOGETHER, codes_of, names_of, words_of
from cs_agent.domain.retrieval.intents import Wanted, wanted
from cs_agent.domain.retrieval.matters import Matters, without_colours
from cs_agent.domain.retrieval.misspelt import nearly_named
from cs_agent.domain.retrieval.naming import concepts_meant
from cs_agent.domain.retrieval.vocabulary import vocabulary
from cs_agent.domain.understood import Intent, Understood

_MOST_NAMES = 40
_LITERAL = re.compile(r"[a-z0-9+.]*[a-z0-9+]")


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question is found by. ``names``: sets of concepts, each what one word of it may mean."""

    language: str
    intents: tuple[tuple[Intent, Wanted, float], ...]
    names: tuple[frozenset[str], ...]
    matters: frozenset[str]
    words: Counter[str]
    codes: frozenset[str]
    literals: frozenset[str]
    """Words in Latin letters and figures, as sizes and models are named."""
    figures: frozenset[str]
    country: str
    skus: frozenset[str]
    sku: str
    product: str
    meanings: tuple[frozenset[str], ...] = ()
    """Of each everyday word, what it may mean."""
    signs: tuple[tuple[frozenset[str], ...], ...] = ()
    """Of each, the Chinese words for it as the signs they are written with."""


def asking(understood: Understood, focus: Focus, base: TermBase, matters: Matters) -> Asking | None:
    """What to look for; None where no intent of the message is answered by a fact."""
    intents = []
    for read in understood.intents:
        want = wanted(read.intent)
        if want is not None:
            intents.append((read.intent, want, read.confidence))
    if not intents:
        return None
    text, language = understood.text, understood.language.split("-", 1)[0]
    named = Naming.of(base, language).find(text[:2_000])[:_MOST_NAMES]
    about = matters.named(without_colours(text, named), language) | frozenset(understood.about)
    about = about or nearly_named(text, language)
    names = [concepts_meant(one) for one in named]
    for concept in understood.concepts:
        if not any(concept in one for one in names):
            names.append(frozenset({concept}))
    if understood.refers:
        names += [frozenset({concept}) for concept in focus.concepts]
    for one in names:
        # A word of one meaning tells a matter; of several meanings, only what all of them tell.
        told = [matters.by_concept.get(concept, frozenset()) for concept in one]
        about |= frozenset.intersection(*told) if told else frozenset()
    codes = codes_of(text) if language not in TOGETHER | {"ru", "ar"} else codes_of(text) | names_of(text)
    return Asking(
        language,
        tuple(intents),
        tuple(names),
        about,
        words_of(text, language),
        codes,
        frozenset(_LITERAL.findall(text[:2_000].casefold())),
        frozenset(understood.figures),
        understood.country or focus.country,
        frozenset(understood.skus),
        focus.sku,
        focus.product_id,
        meanings := tuple(dict.fromkeys(vocabulary().meanings(text, language))),
        tuple(vocabulary().signs(ids) for ids in meanings),
    )
