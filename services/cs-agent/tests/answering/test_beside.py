"""What is told where nothing answers what was asked, and what limits a rule in the shop's own words."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase

from .asked import asks, policy, product

_TOOTHBRUSH = product(
    ("防水等级", "IPX7，可水洗，不可长时间浸泡"),
    ("净重", "128g"),
    title="声波电动牙刷",
    category_hint="个护电器",
)
_RETURNS = policy(
    "REFUND",
    text="收到后14天内可退货，未拆封；刷头拆封后因卫生原因不退。",
    window_days=14,
    counted_from="delivery",
    condition=["unused"],
)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "can i use it in the shower"), ("de", "Kann ich die unter der Dusche benutzen?"),
     ("ru", "можно в душе?"), ("ja", "お風呂で使えますか？"), ("it", "si può usare sotto la doccia?")],
)  # fmt: skip
def test_how_water_resistant_it_is_is_told_beside_a_question_that_nothing_answers(
    base: TermBase, language: str, text: str
) -> None:
    told, gaps = asks(base, _TOOTHBRUSH, text, language)
    assert [one.kind for one in told] == ["unknown", "fact"], [one.text for one in told]
    assert "IPX7" in told[1].text
    assert gaps


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "can i return it if ive opened it"), ("de", "Rückgabe wenn schon geöffnet?"),
     ("ru", "вернуть можно, если вскрыл?"), ("ja", "開封後でも返品できますか"),
     ("ar", "اقدر ارجعها لو فتحتها؟")],
)  # fmt: skip
def test_who_asks_to_return_what_is_opened_hears_the_exception_in_the_shops_words(
    base: TermBase, language: str, text: str
) -> None:
    told = asks(base, _TOOTHBRUSH, text, language, shop=_RETURNS)[0]
    assert any("14" in one.text for one in told)
    assert any("拆封后因卫生原因不退" in one.text for one in told), [one.text for one in told]


def test_an_exception_that_nobody_asked_about_is_not_quoted(base: TermBase) -> None:
    told = asks(base, _TOOTHBRUSH, "how long do i have to return it?", "en", shop=_RETURNS)[0]
    assert not any("拆封" in one.text for one in told), [one.text for one in told]


def test_one_time_of_dispatch_is_told_and_that_of_the_fields(base: TermBase) -> None:
    text = "付款后24小时内发货，发货后7-12天送达。"
    shop = policy(
        "SHIPPING",
        text=text,
        days_from=7,
        days_to=12,
        counted_from="dispatch",
        dispatch_within_working_days=1,
    )
    told = asks(base, _TOOTHBRUSH, "how fast to poland?", "en", shop=shop)[0]
    assert not any("24" in one.text for one in told), [one.text for one in told]
    assert any(one.rule == "rule:dispatch" for one in told)
