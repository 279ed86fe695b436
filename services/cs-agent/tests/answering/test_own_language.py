"""Where the shop answers a question in two languages, the buyer gets the answer in his own."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase

from .asked import asks, entry, product, said

CHINESE = entry("可以礼品包装吗？", "可以，礼品包装每件2美元，请在备注里写明。")
OWN = {
    "de": ("Kann ich ihn als Geschenk verpacken lassen?", "Ja, die Geschenkverpackung kostet 2 Dollar.",
           "Könnt ihr es als Geschenk verpacken?"),
    "en": ("Do you offer gift wrapping?", "Yes, gift wrapping is 2 dollars.", "Can you gift wrap it?"),
    "es": ("¿Envolvéis para regalo?", "Sí, envolver para regalo cuesta 2 dólares.",
           "¿Podéis envolverlo para regalo?"),
    "fr": ("Faites-vous un emballage cadeau ?", "Oui, l'emballage cadeau coûte 2 dollars par article.",
           "Pouvez-vous faire un emballage cadeau ?"),
    "ru": ("Упаковываете ли вы в подарок?", "Да, подарочная упаковка стоит 2 доллара за штуку.",
           "Можете упаковать в подарок?"),
    "ja": ("ギフト包装はできますか？", "はい、ギフト包装は1点2ドルです。", "ギフト包装してもらえますか？"),
}  # fmt: skip


@pytest.mark.parametrize("language", OWN)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_entry_in_the_buyers_language_is_told_and_not_the_chinese_one(
    base: TermBase, language: str, *, is_first: bool
) -> None:
    question, answer, asked = OWN[language]
    own = entry(question, answer)
    shop = (*own, *CHINESE) if is_first else (*CHINESE, *own)
    told = said(asks(base, product(("材质", "棉")), asked, language, shop))
    assert answer in told
    assert "礼品包装" not in told


def test_an_entry_in_another_language_is_told_where_it_is_the_only_one(base: TermBase) -> None:
    told = said(asks(base, product(("材质", "棉")), OWN["de"][2], "de", CHINESE))
    assert "礼品包装每件2美元" in told
