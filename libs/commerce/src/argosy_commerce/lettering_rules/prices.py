"""Finds prices in yuan in folded text: with a sign, a unit, or a word that only a price follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Final

from argosy_commerce.lettering_rules.loader import PriceWords, rule_book
from argosy_commerce.terms.normalize import fold

_NUM: Final = r"(?:\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,8})(?:\.\d{1,2})?(?!\d)"
_TO: Final = r"\s?[-~—–至到]\s?"
# 元素 元件 元宝 元旦 ... are words of their own; so is 元 in 二次元.
_NO_YUAN: Final = "素件器宝旦气宵年月祖首音朝帅老凶勋典神始组次配"
_YUAN: Final = rf"(?:元(?![{_NO_YUAN}])|块钱|人民币|rmb(?![a-z])|cny(?![a-z])|¥(?!\s?\d))"
_SIGN: Final = r"(?:¥|(?<![a-z])(?:rmb|cny)|人民币)"
_PIECES: Final = "件个只条双盒套瓶包袋张支把箱台份对"
_PIECE: Final = rf"(?!包邮)[{_PIECES}]"
_HAN_NUM: Final = "一二两三四五六七八九十百千"
_WITH_SIGN: Final = re.compile(
    rf"{_SIGN}\s?(?P<a>{_NUM})(?:{_TO}¥?\s?(?P<b>{_NUM}))?(?:\s?(?:元|块钱))?"
    rf"|(?<![\d.,a-z])(?P<c>{_NUM})(?:{_TO}(?P<d>{_NUM}))?\s?{_YUAN}"
    rf"|(?<![\d.,a-z])(?P<e>\d{{1,5}})块(?P<f>\d{{1,2}})(?!\d|片|米|{_PIECE})"
    rf"|(?<![\d.,a-z])(?P<g>\d{{1,6}}\.\d{{1,2}})(?=\s?/\s?[一1]?[{_PIECES}])"
    rf"|(?<![\d.a-z双满买第])(?!618(?!\d))(?P<h>\d{{1,3}}(?:\.\d{{1,2}})?)(?=\s?元?起?(?:包邮|秒杀|抢购))"
)
_HAN_PRICE: Final = re.compile(
    rf"(?<![{_HAN_NUM}几多每])[{_HAN_NUM}]{{1,6}}(?:元|块钱|块[{_HAN_NUM}](?!{_PIECE}))(?![素件器宝旦气宵年月二次化])"
)
_PER_PIECE: Final = re.compile(rf"\s?/\s?[一1每]?\s?[{_PIECES}]|\s?[一1每][{_PIECES}](?!套)")
_BARE_END: Final = re.compile(r"\s?(?:$|[\s,，。!;|/、)）起抢元])")
_GAP: Final = re.compile(r"[\s::]{0,2}$")
_MOST_WORDS: Final = 4


class Sort(Enum):
    """What a price is: what is asked, what was asked before, what comes off, or its name alone."""

    ASKED = "price"
    REFERENCE = "reference_price"
    OFF = "price_off"
    LABEL = "price_label"


@dataclass(frozen=True, slots=True)
class YuanPrice:
    """A price with the words that belong to it. ``amounts`` has one, two of a range, none of Han."""

    start: int
    end: int
    amounts: tuple[Decimal, ...]
    sort: Sort


def find_prices(folded: str) -> tuple[YuanPrice, ...]:
    """All prices in yuan of a folded text, in order, apart from each other. Linear."""
    words = rule_book().price_words
    found: list[YuanPrice] = []
    reached = 0
    for start, end, amounts in sorted(_cores(folded, words), key=lambda core: (core[0], -core[1])):
        if start < reached:
            continue
        price = _with_its_words(folded, start, end, reached, amounts, words)
        if price is not None:
            found.append(price)
            reached = price.end
    if not found and (alone := _label_alone(folded, words)) is not None:
        found.append(alone)
    return tuple(found)


def names_price(text: str) -> bool:
    """Whether a text, as it stands, has an amount in yuan."""
    return any(price.sort is not Sort.LABEL for price in find_prices(fold(text)))


def _cores(folded: str, words: PriceWords) -> Iterator[tuple[int, int, tuple[Decimal, ...]]]:
    for match in _WITH_SIGN.finditer(folded):
        yield match.start(), match.end(), _amounts(match)
    for match in _bare(words).finditer(folded):
        if _BARE_END.match(folded, match.end()):
            yield match.start("n"), match.end(), (_decimal(match["n"]),)
    for match in _HAN_PRICE.finditer(folded):
        # 一元, 百元 are prices only where something says so: 九块九包邮, 只要十元.
        told = folded.startswith(("包邮", "起", "/", "一", "秒杀", "抢", "封顶"), match.end())
        before = folded[: match.start()].rstrip(" :")
        if told or before.endswith((*words.labels, *words.references, "只要", "仅需", "只需", "低至")):
            yield match.start(), match.end(), ()


def _amounts(match: re.Match[str]) -> tuple[Decimal, ...]:
    if match["e"]:
        return (_decimal(f"{match['e']}.{match['f']}"),)
    return tuple(_decimal(match[name]) for name in "abcdgh" if match[name])


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


@cache
def _bare(words: PriceWords) -> re.Pattern[str]:
    """A figure right after a word that only prices follow. 到手 needs 价: 到手2件 is no price."""
    said = (*words.labels, *words.references, *(word for word in words.off if len(word) > 1))
    names = "|".join(re.escape(word) for word in said if word not in {"到手", "优惠", "节省", "补贴"})
    leads = "|".join(re.escape(word) for word in words.lead_ins if len(word) <= 2)
    return re.compile(rf"(?:{names})\s?[::]?\s?(?:{leads})?\s?[y¥]?\s?(?P<n>{_NUM})(?![%折a-z℃°.])")


def _with_its_words(
    folded: str, start: int, end: int, reached: int, amounts: tuple[Decimal, ...], words: PriceWords
) -> YuanPrice | None:
    sort = Sort.ASKED
    if off := _starting(folded, _after_space(folded, end), words.off_tails):
        sort, end = Sort.OFF, _after_space(folded, end) + len(off)
    for _ in range(_MOST_WORDS):
        gap = _GAP.search(folded, max(reached, start - 2), start)
        edge = gap.start() if gap else start
        word = _ending(folded, reached, edge, (*words.references, *words.off, *words.labels, *words.lead_ins))
        if not word:
            break
        if word in words.references:
            sort = Sort.REFERENCE
        elif word in words.off and word not in words.labels:
            sort = Sort.OFF
        start = edge - len(word)
    for _ in range(_MOST_WORDS):
        if (piece := _PER_PIECE.match(folded, end)) is not None:
            end = piece.end()
        elif tail := _starting(folded, _after_space(folded, end), words.tails):
            end = _after_space(folded, end) + len(tail)
        else:
            break
    return YuanPrice(start, end, amounts, sort)


def _after_space(folded: str, place: int) -> int:
    return place + 1 if folded.startswith(" ", place) else place


def _starting(folded: str, place: int, words: Sequence[str]) -> str:
    return next((word for word in words if folded.startswith(word, place)), "")


def _ending(folded: str, first: int, place: int, words: Sequence[str]) -> str:
    return max((word for word in words if folded.endswith(word, first, place)), key=len, default="")


def _label_alone(folded: str, words: PriceWords) -> YuanPrice | None:
    """A block that only names a price, which stands beside it: 到手价 over ¥99."""
    said = folded.strip(" :\n¥!")
    if said in {word for word in words.labels if word.endswith(("价", "价格", "券后"))}:
        return YuanPrice(0, len(folded), (), Sort.LABEL)
    if said in words.references:
        return YuanPrice(0, len(folded), (), Sort.REFERENCE)
    return None
