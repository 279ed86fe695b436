"""Words a caller keeps or replaces: they win over everything the term base knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from argosy_commerce.reading.cover import Candidate
from argosy_commerce.reading.items import Verbatim
from argosy_commerce.terms.normalize import Normalized, fold


def forced_pieces(text: Normalized, keep: Collection[str], say: Mapping[str, str]) -> Iterator[Candidate]:
    """Longest first, so that a kept 'Acme Pro' is not cut by a kept 'Acme'."""
    wanted: list[tuple[str, str | None]] = [(word, None) for word in keep]
    wanted += list(say.items())
    taken = bytearray(len(text.text))
    for source, target in sorted(wanted, key=lambda pair: -len(pair[0])):
        needle = fold(source).strip()
        if not needle:
            continue
        for found in re.finditer(re.escape(needle), text.text):
            start, end = found.span()
            if any(taken[start:end]) or not _whole(text, start, end):
                continue
            taken[start:end] = b"\x01" * (end - start)
            original = text.source(start, end)
            item = Verbatim(text.span(start, end), original, original if target is None else target)
            yield Candidate(start, end, 0.0, item)


def _whole(text: Normalized, start: int, end: int) -> bool:
    folded = text.text
    cut_before = start > 0 and _latin(folded[start]) and _latin(folded[start - 1])
    cut_after = end < len(folded) and _latin(folded[end - 1]) and _latin(folded[end])
    return not (cut_before or cut_after)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
