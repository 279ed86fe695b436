"""What models add where the tier serves them: a second reading, other words, translations. Off by default.

None is waited for longer than its deadline, and none is trusted: a reading is one of a closed set of intents,
a wording and a translation pass the checks that the phrases' sentences pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from argosy_commerce.terms import TermBase
from argosy_eventing.threads import in_thread
from argosy_inference import (
    CallContext,
    TierClient,
    TierDeadlineExceeded,
    TierError,
    TierUnavailable,
    TranslationRequest,
    Writer,
)
from argosy_telemetry import logger
from cs_agent.domain.answer import Draft
from cs_agent.domain.answering import rewording, translating
from cs_agent.domain.understanding import second
from cs_agent.domain.understood import Understood
from cs_agent.settings import ChatSettings

_LOG = logger("cs_agent.modelled")
_LONGEST: Final = 8_000
_TAG: Final = {"zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Translator:
    """The tier's translator and how long an answer waits for it."""

    tier: TierClient
    deadline_s: float


@dataclass(frozen=True, slots=True)
class Modelled:
    """``reads``, ``rewords``, ``translates``: None where that is off."""

    reads: Writer | None = None
    rewords: Writer | None = None
    translates: Translator | None = None

    @property
    def changes_words(self) -> bool:
        """Whether an answer's sentences may become others once all are there."""
        return self.rewords is not None or self.translates is not None

    async def read(self, understood: Understood, merchant_id: str) -> Understood:
        """The message read a second time where rules are unsure. Raises nothing."""
        if self.reads is None or not second.is_unsure(understood):
            return understood
        answers = await _answers(self.reads, second.prompt_of(understood), merchant_id)
        return second.read_again(understood, answers) if answers else understood

    async def say(self, draft: Draft, understood: Understood, base: TermBase, merchant_id: str) -> Draft:
        """The answer with translations and other words where they pass. Raises nothing."""
        told = await self.translate(draft, understood, merchant_id)
        return await self.reword(told, understood, base, merchant_id)

    async def translate(self, draft: Draft, understood: Understood, merchant_id: str) -> Draft:
        """What the answer quotes in the shop's language, translated where all of it is. Raises nothing."""
        found = translating.quoted(draft)
        if self.translates is None or not found:
            return draft
        asked = [
            TranslationRequest(one.words, _TAG.get(one.language, one.language), draft.language, "reply")
            for one in found
        ]
        context = CallContext(merchant_id, self.translates.deadline_s)
        try:
            made = await self.translates.tier.translate(asked, context=context)
        except TierError as error:
            _LOG.warning("the translator did not answer; the shop's words stand", error=error.said)
            return draft
        given = [
            (one, said.text)
            for one, said in zip(found, made, strict=True)
            if said.coverage >= 1.0 and not said.left_over
        ]
        return await in_thread(translating.translated, draft, given, understood)

    async def reword(self, draft: Draft, understood: Understood, base: TermBase, merchant_id: str) -> Draft:
        """The answer in other words where they pass. Raises nothing."""
        if self.rewords is None or not rewording.given(draft):
            return draft
        answers = await _answers(self.rewords, rewording.prompt_of(draft), merchant_id)
        if not answers:
            return draft
        told, _ = await in_thread(rewording.reworded, draft, answers, understood, base)
        return told


async def _answers(writer: Writer, prompt: str, merchant_id: str) -> tuple[str, ...]:
    try:
        answers = await writer.answers(prompt, merchant_id)
    except (TierUnavailable, TierDeadlineExceeded) as error:
        _LOG.warning("the generator did not answer in time; what rules said stands", error=error.said)
        return ()
    return answers.texts if answers else ()


def modelled_of(settings: ChatSettings, tier: TierClient) -> Modelled:
    """As the settings have it; ``tier`` should not ask a busy generator again and again."""

    def writer(count: int, temperature: float, tokens: int, deadline_s: float) -> Writer:
        return Writer(
            tier,
            count=count,
            temperature=temperature,
            max_tokens=tokens,
            deadline_s=deadline_s,
            longest=_LONGEST,
        )

    reads = writer(3, 0.3, 60, settings.reading_deadline_s) if settings.model_reads == "on" else None
    words = writer(2, 0.5, 1_200, settings.rewrite_deadline_s) if settings.rewrite == "on" else None
    translates = Translator(tier, settings.translate_deadline_s) if settings.translate == "on" else None
    return Modelled(reads, words, translates)
