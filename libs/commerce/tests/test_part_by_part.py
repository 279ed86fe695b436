"""A row of parts says what each is made of, and never of which the other is."""

from __future__ import annotations

import pytest

from argosy_commerce.phrasing.part_by_part import parts_of_materials
from argosy_commerce.terms import TermBase, translate

ROW = "机身铝合金，磨芯不锈钢"
SAID = {
    "en": "Housing: aluminum alloy; grinding burr: stainless steel",
    "de": "Gehäuse: Aluminium; Mahlwerk: Edelstahl",
    "es": "Carcasa: aluminio; muela de molienda: acero inoxidable",
    "pt": "Carcaça: alumínio; mó de moagem: aço inoxidável",
    "fr": "Coque\u00a0: alliage d'aluminium\u00a0; meule\u00a0: acier inoxydable",
    "it": "Scocca: lega di alluminio; macina: acciaio inox",
    "nl": "Behuizing: aluminium; maalwerk: roestvrij staal",
    "pl": "Obudowa: aluminium; żarno: stal nierdzewna",
    "ru": "Корпус: алюминиевый сплав; жёрнов: нержавеющая сталь",
    "tr": "Dış gövde: Alüminyum; öğütücü: Paslanmaz çelik",
    "ar": "هيكل خارجي: سبائك الألومنيوم؛ رحى طحن: الفولاذ المقاوم للصدأ",
    "th": "ตัวเครื่อง: อะลูมิเนียมอัลลอย; เฟืองบด: สแตนเลส",
    "ja": "本体：アルミ；臼：ステンレス",
    "ko": "외장: 알루미늄; 분쇄날: 스테인리스",
}


@pytest.mark.parametrize("language", SAID)
def test_every_language_says_each_part_with_its_material(base: TermBase, language: str) -> None:
    done = translate(ROW, language, "bullet", base=base)
    assert done.text == SAID[language]
    assert done.left_over == ()


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("主体ABS、刀头不锈钢", "Main body: ABS plastic; blade: stainless steel"),
        ("机身：铝合金；磨芯：不锈钢", "Housing: aluminum alloy; grinding burr: stainless steel"),
        ("盖PP，杯身304不锈钢", "Lid: PP plastic; body: 304 stainless steel"),
        ("外壳ABS+PC，内胆玻璃和不锈钢", "Housing: ABS+PC; liner: glass, stainless steel"),
        ("鞋面：牛皮、网布；鞋底：橡胶", "Upper material: genuine leather, mesh; sole: rubber"),
        ("面料：100%棉；里料：100%聚酯纤维", "100% cotton; lining material: 100% polyester"),
        ("不锈钢，内胆陶瓷", "Stainless steel; liner: ceramic"),
        ("手柄榉木", "Handle: solid wood"),
    ],
)
def test_a_row_of_parts_is_said_part_by_part(base: TermBase, row: str, text: str) -> None:
    items = base.read(row, attribute="attribute.material").items
    assert parts_of_materials(items, base.lexicon)
    assert translate(row, "en", "bullet", base=base).text == text


@pytest.mark.parametrize(
    "row",
    [
        "镪镪铝合金，磨芯不锈钢",
        "机身铝合金，镪镪，不锈钢",
        "铝合金机身，不锈钢磨芯",
        "机身铝合金，不锈钢",
        "机身外壳铝合金，磨芯不锈钢",
        "PP（盖）304不锈钢（杯身）",
        "带盖不锈钢，内胆陶瓷",
        "无盖PP，杯身玻璃",
        "外壳ABS，外壳PC",
        "棉、涤纶",
        "连衣裙 棉",
        "机身铝合金，磨芯不含不锈钢",
    ],
)
def test_where_it_is_open_what_is_made_of_what_no_part_is_given_a_material(base: TermBase, row: str) -> None:
    assert parts_of_materials(base.read(row).items, base.lexicon) == ()
