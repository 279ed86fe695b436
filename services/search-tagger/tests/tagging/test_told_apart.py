"""What a product's places contradict each other in, what of its words says nothing, and further figures."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from argosy_commerce.terms import TermBase

from .conftest import Tagging

_ID = re.compile(r"\b[a-z_]+\.[a-z0-9_]+\b")
_GROUPS = {
    "category",
    "attribute",
    "audience",
    "colour",
    "feature",
    "material",
    "neckline",
    "part",
    "sleeve",
    "use",
}


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Silicone baking mat non-stick", {"Material": "glass"}),
        ("不锈钢水杯 大容量", {"材质": "玻璃"}),
        ("羽绒被 加厚 冬季", {"填充物": "棉"}),
        ("马丁靴 女 真皮", {"鞋面材质": "PU"}),
        ("Puzzle infantil 2-4 años", {"Edad": "a partir de 8 años"}),
        ("鞋架 免安装", {"安装": "需自行组装"}),
        ("304不锈钢电热水壶", {"内胆材质": "316不锈钢"}),
    ],
)
def test_a_row_that_says_otherwise_than_the_title_is_told(
    tagged: Tagging, title: str, row: dict[str, str]
) -> None:
    assert tagged(title, **row).contradictions


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Stainless steel bottle with silicone sleeve", {"Material": "stainless steel"}),
        ("玻璃水杯 带硅胶套", {"材质": "玻璃"}),
        ("炒锅 带木盖", {"材质": "铁"}),
        ("Leather boots", {"Sole": "rubber"}),
        ("Puzzle infantil 6-10 años", {"Edad": "a partir de 3 años"}),
        ("Wooden chair metal legs", {"Material": "wood"}),
    ],
)
def test_what_may_be_true_together_is_no_contradiction(
    tagged: Tagging, title: str, row: dict[str, str]
) -> None:
    assert not tagged(title, **row).contradictions


@pytest.mark.parametrize(
    ("title", "language", "word"),
    [
        ("Люстра потолочная с пультом", "ru", "пультом"),
        ("Lampe de bureau avec xyloquartz", "fr", "xyloquartz"),
        ("Sac à dos avec parapluie", "fr", "parapluie"),
        ("โคมไฟ ฟลูโอบาร์", "th", "ฟลูโอบาร์"),
    ],
)
def test_no_word_is_lost_silently(tagged: Tagging, title: str, language: str, word: str) -> None:
    got = tagged(title, language)

    quotes = " ".join(evidence.quote for tag in got.tags for evidence in tag.evidence)
    assert any(word in one for one in got.unread) or word in quotes


@pytest.mark.parametrize(
    ("title", "language", "figure"),
    [
        ("Freidora de aire 6 L negra", "es", "6 L"),
        ("Uchwyt na telefon 4.7-6.8 cala", "pl", "4.7-6.8 in"),
        ("Kinderjas regen geel 98-128", "nl", "98-128"),
        ("女童卫衣 粉色 110-160", "zh", "110-160"),
        ("Storage tray 6 compartments", "en", "6 compartments"),
        ("Dutch oven cast iron 5 Qt", "en", "5 qt"),
        ("سجادة غرفة 160×230 سم", "ar", "160x230 cm"),
    ],
)
def test_figures_are_told_however_they_are_written(
    tagged: Tagging, title: str, language: str, figure: str
) -> None:
    assert figure in {tag.value for tag in tagged(title, language).tags}


def test_every_id_of_the_services_own_data_is_one_of_the_term_base(base: TermBase) -> None:
    folder = files("search_tagger") / "data"
    strange = {
        (file.name, one)
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
        for one in _ID.findall(re.sub(r"#.*", "", file.read_text(encoding="utf-8")))
        if one.split(".")[0] in _GROUPS and one not in base.lexicon
    }

    assert not strange
