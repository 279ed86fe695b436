from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_catalogue.facts import ProductFacts, head_category, read_facts, split_sentences
from argosy_catalogue.measure_headings import measure_heading
from argosy_catalogue.source import MAX_ATTRIBUTES, MAX_TITLE, read_source
from argosy_catalogue.values import known_parts
from argosy_commerce.reading.items import Break, Dropped
from argosy_commerce.terms import TermBase
from argosy_testing.products import product


def test_the_hint_settles_which_of_several_categories_is_meant(base: TermBase) -> None:
    source = read_source(product(title="连衣裙 T恤 衬衫 夏季", category_hint="女装 > T恤"))
    assert head_category(source, base) == "category.tshirt"


def test_without_a_hint_the_first_category_of_the_title_is_meant(base: TermBase) -> None:
    source = read_source(product(title="夏季连衣裙 T恤", category_hint=""))
    assert head_category(source, base) == "category.dress"


def test_a_department_as_hint_does_not_hide_the_product_that_the_title_names(base: TermBase) -> None:
    source = read_source(product(title="保温杯 500ml 不锈钢", category_hint="电子"))
    assert head_category(source, base) != "category.electronics"


def test_a_hint_of_accessories_does_not_make_the_product_what_they_belong_to(base: TermBase) -> None:
    source = read_source(product(title="65W氮化镓充电器", category_hint="手机配件"))
    assert head_category(source, base) == "category.charger"


def test_a_hint_that_names_another_thing_is_a_shelf_and_the_title_knows_better(base: TermBase) -> None:
    source = read_source(product(title="32mm大卷卷发棒", category_hint="个人护理 > 卷/直发器"))
    assert head_category(source, base) == "category.curling_iron"


@pytest.mark.parametrize(
    ("title", "hint", "category"),
    [
        ("便携铝合金自行车打气筒", "", "category.hand_pump"),
        ("篮球打气筒", "", "category.hand_pump"),
        ("便携铝合金自行车打气筒", "运动 > 自行车", "category.hand_pump"),
        ("手机钢化膜 防窥", "手机配件", "category.screen_protector"),
        ("手机钢化膜 防窥", "手机", "category.screen_protector"),
        ("自行车 打气筒 二合一", "骑行装备 > 打气筒", "category.hand_pump"),
        ("水枪玩具 儿童", "玩具", "category.water_gun"),
        ("雨靴胶鞋 女", "", "category.rain_boots"),
        ("真空压缩袋衣服", "", "category.storage_bag"),
        ("猫咪用品逗猫棒", "", "category.cat_toy"),
    ],
)
def test_what_another_thing_is_for_is_not_the_product(
    base: TermBase, title: str, hint: str, category: str
) -> None:
    assert head_category(read_source(product(title=title, category_hint=hint)), base) == category


def test_of_two_things_side_by_side_the_hint_tells_which_and_else_nobody_knows(base: TermBase) -> None:
    def facts(hint: str) -> ProductFacts:
        return read_facts(read_source(product(title="真皮腰带保温杯", category_hint=hint)), base)

    assert (facts("").category, facts("").rivals) == (None, ("腰带", "保温杯"))
    assert (facts("厨具 > 保温杯").category, facts("厨具 > 保温杯").rivals) == ("category.thermos", ())


def test_what_the_description_states_are_whole_clauses_alone(base: TermBase) -> None:
    text = "首次使用请撕掉触点的绝缘膜，充满再用。听得到车声，安全。不起球。"
    facts = read_facts(read_source(product(description=text)), base)
    said = [match.source for match, origin in facts.concepts() if origin.kind == "description"]
    assert said == ["不起球"]


def test_rows_of_other_things_state_nothing_of_the_product(base: TermBase) -> None:
    rows = [
        {"name": "里料", "value": "羊羔绒"},
        {"name": "限位扣", "value": "真皮"},
        {"name": "面料", "value": "涤纶"},
    ]
    facts = read_facts(read_source(product(title="马甲", description="", attributes=rows)), base)
    stated = {match.concept_id for match, origin in facts.concepts() if origin.kind == "attribute"}
    assert stated == {"material.polyester"}


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("前2560×1440 后1920×1080", []),
        ("科技咕噜布/灯芯绒", ["灯芯绒"]),
        ("适配器+3节电池(不咕噜)", []),
        ("500ml 带盖", ["500ml", "带盖"]),
    ],
)
def test_a_part_of_a_value_is_known_whole_or_not_said(base: TermBase, value: str, known: list[str]) -> None:
    parts = known_parts(base.read(value))
    assert [item.source for item in parts if not isinstance(item, Break | Dropped)] == known


