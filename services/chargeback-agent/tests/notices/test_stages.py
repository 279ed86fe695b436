"""At which stage a notice is, where its words are also those of another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.reading import read_notice
from chargeback_agent.domain.rules.loader import rule_book

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
CARD = "Case 88-1204, card 4111 11** **** 1234.\n"


def kind_of(body: str, subject: str = "Case 88-1204") -> str:
    parts = [Part("subject", subject), Part("body", CARD + body)]
    return read_notice(parts, "Desk <desk@acquirer.example>", NOW, rule_book()).kind.value


@pytest.mark.parametrize(
    ("refusal", "and_on"),
    [
        ("The issuer has rejected your evidence", "and has filed a pre-arbitration."),
        ("El emisor no aceptó los argumentos", "y ha iniciado el prearbitraje."),
        ("O banco emissor não aceitou os argumentos", "e abriu a pré-arbitragem."),
        ("L'émetteur a rejeté vos justificatifs", "et a ouvert un pré-arbitrage."),
        ("Der Emittent hat Ihre Stellungnahme abgelehnt", "und die Pre-Arbitration eröffnet."),
        ("L'emittente non ha accettato la vostra documentazione", "e ha avviato il pre-arbitrato."),
        ("De bank heeft uw verweer afgewezen", "en een pre-arbitrage gestart."),
        ("Bank wydawca odrzucił Państwa odpowiedź", "i wszczął pre-arbitraż."),
        ("Эмитент отклонил ваши документы", "и инициировал преарбитраж."),
        ("Belgeleriniz yeterli bulunmamıştır", "ve ön tahkim başlatılmıştır."),
        ("发卡行驳回了申诉材料，发卡行驳回", "，并发起预仲裁。"),
        ("発行会社により反証が認められず", "、プレアービトレーションを申請されました。"),
        ("발급사가 소명을 받아들이지 않고", " 사전중재를 신청하였습니다."),
    ],
)
def test_evidence_turned_down_is_the_end_unless_a_round_follows(refusal: str, and_on: str) -> None:
    assert kind_of(f"{refusal}.") == "lost"
    assert kind_of(f"{refusal} {and_on}") == "pre_arbitration"


def test_a_chargeback_that_was_booked_is_no_inquiry() -> None:
    subject = "A Cardmember has questioned a charge"
    assert kind_of("We have processed a chargeback to your account.", subject) == "dispute"
    assert kind_of("Please send a copy of the receipt.", subject) == "inquiry"
    assert kind_of("If you do not answer, a chargeback has been processed in vain.", subject) == "inquiry"
