from __future__ import annotations

import pytest

from image_studio.domain.lettering import cleaned, han_in, is_latin, is_number, is_source, is_yuan_price


@pytest.mark.parametrize(
    "text",
    [
        "199",
        "¥199",
        "36-41",
        "500ml",
        "1.5L",
        "80×60cm",
        "XL",
        "2XL",
        "A4",
        "100%",
        "24h",
        "-20℃",
        "IPX5",
        "OV-T30",
        "12:30",
        "3.7V 400mAh",
        "S",
        "180 g",
        "1-3cm",
        "90~120",
    ],
)
def test_numbers_measures_and_models_need_no_translation(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["仅重180g", "夏季", "NEW", "第2件半价", "24小时", "Nike Air", ""])
def test_words_are_no_numbers(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("¥199", True),
        ("到手价199元", True),
        ("99.9元起", True),
        ("RMB 88", True),
        ("3元素", False),
        ("199", False),
        ("$20", False),
    ],
)
def test_prices_in_yuan_are_told(text: str, price: bool) -> None:
    assert is_yuan_price(text) is price


def test_invisible_characters_are_dropped_from_what_was_read() -> None:
    assert cleaned(" 新\u200b品\x00\u202e 上\n市 ") == "新品 上 市"


def test_han_and_latin() -> None:
    assert han_in("100%纯棉T恤") == ["纯", "棉", "恤"]
    assert is_latin("LUMO™ café 2")
    assert not is_latin("LUMO 灯")
    assert not is_latin("100")


def test_japanese_is_not_the_source_language() -> None:
    assert is_source("爱の家 纯棉")
    assert not is_source("素敵な四季")
    assert not is_source("LUMO 100")
    assert not is_source("女女女女女")  # stars
    assert not is_source("★★★女女")
    assert not is_source("陈**女士")
    assert is_source("天天")
