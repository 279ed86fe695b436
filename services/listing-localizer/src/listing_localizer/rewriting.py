"""The listing that the term base wrote, written anew by the tier's generator where one serves, and checked.

    listing = await rewrite(listing, facts, market, channel, merchant_id, rewriter)

Off by default (ARGOSY_REWRITE=on). What fails the checks, or cannot be asked for, stays the term base's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from argosy_catalogue.facts import ProductFacts
from argosy_commerce.channels import Channel
from argosy_commerce.markets import Market
from argosy_commerce.proofreading.answers import MAX_ANSWER
from argosy_commerce.terms import TermBase
from argosy_eventing.threads import in_thread
from argosy_inference import Answers, TierClient, Writer
from argosy_telemetry import counter, names
from listing_localizer.domain.listing import Engine, Listing
from listing_localizer.domain.rewriting.approved import ApprovedTexts, NoApprovedTexts
from listing_localizer.domain.rewriting.assembling import assemble
from listing_localizer.domain.rewriting.candidates import read_candidate
from listing_localizer.domain.rewriting.ground import Ground, ground_of
from listing_localizer.domain.rewriting.prompt import MAX_EXAMPLES, brief_of, instruction_of, prompt_of
from listing_localizer.domain.rewriting.ranking import Choice, choose
from listing_localizer.domain.rewriting.wording import checked_languages
from listing_localizer.settings import LocalizerSettings

_TEXTS = counter(names.METRIC_LISTING_REWRITES)


@dataclass(slots=True)
class Rewriter:
    """What rewriting needs; one a process."""

    tier: TierClient
    terms: TermBase
    settings: LocalizerSettings
    approved: ApprovedTexts = field(default_factory=NoApprovedTexts)
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        own = self.settings
        self.writer = Writer(
            self.tier,
            count=own.rewrite_candidates,
            temperature=own.rewrite_temperature,
            max_tokens=own.rewrite_max_tokens,
            deadline_s=own.rewrite_deadline_s,
            longest=MAX_ANSWER,
        )


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
    answers = await rewriter.writer.answers(prompt_of(brief, examples), merchant_id)
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
    engine = answers.engine
    return assemble(ground, choices, Engine(engine.name, engine.model, engine.revision, engine.profile))


def judged(answers: Answers, ground: Ground, instruction: str) -> tuple[Choice, ...]:
    """Read, check and rank what was answered."""
    read = [read_candidate(text) for text in answers.texts]
    return choose([candidate for candidate in read if candidate is not None], ground, instruction)
