"""A price held against another maker's or shop's is a competitor's matter; a material or a size is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.understanding import comparing
from cs_agent.domain.understanding.makers import hyphenated
from cs_agent.domain.understanding.named import ProductSummary, VariantOptions
from cs_agent.domain.understanding.reading import understand

NOW = datetime(2026, 11, 27, tzinfo=UTC)
CHEAPER = {
    "en": "Is this cheaper than Lush?",
    "zh": "比Lush便宜吗？",
    "es": "¿Es más barato que Lush?",
    "pt": "É mais barato que a Lush?",
    "fr": "C'est moins cher que Lush ?",
    "de": "Ist das günstiger als Lush?",
    "it": "Costa meno di Lush?",
    "nl": "Is dit goedkoper dan Lush?",
    "pl": "Czy to tańsze niż Lush?",
    "ru": "Это дешевле, чем Lush?",
    "tr": "Lush'tan daha ucuz mu?",
    "ar": "هل هو أرخص من Lush؟",
    "th": "ถูกกว่า Lush ไหม",
    "ja": "Lushより安いですか？",
    "ko": "Lush보다 싼가요?",
}
OTHERS = [
    ("en", "Is this better than Dove soap?"),
    ("en", "Is the screen as good as Apple's?"),
    ("de", "Ist die Qualität besser als bei Speick?"),
    ("es", "¿Es mejor que la de Dyson?"),
    ("fr", "C'est mieux qu'un Dyson ?"),
    ("it", "È meglio di Dyson?"),
    ("pl", "Czy jest lepszy od Dysona?"),
    ("ru", "Чем лучше Dyson?"),
    ("tr", "Philips'ten daha iyi mi?"),
    ("zh", "比戴森好用吗？"),
    ("zh", "和Dyson比吸力怎么样"),
    ("ja", "ダイソンより良いですか？"),
]
NONE = [
    ("en", "Is wool better than Polyester?"),
    ("en", "Is it bigger than a MacBook?"),
    ("en", "Is the price the same as in Poland?"),
    ("en", "Is there a better price than Monday?"),
    ("en", "Is the XL better than the Mini?"),
    ("de", "Ist Wolle besser als Polyester?"),
    ("de", "Ist die besser als normale Seife?"),
    ("de", "Ist das gut als Weihnachtsgeschenk?"),
    ("fr", "La laine est-elle meilleure que le Polyester ?"),
    ("zh", "比棉的好吗？"),
    ("ja", "シルクより良いですか？"),
]


def _intents(language: str, text: str) -> list[str]:
    variants = (VariantOptions("a", {"型号": "Mini"}), VariantOptions("b", {"型号": "Pro"}))
    state = State("c", language=language, focus=Focus(product_id="p"))
    read = understand(text, language, state, ProductSummary("p", variants), NOW)
    return [one.intent for one in read.intents]


def test_every_language_has_its_patterns() -> None:
    assert comparing.faults() == ()


@pytest.mark.parametrize(("language", "text"), [*CHEAPER.items(), *OTHERS])
def test_what_is_held_against_another_maker_is_a_competitor_s(language: str, text: str) -> None:
    assert "competitor" in _intents(language, text)
    assert not {"price", "discount"} & set(_intents(language, text))


@pytest.mark.parametrize(("language", "text"), NONE)
def test_a_material_a_place_a_day_a_size_or_an_own_variant_is_no_other_maker(
    language: str, text: str
) -> None:
    assert "competitor" not in _intents(language, text)


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Does the Black-Decker battery fit?", {"Black-Decker"}),
        ("de", "Passen Oral-B Köpfe?", {"Oral-B"}),
        ("zh", "Oral-B的刷头能用吗？", {"Oral-B"}),
        ("en", "Is it a T-Shirt with USB-C and Wi-Fi?", set()),
        ("de", "Passt das an die Wohnmobil-Steckdose, in die Camping-Tasche, zum V-Ausschnitt?", set()),
    ],
)
def test_names_of_several_parts_are_makers_unless_they_are_words(
    language: str, text: str, names: set[str]
) -> None:
    assert hyphenated(text, language) == names
