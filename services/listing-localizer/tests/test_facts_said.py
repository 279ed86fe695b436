"""What is read of a product comes to stand in its listing: answers, brands, volts, sizes, charts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from argosy_eventing import Publish
from argosy_testing.products import product_event
from argosy_testing.size_charts import CHARTS, VARIANTS
from listing_localizer.handlers import Deps, localize_listing


async def test_what_is_answered_no_is_never_praised(deps: Deps) -> None:
    event = product_event(
        markets=["US"], channels=["generic"], title="玻璃饭盒 1040ml", category_hint="饭盒", description="",
        attributes=[{"name": "是否可进洗碗机", "value": "否"}, {"name": "玻璃厚度", "value": "5mm"}],
    )  # fmt: skip
    outcome = await localize_listing(event, deps)
    assert isinstance(outcome, Publish)
    data = outcome.outputs[0].data
    said = {attribute.name: attribute.value for attribute in data.attributes}
    assert said["Dishwasher-safe"] == "No"
    assert said["Thickness (glass)"] == "5 mm"
    rest = " ".join([data.title, *data.keywords]).casefold()
    assert "dishwasher" not in rest


@pytest.mark.parametrize(("market", "is_said"), [("US", False), ("RU", False), ("JP", True)])
async def test_a_brand_in_chinese_letters_is_said_where_it_can_be_read(
    deps: Deps, market: str, is_said: bool
) -> None:
    event = product_event(
        markets=[market], channels=["generic"], title="青禾家 不锈钢保温杯 500ml", brand="青禾家",
        attributes=[{"name": "品牌", "value": "青禾家"}], description="青禾家不锈钢保温杯。保温12小时。",
    )  # fmt: skip
    outcome = await localize_listing(event, deps)
    assert isinstance(outcome, Publish)
    data = outcome.outputs[0].data
    texts = [data.title, *data.bullets, data.description, *data.keywords]
    texts += [attribute.value for attribute in data.attributes]
    assert any("青禾家" in text for text in texts) is is_said
    asked = [reason for reason in data.review_reasons if "brand 青禾家 is left out" in reason]
    assert bool(asked) is not is_said


async def test_prose_without_a_warning_is_no_reason_to_look(deps: Deps) -> None:
    async def reasons(description: str) -> list[str]:
        event = product_event(
            markets=["US"], channels=["generic"], title="不锈钢保温杯 500ml", brand="",
            category_hint="保温杯", attributes=[{"name": "材质", "value": "不锈钢"}], description=description,
        )  # fmt: skip
        outcome = await localize_listing(event, deps)
        assert isinstance(outcome, Publish)
        return list(outcome.outputs[0].data.review_reasons)

    assert await reasons("坐下去整个人像被咕噜包住。") == []
    (reason,) = await reasons("请勿咕噜咕噜。")
    assert reason == "warnings of the description that are not said: 请勿咕噜咕噜"


async def test_a_bare_figure_is_no_bullet(deps: Deps) -> None:
    event = product_event(
        markets=["US"], channels=["generic"], title="马丁靴女真皮秋冬加绒小个子内增高6厘米厚底防滑",
        category_hint="女靴", brand="", attributes=[], description="",
    )  # fmt: skip
    outcome = await localize_listing(event, deps)
    assert isinstance(outcome, Publish)
    assert "6 cm" not in list(outcome.outputs[0].data.bullets)


async def test_a_listing_for_the_wrong_mains_needs_review_and_the_right_one_sells_with_it(deps: Deps) -> None:
    event = product_event(
        markets=["US", "DE"], title="电吹风 220V 欧规", category_hint="", attributes=[], description=""
    )
    outcome = await localize_listing(event, deps)
    us, de = (output.data for output in outcome.outputs)
    assert any("does not run on the 120 V of US" in reason for reason in us.review_reasons)
    assert any("needs an adapter" in reason for reason in us.review_reasons)
    assert not any("230 V" in reason for reason in de.review_reasons)
    assert any("runs on the 230 V of DE" in point.why for point in de.selling_points)


async def test_the_event_carries_variants_and_size_attributes_in_both_systems(deps: Deps) -> None:
    shoes = {**VARIANTS["shoes"], "attributes": [{"name": "尺码", "value": "36-41码"}]}
    outcome = await localize_listing(product_event(["US", "ES"], **shoes), deps)
    us, es = (output.data for output in outcome.outputs)
    assert next(attribute.value for attribute in us.attributes if attribute.id == "attribute.size") == (
        "US 5.5–9.5 (CN 36–41)"
    )
    assert any("US 5.5–9.5 (CN 36–41)" in bullet for bullet in us.bullets)
    assert us.variants[1].options[1].value == "US 6 (CN 37)"
    assert us.variants[1].price.currency == "CNY"
    assert es.variants[1].options[1].source.value == "37码"
    assert not any("36-41" in reason for reason in us.review_reasons)


async def test_the_event_carries_the_chart_and_its_doubts_as_review_reasons(deps: Deps) -> None:
    outcome = await localize_listing(product_event(["US"], **CHARTS["half_chest_not_named"]), deps)
    data = outcome.outputs[0].data
    (chart,) = data.size_charts
    assert [column.id for column in chart.columns][:2] == ["", "measure.chest"]
    assert list(chart.rows[0].cells)[:3] == ["M", "48", "18.9"]
    assert list(chart.rows[0].source) == ["M", "48", "68"]
    assert data.needs_review
    assert any(re.search("laid flat", reason) for reason in data.review_reasons)


async def test_what_a_product_is_for_is_said_as_that_in_every_market(deps: Deps) -> None:
    markets = ["US", "DE", "JP", "SA", "PL", "ES", "BR", "FR", "IT", "NL", "RU", "TR", "TH", "KR"]
    event = product_event(
        markets=markets, channels=["generic"], title="便携铝合金自行车打气筒", brand="", description="",
        category_hint="", attributes=[{"name": "材质", "value": "铝合金"}],
    )  # fmt: skip
    outcome = await localize_listing(event, deps)
    assert isinstance(outcome, Publish)
    data = {output.data.market: output.data for output in outcome.outputs}
    assert {one.category for one in data.values()} == {"category.hand_pump"}
    assert data["US"].title == "Portable Aluminum Alloy Hand Pump for Bicycles"
    assert data["DE"].title == "Tragbare Aluminiumhandpumpe, für Fahrräder"
    assert data["PL"].title == "Pompka ręczna przenośna aluminiowa, do roweru"
    for one in data.values():
        bicycle = deps.terms.lexicon["category.bicycle"].term(one.locale.split("-")[0])
        assert not one.title.casefold().startswith(bicycle.preferred.casefold())
        assert bicycle.preferred not in one.keywords
        assert not one.left_over


async def test_a_thing_that_a_title_leaves_open_is_not_named_and_a_person_is_asked(deps: Deps) -> None:
    async def listing(hint: str) -> Any:
        event = product_event(
            markets=["US"], channels=["generic"], title="真皮腰带保温杯", brand="", description="",
            category_hint=hint, attributes=[],
        )  # fmt: skip
        outcome = await localize_listing(event, deps)
        assert isinstance(outcome, Publish)
        return outcome.outputs[0].data

    open_ = await listing("")
    assert open_.needs_review
    assert [reason for reason in open_.review_reasons if "腰带 and 保温杯 side by side" in reason]
    assert not re.search("belt|thermos|flask|vacuum", f"{open_.title} {open_.description}", re.IGNORECASE)
    assert {left.text for left in open_.left_over} == {"腰带", "保温杯"}
    settled = await listing("保温杯")
    assert settled.category == "category.thermos"
    assert not [reason for reason in settled.review_reasons if "side by side" in reason]
