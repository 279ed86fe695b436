"""Chinese word borders by jieba: for what no concept explains, and to keep 黑 out of 黑板."""

from __future__ import annotations

import logging
import warnings
from functools import lru_cache
from typing import Any

_LONGEST_RUN = 400
"""jieba's graph is built per run; longer runs are cut, so that time stays linear."""

FUNCTION_WORDS = frozenset(
    """的 了 地 得 着 过 仅 和 与 及 或 等 可 可以 能 更 最 很 太 非常 也 都 就 又 还 在 是 有 为 以 于 之 其
    这 那 这款 此 该 本 让 使 把 被 将 给 对 从 到 由 用 不仅 而且 并 且 而 但 一个 一款 一种 您 你 我 我们
    它 他 她 自己 做 来 去 上 中 里 个 款 型 式 类 种 采用 使用 具有 拥有 带来 适用 用于 材 质 哦 呢 吧 吗
    啊 啦 支持 设计 可用 请 亲 放 放在 放到 放入 放进 穿 穿上 穿在 戴 戴上 坐 坐在 时 时候 之后 以后 然后
    再 先 会 如果 因为 所以 或者 还有 以及 比较 十分 特别 真的 已经 一起 这个 那个 这样 这种 那种 它们 他们
    大家 咱们 本品 本店 产品 商品 本款 本产品 每次 各自 进 都行 就行 也行 即可 呀 嘛 哟 呦 啥 喔 买家 客户
    顾客""".split()  # noqa: SIM905 — a list of words
)
"""Words that carry no fact of their own; dropping them loses nothing a buyer would miss."""


@lru_cache(maxsize=1)
def _tokenizer() -> Any:  # noqa: ANN401 — jieba ships no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes in its own patterns
        import jieba  # noqa: PLC0415 — 60 MB, only where it is used

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # jieba would keep a compiled copy in the shared temporary folder and unmarshal whatever lies
    # there, anyone's file included; so its dictionary is read anew (0.6 s) and nothing is written.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def warm_up() -> None:
    """Loads jieba's dictionary now and not at the first unknown word."""
    _tokenizer()


def word_spans(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Borders of the words of ``folded[start:end]``, as places in ``folded``."""
    spans: list[tuple[int, int]] = []
    for first in range(start, end, _LONGEST_RUN):
        last = min(first + _LONGEST_RUN, end)
        position = first
        for word in _tokenizer().cut(folded[first:last], HMM=False):
            spans.append((position, position + len(word)))
            position += len(word)
    return spans


def is_function_word(word: str) -> bool:
    """Whether a word says nothing by itself. Denials are not among them: they turn facts round."""
    return word in FUNCTION_WORDS
