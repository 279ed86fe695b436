"""What a row denies is never said as its opposite, in any of the fifteen languages."""

import re

import pytest

from argosy_commerce.phrasing import GRAMMARS
from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.translation import translate

LANGUAGES = sorted(GRAMMARS)
DENIED_IN = {
    "en": r"\b(?:not|no|without|free)\b|-free\b|\bunlined\b|\bnon-",
    "es": r"\b(?:no|sin)\b",
    "pt": r"\b(?:não|sem)\b",
    "fr": r"\b(?:pas|sans|interdit|non|ne)\b",
    "it": r"\b(?:non|senza|sfoderat\w)\b",
    "de": r"\b(?:nicht|ohne|kein\w*|un\w+)\b|frei\b",
    "nl": r"\b(?:niet|geen|zonder|on\w+)\b|vrij\b",
    "pl": r"\b(?:nie\w*|bez|brak)\b",
    "ru": r"\b(?:не|нельзя|без)\b",
    "tr": r"\b(?:yok|değil\w*)\b|\w+(?:ma|me)(?:z|yın|yin|malı|meli)\w*|\w+(?:sız|siz|suz|süz)\b",
    "ar": r"(?:^|\s)(?:لا|غير|بدون|خالٍ|خالية)\s",
    "ko": r"없음|금지|불가|미포함|미지원|무첨가|무알코올|무형광|아님|마세요|안 됨|프리|지 않",
    "ja": r"不可|不使用|なし|ない|ません|禁止|無添加|非対応|フリー|別売り",
    "th": r"ไม่|ห้าม|ปราศจาก|ปลอด",
    "zh": r"[不无勿没未免禁]",
}
DENYING = [
    "不可漂白、烘干",
    "不可漂白烘干",
    "请勿漂白和熨烫",
    "不要暴晒、浸泡",
    "勿拧干/甩干",
    "不宜干洗、机洗",
    "不含酒精、香精",
    "不含防腐剂和色素",
    "不含镍",
    "无荧光剂",
    "未添加香精",
    "无硅油",
    "不含乳胶",
    "无支架",
    "无洗碗机",
    "不可用洗碗机",
    "不可微波加热",
    "请勿用钢丝球擦洗",
    "不要用软毛刷刷洗",
    "不可用柔顺剂",
    "勿用热水",
    "请勿用力搓洗",
    "无里布",
    "无蓝牙",
    "无抽绳",
    "无弹力",
    "不可折叠",
    "不可拆卸",
    "不可调节",
    "无塑料件",
    "无小零件",
    "不含卡",
]


@pytest.fixture(scope="module")
def base() -> TermBase:
    return TermBase.load()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chinese", DENYING)
def test_what_is_denied_is_said_with_the_languages_denial(
    chinese: str, language: str, base: TermBase
) -> None:
    said = translate(chinese, language, "bullet", base=base)
    assert said.left_over == ()
    assert re.search(DENIED_IN[language], said.text, re.IGNORECASE), said.text


WAYS_OF_CARING = ["烘干", "漂白", "熨烫", "暴晒", "浸泡", "拧干", "甩干", "机洗", "搓洗", "刷洗"]


@pytest.mark.parametrize("way", WAYS_OF_CARING)
@pytest.mark.parametrize(
    "around", ["不可漂白，{}", "不可漂白，也不{}", "{}", "不可轻易{}", "不怕{}", "{}不可"]
)
def test_a_way_of_caring_fills_phrases_and_is_never_said_by_itself(
    way: str, around: str, base: TermBase
) -> None:
    """不可漂白，烘干: whether the dryer is allowed or not is for a person to say."""
    read = base.read(around.format(way))
    assert not [item for item in read.matches if item.concept_id.startswith("care_method.")]


def test_of_a_list_all_is_denied_or_nothing_is_read_of_it(base: TermBase) -> None:
    (only,) = base.read("不含酒精、香精和色素").matches
    assert only.concept_id == "contents.free_of_ingredient"
    assert [item.concept_id for _, item in only.fills if isinstance(item, ConceptMatch)] == [
        "ingredient.alcohol",
        "ingredient.fragrance",
        "ingredient.colourants",
    ]


@pytest.mark.parametrize(
    ("chinese", "concept"),
    [
        ("不含酒精", "feature.alcohol_free"),
        ("无荧光剂", "feature.fluorescent_free"),
        ("不可漂白", "care.no_bleach"),
        ("不可烘干", "care.no_tumble_dry"),
        ("不可用洗碗机", "care.no_dishwasher"),
        ("无里布", "feature.no_lining"),
    ],
)
def test_what_is_named_as_a_whole_is_not_put_together_from_parts(
    chinese: str, concept: str, base: TermBase
) -> None:
    assert [item.concept_id for item in base.read(chinese).matches] == [concept]


@pytest.mark.parametrize(
    "chinese",
    ["无线充电器", "无人机", "无绳吸尘器", "无痕内裤", "无袖连衣裙", "无框眼镜", "无钢圈文胸", "无缝打底裤",
     "无火香薰", "无叶风扇", "无纺布收纳袋", "没有异味的地垫"],
)  # fmt: skip
def test_a_word_that_begins_with_none_is_no_denial_of_its_rest(chinese: str, base: TermBase) -> None:
    read = {item.concept_id for item in base.read(chinese).matches}
    assert not read & {"contents.no_part", "contents.no_thing", "contents.free_of_ingredient"}


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        ("只可干洗，不可水洗", "Dry clean only, do not wash"),
        ("软刷冷水手刷，不可机洗，阴干",
         "Clean by hand with a soft brush and cold water, do not machine wash, dry in the shade"),
        ("用毛刷清理", "Clean with a cleaning brush"),
        ("可选配玻璃盖", "Lid (glass, optional)"),
        ("磨芯保修2年", "2 years warranty (grinding burr)"),
        ("单块电池约5小时", "Approx. 5 hours per battery"),
        ("说明书1份/毛刷1个", "Instruction manual × 1, cleaning brush × 1"),
        ("168g(不含纸)", "168 g without paper"),
        ("两侧各2个", "2 on each side"),
        ("附送2条", "Included: 2 pieces"),
        ("12个月内用完", "Use within 12 months"),
    ],
)  # fmt: skip
def test_plain_rows_are_said_whole(chinese: str, said: str, base: TermBase) -> None:
    assert translate(chinese, "en", "bullet", base=base).text == said


@pytest.mark.parametrize("chinese", ["无蓝牙、GPS", "不含金属、乳胶", "无里布、口袋", "没有口袋、支架"])
def test_what_a_denial_takes_in_is_not_said_to_be_there(chinese: str, base: TermBase) -> None:
    second = {
        "无蓝牙、GPS": "gps",
        "不含金属、乳胶": "latex",
        "无里布、口袋": "pocket",
        "没有口袋、支架": "stand",
    }[chinese]
    said = translate(chinese, "en", "bullet", base=base).text.lower()
    assert second not in said or re.search(rf"(?:no|without|free of) [\w ]+ and {second}", said), said


def test_a_phrase_takes_a_word_as_it_holds_for_any_product(base: TermBase) -> None:
    """支架 is a phone's stand among phones alone: of a lamp nobody is told of a phone."""
    assert translate("可选配支架", "en", "bullet", base=base).text == "Stand (optional)"
