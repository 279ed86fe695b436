"""The tier's translator as this service asks it: the sentences of one description in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from argosy_inference import CallContext, Constraints, TermConstraint, TierClient, TranslationRequest
from listing_localizer.domain.facts import Sentence
from listing_localizer.domain.listing import Engine, SpokenSentence
from listing_localizer.domain.wanted_terms import Pair, WantedTerms


async def say_sentences(
    tier: TierClient,
    sentences: Sequence[Sentence],
    said: Mapping[str, SpokenSentence],
    *,
    target: str,
    brand: str,
    context: CallContext,
    terms: WantedTerms | None = None,
) -> list[SpokenSentence]:
    """Each sentence in the target language (BCP 47), in order; those ``said`` before are not asked for.

    ``terms`` are asked for where their words stand; an engine on the term base says them anyway.

    Raises:
        TierError: as `argosy_inference` does.
    """
    new = {sentence.text: sentence for sentence in sentences if sentence.text not in said}
    requests = [
        TranslationRequest(
            text, "zh-CN", target, "sentence", _constraints(sentence, brand=brand, terms=terms)
        )
        for text, sentence in new.items()
    ]
    answers = await tier.translate(requests, context=context) if requests else []
    known = dict(said)
    for text, answer in zip(new, answers, strict=True):
        engine = answer.engine
        known[text] = SpokenSentence(
            source=text,
            start=0,
            text=answer.text,
            coverage=answer.coverage,
            left_over=tuple((left.text, left.start, left.end) for left in answer.left_over),
            engine=Engine(engine.name, engine.model, engine.revision, engine.profile),
        )
    return [replace(known[sentence.text], start=sentence.start) for sentence in sentences]


def _constraints(sentence: Sentence, *, brand: str, terms: WantedTerms | None) -> Constraints:
    pairs: tuple[Pair, ...] = terms.of(sentence) if terms else ()
    return Constraints(
        terms=tuple(TermConstraint(source, said) for source, said in pairs),
        keep=(brand,) if brand else (),
        category=terms.category if terms else None,
    )
