"""Titles: the noun early, what tells most beside it, the rest after commas, nothing twice, no promotion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, plan
from argosy_commerce.phrasing.quantities import is_bare_count
from argosy_commerce.phrasing.voice import Voice
from argosy_commerce.reading.items import (
    Composition,
    ConceptMatch,
    DropReason,
    Item,
    Measure,
    Model,
    Number,
    Price,
    Verbatim,
    Year,
)

_UNISEX = "audience.unisex"
_BOTH = (
    ("audience.men", "audience.women", _UNISEX),
    ("audience.boys", "audience.girls", "audience.children"),
)
_Chunk = tuple[str, tuple[Item, ...]]


def write_title(items: Sequence[Item], voice: Voice, max_chars: int | None) -> str:
    """A title of at most ``max_chars`` characters; what has no room is recorded."""
    items = _for_both(items, voice)
    phrase, left = plan(_allowed(items, voice), voice.lexicon, voice.grammar.language, voice.category)
    for item, reason in left:
        voice.omit(item, reason)
    _record_unsaid(items, voice)
    for attribute in phrase.attributes:
        voice.omit(attribute, DropReason.ATTRIBUTE_NAME)
    phrase = _with_fitting_head(_with_known_head(phrase, voice), voice, max_chars)
    core, attached = _core(phrase, voice, max_chars)
    chunks = [*_counted(core, phrase, voice), *_trailing(phrase, attached, voice)]
    if phrase.head is not None and max_chars is not None and len(chunks[0][0]) > max_chars:
        for _, said in chunks:  # a title that does not name the thing is worse than none
            for item in said:
                voice.omit(item, DropReason.TOO_LONG)
        return ""
    return _fitted(chunks, voice, max_chars)


def _with_known_head(phrase: NounPhrase, voice: Voice) -> NounPhrase:
    """The product's own category as the noun, where the text names none."""
    if phrase.head is not None or voice.category is None or voice.category not in voice.lexicon:
        return phrase
    concept = voice.lexicon[voice.category]
    term = concept.term(voice.grammar.language)
    return phrase if term is None else replace(phrase, head=Head(concept, term))


def _with_fitting_head(phrase: NounPhrase, voice: Voice, max_chars: int | None) -> NounPhrase:
    """A shorter name of the thing, where its usual one alone is too long for the place."""
    head = phrase.head
    if head is None or max_chars is None or len(head.term.preferred) <= max_chars:
        return phrase
    # An alternative may be of another gender, which nothing tells; where gender matters it is not taken.
    others = () if voice.grammar.genders else head.term.alternatives
    names = [name for name in (head.term.short, *others) if name and len(name) <= max_chars]
    if not names:
        return phrase
    return replace(phrase, head=replace(head, term=head.term.model_copy(update={"preferred": names[0]})))


def _for_both(items: Sequence[Item], voice: Voice) -> Sequence[Item]:
    """男 and 女 in one title are said once, as for both: never "men's shorts for women"."""
    if not voice.grammar.unisex_for_both:
        return items
    there = {item.concept_id for item in items if isinstance(item, ConceptMatch)}
    for one, other, both in _BOTH:
        already = both == _UNISEX and both in there and there & {one, other}
        if both not in voice.lexicon or not (already or {one, other} <= there):
            continue
        first = next(i for i in items if isinstance(i, ConceptMatch) and i.concept_id in {one, other, both})
        kept: list[Item] = []
        for item in items:
            if item is first:
                kept.append(replace(first, concept_id=both))
            elif isinstance(item, ConceptMatch) and item.concept_id in {one, other, both}:
                voice.omit(item, DropReason.DUPLICATE)
            else:
                kept.append(item)
        items = kept
    return items


def _allowed(items: Sequence[Item], voice: Voice) -> list[Item]:
    allowed: list[Item] = []
    for item in items:
        if isinstance(item, Year):
            voice.omit(item, DropReason.YEAR)
        elif isinstance(item, Price):
            voice.omit(item, DropReason.PRICE)
        else:
            allowed.append(item)
    return allowed


def _record_unsaid(items: Sequence[Item], voice: Voice) -> None:
    for item in items:
        if isinstance(item, ConceptMatch):
            term = voice.lexicon[item.concept_id].term(voice.grammar.language)
            if term is None:
                voice.omit(item, None)


