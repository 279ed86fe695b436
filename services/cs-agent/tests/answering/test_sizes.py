from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase

from .asked import ask, asks, product, said, variant

_TOP = (
    "尺码 | 衣长cm | 胸围cm | 建议净胸围cm\nS | 66 | 102 | 80-85\nM | 68 | 106 | 86-91\nL | 70 | 110 | 92-97"
)
_JIN = "尺码 | 体重（斤） | 净腰围cm\nS | 80-95 | 60-66\nM | 96-110 | 67-72\nL | 111-125 | 73-78"
_TROUSERS = "码数 | 腰围cm | 臀围cm\n31 | 80 | 99\n32 | 83 | 101\n34 | 88 | 105"


@pytest.mark.parametrize(
    ("chart", "measured", "size", "rule"),
    [
        (_TOP, {"measure.chest": ("90", "cm")}, "M", "size:size_fits"),
        (_TOP, {"measure.chest": ("36", "in")}, "L", "size:size_between"),  # 91.44 cm: between M and L
        (_JIN, {"measure.body_weight": ("60", "kg")}, "L", "size:size_fits"),
        (_JIN, {"measure.body_weight": ("44", "kg"), "measure.waist": ("74", "cm")}, "L", "size:size_mixed"),
        (_TROUSERS, {"measure.waist": ("82", "cm")}, "32", "size:size_garment"),
    ],
)
def test_the_row_that_holds_the_measurements(
    base: TermBase, chart: str, measured: dict[str, tuple[str, str]], size: str, rule: str
) -> None:
    answer = ask(base, product(description=chart), "Which size?", "size_advice", measured=measured)
    told = next(one for one in answer[0] if one.rule.startswith("size:"))
    assert (told.facts[-1].ref, told.rule) == (size, rule), said(answer)
    assert size in told.text


def test_larger_than_every_size_is_said_so(base: TermBase) -> None:
    answer = ask(
        base, product(description=_TOP), "size?", "size_advice", measured={"measure.chest": ("120", "cm")}
    )
    assert [one.rule for one in answer[0]] == ["size:outside"]


@pytest.mark.parametrize("measured", [{}, {"measure.height": ("170", "cm")}])
def test_what_the_chart_goes_by_is_asked_for(base: TermBase, measured: dict[str, tuple[str, str]]) -> None:
    answer = ask(base, product(description=_TOP), "Which size?", "size_advice", measured=measured)
    assert [one.kind for one in answer[0]] == ["asks"]
    assert "Body bust" in said(answer)


def test_a_garment_s_chest_is_no_body_s(base: TermBase) -> None:
    chart = "尺码 | 衣长cm | 胸围cm\nM | 68 | 96\nL | 70 | 110"
    answer = ask(
        base, product(description=chart), "size?", "size_advice", measured={"measure.chest": ("90", "cm")}
    )
    assert not any(one.kind == "derived" for one in answer[0]), said(answer)


_COAT = "尺码 | 胸围cm | 肩宽cm | 衣长cm\nM | 100 | 39 | 100\nL | 104 | 40 | 102"


@pytest.mark.parametrize(
    "tag", ["en", "zh", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko"]
)
@pytest.mark.parametrize(
    "measured", [{"measure.chest": ("101", "cm")}, {"measure.height": ("172", "cm")}, {}]
)
def test_a_chart_of_garments_alone_is_told_and_no_size_is_chosen(
    base: TermBase, measured: dict[str, tuple[str, str]], tag: str
) -> None:
    answer = ask(base, product(description=_COAT), "size?", "size_advice", measured=measured, language=tag)
    (told,) = answer[0]
    assert told.rule == "size:size_garments", said(answer)
    assert [fact.ref for fact in told.facts] == ["M", "L"]
    assert all(figure in told.text for figure in ("100", "104")), told.text
    assert ("39" in told.text) == ("measure.chest" not in measured), told.text


def test_no_chart_is_told(base: TermBase) -> None:
    answer = ask(base, product(), "Which size?", "size_advice", measured={"measure.chest": ("90", "cm")})
    assert [one.kind for one in answer[0]] == ["unknown"]


def test_the_size_in_the_colour_asked_for_is_told_with_its_price(base: TermBase) -> None:
    variants = [
        variant("A-M", 颜色="大红色", 尺码="M"),
        variant("B-M", 颜色="宝蓝", 尺码="M"),
        variant("B-L", 颜色="宝蓝", 尺码="L"),
    ]
    answer = ask(
        base,
        product(description=_TOP, variants=variants),
        "and in blue?",
        "size_advice",
        measured={"measure.chest": ("90", "cm")},
        concepts=("colour.blue",),
    )
    assert said(answer).endswith("Royal blue, M: $24.90.")


def test_that_it_runs_small_is_told_beside_the_chart(base: TermBase) -> None:
    answer = ask(
        base,
        product(("版型", "偏小一码"), description=_TOP),
        "Which size?",
        "size_advice",
        measured={"measure.chest": ("90", "cm")},
    )
    assert [fact.ref for one in answer[0] for fact in one.facts] == ["M", "版型"]


_RANGES = (
    "尺码 | 身高cm | 胸围cm | 腰围cm | 臀围cm\n"
    "M | 160-165 | 85-89 | 67-71 | 91-95\nL | 165-170 | 90-95 | 72-77 | 96-101\n"
    "XL | 168-175 | 96-102 | 78-84 | 102-108"
)


def test_a_chart_of_ranges_goes_by_the_body_s_girths_beside_its_height(base: TermBase) -> None:
    measured = {
        "measure.height": ("168", "cm"),
        "measure.chest": ("92", "cm"),
        "measure.waist": ("74", "cm"),
        "measure.hip": ("98", "cm"),
    }
    answer = ask(base, product(description=_RANGES), "Which size?", "size_advice", measured=measured)
    assert [(one.facts[-1].ref, one.rule) for one in answer[0]] == [("L", "size:size_fits")], said(answer)


_FEET = "按脚长选码。\n码数 | 脚长mm\n41 | 255\n42 | 260\n43 | 265\n介于两个码之间拿大的那个。"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Fuß gemessen, 26,3 cm von der Ferse bis zur Zehe. Welche Größe nehme ich?"),
        ("nl", "mijn voet gemeten, 26,3 cm van hiel tot teen. welke maat?"),
        ("en", "heel to toe it is 26.3 cm, which size?"),
        ("pl", "od pięty do czubka 26,3 cm, jaki rozmiar?"),
    ],
)
def test_the_one_figure_told_is_what_the_chart_goes_by(base: TermBase, language: str, text: str) -> None:
    shoe = product(title="男士安全鞋", description=_FEET)
    answer = asks(base, shoe, text, language)
    assert "43" in said(answer)
    assert {fact.ref for one in answer[0] for fact in one.facts if fact.kind == "chart"} == {"43"}
    assert any(fact.kind == "description" for one in answer[0] for fact in one.facts)


@pytest.mark.parametrize("text", ["it is 80 cm long, which size?", "26.3 cm and 10 cm, which size?"])
def test_a_figure_far_from_the_chart_or_one_of_two_is_none(base: TermBase, text: str) -> None:
    answer = asks(base, product(title="男士安全鞋", description=_FEET), text, "en")
    assert not any(fact.kind == "chart" and one.kind == "derived" for one in answer[0] for fact in one.facts)