def test_what_an_unread_denial_stands_beside_is_no_fact(base: TermBase) -> None:
    facts = read_facts(read_source(product(description="不可微波炉加热。可进洗碗机。")), base)
    said = {match.concept_id for match, origin in facts.concepts() if origin.kind == "description"}
    assert said == {"feature.dishwasher_safe"}


def test_facts_name_the_field_they_were_read_from(base: TermBase) -> None:
    facts = read_facts(read_source(product()), base)
    origins = {match.concept_id: origin for match, origin in facts.concepts()}
    assert origins["colour.black"].kind == "attribute"
    assert origins["colour.black"].ref == "颜色"
    assert origins["colour.black"].quote == "黑色"


def test_too_much_is_cut_and_said() -> None:
    many = [{"name": f"n{i}", "value": "黑色"} for i in range(MAX_ATTRIBUTES + 5)]
    source = read_source(product(title="棉" * (MAX_TITLE + 1), attributes=many))
    assert len(source.title) == MAX_TITLE
    assert len(source.attributes) == MAX_ATTRIBUTES
    assert len(source.cut) == 2


@given(st.text(max_size=300))
def test_sentences_stand_where_they_say(text: str) -> None:
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.start + len(sentence.text)] == sentence.text


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="纯棉短袖T恤黑色500ml%0123456789. 魑🙂\n<>", min_size=1, max_size=60))
def test_any_title_is_read_with_every_word_in_its_place(base: TermBase, title: str) -> None:
    facts = read_facts(read_source(product(title=title)), base)
    for item in facts.title.items:
        assert facts.source.title[item.span[0] : item.span[1]] == item.source


def test_a_bare_measure_is_named_only_where_its_category_leaves_no_choice(base: TermBase) -> None:
    def headings(title: str, category: str | None) -> list[str | None]:
        return [measure_heading(item, category, base.lexicon) for item in base.read(title).measures]

    assert headings("榨汁杯 300ml", "category.blender") == ["attribute.capacity"]
    assert headings("榨汁杯 300g", "category.blender") == [None]
    assert headings("榨汁杯 300ml", None) == [None]
    assert headings("T恤 300ml", "category.tshirt") == [None]


def test_a_part_or_a_feature_may_head_a_row_of_the_table(base: TermBase) -> None:
    rows = [
        {"name": "鞋底", "value": "橡胶"},
        {"name": "防水", "value": "IPX7"},
        {"name": "鞋底防水", "value": "是"},
    ]
    facts = read_facts(read_source(product(attributes=rows)), base)
    heads = [attribute.concept_id for attribute in facts.attributes]
    assert heads[0] is not None
    assert heads[0].startswith("part.")
    assert heads[1:] == ["feature.waterproof", None]


def test_markup_in_a_title_says_nothing_and_moves_nothing() -> None:
    title = "硅胶围兜<script>alert(1)</script><b>防水</b> <10kg"
    read = read_source(product(title=title)).title
    assert read.split() == ["硅胶围兜", "防水", "<10kg"]
    assert read.index("防水") == title.index("防水")


def test_markup_in_a_row_says_nothing(base: TermBase) -> None:
    rows = [("材质<br>", "PP塑料<b>食品级</b>"), ("说明", "<script>alert(1)</script>"), ("承重", "<10kg")]
    source = read_source(product(attributes=[{"name": name, "value": value} for name, value in rows]))
    assert [(row.name, " ".join(row.value.split())) for row in source.attributes] == [
        ("材质", "PP塑料 食品级"), ("说明", ""), ("承重", "<10kg"),
    ]  # fmt: skip
    assert len(read_facts(source, base).attributes) == 2
