"""Delivery, returns, customs, stock, mains: the shop's rules and what follows from them."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft
from cs_agent.domain.answering.phrases import faults, phrases
from cs_agent.domain.checking import faults as faults_of
from cs_agent.domain.understood import Understood

from .asked import ask, entry, policy, product, said, variant, verdicts

_USD = "USD"


def _money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": _USD}


DE = policy(
    "SHIPPING", "DE", days_from=7, days_to=12, counted_from="dispatch", price=_money("4.90"),
    free_above=_money("49.00"), large_item_over_kg=10, large_item_ships=True,
    large_item_surcharge=_money("25.00"),
)  # fmt: skip
ALL = policy("SHIPPING", days_from=12, days_to=25, counted_from="dispatch", price=_money("11.90"))


def test_english_phrases_are_sound() -> None:
    assert list(faults("knowledge", "en")) == []
    assert len(phrases("knowledge", "en")) <= 100


def test_the_country_s_own_rule_is_said(base: TermBase) -> None:
    answer = ask(base, product(), "How long is delivery?", "delivery_time", shop=DE + ALL, country="DE")
    assert "7–12 days" in said(answer)
    assert "25" not in said(answer)


def test_without_a_country_what_holds_elsewhere_is_said_so_and_the_country_asked(base: TermBase) -> None:
    answer = ask(base, product(), "How long is delivery?", "delivery_time", shop=DE + ALL)
    assert "where no other is stated for a country: 12–25 days" in said(answer)
    assert answer[0][-1].kind == "asks"


def test_a_large_item_pays_its_surcharge_and_is_never_free(base: TermBase) -> None:
    heavy = ask(base, product(weight_g=12000), "Shipping cost?", "delivery_cost", shop=DE, country="DE")
    light = ask(base, product(weight_g=200), "Shipping cost?", "delivery_cost", shop=DE, country="DE")
    assert "$25.00" in said(heavy)
    assert "$49.00" not in said(heavy)
    assert "$49.00" in said(light)
    assert "$25.00" not in said(light)


def test_what_is_too_heavy_for_a_country_is_not_sent_there(base: TermBase) -> None:
    rules = policy(
        "SHIPPING", "SA", days_from=10, days_to=18, counted_from="dispatch", price=_money("8.90"),
        large_item_over_kg=10, large_item_ships=False,
    )  # fmt: skip
    heavy = ask(
        base, product(weight_g=12000), "Do you ship it?", "ships_to", shop=rules, country="SA", whether=True
    )
    light = ask(
        base, product(weight_g=900), "Do you ship it?", "ships_to", shop=rules, country="SA", whether=True
    )
    assert verdicts(heavy) == {"no"}
    assert "10–18" not in said(heavy)
    assert verdicts(light) == {"yes"}


def test_the_price_stands_beside_what_makes_a_sending_free(base: TermBase) -> None:
    answer = ask(base, product(), "Is shipping free?", "delivery_cost", shop=DE, country="DE", whether=True)
    assert "$49.00" in said(answer)
    assert "$24.90" in said(answer)


@pytest.mark.parametrize("tag", ["zh-CN", "pt-BR", "ja", "es"])
def test_what_sending_costs_is_told_without_the_price_to_who_asks_no_more(base: TermBase, tag: str) -> None:
    answer = ask(base, product(), "运费?", "delivery_cost", shop=DE, country="DE", whether=True, language=tag)
    assert {one.rule for one in answer[0]} == {"rule:delivery_price", "rule:delivery_free"}


def test_another_maker_s_thing_is_not_answered_with_the_shop_s_own(base: TermBase) -> None:
    drill = product(("电池", "21V 2.0Ah"), title="电钻")
    asked = "I have Makita batteries, do they go in?"
    answer = ask(base, drill, asked, "compatibility", whether=True)
    assert answer[0][0].kind == "unknown"


@pytest.mark.parametrize(("country", "part"), [("DE", "VAT is included"), ("US", "paid by the buyer")])
def test_duties(base: TermBase, country: str, part: str) -> None:
    rules = policy(
        "TERMS",
        duties={"EU": {"vat_included_up_to": {"amount": "150.00", "currency": "EUR"}}, "other": "buyer"},
    )
    assert part in said(ask(base, product(), "Customs?", "customs", shop=rules, country=country))


def test_a_list_with_a_member_that_has_no_words_is_not_said(base: TermBase) -> None:
    rules = policy("REFUND", window_days=30, condition=["unused", "blessed_by_a_monk"])
    text = said(ask(base, product(), "Can I return it?", "returns_policy", shop=rules))
    assert "30 days" in text
    assert "unused" not in text


def test_returns_say_who_pays(base: TermBase) -> None:
    rules = policy("REFUND", window_days=30, return_shipping="buyer", return_shipping_if_defect="merchant")
    text = said(ask(base, product(), "Can I send it back and who pays?", "returns_policy", shop=rules))
    assert "The buyer pays" in text
    assert "faulty" in text


_STOCK = policy(
    "TERMS", text="库存：页面能选的规格即有现货。", sold_out=[{"sku": "A-BLK", "back_on": "2026-03-15"}]
)
_TWO = product(variants=[variant("A-BLK", 颜色="黑色"), variant("A-RED", "26.90", 颜色="红色")])


def test_sold_out_until_a_day(base: TermBase) -> None:
    text = said(ask(base, _TWO, "Is black in stock?", "stock", shop=_STOCK, skus=("A-BLK",), whether=True))
    assert "Sold out: Black" in text
    assert "March 15, 2026" in text


def test_in_stock_only_by_the_shop_s_word(base: TermBase) -> None:
    told = ask(base, _TWO, "Is red in stock?", "stock", shop=_STOCK, skus=("A-RED",), whether=True)
    silent = ask(base, _TWO, "Is red in stock?", "stock", skus=("A-RED",), whether=True)
    assert "Available: Red" in said(told)
    assert "Available" not in said(silent)


def test_prices_of_variants(base: TermBase) -> None:
    assert said(ask(base, _TWO, "How much is the red one?", "price", skus=("A-RED",))) == "Red: $26.90."
    both = said(ask(base, _TWO, "How much is it?", "price"))
    assert "Black: $24.90" in both
    assert "Red: $26.90" in both


def test_a_colour_there_is_and_one_there_is_not(base: TermBase) -> None:
    yes = ask(base, _TWO, "Is there red?", "variants", whether=True, concepts=("colour.red",))
    no = ask(base, _TWO, "Is there green?", "variants", whether=True, concepts=("colour.green",))
    assert (verdicts(yes), verdicts(no)) == ({"yes"}, {"no"})


@pytest.mark.parametrize(
    ("rows", "country", "verdict"),
    [
        ([("额定电压", "220V~ 50Hz")], "US", {"no"}),
        ([("额定电压", "110V~ 60Hz")], "DE", {"no"}),
        ([("输入", "110-240V~ 50/60Hz")], "JP", {"no"}),
        ([("额定电压", "110V~ 60Hz"), ("插头", "美规两插（A型）")], "US", {"yes"}),
        ([("输入", "100-240V~ 50/60Hz")], "DE", set()),  # the plug is not stated
        ([("输入", "100-240V~ 50/60Hz"), ("插头", "美规两插（A型）")], "DE", set()),  # needs an adapter
        ([("充电输入", "DC 5V 2A（USB-C）")], "DE", set()),
    ],
)
def test_mains(base: TermBase, rows: list[tuple[str, str]], country: str, verdict: set[str]) -> None:
    answer = ask(base, product(*rows), "Does it work there?", "voltage", country=country, whether=True)
    assert verdicts(answer) == verdict, said(answer)
    assert "safe" not in said(answer)


def test_an_entry_in_the_buyer_s_language_stands_as_it_is(base: TermBase) -> None:
    own = entry("Can you add a greeting card?", "Yes. A handwritten card costs USD 2.50.")
    text = said(ask(base, product(), "Can you add a greeting card?", "contents", shop=own, whether=True))
    assert "A handwritten card costs USD 2.50." in text


def test_no_fact_twice_and_at_most_five_sentences(base: TermBase) -> None:
    rich = product(("材质", "100%棉"), ("领型", "圆领"), ("袖长", "短袖"), ("版型", "宽松"), ("厚薄", "薄款"))
    answer = ask(
        base, rich, "material? fit? neckline?", "material", "features", "specification", "dimensions"
    )
    texts = [one.text for one in answer[0]]
    assert len(texts) == len(set(texts)) <= 5
    assert all(one.facts for one in answer[0] if one.kind in {"fact", "derived"})


def test_of_a_country_without_a_rule_it_is_said_that_nothing_is_stated(base: TermBase) -> None:
    answer = ask(base, product(), "Do you ship to Austria?", "ships_to", country="AT")
    assert said(answer).startswith("The shop states nothing about delivery there (Austria)")
    assert answer[1]
    assert said(ask(base, product(), "How long does delivery take?", "delivery_time")) == (
        "To which country should it be sent?"
    )


def test_a_shade_is_no_other_colour(base: TermBase) -> None:
    shirt = product(
        variants=[variant("A", 颜色="大红色"), variant("B", 颜色="宝蓝"), variant("C", 颜色="姜黄")]
    )
    answer = ask(base, shirt, "Do you have it in blue?", "variants", whether=True, concepts=("colour.blue",))
    assert said(answer) == "Yes. To choose from: Royal blue."
    assert verdicts(answer) == {"yes"}


def test_what_is_stated_of_care_stands_behind_what_is_not(base: TermBase) -> None:
    answer = ask(
        base, product(("洗涤方式", "30℃手洗")), "Can it go into the tumble dryer?", "care", whether=True
    )
    assert [one.kind for one in answer[0]] == ["unknown", "fact"]
    assert "30" in said(answer)
    assert answer[1]


def test_a_model_of_several_words_is_no_list(base: TermBase) -> None:
    case = product(
        variants=[
            variant("A", "4.90", 型号="iPhone 15 Pro Max", 颜色="透明"),
            variant("B", 型号="iPhone 14", 颜色="透明"),
        ]
    )
    answer = ask(base, case, "How much is it?", "price", skus=("A",))
    assert said(answer) == "iPhone 15 Pro Max, Clear: $4.90."


def test_what_is_different_is_told_by_the_choices_where_no_row_tells(base: TermBase) -> None:
    box = product(variants=[variant("A", "9.90", 款式="单层"), variant("B", "13.90", 款式="双层")])
    assert "Single layer: $9.90; Double layer: $13.90." in said(
        ask(base, box, "What is the difference between single and double layer?", "variants")
    )


def test_when_it_leaves_does_not_say_that_it_goes_there(base: TermBase) -> None:
    shop = entry("什么时候发货？", "付款后第二天发货。")
    answer = ask(base, product(), "Do you ship to Poland?", "ships_to", country="PL", shop=shop)
    assert said(answer).startswith("The shop states nothing about delivery there (Poland)")


def test_two_variants_are_compared_by_their_prices(base: TermBase) -> None:
    car = product(variants=[variant("A", "21.50", 颜色="红色"), variant("B", "26.90", 颜色="绿色")])
    text = "What is the difference between the red and the green one?"
    assert said(ask(base, car, text, "variants", skus=("A", "B"))) == "Red: $21.50; Green: $26.90."


def test_what_is_said_with_a_figure_in_japanese_stands_in_two_of_it(base: TermBase) -> None:
    car = product(variants=[variant("A", "26.90", 颜色="红色【双电池】"), variant("B", 颜色="绿色")])
    for one in ask(base, car, "いくら？", "price", language="ja")[0]:
        assert faults_of(Draft("ja", (one,)), Understood("いくら？", "ja", ())) == ()


@pytest.mark.parametrize("listed", [["p1", "p7"], ["P1-S", "P1-M"]])
def test_a_product_that_a_rule_names_is_not_sent_there(base: TermBase, listed: list[str]) -> None:
    rules = policy(
        "SHIPPING", "AE", days_from=7, days_to=12, counted_from="dispatch", price=_money("5.90"),
        not_shipped=listed,
    )  # fmt: skip
    mine = product(variants=[variant("P1-S", 尺码="S"), variant("P1-M", 尺码="M")])
    for text, intent in (("can you send it to Dubai?", "ships_to"), ("how long to Dubai?", "delivery_time")):
        answer = ask(base, mine, text, intent, shop=rules, country="AE")
        assert said(answer) == "This product is not sent there (United Arab Emirates)."
        assert verdicts(answer) == {"no"}


@pytest.mark.parametrize("listed", [["p7"], ["P1-S"]])
def test_one_that_it_does_not_name_is(base: TermBase, listed: list[str]) -> None:
    rules = policy(
        "SHIPPING", "AE", days_from=7, days_to=12, counted_from="dispatch", not_shipped=listed,
    )  # fmt: skip
    mine = product(variants=[variant("P1-S", 尺码="S"), variant("P1-M", 尺码="M")])
    answer = ask(base, mine, "can you send it to Dubai?", "ships_to", shop=rules, country="AE")
    assert verdicts(answer) == {"yes"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "half the year in Lyon, half in New York. will one do for both?"),
        ("de", "Halbes Jahr in Lyon, halbes in New York: läuft einer an beiden Orten?"),
        ("zh", "半年在里昂半年在纽约，一个两边都能用吗"),
        ("ja", "フランスとアメリカの両方で使えますか？"),
    ],
)
def test_two_countries_are_told_each_for_itself(base: TermBase, language: str, text: str) -> None:
    mine = product(("额定电压", "220V"))
    answer = ask(base, mine, text, "voltage", language=language, country="US", whether=True)
    assert verdicts(answer) == set()
    assert {"FR:mains", "US:mains"} <= {fact.ref for one in answer[0] for fact in one.facts}
