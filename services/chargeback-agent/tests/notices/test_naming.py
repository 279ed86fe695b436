"""Who sends a notice whose domain no list has."""

from __future__ import annotations

import pytest

from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.origin import sender_of
from chargeback_agent.domain.notices.view import view


@pytest.mark.parametrize(
    ("sender", "who"),
    [
        ("CCV Chargebacks <chargebacks@ccv.eu>", "ccv"),
        ("Velomat Disputes <d@velomat-pay.io>", "other"),
        ("Velomat Disputes <d@mail.velomat.io>", "velomat"),
        ("Velomat Disputes <d@velomat.example>", "other"),
        ("Ann <ann@velomat.io>", "other"),
        ("Getnet <contracargos@getnet.com.uy>", "getnet"),
        ("Disputas <d@worldpay.fr>", "worldpay"),
        ("Shopline Payments <no-reply@shoplinepayments.example>", "platform"),
        ("Marmara Bankası <u@marmara.com.tr>", "bank"),
        ("Ethoca Alerts <no-reply@ethoca.com>", "other"),
        ("Ann <ann@gmail.com>", "other"),
    ],
)
def test_a_company_is_named_where_its_domain_and_its_name_agree(sender: str, who: str) -> None:
    assert sender_of(sender, []) == who


def test_a_brand_that_begins_the_domain_is_named_by_the_subject() -> None:
    subject = view(Part("subject", "TSYS dispute daily file"))
    assert sender_of("reports@tsysmerchantsolutions.example", [subject]) == "tsys"


def test_a_signature_names_who_wrote_what_a_colleague_pasted() -> None:
    body = view(Part("body", "A chargeback was received.\n\nKind regards\nWorldline Disputes"))
    assert sender_of("Ann <ann@shop.example>", [body]) == "worldline"
    prose = view(Part("body", "We pay out with Worldline, who told us of a chargeback."))
    assert sender_of("Ann <ann@shop.example>", [prose]) == "other"


def test_of_phishing_only_a_known_domain_says_who_sends() -> None:
    assert sender_of("Velomat <d@velomat.io>", [], believed=False) == "other"
    assert sender_of("Stripe <a@stripe.com>", [], believed=False) == "stripe"
