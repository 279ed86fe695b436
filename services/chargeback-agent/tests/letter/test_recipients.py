from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chargeback_agent.domain.case.model import Deadline, Dispute
from chargeback_agent.domain.letter.recipients import letter_language
from chargeback_agent.domain.letter.wording import known
from chargeback_agent.domain.rules.loader import rule_book

_NOW = datetime(2026, 10, 1, tzinfo=UTC)
_DISPUTE = Dispute(
    "d-1", "A-1", "visa", "13.1", "not_received", "consumer", "dispute", None, _NOW,
    Deadline(_NOW, "the notice"), ("physical",),
)  # fmt: skip


def _chosen(processor: str = "", country: str = "", asked: str = "", **fields: str) -> str:
    taker = rule_book().processors[processor] if processor else None
    return letter_language(replace(_DISPUTE, **fields), taker, country, asked)


def _if_worded(language: str) -> str:
    return known(language) or "en"


def test_english_unless_something_speaks_for_another() -> None:
    assert _chosen(language="de") == "en"
    assert _chosen(language="zh", country="CN", issuer_country="US") == "en"
    assert _chosen("stripe", language="fr", country="FR", issuer_country="DE") == "en"


def test_a_processor_takes_its_own_languages_that_of_the_notice_first() -> None:
    assert _chosen("mercadopago", language="pt") == _if_worded("pt")
    assert _chosen("mercadopago", language="es") == _if_worded("es")
    assert _chosen("mercadopago", language="ja") == _if_worded("es")
    assert _chosen("adyen", language="de", country="DE", issuer_country="DE") == "en"


def test_a_payment_service_that_decides_itself_is_answered_as_it_wrote() -> None:
    assert _chosen("paypal", network="generic", language="de") == _if_worded("de")
    assert _chosen("paypal", network="visa", language="de") == "en"


@pytest.mark.parametrize(
    ("country", "issuer", "language", "expected"),
    [
        ("DE", "DE", "de", "de"),
        ("AT", "AT", "de", "de"),
        ("BR", "BR", "pt-BR", "pt-BR"),
        ("CH", "CH", "fr", "fr"),
        ("DE", "AT", "de", "en"),
        ("DE", "DE", "tr", "en"),
        ("TW", "TW", "zh-Hant", "en"),
    ],
)
def test_issuer_and_acquirer_of_one_country_share_its_language(
    country: str, issuer: str, language: str, expected: str
) -> None:
    assert _chosen(country=country, issuer_country=issuer, language=language) == _if_worded(expected)


def test_what_the_merchant_asked_for_comes_first() -> None:
    assert _chosen("mercadopago", asked="en", language="pt") == "en"
    assert _chosen(asked="xx", language="pt") == "en"
