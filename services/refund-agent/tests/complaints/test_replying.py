"""Answers to offers: a yes is only what is one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from argosy_commerce.money import Money
from refund_agent.domain.complaints.replying import read_reply
from refund_agent.domain.options import Offer

OFFER = Offer("PARTIAL_KEEP", Money(Decimal("15.00"), "EUR"), keep_item=True)


ANSWERS = [
    ("en", "Yes, that's fine", "accepts"),
    ("en", "no thanks", "refuses"),
    ("en", "yes but only with 20 euro", "counters"),
    ("en", "ok?", "asks"),
    ("en", "I want 25 euro", "counters"),
    ("en", "I'd rather return it", "returns"),
    ("en", "I want to talk to a human", "person"),
    ("en", "How long does the refund take?", "asks"),
    ("en", "Not acceptable, make it half", "counters"),
    ("en", "15 euro is a joke", "refuses"),
    ("en", "Could you do 30%?", "counters"),
    ("en", "send me a new one instead", "exchanges"),
    ("en", "I accept 15 euro", "accepts"),
    ("en", "that's not ok", "refuses"),
    ("de", "Ja, einverstanden", "accepts"),
    ("de", "Nein danke", "refuses"),
    ("de", "ja aber nur mit 20 Euro", "counters"),
    ("de", "Ich schicke es lieber zurück", "returns"),
    ("de", "Wann bekomme ich das Geld?", "asks"),
    ("de", "Nicht einverstanden", "refuses"),
    ("zh", "好的，可以", "accepts"),
    ("zh", "不行，太少了", "refuses"),
    ("zh", "至少退20元", "counters"),
    ("zh", "我要退货", "returns"),
    ("zh", "我要人工客服", "person"),
    ("zh", "可以吗？", "asks"),
    ("zh", "不可以", "refuses"),
    ("zh", "你好，退款什么时候到账", "asks"),
    ("zh", "好久了还没处理", "asks"),
    ("zh", "我在Facebook上看到的", "asks"),
    ("zh", "好", "accepts"),
    ("ja", "はい", "accepts"),
    ("ja", "まだ使えてはいますが", "asks"),
    ("ja", "全額返金をお願いします", "asks"),
    ("ko", "네", "accepts"),
    ("ko", "아직 안 왔네요", "asks"),
    ("ko", "반응이 없는데 어떻게 하나요", "asks"),
    ("th", "ตกลง", "accepts"),
    ("th", "ตกลงจะได้เงินเมื่อไหร่คะ", "asks"),
    ("th", "สวัสดีค่ะ สอบถามหน่อยค่ะ", "asks"),
    ("es", "Sí, acepto", "accepts"),
    ("es", "No acepto", "refuses"),
    ("es", "prefiero devolverlo", "returns"),
    ("es", "quiero 20 euros", "counters"),
    ("fr", "D'accord, j'accepte", "accepts"),
    ("fr", "Non, c'est ridicule", "refuses"),
    ("fr", "je veux 20 euros", "counters"),
    ("fr", "je n'accepte pas", "refuses"),
    ("fr", "je préfère le renvoyer", "returns"),
    ("it", "Va bene, accetto", "accepts"),
    ("it", "non accetto", "refuses"),
    ("it", "almeno 20 euro", "counters"),
    ("pt-BR", "Aceito sim", "accepts"),
    ("pt-BR", "não aceito", "refuses"),
    ("pt-BR", "quero 50%", "counters"),
    ("nl", "Ja, akkoord", "accepts"),
    ("nl", "nee, te weinig", "refuses"),
    ("nl", "ik stuur het liever terug", "returns"),
    ("pl", "Tak, zgadzam się", "accepts"),
    ("pl", "nie zgadzam się", "refuses"),
    ("pl", "wolę zwrócić", "returns"),
    ("ru", "Да, согласен", "accepts"),
    ("ru", "нет, не согласна", "refuses"),
    ("ru", "верните половину", "counters"),
    ("tr", "Tamam, kabul ediyorum", "accepts"),
    ("tr", "kabul etmiyorum", "refuses"),
    ("tr", "iade etmek istiyorum", "returns"),
    ("ar", "نعم موافق", "accepts"),
    ("ar", "لا، غير موافق", "refuses"),
    ("ar", "أريد 20 يورو", "counters"),
    ("ja", "はい、それでいいです", "accepts"),
    ("ja", "納得できません", "refuses"),
    ("ja", "返品したいです", "returns"),
    ("ko", "네, 좋습니다", "accepts"),
    ("ko", "아니요, 안 됩니다", "refuses"),
    ("ko", "반품할게요", "returns"),
]


@pytest.mark.parametrize(("language", "text", "meaning"), ANSWERS)
def test_an_answer_means(language: str, text: str, meaning: str) -> None:
    assert read_reply(text, language, False, None, OFFER).meaning == meaning


def test_a_yes_with_another_amount_is_no_yes() -> None:
    read = read_reply("yes but only with 20 euro", "en", True, None, OFFER)

    assert (read.meaning, read.counter) == ("counters", Money(Decimal(20), "EUR"))
    assert read.doubts


def test_the_form_says_yes_and_the_words_no() -> None:
    read = read_reply("No, I do not accept that.", "en", True, None, OFFER)

    assert read.meaning == "asks"
    assert read.doubts == ("the form accepts, the words do not",)


@pytest.mark.parametrize(("accepts", "meaning"), [(True, "accepts"), (False, "refuses")])
def test_without_words_the_form_counts(accepts: bool, meaning: str) -> None:
    assert read_reply("", "en", accepts, None, OFFER).meaning == meaning


def test_a_share_is_a_counter() -> None:
    read = read_reply("Not acceptable, make it half", "en", False, None, OFFER)

    assert (read.meaning, read.counter_share) == ("counters", 0.5)


def test_several_amounts_are_nobodys_guess() -> None:
    read = read_reply("I want 20 euro. Or I want 30 euro back.", "en", False, None, OFFER)

    assert read.meaning == "asks"
    assert read.doubts == ("the buyer names several amounts",)


@pytest.mark.parametrize(
    ("language", "text", "offered", "meaning"),
    [
        ("en", "No, not £16 and a jacket too small. I asked for a large instead.", "16.33 GBP", "exchanges"),
        ("en", "£16 is no use to me. No.", "16.33 GBP", "refuses"),
        ("de", "Für 7 Euro behalte ich den Schrott nicht, nein danke.", "6.99 EUR", "refuses"),
        ("de", "7 Euro? Schickt mir lieber eine neue Tasse, bitte um Ersatz.", "6.99 EUR", "exchanges"),
        ("fr", "16 euros, d'accord.", "16.33 EUR", "accepts"),
        ("es", "5 euros es muy poco", "6.99 EUR", "refuses"),
    ],
)  # fmt: skip
def test_who_names_what_is_offered_or_less_does_not_ask_for_it(language, text, offered, meaning) -> None:
    amount, currency = offered.split()
    given = Offer("PARTIAL_KEEP", Money(Decimal(amount), currency), keep_item=True)
    read = read_reply(text, language, False, None, given)
    assert (read.meaning, read.counter) == (meaning, None)


def test_beside_what_is_offered_another_amount_is_the_one_asked_for() -> None:
    given = Offer("PARTIAL_KEEP", Money(Decimal("16.33"), "GBP"), keep_item=True)
    read = read_reply("Not £16. I want £30 and that's it.", "en", False, None, given)
    assert (read.meaning, read.counter) == ("counters", Money(Decimal(30), "GBP"))


def test_who_changes_his_mind_does_not_ask_for_other_goods() -> None:
    given = Offer("EXCHANGE", Money.zero("EUR"), keep_item=False, return_label=True)
    read = read_reply(
        "No, ho cambiato idea: ridatemi i soldi, il 42 me lo compro in negozio.", "it", False, None, given
    )
    assert read.meaning == "refuses"


AS_MESSAGES_SAY = {
    "en": [
        "I'd like a member of your staff to look at this.",
        "Please have someone from your team handle it.",
    ],
    "de": ["Bitte jemand aus Ihrem Team, der sich darum kümmert.", "Das soll bitte ein Mitarbeiter prüfen."],
    "fr": ["Je demande l'aide d'un membre de votre équipe.", "Je voudrais qu'un conseiller examine cela."],
    "es": ["Quiero que me atienda una persona de su equipo.", "Que lo revise una persona, por favor."],
    "it": ["Chiedo di parlare con un operatore.", "Vorrei che se ne occupasse un operatore."],
    "nl": ["Ik wil graag dat een medewerker hiernaar kijkt.", "Mag ik een medewerker?"],
    "pl": ["Proszę, żeby sprawą zajął się pracownik.", "Chcę, żeby rozpatrzył to pracownik."],
    "pt-BR": ["Quero o atendimento de uma pessoa da equipe.", "Peço que uma pessoa da equipe veja isso."],
    "ru": ["Пусть обращением займётся сотрудник.", "Прошу, чтобы этим занялся сотрудник."],
    "tr": ["Bir müşteri temsilcisi incelesin.", "Müşteri temsilcisinin ilgilenmesini istiyorum."],
    "ar": ["أريد أن يتولى الأمر أحد موظفيكم.", "أطلب أن ينظر موظف في طلبي."],
    "th": ["ขอให้เจ้าหน้าที่ดูแลค่ะ", "อยากให้เจ้าหน้าที่ตรวจสอบ"],
    "ja": ["担当者による対応を希望します。", "担当の方に対応していただきたいです。"],
    "ko": ["담당자 상담을 요청합니다.", "담당자가 확인해 주세요."],
    "zh": ["请由工作人员处理。", "我要求人工处理。"],
}


@pytest.mark.parametrize(("language", "texts"), AS_MESSAGES_SAY.items())
def test_who_asks_for_staff_in_the_words_of_our_messages_is_understood(language, texts) -> None:
    assert [read_reply(text, language, False, None, OFFER).wants_person for text in texts] == [True, True]


def test_who_wants_to_return_and_asks_how_returns() -> None:
    text = "โห จอแตกขนาดนี้ คืนแค่ 1,875 บาทเองเหรอคะ ขอส่งคืนเครื่องแล้วรับเงินเต็มจำนวนดีกว่าค่ะ ต้องทำยังไงบ้างคะ"
    offer = Offer("PARTIAL_KEEP", Money(Decimal(1875), "THB"), keep_item=True)
    assert read_reply(text, "th", False, None, offer).meaning == "returns"


THE_MISSING_PARTS = {
    "en": "No thanks, please send me the missing parts instead.",
    "de": "Nein danke, schicken Sie mir lieber die fehlenden Teile.",
    "fr": "Non merci, envoyez-moi plutôt les pièces manquantes.",
    "es": "No gracias, prefiero que me envíen las piezas que faltan.",
    "it": "No grazie, preferisco che mi mandiate i pezzi che mancano.",
    "nl": "Nee dank u, stuur me liever de ontbrekende onderdelen.",
    "pl": "Nie, dziękuję, proszę raczej dosłać brakujące części.",
    "pt-BR": "Não, obrigado, prefiro que mandem as peças que faltam.",
    "ru": "Нет, спасибо, лучше пришлите недостающие детали.",
    "tr": "Hayır teşekkürler, eksik parçaları gönderin lütfen.",
    "ar": "لا شكرا، أرسلوا لي القطع الناقصة.",
    "th": "ไม่เอาค่ะ ช่วยส่งชิ้นส่วนที่ขาดมาให้ดีกว่า",
    "ja": "いいえ、足りない部品を送ってください。",
    "ko": "아니요, 빠진 부품을 보내 주세요.",
    "zh": "不用了，请把缺的配件补寄给我。",
}


@pytest.mark.parametrize(("language", "text"), THE_MISSING_PARTS.items())
def test_who_wants_the_missing_parts_wants_goods_and_no_money(language, text) -> None:
    assert read_reply(text, language, False, None, OFFER).meaning == "exchanges"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You never sent the parts. 5 more and we are done: 20 euro."),
        ("de", "Die Teile fehlen, das reicht mir nicht. 20 Euro."),
        ("it", "Mancano i pezzi, vorrei 20 euro."),
        ("tr", "Parçalar eksik geldi, 20 euro istiyorum."),
    ],
)
def test_who_says_that_parts_are_missing_and_names_money_wants_money(language, text) -> None:
    assert read_reply(text, language, False, None, OFFER).meaning == "counters"
