from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.channels import channels
from argosy_commerce.errors import UnknownChannel
from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.lettering_rules import Action, Kind, Place, Role, rulings, text_after
from argosy_commerce.lettering_rules.loader import rule_book, spellings_of
from argosy_commerce.markets import Market, market, markets
from argosy_testing.growth import cost_growth

TODAY = date(2026, 11, 26)
RATES = ExchangeRates(
    date(2026, 11, 20), {"CNY": {"EUR": Decimal("0.127"), "KRW": Decimal("195.4"), "JPY": Decimal(21)}}
)
SPAIN = Place(market("ES"), TODAY)
PHRASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8")
)


def _place(row: dict[str, Any]) -> Place:
    return Place(
        market(row.get("market", "ES")),
        row.get("day", TODAY),
        tuple(row.get("channels", ("generic",))),
        Role(row.get("role", "detail")),
        RATES if row.get("rates") else None,
    )


@pytest.mark.parametrize(
    ("place", "text", "rest", "rules"),
    [
        pytest.param(group.get("place", {}), *case, id=f"{name}: {case[0]}")
        for name, group in PHRASES.items()
        for case in group["cases"]
    ],
)
def test_a_phrase_keeps_what_may_be_said_and_names_the_rules_that_took_the_rest(
    place: dict[str, Any], text: str, rest: str, rules: list[str]
) -> None:
    found = rulings(text, _place(place))
    assert text_after(text, found) == rest, found
    assert sorted({one.rule for one in found if one.action is not Action.ALLOW}) == sorted(rules)


def test_there_are_enough_phrases_of_both_sorts() -> None:
    cases = [case for group in PHRASES.values() for case in group["cases"]]
    assert len(cases) >= 150
    assert sum(not case[2] for case in cases) >= 60


WORDS = sorted({word.text for rule in rule_book().rules.values() for word in spellings_of(rule)[0]})
lettering = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(
            [
                "¥199",
                "99元",
                "原价",
                "9.9",
                "138",
                "12345678",
                "的",
                "不",
                " ",
                ",",
                "\n",
                "連衣裙",
                "@",
                "１",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=12,
).map("".join)
places = st.builds(
    Place,
    st.sampled_from(sorted(markets().values(), key=lambda m: m.code)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.sampled_from(sorted(channels())), min_size=1, max_size=2).map(tuple),
    st.sampled_from(Role),
    st.sampled_from([None, RATES]),
)


@given(lettering, places)
@settings(max_examples=300, deadline=None)
def test_what_is_left_is_a_subsequence_and_every_span_lies_in_the_text(text: str, place: Place) -> None:
    found = rulings(text, place)
    for one in found:
        start, end = one.span
        assert 0 <= start < end <= len(text)
        assert one.reason
        assert one.source
        assert bool(one.text) == (one.action is Action.CONVERT)
    rest = iter(text_after(text, found))
    wanted = next(rest, None)
    for character in text:
        if character == wanted:
            wanted = next(rest, None)
    assert wanted is None


@given(lettering, places)
@settings(max_examples=150, deadline=None)
def test_without_rates_no_yuan_sign_with_a_figure_is_left_abroad(text: str, place: Place) -> None:
    place = Place(place.market, place.on, place.channels, place.role)
    rest = text_after(f"{text} ¥199", rulings(f"{text} ¥199", place))
    assert "¥199" not in rest


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 5000,
        "¥" * 10_000,
        "9.9" * 3333,
        "满" * 10_000,
        "买一" * 5000,
        "加微信" * 3333,
        "a@" * 5000,
        "a." * 5000,
        "www." * 2500,
        "到手价:" * 2500,
        "1,111" * 2000,
        "一" * 10_000,
        "国家级最好的" * 1600,
        " " * 10_000,
        "好" * 10_000,
        "\u200b1\u200b3\u200b8" * 1600,
        "原价¥299现价¥199" * 800,
    ],
    ids=lambda text: text[:6],
)
def test_ten_thousand_hostile_characters_cost_less_than_quadratic_time(text: str) -> None:
    assert (
        cost_growth(lambda part: rulings(part, SPAIN), text[: len(text) // 16], text) < 160
    )  # 256: quadratic


def test_invisible_characters_do_not_hide_a_number_or_a_word() -> None:
    assert rulings("1\u200b38\u206012345678", SPAIN)[0].rule == "contact.phone"
    assert text_after("包\u200b邮", rulings("包\u200b邮", SPAIN)) == ""
    assert text_after("全國包郵", rulings("全國包郵", SPAIN)) == ""


def test_a_text_longer_than_is_read_is_dropped() -> None:
    assert any(one.rule == "lettering.too_long" for one in rulings("好" * 20_001, SPAIN))


def test_a_price_is_converted_only_by_fresh_rates_of_the_markets_currency() -> None:
    (spain,) = rulings("¥199", Place(market("ES"), TODAY, rates=RATES))
    assert (spain.action, spain.text.replace("\xa0", " ")) == (Action.CONVERT, "25,27 €")
    assert "0.127 EUR of 2026-11-20" in spain.reason
    (korea,) = rulings("¥99-199", Place(market("KR"), TODAY, rates=RATES))
    assert korea.text == "₩19,345–₩38,885"
    for place in (
        Place(market("PL"), TODAY, rates=RATES),  # no rate of złoty
        Place(market("ES"), date(2026, 12, 22), rates=RATES),  # too old
        Place(market("ES"), date(2026, 11, 19), rates=RATES),  # not of that day yet
    ):
        (one,) = rulings("¥199", place)
        assert one.action is Action.DROP
        assert "rate" in one.reason


def test_in_china_itself_prices_and_promises_stay_and_superlatives_do_not() -> None:
    home = Market(**{**market("KR").model_dump(), "code": "CN", "currency": "CNY", "languages": ("zh-CN",)})
    place = Place(home, TODAY)
    assert text_after("到手价¥99 全国包邮", rulings("到手价¥99 全国包邮", place)) == "到手价¥99 全国包邮"
    assert text_after("国家级 羊毛", rulings("国家级 羊毛", place)) == "羊毛"


def test_a_ruling_says_where_its_rule_is_from_and_whether_that_was_read() -> None:
    (green,) = rulings("环保", SPAIN)
    assert green.kind is Kind.CLAIM
    assert "2024/825" in green.source
    assert green.checked
    assert (green.found, green.read) == ("环保", date(2026, 11, 26))


def test_a_category_can_make_a_rule_stricter() -> None:
    cream = Place(market("KR"), TODAY, categories=frozenset({"category.beauty"}))
    (one,) = rulings("消炎", cream)
    assert "화장품법" in one.source


def test_an_unknown_channel_is_an_error_by_name() -> None:
    with pytest.raises(UnknownChannel, match="nowhere"):
        rulings("包邮", Place(market("ES"), TODAY, ("nowhere",)))
