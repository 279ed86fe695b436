"""What a generator is asked to do with an answer's sentences, and which of its words are taken.

Only sentences that ask nothing and do nothing are given away: a question whose yes moves money or goods
stays as the engine put it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from babel import Locale

from argosy_commerce.proofreading.answers import objects_in
from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft, Sentence, SentenceKind
from cs_agent.domain.checking import faults, kept
from cs_agent.domain.checking.said import QUOTED
from cs_agent.domain.understood import Understood

GIVEN: Final[frozenset[SentenceKind]] = frozenset({"fact", "derived", "unknown"})
MOST: Final = 8
_LONGEST: Final = 600


def given(draft: Draft) -> tuple[int, ...]:
    """Places of the sentences that may be worded otherwise; () where it is not worth asking."""
    places = tuple(
        place
        for place, one in enumerate(draft.sentences)
        if one.kind in GIVEN and len(one.text) <= _LONGEST and not QUOTED.search(one.text)
    )
    return places if 0 < len(places) <= MOST else ()


def prompt_of(draft: Draft) -> str:
    """The request. Sentences are ours, made of facts; none holds a merchant's or buyer's own words."""
    rows = json.dumps([draft.sentences[place].text for place in given(draft)], ensure_ascii=False)
    language = Locale.parse(draft.language, sep="-").english_name
    return (
        f"Word each of these sentences as a friendly shop assistant writes to a customer in {language}.\n"
        "Each keeps its figures, units, names, dates, what it affirms and what it denies, and stays one or "
        "two short sentences. Nothing is added, nothing left out, none joined.\n"
        'Answer with one JSON object and nothing else: {"sentences": ["..."]}, as many and in order.\n'
        f"{rows}"
    )


def reworded(
    draft: Draft, answers: Sequence[str], understood: Understood, base: TermBase | None = None
) -> tuple[Draft, int]:
    """The draft with each sentence in the first wording that passes both checks, and how many have one."""
    places = given(draft)
    sentences = list(draft.sentences)
    taken = 0
    for at, place in enumerate(places):
        for texts in (_texts(answer, len(places)) for answer in answers):
            if not texts or texts[at] == draft.sentences[place].text:
                continue
            new = replace(draft.sentences[place], text=texts[at])
            if _passes(draft, draft.sentences[place], new, understood, base):
                sentences[place] = new
                taken += 1
                break
    return replace(draft, sentences=tuple(sentences)), taken


def _passes(
    draft: Draft, old: Sentence, new: Sentence, understood: Understood, base: TermBase | None
) -> bool:
    was, now = Draft(draft.language, (old,)), Draft(draft.language, (new,))
    return not kept(was, now, base) and not faults(now, understood)


def _texts(answer: str, count: int) -> tuple[str, ...]:
    rows = next(objects_in(answer), {}).get("sentences")
    if not isinstance(rows, list) or len(rows) != count:
        return ()
    texts = tuple(" ".join(row.split()) for row in rows if isinstance(row, str) and row.strip())
    return texts if len(texts) == count else ()
