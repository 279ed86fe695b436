"""Mails with a word on disputes that tell of none: payouts, invoices, adverts, thanks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.reading import read_notice
from chargeback_agent.domain.rules.loader import rule_book

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def kind_of(subject: str, body: str, sender: str = "Desk <desk@acquirer.example>") -> str:
    return read_notice([Part("subject", subject), Part("body", body)], sender, NOW, rule_book()).kind.value


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Your payout is on its way", "Chargebacks  -$145.00"),
        ("Factura n.º 2026-0331", "Gestión de contracargos (3)  60,00 EUR"),
        ("Repasse realizado", "Chargeback  R$ 0,00"),
        ("Votre facture de juin", "Gestion des impayés (2)  30,00 EUR"),
        ("Ihre Auszahlung", "Rückbelastungen  -45,00 EUR"),
        ("Fattura n. 2026/8841", "Gestione chargeback (2 pratiche)  50,00 EUR"),
        ("Uw uitbetaling", "Chargebacks  -45,00 EUR"),
        ("Faktura VAT 7/2026", "Chargeback (2)  100,00 zł"),
        ("Реестр выплат", "Чарджбэк  -1 200,00 руб."),
        ("Hakediş raporu", "Chargeback  -250,00 TL"),
        ("提现到账通知", "拒付扣款  USD 0.00"),
        ("お振込のお知らせ", "チャージバック控除  0円"),
        ("정산 안내", "차지백 차감  0원"),
    ],
)
def test_a_payout_or_an_invoice_with_a_line_on_disputes_is_none(subject: str, line: str) -> None:
    assert kind_of(subject, f"{line}\n1234.00") == "not_a_dispute"


def test_a_notice_that_takes_a_payout_back_is_one() -> None:
    body = "A chargeback was received.\nCase number: 88-1204\nDisputed amount: USD 45.00\nReply by: July 10"
    assert kind_of("Your payout was reduced", body) == "dispute"
    assert kind_of("Your payout was reduced by a chargeback", "Case number: 88-1204\nUSD 45.00") == "dispute"


def test_an_advert_names_no_case_and_a_notice_with_an_adverts_foot_does() -> None:
    foot = "Did you know? Reduce chargebacks from $49/month. Book a demo.\nUnsubscribe"
    assert (
        kind_of("Win more disputes", f"Merchants lose 7 of 10 disputes on 10.4 and 13.1.\n{foot}")
        == "not_a_dispute"
    )
    assert (
        kind_of("New dispute", f"A customer has opened dispute DSP-77120 about order 4471.\n{foot}")
        == "dispute"
    )


@pytest.mark.parametrize(
    "body",
    [
        "身に覚えのない請求だと異議を申し立てるところでしたが、丁寧にご説明いただきました。お騒がせいたしました。",
        "Vielen Dank für die Erklärung. Ich wollte schon reklamieren, es hat sich geklärt.",
        "Thank you for explaining the charge. I was about to dispute it with my bank. No need to reply.",
    ],
)
def test_a_customer_who_thanks_opens_no_case(body: str) -> None:
    assert kind_of("About your mail", body, "M. Customer <m@mailbox.example>") == "not_a_dispute"


@pytest.mark.parametrize(
    "body",
    [
        "A customer went to their bank about a charge of $21.90. We opened claim FP-90133. Answer it.",
        "The chargeback of $21.90 for order 90-1337 is open. Send us the papers before August 17, 2026.",
        "Reason code: 4853\nAmount: USD 21.90",
    ],
)
def test_a_payout_held_back_for_a_dispute_is_told_of_as_one(body: str) -> None:
    assert kind_of("Action required: $21.90 held from your payout", body) == "dispute"
