"""Questions that hold two, and things that stand beside the product: its spares, its charger, its place."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.fact import Fact

from .asked import asks, entry, policy, product, said, verdicts

SPARES = {
    "en": "Where do I get replacement heads and what do they cost?",
    "zh": "替换刷头在哪里买，多少钱？",
    "es": "¿Dónde compro cabezales de recambio y cuánto cuestan?",
    "pt": "Onde compro cabeças de reposição e quanto custam?",
    "fr": "Où trouver des têtes de rechange et combien ça coûte ?",
    "de": "Wo bekomme ich Ersatzköpfe und was kosten die?",
    "it": "Dove trovo le testine di ricambio e quanto costano?",
    "nl": "Waar koop ik nieuwe opzetborstels en wat kosten ze?",
    "pl": "Gdzie kupię końcówki na wymianę i ile kosztują?",
    "ru": "Где купить сменные насадки и сколько они стоят?",
    "tr": "Yedek fırça başlıklarını nereden alırım ve fiyatı ne kadar?",
    "ar": "أين أشتري رؤوس بديلة وكم سعرها؟",
    "th": "หัวแปรงสำรองซื้อได้ที่ไหน ราคาเท่าไหร่",
    "ja": "替えブラシはどこで買えますか？いくらですか？",
    "ko": "교체용 칫솔모는 어디서 사고 얼마예요?",
}
SEOUL = {
    "en": "How long to Seoul and what does shipping cost?",
    "zh": "寄到首尔要多久，运费多少",
    "es": "¿Cuánto tarda a Seúl y cuánto cuesta el envío?",
    "pt": "Quanto tempo demora até Seul e quanto custa o envio?",
    "fr": "Combien de temps jusqu'à Séoul et combien coûte la livraison ?",
    "de": "Wie lange dauert es nach Seoul und was kostet der Versand?",
    "it": "Quanto ci vuole per Seul e quanto costa la spedizione?",
    "nl": "Hoe lang duurt het naar Seoul en wat kost de verzending?",
    "pl": "Ile trwa dostawa do Seulu i ile kosztuje?",
    "ru": "Сколько идёт доставка в Сеул и сколько она стоит?",
    "tr": "Seul'e kaç günde gelir, kargo ne kadar?",
    "ar": "كم يستغرق التوصيل إلى سيول وكم تكلفته؟",
    "th": "ส่งไปโซลใช้เวลากี่วัน ค่าส่งเท่าไหร่",
    "ja": "ソウルまで何日かかりますか、送料はいくらですか",
    "ko": "서울까지 얼마나 걸리고 배송비는 얼마예요?",
}
KUWAIT = {
    "en": "What does it cost? Do you ship to Kuwait?",
    "zh": "多少钱？发科威特吗？",
    "es": "¿Cuánto cuesta? ¿Envían a Kuwait?",
    "pt": "Quanto custa? Enviam para o Kuwait?",
    "fr": "Combien ça coûte ? Vous livrez au Koweït ?",
    "de": "Was kostet es? Liefern Sie nach Kuwait?",
    "it": "Quanto costa? Spedite in Kuwait?",
    "nl": "Wat kost het? Verzenden jullie naar Koeweit?",
    "pl": "Ile kosztuje? Wysyłacie do Kuwejtu?",
    "ru": "Сколько стоит? Доставляете в Кувейт?",
    "tr": "Fiyatı ne kadar? Kuveyt'e gönderiyor musunuz?",
    "ar": "كم السعر؟ هل توصلون إلى الكويت؟",
    "th": "ราคาเท่าไหร่ ส่งไปคูเวตไหม",
    "ja": "いくらですか？クウェートに送れますか？",
    "ko": "얼마예요? 쿠웨이트로 배송되나요?",
}
DUTIES = {
    "en": "Do I have to pay VAT and duty in Japan?",
    "zh": "寄到日本要交消费税和关税吗？",
    "es": "¿Tengo que pagar IVA y aranceles en Japón?",
    "pt": "Tenho que pagar IVA e impostos no Japão?",
    "fr": "Dois-je payer la TVA et des droits de douane au Japon ?",
    "de": "Muss ich in Japan Mehrwertsteuer und Zoll zahlen?",
    "it": "Devo pagare IVA e dazi in Giappone?",
    "nl": "Moet ik btw en invoerrechten betalen in Japan?",
    "pl": "Czy muszę zapłacić VAT i cło w Japonii?",
    "ru": "Нужно ли платить НДС и пошлину в Японии?",
    "tr": "Japonya'da KDV ve gümrük vergisi öder miyim?",
    "ar": "هل أدفع ضريبة وجمارك في اليابان؟",
    "th": "ต้องเสียภาษีมูลค่าเพิ่มและภาษีนำเข้าที่ญี่ปุ่นไหม",
    "ja": "日本に送る場合、消費税や関税はかかりますか？",
    "ko": "일본으로 보내면 부가세와 관세를 내야 하나요?",
}
CHARGER = {
    "en": "Is a charger included?",
    "zh": "带充电器吗？",
    "es": "¿Incluye cargador?",
    "pt": "Vem com carregador?",
    "fr": "Le chargeur est-il fourni ?",
    "de": "Ist ein Ladegerät dabei?",
    "it": "Il caricatore è incluso?",
    "nl": "Zit er een oplader bij?",
    "pl": "Czy ładowarka jest w zestawie?",
    "ru": "Зарядка в комплекте?",
    "tr": "Şarj aleti dahil mi?",
    "ar": "هل يأتي مع شاحن؟",
    "th": "มีที่ชาร์จมาให้ไหม",
    "ja": "充電器は付いていますか？",
    "ko": "충전기가 포함되어 있나요?",
}
CHARGE = {
    "en": "How many days does one charge last?",
    "zh": "充满电能用几天？",
    "es": "¿Cuántos días dura con una carga?",
    "pt": "Quantos dias dura com uma carga?",
    "fr": "Combien de jours tient une charge ?",
    "de": "Wie viele Tage hält eine Ladung?",
    "it": "Quanti giorni dura con una ricarica?",
    "nl": "Hoeveel dagen gaat hij mee op één lading?",
    "pl": "Ile dni działa na jednym ładowaniu?",
    "ru": "На сколько дней хватает заряда?",
    "tr": "Bir şarjla kaç gün gider?",
    "ar": "كم يوم تدوم الشحنة الواحدة؟",
    "th": "ชาร์จครั้งหนึ่งใช้ได้กี่วัน",
    "ja": "一回の充電で何日使えますか",
    "ko": "한 번 충전하면 며칠 사용 가능한가요?",
}
PARTS = {
    "en": "How many parts is it made of?",
    "zh": "一共多少片？",
    "es": "¿De cuántas piezas consta?",
    "pt": "Quantas peças são?",
    "fr": "Combien de pièces ?",
    "de": "Aus wie vielen Teilen besteht es?",
    "it": "Da quanti pezzi è composto?",
    "nl": "Uit hoeveel stukjes bestaat het?",
    "pl": "Z ilu części się składa?",
    "ru": "Из скольких деталей состоит?",
    "tr": "Kaç parçadan oluşuyor?",
    "ar": "كم قطعة فيه؟",
    "th": "มีกี่ชิ้น",
    "ja": "全部で何ピースですか",
    "ko": "몇 조각인가요?",
}
OUTDOORS = {
    "en": "Can I use it outdoors?",
    "zh": "可以户外用吗？",
    "es": "¿Se puede usar al aire libre?",
    "pt": "Dá para usar ao ar livre?",
    "fr": "On peut l'utiliser dehors ?",
    "de": "Kann ich den draußen benutzen?",
    "it": "Si può usare all'aperto?",
    "nl": "Kan ik hem buiten gebruiken?",
    "pl": "Czy można używać na zewnątrz?",
    "ru": "Можно использовать на улице?",
    "tr": "Dışarıda kullanılır mı?",
    "ar": "هل يمكن استخدامه في الخارج؟",
    "th": "ใช้กลางแจ้งได้ไหม",
    "ja": "屋外で使えますか？",
    "ko": "야외에서 사용할 수 있나요?",
}
ORAL_B = {
    "en": "Do Oral-B heads fit this?",
    "zh": "Oral-B的刷头能用吗？",
    "es": "¿Le sirven los cabezales Oral-B?",
    "pt": "As cabeças da Oral-B servem?",
    "fr": "Les têtes Oral-B sont-elles compatibles ?",
    "de": "Passen Oral-B Köpfe drauf?",
    "it": "Vanno bene le testine Oral-B?",
    "nl": "Passen Oral-B opzetborstels hierop?",
    "pl": "Czy pasują końcówki Oral-B?",
    "ru": "Подойдут насадки Oral-B?",
    "tr": "Oral-B başlıkları uyar mı?",
    "ar": "هل تركب عليها رؤوس Oral-B؟",
    "th": "ใช้กับหัวแปรง Oral-B ได้ไหม",
    "ja": "Oral-Bの替えブラシは使えますか？",
    "ko": "Oral-B 칫솔모도 맞나요?",
}
ORGANIC = {
    "en": "Is it organic cotton?",
    "zh": "是有机棉吗？",
    "es": "¿Es algodón orgánico?",
    "pt": "É algodão orgânico?",
    "fr": "C'est du coton bio ?",
    "de": "Ist das Bio-Baumwolle?",
    "it": "È cotone biologico?",
    "nl": "Is het biologisch katoen?",
    "pl": "Czy to bawełna organiczna?",
    "ru": "Это органический хлопок?",
    "tr": "Organik pamuk mu?",
    "ar": "هل هو قطن عضوي؟",
    "th": "เป็นผ้าฝ้ายออร์แกนิคไหม",
    "ja": "オーガニックコットンですか？",
    "ko": "유기농 면인가요?",
}

NOT_INCLUDED = {
    "en": "not included",
    "zh": "无",
    "es": "no incluido",
    "pt": "não incluso",
    "fr": "non fourni",
    "de": "nicht enthalten",
    "it": "non incluso",
    "nl": "niet inbegrepen",
    "pl": "nie wchodzi w skład",
    "ru": "не входит в комплект",
    "tr": "dahil değildir",
    "ar": "غير مشمول",
    "th": "ไม่รวมในชุด",
    "ja": "付属しません",
    "ko": "미포함",
}

BRUSH = product(
    ("刷头", "软毛，标配2个"), ("充电时间", "4小时"), ("续航", "60天"), ("充电器", "无"),
    ("充电接口", "USB-C"), title="声波电动牙刷", brand="Dentorel",
)  # fmt: skip
HEADS = entry("Dentorel 牙刷的替换刷头在哪里买？", "本店有售，4个装6.90美元，建议3个月换一次。")
WHERE_ELSE = entry("你们的包装环保吗？", "包装纸盒用再生纸，不用塑料填充。")


def _sent(market: str, days: int, amount: str) -> tuple[Fact, ...]:
    return policy(
        "SHIPPING", market, days_from=days, days_to=days + 4, counted_from="dispatch",
        price={"amount": amount, "currency": "USD"},
    )  # fmt: skip


SENT = (*_sent("KR", 4, "5.00"), *_sent("KW", 8, "9.00"), *_sent("JP", 5, "6.00"), *_sent("", 12, "10.90"))
TERMS = policy(
    "TERMS", duties="buyer", payment=["credit_card", "paypal"], cash_on_delivery=False, instalments=False
)


@pytest.mark.parametrize(("language", "text"), SPARES.items())
def test_the_price_of_a_spare_is_its_own_and_not_the_product_s(
    base: TermBase, language: str, text: str
) -> None:
    told = said(asks(base, BRUSH, text, language, HEADS))
    assert "6.90" in told
    assert "24" not in told


@pytest.mark.parametrize(("language", "text"), SPARES.items())
def test_a_spare_whose_price_nobody_states_costs_not_what_the_product_costs(
    base: TermBase, language: str, text: str
) -> None:
    answer = asks(base, BRUSH, text, language)
    assert all(fact.kind != "price" for one in answer[0] for fact in one.facts)


def test_the_product_s_own_price_is_told_where_it_is_asked_for(base: TermBase) -> None:
    assert "$24.90" in said(asks(base, BRUSH, "How much is it?", "en", HEADS))
    assert "$24.90" in said(asks(base, BRUSH, "How much is the toothbrush and is it soft?", "en", HEADS))


@pytest.mark.parametrize(("language", "text"), SEOUL.items())
def test_how_long_to_a_place_and_what_the_sending_costs_are_both_answered(
    base: TermBase, language: str, text: str
) -> None:
    rules = {one.rule for one in asks(base, BRUSH, text, language, SENT)[0]}
    assert {"rule:delivery_days", "rule:delivery_price"} <= rules


@pytest.mark.parametrize(("language", "text"), KUWAIT.items())
def test_a_price_asked_for_before_a_sending_is_the_product_s(
    base: TermBase, language: str, text: str
) -> None:
    answer = asks(base, BRUSH, text, language, SENT)
    assert answer[0][0].facts[0].kind == "price"
    assert "verdict:yes:ships" in {one.rule for one in answer[0]}


def test_a_price_asked_for_behind_a_sending_is_that_of_the_sending(base: TermBase) -> None:
    answer = asks(base, BRUSH, "Do you ship to Kuwait and what does it cost?", "en", SENT)
    assert all(fact.kind != "price" for one in answer[0] for fact in one.facts)
    assert "$9.00" in said(answer)


@pytest.mark.parametrize(("language", "text"), DUTIES.items())
def test_who_asks_for_duties_is_told_of_them_alone(base: TermBase, language: str, text: str) -> None:
    answer = asks(base, BRUSH, text, language, (*SENT, *TERMS))
    assert {one.rule for one in answer[0]} == {"rule:duties_buyer"}


@pytest.mark.parametrize(("language", "text"), CHARGER.items())
def test_a_charger_that_there_is_none_of_is_not_included(base: TermBase, language: str, text: str) -> None:
    answer = asks(base, BRUSH, text, language)
    assert verdicts(answer) <= {"no"}
    assert NOT_INCLUDED[language] in said(answer).casefold()


@pytest.mark.parametrize(("language", "text"), CHARGE.items())
def test_the_days_that_a_charge_lasts_are_no_delivery_time(base: TermBase, language: str, text: str) -> None:
    answer = asks(base, BRUSH, text, language, SENT)
    assert "60" in said(answer)
    assert not any(one.rule.startswith("rule:delivery") for one in answer[0])


@pytest.mark.parametrize(("language", "text"), PARTS.items())
def test_of_how_many_parts_it_is_made_is_found(base: TermBase, language: str, text: str) -> None:
    puzzle = product(("片数", "96片"), ("材质", "椴木"), ("收纳", "铁盒"), title="木质拼图")
    assert "96" in said(asks(base, puzzle, text, language))


@pytest.mark.parametrize(("language", "text"), OUTDOORS.items())
def test_what_is_for_camping_is_told_to_who_asks_for_outdoors(
    base: TermBase, language: str, text: str
) -> None:
    chair = product(("适用场景", "露营、钓鱼、沙滩"), ("承重", "120kg"), title="折叠椅")
    answer = asks(base, chair, text, language, SENT)
    assert [fact.ref for one in answer[0] for fact in one.facts] == ["适用场景"]


@pytest.mark.parametrize(("language", "text"), ORAL_B.items())
def test_whether_another_maker_s_heads_fit_is_not_stated(base: TermBase, language: str, text: str) -> None:
    assert asks(base, BRUSH, text, language)[0][0].kind == "unknown"


@pytest.mark.parametrize(("language", "text"), ORAL_B.items())
def test_a_maker_that_a_row_names_is_known(base: TermBase, language: str, text: str) -> None:
    of = product(("刷头", "兼容Oral-B刷头"), title="声波电动牙刷", brand="Dentorel")
    assert asks(base, of, text, language)[0][0].kind != "unknown"


@pytest.mark.parametrize(("language", "text"), ORGANIC.items())
def test_neither_cotton_nor_the_packing_tells_that_it_is_organic(
    base: TermBase, language: str, text: str
) -> None:
    sheet = product(("面料", "100%棉"), ("包装", "可降解纸袋"), title="床单")
    answer = asks(base, sheet, text, language, WHERE_ELSE)
    assert answer[0][0].kind == "unknown"
    assert not verdicts(answer)


PACKING = {
    "en": "Is the packaging plastic?",
    "zh": "包装是塑料的吗？",
    "es": "¿El envase es de plástico?",
    "pt": "A embalagem é de plástico?",
    "fr": "L'emballage est en plastique ?",
    "de": "Ist die Verpackung aus Plastik?",
    "it": "La confezione è di plastica?",
    "nl": "Is de verpakking van plastic?",
    "pl": "Czy opakowanie jest plastikowe?",
    "ru": "Упаковка пластиковая?",
    "tr": "Paketi plastik mi?",
    "ar": "هل التغليف بلاستيك؟",
    "th": "แพ็คเกจเป็นพลาสติกไหม",
    "ja": "包装はプラスチックですか？",
    "ko": "포장이 플라스틱인가요?",
}


@pytest.mark.parametrize(("language", "text"), PACKING.items())
def test_what_a_thing_is_made_of_settles_nothing_of_its_packing(
    base: TermBase, language: str, text: str
) -> None:
    assert not verdicts(asks(base, product(("面料", "100%棉"), title="连体衣"), text, language))


def test_a_row_named_by_a_code_answers_before_the_shop_s_terms(base: TermBase) -> None:
    watch = product(("NFC", "不支持"), title="智能手表")
    assert "NFC: No." in said(asks(base, watch, "Can I pay with it by NFC?", "en", TERMS))


def test_a_row_that_holds_one_of_several_codes_is_not_beside_them(base: TermBase) -> None:
    watch = product(("系统", "兼容Android 8.0及以上、iOS 12及以上"), title="智能手表")
    answer = asks(base, watch, "Does it work with my iPhone on iOS 16?", "en")
    assert "iOS 12" in said(answer)
    assert answer[0][0].kind != "unknown"


def test_a_product_s_own_warranty_prevails_over_the_shop_s(base: TermBase) -> None:
    shop = policy("TERMS", warranty_months=24, warranty_for="electrical")
    told = said(
        asks(base, product(("保修", "12个月"), title="咖啡机"), "How long is the warranty?", "en", shop)
    )
    assert "12" in told
    assert "24" not in told
