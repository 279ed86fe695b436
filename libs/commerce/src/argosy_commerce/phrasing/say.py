"""Says the items of a reading in a language: titles as one noun phrase, other texts clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from argosy_commerce.phrasing.clauses import ClauseWriter
from argosy_commerce.phrasing.grammars import grammar_for
from argosy_commerce.phrasing.register import Register
from argosy_commerce.phrasing.title import write_title
from argosy_commerce.phrasing.voice import Omission, Voice
from argosy_commerce.reading.items import Item
from argosy_commerce.terms.loader import Lexicon


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and the items it does not say with the reason (None: the language has no term)."""

    text: str
    omitted: tuple[Omission, ...]
    terms_used: tuple[tuple[str, str], ...]
    """Concept id and the preferred term, in order of first use."""


def say(
    items: Sequence[Item],
    language: str,
    register: Register,
    *,
    lexicon: Lexicon,
    max_chars: int | None = None,
    category: str | None = None,
    promotions: bool | None = None,
    subject: str | None = None,
) -> Said:
    """The items as a text of ``register`` in ``language``, at most ``max_chars`` characters.

    ``promotions`` says whether promotion phrases are said; by default everywhere but in titles.
    ``category`` is the product's category id, which decides the head noun of a title; ``subject`` is
    the category that a text of qualities alone speaks of.
    """
    voice = Voice(
        grammar_for(language),
        lexicon,
        register,
        promotions=register is not Register.TITLE if promotions is None else promotions,
        category=category,
        subject=subject,
    )
    if register is Register.TITLE:
        text = write_title(items, voice, max_chars)
    else:
        text = ClauseWriter(voice).write(items, max_chars)
    return Said(text, tuple(voice.omitted), tuple(voice.terms_used.items()))
