"""Conversations of several turns: each is answered for itself, whatever was asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.knowledge import known
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.reading import understand

from .asked import NOW, policy, product, variant

COAT = product(
    ("面料成分", "羊毛60%，聚酯纤维40%"),
    ("腰带", "可拆卸"),
    ("帽子", "无帽"),
    ("口袋", "两侧斜插口袋，内侧拉链口袋1个"),
    title="女士羊毛混纺大衣",
    category_hint="女装 > 外套",
    description=(
        "浅色第一次洗可能会轻微掉毛。\n尺码 | 胸围cm | 衣长cm\nS | 96 | 98\nM | 100 | 100\nL | 104 | 102"
    ),
    variants=[
        variant("C-CAM-M", 颜色="驼色", 尺码="M"),
        variant("C-BLK-L", 颜色="黑色", 尺码="L"),
    ],
)
SHOP = policy("SHIPPING", text="付款后2个工作日内发货，发货后8-16天送达，运费9.90美元。") + policy(
    "REFUND", text="收到后30天内可退货，退货运费由买家承担。"
)
SIZE, CAMEL, BELT, HOOD, SPAIN, RETURN, SHED = range(7)
TALKS = {
    "en": (
        "my bust is 102, what size",
        "and do you have that in camel?",
        "does the belt come off",
        "has it got a hood",
        "how long does delivery take to Spain and what does it cost",
        "can I return it if it doesnt fit",
        "will it shed?",
    ),
    "zh": (
        "我胸围102穿什么码",
        "这个码有驼色吗",
        "腰带能拆吗",
        "有帽子吗",
        "寄西班牙多久，运费多少",
        "不合适能退吗",
        "会掉毛吗",
    ),
    "es": (
        "tengo 102 de pecho, ¿qué talla?",
        "¿y esa la tenéis en camel?",
        "¿el cinturón se quita?",
        "¿tiene capucha?",
        "envío a España, cuánto tarda y cuánto cuesta",
        "si no me queda bien puedo devolverlo?",
        "¿suelta pelo?",
    ),
    "de": (
        "Brustumfang 102, welche Größe?",
        "Und gibts die in Kamelbraun?",
        "Kann man den Gürtel abnehmen?",
        "Hat er eine Kapuze?",
        "Versand nach Spanien, wie lange und was kostet das?",
        "Kann ich ihn zurückschicken, wenn er nicht passt?",
        "Fusselt der?",
    ),
    "fr": (
        "j'ai 102 de tour de poitrine, quelle taille ?",
        "et vous l'avez en camel ?",
        "la ceinture s'enlève ?",
        "il y a une capuche ?",
        "livraison en Espagne : délai et prix ?",
        "je peux le renvoyer s'il ne me va pas ?",
        "il perd ses poils ?",
    ),
    "ja": (
        "バスト102cmですが、サイズは？",
        "そのサイズでキャメルはありますか",
        "ベルトは取り外せますか",
        "フードはありますか",
        "スペインまで送料と日数は？",
        "合わなかったら返品できますか",
        "毛は抜けますか",
    ),
    "pl": (
        "mam 102 w biuście, jaki rozmiar?",
        "a jest w kolorze camel?",
        "pasek się odpina?",
        "ma kaptur?",
        "wysyłka do Hiszpanii ile trwa i ile kosztuje?",
        "mogę zwrócić, jak nie będzie pasował?",
        "czy gubi włosie?",
    ),
}


def _talk(base: TermBase, language: str, turns: Sequence[str]) -> list[tuple[Sentence, ...]]:
    summary = summary_of(COAT)
    state = State("c", language=language, focus=Focus(product_id=COAT.id))
    shelf = Shelf.of((*facts_of_product(COAT, base).facts, *SHOP), matters())
    answers = []
    for text in turns:
        read = understand(text, language, state, summary, NOW)
        answers.append(known(read, state, shelf, summary, NOW, base)[0])
        state = replace(state, focus=focus_after(read, state.focus, COAT.id))
    return answers


@pytest.mark.parametrize("language", TALKS)
def test_no_turn_is_answered_with_the_one_before(base: TermBase, language: str) -> None:
    told = _talk(base, language, TALKS[language])
    rules = [{one.rule for one in answer} for answer in told]
    refs = [{fact.ref for one in answer for fact in one.facts} for answer in told]
    words = [" ".join(one.text for one in answer) for answer in told]
    assert rules[SIZE] == {"size:size_garments"}, words[SIZE]
    assert rules[CAMEL] == {"verdict:yes:choice"}, words[CAMEL]
    assert refs[CAMEL] == {"C-CAM-M"}, words[CAMEL]
    assert refs[BELT] == {"腰带"}, words[BELT]
    assert refs[HOOD] == {"帽子"}, words[HOOD]
    assert rules[SPAIN] >= {"rule:delivery_days", "rule:delivery_price"}, words[SPAIN]
    assert not any(one.startswith("quoted") for one in rules[SPAIN]), words[SPAIN]
    assert rules[RETURN] == {"rule:returns", "rule:return_paid_buyer"}, words[RETURN]
    assert not any(one.startswith("rule:") for one in rules[SHED]), words[SHED]


def test_a_pocket_inside_is_no_zip_at_the_side(base: TermBase) -> None:
    (told,) = _talk(base, "en", ["what pockets does it have?"])
    assert "side-zip" not in " ".join(one.text for one in told)
