"""A written address, in parts."""

from __future__ import annotations

import pytest

from cs_agent.domain.tools.address_parts import address_parts, joined


@pytest.mark.parametrize(
    ("text", "country", "street", "postcode", "city"),
    [
        ("rosenkamp 8, 50674 köln", "DE", "rosenkamp 8", "50674", "köln"),
        ("Storgata 40, 0182 Oslo", "NO", "Storgata 40", "0182", "Oslo"),
        ("Postboks 118, 0102 Oslo", "NO", "Postboks 118", "0102", "Oslo"),
        ("15 Birch Lane, Toronto, ON M4C 1B5", "CA", "15 Birch Lane", "M4C 1B5", "Toronto"),
        (
            "412 Maple Hollow Rd, Apt 2, Chicago, IL 60614",
            "US",
            "412 Maple Hollow Rd, Apt 2",
            "60614",
            "Chicago",
        ),
        ("6 Hawthorn Row, Cardiff CF10 1AA", "GB", "6 Hawthorn Row", "CF10 1AA", "Cardiff"),
        (
            "Rua Ipê Roxo 301, 30140-071 Belo Horizonte",
            "BR",
            "Rua Ipê Roxo 301",
            "30140-071",
            "Belo Horizonte",
        ),
        ("Kastanjelaan 9, 3523 CD Utrecht", "NL", "Kastanjelaan 9", "3523 CD", "Utrecht"),
        ("ul. Lipowa 3 m. 7, 02-012 Warszawa", "PL", "ul. Lipowa 3 m. 7", "02-012", "Warszawa"),
        ("Ahornweg 5, 50733 Köln", "DE", "Ahornweg 5", "50733", "Köln"),
        ("حي الياسمين شارع 15، 13325 الرياض", "SA", "حي الياسمين شارع 15", "13325", "الرياض"),
        ("ул. Яблоневая 17, кв. 4, 050000 Алматы", "KZ", "ул. Яблоневая 17, кв. 4", "050000", "Алматы"),
        ("88/4 ซอยดอกแก้ว 10110 กรุงเทพฯ", "TH", "88/4 ซอยดอกแก้ว", "10110", "กรุงเทพฯ"),
        (
            "〒150-0001 東京都渋谷区桜台3-8-2-401",
            "JP",
            "東京都渋谷区桜台3-8-2-401",
            "150-0001",
            "東京都渋谷区",
        ),
        (
            "서울특별시 중구 은행나무로 21, 302호, 04524",
            "KR",
            "서울특별시 중구 은행나무로 21, 302호",
            "04524",
            "서울특별시 중구",
        ),
        ("Calle del Romero 5, 3º A", "ES", "Calle del Romero 5, 3º A", "", ""),
        ("28004 Madrid", "ES", "", "28004", "Madrid"),
        ("Storgata 40, Oslo", "NO", "Storgata 40", "", "Oslo"),
        ("Madrid", "ES", "", "", "Madrid"),
        ("", "ES", "", "", ""),
        ("Wilgenpad 31, 3511AB, Utrecht", "NL", "Wilgenpad 31", "3511AB", "Utrecht"),
    ],
)
def test_an_address_is_read_by_its_postcode(
    text: str, country: str, street: str, postcode: str, city: str
) -> None:
    found = address_parts(text, country)
    assert (found.get("street", ""), found.get("postcode", ""), found.get("city", "")) == (
        street,
        postcode,
        city,
    )


def test_two_messages_make_one_address() -> None:
    first, second = address_parts("Calle del Romero 5", "ES"), address_parts("28004 Madrid", "ES")
    assert joined(first, second) == {"street": "Calle del Romero 5", "postcode": "28004", "city": "Madrid"}
    assert joined(joined(first, second), {"street": "Calle del Romero 15"})["street"] == "Calle del Romero 15"
