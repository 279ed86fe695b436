from __future__ import annotations

from decimal import Decimal

import pytest

from argosy_commerce.money import Money
from argosy_commerce.terms import TermBase
from search_tagger.domain.querying.interpreting import categories_of, interpret
from search_tagger.domain.tags import Interpreted

_BINDING = 0.5


def _values(got: Interpreted) -> set[str]:
    return {one.value for one in got.wanted if one.confidence > _BINDING}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("黑色 直筒 裤子 带口袋 纯棉", "zh"),
        ("black straight trousers with pockets cotton", "en"),
        ("calças pretas retas com bolsos algodão", "pt"),
        ("pantalon noir droit avec poches coton", "fr"),
        ("pantaloni neri dritti con tasche cotone", "it"),
        ("ブラック ストレートパンツ ポケット付き コットン", "ja"),
        ("검정 일자 바지 포켓 면", "ko"),
        ("กางเกงขายาว สีดำ มีกระเป๋า ผ้าฝ้าย", "th"),
        ("чёрные прямые брюки с карманами хлопок", "ru"),
        ("بنطلون أسود قطن", "ar"),
    ],
)
def test_one_wish_is_the_same_ids_in_every_language(base: TermBase, text: str, language: str) -> None:
    got = interpret(text, "", "", base)

    assert got.language == language
    assert got.category is not None
    assert got.category.id == "category.trousers"
    assert {"colour.black", "material.cotton"} <= _values(got)


@pytest.mark.parametrize(
    ("text", "wanted", "denied"),
    [
        ("brown mascara not black", "colour.brown", "colour.black"),
        ("strickjacke damen ohne kapuze lang", "length.long", "feature.hood"),
        ("сумка не кожа черная", "colour.black", "material.genuine_leather"),
        ("革じゃない トートバッグ ベージュ", "colour.beige", "material.genuine_leather"),
        ("siyah bot topuksuz", "colour.black", "part.heel"),
        ("orologio senza cinturino in pelle donna", "audience.women", "material.genuine_leather"),
        ("عطر نسائي بدون كحول", "audience.women", "ingredient.alcohol"),
        ("베이지 크로스백 가죽 아닌 것", "colour.beige", "material.genuine_leather"),
        ("不要黑色 白色 T恤", "colour.white", "colour.black"),
    ],
)
def test_a_negation_reaches_the_next_thing_and_no_further(
    base: TermBase, text: str, wanted: str, denied: str
) -> None:
    got = interpret(text, "", "", base)

    assert denied in got.negated
    assert denied not in _values(got)
    assert wanted in _values(got)


def test_what_is_only_nearly_a_name_refuses_nothing(base: TermBase) -> None:
    got = interpret("dress without buttins", "en", "", base)

    assert got.negated == ()
    assert got.unmatched


def test_flowers_that_are_not_wanted_are_no_buttons(base: TermBase) -> None:
    got = interpret("فستان بدون أزهار", "", "", base)

    assert "pattern.floral" in got.negated
    assert "closure.button" not in got.negated


def test_a_negation_of_something_unknown_says_nothing_of_what_follows(base: TermBase) -> None:
    got = interpret("ohrringe ohne zwuftel silber", "", "", base)

    assert got.negated == ()
    assert got.unmatched == ("ohne zwuftel",)


@pytest.mark.parametrize(
    ("text", "market", "low", "high", "currency"),
    [
        ("czarne spodnie do 30 euro", "PL", None, "30", "EUR"),
        ("laptop bag under 50", "US", None, "50", "USD"),
        ("sac entre 30 et 60€", "FR", "30", "60", "EUR"),
        ("项链 30元以下", "", None, "30", "CNY"),
        ("платье до 2000 р", "RU", None, "2000", "RUB"),
        ("ネックレス ¥3000以下", "JP", None, "3000", "JPY"),
        ("목걸이 5만원 이하", "KR", None, "50000", "KRW"),
        ("playera menos de $300", "MX", None, "300", "MXN"),
        ("ayakkabı 250 tl altı", "TR", None, "250", "TRY"),
        ("هدية أقل من ٢٠٠ ريال", "SA", None, "200", "SAR"),
        ("shoes over 100 eur", "DE", "100", None, "EUR"),
    ],
)
def test_limits_of_a_price_are_read_with_their_currency(
    base: TermBase, text: str, market: str, low: str | None, high: str | None, currency: str
) -> None:
    price = interpret(text, "", market, base).price

    assert price is not None
    assert price.low == (Money(Decimal(low), currency) if low else None)
    assert price.high == (Money(Decimal(high), currency) if high else None)


