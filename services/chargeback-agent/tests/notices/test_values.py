"""Amounts, dates, hours and references in every writing that notices have."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from chargeback_agent.domain.notices.amounts import amounts
from chargeback_agent.domain.notices.clock import moment, zone_for
from chargeback_agent.domain.notices.dates import Order, dates, order_of
from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.page import page, tie
from chargeback_agent.domain.notices.references import arns, cards, references

TODAY = date(2026, 5, 10)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1,299.00 MXN", "1299.00 MXN"),
        ("R$\u202f3.703,68", "3703.68 BRL"),
        ("1 234,56 zł", "1234.56 PLN"),
        ("CHF 1’234.50", "1234.50 CHF"),
        ("46 990,00 ₸", "46990.00 KZT"),
        ("٣٬٤٥٠٫٧٥ جنيه مصري", "3450.75 EGP"),
        ("金２３，８００円也", "23800 JPY"),
        ("KWD 12.750", "12.750 KWD"),
        ("EUR 1.204", "1204.00 EUR"),
        ("₹1,23,456.00", "123456.00 INR"),
        ("NT$3,280元", "3280.00 TWD"),
        ("89,000원", "89000 KRW"),
        ("US$ 0.50", "0.50 USD"),
        ("12万4,800円", "124800 JPY"),
        ("15만 9천원", "159000 KRW"),
        ("NT$1萬2,000", "12000.00 TWD"),
        ("18 740 рублей 50 копеек", "18740.50 RUB"),
        ("1 234 zł 56 gr", "1234.56 PLN"),
        ("50 euros et 20 centimes", "50.20 EUR"),
        ("١٠٠ ريال و٥٠ هللة", "100.50 SAR"),
        ("€ 1.050,-", "1050.00 EUR"),
        ("金额：329.90 USD", "329.90 USD"),
        ("金额为USD1,168.00，", "1168.00 USD"),
    ],
)
def test_an_amount_is_read_as_its_country_writes_it(text: str, value: str) -> None:
    (found,) = amounts(page(Part("body", text)), "", "en")
    assert str(found.found.value) == value


def test_two_amounts_whose_sign_follows_are_two() -> None:
    found = amounts(page(Part("body", "31만 8천원 159,000원")), "", "ko")
    assert [str(one.found.value) for one in found] == ["318000 KRW", "159000 KRW"]


@pytest.mark.parametrize("text", ["ABC1,234", "order USDX1234", "at 17:30", "REF12万"])
def test_letters_that_are_no_currency_make_a_number_no_amount(text: str) -> None:
    assert amounts(page(Part("body", text)), "", "en") == []


@pytest.mark.parametrize(
    ("country", "language", "currency"),
    [("", "en", "USD"), ("ca", "en", "CAD"), ("mx", "es", "MXN"), ("", "pt-BR", "BRL")],
)
def test_a_dollar_sign_is_the_senders_own_dollar(country: str, language: str, currency: str) -> None:
    (found,) = amounts(page(Part("body", "Amount: $12.00")), country, language)
    assert found.found.value.currency == currency
    assert found.found.sure < 1


@pytest.mark.parametrize(
    "text",
    [
        "3 Jun 2026",
        "June 3rd, 2026",
        "2026-06-03",
        "03.06.2026",
        "2026年6月3日",
        "２０２６年６月３日",
        "令和8年6月3日",
        "115年6月3日",
        "115/06/03",
        "二〇二六年六月三日",
        "3 de junio de 2026",
        "03-Jun-2026",
        "2026. 06. 03.",
        "于2026-06-03前",
    ],
)
def test_a_date_is_read_in_every_writing(text: str) -> None:
    (found,) = dates(page(Part("body", text)), None, TODAY)
    assert found.value == date(2026, 6, 3)


def test_a_date_that_could_be_two_keeps_both_unless_the_notice_proves_its_order() -> None:
    seen = page(Part("body", "Sale 03/04/2026"))
    (found,) = dates(seen, None, TODAY)
    assert {found.value, found.swapped} == {date(2026, 3, 4), date(2026, 4, 3)}
    (found,) = dates(seen, "day", TODAY)
    assert (found.value, found.swapped) == (date(2026, 4, 3), None)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("on 27/02/2026", "day"),
        ("on 02/27/2026", "month"),
        ("dates are dd/mm/yyyy", "day"),
        ("03/04/2026", None),
    ],
)
def test_one_number_above_twelve_proves_the_order(text: str, order: Order | None) -> None:
    assert order_of([page(Part("body", text)).view]) == order


def test_a_reason_code_at_the_end_of_a_sentence_is_no_date() -> None:
    assert dates(page(Part("body", "The reason code is 13.1.")), "day", TODAY) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("June 3, 2026, 5:00 p.m. ET", "2026-06-03T17:00:00-04:00"),
        ("12 noon (BST) on 3 June 2026", "2026-06-03T12:00:00+01:00"),
        ("2026-06-03T09:12:31+02:00", "2026-06-03T09:12:31+02:00"),
        ("2026年6月3日下午5時正", "2026-06-03T17:00:00+08:00"),
        ("2026-06-03 12:00 (UTC+8)", "2026-06-03T12:00:00+08:00"),
        ("18:00 (время Астаны) 03.06.2026", "2026-06-03T18:00:00+05:00"),
    ],
)
def test_an_hour_and_its_zone_make_a_moment(text: str, value: str) -> None:
    seen = page(Part("body", text))
    (found,) = dates(seen, "day", TODAY)
    assert moment(seen, found, zone_for("hk", "zh-Hant")).value == datetime.fromisoformat(value)


def test_an_hour_without_a_zone_is_told_apart_where_the_sender_has_none() -> None:
    seen = page(Part("body", "3 June 2026, 17:00"))
    (found,) = dates(seen, "day", TODAY)
    said = moment(seen, found, None)
    assert (said.value, said.hour.strip()) == (date(2026, 6, 3), "17:00")


@pytest.mark.parametrize(
    ("text", "four"),
    [
        ("Card number: 4111 11** **** 1234", "1234"),
        ("Card number: XXXX-XXXXXX-X1007", "1007"),
        ("Visa card ending in 0926", "0926"),
        ("Paid with: card •••• 1881", "1881"),
        ("Card number: 4111111111111111", "1111"),
    ],
)
def test_a_cards_last_four_are_read_from_every_mask(text: str, four: str) -> None:
    assert {found.value for found, _ in cards(page(Part("body", text)), ())} == {four}


def test_of_a_full_card_number_nothing_but_the_last_four_is_quoted() -> None:
    text = "Card number: 4111 1111 1111 1111"
    for found, _ in cards(page(Part("body", text)), ()):
        assert text[found.start : found.end] == "1111"


def test_a_masked_merchant_number_is_no_card() -> None:
    assert cards(page(Part("body", "Merchant number: XXXXXX4417")), ()) == []


def test_an_arn_is_read_over_its_spaces() -> None:
    ((found, strength),) = arns(page(Part("body", "ARN 7 427538 6060 06019938271 1")))
    assert found.value == "74275386060060199382711"
    assert strength > 0.9


def test_a_reference_keeps_its_letters_and_signs() -> None:
    seen = page(Part("body", "Case number: ＣＢ－２６０８/7\nOrder: #1187"))
    assert [one.found.value for one in references(seen, ())] == ["CB-2608/7", "#1187"]


def test_a_value_stands_under_the_head_of_its_column() -> None:
    text = "Case ID\tTrans Amount\tCB Amount\nC-1\t$12.00\t$7.00"
    found = amounts(page(Part("report.csv", text)), "", "en")
    assert [one.tie.meaning for one in found if one.tie] == ["amount_transaction", "amount_disputed"]


def test_a_label_inside_a_longer_one_says_nothing_of_its_own() -> None:
    text = "Chargeback amount: 4711"
    held = tie(page(Part("body", text)), text.index("4711"), len(text), ("ref_case",))
    assert held is None


def test_letters_of_arabic_and_cyrillic_end_no_month_and_no_hour() -> None:
    words = "Paid 5 Maя 2026, 17:00 مساءلة"
    assert dates(page(Part("body", words)), "day", TODAY) == []
    seen = page(Part("body", "3 June 2026, 5:00 مساءلة"))
    (found,) = dates(seen, "day", TODAY)
    said = moment(seen, found, zone_for("ae", "ar")).value
    assert isinstance(said, datetime)
    assert said.hour == 5


def test_noon_is_a_word_of_its_own() -> None:
    seen = page(Part("body", "3 June 2026 afternoon"))
    (found,) = dates(seen, "day", TODAY)
    assert moment(seen, found, zone_for("gb", "en")).value == date(2026, 6, 3)


def test_the_last_five_of_an_american_express_card_hold_the_last_four() -> None:
    seen = page(Part("body", "American Express card ending in 21005"))
    assert [found.value for found, _ in cards(seen, ())] == ["1005"]
    assert cards(page(Part("body", "Visa card ending in 21005")), ()) == []


def test_the_sign_of_a_number_before_letters_is_not_of_the_reference() -> None:
    seen = page(Part("body", "Order: #L-3087"))
    assert [one.found.value for one in references(seen, ())] == ["L-3087"]


@pytest.mark.parametrize(
    ("text", "case", "order"),
    [
        ("TB-2026-771 numaralı dosya ve SP-40918 numaralı siparişe ait", "TB-2026-771", "SP-40918"),
        ("Belgeleri 2026-HI-118204 referansıyla iletiniz.", "2026-HI-118204", None),
    ],
)
def test_a_references_name_may_stand_behind_it(text: str, case: str, order: str | None) -> None:
    found = {one.tie.meaning: one.found.value for one in references(page(Part("body", text)), ())}
    assert found.get("ref_case") == case
    assert found.get("ref_order") == order


def test_a_particle_behind_a_reference_is_not_of_it_and_what_follows_a_mask_is_not_its_label() -> None:
    assert [one.found.value for one in references(page(Part("body", "사건번호: CBK-26-0331입니다")), ())] == [
        "CBK-26-0331"
    ]
    four = {found.value for found, _ in cards(page(Part("body", "(Visa **** 0417, order PL-88120)")), ())}
    assert four == {"0417"}
    columns = "0087   01/06/26   5412 75XX XXXX 0087   01/06/26"
    assert "8701" not in {found.value for found, _ in cards(page(Part("body", columns)), ())}


def test_letters_of_a_series_are_of_the_reference() -> None:
    found = [
        one.found.value
        for one in references(page(Part("body", "Invoice: FT 2026/771\nOrder no: NO 12/3411")), ())
    ]
    assert found == ["FT 2026/771", "12/3411"]
