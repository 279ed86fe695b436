"""A price is told where money is what is asked for, and of what it is asked; nothing beside the point is."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence
from cs_agent.domain.understanding import pricing

from .asked import asks, entry, product, said, variant, verdicts

COSTS = {
    "en": "What does it cost?",
    "zh": "这个多少钱？",
    "es": "¿Cuánto cuesta?",
    "pt": "Quanto custa?",
    "fr": "Combien ça coûte ?",
    "de": "Was kostet das?",
    "it": "Quanto costa?",
    "nl": "Wat kost het?",
    "pl": "Ile to kosztuje?",
    "ru": "Сколько это стоит?",
    "tr": "Bu ne kadar?",
    "ar": "بكم هذا؟",
    "th": "อันนี้เท่าไหร่",
    "ja": "これはいくらですか？",
    "ko": "이거 얼마예요?",
}
APART = {
    "en": "How much space is there between two hooks?",
    "zh": "两个挂钩的间距是多少？",
    "es": "¿Cuánta distancia hay entre dos ganchos?",
    "pt": "Quanto espaço há entre dois ganchos?",
    "fr": "Combien d'espace y a-t-il entre deux crochets ?",
    "de": "Wie viel Abstand ist zwischen zwei Haken?",
    "it": "Quanto spazio c'è tra due ganci?",
    "nl": "Hoeveel ruimte zit er tussen twee haken?",
    "pl": "Ile miejsca jest między dwoma haczykami?",
    "ru": "Сколько места между двумя крючками?",
    "tr": "İki kancanın arası ne kadar?",
    "ar": "كم المسافة بين الخطافين؟",
    "th": "ตะขอสองอันห่างกันเท่าไหร่",
    "ja": "フックとフックの距離はいくらですか？",
    "ko": "고리 두 개 간격이 얼마예요?",
}
ENGRAVED = {
    "en": "How much extra for having Emma engraved on it?",
    "zh": "刻上Emma要加多少钱？",
    "es": "¿Cuánto más cuesta grabar el nombre Emma?",
    "pt": "Quanto a mais para gravar o nome Emma?",
    "fr": "Combien en plus pour faire graver Emma ?",
    "de": "Wie hoch ist der Aufpreis, wenn Emma eingraviert wird?",
    "it": "Quanto in più per incidere Emma?",
    "nl": "Hoeveel extra als jullie Emma erin graveren?",
    "pl": "Jaka jest dopłata za grawer z imieniem Emma?",
    "ru": "Какая доплата за гравировку Emma?",
    "tr": "Emma isim kazıma için ek ücret ne kadar?",
    "ar": "كم زيادة السعر لنقش اسم Emma؟",
    "th": "สลักชื่อ Emma คิดเพิ่มเท่าไหร่",
    "ja": "Emmaと刻印すると追加料金はいくらですか？",
    "ko": "Emma 각인하면 추가금 얼마예요?",
}
LOST = {
    "en": "If I lose the little key, what does a new one cost?",
    "zh": "小钥匙弄丢了，再配一把多少钱？",
    "es": "Si pierdo la llavecita, ¿cuánto vale otra?",
    "pt": "Se eu perder a chavinha, quanto custa outra?",
    "fr": "Si je perds la petite clé, combien coûte une neuve ?",
    "de": "Wenn ich den kleinen Schlüssel verliere, was kostet ein neuer?",
    "it": "Se perdo la chiavetta, quanto costa una nuova?",
    "nl": "Als ik het sleuteltje kwijtraak, wat kost een nieuw?",
    "pl": "Jak zgubię kluczyk, ile kosztuje nowy?",
    "ru": "Если потеряю ключик, сколько стоит новый?",
    "tr": "Küçük anahtarı kaybedersem yenisi kaç para?",
    "ar": "إذا ضاع المفتاح الصغير، بكم الجديد؟",
    "th": "ถ้าทำกุญแจดอกเล็กหาย ซื้อใหม่ราคาเท่าไหร่",
    "ja": "小さい鍵を失くしたら、新しいのはいくらですか？",
    "ko": "작은 열쇠를 잃어버리면 새 거 얼마예요?",
}
SEEN = {
    "en": "It goes to my aunt: will she see the price in the parcel?",
    "zh": "直接寄给我姑姑，她会看到价格吗？",
    "es": "Va directo a mi tía: ¿va a ver el precio en el paquete?",
    "pt": "Vai direto para a minha tia: ela vai ver o preço no pacote?",
    "fr": "Ça part chez ma tante : elle verra le prix dans le colis ?",
    "de": "Es geht an meine Tante: sieht sie den Preis im Paket?",
    "it": "Va da mia zia: vede il prezzo nel pacco?",
    "nl": "Het gaat naar mijn tante: ziet ze de prijs in het pakket?",
    "pl": "To idzie do cioci: czy ona zobaczy cenę w paczce?",
    "ru": "Это поедет тёте: она увидит цену в посылке?",
    "tr": "Halama gidecek: pakette fiyatı görür mü?",
    "ar": "بيوصل لعمتي مباشرة: هل تشوف السعر في الطرد؟",
    "th": "ส่งตรงให้ป้า ป้าจะเห็นราคาในกล่องไหม",
    "ja": "叔母に直接届くのですが、箱の中で値段が見えますか？",
    "ko": "이모한테 바로 가는데 상자에서 가격이 보이나요?",
}
IN_SILVER = {
    "en": "Do you have it in silver, and how much is it?",
    "zh": "有银色的吗，多少钱？",
    "es": "¿Lo tienen en plateado y cuánto cuesta?",
    "pt": "Tem em prateado? Quanto custa?",
    "fr": "Vous l'avez en argenté, et c'est combien ?",
    "de": "Habt ihr das in Silber und was kostet das?",
    "it": "Lo avete argentato? Quanto costa?",
    "nl": "Hebben jullie hem in zilver en wat kost hij?",
    "pl": "Macie srebrny i ile kosztuje?",
    "ru": "Есть серебристый и сколько стоит?",
    "tr": "Gümüş rengi var mı, fiyatı ne kadar?",
    "ar": "هل يتوفر باللون الفضي وكم سعره؟",
    "th": "มีสีเงินไหม ราคาเท่าไหร่",
    "ja": "シルバーはありますか？いくらですか？",
    "ko": "은색 있나요? 얼마예요?",
}
RUNS_DRY = {
    "en": "I am away for a week, it runs out of water: what happens then?",
    "zh": "我出门一周，水干了会怎么样？",
    "es": "Me voy una semana y se queda sin agua: ¿qué pasa entonces?",
    "pt": "Fico uma semana fora e a água acaba: o que acontece?",
    "fr": "Je pars une semaine et l'eau s'épuise : que se passe-t-il ?",
    "de": "Ich bin eine Woche weg und das Wasser geht aus: was passiert dann?",
    "it": "Sto via una settimana e finisce l'acqua: cosa succede?",
    "nl": "Ik ben een week weg en het water raakt op: wat gebeurt er dan?",
    "pl": "Wyjeżdżam na tydzień i woda się skończy: co wtedy?",
    "ru": "Уезжаю на неделю, вода кончится: что тогда будет?",
    "tr": "Bir hafta yokum, suyu biterse ne olur?",
    "ar": "سأغيب أسبوعا ويخلص الماء، ماذا يحدث؟",
    "th": "ไม่อยู่หนึ่งอาทิตย์ น้ำแห้งแล้วจะเป็นยังไง",
    "ja": "一週間留守にして水がなくなったらどうなりますか？",
    "ko": "일주일 집을 비워서 물이 떨어지면 어떻게 되나요?",
}
IN_44 = {
    "en": "Do you have them in 44?",
    "zh": "有44码的吗？",
    "es": "¿Los tienen en la 44?",
    "pt": "Tem no 44?",
    "fr": "Vous les avez en 44 ?",
    "de": "Habt ihr die in 44?",
    "it": "Li avete nel 44?",
    "nl": "Hebben jullie ze in 44?",
    "pl": "Macie rozmiar 44?",
    "ru": "Есть 44 размер?",
    "tr": "44 numarası var mı?",
    "ar": "هل يوجد مقاس 44؟",
    "th": "มีไซส์ 44 ไหม",
    "ja": "44サイズはありますか？",
    "ko": "44 사이즈 있나요?",
}
HOLDER = product(("材质", "石英、玻璃"), ("包装清单", "主机1台"), title="挂钩")
LARGE = product(
    title="收纳盒",
    variants=[variant("A", "12.00", 尺寸="大号"), variant("B", "8.00", 尺寸="小号")],
)


def prices(answer: tuple[tuple[Sentence, ...], object]) -> list[str]:
    return [fact.place for one in answer[0] for fact in one.facts if fact.kind == "price"]


def test_words_of_money_are_all_there() -> None:
    assert pricing.faults() == ()


@pytest.mark.parametrize("language", COSTS)
def test_a_price_that_is_asked_for_is_told(base: TermBase, language: str) -> None:
    assert prices(asks(base, HOLDER, COSTS[language], language))


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "How much is the large one?"), ("tr", "Büyük boy ne kadar?"), ("th", "อันใหญ่ราคาเท่าไหร่"),
     ("ko", "큰 거 얼마예요?"), ("de", "Was kostet die große?"), ("ru", "Сколько стоит большая?")],
)  # fmt: skip
def test_a_variants_price_is_no_measure(base: TermBase, language: str, text: str) -> None:
    assert prices(asks(base, LARGE, text, language))


@pytest.mark.parametrize("asked", [APART, ENGRAVED, LOST, SEEN], ids=["measure", "extra", "lost", "seen"])
@pytest.mark.parametrize("language", COSTS)
def test_what_is_no_price_of_the_product_is_not_answered_with_it(
    base: TermBase, language: str, asked: dict[str, str]
) -> None:
    assert not prices(asks(base, HOLDER, asked[language], language))


@pytest.mark.parametrize("language", COSTS)
def test_an_entry_that_tells_the_price_of_an_engraving_is_told(base: TermBase, language: str) -> None:
    shop = entry("可以刻字吗？", "可以，刻字加6美元，20个字母以内。")
    told = asks(base, HOLDER, ENGRAVED[language], language, shop)
    assert not prices(told)
    assert "6" in said(told)


@pytest.mark.parametrize("language", COSTS)
def test_whether_there_is_one_and_what_it_costs_are_both_told(base: TermBase, language: str) -> None:
    ring = product(
        title="戒指", variants=[variant("S", "29.00", 颜色="银色"), variant("G", "34.00", 颜色="金色")]
    )
    told = asks(base, ring, IN_SILVER[language], language)
    assert verdicts(told) == {"yes"}
    assert prices(told) == ["p1/price:S"]
    assert told[0][0].rule.startswith("verdict:yes")


@pytest.mark.parametrize("language", COSTS)
def test_a_row_that_nothing_joins_but_its_kind_is_not_told(base: TermBase, language: str) -> None:
    told, _ = asks(base, HOLDER, RUNS_DRY[language], language)
    assert all(one.kind == "unknown" for one in told[:1])


@pytest.mark.parametrize("language", COSTS)
def test_a_size_there_is_none_of_is_answered_with_those_there_are(base: TermBase, language: str) -> None:
    shoes = product(
        title="女鞋", variants=[variant(f"S{one}", 尺码=one) for one in ("36", "37", "38", "39", "40")]
    )
    told = asks(base, shoes, IN_44[language], language)
    assert "36" in said(told)
    assert not prices(told)
    assert "yes" not in verdicts(told)
