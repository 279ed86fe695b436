"""The plainest questions name what they ask about and nothing beside it, in every language."""

from __future__ import annotations

import pytest

from cs_agent.domain.retrieval.matters import matters

OF_WHAT = {
    "en": "What is it made of?",
    "zh": "这是什么材质的？",
    "es": "¿De qué está hecho?",
    "pt": "É feito de quê?",
    "fr": "C'est fait en quoi ?",
    "de": "Woraus ist das gemacht?",
    "it": "Di cosa è fatto?",
    "nl": "Waar is het van gemaakt?",
    "pl": "Z czego to jest zrobione?",
    "ru": "Из чего это сделано?",
    "tr": "Neyden yapılmış?",
    "ar": "من ماذا صنع؟",
    "th": "ทำจากอะไร",
    "ja": "何でできていますか",
    "ko": "뭐로 만들어졌나요?",
}
WHERE = {
    "en": "Where is this made?",
    "zh": "产地是哪里？",
    "es": "¿Dónde está hecho?",
    "pt": "Onde é feito?",
    "fr": "C'est fabriqué où ?",
    "de": "Wo wird das hergestellt?",
    "it": "Dove viene fatto?",
    "nl": "Waar wordt het gemaakt?",
    "pl": "Gdzie to jest produkowane?",
    "ru": "Где это сделано?",
    "tr": "Nerede üretiliyor?",
    "ar": "أين صنع هذا القميص؟",
    "th": "ผลิตที่ไหน",
    "ja": "どこで作られていますか",
    "ko": "어디서 만들어요?",
}


@pytest.mark.parametrize(("language", "text"), OF_WHAT.items())
def test_of_what_it_is_made_is_no_question_of_where(language: str, text: str) -> None:
    assert matters().named(text, language) & {"composition", "origin"} == {"composition"}


@pytest.mark.parametrize(("language", "text"), WHERE.items())
def test_where_it_is_made_is_no_question_of_what(language: str, text: str) -> None:
    assert matters().named(text, language) & {"composition", "origin"} == {"origin"}
