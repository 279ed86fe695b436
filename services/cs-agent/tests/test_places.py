"""Cities, regions and islands name their country; words that sound like them name none."""

from __future__ import annotations

import pytest

from cs_agent.domain.understanding.places import country_in


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("do you ship to recife", "en", "BR"),
        ("I'm in Dammam, how long does it take?", "en", "SA"),
        ("and Fukuoka?", "en", "JP"),
        ("I live in North Carolina", "en", "US"),
        ("delivery to Northern Ireland", "en", "GB"),
        ("sent from China to Kraków please", "en", "PL"),
        ("PO box in Austin", "en", "US"),
        ("能寄到釜山吗", "zh", "KR"),
        ("我住高雄 運費多少", "zh", "TW"),
        ("特内里费岛能送吗", "zh", "ES"),
        ("¿enviáis a Tenerife?", "es", "ES"),
        ("vivo en Belo Horizonte", "es", "BR"),
        ("entrega em Florianópolis?", "pt", "BR"),
        ("vocês mandam pra Pernambuco", "pt", "BR"),
        ("vous livrez à Djeddah ?", "fr", "SA"),
        ("livraison en Corse", "fr", "FR"),
        ("versendet ihr nach Südtirol", "de", "IT"),
        ("wohne in Wuppertal", "de", "DE"),
        ("spedite in Sardegna?", "it", "IT"),
        ("quanto ci mette ad arrivare a Osaka", "it", "JP"),
        ("bezorgen in Groningen", "nl", "NL"),
        ("sturen jullie naar Sicilië", "nl", "IT"),
        ("mieszkam w Osace", "pl", "JP"),
        ("koszt wysyłki do Rzeszowa", "pl", "PL"),
        ("czy wysyłacie do Lublina", "pl", "PL"),
        ("jestem w Bydgoszczy", "pl", "PL"),
        ("paczka na Teneryfę", "pl", "ES"),
        ("доставка до Самары", "ru", "RU"),
        ("я в Казани", "ru", "RU"),
        ("на Сахалин везёте?", "ru", "RU"),
        ("сколько идёт в Джидду", "ru", "SA"),
        ("Trabzon'a kargo var mı", "tr", "TR"),
        ("Dammam'da yaşıyorum", "tr", "SA"),
        ("Osaka'ya kaç günde gelir", "tr", "JP"),
        ("توصلون للدمام؟", "ar", "SA"),
        ("انا في أوساكا", "ar", "JP"),
        ("كم الشحن لجازان", "ar", "SA"),
        ("ส่งไปขอนแก่นกี่วัน", "th", "TH"),
        ("อยู่โอซาก้า ส่งได้ไหม", "th", "JP"),
        ("大阪まで何日", "ja", "JP"),
        ("ジッダに送れますか", "ja", "SA"),
        ("ハワイに住んでいます", "ja", "US"),
        ("제다로 보내 주세요", "ko", "SA"),
        ("헤시피 사는데 배송되나요", "ko", "BR"),
        ("강원도까지 며칠", "ko", "KR"),
    ],
)
def test_a_place_in_a_country_names_it(text: str, language: str, country: str) -> None:
    assert country_in(text, language) == country


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("is it nice for reading in the bath", "en"),
        ("can I use it on my mobile, split screen", "en"),
        ("does it come in orange or bordeaux", "en"),
        ("my dallas cowboys bottle", "en"),
        ("send it to Sofia, she is my sister", "en"),
        ("send it to Florence please", "en"),
        ("is it in delta shape, to hail and storm", "en"),
        ("这个天气能用吗 到货了说一声", "zh"),
        ("发红吗 寄错了", "zh"),
        ("温莎结怎么打", "zh"),
        ("tanta gente lo compra a granel, es de palma", "es"),
        ("serve para salto e para serra", "pt"),
        ("je veux le trier à part, en tours", "fr"),
        ("nach Essen riecht es, in Gold", "de"),
        ("riecht die Dose nach Essen?", "de"),
        ("si usa nel prato, in latina", "it"),
        ("kan ik het in leiden, ik moet ermee leven", "nl"),
        ("w sumie pasuje do samsunga", "pl"),
        ("zwrot na kartę, biały osad na dnie", "pl"),
        ("w tych botkach", "pl"),
        ("втыкаю в розетку, деньги на карту", "ru"),
        ("в мире орлов и на тулье", "ru"),
        ("askere gönderilir mi, kiraya", "tr"),
        ("torunuma aldım", "tr"),
        ("الخبر وصل؟ هل السعر شامل", "ar"),
        ("ใส่ในเครื่องซักผ้าได้ไหม", "th"),
        ("サプライズなんですが、タイマーで使えますか", "ja"),
        ("大分に大きいですか 取手は", "ja"),
        ("미리 보내 주실 수 있나요, 홀로 써요", "ko"),
        ("세부로 나가는 사나요 이천원에", "ko"),
    ],
)
def test_words_that_are_places_elsewhere_name_no_country(text: str, language: str) -> None:
    assert country_in(text, language) == ""


def test_the_place_that_is_named_last_counts() -> None:
    assert country_in("from Guangzhou to Paris, Texas", "en") == "US"
    assert country_in("nicht nach Wien sondern nach Recife", "de") == "BR"


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("si usa in lavatrice?", "it", ""),
        ("cómo se usa", "es", ""),
        ("spedite negli usa?", "it", "US"),
        ("envían a usa", "es", "US"),
        ("usa'ya kargo", "tr", "US"),
        ("versand in die usa", "de", "US"),
        ("mi gente lo usa", "es", ""),
    ],
)
def test_usa_is_a_verb_too(text: str, language: str, country: str) -> None:
    assert country_in(text, language) == country