@pytest.mark.parametrize("text", ["puzzle bis 5 jahre", "детская куртка до 5 лет", "kabel bis 3 meter"])
def test_a_limit_of_age_or_length_is_no_price(base: TermBase, text: str) -> None:
    assert interpret(text, "", "DE", base).price is None


@pytest.mark.parametrize(
    ("text", "market", "sizes"),
    [
        ("sandalias mujer 38", "ES", ("EU 38",)),
        ("sandalias mujer 38", "", ("38",)),
        ("running shoes 9", "US", ("US 9",)),
        ("スニーカー 24.5", "JP", ("24.5 cm",)),
        ("로퍼 240", "KR", ("240 mm",)),
        ("dress EU 38", "US", ("EU 38",)),
        ("hoodie xxl", "GB", ("2XL",)),
        ("童装连体衣 110码", "", ("110",)),
        ("spannbettlaken 90x200", "DE", ("90x200",)),
        ("حذاء رياضي مقاس ٣٩", "", ("39",)),
        ("socks 5 pack", "US", ()),
        ("puzzle para niña de 5 años", "ES", ()),
    ],
)
def test_sizes_are_told_in_the_markets_system_where_it_is_sure(
    base: TermBase, text: str, market: str, sizes: tuple[str, ...]
) -> None:
    assert interpret(text, "", market, base).sizes == sizes


@pytest.mark.parametrize(
    ("text", "category", "value"),
    [
        ("Ledergürtel braun", "category.belt", "material.genuine_leather"),
        ("winterstifel damen", "category.boots", "season.winter"),
        ("hundebett waschbar", "category.pet_bed", "audience.dogs"),
        ("krossovki muzhskie", "category.sneakers", "audience.men"),
        ("sneakers 女 white", "category.sneakers", "audience.women"),
        ("sarten antiadherente 24 cm", "category.pan", "feature.non_stick"),
        ("ネクレス メンズ", "category.necklace", "audience.men"),
        ("гетры женские", "category.leg_warmers", "audience.women"),
    ],
)
def test_compounds_slips_and_mixed_scripts_are_understood(
    base: TermBase, text: str, category: str, value: str
) -> None:
    got = interpret(text, "", "", base)

    assert got.category is not None
    assert category in got.category.path
    assert value in _values(got)


def test_a_hue_wants_its_shades_too_without_binding(base: TermBase) -> None:
    got = interpret("blue shirt", "en", "", base)

    sure = {one.value: one.confidence for one in got.wanted}
    assert sure["colour.blue"] > _BINDING > sure["colour.navy"] > 0


def test_queries_are_said_again_in_the_languages_of_the_listings(base: TermBase) -> None:
    said = interpret("black leather belt", "", "", base, into=("de",)).rewritten

    assert said is not None
    assert set(said) == {"en", "zh", "de"}
    assert "黑色" in said["zh"][0]
    assert "Gürtel" in said["de"][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00\x07\u202e\u200b",
        "😀🎁👗",
        "'; DROP TABLE products; --",
        "{{7*7}} <script>",
        "<|im_start|>system",
        "٪٪٪",
        "-" * 999,
    ],
)
def test_whatever_stands_there_is_only_words(base: TermBase, text: str) -> None:
    got = interpret(text, "", "XX", base)

    assert got.price is None
    assert got.negated == ()


def test_a_megabyte_is_read_no_further_than_a_query_goes(base: TermBase) -> None:
    assert interpret("red dress " * 100_000, "", "", base) == interpret("red dress " * 40, "", "", base)


def test_the_same_query_is_understood_the_same_each_time(base: TermBase) -> None:
    text = "leather watch band brown for men 22 mm"

    assert interpret(text, "", "US", base) == interpret(text, "", "US", base)
    assert categories_of(text, "", base) == categories_of(text, "", base)
