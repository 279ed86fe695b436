"""What a generator adds where the tier serves one: a second reading, other words. Off by default.

Neither is waited for longer than its deadline, and neither is trusted: a reading is one of a closed set of
intents, a wording passes the checks that the templates' sentences pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from argosy_commerce.terms import TermBase
from argosy_eventing.threads import in_thread
from argosy_inference import TierClient, TierDeadlineExceeded, TierUnavailable, Writer
from argosy_telemetry import logger
from cs_agent.domain.answer import Draft
from cs_agent.domain.answering import rewording
from cs_agent.domain.understanding import second
from cs_agent.domain.understood import Understood
from cs_agent.settings import ChatSettings

_LOG = logger("cs_agent.modelled")
_LONGEST: Final = 8_000


@dataclass(frozen=True, slots=True)
class Modelled:
    """``reads``, ``rewords``: None where that is off."""

    reads: Writer | None = None
    rewords: Writer | None = None

    async def read(self, understood: Understood, merchant_id: str) -> Understood:
        """The message read a second time where rules are unsure. Raises nothing."""
        if self.reads is None or not second.is_unsure(understood):
            return understood
        answers = await _answers(self.reads, second.prompt_of(understood), merchant_id)
        return second.read_again(understood, answers) if answers else understood

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
    return Modelled(reads, words)
