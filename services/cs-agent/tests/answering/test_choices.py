"""A row that leaves a choice, tells things apart or holds small words is said whole or not at all."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.knowledge.products import facts_of_product

from .asked import product

OR = {
    "en": " or ", "es": " o ", "pt": " ou ", "fr": " ou ", "de": " oder ", "it": " o ", "nl": " of ",
    "pl": " lub ", "ru": " или ", "tr": " veya ", "ar": " أو ", "th": " หรือ ", "ja": "または", "ko": " 또는 ",
}  # fmt: skip
UNHEARD = "镪镪刷"


def said(base: TermBase, name: str, value: str, language: str = "en") -> tuple[str, str]:
    fact = facts_of_product(product((name, value)), base).facts[0]
    found = Saying(base, language).said(fact)
    return found.text, found.rule


@pytest.mark.parametrize(("language", "word"), OR.items())
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("容量", "15L或25L"),
        ("桌面尺寸", "80×50cm或100×50cm"),
        ("表带材质", "硅胶或不锈钢"),
        ("领型", "V领或圆领"),
    ],
)
def test_a_choice_is_said_with_the_language_s_own_or(
    base: TermBase, language: str, word: str, name: str, value: str
) -> None:
    text, rule = said(base, name, value, language)
    assert rule == ""
    assert text.count(word) == 1
    assert not any("\u4e00" <= character <= "\u9fff" for character in text) or language == "ja"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("容量", "15L或25L", "Capacity: 15 L or 25 L."),
        ("材质", "棉、亚麻或涤纶", "Material: Cotton, linen, or polyester."),
        ("洗涤方式", "湿布擦或冷水手洗，不可机洗",
         "Care instructions: Wipe with a damp cloth or hand wash in cold water, do not machine wash."),
        ("容量", "大号38L，小号20L", "Capacity: Large: 38 L, small: 20 L."),
        ("衣长", "S码58cm，M码60cm", "Length: S: 58 cm, M: 60 cm."),
        ("规格", "大号1个，中号2个", "Specifications: Large: 1 piece, medium: 2 pieces."),
        ("最大卸力", "2000型6kg，3000型8kg", "Maximum drag: 2000: 6 kg, 3000: 8 kg."),
        ("存放湿度", "45%-55%", "Humidity: 45%–55%."),
        ("洗碗机", "不建议，手洗", "Dishwasher: Not recommended, hand wash."),
        ("抗风等级", "5级", "Wind resistance: Level 5."),
        ("桌面材质", "E1级颗粒板", "Surface material: E1, particle board."),
        ("磁吸", "支持MagSafe", "Magnetic: MagSafe."),
        ("音色", "128种", "Tones: 128."),
        ("材质", "ABS和锌合金", "Material: ABS plastic, metal alloy."),
        ("电池", "3节5号电池，不含", "Battery: AA battery × 3, not included."),
    ],
)  # fmt: skip
def test_in_english(base: TermBase, name: str, value: str, text: str) -> None:
    assert said(base, name, value) == (text, "")


@pytest.mark.parametrize("language", OR)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("洗涤方式", "不可机洗或手洗"),
        ("洗涤方式", "干洗，或30℃手洗"),
        ("材质", f"硅胶或{UNHEARD}"),
        ("尺码建议", "脚宽或脚背高请拍大一码"),
        ("轴体", "红轴或红轴"),
        ("板长", "10尺"),
        ("琴弦", "钢弦.012-.053"),
        ("WiFi", f"仅支持{UNHEARD}"),
        ("配件", f"{UNHEARD}，不含"),
    ],
)
def test_what_reaches_over_a_choice_is_never_said_of_one_side(
    base: TermBase, language: str, name: str, value: str
) -> None:
    text, rule = said(base, name, value, language)
    assert rule == "quoted:zh"
    assert value in text


@pytest.mark.parametrize("language", OR)
def test_a_heading_never_shows_a_slot(base: TermBase, language: str) -> None:
    assert "{" not in said(base, "1.5m床尺寸", "200×230cm", language)[0]
    assert "{" not in said(base, "可放电脑", "15.6寸及以下", language)[0]


def test_spanish_says_u_before_o(base: TermBase) -> None:
    assert said(base, "厚度", "6mm或8mm", "es")[0] == "Grosor: 6 mm u 8 mm."
