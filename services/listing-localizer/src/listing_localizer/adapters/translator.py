"""The tier's translator as this service asks it: the sentences of one description in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from argosy_catalogue.facts import Sentence
from argosy_commerce.terms import OwnWords, TermBase
from argosy_inference import CallContext, Constraints, TermConstraint, TierClient, TranslationRequest
from listing_localizer.domain.listing import Engine, SpokenSentence
from listing_localizer.domain.wanted_terms import WantedTerms


async def say_sentences(
    tier: TierClient,
    sentences: Sequence[Sentence],
    said: Mapping[str, SpokenSentence],
    *,
    own: TermBase,
    wanted: WantedTerms,
    target: str,
    brand: str,
    context: CallContext,
) -> list[SpokenSentence]:
    """Each sentence in the target language (BCP 47), in order; those ``said`` before are not asked for.

    ``wanted`` are terms asked for where their words stand; an engine on the term base says them anyway.
    ``own`` tells which words of a sentence the merchant's glossary wants said or kept in a certain way.

    Raises:
        TierError: as `argosy_inference` does.
    """
    new = {sentence.text: sentence for sentence in sentences if sentence.text not in said}
    requests = [
        TranslationRequest(
            text, "zh-CN", target, "sentence", _constraints(sentence, brand, own.own_words_in(text), wanted)
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


def _constraints(sentence: Sentence, brand: str, own: OwnWords, wanted: WantedTerms) -> Constraints:
    pairs = dict(wanted.of(sentence)) | dict(own.terms)
    keep = dict.fromkeys((*((brand,) if brand else ()), *own.keep))
    return Constraints(
        terms=tuple(TermConstraint(source, said) for source, said in pairs.items()),
        keep=tuple(keep),
        category=wanted.category,
    )
