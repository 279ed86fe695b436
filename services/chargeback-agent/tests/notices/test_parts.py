"""A notice as it came becomes readable parts: the notice, not the notes and history around it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.dispute.v1.dispute_pb2 import DisputeNotice
from argosy_testing.growth import cost_growth
from chargeback_agent.domain.notices.html import see
from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.parts import MOST_CHARS, open_notice, opened, parts_of

BANK = "Disputes <disputes@harbour-bank.example>"
FACTS = "Case 77-1204\nAmount 45.00 EUR\nCard 4111 **** **** 1234\nPlease reply by 3 May 2026."


def body_of(text: str, subject: str = "Dispute", sender: str = BANK) -> str:
    return next(part.text for part in opened(subject, sender, text).parts if part.where == "body")


def test_a_plain_mail_stays_as_it_is() -> None:
    assert opened("Dispute", BANK, FACTS).parts == (Part("subject", "Dispute"), Part("body", FACTS))


def test_attachments_come_last_and_are_cleaned() -> None:
    notice = DisputeNotice(subject="Dispute", body=FACTS)
    assert parts_of(notice, [Part("a.pdf", "Amount\u202e 1\x00", 0.9)])[-1] == Part("a.pdf", "Amount 1", 0.9)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<table><tr><td><p>Case</p></td><td><div>77</div></td></tr></table>", "Case\t77"),
        (
            "<table><tr><th>Case</th><th>Due</th></tr><tr><td>A 1</td><td>3 May</td></tr></table>",
            "Case\tA 1\nDue\t3 May",
        ),
        ("<table><tr><td>Case<br>Due</td><td>77<br>3 May</td></tr></table>", "Case\t77\nDue\t3 May"),
        ("<p>Pay<span style='display: none'>no</span> 5</p><p hidden>x</p>", "Pay 5"),
        ("<div style='font-size:0;max-height:0px'>Due 1 May</div><p>Due 2 May</p>", "Due 2 May"),
        ("<style>p{}</style><script>1</script><title>t</title><p>a<br>b</p>", "a\nb"),
        ("<table><tr><td><table><tr><td>Case</td><td>1</td></tr></table></td></tr></table>", "Case\t1"),
        ("<p>4&nbsp;&euro;&lt;5", "4\u00a0€<5"),
    ],
)
def test_html_is_read_as_it_is_seen(html: str, text: str) -> None:
    assert see(html).text == text


def test_links_are_kept_with_the_words_one_clicks_on() -> None:
    link = see("<a href='https://evil.example/x'>https://bank.example</a>").links[0]
    assert (link.address, link.words) == ("https://evil.example/x", "https://bank.example")


FORWARDS = {
    "gmail": "FYI\n\n---------- Forwarded message ---------\nFrom: {who}\nDate: Fri, 1 May 2026\n"
    "Subject: New dispute\nTo: <shop@shop.example>\n\n{facts}",
    "outlook german": "Bitte erledigen\n\nVon: {who}\nGesendet: Freitag, 1. Mai 2026 09:12\nAn: Laden "
    "<shop@shop.example>\nBetreff: New dispute\n\n{facts}",
    "apple, quoted": "see below\n\nBegin forwarded message:\n\n> From: {who}\n> Subject: New dispute\n"
    "> Date: 1 May 2026\n> To: shop@shop.example\n>\n{quoted}",
    "outlook japanese": "対応お願いします\n\n差出人: {who}\n送信日時: 2026年5月1日 9:12\n"
    "宛先: shop@shop.example\n件名: New dispute\n\n{facts}",
    "qq": "看一下\n\n------------------ 原始邮件 ------------------\n发件人: {who};\n发送时间: 2026年5月1日\n"
    "收件人: shop@shop.example;\n主题: New dispute\n\n{facts}",
    "thunderbird spanish": "ojo\n\n-------- Mensaje reenviado --------\nAsunto: New dispute\n"
    "Fecha: Fri, 1 May 2026\nDe: {who}\nPara: shop@shop.example\n\n{facts}",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_what_was_forwarded_counts_and_not_the_note_above(program: str) -> None:
    quoted = "\n".join(f"> {line}" for line in FACTS.split("\n"))
    text = FORWARDS[program].format(who=BANK, facts=FACTS, quoted=quoted)
    mail = opened("Fwd: New dispute", "Ann <ann@shop.example>", text)
    assert mail.sender.startswith(BANK)
    assert mail.headers.forwarded_by == "Ann <ann@shop.example>"
    assert mail.parts[0] == Part("subject", "New dispute")
    body = mail.parts[1].text
    assert body.endswith(FACTS)
    assert body.split("\n")[0].endswith(BANK) or BANK in body.split("\n")[0]
    assert not any(word in body for word in ("FYI", "erledigen", "see below", "看一下", "ojo"))


def test_history_below_a_notice_is_left_out() -> None:
    old = f"On 1 Apr 2026, {BANK} wrote:\n> Case 77-1203\n> reply by 9 April"
    assert body_of(f"{FACTS}\n\n{old}") == FACTS


def test_a_chain_of_colleagues_ends_at_the_bank_and_not_at_its_older_mail() -> None:
    def block(who: str, to: str) -> str:
        return f"\n\nFrom: {who}\nSent: Friday, May 1, 2026\nTo: {to}\nSubject: New dispute\n\n"

    text = (
        "mine?" + block("Ben <ben@shop.example>", "ann@shop.example") + "yours"
        + block(BANK, "ben@shop.example") + FACTS + block(BANK, "ben@shop.example") + "Case 77-1203, old"
    )  # fmt: skip
    body = body_of(text, "FW: New dispute", "Ann <ann@shop.example>")
    assert body.endswith(FACTS)


def test_a_bank_that_quotes_the_merchant_is_not_taken_for_a_colleague() -> None:
    text = (
        f"The dispute is decided in your favour.\n\nOn 2 May 2026, Ann <ann@shop.example> wrote:\n> {FACTS}"
    )
    assert body_of(text) == "The dispute is decided in your favour."


def raw(*lines: str) -> str:
    return "\n".join((f"From: {BANK}", "Date: Fri, 1 May 2026 09:00:00 +0200", "MIME-Version: 1.0", *lines))


def test_a_raw_mail_is_decoded_by_its_own_charset() -> None:
    coded = base64.encodebytes("Фамилия, сумма 45,00".encode("koi8-r")).decode()
    mail = opened(
        "",
        "",
        raw("Content-Type: text/plain; charset=koi8-r", "Content-Transfer-Encoding: base64", "", coded),
    )
    assert mail.parts[-1].text.strip() == "Фамилия, сумма 45,00"
    assert mail.sender == BANK
    assert mail.sent_at is not None
    assert mail.sent_at.isoformat() == "2026-05-01T09:00:00+02:00"


def test_of_alternatives_the_one_with_more_figures_is_read_and_the_links_of_both_are_known() -> None:
    html = f"<p>{FACTS}</p><a href='https://x.example'>here</a>"
    mail = opened("", "", raw(
        "Content-Type: multipart/alternative; boundary=b", "",
        "--b", "Content-Type: text/plain", "", "See HTML.",
        "--b", "Content-Type: text/html", "", html, "--b--",
    ))  # fmt: skip
    assert "77-1204" in mail.parts[-1].text
    assert [link.address for link in mail.headers.links] == ["https://x.example"]


def test_files_of_a_raw_mail_are_texts_or_bytes() -> None:
    mail = opened("", "", raw(
        "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/csv; name=d.csv", "",
        "Case;Amount", "77;45,00", "--b", "Content-Type: application/pdf; name=n.pdf",
        "Content-Transfer-Encoding: base64", "", base64.encodebytes(b"%PDF-1.4").decode(), "--b--",
    ))  # fmt: skip
    assert Part("d.csv", "Case\t77\nAmount\t45,00") in mail.parts
    assert [(file.name, file.content) for file in mail.files] == [("n.pdf", b"%PDF-1.4")]


def test_a_mail_attached_to_a_note_is_the_notice() -> None:
    inner = f"From: {BANK}\nSubject: New dispute\nContent-Type: text/plain\n\n{FACTS}"
    note = "From: Ann <ann@shop.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    both = (
        f"--b\nContent-Type: text/plain\n\nplease handle\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--"
    )
    mail = opened("Fwd", "", note + both)
    assert mail.sender == BANK
    assert [part.text for part in mail.parts] == ["New dispute", FACTS]
    assert mail.headers.forwarded_by == "Ann <ann@shop.example>"


HOSTILE = {
    "nuls": "\x00" * 1000 + FACTS,
    "directions": "\u202e\u2066" * 500 + FACTS,
    "long": "x" * 10_000_000,
    "deep": "<html><body>" + "<div>" * 10_000 + FACTS,
    "deep tables": "<html><p>" + "<table><tr><td>" * 5_000 + FACTS,
    "open": "<html><p>" + "<a <" * 50_000,
    "quotes": "\n".join(">" * depth + " x" for depth in range(500)),
    "forwards": "---------- Forwarded message ---------\nFrom: a@b.example\nDate: x\n\n" * 2_000,
    "nested mails": "MIME-Version: 1.0\nFrom: a\nContent-Type: message/rfc822\n\n" * 3_000,
    "nested parts": "MIME-Version: 1.0\nA: b\n"
    + "Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 3_000,
    "no charset": raw(
        "Content-Type: text/plain; charset=punycode", "Content-Transfer-Encoding: base64", "", "4pyT"
    ),
    "bad base64": raw("Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", "=*=A"),
    "surrogates": "a\ud800b",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_give_small_clean_parts(name: str) -> None:
    for part in opened("s", "a@b.example", HOSTILE[name]).parts:
        assert len(part.text) <= 2 * MOST_CHARS
        assert not set(part.text) & {"\x00", "\u202e", "\u2066", "\ud800", "\r"}


def test_what_was_cut_is_said() -> None:
    assert opened("s", "", "word " * 100_000).doubts == (
        "the text was longer than is read; its end is missing",
    )


@given(st.text(alphabet=st.sampled_from("<>/abdivtrp =\"'&;#x0\n\t>:-@."), max_size=400))
def test_no_text_stops_the_reading(text: str) -> None:
    opened(text, text, f"<p><div>{text}")
    opened("", "", f"From: a\nMIME-Version: 1.0\nContent-Type: text/html\n{text}\n\n{text}")


def test_the_cost_grows_with_the_length() -> None:
    work = {n: "From: a@b.example\nSent: x\n> y\n\nOn 3 May wrote:\n" * n for n in (60, 960)}
    assert cost_growth(lambda n: opened("", "", work[n]), 60, 960) < 40


def test_a_forward_with_its_head_in_one_line_names_its_sender() -> None:
    body = (
        "See below.\n\n-------- Пересылаемое сообщение --------\n"
        '09.10.2026, 11:42, "Bank One" <cards@bank-one.example>:\n\nCase 77-12: a chargeback, 87,30 USD.'
    )
    mail = open_notice(DisputeNotice(subject="Fwd: case", body=body, **{"from": "Ann <ann@shop.example>"}))
    assert "cards@bank-one.example" in mail.sender
    assert "Bank One" in mail.sender


def test_rows_of_a_report_within_a_mail_are_named_by_its_head() -> None:
    rows = '"CASE_NBR","CARD","TRAN_DT","AMT","RSN_CD"\n"77","4111**1234","20260819","000000153.27","RG"'
    (part,) = opened("", "a@b.example", f"# DAILY FILE\n{rows}\n# END").parts
    assert "CASE NBR\t77" in part.text
    assert "AMT\t000000153.27" in part.text
    assert part.text.startswith("# DAILY FILE")
    prose = "First, second, third, fourth, and so on\nOne, two, three, four, five"
    assert opened("", "a@b.example", prose).parts[0].text.startswith("First")


def test_a_quotation_under_a_day_and_an_address_names_its_sender() -> None:
    body = (
        "See below, I think it is the camera.\n\n> 2026年11月6日(金) 15:12 SB Desk <cb@sbpayment.jp>:\n>\n"
        "> Case 77-12, card 4111 11** **** 1234, 12,480円, order MC-88213, sold 2026-09-27"
    )
    mail = open_notice(DisputeNotice(subject="Re: case", body=body, **{"from": "Ann <ann@shop.example>"}))
    assert "cb@sbpayment.jp" in mail.sender
    assert "MC-88213" in mail.parts[-1].text
