"""A notice is read from its parts; what does not stand there never comes out."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_testing.growth import cost_growth
from chargeback_agent.domain.notices.model import Notice, Part, Read
from chargeback_agent.domain.notices.reading import read_notice
from chargeback_agent.domain.rules.loader import rule_book

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
BANK = "Merchant Desk <desk@tiny-bank.example>"
HEAD = "A chargeback was received on your account.\nCase number: 88-1204\nCard number: 4111 11** **** 1234\n"
LINES = (
    "Case number: 88-1204",
    "Reason code: 13.1 Merchandise not received",
    "Disputed amount: USD 45.00",
    "Transaction amount\t€ 1.045,20",
    "Reply by: May 22, 2026, 5:00 p.m. ET",
    "Card ending in 4471 (Visa)",
    "Your order 1009-44892 of 12 March 2026",
    "within ten (10) business days of this letter",
    "拒付金额：ＵＳＤ　２５９．００",
    "ARN 7 427538 6060 06019938271 1",
    "The cardholder does not recognise the charge.",
    "Fecha del pago: 03/04/2026",
    "A chargeback fee of $25.00 applies.",
    "4853",
    "Mastercard",
    "\x00\u202e\u200f",
    "Descriptor: ARGOSY*LAMPS",
    "|  |  |",
)


def read(body: str, sender: str = BANK, subject: str = "Chargeback notice") -> Notice:
    return read_notice([Part("subject", subject), Part("body", body)], sender, NOW, rule_book())


def value_of(said: Read[object] | None) -> object:
    return None if said is None else said.value


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=14), st.text(max_size=40))
def test_every_value_quotes_words_that_stand_in_its_part(lines: list[str], subject: str) -> None:
    parts = (Part("subject", subject), Part("body", "\n".join(lines)))
    notice = read_notice(parts, BANK, NOW, rule_book())
    texts = {part.where: part.text for part in parts}
    for field in fields(notice):
        said = getattr(notice, field.name)
        if isinstance(said, Read):
            assert said.quote in texts[said.where]
            assert 0 < said.confidence <= 1


def test_two_cases_under_one_label_are_a_doubt_or_the_first_and_two_amounts_are_none() -> None:
    notice = read(HEAD + "Disputed amount: USD 45.00\nDisputed amount: USD 54.00")
    assert notice.amount is None
    assert any("USD 45.00" in doubt and "USD 54.00" in doubt for doubt in notice.doubts)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Please respond by May 22, 2026.", date(2026, 5, 22)),
        ("Please respond before May 22, 2026.", date(2026, 5, 21)),
        ("You have 7 calendar days from the date of this e-mail to respond.", date(2026, 5, 17)),
        (
            "May 8, 2026\nSend your rebuttal within ten (10) business days of the date of this letter.",
            date(2026, 5, 22),
        ),
        ("Reply by: May 22, 2026", date(2026, 5, 22)),
    ],
)
def test_a_deadline_is_stated_or_counted(words: str, due: date) -> None:
    assert value_of(read(HEAD + words).due_at) == due


@pytest.mark.parametrize(
    "words",
    [
        "Banks take up to 75 days to decide.",
        "The goods were to be delivered by May 22, 2026.",
        "The next payout is on May 22, 2026.",
    ],
)
def test_what_asks_for_no_answer_is_no_deadline(words: str) -> None:
    assert read(HEAD + words).due_at is None


def test_a_case_that_is_won_has_no_deadline_left() -> None:
    notice = read(HEAD + "The dispute was resolved in your favour.\nReply by: May 22, 2026")
    assert (notice.kind.value, notice.due_at) == ("won", None)


def test_what_may_come_is_not_what_is() -> None:
    words = "If you do not respond, the issuer may file for arbitration."
    assert read(HEAD + words).kind.value == "dispute"


@pytest.mark.parametrize(
    ("line", "network", "code", "claim"),
    [
        (
            "Card: VISA\nReason 30 - Services Not Provided or Merchandise Not Received",
            "visa",
            "13.1",
            "not_received",
        ),
        ("Mastercard 4855 Goods or services not provided", "mastercard", "4853", "not_received"),
        ("Reason code: F29 Card Not Present\nNetwork: American Express", "amex", "F29", "fraud"),
        ("Reason code: 4853, the goods are counterfeit", "mastercard", "4853", "counterfeit"),
        ("Network: JCB\nReason code: 554 Non-receipt", "jcb", "554", "not_received"),
    ],
)
def test_codes_old_and_new_are_read_beside_labels_and_networks(
    line: str, network: str, code: str, claim: str
) -> None:
    notice = read(HEAD + line)
    assert (value_of(notice.network), value_of(notice.reason_code), value_of(notice.claim)) == (
        network,
        code,
        claim,
    )


@pytest.mark.parametrize(
    "line", ["You have 30 new messages.", "Our office: 4853 Quarry Road", "Page 30 of 53"]
)
def test_a_bare_number_is_no_reason_code(line: str) -> None:
    assert read(HEAD + "Network: Visa\n" + line).reason_code is None


def test_the_disputed_amount_is_told_from_the_sale_and_the_fee() -> None:
    notice = read(HEAD + "Sale amount $80.00\nChargeback amount $40.00\nA dispute fee of $15.00 was charged.")
    assert [str(value_of(said)) for said in (notice.amount, notice.transaction_amount, notice.fee)] == [
        "40.00 USD", "80.00 USD", "15.00 USD",
    ]  # fmt: skip


def test_a_notice_with_one_amount_has_no_second() -> None:
    notice = read(HEAD + "Transaction amount: EUR 46.80")
    assert (str(value_of(notice.amount)), notice.transaction_amount) == ("46.80 EUR", None)


def test_reading_grows_as_the_text_does() -> None:
    block = "\n".join(line for line in LINES if line.isprintable()) + "\n\n"
    assert cost_growth(read, block * 3, block * 24) < 30


@pytest.mark.parametrize(
    "words",
    [
        "The dispute fee is returned to you when the case is decided in your favour.",
        "拒付处理费 USD 30.00 将从余额中扣除，申诉成功不退还。",
        "Please answer by May 22, 2026. Merchants who send proof are told: you won.",
        "قد يتم إغلاق القضية لصالح حامل البطاقة.",
    ],
)
def test_an_outcome_that_may_come_is_none(words: str) -> None:
    assert read(HEAD + words).kind.value == "dispute"


def test_arabic_tells_what_has_come_from_what_may() -> None:
    assert read(HEAD + "وقد أُغلقت القضية لصالح حامل البطاقة.").kind.value == "lost"


@pytest.mark.parametrize(
    ("subject", "body", "kind"),
    [
        (
            "Contestazione n. 77041: richiesta di documentazione",
            "La banca ha contestato l'operazione.",
            "dispute",
        ),
        (
            "Richiesta di documentazione n. 77041",
            "Il titolare chiede la copia della ricevuta, ordine 77041-B.",
            "inquiry",
        ),
        ("Request for documentation", "Case 77041: the cardholder has disputed this sale.", "dispute"),
    ],
)
def test_a_request_for_documents_is_an_inquiry_where_nothing_is_disputed(
    subject: str, body: str, kind: str
) -> None:
    assert read(body, subject=subject).kind.value == kind


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Reply before 22 May 2026 (inclusive).", date(2026, 5, 22)),
        ("Reply with your side of the story on or before 22 May 2026.", date(2026, 5, 22)),
        ("請於2026年5月22日前（含當日）回覆。", date(2026, 5, 22)),
        ("请于2026年5月22日前回复。", date(2026, 5, 21)),
        ("特約商店請於民國115年5月22日前回覆。", date(2026, 5, 22)),
        ("本通知日から起算し、2026年5月22日までにご回答ください。", date(2026, 5, 22)),
        (
            "DOCUMENTS MUST REACH US BY 17:00 LONDON TIME ON 22 MAY 2026.",
            datetime(2026, 5, 22, 16, tzinfo=UTC),
        ),
        (
            "You have until May 22, 2026 at 5:00 pm PDT. After that it is too late.",
            datetime(2026, 5, 23, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_deadline_in_words_of_many_kinds(words: str, due: date) -> None:
    assert value_of(read(HEAD + words).due_at) == due


def test_a_short_month_without_a_year_needs_a_word_that_says_what_it_is() -> None:
    notice = read(HEAD + "We have answered 2 out of 5 cases, and may 7 more.\nPaid on 3 May")
    assert value_of(notice.transaction_on) == date(2026, 5, 3)
    assert notice.due_at is None


@pytest.mark.parametrize(
    ("words", "sender", "amount"),
    [
        ("Importe del contracargo: $ 2,499.00", BANK, None),
        ("Importe del contracargo: $ 2,499.00\nBanco Azul, Ciudad de México", BANK, "2499.00 MXN"),
        ("Importe del contracargo: $ 2,499.00\nMoneda: MXN", BANK, "2499.00 MXN"),
        ("Disputed amount: $24.00\nMaple Bank, Toronto", BANK, "24.00 CAD"),
        ("Disputed amount: $24.00", BANK, "24.00 USD"),
        ("Disputed amount: $24.00\nShopify, Ottawa", "Shopify <mailer@shopify.com>", "24.00 USD"),
        ("CB AMOUNT         GBP        128.73   DEBITED   02/10/26", BANK, "128.73 GBP"),
        ("爭議金額　　ＵＳＤ　　　　　２５９．００", BANK, "259.00 USD"),
    ],
)
def test_no_dollars_are_guessed_where_the_sign_may_be_of_pesos(
    words: str, sender: str, amount: str | None
) -> None:
    prose = "El banco del titular de la tarjeta no reconoce el pago y ha iniciado una disputa.\n"
    notice = read((prose if "Importe" in words else HEAD) + words, sender)
    said = value_of(notice.amount)
    assert (None if said is None else str(said)) == amount
    assert bool(amount) or any("several currencies" in doubt for doubt in notice.doubts)


def test_a_code_in_brackets_closes_the_words_of_a_reason() -> None:
    notice = read(HEAD + "Card type: Discover\nReason: Product not received (RG)")
    assert value_of(notice.reason_code) == "RG"


def test_a_sum_without_more_beside_the_disputed_one_is_the_payments() -> None:
    notice = read(HEAD + "Amount: EUR 80.00\nDisputed amount: EUR 40.00")
    assert [str(value_of(said)) for said in (notice.amount, notice.transaction_amount)] == [
        "40.00 EUR", "80.00 EUR",
    ]  # fmt: skip


def test_a_descriptor_stands_in_the_cell_behind_its_label_and_a_merchants_name_is_none() -> None:
    assert value_of(read(HEAD + "Descriptor:      LAMPS 8005550142").descriptor) == "LAMPS 8005550142"
    assert read(HEAD + "Merchant DBA ....... NORDWELL HOME").descriptor is None


def test_a_colleagues_mail_with_a_providers_letter_is_the_providers() -> None:
    parts = [Part("body", "see file"), Part("shot.png", "钱海支付 Oceanpayment\n拒付编号 CB-7712")]
    assert read_notice(parts, "Ann <ann@shop.example>", NOW, rule_book()).sender == "oceanpayment"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The issuer stands by its claim.", "lost"),
        ("The issuer stands by its claim and has taken the case to pre-arbitration.", "pre_arbitration"),
        ("ご提出の反証が認められず、", "lost"),
        ("反証が認められました。", "won"),
        ("The payment was cancelled.", "dispute"),
        ("Payment cancelled", "dispute"),
        ("Dispute withdrawn", "reversed"),
    ],
)
def test_the_stage_is_told_from_words_that_could_be_of_another(words: str, kind: str) -> None:
    assert read(HEAD + words).kind.value == kind


def test_a_word_that_some_call_their_case_and_others_the_order_is_either() -> None:
    both = read("A chargeback was received.\nControl number: 8837-1\nTicket: 55-20917")
    assert (value_of(both.case_ref), value_of(both.order_ref)) == ("8837-1", "55-20917")
    alone = read("A chargeback was received.\nTicket: 55-20917")
    assert (value_of(alone.case_ref), value_of(alone.order_ref)) == ("55-20917", None)


def test_who_opened_a_case_gives_no_deadline() -> None:
    assert read(HEAD + "OPENED BY BANK....: 05/22/2026\nSend papers.").due_at is None


def test_a_sum_under_an_unknown_name_beside_the_payments_leaves_what_is_disputed_open() -> None:
    notice = read(HEAD + "Transaction amount: EUR 80.00\nFlurble: EUR 40.00")
    assert notice.amount is None
    assert any("unknown name" in doubt for doubt in notice.doubts)
