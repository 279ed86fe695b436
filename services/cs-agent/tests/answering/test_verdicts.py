"""Yes and no: said where facts settle it, kept back everywhere else."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase

from .asked import ask, entry, product, said, verdicts


@pytest.mark.parametrize(
    ("row", "question", "intent", "verdict"),
    [
        (("材质", "55%亚麻45%棉"), "Is this 100% linen?", "material", {"no"}),
        (("材质", "100%棉"), "Is it 100% cotton?", "material", {"yes"}),
        (("材质", "100%聚酯纤维"), "Is it cotton?", "material", {"no"}),
        (("保温功能", "无"), "Does it have a keep warm function?", "features", {"no"}),
        (("无线充电", "支持"), "Does wireless charging work?", "features", {"yes"}),
        (("充电头", "不含"), "Is a charger included?", "contents", {"no"}),
        (("洗涤方式", "冷水手洗，不可机洗"), "Can it go in the washing machine?", "care", {"no"}),
        (("洗涤方式", "30℃机洗"), "Can it go in the washing machine?", "care", {"yes"}),
        (("洗涤方式", "30℃机洗，不可烘干"), "Is the tumble dryer ok?", "care", {"no"}),
        (("防水", "防泼水，不防水"), "Is it waterproof?", "features", {"no"}),
    ],
)
def test_settled(base: TermBase, row: tuple[str, str], question: str, intent: str, verdict: set[str]) -> None:
    answer = ask(base, product(row), question, intent, whether=True)  # type: ignore[arg-type]
    assert verdicts(answer) == verdict, said(answer)


@pytest.mark.parametrize(
    ("row", "question", "intent"),
    [
        # 55 % linen: neither yes nor no to "is it linen".
        (("材质", "55%亚麻45%棉"), "Is it linen?", "material"),
        # Two compositions: of which part?
        (("材质", "面料80%棉20%聚酯纤维，里绒100%聚酯纤维"), "Is it 100% polyester?", "material"),
        # A question turned round.
        (("香精", "不添加"), "Is it fragrance-free?", "ingredients"),
        (("防水", "防泼水，不防水"), "Isn't it waterproof?", "features"),
        # One colour is so, the other not.
        (("透度", "米白色略透；雾蓝色不透"), "Is it see-through?", "material"),
        # Another part of the value is what is denied.
        (("帽子", "连帽，无抽绳"), "Is there a hood?", "features"),
        # Not in the box is no answer to whether it is needed.
        (("充电头", "不含"), "Does it need a charger?", "features"),
        # Another part's material, and a part whose material is not told.
        (("里料", "100%棉"), "Is it 100% cotton?", "material"),
        (("材质", "100%棉"), "Is the lining 100% cotton?", "material"),
        # One substance of several, a sentence for other models, what fails, what is not recommended to all.
        (("双酚A", "不含BPA"), "Is there PFOA in it?", "safety"),
        (("磁吸机型", "Zenvo 12及以后机型"), "Is it magnetic for my phone?", "compatibility"),
        (("涂层", "水性不粘涂层"), "Is it non-stick?", "features"),
        (("说明", "贴膜后指纹解锁会失灵"), "Does the fingerprint reader work?", "features"),
        (("登机", "多数航空公司可登机，以航司规定为准"), "Can I take it as carry on?", "features"),
        # Hedged.
        (("起球", "可能轻微起球"), "Does it pill?", "material"),
        (("指纹解锁", "S8、S9支持；S8+不支持"), "Does the fingerprint reader work?", "compatibility"),
    ],
)
def test_not_settled(base: TermBase, row: tuple[str, str], question: str, intent: str) -> None:
    answer = ask(base, product(row), question, intent, whether=True)  # type: ignore[arg-type]
    assert verdicts(answer) == set(), said(answer)


def test_an_open_question_gets_no_verdict(base: TermBase) -> None:
    assert (
        verdicts(ask(base, product(("充电头", "不含")), "Which charger comes with it?", "contents")) == set()
    )


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does it fit the Zenvo 12 Pro?", {"yes"}),
        ("Does it fit the Zenvo 12 Pro Max?", {"no"}),
        ("Does it fit the Zenvo 12 Ultra?", set()),
        ("Does it fit the Zenvo 13?", set()),
    ],
)
def test_models_by_their_whole_names(base: TermBase, question: str, verdict: set[str]) -> None:
    case = product(
        ("适用机型", "Zenvo 12 / Zenvo 12 Pro"), ("不适用", "Zenvo 12 mini、Zenvo 12 Pro Max"), title="手机壳"
    )
    assert verdicts(ask(base, case, question, "compatibility", whether=True)) == verdict


def test_a_row_prevails_over_an_entry_that_says_otherwise(base: TermBase) -> None:
    kettle = product(("电源线长", "0.75m"), title="Teaphora 电热水壶", brand="Teaphora")
    other = entry("Teaphora 电热水壶的电源线多长？", "电源线长1.2m，底座可以绕线。")
    answer = ask(base, kettle, "How long is the power cord?", "dimensions", shop=other)
    assert "0.75 m" in said(answer)
    assert "1.2" not in said(answer)
    assert any("against" in one.rule for one in answer[0])


def test_what_is_asked_in_its_own_right_is_not_answered_with_what_stands_beside_it(base: TermBase) -> None:
    pot = product(("内胆", "铝合金不粘涂层"), title="电饭煲")
    answer = ask(base, pot, "Can the inner pot go in the dishwasher?", "care", whether=True)
    assert answer[0][0].kind == "unknown"
    assert verdicts(answer) == set()
    assert [gap.intent for gap in answer[1]] == ["care"]


def test_nothing_known_is_said_once_with_a_gap(base: TermBase) -> None:
    answer = ask(base, product(("材质", "100%棉")), "Is it Oeko-Tex certified?", "safety", whether=True)
    assert [one.kind for one in answer[0]] == ["unknown"]
    assert answer[1][0].words == "Is it Oeko-Tex certified?"
