"""What a shopper's query wants, in ids that products are tagged with.

interpret("czarne spodnie bez dziur do 30 euro", "", "PL", base)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from argosy_commerce.hues import shades_of
from argosy_commerce.languages import spoken_base
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.model import Kind
from search_tagger.domain.attributes import attribute_of
from search_tagger.domain.querying import sizes
from search_tagger.domain.querying.choosing import Chosen, choose
from search_tagger.domain.querying.cues import cues
from search_tagger.domain.querying.names import Names
from search_tagger.domain.querying.prices import price_in
from search_tagger.domain.querying.reading import cleaned, found_in, language_of
from search_tagger.domain.querying.rewriting import rewritten
from search_tagger.domain.tags import Category, Interpreted, Wanted

_OF_SHADE: Final = 0.5
"""How sure a shade is wanted, beside its hue: below one half, so that it widens and does not bind."""
_MOST_UNMATCHED: Final = 12


def warm_up(base: TermBase) -> None:
    """Compiles every language's names now; services call this before they are ready."""
    Names.of(base).warm_up()
    for text in ("warm up", "краска", "暖"):
        interpret(text, "", "", base)


def interpret(
    text: str, language: str, market: str, base: TermBase, *, into: Sequence[str] = ()
) -> Interpreted:
    """A query in ids.

    ``language`` "" is found from the words; ``market`` (ISO 3166-1, or "") says whose currency and sizes are
    meant where none is named; ``into``: further languages to rewrite for. Whatever the text holds, it is only
    words: at most its first 400 characters are read. A colour's shades (navy of blue) are wanted with less
    confidence than one half, for an engine to widen by.
    """
    plain = cleaned(text)
    spoken = language_of(plain, language, base)
    price, priced = price_in(plain, spoken, market)
    rest = _blanked(plain, priced)
    told = list(sizes.told(rest, spoken))
    rest = _blanked(rest, [(one.start, one.end) for one in told])
    chosen = choose(found_in(rest, spoken, base), spoken, base.lexicon)
    category = _category(chosen, base)
    path = category.path if category else ()
    thing = {*path, *(concept for concept, _, _ in chosen.wanted)}
    more = [*sizes.bare(rest, chosen.left, path), *sizes.beds(rest, chosen.left)]
    found = sorted([*told, *more], key=lambda one: one.start)
    said = [(one, sizes.settled(one, market, spoken, thing)) for one in found]
    taken = [(one.start, one.end) for one, value in said if value]
    left = [span for span in chosen.left if not any(a <= span[0] and span[1] <= b for a, b in taken)]
    left += [(one.start, one.end) for one, value in said if not value]
    wanted = _wanted(chosen, base)
    return Interpreted(
        language=language if spoken_base(language) == spoken and language else spoken,
        category=category,
        wanted=wanted,
        price=price,
        sizes=tuple(dict.fromkeys(value for _, value in said if value)),
        negated=chosen.negated,
        rewritten=_rewritten(category, wanted, [spoken, "zh", *map(spoken_base, into)], base),
        unmatched=_unmatched(plain, sorted(left), spoken),
    )


def categories_of(text: str, language: str, base: TermBase) -> tuple[tuple[str, float], ...]:
    """Categories that a text may want, with how well each fits, the best first."""
    plain = cleaned(text)
    spoken = language_of(plain, language, base)
    return choose(found_in(plain, spoken, base), spoken, base.lexicon).categories


def _category(chosen: Chosen, base: TermBase) -> Category | None:
    if not chosen.categories:
        return None
    best, score = chosen.categories[0]
    return Category(best, tuple(reversed(base.lexicon.ancestors(best))), max(0.0, min(1.0, score)))


def _wanted(chosen: Chosen, base: TermBase) -> tuple[Wanted, ...]:
    lexicon = base.lexicon
    own = {concept for concept, _, _ in chosen.wanted}
    found = [Wanted(attribute_of(one, lexicon), one, sure, words) for one, sure, words in chosen.wanted]
    for one, sure, words in chosen.wanted:
        for shade in shades_of(one):
            if shade in lexicon and shade not in own and shade not in chosen.negated:
                found.append(Wanted(attribute_of(shade, lexicon), shade, sure * _OF_SHADE, words))
                own.add(shade)
    return tuple(found)


def _rewritten(
    category: Category | None, wanted: Sequence[Wanted], languages: Sequence[str], base: TermBase
) -> dict[str, tuple[str, ...]]:
    lexicon = base.lexicon
    sure = [one.value for one in wanted if one.confidence > _OF_SHADE]
    brands = [
        lexicon[one].terms["en"].preferred
        for one in sure
        if lexicon[one].kind is Kind.BRAND and "en" in lexicon[one].terms
    ]
    values = [one for one in sure if lexicon[one].kind is not Kind.BRAND]
    thing = category.id if category else None
    return {
        language: said
        for language in dict.fromkeys(languages)
        if (said := rewritten(thing, values, brands, language, lexicon))
    }


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _unmatched(text: str, spans: Sequence[tuple[int, int]], language: str) -> tuple[str, ...]:
    """Words that are left, those side by side together; function words are none."""
    idle = cues(language)
    runs: list[tuple[int, int]] = []
    for start, end in spans:
        if runs and text[runs[-1][1] : start].strip() == "":
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    said = (text[start:end].strip() for start, end in runs)
    return tuple(one for one in said if one and one.casefold() not in idle)[:_MOST_UNMATCHED]