def _counted(core: list[_Chunk], phrase: NounPhrase, voice: Voice) -> list[_Chunk]:
    """How many of the thing (水杯*2), right behind it; without a thing it says nothing."""
    for measure in filter(is_bare_count, phrase.measures):
        if not core:
            voice.omit(measure, None)
            continue
        text, items = core[-1]
        core = [*core[:-1], (f"{text} {voice.measure(measure)}", (*items, measure))]
    return core


def _core(phrase: NounPhrase, voice: Voice, max_chars: int | None) -> tuple[list[_Chunk], list[Modifier]]:
    """Brand names, the noun with its attached modifiers, and model names, as one chunk."""
    kept = [name for name in phrase.names if isinstance(name, Verbatim)]
    models = [name for name in phrase.names if isinstance(name, Model)]
    if phrase.head is None:
        names: list[Model | Verbatim] = [*kept, *models]
        return ([(" ".join(name.text for name in names), tuple(names))] if names else []), []
    attached, _ = voice.grammar.split(phrase)
    text = _core_text(phrase, attached, kept, models, voice)
    while attached and max_chars is not None and len(text) > max_chars:
        attached = attached[:-1] if len(attached) == 1 else _without_least(attached)
        text = _core_text(phrase, attached, kept, models, voice)
    while max_chars is not None and models and len(text) > max_chars:
        voice.omit(models[-1], DropReason.TOO_LONG)
        models = models[:-1]
        text = _core_text(phrase, attached, kept, models, voice)
    voice.use_all(phrase.head, attached)
    said: tuple[Item, ...] = (*phrase.head.items, *kept, *models)
    return [(text, (*said, *(i for m in attached for i in m.items)))], attached


def _core_text(
    phrase: NounPhrase,
    attached: list[Modifier],
    kept: Sequence[Verbatim],
    models: Sequence[Model],
    voice: Voice,
) -> str:
    if phrase.head is None:
        return ""
    noun = voice.grammar.title_phrase(phrase.head, attached, [name.text for name in models])
    return " ".join([*(name.text for name in kept), noun])


def _without_least(attached: list[Modifier]) -> list[Modifier]:
    """Without the modifier that a buyer misses least."""
    least = max(attached, key=lambda m: TELLING.index(m.place))
    return [m for m in attached if m is not least]


def _trailing(phrase: NounPhrase, attached: list[Modifier], voice: Voice) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    said = {modifier.term.as_modifier.casefold() for modifier in attached}
    behind: list[Modifier] = []
    for modifier in phrase.modifiers:
        voice.use(modifier.concept.id, modifier.term)
        in_head = phrase.head is not None and voice.grammar.repeats(modifier.term, phrase.head.term)
        if modifier.term.as_modifier.casefold() not in said and not in_head:
            behind.append(modifier)
    chunks += (
        (words, tuple(item for modifier in modifiers for item in modifier.items))
        for words, modifiers in voice.grammar.trailed(behind, phrase.head)
    )
    if (made_for := voice.made_for(phrase)) is not None:
        chunks.insert(0, made_for)
    for match in phrase.phrases:
        text = voice.phrase(match)
        if text is not None:
            chunks.append((text, (match,)))
    chunks += (
        (voice.grammar.measure_in_title(measure, voice.measure(measure)), (measure,))
        for measure in _telling(phrase.measures, voice)
        if not is_bare_count(measure)
    )
    return chunks


def _telling(measures: Sequence[Measure], voice: Voice) -> list[Measure]:
    """Measures with a unit before bare numbers; of several compositions the first: a thing has one."""
    kept: list[Measure] = []
    for measure in measures:
        if isinstance(measure, Composition) and any(isinstance(other, Composition) for other in kept):
            voice.omit(measure, None)
        else:
            kept.append(measure)
    return sorted(kept, key=lambda measure: isinstance(measure, Number))


def _fitted(chunks: list[_Chunk], voice: Voice, max_chars: int | None) -> str:
    grammar = voice.grammar
    texts: list[str] = []
    for text, items in chunks:
        together = grammar.title(grammar.in_title([*texts, text]))
        if max_chars is not None and len(together) > max_chars:
            for item in items:
                voice.omit(item, DropReason.TOO_LONG)
            continue
        if text and text not in texts:
            texts.append(text)
    return grammar.title(grammar.in_title(texts))
