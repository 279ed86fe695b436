"""CPU that a query costs: python tests/bench/queries.py

Queries of ten to fifteen words in fifteen languages, their language not told. Prints p50 and p99 in ms, by
language and in all, and the median in shares of a plain loop of a million additions, comparing machines.
"""

from __future__ import annotations

import statistics
import time

from argosy_commerce.terms.base import TermBase
from search_tagger.domain.querying.interpreting import interpret, warm_up

QUERIES = {
    "zh": "女士 高腰 直筒 牛仔裤 黑色 带口袋 纯棉 春秋 不要破洞 200元以内",
    "en": "womens black high waist straight jeans with pockets not ripped under 50",
    "es": "pantalon vaquero mujer negro recto con bolsillos algodon sin agujeros menos de 30 euros",
    "pt": "calça jeans feminina preta reta com bolsos algodão sem rasgos até 150 reais",
    "fr": "jean femme noir droit avec poches coton taille haute sans trous moins de 40 euros",
    "de": "damen jeans schwarz gerade mit taschen baumwolle hoher bund ohne löcher bis 50 euro",
    "it": "jeans donna neri dritti con tasche cotone vita alta senza strappi sotto 40 euro",
    "nl": "dames spijkerbroek zwart recht met zakken katoen hoge taille zonder gaten tot 50 euro",
    "pl": "czarne dzinsy damskie proste z kieszeniami bawełna wysoki stan bez dziur do 150 zł",
    "ru": "женские чёрные прямые джинсы с карманами хлопок высокая талия без дыр до 3000 рублей",
    "tr": "kadın siyah düz paça kot pantolon cepli pamuklu yüksek bel yırtıksız 500 tl altı",
    "ar": "جينز نسائي اسود مستقيم بجيوب قطن خصر عالي بدون ثقوب اقل من ٢٠٠ ريال",
    "ko": "여성 검정 일자 청바지 포켓 면 하이웨이스트 찢어진 거 제외 5만원 이하",
    "ja": "レディース 黒 ストレート ジーンズ ポケット付き コットン ハイウエスト ダメージなし 5000円以下",
    "th": "กางเกงยีนส์ผู้หญิง สีดำ ขาตรง มีกระเป๋า ผ้าฝ้าย เอวสูง ไม่ขาด ไม่เกิน 500 บาท",
    "slips": "wmoens blakc hihg wiast straihgt jeens wiht pokcets cottno ruber",
}
ROUNDS = 60


def main() -> None:
    """Warms up, measures, prints."""
    base = TermBase.load()
    begun = time.process_time()
    warm_up(base)
    print(f"warm-up {time.process_time() - begun:.1f} s CPU")
    for text in QUERIES.values():
        interpret(text, "", "", base)
    plain = min(_plain_loop() for _ in range(5))
    every: list[float] = []
    for language, text in QUERIES.items():
        # A memory of words seen would flatter: each round has words of its own.
        taken = [_cost(f"{text} {language}{at}", base) for at in range(ROUNDS)]
        every += taken
        ends = f"p50 {_share(taken, 50):5.2f} ms  p99 {_share(taken, 99):5.2f} ms"
        print(f"{language:6} {len(text.split()):3} words  {ends}")
    median = statistics.median(every)
    ends = f"p50 {median:5.2f} ms  p99 {_share(every, 99):5.2f} ms"
    print(f"all    {ends}  {median / plain:.3f} plain loops of 1,000,000")


def _cost(text: str, base: TermBase) -> float:
    begun = time.process_time()
    interpret(text, "", "", base)
    return (time.process_time() - begun) * 1000


def _plain_loop() -> float:
    begun = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return (time.process_time() - begun) * 1000


def _share(taken: list[float], percent: int) -> float:
    return statistics.quantiles(taken, n=100)[percent - 1]


if __name__ == "__main__":
    main()
