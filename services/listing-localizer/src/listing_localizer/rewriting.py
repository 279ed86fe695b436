"""The listing that the term base wrote, written anew by the tier's generator where one serves, and checked.

    listing = await rewrite(listing, facts, market, channel, merchant_id, rewriter)

Off by default (ARGOSY_REWRITE=on). What fails the checks, or cannot be asked for, stays the term base's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from argosy_commerce.channels import Channel
from argosy_commerce.markets import Market
from argosy_commerce.terms import TermBase
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, TierClient, TierFailed, TierModelMissing, TierRejected
from argosy_telemetry import counter, logger, names
from listing_localizer.adapters.generator import Answers, write_answers
from listing_localizer.domain.facts import ProductFacts
from listing_localizer.domain.listing import Listing
from listing_localizer.domain.rewriting.approved import ApprovedTexts, NoApprovedTexts
from listing_localizer.domain.rewriting.assembling import assemble
from listing_localizer.domain.rewriting.candidates import read_candidate
from listing_localizer.domain.rewriting.ground import Ground, ground_of
from listing_localizer.domain.rewriting.prompt import MAX_EXAMPLES, brief_of, instruction_of, prompt_of
from listing_localizer.domain.rewriting.ranking import Choice, choose
from listing_localizer.domain.rewriting.wording import checked_languages
from listing_localizer.settings import LocalizerSettings

_LOG = logger("listing_localizer.rewriting")
_TEXTS = counter(names.METRIC_LISTING_REWRITES)


@dataclass(slots=True)
class Rewriter:
    """What rewriting needs; one a process. It remembers that a tier without a generator was reported."""

    tier: TierClient
    terms: TermBase
    settings: LocalizerSettings
    approved: ApprovedTexts = field(default_factory=NoApprovedTexts)
    _said_missing: bool = False

    async def answers(self, prompt: str, merchant_id: str) -> Answers | None:
        """Answers to a prompt; None where there is no generator, or it cannot answer this prompt.

        Raises:
            TierUnavailable, TierDeadlineExceeded: for the service's host to retry.
        """
        settings = self.settings
        try:
            return await write_answers(
                self.tier,
                prompt,
                count=settings.rewrite_candidates,
                temperature=settings.rewrite_temperature,
                max_tokens=settings.rewrite_max_tokens,
                context=CallContext(merchant_id, settings.rewrite_deadline_s),
            )
        except TierModelMissing as error:
            if not self._said_missing:
                self._said_missing = True
                _LOG.warning("rewriting is on and the tier serves no text_generator", error=error.said)
        except (TierRejected, TierFailed) as error:
            _LOG.warning("the generator could not answer; the term base's listing stands", error=error.said)
        return None


async def rewrite(
    listing: Listing,
    facts: ProductFacts,
    market: Market,
    channel: Channel,
    merchant_id: str,
    rewriter: Rewriter | None,
) -> Listing:
    """The listing with every text of the generator's that passed the checks.

    It stays as it is where rewriting is off, and in languages whose forbidden wording is not known.

    Raises:
        TierUnavailable, TierDeadlineExceeded: for the service's host to retry.
    """
    if rewriter is None or market.language.base not in checked_languages():
        return listing
    ground = await in_thread(ground_of, facts, listing, market, channel, rewriter.terms)
    examples = await rewriter.approved.similar(
        merchant_id, market.code, facts.category, sorted(ground.origins), MAX_EXAMPLES
    )
    brief = brief_of(facts, ground)
    answers = await rewriter.answers(prompt_of(brief, examples), merchant_id)
    if answers is None:
        return listing
    choices = await in_thread(judged, answers, ground, instruction_of(brief))
    for choice in choices:
        rule = choice.findings[0].rule.name.lower() if choice.findings else "taken"
        _TEXTS.add(
            1,
            {
                names.ATTR_MARKET: market.code,
                names.ATTR_LISTING_FIELD: choice.field,
                names.ATTR_REWRITE_RESULT: rule,
            },
        )
    return assemble(ground, choices, answers.engine)


def judged(answers: Answers, ground: Ground, instruction: str) -> tuple[Choice, ...]:
    """Read, check and rank what was answered."""
    read = [read_candidate(text) for text in answers.texts]
    return choose([candidate for candidate in read if candidate is not None], ground, instruction)
