"""The tier's translator as this service asks it: the sentences of one description in one language."""

from __future__ import annotations

from collections.abc import Sequence

from argosy_inference import CallContext, Constraints, TierClient, TranslationRequest
from listing_localizer.domain.facts import Sentence
from listing_localizer.domain.listing import Engine, SpokenSentence


async def say_sentences(
    tier: TierClient, sentences: Sequence[Sentence], *, target: str, brand: str, context: CallContext
) -> list[SpokenSentence]:
    """Each sentence in the target language (BCP 47), in order.

    Raises:
        TierError: as `argosy_inference` does.
    """
    if not sentences:
        return []
    constraints = Constraints(keep=(brand,) if brand else ())
    requests = [TranslationRequest(s.text, "zh-CN", target, "sentence", constraints) for s in sentences]
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
