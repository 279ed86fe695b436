"""What a product is tagged with, in whichever of the fifteen languages its merchant writes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import SourceProduct, bounded_source
from argosy_commerce.terms import TermBase
from argosy_testing.growth import cost_growth
from search_tagger.domain.labels import labels_of
from search_tagger.domain.tagging.product import tags_of_product
from search_tagger.domain.tags import Tagged

Tagging = Callable[..., Tagged]


def values(tagged: Tagged) -> set[str]:
    return {tag.value for tag in tagged.tags}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("zh", "直筒裤女 黑色 带口袋 纯棉"),
        ("en", "Women's straight trousers black cotton with pockets"),
        ("es", "Pantalón recto mujer negro algodón con bolsillos"),
        ("pt", "Calças retas femininas pretas algodão com bolsos"),
        ("fr", "Pantalon droit femme noir en coton avec poches"),
        ("de", "Gerade Damenhose schwarz Baumwolle mit Taschen"),
        ("it", "Pantaloni dritti donna neri cotone con tasche"),
        ("nl", "Rechte damesbroek zwart katoen met zakken"),
        ("pl", "Spodnie proste damskie czarne bawełna z kieszeniami"),
        ("ru", "Брюки прямые женские чёрные хлопок с карманами"),
        ("tr", "Kadın düz kesim pantolon siyah pamuk cepli"),
        ("ar", "بنطلون مستقيم نسائي أسود قطن بجيوب"),
        ("th", "กางเกงขายาวทรงตรงผู้หญิง สีดำ ผ้าฝ้าย มีกระเป๋า"),
        ("ja", "レディース ストレートパンツ ブラック 綿 ポケット付き"),
        ("ko", "여성 일자 바지 블랙 면 포켓"),
    ],
)
def test_the_same_product_has_the_same_ids_in_every_language(
    tagged: Tagging, base: TermBase, language: str, title: str
) -> None:
    found = tagged(title)
    assert found.category is not None, language
    assert "category.trousers" in base.lexicon.ancestors(found.category.id)
    assert {"colour.black", "material.cotton", "audience.women"} <= values(found)


def test_each_tag_has_the_words_that_it_follows_from(tagged: Tagging) -> None:
    found = tagged("女士纯棉短袖T恤 白色 黑色", 材质="95%棉5%氨纶")
    by_value = {tag.value: tag for tag in found.tags}
    assert {"colour.white", "colour.black"} <= set(by_value)
    cotton = by_value["material.cotton"]
    assert {(e.kind, e.quote) for e in cotton.evidence} == {("title", "纯棉"), ("attribute", "95%棉5%氨纶")}
    assert cotton.attribute == "attribute.material"
    assert by_value["95 % material.cotton"].attribute == "attribute.material"
    assert cotton.confidence > by_value["colour.white"].confidence


@pytest.mark.parametrize(
    ("language", "title", "denied"),
    [
        ("en", "Tote bag vegan, not real leather", "material.genuine_leather"),
        ("de", "Tasche schwarz ohne Reißverschluss", "closure.zip"),
        ("es", "Bolso negro sin cremallera", "closure.zip"),
        ("ru", "Сумка чёрная без молнии", "closure.zip"),
        ("fr", "Sac noir sans fermeture éclair", "closure.zip"),
        ("pl", "Torba czarna bez zamka błyskawicznego", "closure.zip"),
        ("zh", "雨衣 非一次性 透明", "feature.disposable"),
        ("zh", "毛巾 不含荧光剂", "colour.fluorescent"),
        ("ja", "フライパン 26cm 蓋なし", "part.lid"),
        ("zh", "保温壶 大容量 不含玻璃内胆", "part.liner"),
        ("it", "Moka alluminio, compatibile induzione no", "feature.induction"),
    ],
)
def test_what_is_denied_is_no_tag(tagged: Tagging, language: str, title: str, denied: str) -> None:
    assert denied not in values(tagged(title, language))


@pytest.mark.parametrize(
    ("language", "title", "value"),
    [
        ("zh", "保温杯 500毫升", "500 ml"),
        ("zh", "电热水壶 220-240V 1800W", "220-240 V"),
        ("zh", "收纳盒 3件套", "3 pieces"),
        ("en", "Hiking boots US 8-13 brown", "US 8-13"),
        ("en", "Boxer briefs 6-Pack cotton S-3XL", "6 pieces"),
        ("en", "Boxer briefs 6-Pack cotton S-3XL", "S-3XL"),
        ("fr", "Robe longue M à XXL", "M-2XL"),
        ("de", "Kratzbaum 140 cm Sisal", "140 cm"),
        ("ar", "عطر رجالي ٥٠ مل", "50 ml"),
        ("ru", "Корм для кошек 1,5 кг", "1.5 kg"),
        ("zh", "防晒霜SPF50+", "SPF 50"),
        ("zh", "蓝牙音箱 黑色 型号X30", "X30"),
        ("en", "Bluetooth earbuds black Model XT-500", "XT-500"),
        ("zh", "羊绒衫女 驼色 围巾 53*53", "53x53 cm"),
        ("ru", "Плед флисовый 150х200 серый", "150x200 cm"),
        ("pt", "Tênis feminino branco 34 ao 40", "34-40"),
        ("zh", "猫窝 灰色 20斤内", "<=10 kg"),
    ],
)
def test_measures_stand_in_one_writing(tagged: Tagging, language: str, title: str, value: str) -> None:
    assert value in values(tagged(title, language))


@pytest.mark.parametrize(
    ("title", "rows", "language"),
    [
        ("男士真皮皮带 黑色", {"材质": "PU"}, "zh"),
        ("纯棉T恤女 白色", {"面料": "50%棉50%聚酯纤维"}, "zh"),
        ("玻璃水杯 500ml", {"容量": "350ml"}, "zh"),
        ("Herren Lederjacke Echtleder schwarz", {"Material": "100 % Polyurethan Kunstleder"}, "de"),
    ],
)
def test_what_cannot_both_be_true_is_shown_with_both_sides(
    tagged: Tagging, title: str, rows: dict[str, str], language: str
) -> None:
    found = tagged(title, language, **rows)
    assert found.contradictions
    contradiction = found.contradictions[0]
    assert {contradiction.one.kind, contradiction.other.kind} == {"title", "attribute"}
    assert any(contradiction.other.quote[:10] in doubt for doubt in found.doubts)


def test_a_contradicted_value_is_kept_with_less_confidence(tagged: Tagging) -> None:
    sure = tagged("男士真皮皮带 黑色")
    doubted = tagged("男士真皮皮带 黑色", 材质="PU")

    def leather(found: Tagged) -> float:
        return next(tag.confidence for tag in found.tags if tag.value == "material.genuine_leather")

    assert leather(doubted) < leather(sure)
    assert "material.pu_leather" in values(doubted)


def test_a_lining_is_not_what_the_thing_is_made_of(tagged: Tagging) -> None:
    found = tagged("羊毛大衣女", 里料="聚酯纤维")
    by_value = {tag.value: tag.attribute for tag in found.tags}
    assert by_value["material.wool"] == "attribute.material"
    assert by_value["material.polyester"] == "attribute.lining_material"
    assert not found.contradictions


def test_a_product_without_a_known_category_is_doubted(tagged: Tagging) -> None:
    found = tagged("zzqx 3000", "en")
    assert found.category is None
    assert "no category" in found.doubts[0]


def test_the_beginning_of_a_name_before_an_unknown_word_is_not_the_thing(tagged: Tagging) -> None:
    found = tagged("Claw Zwufter Fiberglass Handle 16 oz", "en")

    assert found.category is None
    assert {"Claw", "Zwufter"} <= set(found.unread)


def test_the_path_leads_from_the_root(tagged: Tagging) -> None:
    category = tagged("高腰牛仔裤女", hint="女装 > 牛仔裤").category
    assert category is not None
    assert category.path[-1] == category.id == "category.jeans"
    assert category.path[0] == "category.clothing"


def test_a_thing_for_an_animal_is_the_animals_thing(tagged: Tagging) -> None:
    for title in ("Dog raincoat yellow with hood", "Cama para perro grande lavable"):
        category = tagged(title).category
        assert category is not None
        assert category.path[0] == "category.pets"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("毛线帽男 针织帽 深灰", "material.knit"),
        ("拉杆箱 24寸 黑色", "feature.trolley"),
        ("Winterstiefel Damen schwarz", "season.winter"),
        ("Vestido de fiesta largo rojo", "occasion.party"),
        ("Baby swaddle blanket muslin", "audience.baby"),
    ],
)
def test_the_name_of_a_kind_tells_what_it_is_made_of(tagged: Tagging, title: str, told: str) -> None:
    assert told in values(tagged(title))


def test_a_word_that_may_be_a_colour_is_one_among_colours(tagged: Tagging) -> None:
    assert "colour.nude" in values(tagged("打底短裤女 黑色 肤色 白色"))
    assert "colour.nude" not in values(tagged("粉底液 提亮肤色 保湿"))


def test_a_set_is_said_to_be_one_in_any_language(tagged: Tagging) -> None:
    for title in ("Cutting board set of 3", "Conjunto de panelas 5 peças", "睡衣女 春秋 两件套"):
        assert "feature.as_set" in values(tagged(title)), title


def test_variants_colours_are_all_tags(base: TermBase) -> None:
    product = product_pb2.Product(id="p", title="女士T恤", language="zh")
    for colour in ("白色", "黑色", "藏青色"):
        product.variants.add(sku=colour).options.add(name="颜色", value=colour)
    found = tags_of_product(bounded_source(product), "zh", base)
    colours = {tag.value: tag.evidence[0] for tag in found.tags if tag.attribute == "attribute.colour"}
    assert set(colours) == {"colour.white", "colour.black", "colour.navy"}
    assert {(e.kind, e.ref) for e in colours.values()} == {("option", "颜色")}


def test_a_brand_is_carried_letter_by_letter(tagged: Tagging) -> None:
    found = tagged("女士T恤 白色", brand="Lumora Nº5")
    assert ("attribute.brand", "Lumora Nº5") in {(tag.attribute, tag.value) for tag in found.tags}


def test_slogans_are_no_tags(tagged: Tagging, base: TermBase) -> None:
    found = tagged("2025新款 包邮 爆款 女士T恤 白色 买一送一")
    kinds = {tag.value.split(".")[0] for tag in found.tags}
    assert not kinds & {"promo", "reach", "offer", "slogan", "caption", "selling"}


def test_labels_stand_in_fifteen_languages(base: TermBase) -> None:
    labels = labels_of(["colour.black", "95 % material.cotton", "500 ml"], base)
    assert len(labels) == 15
    assert labels["de"] == {"colour.black": "schwarz", "material.cotton": "Baumwolle"}
    assert all(set(words) == {"colour.black", "material.cotton"} for words in labels.values())


@pytest.mark.parametrize("language", ["zh", "en", "ja", "ru"])
def test_hostile_words_are_cut_by_name_in_bounded_time(base: TermBase, language: str) -> None:
    filling = {"zh": "黑色不含", "en": "black not ", "ja": "黒なし", "ru": "чёрный без "}[language]
    product = product_pb2.Product(id="p", title=f"\x00\x1b\u202e{filling * 250_000}", language=language)
    for number in range(10_000):
        product.attributes.add(name=f"{filling}{number}", value=filling * 100)
    started = time.process_time()
    found = tags_of_product(bounded_source(product), language, base)
    assert time.process_time() - started < 20
    assert any("title" in doubt for doubt in found.doubts)
    assert any("10000 attributes" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("language", "filling"), [("zh", "黑色不含"), ("en", "black not "), ("ru", "чёрный без ")]
)
def test_cost_grows_with_the_words(base: TermBase, language: str, filling: str) -> None:
    def source(length: int) -> SourceProduct:
        text = (filling * 20_000)[:length]
        return bounded_source(product_pb2.Product(id="p", title="x", description=text, language=language))

    growth = cost_growth(
        lambda product: tags_of_product(product, language, base), source(2_000), source(16_000)
    )
    assert growth < 30  # 8 for linear work, 64 for quadratic work
