"""What buyers of clothes ask first: whether a thing is warm."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase

from .asked import asks, product


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "is it warm enough for a Canadian winter?"),
        ("zh", "冬天穿够暖和吗"),
        ("es", "¿abriga bastante para el invierno?"),
        ("pt", "esquenta bem no inverno?"),
        ("fr", "il tient chaud ?"),
        ("de", "Hält der im Winter warm?"),
        ("it", "tiene caldo d'inverno?"),
        ("nl", "is hij warm genoeg?"),
        ("pl", "jest ciepły na zimę?"),
        ("ru", "он тёплый? зимой греет?"),
        ("tr", "kışın sıcak tutar mı?"),
        ("ar", "هل هو دافئ للشتاء؟"),
        ("th", "กันหนาวได้ไหม"),
        ("ja", "冬でも暖かいですか？"),
        ("ko", "겨울에 따뜻해요?"),
    ],
)
def test_the_season_a_coat_is_for_is_told_to_who_asks_whether_it_is_warm(
    base: TermBase, language: str, text: str
) -> None:
    coat = product(("适合季节", "冬季"), ("产地", "浙江"), title="女士羊毛大衣", category_hint="女装 > 外套")
    told = asks(base, coat, text, language)[0]
    assert {fact.ref for one in told for fact in one.facts} == {"适合季节"}, [one.text for one in told]
