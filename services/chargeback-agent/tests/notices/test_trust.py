"""Phishing and mails that are no dispute are refused with reasons; an odd but true notice is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chargeback_agent.domain.notices import impostors
from chargeback_agent.domain.notices.html import Link
from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.parts import Headers
from chargeback_agent.domain.notices.reading import read_notice
from chargeback_agent.domain.notices.trust import judge
from chargeback_agent.domain.rules.loader import rule_book

TRUE = (
    "A chargeback was received on your account.\nCase number: 88-1204\nDisputed amount: USD 45.00\n"
    "Card number: 4111 11** **** 1234\nReason code: 13.1\nReply by: May 12, 2026"
)
RECEIVED = datetime(2026, 11, 5, 9, tzinfo=UTC)
BANK = "Merchant Desk <desk@tiny-bank.example>"


def verdict(text: str, sender: str = BANK, headers: Headers | None = None) -> str | None:
    return judge([Part("subject", "Chargeback notice"), Part("body", text)], sender, headers)[0]


def test_a_small_banks_notice_is_believed() -> None:
    assert judge([Part("body", TRUE)], BANK) == (None, ())


@pytest.mark.parametrize(
    "odd",
    [
        "Respond immediately, or your account will be suspended.",
        "Log in with your merchant number at https://portal.another-host.example/login",
        "We never ask for your password.",
        "Pay the fee of 25 USD only if you go to arbitration.",
        "This e-mail is not monitored. Unsubscribe. Read more in our guide.",
    ],
)
def test_one_oddity_refuses_no_true_notice(odd: str) -> None:
    assert verdict(f"{TRUE}\n\n{odd}") is None


def test_a_true_notice_with_an_answer_address_elsewhere_is_a_doubt_at_most() -> None:
    headers = Headers(reply_to="desk@outsourced-desk.example", results=("spf=fail", "dkim=none"))
    found, reasons = judge([Part("body", TRUE)], BANK, headers)
    assert found is None
    assert len(reasons) == 2


def test_a_borrowed_name_and_a_question_for_secrets_are_phishing() -> None:
    text = f"{TRUE}\n\nConfirm the card number and your password to release the funds."
    found, reasons = judge([Part("body", text)], "PayPal <service@paypal-resolution.example>")
    assert found == "phishing"
    assert any("paypal-resolution.example" in reason for reason in reasons)


def test_a_link_that_shows_another_host_weighs() -> None:
    link = Link("https://collect.example/x", "https://www.paypal.com/disputes")
    text = f"{TRUE}\n\nYour account will be suspended, act now. Verify your identity."
    assert verdict(text, "PayPal <a@mail.example>", Headers(links=(link,))) == "phishing"
    assert verdict(TRUE, "Desk <desk@collect.example>", Headers(links=(link,))) is None


def test_a_forged_sender_is_seen_by_the_servers_checks() -> None:
    headers = Headers(results=("spf=fail", "dmarc=fail"))
    text = f"{TRUE}\n\nSend the fee by wire the same day. Do not contact your bank."
    assert verdict(text, "Stripe <disputes@stripe.com>", headers) == "phishing"


def test_checks_of_a_forward_are_about_the_colleague_and_do_not_count() -> None:
    headers = Headers(forwarded_by="Ann <ann@shop.example>", results=("dmarc=fail",))
    assert judge([Part("body", TRUE)], "Stripe <disputes@stripe.com>", headers) == (None, ())


@pytest.mark.parametrize(
    "text",
    [
        "Hi, where is my parcel? I ordered on 2 May. I want my money back or I will file a chargeback.",
        "WEBINAR: fight chargebacks and win. Save your seat. Unsubscribe. Visa 10.4, read more.",
        "Scheduled maintenance: the dispute portal will be unavailable on 5 May 2026 from 02:00.",
        "Delivery note 881, your purchase order 45: 14 lamps broken. Debit note, net total 901.80.",
        "Lunch on Friday?",
    ],
)
def test_what_is_no_dispute_is_refused(text: str) -> None:
    found, reasons = judge([Part("body", text)], "Somebody <a@somewhere.example>")
    assert found == "not_a_dispute"
    assert reasons


def test_nothing_is_refused_as_no_dispute_while_a_file_is_unread() -> None:
    found, reasons = judge(
        [Part("body", "See the letter.")], BANK, Headers(unread=("letter.pdf (encrypted)",))
    )
    assert found is None
    assert "letter.pdf" in reasons[-1]


@pytest.mark.parametrize(
    "host",
    [
        "paypa1.com", "paypal.com.secure-login.example", "xn--pypal-4ve.com", "stripe-disputes.example",
        "visa-resolve.example", "mercadopago.pagos.example", "paypall.example", "adyen.help.example",
    ],
)  # fmt: skip
def test_borrowed_names_are_seen(host: str) -> None:
    assert impostors.borrowed_name(host) is not None


@pytest.mark.parametrize(
    "host",
    [
        "paypal.com", "intl.paypal.com", "dashboard.stripe.com", "tiny-bank.example",
        "visages.example", "vista.example",
        "chase-hill-bank.example", "stonebridge.example", "", "localhost", "minhaconta.pagseguro.uol.com.br",
    ],
)  # fmt: skip
def test_honest_hosts_borrow_nothing(host: str) -> None:
    assert impostors.borrowed_name(host) is None


def test_who_gives_an_own_name_beside_a_networks_claims_none() -> None:
    assert (
        impostors.named_brand("Visa disputes, Northgate Bank <d@northgate.example>", "northgate.example")
        is None
    )
    assert impostors.named_brand("Visa Disputes <d@mail-desk.example>", "mail-desk.example") is not None
    assert impostors.named_brand("PayPal <service@intl.paypal.com>", "intl.paypal.com") is None


def test_common_words_in_a_domain_are_nobodys_own_name() -> None:
    sender = "Mercado Pago Segurança <a@mp-contestacao-segura.example>"
    assert impostors.named_brand(sender, "mp-contestacao-segura.example") is not None


def test_a_denial_is_a_word_and_no_part_of_one() -> None:
    text = f"{TRUE}\n\nAnswer this e-mail with your password and send the fee by wire."
    assert verdict(text, "PayPal <a@mail-desk.example>") == "phishing"
    denied = f"{TRUE}\n\nWe never ask by e-mail for your password. لن نطلب your password."
    assert verdict(denied, "PayPal <a@mail-desk.example>") is None


def test_registered_names() -> None:
    assert impostors.registered("a.b.co.uk") == "b.co.uk"
    assert impostors.registered("a.b.example") == "b.example"


APPLICATION = """I have handled Visa chargebacks (10.4, 13.1) for four years. My largest dispute was 8,420.00
EUR; we lost first and won in pre-arbitration. I look forward to your answer by 20 November 2026."""
ADVERT = """Did you lose 1,480 EUR to chargebacks this month? Reason 10.4 or 4837: your bank writes and you
have days to respond. We win 84 % of fraud disputes. Example: a dispute of 389.00 EUR, won in 17 days."""
WEIGHT = """You raised dispute no. WD-20418 about the weight surcharge of your parcel last month; we agree
with you, so it will come off your next statement."""


@pytest.mark.parametrize("mail", [APPLICATION, ADVERT, WEIGHT])
def test_what_names_no_payment_in_dispute_is_none(mail: str) -> None:
    read = read_notice([Part("body", mail)], "Somebody <x@somewhere.example>", RECEIVED, rule_book())
    assert read.kind.value == "not_a_dispute"
    assert read.doubts


@pytest.mark.parametrize(
    "terse",
    [
        "A chargeback of 45.00 USD was received, sale of May 12, 2026. Please send the documents.",
        "Chargeback amount: 45.00 USD\nPlease respond.",
        "Chargeback, order 88-1204. Please respond.",
    ],
)
def test_a_terse_notice_that_names_its_payment_is_one(terse: str) -> None:
    assert read_notice([Part("body", terse)], BANK, RECEIVED, rule_book()).kind.value == "dispute"


def test_an_unread_file_may_hold_what_the_mail_does_not_name() -> None:
    mail = "A chargeback was received. Please see the attached form."
    headers = Headers(unread=("form.docx",))
    read = read_notice([Part("body", mail)], BANK, RECEIVED, rule_book(), headers)
    assert read.kind.value == "dispute"


def test_card_number_code_and_password_asked_for_together_are_phishing() -> None:
    ask = (
        "Confirm your identity by midnight today with login and password, your card number and the "
        "security code at http://s-url.example/k55, or your account will be suspended."
    )
    assert verdict(f"{TRUE}\n\n{ask}") == "phishing"
