"""The argument of a letter joined by the tier's generator where one serves, and checked.

    argument = await rephraser.argument(case, words, rules, merchant_id)

Off by default (ARGOSY_REWRITE=on). The letter never waits longer than the deadline for it, and is never
written anew for its sake: what fails the checks, comes late or not at all is as the templates word it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from argosy_commerce.proofreading.answers import MAX_ANSWER
from argosy_eventing.threads import in_thread
from argosy_inference import TierClient, TierDeadlineExceeded, TierUnavailable, Writer
from argosy_telemetry import counter, logger, names
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.letter.document import Said
from chargeback_agent.domain.letter.wording import Wording
from chargeback_agent.domain.rephrasing.argument import argue
from chargeback_agent.domain.rephrasing.ground import ground_of
from chargeback_agent.domain.rephrasing.prompt import prompt_of
from chargeback_agent.domain.rephrasing.words import checked_languages
from chargeback_agent.domain.rules.loader import RuleBook
from chargeback_agent.settings import ChargebackSettings

MOST_STATEMENTS: Final = 40
_LOG = logger("chargeback_agent.rephrasing")
_SENTENCES = counter(names.METRIC_REBUTTAL_REWRITES)


@dataclass(frozen=True, slots=True)
class Rephrased:
    """Paragraphs for ``compose``, and why a person should look; empty where the templates' words stand."""

    paragraphs: tuple[tuple[Said, ...], ...] = ()
    look: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rephraser:
    """Asks for a letter's argument; one a process."""

    writer: Writer

    async def argument(self, case: Case, words: Wording, rules: RuleBook, merchant_id: str) -> Rephrased:
        """The argument with every sentence that passed, within the writer's deadline. Raises nothing."""
        language = words.language.partition("-")[0]
        if language not in checked_languages() or not 1 < len(case.statements) <= MOST_STATEMENTS:
            return Rephrased()
        ground = ground_of(case.statements, words)
        rule = rules.networks[case.dispute.network].codes[case.dispute.code]
        try:
            answers = await self.writer.answers(prompt_of(ground, rule), merchant_id)
        except (TierUnavailable, TierDeadlineExceeded) as error:
            _LOG.warning(
                "the generator did not answer in time; the templates' letter stands", error=error.said
            )
            return Rephrased()
        if answers is None:
            return Rephrased()
        argument = await in_thread(argue, answers.texts, ground)
        for finding in argument.results:
            result = finding.rule.name.lower() if finding else "taken"
            _SENTENCES.add(1, {names.ATTR_LOCALE: words.language, names.ATTR_REWRITE_RESULT: result})
        if not argument.rephrased:
            return Rephrased()
        how_many = f"{argument.rephrased} of {argument.statements} statements"
        said = (
            f"The argument ({how_many}) was rephrased by {answers.engine.model}, checked against the facts."
        )
        return Rephrased(argument.paragraphs, (said,))


def rephraser_of(settings: ChargebackSettings, tier: TierClient) -> Rephraser:
    """As the settings have it; ``tier`` should not ask a busy generator again and again."""
    return Rephraser(
        Writer(
            tier,
            count=settings.rewrite_candidates,
            temperature=settings.rewrite_temperature,
            max_tokens=settings.rewrite_max_tokens,
            deadline_s=settings.rewrite_deadline_s,
            longest=MAX_ANSWER,
        )
    )
