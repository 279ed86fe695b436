from __future__ import annotations

import pytest
from case_facts import at, chat

from argosy_ledger import Said
from chargeback_agent.domain.case.chat import buyer_said, hinted, shop_said
from chargeback_agent.domain.case.reading import data


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Sorry about that. We will refund you today."),
        ("zh-CN", "亲，我们今天给您退款。"),
        ("es", "Le reembolsaremos el importe."),
        ("pt-BR", "Vamos reembolsar o valor hoje."),
        ("fr", "Nous vous rembourserons demain."),
        ("de", "Wir werden Ihnen den Betrag erstatten."),
        ("it", "La rimborseremo entro domani."),
        ("nl", "We zullen het bedrag terugbetalen."),
        ("pl", "Zwrócimy Panu całą kwotę."),
        ("ru", "Мы вернём вам деньги."),
        ("tr", "Paranızı iade edeceğiz."),
        ("ar", "سنقوم برد المبلغ اليوم."),
        ("th", "เราจะคืนเงินให้คุณค่ะ"),
        ("ja", "本日返金いたします。"),
        ("ko", "오늘 환불해 드리겠습니다."),
    ],
)
def test_a_promised_refund_is_heard_in_every_language(language: str, text: str) -> None:
    (told,) = shop_said("refund_promised", [chat(("shop", 5, text), language=language)])
    assert told.sentence in text
    assert not told.conditional


@pytest.mark.parametrize(
    "text",
    [
        "We will not refund this order.",
        "Would you like it if we will refund half?",
        "Unfortunately no refund has been approved.",
        "Our refund policy is on the page.",
    ],
)
def test_a_refusal_a_question_and_a_policy_are_no_promise(text: str) -> None:
    assert not shop_said("refund_promised", [chat(("shop", 5, text))])


def test_a_promise_on_a_condition_is_known_as_one() -> None:
    (told,) = shop_said("refund_promised", [chat(("shop", 5, "We will refund you once we receive the bag."))])
    assert told.conditional


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It arrived yesterday, thank you!"),
        ("zh-CN", "东西收到了，谢谢。"),
        ("es", "Ya recibí el paquete."),
        ("de", "Die Tasche ist angekommen."),
        ("ru", "Посылка пришла, спасибо."),
        ("ja", "商品が届きました。"),
    ],
)
def test_a_buyer_who_has_the_goods_says_so(language: str, text: str) -> None:
    assert buyer_said("acknowledged", [chat(("buyer", 5, text), language=language)])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I have not received the parcel."),
        ("en", "The tracking says it arrived but I have nothing."),
        ("en", "Has it arrived yet?"),
        ("en", "I received an empty box."),
        ("de", "Das Paket ist nicht angekommen."),
        ("zh-CN", "我没收到。"),
        ("ja", "まだ届いていません。"),
    ],
)
def test_a_buyer_who_has_nothing_is_never_quoted_as_having_it(language: str, text: str) -> None:
    assert not buyer_said("acknowledged", [chat(("buyer", 5, text), language=language)])


def test_what_the_buyer_writes_is_not_the_shops_promise() -> None:
    assert not shop_said("refund_promised", [chat(("buyer", 5, "You said: we will refund you."))])


def test_every_meaning_has_words_in_all_fifteen_languages() -> None:
    words = data("chat_words", "shop", "buyer", "conditions", "negations", "hints", "no_goods")
    for side in ("shop", "buyer", "hints"):
        for meaning, rows in words[side].items():
            assert len(rows) == 15, meaning
    assert set(words["conditions"]) == set(words["negations"]) == set(words["no_goods"])


def test_every_phrase_that_asks_holds_a_hint_so_that_no_letter_denies_it() -> None:
    words = data("chat_words", "shop", "buyer", "conditions", "negations", "hints", "no_goods")
    for side, meaning, hint in (
        ("buyer", "return_asked", "return"),
        ("buyer", "refund_asked", "return"),
        ("buyer", "cancellation_asked", "cancel"),
        ("shop", "refund_promised", "refund"),
    ):
        for language, phrases in words[side][meaning].items():
            for phrase in phrases:
                said = Said("m", "buyer", f"- {phrase.replace('~', '')} -", language, at(1))
                assert hinted(hint, [said]), (meaning, language, phrase)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "OK, I got it. I will wait for the parcel."),
        ("en", "I received your email, thanks."),
        ("en", "I love it! When will you send it?"),
        ("fr", "Bien reçu, merci."),
        ("fr", "J'ai bien reçu votre message."),
        ("de", "Habe Ihre Nachricht erhalten, danke."),
        ("es", "He recibido su correo."),
        ("zh", "收到了，谢谢"),
        ("tr", "Fatura geldi."),
    ],
)
def test_who_got_a_message_has_not_got_the_goods(language: str, text: str) -> None:
    assert not buyer_said("acknowledged", [chat(("buyer", 5, text), language=language)])
