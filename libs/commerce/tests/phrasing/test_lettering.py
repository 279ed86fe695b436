"""What lettering on pictures may say, and what it would rather not."""

from __future__ import annotations

import pytest

from argosy_commerce import terms
from argosy_commerce.terms import TermBase


@pytest.fixture(scope="module")
def base() -> TermBase:
    return TermBase.load()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("大容量 304不锈钢", "304 stainless steel"),
        ("三档调光", "3 brightness levels"),
        ("30米防水", "30 m, waterproof"),
        ("约1.2千克", "1.2 kg"),
        ("3千瓦", "3 kW"),
        ("1.5千瓦时", "1.5 kWh"),
        ("2千个", "2000"),
        ("1.5小时满电", "Full charge in 1.5 hours"),
        ("支持66W快充 半小时充满70%", "66 W fast charging, 70% charged in half an hour"),
        ("足量电芯 通过3C认证", "Full-capacity battery cells, CCC certified"),
        ("智能温控不烫手", "Smart temperature control, stays cool to the touch"),
        ("夜跑装备", "Gear for night runs"),
        ("建议每日喂食1-2罐", "1–2 cans a day"),
        ("宽 30cm", "Width 30 cm"),
        ("燃烧45小时", "Burns for 45 hours"),
        ("轻至198g", "Weighs just 198 g"),
        ("可机洗 不可漂白", "Machine-washable, do not bleach"),
        ("仅重380克", "Weight 380 g"),
        ("重力感应 一放即锁", "Gravity grip, locks as you set it"),
    ],
)
def test_captions_are_said_whole(base: TermBase, text: str, said: str) -> None:
    assert said in terms.translate(text, "en", "banner", base=base).text


@pytest.mark.parametrize(
    "text", ["北美白蜡木", "把心事留给晚风", "一盏知秋", "中间有孔底部带钩", "桶身不带盖子的把手在侧面"]
)
def test_what_would_lose_its_sense_is_left_over(base: TermBase, text: str) -> None:
    found = terms.translate(text, "en", "banner", base=base)
    assert found.coverage < 0.6, found.text


@pytest.mark.parametrize(
    "text",
    [
        "怎么颠也不松的手机支架",
        # A figure without what it measures.
        "自签收之日起7天内",
        "零下三十度",
        "三天就生锈",
        "12度",
        "180克 压手",
        # A quality, a purpose or a person in the place of a thing that is lost.
        "夜骑装备",
        "3C认证",
        "三级防泼水",
        "一朵鹅绒的旅程",
        "陈**女士",
        # A phrase and a thing that stands in it unsaid.
        "可放28件T恤",
        # Half of a comparison, or a line without its figure.
        "塑料杯盖 有裂纹味",
        "天然橡胶 加韧6mm 防滑不移位",
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_caption_that_would_lose_a_part_of_its_sense_is_left_over(
    base: TermBase, text: str, language: str
) -> None:
    found = terms.translate(text, language, "banner", base=base)
    assert found.text == "", found.text


@pytest.mark.parametrize(
    ("text", "said"),
    [("儿童款", "Kids"), ("足量充电宝", "Power bank"), ("腰围(尺)", "Waist")],
)
def test_words_of_decoration_may_be_lost(base: TermBase, text: str, said: str) -> None:
    assert terms.translate(text, "en", "banner", base=base).text == said


def test_of_two_slogans_the_one_that_is_understood_is_said(base: TermBase) -> None:
    found = terms.translate("一抹水润 云淡风轻", "en", "banner", base=base)
    assert found.text == "A touch of moisture"
    assert "云淡风轻" in {left.text for left in found.left_over}


@pytest.mark.parametrize(
    "text", ["不容易掉色", "不会轻易变形", "不太容易起球", "没那么容易起球", "不再硬邦邦", "告别不透气"]
)
@pytest.mark.parametrize("register", ["banner", "bullet", "title"])
def test_a_fault_that_is_denied_is_never_told_as_a_fault(base: TermBase, register: str, text: str) -> None:
    said = terms.translate(text, "en", register, base=base).text.lower()
    assert not any(fault in said for fault in ("easily", "stiff", "not breathable"))
