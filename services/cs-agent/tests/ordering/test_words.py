"""What buyers' words say of an order's matters, in the languages that they write."""

from __future__ import annotations

import pytest

from cs_agent.domain.ordering import words
from cs_agent.domain.ordering.names import name_said
from cs_agent.domain.ordering.words import condition_in, count_in, means_in, reason_in


def test_every_language_has_its_words() -> None:
    assert words.faults() == ()


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("clicked buy by mistake", "en", "ordered_by_mistake"),
        ("brauch ich nicht mehr", "de", "no_longer_needed"),
        ("طلبتها بالغلط", "ar", "ordered_by_mistake"),
        ("不要になったので", "ja", "no_longer_needed"),
        ("ho trovato lo stesso a meno da un'altra parte", "it", ""),
        ("купил в магазине", "ru", ""),
    ],
)
def test_why_an_order_is_cancelled(text: str, language: str, reason: str) -> None:
    assert reason_in(text, language) == reason


@pytest.mark.parametrize(
    ("text", "language", "condition"),
    [
        ("never worn, tags still on", "en", "unused"),
        ("unopened", "en", "unused"),
        ("unopened, but i used one", "en", "used"),
        ("los abrí y no me gusta", "es", "opened"),
        ("まだ開けてないんですが", "ja", "unused"),
        ("ครีมเปิดใช้ไปสองสามครั้ง", "th", "used"),
        ("새거고 태그도 그대로예요", "ko", "unused"),
        ("it is blue", "en", None),
    ],
)
def test_the_condition_of_what_goes_back(text: str, language: str, condition: str | None) -> None:
    assert condition_in(text, language) == condition


@pytest.mark.parametrize(
    ("text", "language", "means"),
    [
        ("refund to my new visa not the old amex", "en", "elsewhere"),
        ("the money on my gift card rather than the bank card", "en", "gift_card"),
        ("환불은 제 통장으로", "ko", "elsewhere"),
        ("Verschil mag van dezelfde kaart", "nl", "original"),
        ("where is it", "en", None),
    ],
)
def test_where_money_goes(text: str, language: str, means: str | None) -> None:
    assert means_in(text, language) == means


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("je veux rendre 1 gourde sur les 2", "fr", 1),
        ("une des gourdes est arrivée cabossée", "fr", 1),
        ("los dos pintalabios", "es", 2),
        ("the 500 ml bottle", "en", None),
    ],
)
def test_how_many(text: str, language: str, count: int | None) -> None:
    assert count_in(text, language, 2) == count


@pytest.mark.parametrize(
    ("text", "language", "code", "name"),
    [
        (
            "Don't have that one. Ingrid Solvang-Hauge, 0150 Oslo",
            "en",
            "0150",
            "Ingrid Solvang-Hauge",
        ),
        ("I'm Priscilla Oyelaran, 94110", "en", "94110", "Priscilla Oyelaran"),
        ("邮箱忘了哪个了，陈沐辰，M5V2T6", "zh", "M5V2T6", "陈沐辰"),
        ("Maaike van Rietdijk 3511AB", "nl", "3511AB", "Maaike van Rietdijk"),
        ("藤森小春です。郵便番号は150-0001", "ja", "150-0001", "藤森小春"),
        ("mail vermem, numara yeter", "tr", "", ""),
        ("please help me now", "en", "", ""),
        ("why do you ask", "en", "", ""),
    ],
)
def test_a_name_among_other_words(text: str, language: str, code: str, name: str) -> None:
    assert name_said(text, language, code) == name
