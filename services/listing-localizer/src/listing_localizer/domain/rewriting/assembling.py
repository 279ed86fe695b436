"""The listing of chosen texts: each with the facts it follows from, none of them lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from argosy_commerce.proofreading.figures import agrees, read_figures
from argosy_commerce.terms.model import Kind
from listing_localizer.domain.listing import Claim, Engine, Listing
from listing_localizer.domain.rewriting.candidates import Field
from listing_localizer.domain.rewriting.ground import Ground
from listing_localizer.domain.rewriting.ranking import Choice

_GIVEN_BACK: tuple[Field, ...] = ("description", "bullets", "title")
"""In this order fields go back to the term base's text until no fact is lost."""
_SAID_ELSEWHERE = frozenset({Kind.CATEGORY, Kind.ATTRIBUTE, Kind.UNIT})
_STATEMENT = re.compile(r"[^.!?。؟\n]+[.!?。؟]?")


def assemble(ground: Ground, choices: Sequence[Choice], engine: Engine) -> Listing:
    """The term base's listing with the chosen texts in their places.

    A fact that the term base's listing names and the new one would not takes the generator's text back
    out: coverage and what is left over stay true. Where only some fields are the generator's, a reason
    says why the others are not; where none is, the listing is the term base's, untouched.
    """
    taken = {choice.field: choice.texts for choice in choices if choice.is_taken}
    lost: dict[Field, str] = {}
    for field in _GIVEN_BACK:
        missing = _named(ground.listing, ground) - _named(_with(ground.listing, taken), ground)
        own = _named_in(_texts(ground.listing, field), ground)
        if missing & own and field in taken:
            del taken[field]
            lost[field] = _preferred(min(missing & own), ground)
    if not taken:
        return ground.listing
    listing = _with(ground.listing, taken)
    # Keywords are nobody's statement: a person need not look at the term base's.
    reasons = [_reason(c) for c in choices if not c.is_taken and c.field != "keywords"]
    reasons += [
        f"{field}: the generator's text leaves out {word!r}; the term base's text stands"
        for field, word in lost.items()
    ]
    wrote = engine if {"title", "description"} & set(taken) else listing.engine
    return replace(
        listing,
        claims=tuple(_claims(listing, taken, ground)),
        review_reasons=tuple(dict.fromkeys([*listing.review_reasons, *reasons])),
        engine=wrote,
    )


def _reason(choice: Choice) -> str:
    why = str(choice.findings[0]) if choice.findings else "nothing was written"
    more = f" and {len(choice.findings) - 1} more" if len(choice.findings) > 1 else ""
    return f"{choice.field}: the generator's text failed ({why}{more}); the term base's text stands"


def _with(listing: Listing, taken: dict[Field, tuple[str, ...]]) -> Listing:
    changes: dict[str, Any] = {
        field: texts if field in {"bullets", "keywords"} else texts[0] for field, texts in taken.items()
    }
    return replace(listing, **changes)


def _texts(listing: Listing, field: Field) -> tuple[str, ...]:
    value = getattr(listing, field)
    return tuple(value) if isinstance(value, tuple) else (value,)


def _named(listing: Listing, ground: Ground) -> frozenset[str]:
    texts = [listing.title, *listing.bullets, listing.description]
    texts += [f"{attribute.name} {attribute.value}" for attribute in listing.attributes]
    return _named_in(texts, ground)


def _named_in(texts: Iterable[str], ground: Ground) -> frozenset[str]:
    named = {concept for text in texts for concept in ground.facts_named(text)}
    return frozenset(c for c in named if c in ground.origins and _is_telling(c, ground))


def _is_telling(concept: str, ground: Ground) -> bool:
    return ground.base.lexicon[concept].kind not in _SAID_ELSEWHERE


def _preferred(concept: str, ground: Ground) -> str:
    term = ground.base.lexicon[concept].term(ground.language)
    return term.preferred if term else concept


def _claims(listing: Listing, taken: dict[Field, tuple[str, ...]], ground: Ground) -> Iterator[Claim]:
    """Claims of the texts that stand, and of the new ones what each follows from."""
    now = {listing.title, *listing.bullets}
    before = {ground.listing.title, *ground.listing.bullets}
    for claim in ground.listing.claims:
        is_of_description = claim.text not in before
        if claim.text in now or (is_of_description and "description" not in taken):
            yield claim
    for field, texts in taken.items():
        if field != "keywords":
            for text in texts:
                for statement in _STATEMENT.findall(text) if field == "description" else [text]:
                    yield from _claims_of(statement.strip(), ground)


def _claims_of(text: str, ground: Ground) -> Iterator[Claim]:
    origins = [ground.origins[c] for c in sorted(ground.facts_named(text)) if c in ground.origins]
    for figure in read_figures(text, ground.market.locale, ground.masks(text)):
        origins += [origin for known, origin in ground.figure_origins if agrees(figure, known)][:1]
    for origin in dict.fromkeys(origins):
        yield Claim(text, origin)
