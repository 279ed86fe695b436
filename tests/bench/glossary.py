"""What a glossary of 5,000 rules costs a title: `python tests/bench/glossary.py`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from argosy_commerce.glossaries import Glossary, Layer, Rule
from argosy_commerce.terms import Constraints, TermBase, translate

RULES = 5_000
TITLE = "夏季碎花短袖纯棉连衣裙女士V领中长款宽松显瘦气质法式复古小个子收腰裙子"
TITLE += "透气柔软亲肤不起球可机洗500ml包邮跨境"
STANDING = ("连衣裙", "显瘦", "气质", "法式", "亲肤", "宽松", "收腰")
"""Sources of the rules that this title meets."""


def median_ms(call: Callable[[], object], times: int = 200) -> float:
    call()
    took = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1_000


def main() -> None:
    base = TermBase.load()
    base.warm_up()
    spellings = [
        surface.text for concept in base.lexicon for surface in concept.zh if "{" not in surface.text
    ]
    rules = [
        Rule(spellings[i % len(spellings)] + spellings[i * 7 % len(spellings)], "de", f"Wort {i}")
        for i in range(RULES - len(STANDING))
    ]
    rules += [Rule(source, "de", f"Wort{place}") for place, source in enumerate(STANDING)]
    started = time.perf_counter()
    glossary = Glossary({Layer.MERCHANT: rules})
    settled = time.perf_counter()
    glossary.over(base, "de", [TITLE])
    compiled = time.perf_counter()
    print(f"settled in {(settled - started) * 1e3:.0f} ms")
    print(f"a language compiled in {(compiled - settled) * 1e3:.0f} ms")
    print(f"a title without: {median_ms(lambda: translate(TITLE, 'de', 'title', base=base)):.2f} ms")

    def with_glossary() -> object:
        return translate(TITLE, "de", "title", base=glossary.over(base, "de", [TITLE]))

    print(f"a title with:    {median_ms(with_glossary):.2f} ms")
    asked = Constraints(terms=tuple((rule.source, rule.target or "") for rule in rules))
    own = median_ms(lambda: translate(TITLE, "de", "title", asked, base=base), 30)
    print(f"as a call's own terms: {own:.2f} ms")


if __name__ == "__main__":
    main()
