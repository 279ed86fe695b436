"""The tier's translator as this service asks it: the sentences of one description in one language."""

from __future__ import annotations

from collections.abc import Sequence

from argosy_inference import CallContext, Constraints, TermConstraint, TierClient, TranslationRequest
from listing_localizer.domain.facts import Sentence
from listing_localizer.domain.listing import Engine, SpokenSentence
from listing_localizer.domain.wanted_terms import Pair, WantedTerms


async def say_sentences(
    tier: TierClient,
    sentences: Sequence[Sentence],
    *,
    target: str,
    brand: str,
    context: CallContext,
    terms: WantedTerms | None = None,
) -> list[SpokenSentence]:
    """Each sentence in the target language (BCP 47), in order.

    `terms` are asked for where their words stand; an engine on the term base says them anyway.

    Raises:
        TierError: as `argosy_inference` does.
    """
    if not sentences:
        return []
    requests = [
        TranslationRequest(
            sentence.text, "zh-CN", target, "sentence", _constraints(sentence, brand=brand, terms=terms)
        )
        for sentence in sentences
    ]
    answers = await tier.translate(requests, context=context)
    return [
        SpokenSentence(
            source=sentence.text,
            start=sentence.start,
            text=answer.text,
            coverage=answer.coverage,
            left_over=tuple((left.text, left.start, left.end) for left in answer.left_over),
            engine=Engine(
                answer.engine.name, answer.engine.model, answer.engine.revision, answer.engine.profile
            ),
        )
        for sentence, answer in zip(sentences, answers, strict=True)
    ]


def _constraints(sentence: Sentence, *, brand: str, terms: WantedTerms | None) -> Constraints:
    pairs: tuple[Pair, ...] = terms.of(sentence) if terms else ()
    return Constraints(
        terms=tuple(TermConstraint(source, said) for source, said in pairs),
        keep=(brand,) if brand else (),
        category=terms.category if terms else None,
    )
