"""Headings of attribute tables: what is asked of what, and the bare answers under them."""

from __future__ import annotations

import pytest

from argosy_catalogue.facts import AttributeFact, read_facts
from argosy_catalogue.source import read_source
from argosy_commerce.terms import TermBase
from argosy_eventing import Publish
from argosy_testing.products import product, product_event
from listing_localizer.handlers import Deps, localize_listing


def row(base: TermBase, name: str, value: str) -> AttributeFact:
    facts = read_facts(read_source(product(attributes=[{"name": name, "value": value}])), base)
    return facts.attributes[0]


@pytest.mark.parametrize(
    ("name", "value", "concept", "of"),
    [
        ("肩带宽", "2cm", "attribute.width", "part.shoulder_strap"),
        ("玻璃厚度", "5mm", "attribute.thickness", "material.glass"),
        ("自重", "3.4kg", "attribute.weight", None),
        ("标准容量", "500ml", "attribute.capacity", None),
        ("外箱尺寸", "61*40*45cm", None, None),
        ("肩带宽", "可调", None, None),
        ("是否可进洗碗机", "否", "feature.dishwasher_safe", None),
        ("防水与否", "是", "feature.waterproof", None),
        ("是否含石棉", "否", None, None),
    ],
)
def test_a_heading_is_known_whole_or_not_at_all(
    base: TermBase, name: str, value: str, concept: str | None, of: str | None
) -> None:
    fact = row(base, name, value)
    assert (fact.concept_id, fact.of) == (concept, of)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("否", "answer.no"),
        ("无（需自备）", "answer.no"),
        ("支持", "answer.yes"),
        ("是", "answer.yes"),
        ("IPX7", None),
    ],
)
def test_a_bare_answer_counts_under_a_known_heading(base: TermBase, value: str, answer: str | None) -> None:
    said = [match.concept_id for match in row(base, "防水", value).value.matches]
    assert (answer in said) if answer else not {"answer.yes", "answer.no"} & set(said)


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
