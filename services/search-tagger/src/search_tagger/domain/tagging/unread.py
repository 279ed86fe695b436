"""Words of a text that say nothing of the product: no tag, no figure, not what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from argosy_commerce.channels import function_words
from argosy_commerce.folding import folded
from argosy_commerce.proofreading.naming import Named
from search_tagger.domain.querying.cues import cues
from search_tagger.domain.tagging.cover import Cover

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W\d_])|[\u0e30-\u0e3a\u0e47-\u0e4e])+")
_TOGETHER = frozenset({"ja", "th", "ko"})


def unread(
    text: str, language: str, names: Sequence[Named], silent: Sequence[Named], figures: Cover
) -> Iterator[str]:
    """In the order of the text. ``names``: all that were found; ``silent``: those that said nothing."""
    read = Cover(len(text))
    loose = set(silent)
    for named in names:
        if named not in loose:
            read.add(named.start, named.end)
    idle = _idle(language)
    for start, end in _words(text, language, read):
        word = text[start:end]
        if figures.touches(start, end) or folded(word, language) in idle:
            continue
        if not read.touches(start, end):
            yield word


def _words(text: str, language: str, read: Cover) -> Iterator[tuple[int, int]]:
    for found in _WORD.finditer(text):
        if language not in _TOGETHER:
            yield found.span()
            continue
        start = found.start()  # no gaps between words: what stands between names is one
        for at in range(found.start(), found.end() + 1):
            if at == found.end() or read.touches(at, at + 1):
                if at - start > 1:
                    yield start, at
                start = at + 1


@cache
def _idle(language: str) -> frozenset[str]:
    said = {
        word for word, role in cues(language).items() if role in {"idle", "with", "of", "and", "with_after"}
    }
    return frozenset({folded(word, language) for word in function_words(language)} | said)
