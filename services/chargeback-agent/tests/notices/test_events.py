"""Days that sentences tell by their verbs, in every language, and what they are not taken for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chargeback_agent.domain.notices.model import Notice, Part, Read
from chargeback_agent.domain.notices.reading import read_notice
from chargeback_agent.domain.rules.loader import rule_book

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
DISPUTED = date(2026, 6, 22)
PAID = date(2026, 4, 30)


def read(body: str, subject: str = "Case 88-1204") -> Notice:
    parts = [Part("subject", subject), Part("body", body)]
    return read_notice(parts, "Desk <desk@acquirer.example>", NOW, rule_book())


def value_of(said: Read[date] | None) -> date | None:
    return None if said is None else said.value


@pytest.mark.parametrize(
    "sentence",
    [
        "On 22 June 2026 the bank opened a dispute about the goods your customer bought on 30 April 2026.",
        "El 22 de junio de 2026 el banco ingresó un contracargo. El cliente compró el 30 de abril de 2026.",
        "A 22 de junho de 2026 recebemos uma contestação do que o cliente pagou em 30 de abril de 2026.",
        "La banque a contesté, le 22 juin 2026, le paiement que vous aviez encaissé le 30 avril 2026.",
        "Ein Kunde hat am 22. Juni 2026 einen Streitfall zu der am 30. April 2026 bestellten Ware eröffnet.",
        "Il 22 giugno 2026 la banca ha contestato l'acquisto effettuato il 30 aprile 2026.",
        "We hebben op 22 juni 2026 een chargeback ontvangen voor de aankoop die op 30 april 2026 is gedaan.",
        "W dniu 22 czerwca 2026 r. otrzymaliśmy reklamację. Klient zapłacił 30 kwietnia 2026 r.",
        "Спор зарегистрирован 22 июня 2026 года по операции, совершённой 30 апреля 2026 года.",
        "30 Nisan 2026 tarihinde yapılan işlem 22 Haziran 2026'da ters ibraz edilmiştir.",
        "قدم البنك في ٢٢ يونيو ٢٠٢٦ اعتراضا على العملية التي تمت في ٣٠ أبريل ٢٠٢٦.",
        "เมื่อวันที่ 22 มิถุนายน 2569 ธนาคารได้ยื่นข้อพิพาท ลูกค้าสั่งซื้อเมื่อวันที่ 30 เมษายน 2569",
        "2026年6月22日、発行会社より、2026年4月30日に購入された商品について異議の申立てがございました。",
        "2026년 4월 30일 결제된 건에 대하여 2026년 6월 22일 차지백이 접수되었습니다.",
        "我们于2026年6月22日收到发卡行发起的争议，交易为2026年4月30日的付款。",
    ],
)
def test_a_sentence_tells_the_disputes_day_and_the_payments(sentence: str) -> None:
    notice = read(sentence)
    assert (value_of(notice.disputed_on), value_of(notice.transaction_on)) == (DISPUTED, PAID)


@pytest.mark.parametrize(
    "sentence",
    [
        "The bank disputed the sale. The parcel was delivered on 22 June 2026.",
        "The bank disputed the sale. You sent your evidence on 22 June 2026.",
        "Die Bank hat reklamiert. Die Ware wurde am 22. Juni 2026 zugestellt.",
        "The issuer moved the case to arbitration on 22 June 2026.",
        "On 22 June 2026 we were told us that the case was escalated to pre-arbitration.",
    ],
)
def test_what_happened_otherwise_is_no_disputes_day(sentence: str) -> None:
    assert read(sentence).disputed_on is None


def test_the_first_disputes_day_goes_before_a_later_rounds() -> None:
    notice = read(
        "The first chargeback was of 22 June 2026; arbitration was filed on 29 June 2026 by the issuer."
    )
    assert value_of(notice.disputed_on) == DISPUTED
    assert notice.kind.value == "arbitration"


def test_a_day_that_is_over_and_told_is_no_deadline() -> None:
    notice = read(
        "A dispute was opened.\nA sale that went through your terminal on 29 June 2026 is disputed; answer."
    )
    assert notice.due_at is None


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Please send us proof of delivery by 10 July 2026.", date(2026, 7, 10)),
        (
            "배송증빙을 2026년 7월 10일(금)까지 회신하여 주시기 바랍니다.",
            date(2026, 7, 10),
        ),
        (
            "反証をご希望の場合は、２０２６年７月１０日（金）までに配送伝票の写しをご提出ください。",
            date(2026, 7, 10),
        ),
        ("You may withdraw and accept liability until 10 July 2026.", date(2026, 7, 10)),
        ("en geç 10 Temmuz 2026 günü mesai bitimine (saat 17.00, UTC+3) kadar iletmenizi rica ederiz.",
         datetime.fromisoformat("2026-07-10T17:00:00+03:00")),
        ("ขอให้ท่านจัดส่งสำเนา ภายใน ๑๕ วัน นับจากวันที่ในหนังสือฉบับนี้", date(2026, 7, 15)),
    ],
)  # fmt: skip
def test_proof_of_delivery_asked_for_is_no_delivery(words: str, due: date | datetime) -> None:
    notice = read("A chargeback was received.\n" + words)
    assert notice.due_at is not None
    assert notice.due_at.value == due


def test_who_lodged_it_is_no_deadline_and_what_was_received_is_told_by_what_it_was() -> None:
    notice = read(
        "An issuer told us of a dispute, lodged by their cardholder on 22 June 2026, over a payment of $18.00"
        " received on 30 April 2026."
    )
    assert (value_of(notice.disputed_on), value_of(notice.transaction_on)) == (DISPUTED, PAID)
    assert notice.due_at is None
