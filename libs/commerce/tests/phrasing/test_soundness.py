"""Prose is said clause by clause, and only where the concepts alone keep its sense."""

import pytest

from argosy_commerce.terms import TermBase
from argosy_commerce.terms.translation import translate


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        ("喝完就卷起来，不占地方", "Easy to store"),
        ("防泼水面料，小雨没问题", "Water-repellent material, stands up to water"),
        ("材质：不锈钢", "Material: stainless steel"),
        ("保温杯带盖带吸管", "Insulated water bottle with lid and straw"),
        # Things beside each other, of which a verb said how they belong together.
        ("侧面有挂钩", ""),
        ("装首饰、鞋子、大米都行", ""),
        ("底部可绑三脚架", ""),
        ("36W适合十五平以内的卧室", ""),
        ("打15分钟歇10分钟", ""),
        # A figure beside a denial belongs to it: no "up to 3 years, not for kids".
        ("3岁以下孩子请勿使用", ""),
        # A ban of more than what is said, and of less.
        ("玻璃桌面不可用", ""),
        ("远离明火和蚊香", ""),
        ("不要用快充头充电", ""),
        ("蚕丝被不可水洗", "Silk comforter, do not wash"),
        ("含小零件，3岁以下儿童请勿使用", "Contains small parts, not for children under 3 years"),
        # Something of the clause is unread, and the rest would say something else.
        ("咕噜版能玩50分钟", ""),
        ("高腰线设计，遮住小肚子", "Tummy-hiding"),
    ],
)
def test_a_clause_is_said_whole_or_not_at_all(chinese: str, said: str) -> None:
    done = translate(chinese, "en", "sentence", base=TermBase.load())
    assert done.text == said


def test_what_is_not_said_is_left_over_and_costs_coverage() -> None:
    done = translate("不占地方，侧面有挂钩。", "en", "sentence", base=TermBase.load())
    assert {left.text for left in done.left_over} == {"侧面", "挂钩"}
    assert done.coverage < 0.7


def test_bullets_say_all_they_know() -> None:
    assert translate("打15分钟歇10分钟", "en", "bullet", base=TermBase.load()).text != ""


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        ("铅笔2支+橡皮1块", "Pencil × 2, eraser × 1"),
        ("含文胸1件、内裤2条", "Includes a bra × 1, underwear × 2"),
        ("3个接口", "Port: 3"),
        ("铅笔2支+直尺15cm+圆规1个", "Pencil × 2, ruler, 15 cm, drawing compass × 1"),
        ("充电线*1 收纳袋×2", "Charging cable × 1, storage bag × 2"),
    ],
)
def test_how_many_goes_with_the_thing_it_counts(chinese: str, said: str) -> None:
    assert translate(chinese, "en", "bullet", base=TermBase.load()).text == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Unisex Summer Cycling Shorts"), ("de", "Unisex-Radlerhose"), ("pl", "męskie i damskie")],
)
def test_what_is_for_men_and_for_women_is_for_both(language: str, said: str) -> None:
    assert said in translate("骑行裤男夏季短裤女4XL大码", language, "title", base=TermBase.load()).text


def test_brands_side_by_side_are_all_those_a_thing_fits() -> None:
    said = translate("蓝牙耳机运动适用华为苹果小米", "en", "title", base=TermBase.load()).text
    assert said.endswith("for Huawei, Apple, and Xiaomi")


def test_what_is_said_of_some_is_not_said_of_all() -> None:
    """短鼻的狗狗不能用: short-nosed dogs must not, which is no "not for dogs"."""
    assert "dogs" not in translate("短鼻的狗狗不能用", "en", "bullet", base=TermBase.load()).text
