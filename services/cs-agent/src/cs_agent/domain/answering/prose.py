"""A sentence of a description without the manners that a seller writes round what he states: 亲，…哦。

Chinese only. What asks, and what says anything of the product, stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

from argosy_commerce.reading.items import Break, ConceptMatch, Dropped, Item, Unknown

_PARTICLES: Final = frozenset(
    "亲 亲亲 亲爱的 您好 你好 哦 噢 喔 哈 呢 啦 呀 哟 嘞 谢谢 感谢 请 您".split()  # noqa: SIM905
)
_AT_EASE: Final = re.compile(r"(?:请|亲|您|可以?|尽管|敬请)?放心(?:使用|购买|下单|选购|拍)?")
"""A clause that only reassures; 放心 within another clause is left where it stands."""
_ASKS: Final = re.compile(r"[?？吗么]")
_MAY: Final = frozenset({"可", "可以", "能", "能够"})


def without_manners(text: str, items: Sequence[Item]) -> Sequence[Item]:
    """The items without greetings, particles and reassurance; as they are where the sentence asks."""
    if _ASKS.search(text):
        return items
    clauses = [
        list(group) for is_break, group in groupby(items, lambda i: isinstance(i, Break)) if not is_break
    ]
    kept = [clause for clause in map(_plain, clauses) if clause]
    if not kept or (len(kept) == len(clauses) and kept == clauses):
        return items
    said: list[Item] = list(kept[0])
    for before, clause in pairwise(kept):
        between = [
            i for i in items if isinstance(i, Break) and before[-1].span[1] <= i.span[0] < clause[0].span[0]
        ]
        said += [*between[-1:], *clause]
    return said


def _plain(clause: Sequence[Item]) -> list[Item]:
    """The clause without its manners; [] where it is nothing else."""
    if _AT_EASE.fullmatch(
        "".join(item.source for item in clause if not _is_particle(item) or item.source == "请")
    ):
        return []
    kept = [item for item in clause if not _is_particle(item)]
    # 可以机洗 says no more than 机洗, which is a quality; 不可以 is no particle and stays.
    first = kept[0] if kept else None
    if len(kept) > 1 and isinstance(first, Dropped) and first.source in _MAY:
        names_a_quality = isinstance(kept[1], ConceptMatch) and kept[1].concept_id.startswith("feature.")
        if names_a_quality and kept[1].span[0] == first.span[1]:
            kept = kept[1:]
    return kept


def _is_particle(item: Item) -> bool:
    return isinstance(item, Dropped | Unknown) and item.source.strip() in _PARTICLES
