"""How much of a material there is, and rows that say again what their names say."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase

from .asked import asks, product

_COMPOSITION = ("面料成分", "羊毛60%，聚酯纤维35%，粘纤5%")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what percent wool"),
        ("en", "wool content?"),
        ("zh", "羊毛含量多少"),
        ("es", "¿cuánta lana lleva?"),
        ("pt", "quanto de lã tem?"),
        ("fr", "quel pourcentage de laine ?"),
        ("de", "Wie viel Prozent Wolle?"),
        ("it", "quanta lana c'è?"),
        ("nl", "hoeveel procent wol?"),
        ("pl", "jaki procent wełny"),
        ("ru", "сколько шерсти?"),
        ("tr", "yüzde kaç yün?"),
        ("ar", "كم نسبة الصوف"),
        ("th", "มีขนสัตว์กี่เปอร์เซ็นต์"),
        ("ja", "ウール何パーセント?"),
        ("ko", "울 몇 프로예요?"),
        ("ko", "울 함량이 어떻게 되나요"),
    ],
)
def test_who_asks_for_the_share_of_a_material_is_told_the_composition(
    base: TermBase, language: str, text: str
) -> None:
    scarf = product(_COMPOSITION, ("净重", "350g"), ("产地", "浙江"), title="女士围巾", category_hint="围巾")
    told = asks(base, scarf, text, language)[0]
    assert [one.kind for one in told] == ["fact"], [one.text for one in told]
    assert "60" in told[0].text
    assert "35" in told[0].text


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (("充电时间", "充电约2小时"), "how long does it take to charge?", "Charging time: Approx. 2 hours."),
        (
            ("特点", "可放冰箱，可微波"),
            "can it go in the fridge?",
            "Yes. Features: Fridge-safe, microwave-safe.",
        ),
        (("材质", "PC塑料<b>食品级</b>"), "what is it made of?", "Material: Polycarbonate, food-grade."),
    ],
)
def test_a_row_is_said_as_it_is_meant(base: TermBase, row: tuple[str, str], text: str, said: str) -> None:
    box = product(row, ("产地", "浙江"), title="保鲜盒", category_hint="厨房用品")
    assert [one.text for one in asks(base, box, text, "en")[0]] == [said]
