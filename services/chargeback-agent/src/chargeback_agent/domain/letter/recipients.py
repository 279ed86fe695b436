"""The language of a letter: that of whoever decides, not that of the shop (decision 0092)."""

from __future__ import annotations

from babel.languages import get_official_languages

from chargeback_agent.domain.case.model import Dispute
from chargeback_agent.domain.letter.wording import known
from chargeback_agent.domain.rules.model import Processor


def letter_language(
    dispute: Dispute, processor: Processor | None, merchant_country: str, asked: str = ""
) -> str:
    """A language of data/letters.

    In this order: what the merchant asked for; what the processor takes, the notice's own language first; at
    a payment service that decides by itself, the language that it wrote in; the notice's language where it is
    an official one of both the issuer's country and the merchant's (networks take English, or the language
    that issuer and acquirer share); English.

    Args:
        dispute: its notice's language, its network, the issuer's country where the payment told it.
        processor: who takes the letter, if known.
        merchant_country: ISO 3166-1 alpha-2, empty if unknown; where the acquirer is, as far as anybody told.
        asked: a language tag set by the merchant.
    """
    if chosen := known(asked) if asked else "":
        return chosen
    notice = known(dispute.language)
    if processor is not None and processor.languages:
        taken = [one for one in map(known, processor.languages) if one]
        return notice if notice in taken else next(iter(taken), "en")
    if processor is not None and dispute.network == "generic":
        return notice or "en"
    shared = (
        merchant_country
        and merchant_country == dispute.issuer_country
        and notice in {known(one) for one in get_official_languages(merchant_country, de_facto=True)}
    )
    return notice if notice and shared else "en"
