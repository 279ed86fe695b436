"""A person's age, weight, girth or laptop held against a row's figure, read from the words themselves."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.knowledge import known
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understanding.reading import understand

from .asked import NOW, product

_FROM_THREE = ("适用年龄", "3岁以上")
_CHAIR = ("最大承重", "100kg")


def _told(base: TermBase, text: str, language: str, *rows: tuple[str, str]) -> tuple[Sentence, ...]:
    state = State("c", language=language, focus=Focus(product_id="p1"))
    shelf = Shelf.of(facts_of_product(product(*rows, title="商品"), base).facts, matters())
    summary = ProductSummary("p1")
    return known(understand(text, language, state, summary, NOW), state, shelf, summary, NOW, base)[0]


def _verdicts(told: tuple[Sentence, ...]) -> set[str]:
    return {one.rule.split(":")[1] for one in told if one.rule.startswith("verdict:")}


_SEVEN = {
    "en": "my boy just turned 7, ok for him?",
    "zh": "儿子刚满7岁 能玩吗",
    "es": "¿vale para un niño de 7 años?",
    "pt": "meu filho tem 7 anos, serve?",
    "fr": "mon fils a 7 ans, ça va pour lui ?",
    "de": "mein Sohn ist 7, geht das?",
    "it": "mio figlio ha 7 anni, va bene?",
    "nl": "mijn zoontje is 7, kan dat?",
    "pl": "syn ma 7 lat, czy może się tym bawić?",
    "ru": "сыну 7 лет, подойдёт?",
    "tr": "oğlum 7 yaşında, uygun mu?",
    "ar": "ولدي عمره 7 سنوات، هل يناسبه؟",
    "th": "ลูกชาย 7 ขวบ เล่นได้ไหม",
    "ja": "息子は7歳ですが遊べますか？",
    "ko": "아들이 7살인데 괜찮을까요?",
}
_EIGHTEEN_MONTHS = {
    "en": "is it ok for my 18 month old baby?",
    "zh": "宝宝18个月能用吗",
    "es": "¿sirve para un bebé de 18 meses?",
    "pt": "serve para um bebê de 18 meses?",
    "fr": "est-ce que ça va pour un bébé de 18 mois ?",
    "de": "ist das was für ein 18 Monate altes Kind?",
    "it": "va bene per un bambino di 18 mesi?",
    "nl": "kan dat voor een baby van 18 maanden?",
    "pl": "czy nadaje się dla dziecka 18 miesięcy?",
    "ru": "подойдёт ли ребёнку 18 месяцев?",
    "tr": "18 aylık bebek için uygun mu?",
    "ar": "هل يناسب طفل عمره 18 شهر؟",
    "th": "ลูก 18 เดือน ใช้ได้ไหม",
    "ja": "18ヶ月の赤ちゃんに使えますか？",
    "ko": "18개월 아기가 써도 되나요?",
}
_NEARLY = {
    "en": "my daughter is nearly 3 years old, is it ok?",
    "zh": "女儿快3岁了能玩吗",
    "es": "mi hija tiene casi 3 años, ¿le vale?",
    "pt": "minha filha tem quase 3 anos, serve?",
    "fr": "ma fille a presque 3 ans, ça va ?",
    "de": "meine Tochter ist fast 3 Jahre, geht das?",
    "it": "mia figlia ha quasi 3 anni, va bene?",
    "nl": "mijn dochter is bijna 3 jaar, kan dat?",
    "pl": "córka ma prawie 3 lata, czy może być?",
    "ru": "дочке почти 3 года, подойдёт?",
    "tr": "kızım neredeyse 3 yaşında, uygun mu?",
    "ar": "بنتي عمرها تقريبا 3 سنوات، هل يناسبها؟",
    "th": "ลูกสาวเกือบ 3 ขวบ เล่นได้ไหม",
    "ja": "娘はもうすぐ3歳ですが遊べますか？",
    "ko": "딸이 거의 3살인데 괜찮나요?",
}
_HEAVY = {
    "en": "I weigh 115 kg, is that ok?",
    "zh": "我115公斤，能坐吗",
    "es": "peso 115 kg, ¿me aguanta?",
    "pt": "peso 115 kg, posso usar?",
    "fr": "je pèse 115 kg, ça va ?",
    "de": "ich wiege 115 kg, geht das?",
    "it": "peso 115 kg, va bene?",
    "nl": "ik weeg 115 kg, kan dat?",
    "pl": "ważę 115 kg, czy mogę siedzieć?",
    "ru": "я вешу 115 кг, подойдёт?",
    "tr": "115 kiloyum, olur mu?",
    "ar": "وزني 115 كيلو، هل يناسبني؟",
    "th": "หนัก 115 กก. นั่งได้ไหม",
    "ja": "体重115キロですが座れますか？",
    "ko": "제가 115키로인데 괜찮나요?",
}


@pytest.mark.parametrize("language", _SEVEN)
def test_who_is_older_than_stated_may_have_it(base: TermBase, language: str) -> None:
    assert _verdicts(_told(base, _SEVEN[language], language, _FROM_THREE)) == {"yes"}


@pytest.mark.parametrize("language", _EIGHTEEN_MONTHS)
def test_who_is_younger_than_stated_is_told_no(base: TermBase, language: str) -> None:
    assert _verdicts(_told(base, _EIGHTEEN_MONTHS[language], language, _FROM_THREE)) == {"no"}


@pytest.mark.parametrize("language", _NEARLY)
def test_who_is_nearly_as_old_is_told_the_age_and_no_verdict(base: TermBase, language: str) -> None:
    told = _told(base, _NEARLY[language], language, _FROM_THREE)
    assert not _verdicts(told)
    assert "适用年龄" in {fact.ref for one in told for fact in one.facts}


@pytest.mark.parametrize("language", _HEAVY)
def test_a_person_s_weight_against_a_load(base: TermBase, language: str) -> None:
    assert _verdicts(_told(base, _HEAVY[language], language, _CHAIR)) == {"no"}
    lighter = _HEAVY[language].replace("115", "95")
    assert _verdicts(_told(base, lighter, language, _CHAIR)) == {"yes"}


@pytest.mark.parametrize(
    ("text", "row", "verdict"),
    [
        ("my son is 2, ok for him?", ("适用年龄", "24个月以上"), {"yes"}),
        ("my son is 2, ok for him?", ("适用年龄", "30个月以上"), set()),  # 24 to 35 months
        ("my son is 7, ok for him?", ("适用年龄", "3-6岁"), set()),  # older than it is made for
        ("my son is 2, ok for him?", ("适用年龄", "3-6岁"), {"no"}),
        ("my baby is 8 months old, can we use it?", ("适用月龄", "3-36个月"), {"yes"}),
        ("my son is 7, ok for him?", ("适用年龄", "7岁"), set()),
        ("I weigh 200 pounds, is it ok?", _CHAIR, {"yes"}),
        ("I weigh 230 pounds, is it ok?", _CHAIR, {"no"}),
        ("is 115 kg too heavy for it?", _CHAIR, set()),
        ("will it break if I weigh 115 kg?", _CHAIR, set()),
        ("I weigh 115 kg, does it hold my 5 kg bag?", _CHAIR, set()),
        ("my belly is 115 cm around, does the belt close?", ("腰带可调范围", "70-120cm"), {"yes"}),
        ("waist 130 cm, does it fit?", ("腰带可调范围", "70-120cm"), {"no"}),
        ("I'm 175 cm tall, is that ok?", ("腰带可调范围", "70-120cm"), set()),
        ("my head is 58 cm, does it fit?", ("头围", "56-60cm"), {"yes"}),
        ("does my 15 inch macbook fit?", ("适用电脑尺寸", "14英寸以下"), {"no"}),
        ("I weigh 60 kg, is it ok?", ("毛重", "2.5kg"), set()),
    ],
)
def test_only_bounds_of_the_same_measure_settle(
    base: TermBase, text: str, row: tuple[str, str], verdict: set[str]
) -> None:
    told = _told(base, text, "en", row)
    assert _verdicts(told) == verdict, [one.text for one in told]


def test_one_shelf_and_all_of_them_are_both_told(base: TermBase) -> None:
    told = _told(
        base, "about 20 kilos of books, does it hold them?", "en", ("单层承重", "15kg"), ("总承重", "75kg")
    )
    assert not _verdicts(told)
    assert {fact.ref for one in told for fact in one.facts} >= {"单层承重", "总承重"}


def test_something_else_that_is_asked_is_not_settled_by_the_age(base: TermBase) -> None:
    told = _told(base, "my son is 7, is it waterproof?", "en", _FROM_THREE, ("防水", "不防水"))
    assert _verdicts(told) == {"no"}
    assert [fact.ref for one in told for fact in one.facts] == ["防水"]


_TWO_LIMITS = {
    "en": "my girl turned 2 and weighs 12 kg, can she use it?",
    "de": "meine Tochter ist jetzt 2 und wiegt 12 kg, geht das?",
    "es": "mi hija tiene 2 años y pesa 12 kg, ¿le vale?",
    "fr": "ma fille a 2 ans et pèse 12 kg, ça va pour elle ?",
    "ru": "дочке 2 года, весит 12 кг, подойдёт?",
    "ja": "娘は2歳で12kgですが使えますか？",
}


@pytest.mark.parametrize("language", _TWO_LIMITS)
def test_a_yes_is_one_to_all_that_is_told_and_one_no_is_a_no(base: TermBase, language: str) -> None:
    asked = _TWO_LIMITS[language]
    fits = _told(base, asked, language, ("适用年龄", "1-4岁"), ("承重", "20kg"))
    assert _verdicts(fits) == {"yes"}
    assert {fact.ref for one in fits for fact in one.facts} >= {"适用年龄", "承重"}, fits
    assert _verdicts(_told(base, asked, language, ("适用年龄", "3岁以上"), ("承重", "20kg"))) == {"no"}


@pytest.mark.parametrize("language", _TWO_LIMITS)
def test_a_limit_that_is_not_understood_leaves_it_open_and_is_shown(base: TermBase, language: str) -> None:
    rows = (("适用年龄", "0-1岁；2岁以上请配安全带"), ("承重", "20kg"))
    told = _told(base, _TWO_LIMITS[language], language, *rows)
    assert _verdicts(told) == set()
    assert {fact.ref for one in told for fact in one.facts} >= {"适用年龄", "承重"}, told
